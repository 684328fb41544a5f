// What the masthead will look like, while one types. Both variants of the colour come from the server, which alone
// knows how far it has to be changed to be readable.
const previews = [...document.querySelectorAll("[data-site-preview]")];
const sheet = document.querySelector("[data-accent-sheet]");
const COLOUR = /^#[0-9a-f]{6}$/i;
const [name, tagline, accent, logo, dark] = ["name", "tagline", "accent", "logo", "logo_dark"].map((field) =>
  document.getElementById(`id_${field}`),
);

const say = (field) => {
  for (const place of document.querySelectorAll(`[data-shows=${field.name}]`)) {
    if (!place.querySelector("img")) place.textContent = field.value;
  }
};

function showLogo(scheme, file) {
  const place = document.querySelector(`[data-site-preview][data-theme=${scheme}] [data-shows=name]`);
  const picture = document.createElement("img");
  picture.alt = name.value;
  const reader = new FileReader(); // a data: address is what the page's policy allows
  reader.onload = () => {
    picture.src = reader.result;
    place.replaceChildren(picture);
  };
  reader.readAsDataURL(file);
}

if (previews.length && name) {
  for (const field of [name, tagline]) field.addEventListener("input", () => say(field));
  accent.addEventListener("change", () => {
    if (!COLOUR.test(accent.value)) return;
    sheet.href = `/accent/${accent.value.slice(1).toLowerCase()}.css`;
    for (const facts of document.querySelectorAll(".site-preview__facts")) facts.hidden = true;
  });
  logo.addEventListener("change", () => {
    if (!logo.files[0]) return;
    showLogo("light", logo.files[0]);
    if (!dark.files[0]) showLogo("dark", logo.files[0]);
  });
  dark.addEventListener("change", () => dark.files[0] && showLogo("dark", dark.files[0]));
}
