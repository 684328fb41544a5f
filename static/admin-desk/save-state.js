// Beside the buttons: whether what is written has been kept, on this device or on the server, and since when.
import { locale, say } from "./words.js";

const row = document.querySelector(":is(#article_form, #page_form) .submit-row");
if (row) {
  const line = document.createElement("p");
  const said = document.createElement("span");
  line.className = "save-state";
  said.className = "visually-hidden";
  said.setAttribute("role", "status"); // only what one must know: the line itself changes at every pause
  row.prepend(line);
  row.before(said);
  let text;
  let waits; // why the server does not have it

  function show(words = text, action = "") {
    text = words;
    line.dataset.state = navigator.onLine ? "" : "offline";
    line.replaceChildren(navigator.onLine ? text : say("offline", { state: text }), " ", navigator.onLine ? action : "");
  }
  const speak = (words) => (said.textContent = words);
  const now = () => new Date().toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("article:changing", () => waits || show(say("not_saved")));
  document.addEventListener("article:changed", () => waits || show(say("kept_at", { time: now() })));
  document.addEventListener("article:waits", ({ detail: { words, action } }) => {
    if (words === waits) return;
    waits = words;
    show(words, action);
    speak(words);
  });
  document.addEventListener("article:saved", ({ detail }) => {
    if (waits) speak(say("saved"));
    waits = undefined;
    const fields = detail?.leftOut?.join(", ");
    show(say(fields ? "saved_without" : "saved_at", { time: now(), fields }));
  });
  document.addEventListener("article:not-kept", () => {
    show(say("keeps_nothing"));
    speak(say("save_often"));
  });
  addEventListener("online", () => (show(), speak(say("online_again"))));
  addEventListener("offline", () => (show(), speak(say("went_offline"))));
  row.closest("form").addEventListener("submit", () => {
    if (navigator.onLine) return;
    speak("");
    show();
    speak(say("nothing_sent"));
  });
  show(row.closest("form").querySelector(".errornote") ? say("not_saved") : say("no_changes"));
}
