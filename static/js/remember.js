// Readers without an account turn off that their browser remembers what they read ("read-off"), and with it what it knows.

const button = document.querySelector("[data-remember]");
const isOff = () => Boolean(localStorage.getItem("read-off"));
const label = () => (button.textContent = isOff() ? button.dataset.turnOn : button.dataset.turnOff);

function turnOff() {
  localStorage.setItem("read-off", "1");
  for (const name of Object.keys(localStorage)) if (name === "read" || name.startsWith("place:")) localStorage.removeItem(name);
  globalThis.caches?.delete("pages"); // what they opened (offline/worker.js)
}

try {
  label();
  button.hidden = false;
  button.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem("read-off");
    else turnOff();
    label();
    dispatchEvent(new Event("shelf:changed"));
  });
} catch {
  // A browser that keeps nothing.
}
