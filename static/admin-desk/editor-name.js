// The editor's writing area and its tools are called what the label of the field says, each tool in the page's language.
import { say, tools as names } from "./words.js";

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const name = document.querySelector(`label[for=${textarea.id}]`)?.textContent ?? "";
  editor.setOptions({ editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": name } } });
  editor.on("create", () => {
    const tools = editor.view.dom.parentElement.querySelector(".prose-menubar");
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", say("tools", { name }));
    for (const button of tools.querySelectorAll("[title]")) {
      button.title = names[button.title] ?? button.title;
      if (button.hasAttribute("aria-label")) button.setAttribute("aria-label", button.title);
    }
  });
});
