// Code blocks that know their language, so that readers see them coloured.
import { CodeBlock, updateAttrsDialog } from "django-prose-editor/editor";

const LANGUAGES = [
  "", "bash", "c", "cpp", "csharp", "css", "diff", "docker", "go", "graphql", "html", "http", "ini", "java", "javascript",
  "json", "kotlin", "lua", "make", "markdown", "nginx", "php", "python", "r", "ruby", "rust", "sql", "swift",
  "toml", "typescript", "xml", "yaml",
];
const askLanguage = updateAttrsDialog(
  { language: { title: "Language", enum: LANGUAGES } },
  { title: "Code block", submitText: "Save" },
);

export const CodeWithLanguage = CodeBlock.extend({
  addMenuItems({ editor, menu, buttons }) {
    this.parent?.({ editor, menu, buttons });
    const button = buttons.text("Plain code", "Language of the code");
    menu.defineItem({
      name: "codeLanguage",
      groups: "nodes",
      button,
      hidden: (editor) => !editor.isActive("codeBlock"),
      update: (editor) => {
        button.textContent = editor.getAttributes("codeBlock").language || "Plain code";
      },
      async command(editor) {
        const answer = await askLanguage(editor, editor.getAttributes("codeBlock"));
        const language = answer?.language || null;
        if (answer) editor.chain().focus().updateAttributes("codeBlock", { language }).run();
      },
    });
  },
});
