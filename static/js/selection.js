// Words of a comment that are selected can be quoted: by a button beside them, or by the comment's "Quote".

const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Quote", hidden: true });
button.className = "button button--small quote";
const elementOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);

/** The comment, and a copy of what is selected of it, in copies of the elements around that. */
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const body = elementOf(range.startContainer).closest(".comment__body");
  const isWithin = body?.contains(range.endContainer);
  if (!body || (!isWithin && range.endOffset)) return null;
  if (!isWithin) range.setEnd(body, body.childNodes.length); // three clicks end where the next block begins
  let words = range.cloneContents();
  for (let above = elementOf(range.commonAncestorContainer); body.contains(above); above = above.parentElement) {
    const shell = above.cloneNode();
    shell.append(words);
    words = shell;
  }
  return { comment: body.closest(".comment"), words };
}

/** As Markdown: code stays code, and blocks stay apart. */
function quotation(words) {
  for (const code of words.querySelectorAll("code")) {
    const runs = Array.from(code.textContent.matchAll(/`+/g), ([run]) => run.length + 1);
    const [pre, ticks] = [code.closest("pre"), (least) => "`".repeat(Math.max(least, ...runs))];
    code.before(pre ? `${ticks(3)}${code.className.replace("language-", "")}\n` : ticks(1));
    code.after(pre ? `${code.textContent.endsWith("\n") ? "" : "\n"}${ticks(3)}` : ticks(1));
  }
  for (const first of words.querySelectorAll("li:first-child")) first.previousSibling?.remove(); // a new line
  for (const item of words.querySelectorAll("li")) item.prepend("- ");
  for (const block of words.querySelectorAll("p, pre, ul, ol")) block.append("\n");
  return `${words.textContent.trim().replace(/^/gm, "> ")}\n\n`;
}

function quote({ comment, words }) {
  comment.dispatchEvent(new CustomEvent("comment:quote", { bubbles: true, detail: quotation(words) }));
}

function offer() {
  const comment = chosen()?.comment;
  button.hidden = !comment?.querySelector(":scope > .comment__foot [data-reply]");
  if (!button.hidden) comment.querySelector(":scope > .comment__body").after(button);
}

offer(); // for what was selected while this was on its way
document.addEventListener("selectionchange", offer);

button.addEventListener("mousedown", (event) => event.preventDefault()); // which would end the selection
button.addEventListener("click", () => chosen() && quote(chosen()));

document.addEventListener("click", (event) => {
  const comment = event.target.closest?.("[data-quote]")?.closest(".comment");
  if (!comment || chosen()?.comment !== comment || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  quote(chosen());
}, true); // before "Quote" takes the whole comment
