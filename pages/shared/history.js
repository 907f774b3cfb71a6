// One step back returns to the picture as it was.
//
// On the way to another page of the app Streamlit first takes the query out of the present page's address, as a
// step of its own in the history, so that Back would lead to the page at its defaults; and on the way back it drops
// what both pages keep under the same name, such as alpha. The first is prevented; after the second the page
// is loaded from its link. In a browser without the Navigation API both stay as Streamlit has them.

export default function () {
  const { navigation } = window;
  if (!navigation) return undefined;
  let left;

  const leave = (event) => {
    const link = event.target.closest?.("a[href]");
    left = link && link.host === location.host && link.pathname !== location.pathname ? location.pathname : undefined;
  };
  const step = (event) => {
    if (left === undefined || event.navigationType !== "push") return;
    if (new URL(event.destination.url).pathname === left) event.preventDefault();
    else left = undefined;
  };
  const arrive = (event) => {
    const before = new URL(event.from.url).pathname;
    if (event.navigationType === "traverse" && location.pathname !== before && location.search) location.reload();
  };

  document.addEventListener("click", leave, true);
  navigation.addEventListener("navigate", step);
  navigation.addEventListener("currententrychange", arrive);
  return () => {
    document.removeEventListener("click", leave, true);
    navigation.removeEventListener("navigate", step);
    navigation.removeEventListener("currententrychange", arrive);
  };
}
