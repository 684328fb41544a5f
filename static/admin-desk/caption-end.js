// Enter in a caption goes on below what the caption belongs to.
import { Extension } from "django-prose-editor/editor";

export const CaptionEnd = Extension.create({
  name: "captionEnd",
  priority: 1000,
  addKeyboardShortcuts: () => ({
    Enter({ editor }) {
      const { $from } = editor.state.selection;
      if ($from.parent.type.name !== "caption") return false;
      return editor.chain().insertContentAt($from.after(1), { type: "paragraph" }).scrollIntoView().run();
    },
  }),
});
