// The search boxes of fields that find as one types are called what the label of the field says.
const { jQuery } = window.django;

jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = document.querySelector(`label[for=${select.id}]`)?.textContent ?? "";
    select.nextElementSibling.querySelector("[type=search]")?.setAttribute("aria-label", name);
  }
});
