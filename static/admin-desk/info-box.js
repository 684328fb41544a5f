// Notes, tips and warnings: the selected paragraphs in a box, whose first line is its title.
import { Node, updateAttrsDialog } from "django-prose-editor/editor";
import { say } from "./words.js";

const KINDS = Object.fromEntries(["note", "tip", "warning"].map((kind) => [say(kind), kind]));
const NONE = say("no_box");

const ask = (kinds) => updateAttrsDialog({ kind: { title: say("kind"), enum: kinds } }, { title: say("box"), submitText: say("save") });
const askNew = ask(Object.keys(KINDS));
const askOther = ask([...Object.keys(KINDS), NONE]);
const nameOf = (kind) => Object.keys(KINDS).find((name) => KINDS[name] === kind);

async function change(editor) {
  const answer = await askOther(editor, { kind: nameOf(editor.getAttributes("infoBox").kind) });
  const chain = editor.chain().focus();
  if (answer?.kind === NONE) chain.unwrapBlocks("infoBox").run();
  else if (answer) chain.updateAttributes("infoBox", { kind: KINDS[answer.kind] }).run();
}

async function insert(editor) {
  const answer = await askNew(editor, { kind: say("note") });
  const kind = KINDS[answer?.kind];
  const box = ({ infoBox, boxTitle }, blocks) => infoBox.create({ kind }, [boxTitle.create(), ...blocks.content]);
  if (kind) editor.chain().focus().wrapBlocks(box).run();
}

export const BoxTitle = Node.create({
  name: "boxTitle",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "aside > header" }],
  renderHTML: () => ["header", 0],
});

export const InfoBox = Node.create({
  name: "infoBox",
  group: "block",
  content: "boxTitle block+",
  defining: true,
  addAttributes: () => ({ kind: { default: "note", parseHTML: (box) => box.className, renderHTML: ({ kind }) => ({ class: kind }) } }),
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "infoBox",
      groups: "elements",
      button: buttons.text(say("box")),
      active: (editor) => editor.isActive("infoBox"),
      command: (editor) => (editor.isActive("infoBox") ? change(editor) : insert(editor)),
    });
  },
});
