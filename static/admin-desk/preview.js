// Switches width and appearance of the preview without loading it again; the links do the same with a new page.
const frame = document.getElementById("preview");
const show = {
  width(value) {
    frame.className = `preview-frame preview-frame--${value}`;
  },
  theme(value) {
    frame.contentDocument.documentElement.dataset.theme = value;
  },
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-switch] a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const list = link.closest("[data-switch]");
  const { switch: name } = list.dataset;
  for (const other of list.querySelectorAll("a")) other.toggleAttribute("aria-current", false);
  link.setAttribute("aria-current", "true");
  show[name](link.dataset.value);
  remember(name, link.dataset.value);
});

// In the address of this page and of the other switches, so that all of them go on from here.
function remember(name, value) {
  const address = new URL(location);
  address.searchParams.set(name, value);
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll("[data-switch] a")) {
    const { switch: own } = link.closest("[data-switch]").dataset;
    if (own !== name) {
      const target = new URL(link.href);
      target.searchParams.set(name, value);
      link.href = target;
    }
  }
}
