// Paints a Streamlit chart while the thumb of a Streamlit slider moves, from curves that Python has computed.
//
// What to paint follows from the thumbs alone: if all stand where the server thinks, the present; if one has
// moved, its family at that value; if several have, nothing, since the families are for other held values and
// the answer of the server is under way.

const SETTLED = 150; // milliseconds without a paint after which hover, zoom and export are brought up to date
const NEAR = "200px"; // how far outside of the window a chart is painted as if it were seen
const XLINK = "http://www.w3.org/1999/xlink";
const STILL = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };

const charts = new Map();

// Whether a mouse button or a finger is down.
let pointerDown = false;

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
    const input = findElement(slider, "input[type=range]");
    const text = input?.getAttribute("aria-valuetext");
    if (!text) return null;
    // Where it moves in steps, it may show something else than their number. A browser rounds what lies between steps.
    return Number(this.present.stepped.includes(slider) ? input.value : text);
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
    const moved = this.movedSliders();
    if (moved.length > 1) return;
    if (moved.length === 0) {
      if (present.fresh && !this.shown) return;
      this.paint(plot, "present", this.still, present.picture);
      return;
    }
    const [slider] = moved;
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

  // Those whose thumb stands elsewhere than the server knows.
  movedSliders() {
    const { held, rounding } = this.present;
    return Object.keys(held).filter((slider) => {
      const thumb = this.thumb(slider);
      return thumb !== null && Math.abs(thumb - held[slider]) > rounding[slider] * 0.501;
    });
  }

  isBehind() {
    return Boolean(this.present && this.plot && this.movedSliders().length);
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
