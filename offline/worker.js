// Keeps what readers save and the last articles that they open, for when there is no connection. With one, pages always
// come from the network. Above stand SHELL, the cache of the offline page, PARTS, the files it needs, and KEPT, what a
// kept page says of itself (offline/views.py).

const OFFLINE = "/offline/";
const [PAGES, FILES] = ["pages", "files"]; // of what was opened
const [SAVED, SHOWN] = ["saved", "shown"]; // what was saved, and what these pages show
const MOST = { [PAGES]: 30, [FILES]: 300, [SAVED]: 200, [SHOWN]: Infinity };
const ANY = { ignoreVary: true };
const STRANGER = { credentials: "omit", redirect: "manual" };
const PAGE = { ...STRANGER, cache: "no-store", headers: { Accept: "text/html" } };
const SHOWS = /<(?:link|script|template|img|use)\b[^>]*?\s(?:href|src|data-module)="(\/(?:static|media|accent|icons)\/[^"#]+)/g;
const RENDITIONS = /<source type="image\/webp" srcset="(?:\S+ 480w, )?(\/media\/\S+)/g; // as wide as a phone's screen

const isArticle = ({ pathname, search }) => /^\/articles\/[^/]+\/$/.test(pathname) && !search;
const isFile = ({ pathname }) => /^\/(static|media|accent|icons)\//.test(pathname);
const endsSession = ({ pathname }) => /^\/accounts\/(logout|leave)\/$/.test(pathname);
const says = (response, word) => response.headers.get("Cache-Control")?.split(/[\s,]+/).includes(word);
// The server calls nothing public that it made for a session, and nothing immutable that is not named by its content.
const isForEverybody = (response) => response.status === 200 && response.type === "basic" && says(response, "public");
const lasts = (response) => isForEverybody(response) && says(response, "immutable");
const kept = (name, path) => caches.match(path, { ...ANY, cacheName: name });
const inAnySize = (path) => path.replace(/-\d+\.\w+$/, ""); // name-800.webp and name-1200.jpg are one picture

async function keep(name, request, response) {
  const cache = await caches.open(name);
  await cache.delete(request, ANY); // so that the newest are the last
  await cache.put(request, response);
  for (const old of (await cache.keys()).slice(0, -MOST[name])) await cache.delete(old, ANY);
}

// As a stranger gets it: what was answered to a session is left alone.
async function keepArticle(path, answer) {
  const response = answer.ok && !isForEverybody(answer) ? await fetch(path, PAGE) : answer;
  if ([404, 410].includes(response.status)) {
    await (await caches.open(PAGES)).delete(path, ANY);
    await drop(path);
  }
  if (!isForEverybody(response)) return;
  await keep(PAGES, path, response.clone());
  if (await kept(SAVED, path)) await keepSaved(path, response);
}

// Of each picture one rendition, the best there is for most.
function shown(html) {
  const paths = [...html.matchAll(SHOWS), ...html.matchAll(RENDITIONS)].map(([, path]) => path);
  return [...new Map(paths.map((path) => [inAnySize(path), path])).values()];
}

async function keepSaved(path, response) {
  if (!isForEverybody(response)) return;
  await keep(SAVED, path, response.clone());
  for (const file of shown(await response.text())) await keepFile(SHOWN, file).catch(() => {}); // without a connection
}

async function keepFile(name, path) {
  if (await kept(name, path)) return;
  const response = (await caches.match(path, ANY)) ?? (await fetch(path, STRANGER));
  if (lasts(response)) await keep(name, path, response);
}

async function save(path) {
  if (!isArticle(new URL(path, location.origin)) || (await kept(SAVED, path))) return;
  await keepSaved(path, (await kept(PAGES, path)) ?? (await fetch(path, PAGE)));
}

async function drop(path) {
  if (await (await caches.open(SAVED)).delete(path, ANY)) await sweep();
}

// What no saved page shows any more goes.
async function sweep() {
  const [saved, files] = await Promise.all([caches.open(SAVED), caches.open(SHOWN)]);
  const pages = await Promise.all((await saved.matchAll()).map((page) => page.text()));
  const wanted = new Set(pages.flatMap(shown));
  for (const file of await files.keys()) if (!wanted.has(new URL(file.url).pathname)) await files.delete(file, ANY);
}

async function visit(event, url) {
  try {
    const response = await fetch(event.request, { cache: "no-cache" }); // what caches on the way call old is asked for anew
    if (isArticle(url)) event.waitUntil(keepArticle(url.pathname, response.clone()));
    return response;
  } catch {
    const page = isArticle(url) && ((await kept(PAGES, url.pathname)) ?? (await kept(SAVED, url.pathname)));
    return page ? marked(page) : caches.match(OFFLINE, ANY);
  }
}

// With the time at which the server made it.
async function marked(page) {
  const at = new Date(page.headers.get("Date"));
  const when = at.toLocaleString(KEPT.language.replace(/^en$/, "en-GB"), { dateStyle: "medium", timeStyle: "short" });
  const line = `<p class="kept-copy">${KEPT.words.replace("%(when)s", when)}</p>`;
  const html = (await page.text()).replace(/<main\b[^>]*>/, (main) => main + line);
  return new Response(html, { headers: page.headers });
}

async function file(event) {
  const found = await caches.match(event.request, ANY);
  if (found) return found;
  try {
    const response = await fetch(event.request);
    if (lasts(response)) event.waitUntil(keep(FILES, event.request.url, response.clone()));
    return response;
  } catch {
    return (await inAnotherSize(event.request.url)) ?? Response.error();
  }
}

async function inAnotherSize(address) {
  for (const name of [SHOWN, FILES]) {
    const cache = await caches.open(name);
    const found = (await cache.keys()).find(({ url }) => inAnySize(url) === inAnySize(address));
    if (found) return cache.match(found, ANY);
  }
}

// The page that was there before its worker, and what it had loaded: most of this is still in the browser's own cache.
async function catchUp(address, files) {
  const url = new URL(address);
  if (!isArticle(url)) return;
  await keepArticle(url.pathname, await fetch(url.pathname, PAGE));
  for (const each of files.map((name) => new URL(name))) {
    if (each.origin === location.origin && isFile(each)) await keepFile(FILES, each.pathname);
  }
}

// One after the other, so that what is saved and dropped at once is not kept.
let last = Promise.resolve();
function listen(event) {
  last = last.then(() => heed(event)).catch(() => {});
  event.waitUntil(last);
}

async function heed({ source, data: { loaded, saved = [], dropped = [] } }) {
  if (loaded) await catchUp(source.url, loaded);
  for (const path of saved) await save(path).catch(() => {}); // it is tried again when the list is opened
  for (const path of dropped) await drop(path);
}

// Whoever signs out leaves nothing behind, not even what everybody may read.
async function leave(event) {
  const response = await fetch(event.request);
  const forgetAll = () => forget((name) => name !== SHELL);
  if (response.type === "opaqueredirect") {
    await forgetAll();
    event.waitUntil(last.then(forgetAll)); // what was just being kept, too
  }
  return response;
}

async function forget(which) {
  await Promise.all((await caches.keys()).filter(which).map((name) => caches.delete(name)));
}

async function prepare() {
  const shell = await caches.open(SHELL);
  await shell.addAll([OFFLINE, ...PARTS].map((path) => new Request(path, { credentials: "omit" })));
  await skipWaiting();
}

async function takeOver() {
  await forget((name) => ![SHELL, ...Object.keys(MOST)].includes(name));
  await sweep();
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", listen);
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin || url.pathname.startsWith("/admin/")) return;
  if (event.request.method === "POST" && endsSession(url)) event.respondWith(leave(event));
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(visit(event, url));
  else if (isFile(url)) event.respondWith(file(event));
});
