// What is pasted from a word processor or a web page becomes plain, well-formed text before the editor reads it.
import { Extension, Plugin } from "django-prose-editor/editor";

const DROPPED = /<!--[\s\S]*?-->|<(style|script)[\s\S]*?<\/\1>|<\/?o:p>/gi;
const KEPT = new Set(["href", "src", "alt", "title", "colspan", "rowspan", "start"]);
const RENAMED = { h1: "h2", h5: "h4", h6: "h4" };

// Styles are read, never applied, and handlers not even read: the page's policy would refuse both, and say so.
const mute = (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=");
const styleOf = (element) => element.dataset.style ?? "";

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

function wrap(element, name) {
  const wrapper = element.ownerDocument.createElement(name);
  element.replaceWith(wrapper);
  wrapper.append(element);
}

function clean(html) {
  if (html.includes("data-pm-slice")) return html; // copied in this editor
  const source = html.replace(DROPPED, "").replace(/<[^>]*>/g, mute);
  const { body } = new DOMParser().parseFromString(source, "text/html");
  body.querySelectorAll("img:not([src^='/media/'])").forEach((image) => image.remove());
  for (const element of body.querySelectorAll("span, b, i, strong, em")) {
    const style = styleOf(element);
    if (/font-style:\s*italic/.test(style)) wrap(element, "em");
    if (/(^|;)\s*font-weight:\s*(bold|[6-9]00)/.test(style)) wrap(element, "strong");
    if (/(^|;)\s*font-weight:\s*(normal|400)/.test(style)) element.replaceWith(...element.childNodes);
  }
  for (const [name, better] of Object.entries(RENAMED)) body.querySelectorAll(name).forEach((found) => rename(found, better));
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!KEPT.has(name) && !(name === "class" && element.matches("pre > code"))) element.removeAttribute(name);
    }
    if (element.matches("p, h2, h3, h4") && !element.textContent.trim() && !element.querySelector("img")) element.remove();
  }
  return body.innerHTML;
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: clean } })],
});
