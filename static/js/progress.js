// How far through a long piece the reader is: a thin bar at the top of the window.

const bar = document.querySelector("[data-progress]");
const text = document.querySelector("[data-text]");

function show() {
  const { top, height } = text.getBoundingClientRect();
  const read = (innerHeight - top) / height;
  bar.style.transform = `scaleX(${Math.min(1, Math.max(0, top > 0 ? 0 : read))})`;
}

if (bar && text) {
  bar.hidden = false;
  addEventListener("scroll", () => requestAnimationFrame(show), { passive: true });
  addEventListener("resize", show);
  show();
}
