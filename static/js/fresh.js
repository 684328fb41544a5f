// "3 new comments": asks every half minute, while somebody looks, whether there are any that the page does not know, and
// moves nothing until they press.

const PAUSE = 30_000;
const MOST = 50; // keys that are told, the newest
const section = () => document.getElementById("comments");
const keys = (text) => text.split(" ").filter(Boolean).map(Number);
const words = JSON.parse(document.querySelector("[data-comment-words]").dataset.commentWords);
const plural = new Intl.PluralRules(document.documentElement.lang);
let seen = new Set();

async function look() {
  if (document.visibilityState !== "visible" || !section()) return;
  // Without cookies it is the same question for everybody, which any cache may answer but the browser's own: that would
  // tell for a minute what it was told before.
  const answer = await fetch(section().dataset.newestAt, { credentials: "omit", cache: "no-cache" }).catch(() => null);
  if (!answer?.ok) return;
  const told = keys(await answer.text());
  const known = keys(document.getElementById("comments-list").dataset.newest);
  const oldest = known.length < MOST ? 0 : Math.min(...known); // what is older moves up when another is taken away
  const count = told.filter((key) => key > oldest && !known.includes(key)).length;
  const link = document.querySelector("[data-fresh]");
  const form = count === MOST ? words.most : (words.fresh[plural.select(count)] ?? words.fresh.other);
  const said = form.replace("%(count)s", count);
  if (count && link.textContent !== said) link.textContent = said;
  link.hidden = !count;
}

document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (!target.matches("[data-fresh]")) return;
  document.getElementById("composer-home")?.append(document.getElementById("composer")); // with all that was typed
  seen = new Set(Array.from(document.querySelectorAll(".comment"), ({ id }) => id));
});

document.addEventListener("htmx:afterSwap", ({ detail: { requestConfig } }) => {
  const link = requestConfig?.elt;
  if (!link?.matches("[data-fresh]")) return;
  const comments = [...document.querySelectorAll(".comment")];
  const added = comments.filter(({ id }) => !seen.has(id));
  for (const comment of added) comment.classList.add("comment--new");
  link.hidden = true;
  const first = added[0] ?? comments[0];
  first?.setAttribute("tabindex", "-1");
  first?.focus();
  first?.scrollIntoView({ block: "center" });
});

setInterval(look, PAUSE);
document.addEventListener("visibilitychange", look);
