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

function reading(value) {
  return Number.isNaN(value) ? "" : String(Number(value.toPrecision(5))).replace("-", "−");
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
    if (message.kind === "present") this.present = message;
    else this.families.set(message.slider, message);
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
      return thumb !== null && Math.abs(thumb - value) > present.steps[slider] * 0.501;
    });
    if (moved.length > 1) return;
    if (moved.length === 0) {
      if (present.fresh && !this.shown) return;
      this.paint(plot, "present", arrays(present, 0));
      return;
    }
    const [slider] = moved[0];
    const family = this.families.get(slider);
    if (!family) return;
    const position = Math.max(0, Math.min(family.count - 1, (this.thumb(slider) - family.low) / family.step));
    const near = Math.round(position);
    this.paint(
      plot,
      `${slider} ${position}`,
      { ...arrays(present, 0), ...this.merged(present, family, Math.abs(near - position) < 0.01 ? near : position) },
    );
  }

  // A family leaves out what its slider does not change.
  merged(present, family, position) {
    const changed = arrays(family, position);
    const held = arrays(present, 0);
    return Object.fromEntries(Object.entries(changed).map(([trace, values]) => [trace, { ...held[trace], ...values }]));
  }

  paint(plot, signature, state) {
    if (signature === this.signature) return;
    this.signature = signature;
    this.shown = state;
    const traces = Object.keys(state).map(Number);
    const data = traces.map((trace) => this.update(plot, trace));
    globalThis.Plotly.animate(plot, { data, traces }, STILL).catch(() => {});
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLED);
  }

  update(plot, trace) {
    const values = this.shown[trace];
    if (!plot.data[trace].mode?.includes("text")) return values;
    return { ...values, text: Array.from(values.y, (y) => plot.data[trace].name + reading(y)) };
  }

  settle() {
    const { plot, shown } = this;
    if (!plot || !shown) return;
    const traces = Object.keys(shown).map(Number);
    const updates = traces.map((trace) => this.update(plot, trace));
    const style = { x: updates.map(({ x }) => x), y: updates.map(({ y }) => y) };
    globalThis.Plotly.restyle(plot, style, traces);
  }

  // Streamlit draws its own specification again when the theme, the window or full screen changes.
  watch(plot) {
    if (this.watched === plot) return;
    this.watched = plot;
    this.shown = null;
    plot.on("plotly_afterplot", () => {
      if (this.watched !== plot || !this.shown) return;
      const [trace, { y }] = Object.entries(this.shown)[0];
      if (plot.data[trace].y !== y) this.settle();
    });
  }
}

const charts = (globalThis.activationExplorerCharts ??= new Map());

if (!globalThis.activationExplorerThumbs) {
  globalThis.activationExplorerThumbs = new MutationObserver(() => charts.forEach((chart) => chart.schedule()));
  const options = { subtree: true, attributes: true, attributeFilter: ["aria-valuetext"] };
  globalThis.activationExplorerThumbs.observe(document.documentElement, options);
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
    const ready = chart.plot && Object.keys(message.held).every((slider) => chart.thumb(slider) !== null);
    if (ready) {
      chart.schedule();
      if (!message.alive) setStateValue("alive", true);
    } else if (Date.now() - started < PATIENCE) {
      timer = setTimeout(attach, 50);
    } else {
      console.info(`Live preview: no chart or slider to hold on to for “${message.chart}”; it follows on release.`);
    }
  })();
  return () => clearTimeout(timer);
}
