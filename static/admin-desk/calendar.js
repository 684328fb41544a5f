// A piece is dragged to another day and keeps its time; the page's own form sends it.
const calendar = document.querySelector(".calendar");
const form = document.querySelector("#drop");
let dragged = null;

const dayOf = (event) => event.target.closest?.("[data-day]");

function mark(day) {
  for (const other of calendar.querySelectorAll(".calendar__day--over")) other.classList.remove("calendar__day--over");
  day?.classList.add("calendar__day--over");
}

calendar.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-move]");
  event.dataTransfer.effectAllowed = "move";
});

calendar.addEventListener("dragover", (event) => {
  const day = dragged && dayOf(event);
  if (!day) return;
  event.preventDefault();
  mark(day);
});

calendar.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

calendar.addEventListener("drop", (event) => {
  const day = dragged && dayOf(event);
  if (!day) return;
  event.preventDefault();
  if (day === dragged.closest("[data-day]")) return;
  form.action = dragged.dataset.move;
  form.elements.day.value = day.dataset.day;
  form.submit();
});
