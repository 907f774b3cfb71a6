"""Gated linear units as figures: maps over (a, b), and slices through them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activations import Activation
from activations.continuity import breaks_at
from activations.evaluation import Array
from activations.properties import beside
from activations.vector import Gate, SwiGLU
from pages.shared.figures import BLUE, VERMILLION, Figure, Moving, Trace, axis, canvas
from pages.shared.png import png_address
from pages.vectors.figures import DIVERGING

GRID = 121
POINTS = 201
# Values and slopes beyond this many times the reach leave the slices.
TALLEST = 2.0
LEVELS = 5
# Of a map, an odd number: 0 is one of them.
SHADES = 255
INK, FAINT_INK = "#1A1A1A", "#4D4D4D"
# A level is sought in so many halvings of the space between two points.
HALVINGS = 40

Function = Callable[[Any], Any]
Surface = Callable[[Array, Array], Array]


def surfaces(gate: Gate) -> Mapping[str, Surface]:
    """f and its two derivatives by their names."""
    return {
        "f": gate,
        "∂f/∂a": lambda a, b: gate.partials(a, b)[0],
        "∂f/∂b": lambda a, b: gate.partials(a, b)[1],
    }


def difference(gate: Gate) -> Surface:
    """How far a gate is above SwiGLU."""
    usual = SwiGLU()
    return lambda a, b: gate(a, b) - usual(a, b)


def _factors(gate: Gate, name: str) -> tuple[Function, Function]:
    """The function of a and the function of b whose product a surface is."""
    h, g = gate.passage, gate.gate
    return (h.derivative if name == "∂f/∂a" else h), (g.derivative if name == "∂f/∂b" else g)


def surface_map(gate: Gate, name: str, a: float, b: float) -> Figure:
    """A map of one of the surfaces with its levels, and the lines and the dot at (a, b)."""
    heights, limit = _heights(surfaces(gate)[name], gate.reach)
    ways, notes = levels(gate, name, gate.reach, _even(limit / LEVELS))
    figure = _map(heights / limit, ways, gate.reach, a, b)
    figure["layout"]["annotations"] = [
        {"x": x, "y": y, "text": f"{level:g}".replace("-", "−"), "showarrow": False, "borderpad": 1,
         "font": {"size": 13, "color": INK}, "bgcolor": "rgba(242, 242, 242, 0.75)"}
        for level, x, y in notes
    ]  # fmt: skip
    return figure


def difference_map(gate: Gate, a: float, b: float) -> Figure:
    """A map of the difference from SwiGLU, with a line where a limit of the gate is reached."""
    heights, limit = _heights(difference(gate), gate.reach)
    ends = np.array([-gate.reach, gate.reach, np.nan])
    xs, ys = [np.full(3, np.nan)], [np.full(3, np.nan)]
    for kink in _kinks(gate.passage, gate.reach):
        xs.append(np.full(3, kink))
        ys.append(ends)
    for kink in _kinks(gate.gate, gate.reach):
        xs.append(ends)
        ys.append(np.full(3, kink))
    lines = {"x": np.concatenate(xs), "y": np.concatenate(ys)}
    return _map(heights / (limit or 1.0), lines, gate.reach, a, b)


def farthest(gate: Gate) -> float:
    """How far the gate is from SwiGLU at most, on its map."""
    return _heights(difference(gate), gate.reach)[1]


def _heights(surface: Surface, reach: float) -> tuple[Array, float]:
    line = np.linspace(-reach, reach, GRID)
    heights = surface(*np.meshgrid(line, line))
    return heights, float(np.max(np.abs(heights)))


def _map(shares: Array, lines: dict[str, Array], reach: float, a: float, b: float) -> Figure:
    """Colours from −1 to 1 below lines, the cross and the dot.

    Colours are a picture and levels are lines: Plotly takes its own maps off a chart whose lines are animated.
    """
    arrays = crosses(reach, np.array([a]), np.array([b]))
    across: Trace = {"mode": "lines", "line": {"color": INK, "width": 2}}
    dot: Trace = {
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"size": 14, "color": INK, "line": {"width": 2.5, "color": "white"}},
    }
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "line": {"width": 1.2, "color": FAINT_INK, "simplify": False},
         "showlegend": False, "hoverinfo": "skip", **lines},
        *({"type": "scatter", "showlegend": False, "hoverinfo": "skip", **style, **_first(array)}
          for style, array in zip((across, across, dot), arrays, strict=True)),
    ]  # fmt: skip
    layout = canvas(360, f"{reach:g}", t=12, r=12)
    layout |= {
        "hovermode": False,
        "images": [
            {"source": picture(shares), "xref": "x", "yref": "y", "x": -reach, "y": reach,
             "sizex": 2 * reach, "sizey": 2 * reach, "sizing": "stretch", "layer": "below"}
        ],
    }  # fmt: skip
    layout["xaxis"] = axis("a", (-reach, reach), zeroline=False, showgrid=False, nticks=6)
    layout["yaxis"] = axis("b", (-reach, reach), zeroline=False, showgrid=False, nticks=6)
    return {"data": traces, "layout": layout}


def levels(
    gate: Gate, name: str, reach: float, step: float
) -> tuple[dict[str, Array], list[tuple[float, float, float]]]:
    """The lines on which a surface has a multiple of `step`, and where to write which.

    They need no search over the plane: H(a)·G(b) is at the level L where a = H⁻¹(L/G(b)), once for each stretch of a
    on which H only rises or only falls; where H stays the same, it is where G(b) = L/H.
    """
    first, second = _factors(gate, name)
    b = _line(gate.gate, reach)
    runs = [run for run in _runs(_line(gate.passage, reach), first) if run[0][-1] - run[0][0] > 1e-6]
    widest = max(range(len(runs)), key=lambda index: float(np.ptp(runs[index][0])))
    xs, ys, notes = [np.full(1, np.nan)], [np.full(1, np.nan)], []
    for index, (a, h) in enumerate(runs):
        for k in range(-LEVELS, LEVELS + 1):
            pieces = list(_level(a, h, b, second, k * step))
            for x, y in pieces:
                xs.append(np.append(x, np.nan))
                ys.append(np.append(y, np.nan))
            if index == widest and (k or np.ptp(h) == 0):
                notes += _notes(pieces, k, k * step, reach)
    return {"x": np.concatenate(xs), "y": np.concatenate(ys)}, notes


def _runs(a: Array, function: Function) -> list[tuple[Array, Array]]:
    """The stretches of a on which a function rises, falls or stays the same, with its values."""
    h = function(a)
    turns = 1 + np.flatnonzero(np.diff(np.sign(np.diff(h))))
    edges = [0, *turns.tolist(), len(a) - 1]
    return [(a[i : j + 1], h[i : j + 1]) for i, j in pairwise(edges)]


def _level(a: Array, h: Array, b: Array, second: Function, level: float) -> Iterator[tuple[Array, Array]]:
    """The lines of one level on one stretch of a."""
    ends = np.array([a[0], a[-1]])
    if level == 0 or h[0] == h[-1]:
        if h[0] == h[-1] == 0:
            return
        # Where the level is reached whatever a is.
        for height in _crossings(b, second, level / h[0] if level else 0.0):
            yield ends, np.full(2, height)
        if level == 0 and min(h[0], h[-1]) < 0 < max(h[0], h[-1]):
            order = np.argsort(h)
            yield np.full(2, np.interp(0.0, h[order], a[order])), b[[0, -1]]
        return
    # The lines begin and end just where the stretch does.
    corners = [_crossings(b, second, level / end) for end in (h[0], h[-1]) if end != 0]
    y = np.unique(np.concatenate([b, *corners]))
    with np.errstate(divide="ignore", invalid="ignore"):
        height_needed = level / second(y)
    order = np.argsort(h)
    low, high = h[order[0]], h[order[-1]]
    near = 1e-9 * max(abs(low), abs(high))
    x = np.interp(height_needed, h[order], a[order])
    yield np.where((height_needed >= low - near) & (height_needed <= high + near), x, np.nan), y


def _notes(
    pieces: Sequence[tuple[Array, Array]], k: int, level: float, reach: float
) -> list[tuple[float, float, float]]:
    """Where on its lines to write a level: by turns high up and far out, so that neighbours do not meet."""
    notes = []
    for x, y in pieces:
        if len(x) == 2:
            notes.append((level, float(np.mean(x) + 0.4 * np.ptp(x) * (-1) ** k), float(y[0])))
            continue
        inside = np.flatnonzero(np.maximum(np.abs(x), np.abs(y)) <= 0.88 * reach)
        if len(inside):
            far = np.abs((y if k % 2 else x)[inside])
            chosen = inside[np.argmax(far)]
            notes.append((level, float(x[chosen]), float(y[chosen])))
    return notes


def _kinks(function: Activation, reach: float) -> list[float]:
    return [kink for kink in function.kinks() if abs(kink) < reach]


def _line(function: Activation, reach: float) -> Array:
    """Points along a or b: kinks, and the points beside them, are among them."""
    kinks = _kinks(function, reach)
    sides = [beside(kink, side) for kink in kinks for side in (-1, 1)]
    return np.unique(np.concatenate([np.linspace(-reach, reach, POINTS), kinks, sides]))


def _without_jumps(function: Function, at: Activation, x: Array) -> Array:
    """Values of a function along x, with a gap at each kink where it jumps."""
    kinks = [kink for kink in at.kinks() if breaks_at(function, kink)]
    return np.where(np.isin(x, kinks), np.nan, function(x))


def _crossings(b: Array, function: Function, level: float) -> list[float]:
    """Where a function passes a level between points, but for where it jumps."""
    sign = np.sign(function(b) - level)
    between = np.flatnonzero(sign[:-1] * sign[1:] < 0)
    low, high, start = b[between], b[between + 1], sign[between]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = np.sign(function(middle) - level) == start
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    # At a jump the values on both sides of the place are apart.
    passed = np.abs(function(low) - function(high)) < 1e-6 * (1 + abs(level))
    exact = 1 + np.flatnonzero((sign[1:-1] == 0) & (sign[:-2] * sign[2:] < 0))
    return [float(each) for each in (*low[passed], *b[exact])]


def picture(shares: Array) -> str:
    """Draw numbers from −1 to 1 in diverging colours, the first row at the bottom, as the address of a PNG."""
    return png_address(np.rint(SHADES // 2 * (shares[::-1] + 1)).astype(np.uint8), _palette())


@cache
def _palette() -> NDArray[np.uint8]:
    """The diverging colours from −1 to 1."""
    stops = np.array([list(bytes.fromhex(colour[1:])) for _, colour in DIVERGING])
    positions = [position for position, _ in DIVERGING]
    channels = [np.interp(np.linspace(0, 1, SHADES), positions, channel) for channel in stops.T]
    colours: NDArray[np.uint8] = np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
    return colours


def crosses(reach: float, a: Array, b: Array) -> Moving:
    """The arrays of the lines at a and at b, and of the dot where they meet."""
    ends = np.broadcast_to([-reach, reach], (len(a), 2))
    return [
        {"x": np.repeat(a[:, None], 2, axis=1), "y": ends},
        {"x": ends, "y": np.repeat(b[:, None], 2, axis=1)},
        {"x": a[:, None], "y": b[:, None]},
    ]


def slices(gate: Gate, along: str, a: Array, b: Array) -> Moving:
    """The arrays of `slice_chart`: f and its derivative along one of a and b, then the dots on both.

    Where one of them jumps, its line has a gap.
    """
    chosen = ("f", f"∂f/∂{along}")
    moves = gate.passage if along == "a" else gate.gate
    line = _line(moves, gate.reach)
    result: Moving = []
    for name in chosen:
        first, second = _factors(gate, name)
        if along == "a":
            result.append({"y": _without_jumps(first, moves, line)[None, :] * second(b)[:, None]})
        else:
            result.append({"y": first(a)[:, None] * _without_jumps(second, moves, line)[None, :]})
    present = a if along == "a" else b
    return [*result, *({"x": present[:, None], "y": surfaces(gate)[name](a, b)[:, None]} for name in chosen)]


def slice_chart(gate: Gate, along: str, a: float, b: float) -> Figure:
    """The slice through the surface along one of a and b, the other held."""
    reach = gate.reach
    x = _line(gate.passage if along == "a" else gate.gate, reach)
    arrays = slices(gate, along, np.array([a]), np.array([b]))
    names, colours, dashes = ("f", f"∂f/∂{along}"), (BLUE, VERMILLION), ("solid", "dash")
    traces: list[Trace] = []
    for name, colour, dash, array in zip(names, colours, dashes, arrays, strict=False):
        traces.append(
            {"type": "scatter", "mode": "lines", "x": x, "y": array["y"][0], "name": name,
             "legendgroup": name, "line": {"color": colour, "width": 3, "dash": dash, "simplify": False},
             "hovertemplate": "%{y:.4g}"}
        )  # fmt: skip
    for name, colour, place, array in zip(
        names, colours, ("top left", "bottom right"), arrays[2:], strict=True
    ):
        value = float(array["y"][0, 0])
        traces.append(
            {"type": "scatter", "mode": "markers+text", "name": f"{name} = ", "legendgroup": name,
             "showlegend": False, "meta": {"digits": 3},
             "text": [f"{name} = {value + 0.0:.3g}".replace("-", "−")], "textposition": place,
             "textfont": {"size": 14, "color": colour}, "hoverinfo": "skip", "cliponaxis": False,
             "marker": {"size": 12, "color": colour, "line": {"width": 2, "color": "white"}}, **_first(array)}
        )  # fmt: skip
    layout = canvas(340, f"{reach:g}", legend=16)
    line = np.linspace(-reach, reach, POINTS)
    tall = min(float(np.max(np.abs(gate(*np.meshgrid([-reach, reach], line))))), TALLEST * reach)
    # The labels of the probe stand to the right of it.
    layout["xaxis"] = axis(along, (-1.2 * reach, 2.2 * reach))
    layout["yaxis"] = axis("", (-1.1 * tall, 1.1 * tall))
    return {"data": traces, "layout": layout}


def _first(arrays: dict[str, Array]) -> dict[str, Array]:
    return {name: rows[0] for name, rows in arrays.items()}


def _even(step: float) -> float:
    """1, 2 or 5 times a power of ten, not below `step`."""
    decade = 10.0 ** math.floor(math.log10(step))
    return next(factor * decade for factor in (1, 2, 5, 10) if factor * decade >= step * (1 - 1e-9))
