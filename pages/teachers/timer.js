// A quiet timer for the phases of a lesson: it stands at the edge of the screen, stays there from page to page, and makes
// no sound. A click on it takes it away.

const MINUTE = 60_000; // milliseconds
const LOOK = 250;

let timer = null;

function write(place, end) {
  const left = Math.round((end - Date.now()) / 1000);
  const seconds = Math.abs(left);
  const text = `${left < 0 ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("over", left <= 0);
}

function leave() {
  clearInterval(timer?.ticking);
  timer?.place.remove();
  timer = null;
}

function begin(minutes) {
  leave();
  const place = document.createElement("button");
  place.className = "phase-timer";
  place.title = "Time left in this phase; a click takes it away";
  place.setAttribute("role", "timer");
  place.addEventListener("click", leave);
  document.body.append(place);
  const end = Date.now() + minutes * MINUTE;
  timer = { place, ticking: setInterval(() => write(place, end), LOOK) };
  write(place, end);
}

function press({ target }) {
  const button = target.closest?.("button[data-minutes]");
  if (button) begin(Number(button.dataset.minutes));
}

export default function () {
  document.addEventListener("click", press);
  return () => document.removeEventListener("click", press);
}
