// Gives back what local-copy.js kept and the server does not have: at once when it was sent in vain, else if one wants.
import { locale, say } from "./words.js";

const DAYS = 30; // then a copy is of no use to anybody
const form = document.querySelector("#article_form, #page_form");
const template = document.getElementById("copy-offer");
const keyOf = (path) => `copy ${template.dataset.writer} ${path}`;
const words = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, "");
const moment = (time) => {
  const day = new Date(time).toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
  return new Date(time).toLocaleString(locale, { ...day, hour: "2-digit", minute: "2-digit" });
};

function read(key) {
  try {
    const copy = JSON.parse(localStorage.getItem(key));
    if (copy && Date.now() - copy.time < DAYS * 864e5) return copy;
  } catch {} // what is no copy of ours is none
  localStorage.removeItem(key);
}

// The page comes from a form whose text was sent, and is another one, a newer version, or says so: that text has been
// saved. (What is no text, such as the date, makes no version.)
function forgetSaved() {
  const path = document.referrer.startsWith(location.origin) ? new URL(document.referrer).pathname : "";
  const copy = path && read(keyOf(path));
  if (!copy || copy.sent === undefined) return;
  const isSaved = document.querySelector(".messagelist .success") || copy.version !== form.elements.version?.value;
  if (path !== location.pathname || isSaved) localStorage.removeItem(keyOf(path));
}

function isSame({ fields }) {
  const sorted = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, words(value)]).filter(([, value]) => value).sort());
  const hidden = new Set(["csrfmiddlewaretoken", "version"]);
  const shown = (pairs) => sorted(pairs.filter(([name, value]) => !hidden.has(name) && typeof value === "string"));
  return shown(fields) === shown([...new FormData(form)]);
}

function offer(copy, editor) {
  const key = keyOf(location.pathname);
  const box = template.content.firstElementChild.cloneNode(true);
  const [said, text] = [box.querySelector("p"), box.querySelector(".copy-offer__text")];
  const button = (name) => box.querySelector(`[data-${name}]`);
  const isNewer = copy.version !== form.elements.version?.value;
  const restore = () => {
    document.dispatchEvent(new CustomEvent("article:fill", { detail: { copy, editor } }));
    said.textContent = say("text_is_back", { time: moment(copy.time) });
    for (const name of ["restore", "show"]) button(name).hidden = true;
    text.hidden = true;
    button("discard").textContent = say("discard_it");
  };
  said.textContent = say(isNewer ? "unsaved_older" : "unsaved_text", { time: moment(copy.time) });
  button("restore").onclick = restore;
  button("show").onclick = ({ currentTarget }) => {
    const { title = "", lead = "", body = "" } = Object.fromEntries(copy.fields);
    text.textContent = [title, lead, ...[...new DOMParser().parseFromString(body, "text/html").body.children].map((block) => block.textContent)].join("\n\n");
    text.hidden = !text.hidden;
    currentTarget.setAttribute("aria-expanded", !text.hidden);
  };
  button("discard").onclick = () => {
    localStorage.removeItem(key);
    document.dispatchEvent(new CustomEvent("article:discard"));
    box.isConnected && button("restore").hidden ? location.reload() : box.remove();
  };
  form.before(box);
  const wasNewPreview = copy.sent === "_preview" && location.pathname.endsWith("/add/");
  if (copy.sent !== undefined && !isNewer && !wasNewPreview) restore();
}

document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
  if (!form || !template || form.querySelector(".errornote")) return;
  forgetSaved();
  const copy = read(keyOf(location.pathname));
  if (copy && isSame(copy)) localStorage.removeItem(keyOf(location.pathname));
  else if (copy) offer(copy, editor);
});
