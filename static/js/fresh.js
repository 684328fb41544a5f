// "3 new comments": asks every half minute, while somebody looks, whether there are more than the page shows, and moves
// nothing until they press.

const PAUSE = 30_000;
const section = () => document.getElementById("comments");
let seen = new Set();

async function look() {
  if (document.visibilityState !== "visible" || !section()) return;
  // Without cookies it is the same question for everybody, which any cache may answer.
  const answer = await fetch(section().dataset.countAt, { credentials: "omit" }).catch(() => null);
  if (!answer?.ok) return;
  const more = Number(await answer.text()) - Number(section().dataset.count);
  const link = document.querySelector("[data-fresh]");
  const words = more === 1 ? "1 new comment" : `${more} new comments`;
  if (more > 0 && link.textContent !== words) link.textContent = words;
  link.hidden = more <= 0;
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
  section().dataset.count = document.getElementById("comments-title").textContent.replace(/\D/g, "");
  link.hidden = true;
  const first = added[0] ?? comments[0];
  first?.setAttribute("tabindex", "-1");
  first?.focus();
  first?.scrollIntoView({ block: "center" });
});

setInterval(look, PAUSE);
document.addEventListener("visibilitychange", look);
