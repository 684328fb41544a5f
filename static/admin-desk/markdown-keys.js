// The Markdown shortcuts that the editor lacks: # is as good as ##, as headings begin at the second level, and 1. begins a list.
import { Extension, textblockTypeInputRule, wrappingInputRule } from "django-prose-editor/editor";

export const MarkdownKeys = Extension.create({
  name: "markdownKeys",
  addInputRules() {
    const { heading, orderedList } = this.editor.schema.nodes;
    return [
      textblockTypeInputRule({ find: /^#\s$/, type: heading, getAttributes: { level: 2 } }),
      wrappingInputRule({ find: /^1[.)]\s$/, type: orderedList }),
    ];
  },
});
