// Beside the buttons: whether what is written has been kept, on this device or on the server, and since when.
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
    line.replaceChildren(navigator.onLine ? text : `Offline. ${text}`, " ", navigator.onLine ? action : "");
  }
  const say = (words) => (said.textContent = words);
  const now = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("article:changing", () => waits || show("Not saved yet"));
  document.addEventListener("article:changed", () => waits || show(`Kept on this device ${now()}`));
  document.addEventListener("article:waits", ({ detail: { words, action } }) => {
    if (words === waits) return;
    waits = words;
    show(words, action);
    say(words);
  });
  document.addEventListener("article:saved", ({ detail }) => {
    if (waits) say("Saved.");
    waits = undefined;
    show(`Saved ${now()}${detail?.leftOut?.length ? `, without: ${detail.leftOut.join(", ")}` : ""}`);
  });
  document.addEventListener("article:not-kept", () => {
    show("Not saved yet: this browser keeps nothing");
    say("This browser keeps no copy of your text. Please save it often.");
  });
  addEventListener("online", () => (show(), say("Online again.")));
  addEventListener("offline", () => (show(), say("Offline. What you write is kept on this device.")));
  row.closest("form").addEventListener("submit", () => {
    if (navigator.onLine) return;
    say("");
    show();
    say("You are offline, so nothing was sent. Your text is kept on this device.");
  });
  show(row.closest("form").querySelector(".errornote") ? "Not saved yet" : "No changes yet");
}
