// What readers without an account have opened, in this browser: "read" in its storage, the newest first; nothing where they
// have turned that off ("read-off").

const MOST = 100;

function read() {
  try {
    const found = JSON.parse(localStorage.getItem("read"));
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function note() {
  const path = location.pathname;
  const { title } = document.querySelector("[data-share]").dataset;
  const section = document.querySelector(".breadcrumb__section").textContent;
  const cover = document.querySelector(".cover img")?.currentSrc;
  const entry = { path, title, section, picture: cover && new URL(cover).pathname, at: Date.now() };
  try {
    if (localStorage.getItem("read-off")) return;
    localStorage.setItem("read", JSON.stringify([entry, ...read().filter((one) => one.path !== path)].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing, or is full.
  }
}

if (document.prerendering) document.addEventListener("prerenderingchange", note, { once: true });
else note();
