// Pictures that are chosen, dropped anywhere on the page or pasted into it are handed on: "library:files" at the form.
const form = document.querySelector("[data-uploads]");
const holdsFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
const hand = (files) => form.dispatchEvent(new CustomEvent("library:files", { detail: [...files] }));

if (form) {
  const chooser = form.querySelector("[type=file]");
  form.dataset.enhanced = "";
  form.addEventListener("submit", (event) => event.preventDefault());
  chooser.addEventListener("change", () => {
    hand(chooser.files);
    chooser.value = "";
  });
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.dataset.over = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) delete form.dataset.over;
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    delete form.dataset.over;
    hand(event.dataTransfer.files);
  });
  document.addEventListener("paste", ({ clipboardData }) => {
    if (clipboardData?.files.length) hand(clipboardData.files);
  });
}
