// Fills the form of an article or page with a kept copy ("article:fill", from copy-offer.js), or with the fields of it that it names.
function fill(element, values, copy) {
  if (element.matches("[type=checkbox], [type=radio]")) {
    element.checked = values.includes(element.value);
  } else if (element.matches("select")) {
    for (const value of values) {
      const label = copy.labels[`${element.name} ${value}`];
      if (label && ![...element.options].some((option) => option.value === value)) element.add(new Option(label, value));
    }
    for (const option of element.options) option.selected = values.includes(option.value);
    if (!element.multiple) return;
    for (const value of values) element.append([...element.options].find((option) => option.value === value) ?? ""); // in their order
  } else {
    element.value = values[0] ?? "";
  }
}

function showPicture(chooser, source) {
  const preview = chooser.querySelector("[data-preview]");
  preview?.replaceChildren(...(source ? [Object.assign(new Image(), { src: source, alt: "" })] : []));
  const remove = chooser.querySelector("[data-remove]");
  if (remove) remove.hidden = !source;
}

document.addEventListener("article:fill", ({ detail: { copy, editor } }) => {
  const form = document.querySelector("#article_form, #page_form");
  const values = (name) => copy.fields.filter(([other]) => other === name).map(([, value]) => value);
  const isMeant = (name) => !copy.names || copy.names.includes(name);
  for (const element of form.querySelectorAll("[name]:not(button, [name=csrfmiddlewaretoken], [name=body])")) {
    if (!isMeant(element.name)) continue;
    fill(element, values(element.name), copy);
    if (element.matches("select")) window.django.jQuery(element).trigger("change");
  }
  for (const chooser of form.querySelectorAll("[data-picture-chooser]")) {
    const { name } = chooser.querySelector("input");
    if (isMeant(name)) showPicture(chooser, copy.previews[name]);
  }
  if (!copy.names) editor.commands.setContent(values("body")[0] ?? "", { emitUpdate: true });
  form.elements.title?.dispatchEvent(new Event("input", { bubbles: true }));
});
