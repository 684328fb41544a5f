// Videos, posts and pens: in the text a card with their address, which the button asks for.
import { crel, Node, updateAttrsDialog } from "django-prose-editor/editor";
import { say } from "./words.js";

const ask = updateAttrsDialog(
  {
    address: { title: say("address"), format: "url", required: true, description: say("address_help") },
    title: { title: say("title"), description: say("title_help") },
  },
  { title: say("embed"), submitText: say("save") },
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
    menu.defineItem({ name: "embed", groups: "elements", button: buttons.text(say("embed")), active: (editor) => editor.isActive("embed"), command: edit });
  },
});
