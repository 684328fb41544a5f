// The cover field: a picture of the library, with its preview.
for (const chooser of document.querySelectorAll("[data-picture-chooser]")) {
  const number = chooser.querySelector("input");
  const preview = chooser.querySelector("[data-preview]");
  const remove = chooser.querySelector("[data-remove]");

  const set = (value, html) => {
    number.value = value;
    preview.innerHTML = html;
    remove.hidden = !value;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  };

  chooser.querySelector("[data-choose]").addEventListener("click", () => {
    const detail = (picture) => set(picture.number, picture.html);
    document.dispatchEvent(new CustomEvent("library:open", { detail }));
  });
  remove.addEventListener("click", () => set("", ""));
}
