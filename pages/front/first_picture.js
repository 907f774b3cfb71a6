// Takes the picture that came with the document away in the frame in which Streamlit has drawn the page itself.
(() => {
  const [CALM, PATIENCE] = [250, 3000]; // milliseconds
  const picture = document.getElementById("first-picture");
  if (!picture) return;
  const drawn = picture.dataset.until;
  const place = picture.dataset.place;
  let waiting;
  let leaving;
  const end = () => {
    watcher.disconnect();
    picture.remove();
  };
  const look = () => {
    const root = document.getElementById("root");
    const found = root.querySelector(drawn);
    const ran = root.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
    // Streamlit hides a chart until it knows how large it is, and may draw it once more.
    if (ran && found && getComputedStyle(found).visibility !== "hidden") leaving ??= setTimeout(end, CALM);
    else leaving = clearTimeout(leaving);
    // The page has run, nothing of it is still to be loaded, and it has no such picture: it says why.
    const begun = root.querySelector("[data-testid=stMainBlockContainer] .stElementContainer");
    const loading = root.querySelector("[data-testid=stSkeleton]");
    if (ran && begun && !loading && !(place && root.querySelector(place))) waiting ??= setTimeout(end, PATIENCE);
    else waiting = clearTimeout(waiting);
    // Where the chart will be, once Streamlit has made room for it.
    const room = place && root.querySelector(place)?.getBoundingClientRect();
    if (room?.width && room.height > 100) {
      const here = picture.getBoundingClientRect();
      const moved = new DOMMatrix(getComputedStyle(picture).transform);
      picture.style.transform = `translate(${moved.e + room.left - here.left}px, ${moved.f + room.top - here.top}px)`;
      if (picture.dataset.fills) {
        picture.style.width = `${room.width}px`;
        picture.style.height = `${room.height}px`;
      }
    }
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.getElementById("root"), { childList: true, subtree: true, attributes: true });
})();
