// In class view a presenter's remote, which sends Page Up and Page Down, and the arrow keys go through the lessons: from
// a question to its answer, to the next lesson, and back. Each presses a button that stands on the page.

const FORWARD = ["PageDown", "ArrowRight"];
const BACK = ["PageUp", "ArrowLeft"];
// What arrow keys move already.
const OWN = "input, textarea, select, pre, table, [role=group], [role=radiogroup], [role=listbox], [role=dialog], .katex-display";

const button = (key) => document.querySelector(`[data-testid=stMain] .st-key-${key} button:not([disabled])`);

function neighbour(icon) {
  const buttons = [...document.querySelectorAll("[data-testid=stMain] [class*=st-key-go-] button")];
  return buttons.find((each) => each.querySelector("[data-testid=stIconMaterial]")?.textContent === icon);
}

function step(event) {
  const { key, target } = event;
  const forward = FORWARD.includes(key);
  if (!forward && !BACK.includes(key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (new URLSearchParams(location.search).get("view") !== "class") return;
  if (key.startsWith("Arrow") && target.closest?.(OWN)) return;
  const pressed = forward ? button("reveal") ?? neighbour("arrow_forward") : button("again") ?? neighbour("arrow_back");
  if (!pressed) return;
  event.preventDefault();
  event.stopPropagation();
  // A key that is held down takes one step, and the next only once the page has come.
  const running = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";
  if (!event.repeat && !running) pressed.click();
}

export default function () {
  document.addEventListener("keydown", step, true);
  return () => document.removeEventListener("keydown", step, true);
}
