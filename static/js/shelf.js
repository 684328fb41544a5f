// The pages of what one saved and read: for readers without an account the list itself, which this browser keeps
// ("saved", "read"), and for all where they stopped ("place:" and a path).

const [list, clear] = ["[data-shelf]", "[data-shelf-clear]"].map((one) => document.querySelector(one));
const words = JSON.parse(document.querySelector(".shelf")?.dataset.words ?? "{}");

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // a browser that keeps nothing, or what was kept in another form
  }
}

const isEntry = (one) => one?.title && /^\/articles\/[^/]+\/$/.test(one.path);
const entries = () => [stored(list.dataset.shelf) ?? []].flat().filter(isEntry);

function keepOnly(wanted) {
  localStorage.setItem(list.dataset.shelf, JSON.stringify(entries().filter(wanted)));
  show();
}

function item({ path, title, section, picture, at }) {
  const made = document.querySelector("[data-shelf-item]").content.cloneNode(true).firstElementChild;
  made.dataset.path = path;
  Object.assign(made.querySelector("h2 a"), { href: path, textContent: title });
  const lang = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day first, as everywhere here
  const when = new Date(at).toLocaleDateString(lang, { day: "numeric", month: "long" });
  made.querySelector(".shelf__facts").textContent = `${section} · ${words[list.dataset.shelf].replace("%(when)s", when)}`;
  if (picture?.startsWith("/media/")) made.querySelector("img").src = picture;
  else made.querySelector(".shelf__picture").remove();
  made.querySelector("button span").textContent = words.remove.replace("%(title)s", () => title);
  made.querySelector("button").addEventListener("click", () => keepOnly((one) => one.path !== path));
  return made;
}

function show() {
  const found = entries();
  list.replaceChildren(...found.map(item));
  document.querySelector("[data-shelf-off]")?.remove();
  document.querySelector("[data-shelf-none]").hidden = found.length > 0;
  if (clear) clear.hidden = !found.length;
  markPlaces();
}

function markPlaces() {
  for (const { dataset, children } of document.querySelectorAll("[data-path]")) {
    const place = stored(`place:${dataset.path}`);
    const link = [...children].map((each) => each.querySelector("[data-continue]")).find(Boolean);
    if (!place?.part || !link) continue;
    link.href = `${dataset.path}${place.id ? `#${encodeURIComponent(place.id)}` : ""}`;
    const said = (place.heading ? words.heading : words.part).replace("%(part)s", Math.round(place.part * 100));
    link.textContent = said.replace("%(heading)s", () => place.heading);
    link.hidden = false;
  }
}

clear?.addEventListener("click", () => keepOnly(() => false));
addEventListener("shelf:changed", show);
(list ? show : markPlaces)();
