// What others saved meanwhile comes into the form of whoever goes on writing: only what they changed, around the caret.
import { createDocument } from "django-prose-editor/editor";

const box = document.getElementById("taken-in");
const form = document.getElementById("article_form");
let [editor, changed] = [];

// One step for the whole stretch that differs; the writer's Ctrl+Z leaves it alone.
function takeInBody(html) {
  const { doc, tr } = editor.state;
  const merged = createDocument(html, editor.schema, { preserveWhitespace: true });
  const start = doc.content.findDiffStart(merged.content);
  if (start === null) return;
  let { a, b } = doc.content.findDiffEnd(merged.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  const { $anchor, $head } = editor.state.selection;
  editor.view.dispatch(tr.replace(start, a, merged.slice(start, b)).setMeta("addToHistory", false));
  if ($head.depth && $anchor.sameParent($head) && start < $head.pos && $head.pos < a) returnTo($head.node(1), $head.before(1), $anchor, $head);
  const { node } = editor.view.domAtPos(start);
  changed = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
}

// The caret stood between two changes: it is where the same block is now.
function returnTo(block, before, $anchor, $head) {
  editor.state.doc.forEach((node, position) => {
    if (node.eq(block)) editor.commands.setTextSelection({ from: position + $anchor.pos - before, to: position + $head.pos - before });
  });
}

document.addEventListener("prose-editor:ready", ({ detail }) => ({ editor } = detail));
document.addEventListener("article:take-in", ({ detail: { copy, told, version } }) => {
  form.elements.version.value = version;
  document.dispatchEvent(new CustomEvent("article:fill", { detail: { copy, editor } }));
  const body = copy.fields.find(([name]) => name === "body");
  if (body) takeInBody(body[1]);
  changed = copy.names[0] === "body" ? changed : form.querySelector(`.field-${copy.names[0]}`);
  window.django.jQuery(form.elements.title).trigger("change"); // so that it is saved
  box.dataset.isOpen = "";
  box.querySelector("p").textContent = told;
});
box?.querySelector("[data-show]").addEventListener("click", () => changed?.scrollIntoView({ block: "center" }));
box?.querySelector("[data-close]").addEventListener("click", () => delete box.dataset.isOpen);
