// Search by keyboard: "/" goes to the box, arrows move through what was found, Escape leads back and clears.

const box = () => document.querySelector("[data-search]") ?? document.getElementById("masthead-q");
const isTyping = (target) => target.isContentEditable || target.closest?.("input, textarea, select, dialog");

function step(results, by) {
  const place = results.indexOf(document.activeElement) + by;
  if (place < 0) return box().focus();
  const result = results[Math.min(place, results.length - 1)];
  result.focus();
  result.closest("article").scrollIntoView({ block: "nearest" });
}

function leave(target) {
  const field = box();
  if (target !== field) return field.focus();
  if (!field.value) return field.blur();
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (key === "/" && !isTyping(target)) {
    event.preventDefault();
    box()?.focus();
    box()?.select();
    return;
  }
  const isResult = target.matches?.("[data-result]");
  if (!isResult && target !== box()) return;
  const results = [...document.querySelectorAll("[data-result]")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (by && results.length && (isResult || by > 0)) {
    event.preventDefault();
    step(results, by);
  } else if (key === "Escape") {
    event.preventDefault();
    leave(target);
  }
});
