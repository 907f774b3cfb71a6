// Paints a Streamlit chart while the thumb of a Streamlit slider moves, from curves that Python has computed.
//
// Messages of two kinds arrive, each in a component of its own: "present" holds what the chart shows at the
// sliders' values that the server knows, "family" what it shows at every value of one slider, the others held.
// What to paint follows from the thumbs alone: if all stand where the server thinks, the present; if one has
// moved, its family at that value; if several have, nothing, since the families are for other held values and
// the answer of the server is under way.

const MISSING = 65535;
const PATIENCE = 15000; // milliseconds until a chart or slider that has not appeared is given up
const SETTLED = 150; // milliseconds without a paint after which hover, zoom and export are brought up to date
const SWEEP = 5000; // milliseconds for a slider to both ends and back
const SLOW_STEP = 700; // milliseconds between the still pictures of a sweep for people who prefer less motion
const XLINK = "http://www.w3.org/1999/xlink";
const STILL = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };

function unpack(bytes) {
  const buffer = bytes.slice().buffer;
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  return { ...header, buffer, start: 4 + size };
}

function row(message, track, index) {
  const { n, low, high } = track;
  const start = message.start + track.start;
  if (low === undefined) return new Float32Array(message.buffer, start + index * n * 4, n);
  const fractions = new Uint16Array(message.buffer, start + index * n * 2, n);
  const scale = (high - low) / (MISSING - 1);
  return Float32Array.from(fractions, (fraction) => (fraction === MISSING ? NaN : low + fraction * scale));
}

// The arrays of a message at a position between its rows: {trace: {x, y}}.
function arrays(message, position) {
  const result = {};
  const before = Math.floor(position);
  const share = position - before;
  for (const track of message.tracks) {
    let values = row(message, track, before);
    if (share > 1e-6) {
      const after = row(message, track, before + 1);
      values = values.map((value, index) => {
        const mixed = value + share * (after[index] - value);
        return Number.isNaN(mixed) ? (share < 0.5 ? value : after[index]) : mixed;
      });
    }
    (result[track.trace] ??= {})[track.attribute] = values;
  }
  return result;
}

// Where a value stands among ascending ones: 2.25 is a quarter of the way from the third to the fourth.
function place(values, value) {
  const after = values.findIndex((each) => each >= value);
  if (after <= 0) return after === 0 ? 0 : values.length - 1;
  const share = (value - values[after - 1]) / (values[after] - values[after - 1]);
  return share > 1 - 1e-6 ? after : after - 1 + share;
}

// Writes plain lines and dots into the paths that Plotly has drawn, an order of magnitude faster than its own update:
// that counts when twelve charts follow one thumb. Returns false where a chart has anything else, or where Plotly's
// insides are not as expected: then Plotly does it.
function rewrite(plot, state) {
  const writes = [];
  for (const [index, { x, y }] of Object.entries(state)) {
    const trace = plot._fullData?.[index];
    if (trace?.visible === "legendonly") continue;
    const group = trace?.uid && plot.querySelector(`.scatterlayer .trace${CSS.escape(trace.uid)}`);
    const [across, up] = [trace?.xaxis, trace?.yaxis].map((id) => plot._fullLayout?.[id?.replace(/^./, "$&axis")]);
    if (!group || !x || !y || !across?.c2p || !up?.c2p) return false;
    const points = Array.from(y, (height, at) => [across.c2p(x[at]), up.c2p(height)]);
    if (trace.mode === "lines" && trace.fill === "none" && trace.line.shape === "linear") {
      const [first, ...others] = group.querySelectorAll("path.js-line");
      if (!first) return false;
      writes.push(() => first.setAttribute("d", path(points)));
      writes.push(() => others.forEach((other) => other.setAttribute("d", "")));
    } else if (trace.mode === "markers") {
      const there = points.filter((point) => point.every(Number.isFinite));
      const dots = group.querySelectorAll("path.point");
      // Plotly takes away what is nowhere, and makes it anew.
      if (dots.length !== there.length) return false;
      writes.push(() => dots.forEach((dot, at) => dot.setAttribute("transform", `translate(${there[at]})`)));
    } else return false;
  }
  writes.forEach((write) => write());
  return true;
}

function path(points) {
  let pen = "M";
  let result = "";
  for (const [x, y] of points) {
    if (Number.isFinite(x) && Number.isFinite(y)) {
      result += `${pen}${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`;
      pen = "L";
    } else pen = "M";
  }
  return result;
}

function reading(value, { digits = 5, least = 0 } = {}) {
  if (value > 0 && value < least) return `<${least}`;
  return Number.isNaN(value) ? "" : String(Number(value.toPrecision(digits))).replace("-", "−");
}

class LiveChart {
  constructor(key) {
    this.key = key;
    this.families = new Map();
    this.present = null;
    this.shown = null;
    this.signature = "";
  }

  get plot() {
    const plot = document.querySelector(`.st-key-${CSS.escape(this.key)} .js-plotly-plot`);
    return plot?.data && globalThis.Plotly ? plot : null;
  }

  thumb(slider) {
    const input = document.querySelector(`.st-key-${CSS.escape(slider)} input[type=range]`);
    const text = input?.getAttribute("aria-valuetext");
    return text ? Number(text) : null;
  }

  accept(message) {
    if (message.kind === "present") {
      this.present = message;
      this.still = arrays(message, 0);
    } else this.families.set(message.slider, message);
    this.signature = "";
    this.schedule();
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.follow();
    });
  }

  follow() {
    const { present, plot } = this;
    if (!present || !plot) return;
    this.watch(plot);
    const moved = Object.entries(present.held).filter(([slider, value]) => {
      const thumb = this.thumb(slider);
      return thumb !== null && Math.abs(thumb - value) > present.rounding[slider] * 0.501;
    });
    if (moved.length > 1) return;
    if (moved.length === 0) {
      if (present.fresh && !this.shown) return;
      this.paint(plot, "present", this.still, present.picture);
      return;
    }
    const [slider] = moved[0];
    const family = this.families.get(slider);
    if (!family) return;
    const position = place(family.values, this.thumb(slider));
    const state = { ...this.still, ...this.merged(family, position) };
    const picture = family.pictures?.[Math.round(position)] ?? present.picture;
    this.paint(plot, `${slider} ${position}`, state, picture);
  }

  // A family leaves out what its slider does not change.
  merged(family, position) {
    const changed = Object.entries(arrays(family, position));
    return Object.fromEntries(changed.map(([trace, values]) => [trace, { ...this.still[trace], ...values }]));
  }

  paint(plot, signature, state, picture) {
    if (signature === this.signature) return;
    this.signature = signature;
    this.shown = state;
    this.picture = picture;
    // Plotly's own way to another picture draws the whole chart anew.
    if (picture) plot.querySelector(".imagelayer image")?.setAttributeNS(XLINK, "href", picture);
    if (!rewrite(plot, state)) this.redraw(plot, state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLED);
  }

  redraw(plot, state) {
    const [traces, maps] = this.kinds(state);
    const data = traces.map((trace) => this.update(plot, trace));
    if (traces.length) globalThis.Plotly.animate(plot, { data, traces }, STILL).catch(() => {});
    // Maps of colours are not among what Plotly animates.
    if (maps.length) globalThis.Plotly.restyle(plot, { z: maps.map((trace) => state[trace].z) }, maps);
  }

  // The traces of lines and marks, and those of maps.
  kinds(state) {
    const all = Object.keys(state).map(Number);
    return [all.filter((trace) => !state[trace].z), all.filter((trace) => state[trace].z)];
  }

  update(plot, trace) {
    const values = this.shown[trace];
    const { mode, name, meta } = plot.data[trace] ?? {};
    if (!mode?.includes("text")) return values;
    return { ...values, text: Array.from(values.y, (y) => name + reading(y, meta)) };
  }

  settle() {
    const { plot, shown } = this;
    // What was painted on a chart that has been replaced is not for its successor, whose traces may be others.
    if (!plot || !shown || plot !== this.watched) return;
    const [traces] = this.kinds(shown);
    if (!traces.length) return;
    const updates = traces.map((trace) => this.update(plot, trace));
    const style = { x: updates.map(({ x }) => x), y: updates.map(({ y }) => y) };
    const layout = this.picture ? { "images[0].source": this.picture } : {};
    globalThis.Plotly.update(plot, style, layout, traces);
  }

  // Streamlit draws its own specification again when the theme, the window or full screen changes.
  watch(plot) {
    if (this.watched === plot) return;
    this.watched = plot;
    this.shown = null;
    plot.on("plotly_afterplot", () => {
      if (this.watched !== plot || !this.shown) return;
      const [trace, { y, z }] = Object.entries(this.shown)[0];
      if (!plot.data[trace]) return;
      if (z && plot.data[trace].z !== z) globalThis.Plotly.restyle(plot, { z: [z] }, [Number(trace)]);
      else if (y && plot.data[trace].y !== y) this.settle();
    });
  }
}

// Sweeps the thumb of a slider to both ends and back to where it was, without a word to the server.
class Sweep {
  constructor(slider, input) {
    this.input = input;
    const [low, high, step] = ["min", "max", "step"].map((name) => Number(input[name]));
    const start = Number(input.value);
    this.home = start;
    // What stands at its end, such as a run that is over, is shown from its beginning.
    this.stops = start === high ? [low, high] : [start, high, low, start];
    this.step = step;
    this.length = this.stops.slice(1).reduce((sum, stop, index) => sum + Math.abs(stop - this.stops[index]), 0);
    this.low = low;
    this.started = performance.now();
    this.pause = matchMedia("(prefers-reduced-motion: reduce)").matches ? SLOW_STEP : 0;
    this.stop = () => this.end(false);
    this.field = input.closest(`.st-key-${CSS.escape(slider)}`);
    this.field.addEventListener("pointerdown", this.stop, { capture: true, once: true });
    this.field.addEventListener("keydown", this.stop, { capture: true, once: true });
    this.next();
  }

  next() {
    const elapsed = performance.now() - this.started;
    const shown = this.pause ? Math.floor(elapsed / this.pause) * this.pause : elapsed;
    if (elapsed >= SWEEP) return this.end(true);
    this.move(this.at((shown / SWEEP) * this.length));
    this.frame = requestAnimationFrame(() => this.next());
  }

  at(distance) {
    for (let index = 1; index < this.stops.length; index += 1) {
      const [from, to] = [this.stops[index - 1], this.stops[index]];
      if (distance <= Math.abs(to - from)) return from + Math.sign(to - from) * distance;
      distance -= Math.abs(to - from);
    }
    return this.home;
  }

  // React listens to input events, and takes a value only if the element's own setter has set it.
  move(value) {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const even = this.low + Math.round((value - this.low) / this.step) * this.step;
    set.call(this.input, String(value === this.home ? value : even));
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  end(home) {
    cancelAnimationFrame(this.frame);
    if (home) this.move(this.home);
    this.field.removeEventListener("pointerdown", this.stop, { capture: true });
    this.field.removeEventListener("keydown", this.stop, { capture: true });
    sweeps.delete(this.input);
  }
}

const sweeps = new Map();

function play(event) {
  const button = event.target.closest?.("[class*=st-key-play-] button");
  if (!button) return;
  const name = [...button.closest("[class*=st-key-play-]").classList].find((name) => name.startsWith("st-key-play-"));
  const slider = name.slice("st-key-play-".length);
  const input = document.querySelector(`.st-key-${CSS.escape(slider)} input[type=range]`);
  if (!input) return;
  // The button is for this script alone; Streamlit would run the page for nothing.
  event.stopImmediatePropagation();
  if (sweeps.has(input)) sweeps.get(input).end(true);
  else sweeps.set(input, new Sweep(slider, input));
}

const charts = (globalThis.activationExplorerCharts ??= new Map());

if (!globalThis.activationExplorerThumbs) {
  globalThis.activationExplorerThumbs = new MutationObserver(() => charts.forEach((chart) => chart.schedule()));
  const options = { subtree: true, attributes: true, attributeFilter: ["aria-valuetext"] };
  globalThis.activationExplorerThumbs.observe(document.documentElement, options);
  document.addEventListener("click", play, { capture: true });
}

export default function ({ data, setStateValue }) {
  const message = unpack(data);
  if (!charts.has(message.chart)) charts.set(message.chart, new LiveChart(message.chart));
  const chart = charts.get(message.chart);
  chart.accept(message);
  if (message.kind !== "present") return () => chart.families.delete(message.slider);

  const started = Date.now();
  let timer = null;
  (function attach() {
    // Back has been pressed meanwhile: an answer would make Streamlit return to the page that was left.
    if (!message.paths.includes(location.pathname.split("/").pop())) return;
    const ready = chart.plot && Object.keys(message.held).every((slider) => chart.thumb(slider) !== null);
    if (ready) {
      chart.schedule();
      if (!message.alive) setStateValue("alive", true);
    } else if (Date.now() - started < PATIENCE) {
      timer = setTimeout(attach, 50);
    } else if (!chart.givenUp) {
      chart.givenUp = true;
      console.info(`Live preview: no chart or slider to hold on to for “${message.chart}”; it follows on release.`);
    }
  })();
  return () => clearTimeout(timer);
}
