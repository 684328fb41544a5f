// The address of the article, to the clipboard or to the device's own sharing sheet; the buttons exist only with this.

for (const box of document.querySelectorAll("[data-share]")) {
  const { url, title, copied } = box.dataset;
  const copy = box.querySelector("[data-copy]");
  const share = box.querySelector("[data-send]");
  const label = copy.querySelector("span");
  const before = label.textContent;
  const status = box.querySelector("[role=status]");

  copy.hidden = !navigator.clipboard;
  share.hidden = !navigator.share;

  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(url);
    label.textContent = status.textContent = copied;
    setTimeout(() => {
      label.textContent = before;
      status.textContent = "";
    }, 4000);
  });
  share.addEventListener("click", async () => {
    try {
      await navigator.share({ title, url });
    } catch (error) {
      if (error.name !== "AbortError") throw error; // the reader changed their mind
    }
  });
}
