// A picture in the text that nobody has described yet asks for it, right below itself and without being in the way.
import { Extension, Plugin, pm } from "django-prose-editor/editor";

const { Decoration, DecorationSet } = pm.view;

// The library keeps it too; if it cannot be reached, it does without.
function tell({ dataset, form }, src, alt) {
  const body = new URLSearchParams({ src, alt, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
  fetch(dataset.description, { method: "POST", body }).catch(() => {});
}

// The field below the image whose figure or self ends where the field stands.
function field(view, getPosition) {
  const dom = document.getElementById("picture-description").content.firstElementChild.cloneNode(true);
  const input = dom.querySelector("input");
  input.addEventListener("change", () => {
    const { nodeBefore, pos } = view.state.doc.resolve(getPosition());
    const image = nodeBefore.type.name === "figure" ? nodeBefore.firstChild : nodeBefore;
    const position = pos - nodeBefore.nodeSize + (image === nodeBefore ? 0 : 1);
    const alt = input.value.trim();
    if (!alt) return;
    tell(view.dom.parentElement.querySelector("textarea"), image.attrs.src, alt);
    view.dispatch(view.state.tr.setNodeMarkup(position, null, { ...image.attrs, alt }));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // Enter would send the whole form
    view.focus(); // and leave the field, which takes what was typed
  });
  return dom;
}

function decorations({ doc }) {
  const fields = [];
  doc.descendants((node, position, parent) => {
    if (node.type.name === "image" && !node.attrs.alt) {
      const end = parent.type.name === "figure" ? doc.resolve(position).after() : position + node.nodeSize;
      fields.push(Decoration.widget(end, field, { key: `describe ${node.attrs.src}`, side: -1, stopEvent: () => true, ignoreSelection: true }));
    }
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, fields);
}

export const PictureDescription = Extension.create({
  name: "pictureDescription",
  addProseMirrorPlugins: () => [
    new Plugin({
      state: { init: (_, state) => decorations(state), apply: (tr, old, _, state) => (tr.docChanged ? decorations(state) : old) },
      props: { decorations(state) { return this.getState(state); } },
    }),
  ],
});
