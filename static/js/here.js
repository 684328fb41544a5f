// What readers without an account save ("saved") and have opened ("read", unless "read-off") stays in this browser, the
// newest first. Where nothing can be stored, the button leads to signing in, as it does without this.

const MOST = { saved: 200, read: 100 };
const path = location.pathname;
const form = document.querySelector("[data-save]");
const button = form?.querySelector("button");
const words = JSON.parse(form?.dataset.words ?? "{}");
const status = document.getElementById("save-said");

function kept(name) {
  try {
    return [JSON.parse(localStorage.getItem(name)) ?? []].flat().filter((one) => one?.path);
  } catch {
    return []; // what was kept in another form
  }
}

const isSaved = () => kept("saved").some((one) => one.path === path);

function keep(name, isWanted) {
  const { title } = document.querySelector("[data-share]").dataset;
  const section = document.querySelector(".breadcrumb__section").textContent;
  const cover = document.querySelector(".cover img")?.currentSrc;
  const entry = { path, title, section, picture: cover && new URL(cover).pathname, at: Date.now() };
  const others = kept(name).filter((one) => one.path !== path);
  localStorage.setItem(name, JSON.stringify((isWanted ? [entry, ...others] : others).slice(0, MOST[name])));
}

// So that it can be read without a connection (offline/worker.js).
const tell = ({ active }) => active.postMessage({ [isSaved() ? "saved" : "dropped"]: [path] });

function show() {
  button.setAttribute("aria-pressed", String(isSaved()));
  button.querySelector("span").textContent = isSaved() ? words.saved : words.save;
}

function save(event) {
  keep("saved", !isSaved());
  navigator.serviceWorker?.ready.then(tell);
  event.preventDefault();
  show();
  const link = Object.assign(document.createElement("a"), { href: "/saved/", textContent: words.all });
  status.replaceChildren(...(isSaved() ? [`${words.kept} `, link] : [words.gone]));
}

const visit = () => localStorage.getItem("read-off") || keep("read", true);

try {
  localStorage.setItem("here", "");
  localStorage.removeItem("here");
  show();
  addEventListener("storage", show); // in another tab
  form.addEventListener("submit", save);
  if (document.prerendering) document.addEventListener("prerenderingchange", visit, { once: true });
  else visit();
} catch {
  // A browser that keeps nothing.
}
