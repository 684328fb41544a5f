// When the network or the server says no, the page stays as it is, with all that was typed; beside it stands why.

const words = JSON.parse(document.querySelector("[data-comment-words]").dataset.commentWords);

function say(button, said) {
  const place = button.closest("#reactions")
    ? document.getElementById("reactions-said")
    : (document.querySelector(".comments__failed") ?? document.createElement("p"));
  if (!place.id) {
    place.className = "comments__said comments__failed";
    place.setAttribute("role", "alert");
    (button.closest(".comment__foot, form") ?? document.getElementById("comments")).append(place);
  }
  place.replaceChildren(Object.assign(document.createElement("span"), { className: "failed", textContent: said }));
}

// The button, also where its form stands elsewhere on the page.
const pressed = ({ elt, requestConfig }) => requestConfig.triggeringEvent?.submitter ?? elt;

document.addEventListener("htmx:sendError", ({ detail }) => {
  say(pressed(detail), words.offline);
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  const page = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  const why = page.querySelector("main h1")?.textContent ?? words.broken;
  say(pressed(detail), words.refused.replace("%(why)s", why));
});
