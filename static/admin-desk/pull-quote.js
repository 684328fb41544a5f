// Pull quotes: the selected paragraphs in large letters, and below them who said it.
import { Node } from "django-prose-editor/editor";
import { say } from "./words.js";

const quote = ({ pullQuote, blockquote, caption }, blocks) =>
  pullQuote.create(null, [blockquote.create(null, blocks), caption.create()]);

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "blockquote caption",
  isolating: true,
  parseHTML: () => [{ tag: "figure.pull-quote", priority: 60 }],
  renderHTML: () => ["figure", { class: "pull-quote" }, 0],
  addKeyboardShortcuts: () => ({
    // An empty line ends the quote, as it ends any other, and leads to who said it.
    Enter({ editor }) {
      const { $from, empty } = editor.state.selection;
      const inQuote = $from.depth > 2 && $from.node(-2).type.name === "pullQuote";
      if (!empty || !inQuote || $from.parent.content.size || !$from.index(-1) || $from.indexAfter(-1) < $from.node(-1).childCount) return false;
      const start = $from.before();
      return editor.chain().deleteRange({ from: start, to: $from.after() }).setTextSelection(start + 2).run();
    },
  }),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "pullQuote",
      groups: "elements",
      button: buttons.text(say("pull_quote")),
      active: (editor) => editor.isActive("pullQuote"),
      command(editor) {
        const chain = editor.chain().focus();
        (editor.isActive("pullQuote") ? chain.unwrapBlocks("pullQuote") : chain.wrapBlocks(quote)).run();
      },
    });
  },
});
