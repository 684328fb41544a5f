// The button says what it would do: publish at once, or at the moment in the date field. Both are in the site's own time
// zone, which the reader's computer does not know; the field brings the time at which the page was made.
const button = document.querySelector(".submit-row button[name=_publish]");
const moment = document.getElementById("id_published_at");
if (button && moment) {
  const say = () => {
    button.textContent = moment.value > moment.dataset.now ? "Schedule" : "Publish";
  };
  moment.addEventListener("input", say);
  say();
}
