// Word writes list items as paragraphs that begin with their own bullet or number; pasted, they become lists.
import { Extension, Plugin } from "django-prose-editor/editor";

// As data the styles are read, but not applied, which the page's policy would refuse.
const mute = (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=");
const styleOf = (element) => element?.dataset.style ?? "";
const isItem = (element) => /mso-list:\s*l\d/.test(styleOf(element));

function takeMarker(item) {
  const marker = [...item.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
  marker?.remove();
  return marker?.textContent ?? "";
}

// Moves the items that follow each other, from `item` on, into one list; lists within it by their levels.
function gather(item) {
  const lists = [];
  for (let next; isItem(item); item = next) {
    next = item.nextElementSibling;
    const level = Math.min(Number(/level(\d)/.exec(styleOf(item))?.[1] ?? 1), lists.length + 1);
    const marker = takeMarker(item);
    if (!lists[level - 1]) {
      lists.push(item.ownerDocument.createElement(/\w[.)]/.test(marker) ? "ol" : "ul"));
      if (level > 1) lists[level - 2].lastElementChild.append(lists[level - 1]);
      else item.before(lists[0]);
    }
    lists.length = level;
    const entry = item.ownerDocument.createElement("li");
    entry.append(...item.childNodes);
    lists[level - 1].append(entry);
    item.remove();
  }
}

function makeLists(html) {
  if (!html.includes("mso-list")) return html;
  const source = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]*>/g, mute);
  const { body } = new DOMParser().parseFromString(source, "text/html");
  for (const item of body.querySelectorAll("p, li")) if (item.isConnected) gather(item);
  return body.innerHTML;
}

export const WordLists = Extension.create({
  name: "wordLists",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: makeLists } })],
});
