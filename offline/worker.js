// Keeps the last articles that were read, for when there is no connection. With one, pages always come from the network.
// Above stand SHELL, the cache of the offline page, and PARTS, the files it needs (offline/views.py).

const OFFLINE = "/offline/";
const PAGES = "pages";
const FILES = "files";
const MOST = { [PAGES]: 30, [FILES]: 300 };

const isArticle = ({ pathname, search }) => /^\/articles\/[^/]+\/$/.test(pathname) && !search;
const isFile = ({ pathname }) => /^\/(static|media|accent|icons)\//.test(pathname);
const says = (response, word) => response.headers.get("Cache-Control")?.split(/[\s,]+/).includes(word);
// The server calls nothing public that it made for a session, and nothing immutable that is not named by its content.
const isForEverybody = (response) => response.status === 200 && response.type === "basic" && says(response, "public");

async function keep(name, request, response) {
  const cache = await caches.open(name);
  await cache.delete(request, { ignoreVary: true }); // so that the newest are the last
  await cache.put(request, response);
  for (const old of (await cache.keys()).slice(0, -MOST[name])) await cache.delete(old, { ignoreVary: true });
}

async function keepArticle(path, response) {
  if (isForEverybody(response)) await keep(PAGES, path, response);
  else if ([404, 410].includes(response.status)) await (await caches.open(PAGES)).delete(path, { ignoreVary: true });
}

async function visit(event, url) {
  try {
    const response = await fetch(event.request, { cache: "no-cache" }); // what caches on the way call old is asked for anew
    if (isArticle(url)) event.waitUntil(keepArticle(url.pathname, response.clone()));
    return response;
  } catch {
    return (await caches.match(url.pathname, { ignoreVary: true })) ?? caches.match(OFFLINE, { ignoreVary: true });
  }
}

async function file(event) {
  const kept = await caches.match(event.request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(event.request);
  const lasts = isForEverybody(response) && says(response, "immutable");
  if (lasts) event.waitUntil(keep(FILES, event.request.url, response.clone()));
  return response;
}

// The page that was there before its worker, and what it had loaded: most of this is still in the browser's own cache.
async function catchUp(address, files) {
  const url = new URL(address);
  if (!isArticle(url)) return;
  await keepArticle(url.pathname, await fetch(url.pathname, { headers: { Accept: "text/html" } }));
  for (const name of files.filter((each) => each.startsWith(location.origin) && isFile(new URL(each)))) {
    const response = await fetch(name);
    if (isForEverybody(response) && says(response, "immutable")) await keep(FILES, name, response);
  }
}

async function prepare() {
  const shell = await caches.open(SHELL);
  // Without cookies: as a stranger gets it.
  await shell.addAll([OFFLINE, ...PARTS].map((path) => new Request(path, { credentials: "omit" })));
  await skipWaiting();
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => ![SHELL, PAGES, FILES].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.waitUntil(catchUp(event.source.url, event.data)));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/admin/")) return;
  if (event.request.mode === "navigate") event.respondWith(visit(event, url));
  else if (isFile(url)) event.respondWith(file(event));
});
