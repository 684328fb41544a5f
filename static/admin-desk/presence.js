// Who else has the article open; the page says that it is open as long as somebody looks at it.
const EVERY = 10000; // milliseconds
const form = document.getElementById("article_form");
const place = document.querySelector("[data-presence]");

async function ask() {
  if (document.hidden || !location.pathname.endsWith("/change/")) return;
  const body = new FormData();
  for (const name of ["version", "csrfmiddlewaretoken"]) body.append(name, form.elements[name].value);
  const response = await fetch(new URL("../presence/", location.href), { method: "POST", body }).catch(() => undefined);
  if (!response?.ok) return;
  const { who, when } = await response.json();
  const [names, ago] = place.children;
  if (names.textContent !== who) names.textContent = who; // is read out
  ago.textContent = when;
}

if (place) {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
