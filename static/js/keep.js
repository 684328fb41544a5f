// What is typed stays in this browser until it is posted: one text for the article and one for each comment answered.

const composer = () => document.getElementById("composer");
const field = () => composer()?.querySelector("textarea[name=body]");
const key = (parent) => `comment:${location.pathname}:${parent ?? composer().querySelector("[name=parent]").value}`;

function store(name, text) {
  try {
    if (text.trim()) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing, or is full.
  }
}

function bringBack() {
  const kept = field() && !field().value && localStorage.getItem(key());
  if (kept) field().value = kept;
}

document.addEventListener("input", ({ target }) => {
  if (target === field()) store(key(), target.value);
});

// The words have moved along with the form, or others wait where it is now.
document.addEventListener("composer:moved", ({ detail }) => {
  if (field().value) {
    store(key(detail.from), "");
    store(key(), field().value);
  } else bringBack();
});

document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, successful, xhr } }) => {
  const { elt } = requestConfig; // the event itself comes from what took the form's place
  if (elt.id === "comment-form" && successful && !xhr.getResponseHeader("HX-Redirect")) {
    store(key(elt.elements.parent.value), "");
  }
});

bringBack();
