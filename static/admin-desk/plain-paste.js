// Pasted as plain text (Ctrl+Shift+V), and into code, every character stays what it is.
import { Extension, Plugin } from "django-prose-editor/editor";

export const PlainPaste = Extension.create({
  name: "plainPaste",
  priority: 1200, // before all that makes something of what is pasted
  addProseMirrorPlugins() {
    let isPlain = false;
    const transformPastedText = (text, plain) => {
      isPlain = plain;
      return text;
    };
    const handlePaste = (view, event, slice) => {
      if (isPlain) view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
      const isDone = isPlain;
      isPlain = false;
      return isDone;
    };
    return [new Plugin({ props: { transformPastedText, handlePaste } })];
  },
});
