// Code blocks that know their language, so that readers see them coloured.
import { CodeBlock, updateAttrsDialog } from "django-prose-editor/editor";
import { say } from "./words.js";

const LANGUAGES = [
  "", "bash", "c", "cpp", "csharp", "css", "diff", "docker", "go", "graphql", "html", "http", "ini", "java", "javascript",
  "json", "kotlin", "lua", "make", "markdown", "nginx", "php", "python", "r", "ruby", "rust", "sql", "swift",
  "toml", "typescript", "xml", "yaml",
];
const askLanguage = updateAttrsDialog(
  { language: { title: say("code_language"), enum: LANGUAGES } },
  { title: say("code_block"), submitText: say("save") },
);

export const CodeWithLanguage = CodeBlock.extend({
  addMenuItems({ editor, menu, buttons }) {
    this.parent?.({ editor, menu, buttons });
    const button = buttons.text(say("plain_code"), say("language_of_code"));
    menu.defineItem({
      name: "codeLanguage",
      groups: "nodes",
      button,
      hidden: (editor) => !editor.isActive("codeBlock"),
      update: (editor) => {
        button.textContent = editor.getAttributes("codeBlock").language || say("plain_code");
      },
      async command(editor) {
        const answer = await askLanguage(editor, editor.getAttributes("codeBlock"));
        const language = answer?.language || null;
        if (answer) editor.chain().focus().updateAttributes("codeBlock", { language }).run();
      },
    });
  },
});
