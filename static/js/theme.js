// The forms that choose a colour scheme act at once; without this module they go to the server and come back.

const YEAR = 31536000;

document.addEventListener("submit", (event) => {
  const choice = event.submitter?.value;
  if (!event.target.matches("[data-theme-form]") || !choice) return;
  event.preventDefault();
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${choice}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-form] [aria-pressed]")) {
    button.setAttribute("aria-pressed", button.value === choice);
  }
  // The pressed button hides in favour of its opposite, which takes the focus.
  if (event.submitter.offsetParent === null) {
    [...event.target.elements].find((button) => button.offsetParent !== null)?.focus();
  }
});
