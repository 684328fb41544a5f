// What this browser kept before its reader signed in goes to their account when they ask for it, the oldest first.

const form = document.querySelector("[data-bring]");
const status = form.querySelector("[data-bring-count]");
const words = JSON.parse(form.dataset.words);

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
  const kind = count === 1 ? "single" : new Intl.PluralRules(document.documentElement.lang).select(count);
  status.textContent = (words[kind] ?? words.other).replace("%(count)s", count);
  form.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form);
  for (const slug of slugs()) body.append("slug", slug);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (answer?.status === 204) { // and not the sign-in page, when the session has ended
    localStorage.removeItem("saved");
    location.reload();
  } else status.textContent = words.failed;
});
