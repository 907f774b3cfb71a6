"""The chart of one function: its curves, its tangent at the probe, and where it saturates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from activations import Activation, sampling
from activations.evaluation import Array
from pages.shared.figures import (
    COLOURS,
    FAINT,
    GREY,
    NAMES,
    STRETCHED_HEIGHT,
    STRONG,
    Figure,
    Trace,
    View,
    axes_of,
    curve_traces,
    layout,
)
from pages.shared.words import typeset

# The share of the range of x, at either end, in which a label has no room on the outer side of its point.
EDGE = 0.14
# The share of the range of x at which the names of f, f′ and f″ stand, so that they do not meet on curves that do, and
# the share of the height that a name needs above its curve.
ENDS = (0.97, 0.9, 0.83)
ROOM = 0.06
FLAT = 0.1


def function_chart(f: Activation, view: View, probe: float) -> Figure:
    """The chart at a place of the probe: its layout, and its kinds of traces, depend on the view alone."""
    traces = [*_cached_curves(f, view), *probe_traces(f, view, probe)]
    if view.named:
        traces += name_traces(f, view)
    return {"data": traces, "layout": layout(view, STRETCHED_HEIGHT if view.proportional else 450)}


@lru_cache(maxsize=256)
def _cached_curves(f: Activation, view: View) -> tuple[Trace, ...]:
    """The curves, which stay the same while the probe moves over them."""
    return tuple(curves(f, view))


def curves(f: Activation, view: View) -> list[Trace]:
    """The traces of a chart that depend on the function alone."""
    traces = shading(f, view) if view.shading else []
    # A curve alone in its panel has its name at the axis: on a phone a legend of two rows would take a panel's room.
    together = len(view.frames) == 1 and not view.named
    for order, points in zip(view.orders, view.curves(f), strict=True):
        traces += curve_traces(
            points, order, NAMES[order], COLOURS[order], view.panel(order), legend=together
        )
    return traces


def probe_traces(f: Activation, view: View, x: float) -> list[Trace]:
    """The marks of the probe on each curve, with the tangent of f."""
    place = np.array([x])
    heights = dict(zip(orders_of_probe(view), sampling.heights(f, orders_of_probe(view), place), strict=True))
    arrays = [
        {name: values[0] for name, values in trace.items()} for trace in probe_path(view, place, heights)
    ]
    marks: list[Trace] = []
    corners = _corners(f, view, x, heights)
    for order, array in zip(view.orders, arrays, strict=False):
        name, colour = f"{NAMES[order]} = ", COLOURS[order]
        marks.append(
            {"type": "scatter", "mode": "markers+text", "name": name, "legendgroup": NAMES[order],
             "showlegend": False, "hoverinfo": "skip",
             "text": [name + reading(float(array["y"][0]))], "textposition": corners[order], "textfont": {"size": 17},
             "meta": {"corners": [view.low, view.high], "slider": "x"},
             "marker": {"size": 12, "color": colour, "line": {"width": 2, "color": "white"}},
             **array, **axes_of(view.panel(order))}
        )  # fmt: skip
    if not view.tangent:
        return marks
    tangent = {
        "type": "scatter", "mode": "lines", "name": "tangent", "hoverinfo": "skip",
        "line": {"color": GREY, "width": 2, "dash": "longdashdot"}, **arrays[-1], **axes_of(1),
    }  # fmt: skip
    return [*marks, tangent]


def name_traces(f: Activation, view: View) -> list[Trace]:
    """The name of each curve, beside the last of its points that is in sight; labels.js moves it along."""
    traces: list[Trace] = []
    for order, curve in zip(view.orders, view.curves(f), strict=True):
        x, y = last_in_sight(curve.x, curve.y, view, ENDS[order])
        traces.append(
            {"type": "scatter", "mode": "text", "name": NAMES[order], "showlegend": False, "hoverinfo": "skip",
             "text": [NAMES[order]], "textposition": "top left", "x": np.array([x]), "y": np.array([y]),
             "textfont": {"size": 19, "color": COLOURS[order], "weight": "bold"},
             "meta": {"names": NAMES[order], "end": ENDS[order], "room": ROOM}, "legendgroup": NAMES[order],
             **axes_of(view.panel(order))}
        )  # fmt: skip
    return traces


def last_in_sight(x: Array, y: Array, view: View, end: float) -> tuple[float, float]:
    """The last point of a curve in the frame and in a share `end` of the range of x, nan if there is none."""
    bottom, top = view.frames[0]
    room = ROOM * (top - bottom)
    seen = np.flatnonzero((x <= view.low + end * (view.high - view.low)) & (y > bottom) & (y < top - room))
    return (float(x[seen[-1]]), float(y[seen[-1]])) if seen.size else (math.nan, math.nan)


def _corners(f: Activation, view: View, x: float, heights: Mapping[int, Array]) -> dict[int, str]:
    """Find for each label of the probe the corner of its point where it is; labels.js does the same."""
    step = (view.high - view.low) / 1000
    slopes = {}
    for order in view.orders:
        near = sampling.heights(f, (order,), np.array([x - step, x + step]))[0]
        slopes[order] = float(near[1] - near[0])
    result: dict[int, str] = {}
    for panel in {view.panel(order) for order in view.orders}:
        orders = [order for order in view.orders if view.panel(order) == panel]
        points = [(x, float(heights[order][0]), slopes[order]) for order in orders]
        result |= dict(zip(orders, corners(points, view.low, view.high), strict=True))
    return result


def corners(points: Sequence[tuple[float, float, float]], low: float, high: float) -> list[str]:
    """Find a corner for the label of each of up to three points on curves, one above the other.

    The highest has its label above and the lowest below, beside its own curve and not on it.

    Parameters
    ----------
    points : sequence of tuple
        x, y and slope of each.
    low, high : float
        The range of x.
    """
    ranked = sorted(range(len(points)), key=lambda index: -points[index][1])
    result = [""] * len(points)
    for rank, index in enumerate(ranked):
        x, y, slope = points[index]
        above = rank == 0
        side = slope < 0 if above else slope >= 0
        if 0 < rank < len(ranked) - 1:
            # On the far side of the label of its nearer neighbour.
            upper, lower = points[ranked[rank - 1]][1] - y, y - points[ranked[rank + 1]][1]
            above = upper > lower
            near = ranked[rank + 1 if upper > lower else rank - 1]
            taken = points[near][2] < 0 if near == ranked[0] else points[near][2] >= 0
            side = not taken
        share = (x - low) / (high - low)
        right = share < EDGE or (side and share < 1 - EDGE)
        result[index] = f"{'top' if above else 'bottom'} {'right' if right else 'left'}"
    return result


def orders_of_probe(view: View) -> list[int]:
    """Which of f (0), f′ (1) and f″ (2) the traces of the probe are made from."""
    return sorted({*view.orders, *((0, 1) if view.tangent else ())})


def probe_path(view: View, x: Array, heights: Mapping[int, Array]) -> list[dict[str, Array]]:
    """The x and y of every trace of `probe_traces`, a row for each of several probes with their heights."""
    arrays = [{"x": x[:, None], "y": heights[order][:, None]} for order in view.orders]
    if view.tangent:
        ends = np.broadcast_to([view.low, view.high], (len(x), 2))
        # At a pole there is no tangent: ∞ − ∞ is nan and draws nothing.
        with np.errstate(invalid="ignore"):
            arrays.append({"x": ends, "y": heights[0][:, None] + heights[1][:, None] * (ends - x[:, None])})
    return arrays


def reading(value: float) -> str:
    """A number for a label of the probe; numbers.js writes the same."""
    if not np.isfinite(value):
        return "undefined" if np.isnan(value) else "∞" if value > 0 else "−∞"
    # As JavaScript writes numbers: with an exponent below 1e-6 and from 1e21 on.
    rounded = float(f"{value:.5g}") + 0.0
    if rounded and not 1e-6 <= abs(rounded) < 1e21:
        return typeset(f"{rounded:.5g}")
    return typeset(np.format_float_positional(rounded, trim="-"))


def shading(f: Activation, view: View) -> list[Trace]:
    """Grey areas over the whole height: faint where |f′| < 0.1, strong where f′ is exactly 0."""
    x = np.unique(np.concatenate([np.linspace(view.low, view.high, 601), f.kinks()]))
    x = x[(x >= view.low) & (x <= view.high)]
    slope = np.abs(f.derivative(x))
    areas = (("|f′| < 0.1", FAINT, (slope < FLAT) & (slope > 0)), ("f′ = 0", STRONG, slope == 0))
    return [
        {"type": "scatter", "mode": "lines", "x": x, "y": np.where(where, 1.0, 0.0), "name": name,
         "line": {"width": 0, "shape": "hvh"}, "fill": "tozeroy", "fillcolor": colour, "hoverinfo": "skip",
         "legendgroup": name, "xaxis": "x", "yaxis": "y9"}
        for name, colour, where in areas
    ]  # fmt: skip
