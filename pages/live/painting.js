// Writes values into the elements that Plotly has drawn.

const HAIR = 0.1; // pixels by which a drawn line may miss its points
const SVG = "http://www.w3.org/2000/svg";

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

// At which places there are points.
function finitePlaces(x, y) {
  const result = [];
  for (let index = 0; index < Math.min(x.length, y.length); index += 1) {
    if (Number.isFinite(x[index]) && Number.isFinite(y[index])) result.push(index);
  }
  return result;
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
