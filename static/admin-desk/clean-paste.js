// What is pasted from a word processor or a web page becomes plain, well-formed text before the editor reads it.
import { Extension, Plugin } from "django-prose-editor/editor";

const DROPPED = /<!--[\s\S]*?-->|<(style|script)[\s\S]*?<\/\1>|<\/?o:p>/gi;
const KEPT = new Set(["href", "src", "alt", "title", "colspan", "rowspan", "start"]);
// What stands in the style of words → the element that means it.
const MEANT = {
  em: /font-style:\s*italic/,
  strong: /(^|;)\s*font-weight:\s*(bold|[6-9]00)/,
  s: /text-decoration[a-z-]*:[^;]*line-through/,
  sup: /vertical-align:\s*super/,
  sub: /vertical-align:\s*sub(?!\w)/,
};
const DETOUR = /^https:\/\/www\.google\.com\/url\?/; // around every link of a published Google document

// Styles are read, never applied, and handlers not even read: the page's policy would refuse both, and say so.
const mute = (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=");
const styleOf = (element) => element.dataset.style ?? "";
const unwrap = (element) => element.replaceWith(...element.childNodes);

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

// Level 1 is the headline; where a text has more than one of it, these are its sections, and what is below moves down.
function levelHeadings(body) {
  const down = body.querySelectorAll("h1").length > 1 ? 1 : 0;
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    heading.querySelectorAll("b, strong").forEach(unwrap);
    rename(heading, `h${Math.min(4, Math.max(2, Number(heading.tagName[1]) + down))}`);
  }
}

function mendLink(link) {
  const href = link.getAttribute("href") ?? "";
  if (DETOUR.test(href)) link.setAttribute("href", new URL(href).searchParams.get("q") ?? href);
  if (!href || href.startsWith("#")) unwrap(link); // bookmarks and footnotes of a document that is not here
}

function clean(html) {
  if (html.includes("data-pm-slice")) return html; // copied in this editor
  const source = html.replace(DROPPED, "").replace(/<[^>]*>/g, mute);
  const { body } = new DOMParser().parseFromString(source, "text/html");
  body.querySelectorAll("img:not([src^='/media/']), .EOP").forEach((dropped) => dropped.remove());
  body.querySelectorAll("p.MsoTitle").forEach((title) => rename(title, "h2"));
  body.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote").forEach((quote) => wrap(quote, "blockquote"));
  for (const element of body.querySelectorAll("span, b, i, strong, em")) {
    const style = styleOf(element);
    for (const [name, meaning] of Object.entries(MEANT)) if (meaning.test(style)) wrap(element, name);
    if (/(^|;)\s*font-weight:\s*(normal|400)/.test(style)) unwrap(element);
  }
  levelHeadings(body);
  body.querySelectorAll("a").forEach(mendLink);
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
