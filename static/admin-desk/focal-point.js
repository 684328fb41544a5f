// A click on the picture sets the point that every crop keeps.
const picture = document.querySelector("[data-focal-point]");
const [x, y] = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
if (picture && x && y) {
  const mark = document.createElement("span");
  mark.className = "focal-mark";
  picture.after(mark);
  const show = () => {
    mark.style.insetInlineStart = `${x.value}%`;
    mark.style.insetBlockStart = `${y.value}%`;
  };
  picture.addEventListener("click", (event) => {
    x.value = Math.round((100 * event.offsetX) / picture.clientWidth);
    y.value = Math.round((100 * event.offsetY) / picture.clientHeight);
    show();
  });
  x.addEventListener("input", show);
  y.addEventListener("input", show);
  show();
}
