// Rows that have an order get buttons that move them, in place of the numbers one types without this module.
import { say } from "./words.js";

const number = (rows) => rows.forEach((row, place) => {
  row.querySelector("[name$=-ORDER]").value = place + 1;
});

function button(text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet-button link-row__move";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

for (const group of document.querySelectorAll("[data-rows]")) {
  const rows = () => [...group.querySelectorAll("[data-row]")];
  const move = (row, other, place) => (event) => {
    const beside = row[other];
    if (beside) beside[place](row);
    number(rows());
    row.dispatchEvent(new Event("input", { bubbles: true }));
    event.currentTarget.focus();
  };
  for (const row of rows()) {
    const select = row.querySelector("select");
    const what = () => select.selectedOptions[0]?.textContent ?? "";
    const tools = document.createElement("div");
    tools.className = "link-row__tools";
    tools.append(
      button("↑", say("move_up", { name: what() }), move(row, "previousElementSibling", "before")),
      button("↓", say("move_down", { name: what() }), move(row, "nextElementSibling", "after")),
    );
    row.querySelector(".link-row__order").hidden = true;
    row.append(tools);
  }
  number(rows());
}
