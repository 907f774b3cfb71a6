// Where labels stand beside their curves.

// The share of the range of x, at either end, in which a label has no room on the outer side of its point.
const RIM = 0.14;

// Where the labels of a probe stand, by trace: the highest point has its label above and the lowest below, beside its
// own curve and not on it. curve_figures.py does the same.
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
