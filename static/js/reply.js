// "Reply" brings the form to the comment and "Cancel" sends it home; the links themselves ask for a page like that.

function move(composer, comment, key = "") {
  const from = composer.closest(".comment");
  const line = composer.querySelector("[data-answered]");
  const name = line.querySelector("a");

  const parent = composer.querySelector("[name=parent]");
  const moved = new CustomEvent("composer:moved", { bubbles: true, detail: { from: parent.value } });
  parent.value = key;
  line.hidden = !comment;
  if (comment) {
    name.href = `#${comment.id}`;
    name.textContent = comment.querySelector(".comment__author").textContent;
    comment.querySelector(".comment__foot").after(composer);
    composer.querySelector("textarea").focus();
  } else {
    document.getElementById("composer-home").append(composer);
    from?.querySelector("[data-reply]").focus();
  }
  composer.dispatchEvent(moved);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-reply], [data-cancel]");
  const composer = document.getElementById("composer");
  if (!link || !composer || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  move(composer, link.dataset.reply && link.closest(".comment"), link.dataset.reply);
});
