// Lists within lists as Google Docs and Word on the web copy them: the one beside the item it belongs to, the other every
// item in a list of its own that only says its level.
import { Extension, Plugin } from "django-prose-editor/editor";

// As data the styles are read, but not applied, which the page's policy would refuse.
const mute = (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=");
const isList = (element) => Boolean(element?.matches("ul, ol"));
const last = (item) => [...item.children].filter(isList).at(-1);

function intoItem(list) {
  const item = list.previousElementSibling;
  if (item?.matches("li")) item.append(list);
}

// Into the list before it, as deep as its level says.
function join(list) {
  let [home, depth] = [list.previousElementSibling, Number(list.firstElementChild?.dataset.ariaLevel) || 1];
  if (!isList(home) || !home.querySelector("[data-aria-level]")) return;
  for (; depth > 1 && last(home.lastElementChild); depth--) home = last(home.lastElementChild);
  if (depth > 1) return home.lastElementChild.append(list);
  home.append(...list.children);
  list.remove();
}

function nest(html) {
  if (!/<[uo]l/i.test(html) || html.includes("data-pm-slice")) return html;
  const { body } = new DOMParser().parseFromString(html.replace(/<[^>]*>/g, mute), "text/html");
  body.querySelectorAll(".ListContainerWrapper").forEach((box) => box.replaceWith(...box.childNodes));
  body.querySelectorAll(":is(ul, ol) > :is(ul, ol)").forEach(intoItem);
  body.querySelectorAll(":is(ul, ol):has(> [data-aria-level])").forEach(join);
  return body.innerHTML;
}

export const NestedLists = Extension.create({
  name: "nestedLists",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: nest } })],
});
