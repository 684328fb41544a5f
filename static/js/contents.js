// The table of contents marks the part that is being read.

const links = new Map(
  [...document.querySelectorAll("[data-contents] a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
);
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

function mark() {
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  const current = passed.at(-1);
  for (const [id, link] of links) {
    if (id === current?.id) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

if (headings.length) {
  mark();
  addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
}
