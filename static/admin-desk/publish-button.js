// The button says what it would do: publish at once, or at the moment in the date field. Both are in the site's own time
// zone, which the reader's computer does not know; the field brings the time at which the page was made.
import { say } from "./words.js";

const button = document.querySelector(".submit-row button[name=_publish]");
const moment = document.getElementById("id_published_at");
if (button && moment) {
  const show = () => {
    button.textContent = say(moment.value > moment.dataset.now ? "schedule" : "publish");
  };
  moment.addEventListener("input", show);
  show();
}
