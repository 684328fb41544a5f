// Copies the address beside the button.
const status = document.querySelector("[data-said]");
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("input").value);
    button.textContent = "Copied";
    status.textContent = "The address is copied.";
    setTimeout(() => {
      button.textContent = "Copy";
      status.textContent = "";
    }, 4000);
  });
}
