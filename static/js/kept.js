// What this device keeps (offline/worker.js): first what was saved, then what was opened, the last of each first.

const parser = new DOMParser();

async function page(name, request) {
  const response = await caches.match(request, { cacheName: name, ignoreVary: true });
  const { head, body } = parser.parseFromString(await response.text(), "text/html");
  const said = (property) => head.querySelector(`meta[property="${property}"]`)?.content;
  const lang = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day first, as everywhere here
  const when = new Date(response.headers.get("Date")).toLocaleDateString(lang, { day: "numeric", month: "long" });
  const facts = [said("article:section"), when].join(" · ");
  return { title: said("og:title"), facts, picture: body.querySelector(".cover img")?.getAttribute("src") };
}

async function item(name, request) {
  const { title, facts, picture } = await page(name, request);
  const made = document.querySelector("[data-kept-item]").content.cloneNode(true).firstElementChild;
  Object.assign(made.querySelector("a"), { href: new URL(request.url).pathname, textContent: title });
  made.querySelector(".shelf__facts").textContent = facts;
  const frame = made.querySelector(".shelf__picture");
  const image = frame.querySelector("img");
  image.addEventListener("error", () => frame.remove());
  if (picture) image.src = picture;
  else frame.remove();
  return made;
}

async function show(name, requests) {
  const list = document.querySelector(`[data-kept="${name}"]`);
  list.append(...(await Promise.all(requests.reverse().map((request) => item(name, request)))));
  list.closest("section").hidden = !requests.length;
}

const requests = async (name) => (await caches.has(name)) ? (await caches.open(name)).keys() : [];

if ("caches" in window) {
  const saved = await requests("saved");
  const isSaved = ({ url }) => saved.some((one) => one.url === url);
  const opened = (await requests("pages")).filter((request) => !isSaved(request));
  await Promise.all([show("saved", saved), show("pages", opened)]);
  document.querySelector("[data-kept-none]").hidden = saved.length + opened.length > 0;
}
