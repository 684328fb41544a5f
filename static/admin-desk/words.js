// What the other modules say to people: the page brings it in its language (`magazine/templatetags/script_words.py`).
const brought = document.getElementById("script-words")?.textContent ?? "{}"; // not by lists, where the modules rest
const { locale, words = {}, tools = {} } = JSON.parse(brought);
const shown = (value) => (typeof value === "number" ? value.toLocaleString(locale) : value);

// By its name, with its placeholders filled in; where it depends on a number, that is `count`.
export function say(name, values = {}) {
  const forms = words[name];
  const text = forms.other ? (forms[new Intl.PluralRules(locale).select(values.count)] ?? forms.other) : forms;
  return text.replace(/%\((\w+)\)s|%%/g, (found, place) => (place ? shown(values[place]) : "%"));
}

export { locale, tools };
