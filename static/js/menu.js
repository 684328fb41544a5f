// An open menu closes on Escape, and when attention goes elsewhere.

function closeUnlessHolding(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeUnlessHolding(event.target));
document.addEventListener("focusin", (event) => closeUnlessHolding(event.target));
document.addEventListener("keydown", (event) => {
  const menu = document.activeElement?.closest("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
