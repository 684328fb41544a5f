// The point that every crop keeps: picked on the picture by pointer or arrow keys, and shown at once in the crops.
import { say } from "./words.js";

const area = document.querySelector("[data-focal]");
const picture = area?.querySelector("[data-focal-point]");
const [x, y] = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const percent = (value) => Math.min(100, Math.max(0, Math.round(value)));

function set(across, down) {
  x.value = percent(across);
  y.value = percent(down);
  x.dispatchEvent(new Event("input", { bubbles: true }));
}

if (picture && x && y) {
  const mark = document.createElement("button");
  Object.assign(mark, { type: "button", className: "focal-mark" });
  picture.append(mark);

  const show = () => {
    mark.style.insetInlineStart = `${percent(x.value)}%`;
    mark.style.insetBlockStart = `${percent(y.value)}%`;
    const point = say("point", { across: percent(x.value), down: percent(y.value) });
    mark.setAttribute("aria-label", say("focal_point", { point }));
    area.querySelector("[data-focal-said]").textContent = point;
    // In tenths, as on the site: its pages may carry no style of their own.
    for (const crop of area.querySelectorAll(".crops img")) crop.className = `fx-${Math.round(x.value / 10)} fy-${Math.round(y.value / 10)}`;
  };
  const follow = (event) => {
    const box = picture.getBoundingClientRect();
    set((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  };
  picture.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    follow(event);
    mark.focus();
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) follow(event);
  });
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 1;
    set(Number(x.value) + size * step[0], Number(y.value) + size * step[1]);
  });
  for (const field of [x, y]) field.addEventListener("input", show);
  show();
}
