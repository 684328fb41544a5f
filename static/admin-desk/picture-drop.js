// Files that are pasted or dropped into the text are uploaded; beside it they are refused, as the browser would open them
// in place of the article.
import { Extension, Plugin } from "django-prose-editor/editor";

// Word and spreadsheets add a picture of what was copied; a picture copied from a page brings the tag of that picture.
const isPicturesOnly = (data) => data.files.length && (!data.types.includes("text/html") || /^[^<]*(<(meta|html|body)[^>]*>\s*)*(<!--\w+-->)?\s*<img[^>]*>\s*(<!--\w+-->)?(\s*<\/\w+>)*\s*$/i.test(data.getData("text/html")));

export const PictureDrop = Extension.create({
  name: "pictureDrop",
  priority: 1100,
  addProseMirrorPlugins() {
    const { editor } = this;
    const take = (data, position) => Boolean(isPicturesOnly(data)) && editor.commands.uploadPictures([...data.files], position);
    const handlePaste = (view, { clipboardData }) => take(clipboardData, view.state.selection.to);
    const handleDrop = (view, { dataTransfer, clientX: left, clientY: top }) =>
      take(dataTransfer, view.posAtCoords({ left, top })?.pos ?? view.state.doc.content.size);
    return [new Plugin({ props: { handlePaste, handleDrop } })];
  },
});

for (const type of ["dragover", "drop"]) {
  addEventListener(type, (event) => {
    if (event.dataTransfer.types.includes("Files") && !event.target.closest("input, dialog")) event.preventDefault();
  });
}
