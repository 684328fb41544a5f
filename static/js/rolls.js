// A line of links that is longer than the screen begins with the current one in view; the page stays where it is.
const middle = (one) => one.getBoundingClientRect().left + one.offsetWidth / 2;
for (const current of document.querySelectorAll("[data-rolls] [aria-current]")) {
  const line = current.closest("[data-rolls]");
  line.scrollLeft += middle(current) - middle(line);
}
