// Words selected in an article can be corrected: a link comes up below them, where Tab leads next.

const text = document.querySelector("[data-text]");
const { corrections: address, label } = document.querySelector("[data-corrections]")?.dataset ?? {};
const CONTEXT = 48;
const LONGEST = 1000;
const link = document.createElement("a");
link.className = "correct-this";
link.textContent = label;

function words(range) {
  const copy = range.cloneContents();
  for (const mark of copy.querySelectorAll(".footnote-mark, [role=doc-backlink]")) mark.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function around(range) {
  const before = range.cloneRange();
  const after = range.cloneRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  after.setEnd(text, text.childNodes.length);
  after.setStart(range.endContainer, range.endOffset);
  return { prefix: words(before).slice(-CONTEXT), suffix: words(after).slice(0, CONTEXT) };
}

function offer() {
  const selection = getSelection();
  if (link.contains(selection.anchorNode) || document.activeElement === link) return;
  link.remove();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0).cloneRange();
  if (!text.contains(range.startContainer)) return;
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length); // a whole last paragraph
  const exact = words(range);
  if (!exact || exact.length > LONGEST) return;
  link.href = `${address}?${new URLSearchParams({ exact, ...around(range) })}`;
  let last = range.endContainer;
  while (last.parentNode !== text && last !== text) last = last.parentNode;
  if (last === text) text.append(link);
  else last.after(link);
  const box = range.getBoundingClientRect();
  const origin = link.offsetParent.getBoundingClientRect();
  link.style.insetBlockStart = `${box.bottom - origin.top + 6}px`;
  link.style.insetInlineStart = `${Math.max(0, Math.min(box.left - origin.left, text.clientWidth - 140))}px`;
}

let pause;
if (text && address) {
  offer(); // for what was selected while this was on its way
  document.addEventListener("selectionchange", () => {
    clearTimeout(pause);
    pause = setTimeout(offer, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || !link.isConnected || !document.activeElement.contains(text)) return;
    event.preventDefault();
    link.focus();
  });
}
