// Pasted Markdown becomes formatted text. At first it stands there as it was copied: nobody waits for the server, and
// Ctrl+Z brings it back.
import { Extension, Plugin, pm } from "django-prose-editor/editor";

// Blocks that hardly anybody writes without meaning Markdown; a comment in a script is no heading.
const MARKDOWN = [
  /^#{2,6} \S/m,
  /^# \S.*(\n\s*\n|\n*(?![^]))/m,
  /^ {0,3}(```|~~~)/m,
  /^> \S/m,
  /^ {0,3}([-*+]) \S.*\n+ {0,3}\1 \S/m,
  /^ {0,3}1([.)]) \S.*\n+ {0,3}2\1 \S/m,
  /^\|.+\|\s*\n\|[ :|-]*---/m,
];
const isFormatted = (types) => types.includes("text/html") && !types.includes("vscode-editor-data");

function asTyped(schema, text) {
  const lines = text.split(/\n+/).filter(Boolean);
  const paragraphs = lines.map((line) => schema.nodes.paragraph.create(null, schema.text(line)));
  return new pm.model.Slice(pm.model.Fragment.from(paragraphs), 1, 1);
}

async function format(textarea, text) {
  const body = new URLSearchParams({ text, csrfmiddlewaretoken: textarea.form.csrfmiddlewaretoken.value });
  const response = await fetch(textarea.dataset.markdown, { method: "POST", body });
  if (!response.ok) throw new Error(`It answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html").body;
}

// Unless somebody changed the place meanwhile, or the server cannot be reached.
async function replace(editor, place, text) {
  const { view, state: { schema } } = editor;
  const words = () => view.state.doc.textBetween(place.from, place.to, "\n");
  const before = words();
  const follow = ({ transaction: { mapping } }) => Object.assign(place, { from: mapping.map(place.from, 1), to: mapping.map(place.to, -1) });
  editor.on("transaction", follow);
  const html = await format(view.dom.parentElement.querySelector("textarea"), text).catch(() => null);
  editor.off("transaction", follow);
  if (!html || words() !== before) return;
  const slice = pm.model.DOMParser.fromSchema(schema).parseSlice(html);
  view.dispatch(pm.history.closeHistory(view.state.tr).replaceRange(place.from, place.to, slice).setMeta("preventAutolink", true));
}

export const MarkdownPaste = Extension.create({
  name: "markdownPaste",
  priority: 1100,
  addProseMirrorPlugins() {
    const handlePaste = (view, { clipboardData }) => {
      const text = clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
      if (isFormatted(clipboardData?.types ?? []) || !MARKDOWN.some((block) => block.test(text))) return false;
      const { state } = view;
      const tr = pm.history.closeHistory(state.tr).replaceSelection(asTyped(state.schema, text));
      view.dispatch(tr.scrollIntoView());
      replace(this.editor, { from: state.selection.from, to: tr.selection.to }, text);
      return true;
    };
    return [new Plugin({ props: { handlePaste } })];
  },
});
