// Words and fields beside a chart that repeat what its thumbs and its probe say.

// Writes the heights at the probe into the words beside its chart.
function writeReadings(plot, state) {
  plot.data.forEach(({ name, meta }, trace) => {
    if (!meta?.slider || !state[trace]) return;
    const places = document.querySelectorAll(`[data-reading="${CSS.escape(name.split(" ")[0])}"]`);
    for (const place of places) place.textContent = format(state[trace].y[0]);
  });
}

// What the thumbs said last, by slider.
const said = new Map();

// Writes what a thumb says into the words and fields that repeat it.
function writeValues() {
  for (const place of document.querySelectorAll("[data-value]")) {
    const slider = place.dataset.value;
    const text = findElement(slider, "input[type=range]")?.getAttribute("aria-valuetext");
    if (!text || place === document.activeElement) continue;
    // What it says to begin with is rounded.
    if (said.has(slider) && said.get(slider) !== text) place["value" in place ? "value" : "textContent"] = format(Number(text));
  }
  for (const { dataset: { value: slider } } of document.querySelectorAll("[data-value]")) {
    said.set(slider, findElement(slider, "input[type=range]")?.getAttribute("aria-valuetext"));
  }
}

// Marks the words that are still those of the values before, until the server has sent them all anew.
let stale = false;
let check = null;

function dimStaleWords() {
  clearTimeout(check);
  const behind = [...charts.values()].some((chart) => chart.isBehind());
  const running = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";
  if (stale && !behind && running) {
    check = setTimeout(dimStaleWords, 50);
    return;
  }
  if (!stale && !behind) return;
  stale = behind;
  for (const part of document.querySelectorAll("[class*=st-key-follows-]")) part.setAttribute("aria-busy", String(stale));
}
