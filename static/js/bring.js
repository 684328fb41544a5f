// What this browser kept before its reader signed in goes to their account when they ask for it, the oldest first.

const form = document.querySelector("[data-bring]");
const words = form.querySelector("[data-bring-count]");

function slugs() {
  try {
    const found = JSON.parse(localStorage.getItem("saved")) ?? [];
    return found.map(({ path }) => path.match(/^\/articles\/([^/]+)\/$/)?.[1]).filter(Boolean).reverse();
  } catch {
    return []; // a browser that keeps nothing, or what was kept in another form
  }
}

const count = slugs().length;
if (count) {
  words.textContent = count === 1 ? "One article is saved in this browser only." : `${count} articles are saved in this browser only.`;
  form.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form);
  for (const slug of slugs()) body.append("slug", slug);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (answer?.ok) {
    localStorage.removeItem("saved");
    location.reload();
  } else words.textContent = "That did not work; they are still in this browser.";
});
