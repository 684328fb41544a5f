// "Quote" answers a comment with its words as they were written; `selection.js` sends those that are selected.

function answer(comment, words) {
  comment.querySelector(":scope > .comment__foot [data-reply]").click();
  const field = document.querySelector("#composer textarea");
  field.value = (field.value && `${field.value.trimEnd()}\n\n`) + words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** From the page that the link leads to; what can be read here, offline or where a draft stands in its place. */
async function written(link, comment) {
  const page = await fetch(link.href).then((response) => response.text(), () => "");
  const field = new DOMParser().parseFromString(page, "text/html").querySelector("#composer textarea");
  if (field?.value.startsWith("> ")) return field.value;
  return `${comment.querySelector(":scope > .comment__body").innerText.trim().replace(/^/gm, "> ")}\n\n`;
}

document.addEventListener("comment:quote", ({ target, detail }) => answer(target, detail));

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-quote]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const comment = link.closest(".comment");
  answer(comment, await written(link, comment));
});
