// Each picture is sent on its own, with a bar, a way to stop it and one to try again. What the server says of it goes out
// as "library:answer" at its row, and "library:idle" at the form says that nothing is on its way any more.
import { say } from "./words.js";

const AT_ONCE = 2; // the server reads one picture at a time
const form = document.querySelector("[data-uploads]");
const waiting = [];
let running = 0;

function tell(row, state, name) {
  row.dataset.state = state;
  row.querySelector("[data-row-said]").textContent = say(name);
}

function send({ file, row }) {
  const data = new FormData(form);
  data.set("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => {
    row.querySelector("progress").value = (100 * loaded) / total;
    tell(row, "sending", loaded < total ? "sending" : "checked");
  };
  const lost = { errors: true, message: say("lost") };
  const answer = () => row.dispatchEvent(new CustomEvent("library:answer", { bubbles: true, detail: request.response ?? lost }));
  request.onload = request.onerror = answer;
  request.onabort = () => tell(row, "stopped", "stopped");
  request.onloadend = () => {
    running -= 1;
    next();
    if (!running) form.dispatchEvent(new Event("library:idle"));
  };
  row.querySelector("[data-cancel]").onclick = () => request.abort();
  tell(row, "sending", "sending");
  request.send(data);
}

function next() {
  for (; running < AT_ONCE && waiting.length; running += 1) send(waiting.shift());
}

function queue(upload) {
  if (upload.file.size > form.dataset.mostBytes) return tell(upload.row, "failed", "file_too_large");
  tell(upload.row, "waiting", "waiting");
  upload.row.querySelector("[data-cancel]").onclick = () => {
    waiting.splice(waiting.indexOf(upload), 1);
    tell(upload.row, "stopped", "stopped");
  };
  waiting.push(upload);
  next();
}

form?.addEventListener("library:files", ({ detail: files }) => {
  for (const file of files) {
    const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    row.querySelector("[data-retry]").onclick = () => queue({ file, row });
    form.querySelector("[data-list]").append(row);
    queue({ file, row });
  }
});
