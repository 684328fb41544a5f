// The library where many pictures are asked for: a click chooses one or lets go of it, and a button takes all of them,
// in the order in which they were chosen. They stay chosen while one searches and turns pages.
import { say } from "./words.js";

const dialog = document.getElementById("library");
const bar = dialog?.querySelector("[data-many]");
const chosen = new Map();
let choose;

function mark() {
  if (!choose) return;
  for (const item of dialog.querySelectorAll("[data-shelf] [data-number]")) item.setAttribute("aria-pressed", chosen.has(item.dataset.number));
  bar.hidden = !chosen.size;
  bar.querySelector("button").textContent = say("add_pictures", { count: chosen.size });
}

function toggle(item) {
  const { number } = item.dataset;
  if (!chosen.delete(number)) chosen.set(number, { ...item.dataset });
  mark();
}

if (bar) {
  document.addEventListener("library:open", ({ detail }) => {
    choose = detail.many ? detail : undefined;
    chosen.clear();
    bar.hidden = true;
  });
  dialog.addEventListener("library:take", (event) => {
    if (!choose) return;
    event.preventDefault();
    toggle(event.detail);
  });
  bar.querySelector("button").addEventListener("click", () => {
    dialog.close();
    choose(...chosen.values());
  });
  new MutationObserver(mark).observe(dialog.querySelector("[data-shelf]"), { childList: true });
}
