// Fields that suggest while one types: arrows walk through the list, Enter takes, Escape closes it (the combobox pattern).
import { say } from "./words.js";

const PAUSE = 200; // milliseconds
const ADDRESS = /^(https?:|mailto:|\/|#)/i;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const said = input.closest("dialog, form").querySelector("[data-suggested]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let pause, asking;

  function activate(option) {
    for (const other of options()) other.setAttribute("aria-selected", other === option);
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(html, term = "") {
    list.innerHTML = html;
    list.hidden = !options().length;
    input.setAttribute("aria-expanded", !list.hidden);
    activate(term ? options()[0] : undefined);
    said.textContent = term ? say(options().length ? "suggestions" : "no_suggestions", { count: options().length }) : "";
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const term = input.value.trim();
    if (ADDRESS.test(term)) return show("");
    try {
      const [, itself = ""] = location.pathname.match(/article\/(\d+)\//) ?? []; // which may have begun meanwhile
      const response = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: term, not: itself })}`, { signal: asking.signal, redirect: "error" });
      if (!response.ok) throw new Error(`It answered ${response.status}`);
      show(await response.text(), term);
    } catch (error) {
      if (error.name === "AbortError") return;
      show("");
      said.textContent = say("cannot_suggest");
    }
  }

  function take(option) {
    Object.assign(input.dataset, { chosen: option.dataset.name });
    input.value = option.dataset.url;
    show("");
    input.form.requestSubmit(input.form.querySelector("[type=submit]"));
  }

  input.addEventListener("suggest", () => (delete input.dataset.chosen, show(""), ask()));
  input.addEventListener("input", () => {
    delete input.dataset.chosen;
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const active = all.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
    const step = { ArrowDown: 1, ArrowUp: active < 0 ? 0 : -1 }[event.key];
    if (step !== undefined && all.length) activate(all[(active + step + all.length) % all.length]);
    else if (event.key === "Enter" && all[active]) take(all[active]);
    else if (event.key === "Escape" && !list.hidden) show("");
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => target.closest("[role=option]") && take(target.closest("[role=option]")));
}
