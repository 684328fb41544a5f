// Below the editor: how long the text is, or what is selected in it. Said aloud too, once the writer pauses.
import { say } from "./words.js";

const PAUSE = 3000; // milliseconds

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const line = document.createElement("p");
  const said = document.createElement("span");
  line.className = "word-count";
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  editor.view.dom.closest(".prose-editor").after(line, said);

  const count = (from, to) => editor.state.doc.textBetween(from, to, " ", " ").split(/\s+/).filter(Boolean).length;
  const number = (words) => say("word_count", { count: words });
  let pause;

  function show() {
    const { doc, selection } = editor.state;
    const words = count(0, doc.content.size);
    const minutes = Math.max(1, Math.round(words / textarea.dataset.wordsPerMinute));
    const chosen = count(selection.from, selection.to);
    line.textContent = chosen ? say("words_selected", { words: number(chosen), all: words }) : say("reading_time", { words: number(words), minutes });
    clearTimeout(pause);
    pause = setTimeout(() => {
      if (said.textContent !== line.textContent) said.textContent = line.textContent;
    }, PAUSE);
  }

  editor.on("update", show);
  editor.on("selectionUpdate", show);
  show();
});
