// A chart that Streamlit replaces stays in sight until its successor is drawn.

const STAND_IN = 3000; // milliseconds after which a picture of a chart gives way to a successor that has not come

// Streamlit puts a new chart in the place of one whose specification changes, and draws it only some frames later. A
// still picture of the old one stands there until then.
function showStandIn(old, key) {
  const place = findElement(key, ".stPlotlyChart");
  const paper = old.querySelector(".svg-container");
  if (!place || !paper) return;
  const layers = [...paper.querySelectorAll(".main-svg")].map((layer) => layer.cloneNode(true));
  // Plotly's rules of style hold in its own element only.
  for (const layer of layers) Object.assign(layer.style, { position: "absolute", left: "0", top: "0" });
  const picture = document.createElement("div");
  picture.className = "stand-in";
  picture.setAttribute("aria-hidden", "true");
  picture.append(...layers);
  const { width, height } = paper.style;
  Object.assign(picture.style, { position: "absolute", left: "0", top: "0", width, height, pointerEvents: "none" });
  place.after(picture);
  const [there, here] = [place.getBoundingClientRect(), picture.getBoundingClientRect()];
  Object.assign(picture.style, { left: `${there.left - here.left}px`, top: `${there.top - here.top}px` });
  // A successor may be lower.
  const { clientHeight } = place.closest("[class*=st-key-]");
  Object.assign(picture.style, { maxHeight: `${clientHeight}px`, overflow: "hidden" });
  const end = performance.now() + STAND_IN;
  (function look() {
    if (place.isConnected && !isFinished(place) && performance.now() < end) requestAnimationFrame(look);
    else picture.remove();
  })();
}

// Whether a chart is drawn in its final width; before that Streamlit hides it.
function isFinished(place) {
  const plot = place.querySelector(".js-plotly-plot");
  const paper = plot?.querySelector(".main-svg");
  return paper?.querySelector(".trace, .hm")
    && getComputedStyle(plot).visibility !== "hidden"
    && Math.abs(paper.clientWidth - place.clientWidth) < 2;
}

// Plotly's own function that empties a chart.
let purge = null;

// What is about to be emptied may be needed for a picture. A Plotly that cannot be changed leaves some frames blank.
function keepPictures() {
  if (purge || Object.isFrozen(globalThis.Plotly)) return;
  ({ purge } = globalThis.Plotly);
  globalThis.Plotly.purge = (plot) => {
    charts.forEach((chart) => chart.part());
    return purge(plot);
  };
}
