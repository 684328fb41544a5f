// "Quote" answers a comment with its words, or with those of it that are selected; beside a selection stands a button.

const button = Object.assign(document.createElement("button"), { type: "button", hidden: true });
button.className = "button button--small quote";

function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const { startContainer, endContainer, endOffset } = selection.getRangeAt(0);
  const within = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(".comment__body");
  const body = within(startContainer);
  const words = selection.toString().trim();
  const endsHere = endOffset === 0 || body === within(endContainer); // three clicks end where the next block begins
  return words && body && endsHere ? { comment: body.closest(".comment"), words } : null;
}

function quote(comment, words) {
  comment.querySelector(":scope > .comment__foot [data-reply]").click();
  const field = document.querySelector("#composer textarea");
  const before = field.value && `${field.value.trimEnd()}\n\n`;
  field.value = `${before}${words.replace(/^/gm, "> ")}\n\n`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

document.addEventListener("selectionchange", () => {
  const found = chosen();
  const link = found?.comment.querySelector(":scope > .comment__foot [data-quote]");
  button.hidden = !link;
  if (!link) return;
  button.textContent = link.textContent;
  found.comment.querySelector(":scope > .comment__body").after(button);
});

button.addEventListener("mousedown", (event) => event.preventDefault()); // which would end the selection
button.addEventListener("click", () => {
  const found = chosen();
  if (found) quote(found.comment, found.words);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-quote]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const comment = link.closest(".comment");
  const found = chosen();
  const all = comment.querySelector(":scope > .comment__body").innerText.trim();
  quote(comment, found?.comment === comment ? found.words : all);
});
