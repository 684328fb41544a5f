// After an @ the names of people who may be meant; arrows choose, Enter or Tab takes one, Escape sends them away.
const BEGUN = /(?:^|[^\w@./-])@([\w.-]{0,40})$/;
const list = Object.assign(document.createElement("ul"), { id: "mention-names", className: "mentions", role: "listbox", hidden: true });
list.ariaLabel = JSON.parse(document.querySelector("[data-comment-words]").dataset.commentWords).people;
let asked = 0;

const begun = (field) => field.value.slice(0, field.selectionStart).match(BEGUN)?.[1];
const current = () => list.querySelector("[aria-selected=true]");

function choose(field, option) {
  current()?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
}

function close(field) {
  list.hidden = true;
  field?.removeAttribute("aria-activedescendant");
}

function take(field, name) {
  const start = field.selectionStart - begun(field).length;
  field.setRangeText(`${name} `, start, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function offer(field) {
  const names = begun(field);
  const mine = ++asked;
  if (names === undefined) return close(field);
  const url = `${document.getElementById("comments").dataset.names}?q=${encodeURIComponent(names)}`;
  const answer = await fetch(url).catch(() => null);
  const people = answer?.ok ? (await answer.json()).people : [];
  if (mine !== asked) return; // a later question was answered before
  if (begun(field) === undefined || !people.length) return close(field);
  const option = ({ username, name }, number) =>
    Object.assign(document.createElement("li"), { id: `name-${number}`, role: "option", textContent: `${name} @${username}`, title: username });
  list.replaceChildren(...people.map(option));
  field.after(list);
  list.hidden = false;
  choose(field, list.firstElementChild);
}

const isField = (target) => target.matches?.("textarea[name=body]");
document.addEventListener("input", ({ target }) => isField(target) && offer(target));
document.addEventListener("focusout", ({ target }) => isField(target) && close(target));
list.addEventListener("mousedown", (event) => {
  event.preventDefault(); // the field keeps the focus
  take(list.previousElementSibling, event.target.closest("li").title);
});
document.addEventListener("keydown", (event) => {
  if (list.hidden || !isField(event.target)) return;
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) choose(event.target, current()[step] ?? current());
  else if (event.key === "Escape") close(event.target);
  else if (event.key === "Enter" || event.key === "Tab") take(event.target, current().title);
  else return;
  event.preventDefault();
}, true);
if (isField(document.activeElement)) offer(document.activeElement); // with what was typed while this was on its way
