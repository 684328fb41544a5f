// Galleries: figures side by side. Pictures come from the library, one or many (library.js).
import { findParentNode, Node } from "django-prose-editor/editor";
import { say } from "./words.js";

const current = ({ state }) => findParentNode((node) => node.type.name === "gallery")(state.selection);

function figure({ url, alt, caption }) {
  const words = caption ? [{ type: "text", text: caption }] : [];
  return { type: "figure", content: [{ type: "image", attrs: { src: url, alt } }, { type: "caption", content: words }] };
}

function add(editor) {
  const choose = (...pictures) => {
    const gallery = current(editor);
    const content = pictures.map(figure);
    const chain = editor.chain().focus();
    if (gallery) chain.insertContentAt(gallery.pos + gallery.node.nodeSize - 1, content).run();
    else chain.insertContent([{ type: "gallery", content }]).run();
  };
  choose.many = true;
  document.dispatchEvent(new CustomEvent("library:open", { detail: choose }));
}

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "figure+",
  isolating: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure.gallery", priority: 60 }],
  renderHTML: () => ["figure", { class: "gallery" }, 0],
  addMenuItems({ menu, buttons }) {
    const button = buttons.text(say("gallery"));
    menu.defineItem({
      name: "gallery",
      groups: "elements",
      button,
      active: current,
      command: add,
      update: (editor) => button.setAttribute("aria-label", (button.textContent = say(current(editor) ? "add_to_gallery" : "gallery"))),
    });
  },
});
