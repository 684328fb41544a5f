// "Before publishing": looked over again without leaving the page, and each point leads into its field.
import { say } from "./words.js";

const form = document.getElementById("article_form");

async function lookOver(button) {
  button.disabled = true;
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  try {
    const response = await fetch(location.pathname, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const [old, fresh] = [document, page].map((place) => place.querySelector("#checklist [aria-live]"));
    old.replaceChildren(...fresh.childNodes);
    document.getElementById("checklist-title").replaceWith(page.getElementById("checklist-title"));
  } catch {
    document.querySelector("#checklist [aria-live]").textContent = say("not_looked_over");
  }
  button.disabled = false;
  button.focus();
}

// A field may lie in a closed part of the form, or be shown by something else: an editor, a list, a picture.
function open(name) {
  const row = document.querySelector(`#article_form .field-${name}`);
  row?.closest("details")?.setAttribute("open", "");
  row?.scrollIntoView({ block: "center" });
  row?.querySelector("[contenteditable=true], .select2-search__field, textarea, input:not([type=hidden]), button")?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-check]");
  const link = event.target.closest("[data-field]");
  if (!button && !link) return;
  event.preventDefault();
  if (button) lookOver(button);
  else open(link.dataset.field);
});
