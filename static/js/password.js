// A password can be looked at before it is sent. Without this module its field is a plain one.
const words = JSON.parse(document.querySelector("[data-password-words]").dataset.passwordWords)

for (const input of document.querySelectorAll("input[type=password]")) {
  const frame = document.createElement("span")
  const button = document.createElement("button")
  frame.className = "password"
  button.className = "password__toggle"
  button.type = "button"
  button.setAttribute("aria-controls", input.id)

  const show = (shown) => {
    input.type = shown ? "text" : "password"
    button.textContent = shown ? words.hide : words.show
    button.setAttribute("aria-label", shown ? words.hidePassword : words.showPassword)
  }

  input.before(frame)
  frame.append(input, button)
  show(false)
  button.addEventListener("click", () => show(input.type === "password"))
  // Password managers look for a password field when the form is sent.
  input.form.addEventListener("submit", () => show(false))
}
