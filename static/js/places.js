// Who clears their history also has this browser forget where they stopped in each article ("place:" and its path), and the
// copies of what they opened (offline/worker.js).

function forget() {
  for (const name of Object.keys(localStorage)) if (name.startsWith("place:")) localStorage.removeItem(name);
  globalThis.caches?.delete("pages");
}

for (const one of document.querySelectorAll("[data-forget-places]")) {
  one.addEventListener(one.matches("form") ? "submit" : "click", forget);
}
