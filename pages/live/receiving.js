// Receives what Python sends, in elements of HTML that nobody sees. A message is of one of two kinds: "present" holds
// what a chart shows at the sliders' values that the server knows, "family" a part of what it shows at every value of
// one slider, the others held; "present" names the families that are right.

const PATIENCE = 15000; // milliseconds until a chart or slider that has not appeared is given up

// The elements that have brought messages, each with what undoes that.
const brought = new Map();
const carriers = document.getElementsByClassName("live-message");

// Takes the messages of new elements, and drops those of elements that are gone.
function collect() {
  for (const [carrier, leave] of brought) {
    if (carrier.isConnected) continue;
    leave();
    brought.delete(carrier);
  }
  for (const carrier of carriers) {
    if (!brought.has(carrier)) {
      brought.set(carrier, receive(Uint8Array.from(atob(carrier.dataset.message), (letter) => letter.charCodeAt(0))));
    }
  }
}

// Takes the messages of one element, each after its length; returns what undoes it.
function receive(data) {
  const sizes = new DataView(data.buffer);
  const leaves = [];
  for (let start = 0, end; start < data.length; start = end) {
    end = start + 4 + sizes.getUint32(start, true);
    leaves.push(take(unpack(data.subarray(start + 4, end))));
  }
  return () => leaves.forEach((leave) => leave());
}

function take(message) {
  if (!charts.has(message.chart)) charts.set(message.chart, new LiveChart(message.chart));
  const chart = charts.get(message.chart);
  chart.accept(message);
  if (message.kind !== "present") {
    const { token } = message;
    // Another element may have brought it too.
    return () => chart.families.get(token) === message && chart.families.delete(token);
  }

  // A session that begins anew, as after a restart of the server, has not heard of it.
  globalThis.activationExplorer.alive = message.alive;

  const started = Date.now();
  let timer = null;
  (function attach() {
    // Back has been pressed meanwhile: an answer would make Streamlit return to the page that was left.
    if (!message.paths.includes(location.pathname.split("/").pop())) return;
    const ready = chart.plot && Object.keys(message.held).every((slider) => chart.thumb(slider) !== null);
    if (ready) {
      chart.schedule();
      works = location.pathname;
      report();
      return;
    }
    if (Date.now() - started < PATIENCE) {
      timer = setTimeout(attach, 50);
    } else if (!chart.givenUp) {
      chart.givenUp = true;
      console.info(`Live preview: no chart or slider to hold on to for “${message.chart}”; it follows on release.`);
    }
  })();
  return () => clearTimeout(timer);
}

// Tells the server, through report.js, that there is a chart with its sliders to paint.
let works = "";

function report() {
  const explorer = globalThis.activationExplorer;
  const server = globalThis.activationExplorerServer;
  if (!server || explorer.alive || works !== location.pathname) return;
  // A word to the server would cut off a run of the page: what it has still to draw then comes to a place that is gone.
  if (document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running") {
    setTimeout(report, 100);
    return;
  }
  explorer.alive = true;
  server.setStateValue("alive", true);
}

function start() {
  globalThis.activationExplorer = { charts, collect, report, alive: false };
  const options = { subtree: true, attributes: true, attributeFilter: ["aria-valuetext"] };
  const thumbs = new MutationObserver(() => {
    charts.forEach((chart) => chart.schedule());
    writeValues();
    dimStaleWords();
  });
  thumbs.observe(document.documentElement, options);
  const nodes = new MutationObserver(() => {
    charts.forEach((chart) => chart.part());
    collect();
    if (stale) dimStaleWords();
  });
  nodes.observe(document.documentElement, { subtree: true, childList: true });
  collect();
  for (const name of ["pointerdown", "pointerup", "pointercancel"]) {
    document.addEventListener(name, () => (pointerDown = name === "pointerdown"), { capture: true });
  }
}

start();
