// A video, a post or a pen of another host is loaded when the reader asks for it, and not before.

for (const button of document.querySelectorAll("[data-load]")) {
  button.addEventListener("click", () => {
    const frame = button.nextElementSibling.content.firstElementChild.cloneNode(true);
    button.replaceWith(frame);
    frame.focus();
  });
}
