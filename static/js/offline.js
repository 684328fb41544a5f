// When the network fails, says so where results are announced; what was typed stays in its form.

document.addEventListener("htmx:sendError", ({ detail }) => {
  const place = detail.elt.closest("#reactions") ? "reactions-said" : "comments-said";
  document.getElementById(place).textContent = "No connection. Nothing is lost; please try again.";
});
