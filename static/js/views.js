// Tells the counter that somebody has this article in front of them; a page loaded ahead or in a hidden tab waits.

const article = document.querySelector("[data-views]");
const isShown = () => !document.prerendering && document.visibilityState === "visible";

function count() {
  if (!isShown()) return;
  document.removeEventListener("visibilitychange", count);
  document.removeEventListener("prerenderingchange", count);
  navigator.sendBeacon(article.dataset.views);
}

if (article) {
  document.addEventListener("visibilitychange", count);
  document.addEventListener("prerenderingchange", count);
  count();
}
