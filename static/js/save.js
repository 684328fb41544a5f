// Readers without an account save an article in this browser: "saved" in its storage, the newest first. Where nothing can
// be stored, the button leads to signing in, as it does without this.

const MOST = 200;
const form = document.querySelector("[data-save]");
const button = form?.querySelector("button");
const path = location.pathname;

function saved() {
  try {
    const found = JSON.parse(localStorage.getItem("saved"));
    return Array.isArray(found) ? found : [];
  } catch {
    return []; // a browser that keeps nothing, or what was kept in another form
  }
}

function entry() {
  const { title } = document.querySelector("[data-share]").dataset;
  const section = document.querySelector(".breadcrumb__section").textContent;
  const cover = document.querySelector(".cover img")?.currentSrc;
  return { path, title, section, picture: cover && new URL(cover).pathname, at: Date.now() };
}

function show(isSaved) {
  button.setAttribute("aria-pressed", String(isSaved));
  button.querySelector("span").textContent = isSaved ? "Saved" : "Save";
}

function say(isSaved) {
  const status = document.getElementById("save-said");
  const link = Object.assign(document.createElement("a"), { href: "/saved/", textContent: "All that you saved" });
  status.replaceChildren(...(isSaved ? ["Saved in this browser. ", link] : ["It is not on your list any more."]));
}

if (form) {
  const isSaved = () => saved().some((one) => one.path === path);
  show(isSaved());
  addEventListener("storage", () => show(isSaved())); // in another tab
  form.addEventListener("submit", (event) => {
    const others = saved().filter((one) => one.path !== path);
    const willBe = !isSaved();
    try {
      localStorage.setItem("saved", JSON.stringify((willBe ? [entry(), ...others] : others).slice(0, MOST)));
    } catch {
      return;
    }
    event.preventDefault();
    show(willBe);
    say(willBe);
  });
}
