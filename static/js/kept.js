// The articles that this device keeps (offline/worker.js), the last read first.

const list = document.querySelector("[data-kept]");
const parser = new DOMParser();

async function entry(pages, request) {
  const response = await pages.match(request, { ignoreVary: true });
  const { head } = parser.parseFromString(await response.text(), "text/html");
  const link = document.createElement("a");
  link.href = new URL(request.url).pathname;
  link.textContent = head.querySelector("meta[property='og:title']").content;
  const item = document.createElement("li");
  item.append(link);
  return item;
}

if ("caches" in window) {
  const pages = await caches.open("pages");
  const requests = (await pages.keys()).reverse();
  list.append(...(await Promise.all(requests.map((request) => entry(pages, request)))));
  document.querySelector("[data-kept-none]").hidden = requests.length > 0;
}
