// Commands for what holds whole paragraphs, such as a box: to put the selected ones into it, and to let them out again.
import { Extension, findParentNode, pm } from "django-prose-editor/editor";

const LINES = new Set(["boxTitle", "caption"]);

function loose(node, { paragraph }) {
  return node.children.flatMap((child) => {
    if (child.type.name === "blockquote") return child.children;
    if (!LINES.has(child.type.name)) return [child];
    return child.childCount ? [paragraph.create(null, child.content)] : [];
  });
}

function replace(tr, from, to, content) {
  tr.replaceWith(from, to, content);
  tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve(from + 1))).scrollIntoView();
}

export const WrapBlocks = Extension.create({
  name: "wrapBlocks",
  addCommands: () => ({
    // `build` makes one node of the kinds of nodes there are and the blocks.
    wrapBlocks: (build) => ({ tr, state, dispatch }) => {
      const { $from, $to } = tr.selection;
      const range = $from.blockRange($to, (node) => node.type.name === "doc");
      if (range && dispatch) replace(tr, range.start, range.end, build(state.schema.nodes, $from.doc.slice(range.start, range.end).content));
      return Boolean(range);
    },
    unwrapBlocks: (name) => ({ tr, state, dispatch }) => {
      const found = findParentNode((node) => node.type.name === name)(tr.selection);
      if (found && dispatch) replace(tr, found.pos, found.pos + found.node.nodeSize, loose(found.node, state.schema.nodes));
      return Boolean(found);
    },
  }),
});
