// Links: to an article found by its words, or to an address as it was typed. Ctrl+K opens the dialog (_link_dialog.html).
import { Link } from "django-prose-editor/editor";
import { say } from "./words.js";

const dialog = document.getElementById("link-dialog");
const input = dialog?.querySelector("input");
const ADDRESS = /^(https?:\/\/|mailto:|\/|#)\S+$|^[^\s@]+@[^\s@]+\.[a-z]{2,}$|^[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?$/i;

// A link that is there gets the address, selected words become one, and where nothing is selected its name is put in.
// What is written next is no part of it.
function link(editor, href) {
  const chain = editor.chain().focus();
  const { empty, to } = editor.state.selection;
  if (editor.isActive("link")) chain.extendMarkRange("link").updateAttributes("link", { href }).setTextSelection(to);
  else if (!empty) chain.setLink({ href }).setTextSelection(to).unsetMark("link");
  else chain.insertContent({ type: "text", text: input.dataset.chosen || href, marks: [{ type: "link", attrs: { href } }] }).unsetMark("link");
  chain.run();
}

function open(editor) {
  const { href = "" } = editor.getAttributes("link");
  dialog.querySelector("[value=remove]").hidden = !href;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "save") link(editor, input.value.trim());
    else if (dialog.returnValue === "remove") editor.chain().focus().extendMarkRange("link").unsetLink().run();
    else editor.commands.focus();
  };
  dialog.showModal();
  input.value = href;
  input.select();
  input.dispatchEvent(new Event("suggest"));
}

dialog?.addEventListener("submit", (event) => {
  if (event.submitter.value !== "save" || ADDRESS.test(input.value.trim())) return;
  event.preventDefault();
  dialog.querySelector("[data-problem]").textContent = say("no_address");
  input.focus();
});

export const LinkPicker = Link.extend({
  addMenuItems({ menu, buttons }) {
    this.parent?.({ menu, buttons });
    const button = buttons.material("insert_link", "insert link");
    menu.defineItem({ name: "link", groups: "link", button, command: open, active: (editor) => editor.isActive("link") });
  },
  addCommands() {
    return { ...this.parent?.(), addLink: () => ({ editor }) => (open(editor), true) };
  },
});
