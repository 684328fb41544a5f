// What became of each upload, and where to go from there when all are done.
import { say } from "./words.js";

const form = document.querySelector("[data-uploads]");
const added = [];

function explain(said, { message, twin }) {
  said.textContent = twin ? say("in_library") : message;
  if (twin) said.append(Object.assign(document.createElement("a"), { href: twin.change, textContent: twin.name }));
}

form?.addEventListener("library:answer", ({ target: row, detail }) => {
  const said = row.querySelector("[data-row-said]");
  row.dataset.state = detail.errors ? "failed" : "done";
  row.querySelector("[data-picture]").innerHTML = (detail.twin ?? detail).html ?? "";
  if (detail.errors) return explain(said, detail);
  said.textContent = say("added");
  added.push(detail.number);
});

form?.addEventListener("library:idle", () => {
  const failed = form.querySelectorAll("[data-state=failed]").length;
  form.querySelector("[data-said]").textContent = say(failed ? "some_added" : "all_added", { added: added.length, failed });
  form.querySelector("[data-next]").hidden = !added.length;
  form.querySelector("[data-describe-link]").href = `${form.dataset.describe}?queue=${added}`;
});
