// Keys for the queues of comments: a key presses the button of the comment that has the focus, and j and k move it.
const desk = document.querySelector("[data-moderation]")
const cards = [...desk.querySelectorAll("[data-card]")]

function current() {
  return document.activeElement?.closest("[data-card]") ?? cards.find((card) => card.matches(":target")) ?? cards[0]
}

function move(step) {
  const at = document.activeElement?.closest("[data-card]")
  const next = at ? cards[cards.indexOf(at) + step] : current()
  next?.focus()
  next?.scrollIntoView({ block: "nearest" })
}

function press(key) {
  const place = key === "u" ? desk : current()
  const button = place?.querySelector(`[data-key="${key}"]`)
  button?.click()
  if (key === "r") button?.parentElement.querySelector("input")?.focus()
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("[name=chosen]")?.click(),
  a: () => press("a"),
  s: () => press("s"),
  r: () => press("r"),
  u: () => press("u"),
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.activeElement?.closest("details[open]")
    open?.removeAttribute("open")
    open?.closest("[data-card]")?.focus()
  }
  const isTyping = event.target.matches("textarea, select, input:not([type=checkbox])")
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return
  event.preventDefault()
  acts[event.key]()
})

// Enter in the words must not press the first button of the page.
desk.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[name^=words]")) event.preventDefault()
})

// A panel that opens below the edge of the screen comes up to where it is read.
const show = ({ target }) => target.open && target.lastElementChild.scrollIntoView({ block: "nearest" })
desk.addEventListener("toggle", show, true)

desk.querySelector("[data-keys]")?.removeAttribute("hidden")
if (location.hash && cards.length) current().focus()
