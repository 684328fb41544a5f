// Keeps what is written in this browser as well, until the server has it: no crash, no lost connection and no expired
// session takes a sentence. Events of the document, for whoever saves or shows:
//   article:changed  a copy was kept; its detail is that copy: { time, version, fields: [[name, value], …], … }
//   article:saved    sent by whoever saved it without leaving the page; its detail may hold the new { version, address }, and
//                    say that more is to be kept: { isPart }
const PAUSE = 1000; // milliseconds without a change
const form = document.querySelector("#article_form, #page_form");
const writer = document.getElementById("copy-offer")?.dataset.writer;
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function snapshot() {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const options = [...form.querySelectorAll("select.admin-autocomplete option:checked")];
  const previews = [...form.querySelectorAll("[data-picture-chooser]")].filter((chooser) => chooser.querySelector("img"));
  return {
    time: Date.now(),
    version: form.elements.version?.value,
    fields,
    labels: Object.fromEntries(options.map(({ parentElement: { name }, value, text }) => [`${name} ${value}`, text])),
    previews: Object.fromEntries(previews.map((chooser) => [chooser.querySelector("input").name, chooser.querySelector("img").src])),
  };
}

if (form && writer) {
  const key = () => `copy ${writer} ${location.pathname}`; // a new article gets an address of its own
  const atFirst = JSON.stringify(snapshot().fields);
  let isChanged = false;
  let pause;

  function keep(more) {
    clearTimeout(pause);
    if (!isChanged) return;
    const copy = { ...snapshot(), ...more };
    try {
      localStorage.setItem(key(), JSON.stringify(copy));
    } catch {
      return tell("article:not-kept"); // the browser's room for the magazine is full, or it allows none
    }
    tell("article:changed", copy);
  }

  function change({ target }) {
    if (!target.name) return; // such as the search box of a field
    if (!isChanged && JSON.stringify(snapshot().fields) === atFirst) return; // jQuery plugins say so when they start
    isChanged = true;
    tell("article:changing");
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  }

  // Fields of jQuery plugins tell only jQuery, whose handlers hear the browser's own events as well.
  window.django.jQuery(form).on("input change", change);
  addEventListener("pagehide", () => keep());
  form.addEventListener("submit", (event) => {
    isChanged ||= form.querySelector(".errornote") !== null;
    keep({ sent: event.submitter?.name ?? "" });
    if (navigator.onLine) isChanged = false; // what leaves the page now has been sent
    else event.preventDefault();
  });
  document.addEventListener("article:saved", ({ detail }) => {
    localStorage.removeItem(key());
    if (detail?.version && form.elements.version) form.elements.version.value = detail.version;
    if (detail?.address) history.replaceState(null, "", detail.address + location.hash);
    if (detail?.isPart) return keep();
    clearTimeout(pause);
    isChanged = false;
  });
}
