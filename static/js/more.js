// "Show more replies" puts them where it stood; who reads on by keyboard goes on with the first of them.

let before = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig } }) => {
  before = requestConfig.elt.matches("[data-more]") ? requestConfig.elt.previousElementSibling : null;
});

document.addEventListener("htmx:afterSettle", () => {
  if (!before) return;
  for (const comment of document.querySelectorAll(".comment")) {
    if (document.getElementById(comment.id) !== comment) comment.remove(); // just written, it stood here before its turn
  }
  const first = before.nextElementSibling;
  before = null;
  first?.setAttribute("tabindex", "-1");
  first?.focus({ preventScroll: true });
});
