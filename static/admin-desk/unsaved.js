// Nobody leaves an unsaved article by accident.
const form = document.getElementById("article_form");
if (form) {
  let unsaved = form.querySelector(".errornote") !== null;
  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("submit", () => {
    unsaved &&= !navigator.onLine; // then nothing is sent: local-copy.js
  });
  for (const name of ["article:saved", "article:discard"]) {
    document.addEventListener(name, () => {
      unsaved = false;
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
