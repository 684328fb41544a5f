// Copies the address beside the button.
import { say } from "./words.js";

const status = document.querySelector("[data-said]");
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("input").value);
    button.textContent = say("copied");
    status.textContent = say("address_copied");
    setTimeout(() => {
      button.textContent = say("copy");
      status.textContent = "";
    }, 4000);
  });
}
