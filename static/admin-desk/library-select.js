// Pictures are selected one by one, in a row with Shift, or all of the page; arrow keys walk along the shelf.
import { say } from "./words.js";

const shelf = document.querySelector("[data-shelf]:not(dialog *)");
const all = document.querySelector("[data-select-all]");
const KEYS = { ArrowRight: 1, ArrowLeft: -1 };

function walk(event, links) {
  const place = links.indexOf(document.activeElement);
  const across = links.filter((link) => link.offsetTop === links[0].offsetTop).length;
  const step = KEYS[event.key] ?? { ArrowDown: across, ArrowUp: -across }[event.key];
  if (place < 0 || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  links[place + step]?.focus();
}

if (shelf && all) {
  const boxes = [...shelf.querySelectorAll(".action-select")];
  const links = [...shelf.querySelectorAll(".shelf__link")];
  const said = document.querySelector("[data-selected]");
  let last;

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    said.textContent = count ? say("selected", { count }) : "";
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  shelf.addEventListener("click", ({ target, shiftKey }) => {
    const place = boxes.indexOf(target);
    if (place < 0) return;
    const [from, to] = [place, shiftKey && last !== undefined ? last : place].sort((a, b) => a - b);
    for (const box of boxes.slice(from, to + 1)) box.checked = target.checked;
    last = place;
    tell();
  });
  shelf.addEventListener("keydown", (event) => walk(event, links));
  tell();
}
