// Videos, posts and pens: in the text a card with their address, which the button asks for.
import { crel, Node, updateAttrsDialog } from "django-prose-editor/editor";

const ask = updateAttrsDialog(
  {
    address: { title: "Address", format: "url", required: true, description: "Of a video, a post, a pen, or any page." },
    title: { title: "Title", description: "What readers find there. It is what they see before they load it." },
  },
  { title: "Embed", submitText: "Save" },
);

async function edit(editor) {
  const isThere = editor.isActive("embed");
  const attrs = await ask(editor, isThere ? editor.getAttributes("embed") : {});
  if (!attrs) return;
  if (isThere) editor.chain().focus().updateAttributes("embed", attrs).run();
  else editor.chain().focus().insertContent([{ type: "embed", attrs }, { type: "paragraph" }]).run();
}

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    address: { rendered: false, parseHTML: (figure) => figure.querySelector("a")?.getAttribute("href") },
    title: { rendered: false, parseHTML: (figure) => figure.textContent },
  }),
  parseHTML: () => [{ tag: "figure.embed", priority: 60 }],
  renderHTML: ({ node: { attrs } }) => ["figure", { class: "embed" }, ["a", { href: attrs.address }, attrs.title || attrs.address]],
  addNodeView: () => ({ node: { attrs } }) => ({
    dom: crel("figure", { className: "embed" }, [crel("strong", null, [attrs.title || attrs.address]), crel("span", null, [attrs.address])]),
  }),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({ name: "embed", groups: "elements", button: buttons.text("Embed"), active: (editor) => editor.isActive("embed"), command: edit });
  },
});
