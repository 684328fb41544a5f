// The editor's writing area and its tools are called what the label of the field says.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const name = document.querySelector(`label[for=${textarea.id}]`)?.textContent ?? "";
  editor.setOptions({ editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": name } } });
  editor.on("create", () => {
    const tools = editor.view.dom.parentElement.querySelector(".prose-menubar");
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", `${name} tools`);
  });
});
