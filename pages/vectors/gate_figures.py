"""Gated linear units as figures: maps over (a, b), and slices through them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from activations.evaluation import Array
from activations.properties import beside
from activations.vector import Gate
from pages.shared.figures import BLUE, VERMILLION, Figure, Moving, Trace, axis, canvas
from pages.shared.png import png_address
from pages.vectors.figures import DIVERGING

GRID = 121
POINTS = 201
# Values and slopes beyond this leave the slices.
TALLEST = 10.0
LEVELS = 5
INK, FAINT_INK = "#1A1A1A", "#4D4D4D"

Surface = Callable[[Array, Array], Array]


def surfaces(gate: Gate) -> Mapping[str, Surface]:
    """f and its two derivatives by their names."""
    return {
        "f": gate,
        "∂f/∂a": lambda a, b: gate.partials(a, b)[0],
        "∂f/∂b": lambda a, b: gate.partials(a, b)[1],
    }


def surface_map(gate: Gate, name: str, reach: float, a: float, b: float) -> Figure:
    """A map of one of the surfaces with its levels, and the lines and the dot at (a, b).

    Colours are a picture and levels are lines: Plotly takes its own maps off a chart whose lines are animated.
    """
    line = np.linspace(-reach, reach, GRID)
    heights = surfaces(gate)[name](*np.meshgrid(line, line))
    limit = float(np.max(np.abs(heights)))
    ways, notes = levels(gate, name, reach, _even(limit / LEVELS))
    arrays = crosses(reach, np.array([a]), np.array([b]))
    across: Trace = {"mode": "lines", "line": {"color": INK, "width": 2}}
    dot: Trace = {
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"size": 14, "color": INK, "line": {"width": 2.5, "color": "white"}},
    }
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "line": {"width": 1.2, "color": FAINT_INK, "simplify": False},
         "showlegend": False, "hoverinfo": "skip", **ways},
        *({"type": "scatter", "showlegend": False, "hoverinfo": "skip", **style, **_first(array)}
          for style, array in zip((across, across, dot), arrays, strict=True)),
    ]  # fmt: skip
    layout = canvas(360, "", t=12, r=12)
    layout |= {
        "hovermode": False,
        "images": [
            {"source": picture(heights / limit), "xref": "x", "yref": "y", "x": -reach, "y": reach,
             "sizex": 2 * reach, "sizey": 2 * reach, "sizing": "stretch", "layer": "below"}
        ],
        "annotations": [
            {"x": x, "y": y, "text": f"{level:g}".replace("-", "−"), "showarrow": False, "borderpad": 1,
             "font": {"size": 13, "color": INK}, "bgcolor": "rgba(242, 242, 242, 0.75)"}
            for level, x, y in notes
        ],
    }  # fmt: skip
    layout["xaxis"] = axis("a", (-reach, reach), zeroline=False, showgrid=False, nticks=6)
    layout["yaxis"] = axis("b", (-reach, reach), zeroline=False, showgrid=False, nticks=6)
    return {"data": traces, "layout": layout}


def levels(
    gate: Gate, name: str, reach: float, step: float
) -> tuple[dict[str, Array], list[tuple[float, float, float]]]:
    """The lines on which a surface has a multiple of `step`, and where to write which.

    They need no search: a·h(b) is at the level L where a = L/h(b).
    """
    b, jumps = _along_b(gate, reach)
    h = surfaces(gate)[name](np.ones_like(b), b)
    if name == "∂f/∂b":
        h = np.where(jumps, np.nan, h)
    ends = np.array([-reach, reach, np.nan])
    xs, ys, notes = [], [], []
    flat = name == "∂f/∂a"
    for k in range(-LEVELS, LEVELS + 1):
        level = k * step
        # Where the level is reached whatever a is.
        for height in _crossings(b, h - level) if flat or k == 0 else ():
            xs.append(ends)
            ys.append(np.array([height, height, np.nan]))
            notes.append((level, 0.8 * reach * (-1) ** k, height))
        if flat:
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            a = np.where(h == 0, np.nan, level / h)
        inside = np.flatnonzero(np.abs(a) <= 0.9 * reach)
        if k == 0:
            a = np.zeros_like(b)
        elif len(inside):
            middle = inside[len(inside) // 2]
            notes.append((level, float(a[middle]), float(b[middle])))
        xs.append(np.append(np.where(np.abs(a) <= 3 * reach, a, np.nan), np.nan))
        ys.append(np.append(b, np.nan))
    return {"x": np.concatenate(xs), "y": np.concatenate(ys)}, notes


def _along_b(gate: Gate, reach: float) -> tuple[Array, NDArray[np.bool_]]:
    """Points along b, and which of them are kinks of the gate, where its derivative jumps."""
    kinks = [kink for kink in gate.gate.kinks() if abs(kink) < reach]
    sides = [beside(kink, side) for kink in kinks for side in (-1, 1)]
    b = np.unique(np.concatenate([np.linspace(-reach, reach, POINTS), kinks, sides]))
    return b, np.isin(b, kinks)


def _crossings(b: Array, h: Array) -> list[float]:
    """Where h changes its sign."""
    sign = np.sign(h)
    between = np.flatnonzero(sign[:-1] * sign[1:] < 0)
    found = b[between] - h[between] * (b[between + 1] - b[between]) / (h[between + 1] - h[between])
    exact = 1 + np.flatnonzero((sign[1:-1] == 0) & (sign[:-2] * sign[2:] < 0))
    return [float(each) for each in (*found, *b[exact])]


def picture(shares: Array) -> str:
    """Draw numbers from −1 to 1 in diverging colours, the first row at the bottom, as the address of a PNG."""
    stops = np.array(
        [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for _, colour in DIVERGING], dtype=float
    )
    positions = [2 * position - 1 for position, _ in DIVERGING]
    channels = [np.interp(shares[::-1], positions, stops[:, channel]) for channel in range(3)]
    return png_address(np.stack(channels, axis=-1).round().astype(np.uint8))


def crosses(reach: float, a: Array, b: Array) -> Moving:
    """The arrays of the lines at a and at b, and of the dot where they meet."""
    ends = np.broadcast_to([-reach, reach], (len(a), 2))
    return [
        {"x": np.repeat(a[:, None], 2, axis=1), "y": ends},
        {"x": ends, "y": np.repeat(b[:, None], 2, axis=1)},
        {"x": a[:, None], "y": b[:, None]},
    ]


def slices(gate: Gate, along: str, reach: float, a: Array, b: Array) -> Moving:
    """The arrays of `slice_chart`: f and its derivative along one of a and b, then the dots on both."""
    line, jumps = _along_b(gate, reach)
    chosen = [surfaces(gate)["f"], surfaces(gate)[f"∂f/∂{along}"]]
    if along == "a":
        result: Moving = [{"y": surface(line[None, :], b[:, None])} for surface in chosen]
    else:
        # Where the derivative jumps, its line has a gap.
        gaps = (np.zeros_like(jumps), jumps)
        result = [
            {"y": np.where(gap, np.nan, surface(a[:, None], line[None, :]))}
            for surface, gap in zip(chosen, gaps, strict=True)
        ]
    here = a if along == "a" else b
    return [*result, *({"x": here[:, None], "y": surface(a, b)[:, None]} for surface in chosen)]


def slice_chart(gate: Gate, along: str, reach: float, a: float, b: float) -> Figure:
    """The slice through the surface along one of a and b, the other held."""
    x, _ = _along_b(gate, reach)
    arrays = slices(gate, along, reach, np.array([a]), np.array([b]))
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
             "textfont": {"size": 16, "color": colour}, "hoverinfo": "skip", "cliponaxis": False,
             "marker": {"size": 12, "color": colour, "line": {"width": 2, "color": "white"}}, **_first(array)}
        )  # fmt: skip
    layout = canvas(340, "", legend=16)
    tall = min(float(np.max(np.abs(gate(*np.meshgrid([-reach, reach], x))))), TALLEST)
    layout["xaxis"] = axis(along, (-1.45 * reach, 1.45 * reach))
    layout["yaxis"] = axis("", (-1.1 * tall, 1.1 * tall))
    return {"data": traces, "layout": layout}


def _first(arrays: dict[str, Array]) -> dict[str, Array]:
    return {name: rows[0] for name, rows in arrays.items()}


def _even(step: float) -> float:
    """1, 2 or 5 times a power of ten, not below `step`."""
    decade = 10.0 ** math.floor(math.log10(step))
    return next(factor * decade for factor in (1, 2, 5, 10) if factor * decade >= step * (1 - 1e-9))
