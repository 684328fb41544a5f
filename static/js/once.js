// A double click must not sign somebody up twice: the second answer would be that the name is taken.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault()
    sent = true
  })
  addEventListener("pageshow", () => (sent = false))
}
