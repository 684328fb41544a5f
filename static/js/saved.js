// Tells the worker (offline/worker.js) what to keep until it is taken off the list: an article that somebody with an account
// has saved, and for all who read them what their lists show.

const article = document.getElementById("save")?.closest("section");
const isSaved = () => document.getElementById("save")?.getAttribute("aria-pressed") === "true";
let before = article && isSaved();

async function tell(message) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(message);
}

// The answer to a press brings another button.
function look() {
  if (isSaved() === before) return;
  before = !before;
  tell({ [before ? "saved" : "dropped"]: [location.pathname] });
}

function drop({ target }) {
  const item = target.closest("button")?.closest(".shelf [data-path]");
  if (item) tell({ dropped: [item.dataset.path] });
}

if ("serviceWorker" in navigator) {
  const listed = [...document.querySelectorAll(".shelf [data-path]")].map(({ dataset }) => dataset.path);
  tell({ saved: before ? [location.pathname] : listed });
  if (article) new MutationObserver(look).observe(article, { subtree: true, childList: true });
  document.addEventListener("click", drop, { capture: true }); // before its item is gone
}
