// Pull quotes: the selected paragraphs in large letters, and below them who said it.
import { Node } from "django-prose-editor/editor";

const quote = ({ pullQuote, blockquote, caption }, blocks) =>
  pullQuote.create(null, [blockquote.create(null, blocks), caption.create()]);

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "blockquote caption",
  isolating: true,
  parseHTML: () => [{ tag: "figure.pull-quote", priority: 60 }],
  renderHTML: () => ["figure", { class: "pull-quote" }, 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "pullQuote",
      groups: "elements",
      button: buttons.text("Pull quote"),
      active: (editor) => editor.isActive("pullQuote"),
      command(editor) {
        const chain = editor.chain().focus();
        (editor.isActive("pullQuote") ? chain.unwrapBlocks("pullQuote") : chain.wrapBlocks(quote)).run();
      },
    });
  },
});
