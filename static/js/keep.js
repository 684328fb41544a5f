// What is typed stays in this browser until it is posted: one text for the article and one for each comment answered, the
// latest twenty of the last thirty days.

const MOST = 20;
const LONGEST = 30 * 24 * 3600 * 1000;
const composer = () => document.getElementById("composer");
const field = () => composer()?.querySelector("textarea[name=body]");
const key = (parent) => `comment:${location.pathname}:${parent ?? composer().querySelector("[name=parent]").value}`;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {}; // a browser that keeps nothing, or what was kept in another form
  }
}

function store(name, text) {
  try {
    if (text.trim()) localStorage.setItem(name, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing, or is full.
  }
}

function forgetOld() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith("comment:"));
  const age = (name) => Date.now() - (read(name).at ?? 0);
  names.sort((one, other) => age(one) - age(other));
  for (const [place, name] of names.entries()) if (place >= MOST || age(name) > LONGEST) store(name, "");
}

function bringBack() {
  const { text } = read(key());
  if (text && !field().value) field().value = text;
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
  if (elt.id === "comment-form" && successful && !xhr.getResponseHeader("HX-Redirect")) store(key(elt.elements.parent.value), "");
});

try { forgetOld(); } catch { /* a browser that keeps nothing */ }
if (field()) bringBack();
