// A line of links that is longer than the screen begins with the current one in view; the page itself stays where it is.

for (const line of document.querySelectorAll("[data-rolls]")) {
  const current = line.querySelector("[aria-current]");
  if (!current) continue;
  const [outer, inner] = [line, current].map((one) => one.getBoundingClientRect());
  line.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}
