// Figures in the editor: their pictures come from the library, which opens in its dialog (library.js).
import { Figure, updateAttrsDialog } from "django-prose-editor/editor";
import { say } from "./words.js";

const askAlt = updateAttrsDialog(
  { alt: { type: "string", title: say("alt"), description: say("alt_help") } },
  { title: say("describe"), submitText: say("save") },
);

// The image of the figure that holds the cursor, and where it stands; undefined outside figures.
function currentImage({ doc, selection: { $from, from, node } }) {
  if (node?.type.name === "image") return { node, position: from };
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === "figure") return { node: $from.node(depth).firstChild, position: $from.start(depth) };
  }
  if (node?.type.name === "figure") return { node: doc.nodeAt(from + 1), position: from + 1 };
}

async function describe(editor, { node, position }) {
  const answer = await askAlt(editor, { alt: node.attrs.alt });
  if (answer) editor.chain().setNodeSelection(position).updateAttributes("image", { alt: answer.alt }).run();
}

function insert(editor) {
  const choose = ({ url, alt, caption }) => {
    const words = caption ? [{ type: "text", text: caption }] : [];
    const content = [{ type: "image", attrs: { src: url, alt } }, { type: "caption", content: words }];
    editor.chain().focus().insertContent({ type: "figure", content }).run();
  };
  document.dispatchEvent(new CustomEvent("library:open", { detail: choose }));
}

export const LibraryFigure = Figure.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertFigure: () => ({ editor, state, dispatch }) => {
        const image = currentImage(state);
        if (dispatch) image ? describe(editor, image) : insert(editor);
        return true;
      },
    };
  },
});
