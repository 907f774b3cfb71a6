// Paints a Streamlit chart while the thumb of a Streamlit slider moves, from curves that Python has computed.
//
// It is loaded once. Messages of two kinds arrive, in elements of HTML that nobody sees: "present" holds what the chart
// shows at the sliders' values that the server knows, "family" a part of what it shows at every value of one slider,
// the others held; "present" names the families that are right.
// What to paint follows from the thumbs alone: if all stand where the server thinks, the present; if one has
// moved, its family at that value; if several have, nothing, since the families are for other held values and
// the answer of the server is under way.

const MISSING = 65535;
const PATIENCE = 15000; // milliseconds until a chart or slider that has not appeared is given up
const SETTLED = 150; // milliseconds without a paint after which hover, zoom and export are brought up to date
const HAIR = 0.1; // pixels by which a drawn line may miss its points
const STAND_IN = 3000; // milliseconds after which a picture of a chart gives way to a successor that has not come
const NEAR = "200px"; // how far outside of the window a chart is painted as if it were seen
const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const STILL = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };

// The element of a keyed widget or chart; looking through the whole page in every frame takes long.
const elements = new Map();
function findElement(key, selector) {
  const known = elements.get(key + selector);
  if (known?.isConnected) return known;
  const element = document.querySelector(`.st-key-${CSS.escape(key)} ${selector}`);
  elements.set(key + selector, element);
  return element;
}

function unpack(bytes) {
  const buffer = bytes.slice().buffer;
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  return { ...header, buffer, start: 4 + size };
}

// One array of one trace at a position between the rows of a message.
function interpolate(message, track, position) {
  const { n, low, high, bits } = track;
  const start = message.start + track.start;
  const rows = new (bits ? Uint8Array : low === undefined ? Float32Array : Uint16Array)(message.buffer, start);
  const scale = (high - low) / (MISSING - 1);
  const at = (index) => {
    if (bits) return (rows[index >> 3] >> (index & 7)) & 1;
    const raw = rows[index];
    return low === undefined ? raw : raw === MISSING ? NaN : low + raw * scale;
  };
  const before = Math.floor(position);
  const share = position - before;
  const length = bits ? Math.ceil(n / 8) * 8 : n;
  const [first, second] = [before * length, share > 1e-6 ? (before + 1) * length : before * length];
  const result = new Float32Array(n);
  for (let index = 0; index < n; index += 1) {
    const [value, next] = [at(first + index), at(second + index)];
    const between = value + share * (next - value);
    result[index] = Number.isNaN(between) ? (share < 0.5 ? value : next) : between;
  }
  return result;
}

// The arrays of a message at a position between its rows: {trace: {x, y}}. Some tracks have a row for every value.
function readArrays(message, position, even) {
  const result = {};
  for (const track of message.tracks) {
    (result[track.trace] ??= {})[track.attribute] = interpolate(message, track, track.every ? even : position);
  }
  return result;
}

// Puts a curve back that a slider has stretched: of height (value/highest)^power g(value/highest·x), from a table of g
// at places whose roots are even.
function addStretch(message, stretch, value, { x, y }) {
  const { n, bend, power, highest } = stretch;
  const table = new Float32Array(message.buffer, message.start + stretch.start, n);
  const root = (place) => (bend === 1 ? place : Math.sign(place) * Math.sqrt(Math.abs(place)));
  const [low, high] = [root(stretch.low), root(stretch.high)];
  const at = (index) => {
    const even = low + (index / (n - 1)) * (high - low);
    return bend === 1 ? even : even * Math.abs(even);
  };
  const share = value / highest;
  const factor = share ** power;
  return x.map((distance, index) => {
    const place = share * distance;
    const position = ((root(place) - low) / (high - low)) * (n - 1);
    const before = Math.min(Math.max(Math.floor(position), 0), n - 2);
    const [left, right] = [at(before), at(before + 1)];
    const height = table[before] + ((place - left) / (right - left)) * (table[before + 1] - table[before]);
    return factor * height + (y ? y[index] : 0);
  });
}

// Where a value stands among ascending ones: 2.25 is a quarter of the way from the third to the fourth.
function place(values, value) {
  const after = values.findIndex((each) => each >= value);
  if (after <= 0) return after === 0 ? 0 : values.length - 1;
  return nearly(after - 1 + (value - values[after - 1]) / (values[after] - values[after - 1]));
}

// A whole number if a position is one but for rounding.
function nearly(position) {
  return Math.abs(position - Math.round(position)) < 1e-6 ? Math.round(position) : position;
}

// The parts of the page that Plotly has drawn for a trace of plain lines, dots or labels. Writing into them is an
// order of magnitude faster than Plotly's own update: that counts when twelve charts follow one thumb. Undefined for
// anything else, or where Plotly's insides are not as expected: then Plotly does it.
function findParts(plot, index) {
  const trace = plot._fullData?.[index];
  // Nothing is drawn of a trace that its legend has switched off, nor of one without points.
  if (trace && trace.visible !== true) return { hidden: trace.visible };
  const group = trace?.uid && plot.querySelector(`.scatterlayer .trace${CSS.escape(trace.uid)}`);
  const [across, up] = [trace?.xaxis, trace?.yaxis].map((id) => plot._fullLayout?.[id?.replace(/^./, "$&axis")]);
  if (!group || !across?.c2p || !up?.c2p || across.type !== "linear" || up.type !== "linear") return undefined;
  const modes = trace.mode.split("+");
  const parts = { trace, modes, across, up, lines: [], dots: new Map(), labels: [] };
  if (modes.includes("lines")) {
    parts.lines = [...group.querySelectorAll("path.js-line")];
    if (trace.fill !== "none" || trace.line.shape !== "linear") return undefined;
  }
  if (modes.includes("markers")) {
    if (trace.marker.maxdisplayed) return undefined;
    parts.points = group.querySelector(".points");
    const [there, dots] = [finitePlaces(trace.x, trace.y), [...group.querySelectorAll("path.point")]];
    if (!parts.points || dots.length !== there.length) return undefined;
    there.forEach((at, index) => parts.dots.set(at, dots[index]));
  }
  if (modes.includes("text")) parts.labels = [...group.querySelectorAll(".textpoint text")];
  return parts;
}

// Where 0 lies on an axis, and how long 1 is, in pixels. Plotly rounds places to hundredths, so far ones tell it best.
function scale(axis) {
  const [low, high] = axis.range.map(Number);
  const [from, to] = [axis.c2p(low), axis.c2p(high)];
  const unit = (to - from) / (high - low);
  return [from - unit * low, unit];
}

// Returns what writes new values into the parts of a trace, or undefined if they do not fit.
function writer(parts, { x, y }) {
  if (!parts || !x || !y) return undefined;
  const { hidden, trace, modes, across, up, lines, points, labels } = parts;
  if (!trace) return hidden === "legendonly" || !x.length ? () => {} : undefined;
  const [left, width] = scale(across);
  const [top, height] = scale(up);
  const count = Math.min(x.length, y.length);
  const [h, v] = [new Float64Array(count), new Float64Array(count)];
  for (let index = 0; index < count; index += 1) {
    h[index] = left + width * x[index];
    v[index] = top + height * y[index];
  }
  // Of points that stand apart Plotly has drawn no line.
  if (modes.includes("lines") && !lines.length && hasNeighbours(h, v)) return undefined;
  const there = points || modes.includes("text") ? finitePlaces(h, v) : [];
  const dots = points ? there.map((at) => parts.dots.get(at) ?? makeDot(trace.marker, at)) : [];
  // Plotly takes away what is nowhere, and makes it anew.
  if (dots.includes(undefined) || (modes.includes("text") && labels.length !== there.length)) return undefined;
  const inside = (at) => h[at] >= 0 && h[at] <= across._length && v[at] >= 0 && v[at] <= up._length;
  const way = lines.length ? pathThrough(h, v) : "";
  return () => {
    lines.forEach((part, index) => part.setAttribute("d", index ? "" : way));
    if (dots.some((dot) => !dot.isConnected) || (points && points.children.length !== dots.length)) {
      points.replaceChildren(...dots);
    }
    there.forEach((at, index) => {
      if (dots[index]) parts.dots.set(at, dots[index]);
      dots[index]?.setAttribute("transform", `translate(${h[at]},${v[at]})`);
      labels[index]?.setAttribute("x", h[at]);
      labels[index]?.setAttribute("y", v[at]);
      if (labels[index]) labels[index].textContent = labelOf(trace, (trace.meta?.across ? x : y)[at]);
      if (trace.cliponaxis) return;
      // What no edge cuts off is hidden beyond the axes.
      dots[index]?.setAttribute("display", inside(at) ? "inline" : "none");
      labels[index]?.setAttribute("display", inside(at) ? "inline" : "none");
    });
  };
}

function labelOf({ name, meta }, value) {
  return meta?.names ?? name + format(value, meta);
}

// At which places there are points.
function finitePlaces(x, y) {
  const result = [];
  for (let index = 0; index < Math.min(x.length, y.length); index += 1) {
    if (Number.isFinite(x[index]) && Number.isFinite(y[index])) result.push(index);
  }
  return result;
}

// A dot as Plotly draws it; undefined if it has a shape of its own.
function makeDot({ symbol, size, color, line }, index) {
  const shape = Array.isArray(symbol) ? symbol[index] : symbol;
  if (shape !== "circle" && shape !== "circle-open") return undefined;
  const [part, radius] = [document.createElementNS(SVG, "path"), Math.round(size * 50) / 100];
  part.setAttribute("class", "point");
  part.setAttribute("d", `M${radius},0A${radius},${radius} 0 1,1 0,-${radius}A${radius},${radius} 0 0,1 ${radius},0Z`);
  part.style.strokeWidth = `${line.width}px`;
  part.style.stroke = shape === "circle" ? line.color : color;
  part.style.fill = shape === "circle" ? color : "none";
  return part;
}

// Whether any two neighbours are both somewhere.
function hasNeighbours(x, y) {
  return x.some((_, index) => Number.isFinite(x[index] + x[index + 1] + y[index] + y[index + 1]));
}

// The path through points in pixels. Points are left out where the line through their neighbours is as good: as long
// as one straight line from the last point of the path goes past all since within a hair.
function pathThrough(x, y) {
  let result = "";
  let [start, last] = [-1, -1];
  let [least, most] = [-Infinity, Infinity];
  const put = (pen, index) => {
    result += `${pen}${Math.round(x[index] * 10) / 10},${Math.round(y[index] * 10) / 10}`;
    [start, last, least, most] = [index, index, -Infinity, Infinity];
  };
  for (let index = 0; index < x.length; index += 1) {
    if (!Number.isFinite(x[index]) || !Number.isFinite(y[index])) {
      if (last > start) put("L", last);
      start = last = -1;
      continue;
    }
    if (start < 0) {
      put("M", index);
      continue;
    }
    let [width, height] = [x[index] - x[start], y[index] - y[start]];
    if (last > start && !(width > x[last] - x[start] && height / width >= least && height / width <= most)) {
      put("L", last);
      [width, height] = [x[index] - x[start], y[index] - y[start]];
    }
    // Past a point straight above the last one there is no such line.
    least = width > 0 ? Math.max(least, (height - HAIR) / width) : Infinity;
    most = width > 0 ? Math.min(most, (height + HAIR) / width) : -Infinity;
    last = index;
  }
  if (last > start) put("L", last);
  return result;
}

function format(value, { digits = 5, decimals, least = 0 } = {}) {
  if (value > 0 && value < least) return "≈0";
  const rounded = decimals === undefined ? value.toPrecision(digits) : value.toFixed(decimals);
  return Number.isNaN(value) ? "undefined" : typeset(String(Number(rounded)));
}

// A number as people write it: −1.5·10⁻⁷. words.py does the same.
function typeset(text) {
  const [mantissa, exponent] = text.replace("Infinity", "∞").split("e");
  const whole = mantissa.replace("-", "−");
  if (!exponent) return whole;
  const power = `10${[...String(Number(exponent))].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("")}`;
  return whole.endsWith("1") && whole.length < 3 ? whole.replace("1", power) : `${whole}·${power}`;
}

// The share of the range of x, at either end, in which a label has no room on the outer side of its point.
const RIM = 0.14;

// Where the labels of a probe stand, by trace: the highest point has its label above and the lowest below, beside its
// own curve and not on it. figures.py does the same.
function labelCorners(plot, state) {
  const panels = new Map();
  plot.data.forEach(({ meta, legendgroup, visible, yaxis = "y" }, trace) => {
    if (!meta?.corners || visible === "legendonly" || !state[trace]) return;
    const [x, y] = [state[trace].x[0], state[trace].y[0]];
    const curve = plot.data.findIndex((each) => each.mode === "lines" && each.legendgroup === legendgroup);
    const { x: along, y: heights } = state[curve] ?? plot.data[curve] ?? {};
    const after = along ? Math.max(1, along.findIndex((each) => each >= x)) : 0;
    const slope = after ? heights[after] - heights[after - 1] : 0;
    const [low, high] = meta.corners;
    if (!panels.has(yaxis)) panels.set(yaxis, []);
    panels.get(yaxis).push({ trace, y, slope, share: (x - low) / (high - low) });
  });
  const result = {};
  for (const points of panels.values()) {
    points.sort((one, other) => other.y - one.y);
    points.forEach(({ trace, y, slope, share }, rank) => {
      let above = rank === 0;
      let side = above ? slope < 0 : slope >= 0;
      if (rank > 0 && rank < points.length - 1) {
        // On the far side of the label of its nearer neighbour.
        above = points[rank - 1].y - y > y - points[rank + 1].y;
        const near = above ? rank + 1 : rank - 1;
        side = !(near === 0 ? points[near].slope < 0 : points[near].slope >= 0);
      }
      const right = share < RIM || (side && share < 1 - RIM);
      result[trace] = `${above ? "top" : "bottom"} ${right ? "right" : "left"}`;
    });
  }
  return result;
}

// Where the names of curves stand, by trace: each at the last point of its curve that is in sight.
function namePlaces(plot, state) {
  const result = {};
  plot.data.forEach(({ meta, legendgroup, yaxis = "y" }, trace) => {
    if (!meta?.names) return;
    const curve = plot.data.findIndex((each) => each.mode === "lines" && each.legendgroup === legendgroup);
    const { x = [], y = [] } = state[curve] ?? plot.data[curve] ?? {};
    const { xaxis: across, [yaxis.replace("y", "yaxis")]: up } = plot._fullLayout;
    const [[low, high], [bottom, top]] = [across.range, up.range];
    const end = low + meta.end * (high - low);
    let last = x.length - 1;
    while (last >= 0 && !(x[last] <= end && y[last] > bottom && y[last] < top - meta.room * (top - bottom))) last -= 1;
    result[trace] = { x: [x[last] ?? NaN], y: [y[last] ?? NaN] };
  });
  return result;
}

// Moves a label to a corner as Plotly does.
function turnLabel({ trace, labels }, corner) {
  const [up, across] = corner.split(" ");
  const [size, radius] = [trace.textfont.size, trace.marker.size / 2 / 0.8 + 1];
  const dy = size * 0.75 + (up === "top" ? -radius - size : radius);
  for (const label of labels) {
    label.setAttribute("text-anchor", across === "right" ? "start" : "end");
    label.parentNode.setAttribute("transform", `translate(${across === "right" ? radius : -radius},${dy})`);
  }
}

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

class LiveChart {
  constructor(key) {
    this.key = key;
    this.families = new Map();
    this.present = null;
    this.shown = null;
    this.signature = "";
    this.seen = true;
    // By trace: where to write its values, and those that were written last.
    this.parts = new Map();
    this.written = new Map();
  }

  get plot() {
    const plot = findElement(this.key, ".js-plotly-plot");
    return plot?.data && globalThis.Plotly ? plot : null;
  }

  thumb(slider) {
    const text = findElement(slider, "input[type=range]")?.getAttribute("aria-valuetext");
    return text ? Number(text) : null;
  }

  accept(message) {
    if (message.kind === "present") {
      this.present = message;
      this.still = readArrays(message, 0);
    } else this.families.set(message.token, message);
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
    clearTimeout(this.later);
    // A chart out of sight can wait until the thumb rests.
    if (this.seen) this.show(present, plot);
    else this.later = setTimeout(() => this.plot === plot && this.show(this.present, plot), SETTLED);
  }

  show(present, plot) {
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
    const families = present.families[slider].map((token) => this.families.get(token));
    if (families.includes(undefined)) return;
    const thumb = this.thumb(slider);
    const state = { ...this.still };
    let { picture } = present;
    for (const family of families) {
      const position = place(family.values, thumb);
      Object.assign(state, this.merged(family, position, thumb));
      picture = family.pictures?.[Math.round(position)] ?? picture;
    }
    this.paint(plot, `${slider} ${thumb}`, state, picture);
  }

  // A family leaves out what its slider does not change.
  merged(family, position, thumb) {
    const [low, high, count] = family.even ?? [0, 1, 1];
    const changed = readArrays(family, position, nearly(((thumb - low) / (high - low)) * (count - 1)));
    for (const stretch of family.stretches) {
      const { x, y } = changed[stretch.trace] ?? {};
      const curve = { x: x ?? this.still[stretch.trace].x, y };
      changed[stretch.trace] = { ...curve, y: addStretch(family, stretch, thumb, curve) };
    }
    const all = Object.entries(changed);
    return Object.fromEntries(all.map(([trace, values]) => [trace, { ...this.still[trace], ...values }]));
  }

  // Whether a thumb stands elsewhere than the server knows.
  get behind() {
    const { present, plot } = this;
    return Boolean(present && plot) && Object.entries(present.held).some(([slider, value]) => {
      const thumb = this.thumb(slider);
      return thumb !== null && Math.abs(thumb - value) > present.rounding[slider] * 0.501;
    });
  }

  paint(plot, signature, state, picture) {
    if (signature === this.signature) return;
    this.signature = signature;
    state = { ...state, ...namePlaces(plot, state) };
    this.shown = state;
    this.picture = picture;
    writeReadings(plot, state);
    // Plotly's own way to another picture draws the whole chart anew.
    if (picture) plot.querySelector(".imagelayer image")?.setAttributeNS(XLINK, "href", picture);
    if (!this.write(plot, state)) this.redraw(plot, state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLED);
  }

  // Writes what has changed into the chart itself; returns false if Plotly must do it.
  write(plot, state) {
    const writers = [];
    for (const [index, values] of Object.entries(state)) {
      if (this.written.get(index) === values) continue;
      if (!this.parts.has(index)) this.parts.set(index, findParts(plot, index));
      const write = writer(this.parts.get(index), values);
      if (!write) return false;
      writers.push(write);
    }
    writers.forEach((write) => write());
    for (const [index, corner] of Object.entries(labelCorners(plot, state))) {
      const parts = this.parts.get(index) ?? findParts(plot, index);
      if (parts?.labels?.length) turnLabel(parts, corner);
    }
    this.written = new Map(Object.entries(state));
    return true;
  }

  // Plotly has drawn, perhaps with other elements.
  forget() {
    this.parts.clear();
    this.written.clear();
  }

  redraw(plot, state) {
    this.forget();
    const [traces, maps] = this.kinds(state);
    const data = traces.map((trace) => this.update(plot, trace));
    if (traces.length) globalThis.Plotly.animate(plot, { data, traces }, STILL).catch(() => {}).then(() => this.forget());
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
    const { mode, meta } = plot.data[trace] ?? {};
    if (!mode?.includes("text")) return values;
    const text = Array.from(meta?.across ? values.x : values.y, (value) => labelOf(plot.data[trace], value));
    return meta?.corners ? { ...values, text, textposition: labelCorners(plot, this.shown)[trace] } : { ...values, text };
  }

  settle() {
    // Nobody reads off or saves a chart with the hand on a thumb, and Plotly's own update takes as long as two frames.
    if (pointerDown) {
      this.timer = setTimeout(() => this.settle(), SETTLED);
      return;
    }
    const { plot, shown } = this;
    // What was painted on a chart that has been replaced is not for its successor, whose traces may be others.
    if (!plot || !shown || plot !== this.watched) return;
    const [traces] = this.kinds(shown);
    if (!traces.length) return;
    const updates = traces.map((trace) => this.update(plot, trace));
    const style = Object.fromEntries(["x", "y", "text", "textposition"].map((name) => [name, updates.map((trace) => trace[name])]));
    const layout = this.picture ? { "images[0].source": this.picture } : {};
    globalThis.Plotly.update(plot, style, layout, traces);
  }

  // Notices that the chart has been taken off the page, or hidden until its successor, which stands before it, is drawn.
  // Plotly may empty it at once, but is asked to do so later.
  part() {
    const old = this.watched;
    if (!old) return;
    this.places ??= document.getElementsByClassName(`st-key-${this.key}`);
    if (old.isConnected && this.places.length < 2) return;
    elements.clear();
    showStandIn(old, this.key);
    this.watched = null;
  }

  // Streamlit draws its own specification again when the theme, the window or full screen changes.
  watch(plot) {
    if (this.watched === plot) return;
    keepPictures();
    this.watched = plot;
    this.shown = null;
    this.forget();
    this.observer?.disconnect();
    this.observer = new IntersectionObserver(
      (entries) => {
        this.seen = entries.at(-1).isIntersecting;
        if (this.seen) this.schedule();
      },
      { rootMargin: NEAR },
    );
    this.observer.observe(plot);
    plot.on("plotly_afterplot", () => {
      this.forget();
      if (this.watched !== plot || !this.shown) return;
      const [trace, { y, z }] = Object.entries(this.shown)[0];
      if (!plot.data[trace]) return;
      if (z && plot.data[trace].z !== z) globalThis.Plotly.restyle(plot, { z: [z] }, [Number(trace)]);
      else if (y && plot.data[trace].y !== y) this.settle();
    });
  }
}

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

// Marks the words that are still those of the values before, until the server has sent them all anew.
let stale = false;
let check = null;

function dimStaleWords() {
  clearTimeout(check);
  const behind = [...charts.values()].some((chart) => chart.behind);
  const running = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";
  if (stale && !behind && running) {
    check = setTimeout(dimStaleWords, 50);
    return;
  }
  if (!stale && !behind) return;
  stale = behind;
  for (const part of document.querySelectorAll("[class*=st-key-follows-]")) part.setAttribute("aria-busy", String(stale));
}

const charts = new Map();
// Whether a mouse button or a finger is down.
let pointerDown = false;
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
