// What others saved meanwhile comes into the form of whoever goes on writing: only what they changed, around the caret.
import { createDocument } from "django-prose-editor/editor";

const box = document.getElementById("taken-in");
let editor;

// One step for the whole stretch that differs; the writer's Ctrl+Z leaves it alone.
function takeInBody(html) {
  const { doc, tr } = editor.state;
  const { content } = createDocument(html, editor.schema);
  const start = doc.content.findDiffStart(content);
  if (start === null) return;
  let { a, b } = doc.content.findDiffEnd(content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  editor.view.dispatch(tr.replace(start, a, createDocument(html, editor.schema).slice(start, b)).setMeta("addToHistory", false));
}

document.addEventListener("prose-editor:ready", ({ detail }) => ({ editor } = detail));
document.addEventListener("article:take-in", ({ detail: { copy, told, version } }) => {
  const form = document.getElementById("article_form");
  form.elements.version.value = version;
  document.dispatchEvent(new CustomEvent("article:fill", { detail: { copy, editor } }));
  const body = copy.fields.find(([name]) => name === "body");
  if (body) takeInBody(body[1]);
  window.django.jQuery(form.elements.title).trigger("change"); // so that it is saved
  box.dataset.isOpen = "";
  box.querySelector("p").textContent = told;
});
box?.querySelector("[data-close]").addEventListener("click", () => delete box.dataset.isOpen);
