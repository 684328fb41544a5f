// The library of pictures in a dialog. Who needs a picture dispatches "library:open" on the document; its detail is a
// function, called with the data of the chosen one: { number, url, alt, caption, html }. Where it takes many, its `many` is
// true: library-many.js.
import { say } from "./words.js";

const dialog = document.getElementById("library");
const shelf = dialog?.querySelector("[data-shelf]");
let choose;

const take = (item) => {
  if (!dialog.dispatchEvent(new CustomEvent("library:take", { detail: item, cancelable: true }))) return;
  dialog.close();
  choose({ ...item.dataset, html: item.querySelector("picture").outerHTML });
};

async function ask(query, options) {
  const response = await fetch(dialog.dataset.address + query, options);
  if (!response.ok && response.status !== 422) throw new Error(`The library answered ${response.status}`);
  return { refused: response.status === 422, html: await response.text() };
}

async function show(query) {
  shelf.setAttribute("aria-busy", "true");
  try {
    shelf.innerHTML = (await ask(query)).html;
    shelf.querySelector("[type=search]").focus();
  } catch {
    shelf.textContent = say("no_library");
  }
  shelf.removeAttribute("aria-busy");
}

async function upload(form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const { refused, html } = await ask("", { method: "POST", body: new FormData(form) });
    const answer = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    refused ? form.replaceWith(answer) : take(answer.querySelector("[data-number]"));
    if (refused) answer.querySelector("[aria-invalid], input").focus();
  } catch {
    form.querySelector("[role=status]").textContent = say("picture_not_sent");
  }
  button.disabled = false;
}

if (dialog) {
  document.addEventListener("library:open", (event) => {
    choose = event.detail;
    dialog.showModal();
    show("");
  });
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.number) take(button);
    if (button?.dataset.query) show(button.dataset.query);
    if (button?.matches("[data-close]")) dialog.close();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches("[data-upload]")) upload(event.target);
    else show(`?${new URLSearchParams(new FormData(event.target))}`);
  });
}
