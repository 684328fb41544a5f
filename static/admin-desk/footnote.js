// Footnotes stand in the text where their mark will be; what is selected becomes one, or its words are asked for.
import { Mark, updateAttrsDialog } from "django-prose-editor/editor";
import { say } from "./words.js";

const ask = updateAttrsDialog(
  { text: { title: say("footnote"), format: "textarea", description: say("footnote_help") } },
  { title: say("footnote"), submitText: say("save") },
);

async function insert(editor) {
  const answer = await ask(editor, {});
  const text = answer?.text.replace(/\s+/g, " ").trim();
  if (text) editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "footnote" }] }).unsetMark("footnote").run();
}

export const Footnote = Mark.create({
  name: "footnote",
  priority: 1100, // around links and emphasis, so that a note is one element
  inclusive: false,
  parseHTML: () => [{ tag: "small.footnote" }],
  renderHTML: () => ["small", { class: "footnote" }, 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "elements",
      button: buttons.text(say("footnote")),
      active: (editor) => editor.isActive("footnote"),
      hidden: (editor) => editor.isActive("heading") || editor.isActive("boxTitle") || !editor.can().toggleMark("footnote"),
      command(editor) {
        if (editor.isActive("footnote")) editor.chain().focus().extendMarkRange("footnote").unsetMark("footnote").run();
        else if (editor.state.selection.empty) insert(editor);
        else editor.chain().focus().setMark("footnote").run();
      },
    });
  },
});
