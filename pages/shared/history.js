// One step back returns to the picture as it was.
//
// What Streamlit writes into the address after a click or a key is often several steps in the history: one for each
// parameter that a preset sets, and one for those that went with what is no longer shown. Only the first is kept as a
// step, or none if the control itself has written there; the others change the address in place.
//
// On the way to another page of the app Streamlit first takes the query out of the present page's address, as a
// step of its own in the history, so that Back would lead to the page at its defaults; and on the way back it drops
// what both pages keep under the same name, such as alpha. The first is prevented; after the second the page
// is loaded from its link. In a browser without the Navigation API all stays as Streamlit has it.

export default function () {
  const { navigation } = window;
  if (!navigation) return undefined;
  let left;
  let acted = false;

  const act = ({ type, detail }) => {
    // A click that follows a pointer may come after the address has changed; others are those of the keyboard.
    if (type !== "click" || detail === 0) acted = true;
  };
  const leave = (event) => {
    const link = event.target.closest?.("a[href]");
    left = link && link.host === location.host && link.pathname !== location.pathname ? location.pathname : undefined;
  };
  const step = (event) => {
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
  };
  const arrive = (event) => {
    const before = new URL(event.from.url).pathname;
    if (event.navigationType === "traverse" && location.pathname !== before && location.search) location.reload();
  };

  const acts = ["pointerdown", "keydown", "click"];
  acts.forEach((name) => document.addEventListener(name, act, true));
  document.addEventListener("click", leave, true);
  navigation.addEventListener("navigate", step);
  navigation.addEventListener("currententrychange", arrive);
  return () => {
    acts.forEach((name) => document.removeEventListener(name, act, true));
    document.removeEventListener("click", leave, true);
    navigation.removeEventListener("navigate", step);
    navigation.removeEventListener("currententrychange", arrive);
  };
}
