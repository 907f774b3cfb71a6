"""Gated linear units as figures: maps over (a, b), and slices through them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from activations.evaluation import Array
from activations.vector import Gate
from pages.shared.figures import BLUE, VERMILLION, Figure, Trace, axis
from pages.shared.vector_figures import DIVERGING, Moving

GRID = 61
POINTS = 201
# Values and slopes beyond this leave the slices.
TALLEST = 10.0
LEVELS = 5

Surface = Callable[[Array, Array], Array]


def surfaces(gate: Gate) -> Mapping[str, Surface]:
    """Return f and its two derivatives by their names."""
    return {
        "f": gate,
        "∂f/∂a": lambda a, b: gate.partials(a, b)[0],
        "∂f/∂b": lambda a, b: gate.partials(a, b)[1],
    }


def surface_map(surface: Surface, reach: float, a: float, b: float) -> Figure:
    """Return a map of a surface with its levels, and the lines and the dot at (a, b)."""
    line = np.linspace(-reach, reach, GRID)
    heights = surface(*np.meshgrid(line, line))
    limit = float(np.max(np.abs(heights)))
    step = _even(limit / LEVELS)
    land = {
        "type": "contour", "x": line, "y": line, "z": heights, "colorscale": DIVERGING, "showscale": False,
        "zmin": -limit, "zmax": limit, "line": {"width": 1, "color": "rgba(60, 60, 60, 0.75)"},
        "contours": {"start": -LEVELS * step, "end": LEVELS * step, "size": step, "coloring": "heatmap",
                     "showlabels": True, "labelfont": {"size": 14, "color": "#1A1A1A"}},
        "hovertemplate": "a = %{x:.2f}, b = %{y:.2f}: %{z:.4g}<extra></extra>",
    }  # fmt: skip
    arrays = crosses(reach, np.array([a]), np.array([b]))
    across = {"mode": "lines", "line": {"color": "#1A1A1A", "width": 2}}
    dot = {
        "mode": "markers",
        "marker": {"size": 14, "color": "#1A1A1A", "line": {"width": 2.5, "color": "white"}},
    }
    marks: list[Trace] = [
        {"type": "scatter", "showlegend": False, "hoverinfo": "skip", **style, **_first(array)}
        for style, array in zip((across, across, dot), arrays, strict=True)
    ]
    layout = _layout(360)
    layout["margin"] = {"l": 52, "r": 12, "t": 12, "b": 52}
    layout["xaxis"] = axis("a", (-reach, reach), zeroline=False, nticks=6)
    layout["yaxis"] = axis("b", (-reach, reach), zeroline=False, nticks=6)
    return {"data": [land, *marks], "layout": layout}


def crosses(reach: float, a: Array, b: Array) -> Moving:
    """Return the arrays of the lines at a and at b, and of the dot where they meet."""
    ends = np.broadcast_to([-reach, reach], (len(a), 2))
    return [
        {"x": np.repeat(a[:, None], 2, axis=1), "y": ends},
        {"x": ends, "y": np.repeat(b[:, None], 2, axis=1)},
        {"x": a[:, None], "y": b[:, None]},
    ]


def slices(gate: Gate, along: str, reach: float, a: Array, b: Array) -> Moving:
    """Return the arrays of `slice_chart`: f and its derivative along one of a and b, then the dots on both."""
    line = np.linspace(-reach, reach, POINTS)
    result: Moving = []
    chosen = [surfaces(gate)["f"], surfaces(gate)[f"∂f/∂{along}"]]
    for surface in chosen:
        y = surface(line[None, :], b[:, None]) if along == "a" else surface(a[:, None], line[None, :])
        result.append({"y": y})
    here = a if along == "a" else b
    return [*result, *({"x": here[:, None], "y": surface(a, b)[:, None]} for surface in chosen)]


def slice_chart(gate: Gate, along: str, reach: float, a: float, b: float) -> Figure:
    """Return the slice through the surface along one of a and b, the other held."""
    x = np.linspace(-reach, reach, POINTS)
    arrays = slices(gate, along, reach, np.array([a]), np.array([b]))
    names, colours, dashes = ("f", f"∂f/∂{along}"), (BLUE, VERMILLION), ("solid", "dash")
    traces: list[Trace] = []
    for name, colour, dash, array in zip(names, colours, dashes, arrays, strict=False):
        traces.append(
            {"type": "scatter", "mode": "lines", "x": x, "y": array["y"][0], "name": name,
             "line": {"color": colour, "width": 3, "dash": dash, "simplify": False}, "hovertemplate": "%{y:.4g}"}
        )  # fmt: skip
    for name, colour, place, array in zip(
        names, colours, ("top center", "bottom center"), arrays[2:], strict=True
    ):
        value = float(array["y"][0, 0])
        traces.append(
            {"type": "scatter", "mode": "markers+text", "name": f"{name} = ", "showlegend": False,
             "meta": {"digits": 4}, "text": [f"{name} = {value + 0.0:.4g}".replace("-", "−")], "textposition": place,
             "textfont": {"size": 16}, "hoverinfo": "skip", "cliponaxis": False,
             "marker": {"size": 12, "color": colour, "line": {"width": 2, "color": "white"}}, **_first(array)}
        )  # fmt: skip
    layout = _layout(340)
    tall = min(float(np.max(np.abs(gate(*np.meshgrid([-reach, reach], x))))), TALLEST)
    layout["xaxis"] = axis(along, (-1.15 * reach, 1.15 * reach))
    layout["yaxis"] = axis("", (-1.1 * tall, 1.1 * tall))
    return {"data": traces, "layout": layout}


def _first(arrays: dict[str, Array]) -> dict[str, Array]:
    return {name: rows[0] for name, rows in arrays.items()}


def _even(step: float) -> float:
    """Return 1, 2 or 5 times a power of ten, not below `step`."""
    decade = 10.0 ** math.floor(math.log10(step))
    return next(factor * decade for factor in (1, 2, 5, 10) if factor * decade >= step * (1 - 1e-9))


def _layout(height: int) -> Figure:
    return {
        "height": height,
        "margin": {"l": 52, "r": 14, "t": 40, "b": 52},
        "font": {"size": 15},
        "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 16}},
        "uirevision": "",
        "template": {"layout": {}},
    }
