// An address that is pasted or typed alone in a paragraph becomes an embed, when it is one of those that can.
import { Extension, Plugin } from "django-prose-editor/editor";

function replaceParagraph({ editor, options }, address, words) {
  const { $from, empty } = editor.state.selection;
  const isAlone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && $from.parent.textContent.trim() === words;
  if (!isAlone || !options.addresses.some((pattern) => new RegExp(`^(?:${pattern})$`, "i").test(address))) return false;
  const range = { from: $from.before(), to: $from.after() };
  return editor.commands.insertContentAt(range, [{ type: "embed", attrs: { address } }, { type: "paragraph" }]);
}

export const EmbedAddress = Extension.create({
  name: "embedAddress",
  priority: 1050, // before links, which would take the address for one
  addOptions: () => ({ addresses: [] }),
  addKeyboardShortcuts() {
    const words = () => this.editor.state.selection.$from.parent.textContent.trim();
    return { Enter: () => replaceParagraph(this, words(), words()) };
  },
  addProseMirrorPlugins() {
    const handlePaste = (view, event) => replaceParagraph(this, event.clipboardData.getData("text/plain").trim(), "");
    return [new Plugin({ props: { handlePaste } })];
  },
});
