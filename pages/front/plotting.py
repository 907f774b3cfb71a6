"""A figure drawn without Plotly: its curves, dots, axes and names, on any canvas, where Plotly puts them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from activations.evaluation import Array
from pages.shared.figures import GREY, Figure, Trace
from pages.shared.words import digits

GRID = "rgba(128, 128, 128, 0.22)"
# As Plotly does it: the least distance of ticks in pixels across and upwards, and how many there are at least and most.
LEAST_ACROSS, LEAST_UP, FEWEST, MOST = 80, 40, 4, 9
TICK_SIZE, TITLE_SIZE, LEGEND_ROW, SAMPLE = 15, 18, 24, 30
Points = list[tuple[float, float]]


class Rectangle(NamedTuple):
    """A part of a picture, in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


class Canvas(Protocol):
    """A surface to draw on; `ink` is the colour of texts."""

    ink: str
    ground: str

    def clip(self, box: Rectangle | None) -> None:
        """Cut all drawing off at the edges of a box from now on, or at none."""

    def line(self, points: Points, colour: str, width: float, dash: Sequence[float] = ()) -> None: ...

    def shape(self, points: Points, fill: str) -> None: ...

    def disc(self, x: float, y: float, radius: float, fill: str, colour: str, width: float) -> None: ...

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        anchor: str = "middle",
        bold: bool = False,
    ) -> None:
        """Write a text that stands on y, and begins, ends or is centred at x."""

    def measure(self, text: str, size: float) -> float:
        """The width of a text."""


class Axes(NamedTuple):
    """A panel of a figure: where it is, and the ranges it shows."""

    box: Rectangle
    across: tuple[float, float]
    up: tuple[float, float]

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """The places of points; those far outside are brought near."""
        span = self.up[1] - self.up[0]
        near = np.clip(y, self.up[0] - span, self.up[1] + span)
        return (
            self.box.left + (x - self.across[0]) / (self.across[1] - self.across[0]) * self.box.width,
            self.box.bottom - (near - self.up[0]) / span * self.box.height,
        )


def plot(figure: Figure, canvas: Canvas, place: Rectangle) -> None:
    """Draw a figure in a part of a picture."""
    layout = figure["layout"]
    margin = layout["margin"]
    legend = _legend(figure, canvas, place.width - margin["l"] - margin["r"])
    below = layout["legend"].get("y", 1) < 0
    # Plotly must be told how much room a legend takes; here it is known.
    top = LEGEND_ROW * len(legend) + 10 if legend and not below else margin["t"]
    inner = Rectangle(
        place.left + margin["l"],
        place.top + top,
        place.width - margin["l"] - margin["r"],
        place.height - top - margin["b"],
    )
    panels = {name: _axes(layout, name, inner) for name in _panels(layout)}
    for name, axes in panels.items():
        _draw_axes(canvas, layout, name, axes)
    for trace in figure["data"]:
        axes = panels[name] if (name := trace.get("yaxis", "y")) in panels else panels["y"]
        leaves = _leaves(trace, axes)
        if leaves:
            canvas.clip(axes.box)
        _draw_trace(canvas, trace, axes)
        if leaves:
            canvas.clip(None)
        if "text" in trace.get("mode", ""):
            _write_labels(canvas, trace, axes)
    _draw_legend(canvas, legend, inner, below)
    if "title" in layout:
        title = layout["title"]
        canvas.write(inner.left, inner.top - 14, title["text"], title["font"]["size"], canvas.ink, "start")


def _leaves(trace: Trace, axes: Axes) -> bool:
    """Tell whether a trace leaves its panel, where it is cut off."""
    if "fillcolor" in trace:
        return False
    (left, right), (bottom, top) = axes.across, axes.up
    x, y = np.asarray(trace["x"], dtype=float), np.asarray(trace["y"], dtype=float)
    return bool(np.any((x < left) | (x > right) | (y < bottom) | (y > top)))


def _panels(layout: Mapping[str, Any]) -> list[str]:
    return [
        name.replace("axis", "")
        for name, axis in layout.items()
        if name.startswith("yaxis") and axis.get("visible", True)
    ]


def _axes(layout: Mapping[str, Any], name: str, inner: Rectangle) -> Axes:
    up, across = layout[f"yaxis{name[1:]}"], layout[f"xaxis{name[1:]}"]
    low, high = up.get("domain", (0.0, 1.0))
    box = Rectangle(
        inner.left, inner.top + (1 - high) * inner.height, inner.width, (high - low) * inner.height
    )
    ranges = tuple(across["range"]), tuple(up["range"])
    if up.get("scaleanchor"):
        # A unit is as long upwards as it is across: where there is more room, more is shown.
        unit = max((ranges[0][1] - ranges[0][0]) / box.width, (ranges[1][1] - ranges[1][0]) / box.height)
        ranges = _widen(ranges[0], unit * box.width), _widen(ranges[1], unit * box.height)
    return Axes(box, *ranges)


def _widen(ends: Sequence[float], span: float) -> tuple[float, float]:
    centre = (ends[0] + ends[1]) / 2
    return centre - span / 2, centre + span / 2


def ticks(low: float, high: float, length: float, least: float) -> list[float]:
    """Where Plotly writes numbers at an axis: at multiples of 1, 2 or 5 times a power of ten."""
    count = min(max(length / least, FEWEST), MOST) + 1
    rough = (high - low) / count
    base = 10.0 ** math.floor(math.log10(rough))
    step = base * next((factor for factor in (2, 5) if factor > rough / base), 10)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [index * step for index in range(first, last + 1)]


def _draw_axes(canvas: Canvas, layout: Mapping[str, Any], name: str, axes: Axes) -> None:
    box, across, up = axes.box, layout[f"xaxis{name[1:]}"], layout[f"yaxis{name[1:]}"]
    heights = np.array(ticks(*axes.up, box.height, LEAST_UP))
    for value, y in zip(heights.tolist(), axes.place(0 * heights, heights)[1].tolist(), strict=True):
        canvas.line([(box.left, y), (box.right, y)], GREY if value == 0 else GRID, 1)
        canvas.write(box.left - 8, y + 5, digits(value), TICK_SIZE, canvas.ink, "end")
    (zero,), _ = axes.place(np.zeros(1), np.zeros(1))
    if box.left <= zero <= box.right:
        canvas.line([(zero, box.top), (zero, box.bottom)], GREY, 1)
    if across.get("showticklabels", True):
        values = np.array(ticks(*axes.across, box.width, LEAST_ACROSS))
        for value, x in zip(values.tolist(), axes.place(values, 0 * values)[0].tolist(), strict=True):
            canvas.write(x, box.bottom + 20, digits(value), TICK_SIZE, canvas.ink)
    centre = box.left + box.width / 2
    canvas.write(centre, box.bottom + 38, across["title"]["text"], TICK_SIZE - 1, canvas.ink)
    if up["title"]["text"]:
        canvas.write(box.left - 40, box.top + box.height / 2, up["title"]["text"], TITLE_SIZE, canvas.ink)


def _draw_trace(canvas: Canvas, trace: Trace, axes: Axes) -> None:
    x, y = np.asarray(trace["x"], dtype=float), np.asarray(trace["y"], dtype=float)
    if "fillcolor" in trace:
        for start, end in _runs(x, y > 0):
            (left, right), _ = axes.place(np.array([start, end]), np.zeros(2))
            corners = [
                (left, axes.box.top),
                (right, axes.box.top),
                (right, axes.box.bottom),
                (left, axes.box.bottom),
            ]
            canvas.shape(corners, trace["fillcolor"])
        return
    if "lines" in trace["mode"]:
        line = trace["line"]
        draw_line = line["color"], line["width"], dashes(line.get("dash", "solid"), line["width"])
        for piece in pieces(*axes.place(x, y)):
            canvas.line(piece, *draw_line)
    if "markers" in trace["mode"]:
        marker = trace["marker"]
        symbols = marker.get("symbol", "circle")
        edge = marker.get("line", {})
        for index, (px, py) in enumerate(zip(*axes.place(x, y), strict=True)):
            if math.isfinite(px) and math.isfinite(py):
                symbol = symbols if isinstance(symbols, str) else symbols[index]
                draw_marker(canvas, px, py, symbol, marker["size"] / 2, marker["color"], edge)


def _runs(x: Array, on: Any) -> Iterable[tuple[float, float]]:
    """The stretches of x in which something is so, each to half-way to the next x where it is not."""
    middles = np.concatenate([x[:1], (x[1:] + x[:-1]) / 2, x[-1:]])
    changes = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]])))
    return [(float(middles[start]), float(middles[end])) for start, end in changes.reshape(-1, 2)]


def pieces(px: Array, py: Array) -> list[Points]:
    """A line in pieces, cut where it has a gap."""
    points = list(zip(px.tolist(), py.tolist(), strict=True))
    gaps = np.flatnonzero(np.isnan(px) | np.isnan(py)).tolist()
    starts, ends = [0, *(gap + 1 for gap in gaps)], [*gaps, len(points)]
    return [points[start:end] for start, end in zip(starts, ends, strict=True) if end - start > 1]


def dashes(name: str, width: float) -> tuple[float, ...]:
    """The lengths of dashes and gaps, as Plotly has them."""
    unit = max(width, 3)
    pattern = {"dash": (3, 3), "dot": (1, 1), "longdashdot": (5, 2, 1, 2)}.get(name, ())
    return tuple(length * unit for length in pattern)


def _star(points: int, inner: float) -> Points:
    """The corners of a star that points upwards, or of a polygon if `inner` is 0."""
    radii = (1.0, inner) if inner else (1.0,)
    count = points * len(radii)
    return [
        (radii[i % len(radii)] * math.cos(math.radians(360 * i / count - 90)),
         radii[i % len(radii)] * math.sin(math.radians(360 * i / count - 90)))
        for i in range(count)
    ]  # fmt: skip


_ARM = 0.4
_CROSS = [(-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
          (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM)]  # fmt: skip
# The corners of each marker, in its radius.
SYMBOLS: Mapping[str, Sequence[tuple[float, float]]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    "triangle-up": [(0, -1.15), (1.15, 0.6), (-1.15, 0.6)],
    "triangle-down": [(0, 1.15), (1.15, -0.6), (-1.15, -0.6)],
    "cross": _CROSS,
    "x": [((x - y) * 0.75, (x + y) * 0.75) for x, y in _CROSS],
    "star": [(1.4 * x, 1.4 * y) for x, y in _star(5, 0.4)],
    "pentagon": _star(5, 0),
    "hexagon": _star(6, 0),
    "bowtie": [(-1, -1), (1, 1), (1, -1), (-1, 1)],
    "hourglass": [(-1, -1), (1, -1), (-1, 1), (1, 1)],
}


def draw_marker(
    canvas: Canvas, x: float, y: float, symbol: str, radius: float, colour: str, edge: Mapping[str, Any]
) -> None:
    if symbol.startswith("circle"):
        fill = canvas.ground if symbol.endswith("open") else colour
        canvas.disc(x, y, radius, fill, edge.get("color", colour), edge.get("width", 0))
        return
    canvas.shape([(x + radius * dx, y + radius * dy) for dx, dy in SYMBOLS[symbol]], colour)


def _write_labels(canvas: Canvas, trace: Trace, axes: Axes) -> None:
    font = trace["textfont"]
    colour = font.get("color") or trace["marker"]["color"]
    up, _, side = str(trace["textposition"]).partition(" ")
    for text, x, y in zip(trace["text"], *axes.place(trace["x"], trace["y"]), strict=True):
        if not (axes.box.left <= x <= axes.box.right and axes.box.top <= y <= axes.box.bottom):
            continue
        near = trace.get("marker", {}).get("size", 0) / 2
        across = {"left": -near - 2, "right": near + 2}.get(side, 0)
        down = -near - 5 if up == "top" else near + font["size"]
        anchor = {"left": "end", "right": "start"}.get(side, "middle")
        canvas.write(x + across, y + down, text, font["size"], colour, anchor, bold="weight" in font)


def _legend(figure: Figure, canvas: Canvas, width: float) -> list[list[tuple[float, Trace]]]:
    """The entries of a legend in rows, each with where it begins."""
    if figure["layout"].get("showlegend") is False:
        return []
    rows: list[list[tuple[float, Trace]]] = []
    at = math.inf
    for trace in figure["data"]:
        if not trace.get("showlegend", True):
            continue
        needed = SAMPLE + 24 + canvas.measure(trace["name"], TICK_SIZE)
        if at + needed > width:
            rows.append([])
            at = 0.0
        rows[-1].append((at, trace))
        at += needed
    return rows


def _draw_legend(
    canvas: Canvas, rows: list[list[tuple[float, Trace]]], inner: Rectangle, below: bool
) -> None:
    """Draw a legend above a chart, or at the right below it."""
    for number, row in enumerate(rows):
        y = inner.bottom + 40 if below else inner.top - 12 - LEGEND_ROW * (len(rows) - 1 - number)
        last = row[-1]
        used = last[0] + SAMPLE + 6 + canvas.measure(last[1]["name"], TICK_SIZE)
        start = inner.right - used if below else inner.left
        for at, trace in row:
            x = start + at
            if "fillcolor" in trace:
                canvas.shape([(x, y - 10), (x + SAMPLE, y - 10), (x + SAMPLE, y), (x, y)], trace["fillcolor"])
            else:
                line = trace["line"]
                pattern = dashes(line.get("dash", "solid"), line["width"])
                canvas.line([(x, y - 5), (x + SAMPLE, y - 5)], line["color"], line["width"], pattern)
            if "marker" in trace:
                marker = trace["marker"]
                symbol, size = marker["symbol"], marker["size"] / 2
                draw_marker(canvas, x + SAMPLE / 2, y - 5, symbol, size, marker["color"], {})
            canvas.write(x + SAMPLE + 6, y, trace["name"], TICK_SIZE, canvas.ink, "start")
