// Where somebody stopped in a long article, in this browser ("place:" and its path): offered when they begin to read it again,
// and on the pages of what they saved and read. Nothing where they have turned the history off. Loaded at the first scroll.

const MOST = 50;
const SCREENS = 3; // from here on an article is long
const [BEGUN, ENDED] = [0.08, 0.95];
const text = document.querySelector("[data-text]");
const offer = document.querySelector("[data-resume]");
const key = `place:${location.pathname}`;
const line = () => innerHeight / 3; // where the eyes are

function place() {
  const { top, height } = text.getBoundingClientRect();
  const passed = [...text.querySelectorAll("h2, h3")].filter((each) => each.getBoundingClientRect().top < line());
  const last = passed.at(-1);
  return { part: (line() - top) / height, heading: last?.textContent.trim() ?? "", id: last?.id ?? "", at: Date.now() };
}

function forgetOld() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith("place:"));
  const at = (name) => JSON.parse(localStorage.getItem(name)).at;
  for (const name of names.sort((one, other) => at(other) - at(one)).slice(MOST)) localStorage.removeItem(name);
}

function note() {
  const here = place();
  try {
    if (localStorage.getItem("read-off") || here.part > ENDED) localStorage.removeItem(key);
    else if (here.part > BEGUN) localStorage.setItem(key, JSON.stringify(here));
    forgetOld();
  } catch {
    // A browser that keeps nothing, or is full.
  }
}

function goTo({ part }) {
  const { top, height } = text.getBoundingClientRect();
  scrollTo({ top: scrollY + top + part * height - line() });
  offer.hidden = true;
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
}

function kept() {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

const before = kept();
if (text.offsetHeight > SCREENS * innerHeight) {
  addEventListener("pagehide", note);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && note());
  offer.querySelector("[data-resume-go]").addEventListener("click", () => goTo(before));
  offer.querySelector("[data-resume-close]").addEventListener("click", () => (offer.hidden = true));
  if (before?.part && scrollY < 2 * innerHeight && !location.hash) {
    const { atHeading, atPart } = offer.dataset;
    const words = before.heading ? atHeading.replace("%(heading)s", () => before.heading) : atPart.replace("%(part)s", Math.round(before.part * 100));
    offer.querySelector("[data-resume-go] span").textContent = words;
    offer.hidden = false;
  }
}
