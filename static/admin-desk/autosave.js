// Saves what is written on the server after each pause, one save at a time. What got no answer is sent again as it was:
// perhaps the server has it, and then it is nobody else's change.
import { say } from "./words.js";

const GAP = 2000; // milliseconds between two
const AGAIN = 10000; // when it did not work
const form = document.getElementById("article_form");
const page = `${Date.now()}-${Math.random()}`; // so that a new article begins once
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const element = (name, properties) => Object.assign(document.createElement(name), properties);
const words = (fields) => JSON.stringify(fields.filter(([name]) => name !== "version"));
const address = () => new URL("../autosave/", location.href);

if (form?.querySelector(".submit-row [name=_save]")) {
  let [latest, unanswered, done, running, timer, isChanging, isLeaving] = [];
  let last = 0;

  function soon(wait = last + GAP - Date.now()) {
    clearTimeout(timer);
    if (!isLeaving) timer = setTimeout(save, Math.max(0, wait));
  }
  const save = () => (running ??= round().finally(() => (running = undefined)));

  async function round() {
    const fields = (unanswered ??= latest);
    last = Date.now();
    const body = new FormData();
    for (const pair of [...fields, ["page", page], ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]) body.append(...pair);
    const response = await fetch(address(), { method: "POST", body, signal: AbortSignal.timeout(AGAIN) }).catch(() => undefined);
    const answer = response?.ok && (await response.json().catch(() => undefined));
    if (!answer && !(response?.status >= 400 && response.status < 500)) return soon(AGAIN);
    unanswered = undefined;
    if (answer) heard(fields, answer);
    else await refused(response);
  }

  function heard(fields, { missing, clashes, take_in: copy, told, ...saved }) {
    const isNewest = latest === fields && !isChanging;
    done = words(fields);
    if (missing) tell("article:waits", { words: say("waits_for", { missing }) });
    else if (clashes) tell("article:waits", { words: clashes, action: element("button", { type: "submit", name: "_save", value: 1, className: "quiet-button", textContent: say("compare") }) });
    else if (copy && isNewest) tell("article:take-in", { copy, told, version: saved.version });
    else if (!copy) tell("article:saved", { ...saved, leftOut: saved.left_out, isPart: !isNewest || saved.left_out.length > 0 });
    if (latest !== fields && words(latest) !== done) soon();
  }

  async function refused(response) {
    const again = response.status === 403 ? await fetch(address()).catch(() => undefined) : response;
    if (again?.ok) form.elements.csrfmiddlewaretoken.value = (await again.json()).token;
    else if (again?.status === 401) {
      const action = element("a", { href: (await again.json()).sign_in, target: "_blank", textContent: say("sign_in") });
      tell("article:waits", { words: say("signed_out"), action });
    } else return tell("article:waits", { words: say("not_taken") });
    soon(again.ok ? GAP : AGAIN);
  }

  document.addEventListener("article:changing", () => ([isChanging, isLeaving] = [true, false]));
  document.addEventListener("article:changed", ({ detail: { fields } }) => {
    [latest, isChanging] = [fields, false];
    if (words(fields) !== done) soon();
  });
  for (const name of ["online", "focus"]) addEventListener(name, () => latest && words(latest) !== done && soon());
  // Before all others hear of it: what is under way is waited for, so that the form goes on from what it saved.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!navigator.onLine || isLeaving === "now" || !(running || unanswered)) return void (isLeaving = navigator.onLine);
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isLeaving) return;
    isLeaving = true;
    save().then(() => ((isLeaving = "now"), form.requestSubmit(event.submitter)));
  }, true);
}
