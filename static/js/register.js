// Has a worker keep articles for reading without a connection (offline/worker.js), when there is nothing else to do.

const whenIdle = window.requestIdleCallback ?? setTimeout;

async function register() {
  const isLate = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  if (isLate) active.postMessage({ loaded: performance.getEntriesByType("resource").map(({ name }) => name) });
}

if ("serviceWorker" in navigator) {
  // A browser that refuses, as private windows do, keeps nothing.
  addEventListener("load", () => whenIdle(() => register().catch(() => {})));
}
