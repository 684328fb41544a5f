// Nobody leaves unsaved words by accident.
const form = document.querySelector("#article_form, #page_form, #sitesettings_form");
if (form) {
  let unsaved = form.querySelector(".errornote") !== null;
  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("submit", () => {
    unsaved &&= !navigator.onLine; // then nothing is sent: local-copy.js
  });
  for (const name of ["article:saved", "article:discard"]) {
    document.addEventListener(name, ({ detail }) => {
      unsaved = Boolean(detail?.isPart);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
