// "authorize" takes along what was typed, as the button below the text does.

document.addEventListener("click", (event) => {
  const form = document.getElementById(event.target.closest?.("[data-draft]")?.dataset.draft);
  if (!form?.elements.body.value.trim()) return;
  event.preventDefault();
  form.requestSubmit();
});
