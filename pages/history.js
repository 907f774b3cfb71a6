// One step back undoes one click.
//
// The server writes the address once a run, as a step in the history. It is one if somebody has clicked or typed, but
// none if a slider was moved or played, of which each value would be one, or if a link was only put in order.
//
// On the way to another page of the app Streamlit may first take the query out of the present page's address, as a
// step of its own, so that Back would lead to the page at its defaults; that is prevented. On the way back the page
// is loaded from its link. In a browser without the Navigation API all stays as Streamlit has it.

const SLIDERS = "[data-testid=stSlider], [class*=st-key-play-]";

const { navigation } = window;
let left;
let acted = false;

function act({ type, detail, target }) {
  // A click that follows a pointer may come after the address has changed; others are those of the keyboard.
  if (type !== "click" || detail === 0) acted = !target.closest?.(SLIDERS);
}

function leave({ target }) {
  const link = target.closest?.("a[href]");
  left = link && link.host === location.host && link.pathname !== location.pathname ? location.pathname : undefined;
}

function step(event) {
  const { navigationType: type, destination } = event;
  if (type !== "push" && type !== "replace") return;
  const { pathname } = new URL(destination.url);
  if (type === "push" && left !== undefined) {
    if (pathname === left) event.preventDefault();
    else left = undefined;
  } else if (type === "push" && !acted && pathname === location.pathname) {
    event.preventDefault();
    history.replaceState(history.state, "", destination.url);
  }
  acted = false;
}

function arrive({ from, navigationType }) {
  const before = new URL(from.url).pathname;
  if (navigationType === "traverse" && location.pathname !== before && location.search) location.reload();
}

if (navigation) {
  for (const name of ["pointerdown", "keydown", "click"]) document.addEventListener(name, act, true);
  document.addEventListener("click", leave, true);
  navigation.addEventListener("navigate", step);
  navigation.addEventListener("currententrychange", arrive);
}
