"""Activation functions as Plotly figures.

Figures are plain dicts: validating a ``plotly.graph_objects.Figure`` costs more than the mathematics.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from activations import Activation, sampling
from activations.evaluation import Array
from activations.sampling import Curve
from pages.shared.framing import Frame, frame_with, labelled

Figure = dict[str, Any]
Trace = dict[str, Any]
# The arrays that a slider moves in consecutive traces, by attribute: a row for each of its values.
Moving = list[dict[str, Array]]

# Okabe & Ito's colours, told apart with every common form of colour blindness; black and yellow, which vanish
# on a dark or a white page, are replaced.
BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
PALETTE = (
    *(BLUE, VERMILLION, GREEN, "#CC79A7", "#E69F00", "#56B4E9"),
    *("#8C6BB1", "#999933", "#B24A63", "#44AA99", "#8A8A8A", "#A6761D"),
)
# Colours alone do not tell twelve curves apart: each has markers of its own shape along it.
SHAPES = (
    *("circle", "square", "diamond", "triangle-up", "cross", "star"),
    *("triangle-down", "x", "pentagon", "hexagon", "bowtie", "hourglass"),
)
NAMES = ("f", "f′", "f″")
COLOURS = (BLUE, VERMILLION, GREEN)
DASHES = ("solid", "dash", "dot")
# The share of the range of x, at either end, in which a label has no room on the outer side of its point.
EDGE = 0.14
# The share of the height that such a label takes, in one chart and in one of several panels.
LABEL, LABEL_OF_PANEL = 0.06, 0.2
GREY = "rgba(128, 128, 128, 0.9)"
FAINT, STRONG = "rgba(128, 128, 128, 0.16)", "rgba(128, 128, 128, 0.42)"
FLAT = 0.1
# Even, so that none is in the middle, where most kinks are.
MARKERS = 10
# For each of up to eight kinks: the limits from both sides, then the value.
DOTS = ("circle-open", "circle-open", "circle") * 8

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}


def camera(name: str, image_format: str) -> dict[str, Any]:
    """Return the configuration of the chart's own button that saves a picture."""
    return {"toImageButtonOptions": {"format": image_format, "filename": name, "scale": 2}}


class View(NamedTuple):
    """What a chart of one function shows.

    Attributes
    ----------
    low, high : float
        The range of x.
    orders : tuple of int
        Which of f (0), f′ (1) and f″ (2).
    frames : tuple of Frame
        The range of y: one for all, or one for each of the orders in a panel of its own.
    shading : bool
        Whether to shade where |f′| < 0.1 and where f′ = 0.
    tangent : bool
        Whether to draw the tangent at the probe.
    """

    low: float
    high: float
    orders: tuple[int, ...]
    frames: tuple[Frame, ...]
    shading: bool = False
    tangent: bool = True

    def panel(self, order: int) -> int:
        """Return the panel, counted from 1, that shows f, f′ or f″."""
        return self.orders.index(order) + 1 if len(self.frames) > 1 else 1


def chosen_view(f: Activation, shown: Collection[str], low: float, high: float) -> View:
    """Return the view of a function with the switches `shown` on: f′, f″, tangent, shading, stacked."""
    orders = (0, *(order for order in (1, 2) if NAMES[order] in shown))
    panels = [(order,) for order in orders] if "stacked" in shown else [orders]
    room = LABEL if len(panels) == 1 else LABEL_OF_PANEL
    frames = tuple(labelled(frame_with(f, panel, low, high), room) for panel in panels)
    return View(low, high, orders, frames, shading="shading" in shown, tangent="tangent" in shown)


def explore(f: Activation, view: View, probe: float) -> Figure:
    """Return the chart of one function: its curves, its tangent at the probe, and where it saturates.

    The same view has the same layout and the same kinds of traces, whatever the parameters and the probe.
    """
    return {"data": [*_curves_kept(f, view), *probe_traces(f, view, probe)], "layout": layout(view)}


@lru_cache(maxsize=256)
def _curves_kept(f: Activation, view: View) -> tuple[Trace, ...]:
    """Return the curves, which stay the same while the probe moves over them."""
    return tuple(curves(f, view))


def curves(f: Activation, view: View) -> list[Trace]:
    """Return the traces of a chart that depend on the function alone."""
    traces = shading(f, view) if view.shading else []
    # A curve alone in its panel has its name at the axis: on a phone a legend of two rows would take a panel's room.
    together = len(view.frames) == 1
    for order, points in zip(view.orders, lines(f, view), strict=True):
        traces += curve_traces(
            points, order, NAMES[order], COLOURS[order], view.panel(order), legend=together
        )
    return traces


def lines(f: Activation, view: View, baseline: Activation | None = None) -> list[Curve]:
    """Return the curves of a function less those of a baseline, one for each of the view's orders."""
    return sampling.curves(f, view.orders, view.low, view.high, baseline)


def curve_count(view: View) -> int:
    """Return how many traces `curves` has."""
    return 2 * len(view.orders) + 2 * view.shading


def curve_traces(
    points: Curve, order: int, name: str, colour: str, panel: int, width: float = 3, legend: bool = True
) -> list[Trace]:
    """Return the line of a curve and the dots at its jumps: open for a limit, closed for the value."""
    axes = axes_of(panel)
    # Dropping points that lie on a line would give each value of a slider other points.
    line = {"color": colour, "width": width, "dash": DASHES[order], "simplify": False}
    # The closed dot comes last and covers the open one of the limit that it equals.
    x = [jump.x for jump in points.jumps for _ in range(3)]
    y = [height for jump in points.jumps for height in (jump.left, jump.right, jump.value)]
    return [
        {"type": "scatter", "mode": "lines", "x": points.x, "y": points.y, "name": name, "line": line,
         "legendgroup": name, "showlegend": legend, "hovertemplate": "%{y:.5g}", **axes},
        {"type": "scatter", "mode": "markers", "x": np.array(x), "y": np.array(y),
         "marker": {"symbol": DOTS,
                    "size": 2.5 * width + 1.5, "color": colour, "line": {"width": 2, "color": colour}},
         "legendgroup": name, "showlegend": False, "hoverinfo": "skip", **axes},
    ]  # fmt: skip


def probe_traces(f: Activation, view: View, x: float) -> list[Trace]:
    """Return the marks of the probe on each curve, with the tangent of f."""
    place = np.array([x])
    heights = dict(zip(read(view), sampling.heights(f, read(view), place), strict=True))
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
             "meta": {"corners": [view.low, view.high]},
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


def _corners(f: Activation, view: View, x: float, heights: Mapping[int, Array]) -> dict[int, str]:
    """Find for each label of the probe the corner of its point where it is; live.js does the same."""
    step = (view.high - view.low) / 1000
    slopes = {}
    for order in view.orders:
        near = sampling.heights(f, (order,), np.array([x - step, x + step]))[0]
        slopes[order] = float(near[1] - near[0])
    result: dict[int, str] = {}
    for panel in {view.panel(order) for order in view.orders}:
        there = [order for order in view.orders if view.panel(order) == panel]
        points = [(x, float(heights[order][0]), slopes[order]) for order in there]
        result |= dict(zip(there, corners(points, view.low, view.high), strict=True))
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


def read(view: View) -> list[int]:
    """Return which of f (0), f′ (1) and f″ (2) the traces of the probe are made from."""
    return sorted({*view.orders, *((0, 1) if view.tangent else ())})


def probe_path(view: View, x: Array, heights: Mapping[int, Array]) -> list[dict[str, Array]]:
    """Return the x and y of every trace of `probe_traces`, a row for each of several probes with their heights."""
    arrays = [{"x": x[:, None], "y": heights[order][:, None]} for order in view.orders]
    if view.tangent:
        ends = np.broadcast_to([view.low, view.high], (len(x), 2))
        # At a pole there is no tangent: ∞ − ∞ is nan and draws nothing.
        with np.errstate(invalid="ignore"):
            arrays.append({"x": ends, "y": heights[0][:, None] + heights[1][:, None] * (ends - x[:, None])})
    return arrays


def reading(value: float) -> str:
    """Return a number for a label of the probe; live.js writes the same."""
    return f"{value + 0.0:.5g}".replace("-", "−")


def shading(f: Activation, view: View) -> list[Trace]:
    """Return grey areas over the whole height: faint where |f′| < 0.1, strong where f′ is exactly 0."""
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


def axes_of(panel: int) -> dict[str, str]:
    """Return the trace's reference to the axes of a panel, counted from 1."""
    suffix = "" if panel == 1 else str(panel)
    return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}


def axis(title: str, interval: Sequence[float], **more: Any) -> dict[str, Any]:
    """Return an axis with a fixed range and a visible zero.

    A person can look closer, but not beyond: there the curves would end in the middle of the chart.
    """
    return {
        "title": {"text": title, "standoff": 10}, "range": list(interval), "zeroline": True,
        "zerolinewidth": 1, "zerolinecolor": GREY, "tickfont": {"size": 15}, "automargin": False,
        "minallowed": min(interval), "maxallowed": max(interval), **more,
    }  # fmt: skip


def canvas(height: int, revision: str, legend: int = 15, **margin: int) -> dict[str, Any]:
    """Return the layout common to all charts, without axes.

    Parameters
    ----------
    height : int
        In pixels.
    revision : str
        A person's zoom and hidden curves survive a change of parameters as long as this stays the same.
    legend : int
        Size of its type.
    **margin : int
        Pixels at ``l``, ``r``, ``t`` and ``b``, where not the usual ones.
    """
    return {
        "height": height,
        "margin": {"l": 52, "r": 14, "t": 40, "b": 52} | margin,
        "font": {"size": 15},
        "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": legend}},
        "uirevision": revision,
        # Streamlit up to 1.62 trips over None, and turns a dark chart white where the template has no layout.
        "template": {"layout": {}},
    }


def layout(view: View, height: int = 450) -> dict[str, Any]:
    """Return the axes of a chart: one panel, or one above the other with a common x."""
    panels = len(view.frames)
    revision = f"{view.low} {view.high} {view.orders} {panels}"
    result = canvas(height if panels == 1 else 190 * panels + 80, revision, legend=16, r=12, t=34, b=46)
    result["yaxis9"] = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    for index, heights in enumerate(view.frames):
        suffix = "" if index == 0 else str(index + 1)
        last = index == panels - 1
        gap = 0.05 if panels > 1 else 0.0
        top = 1 - index / panels
        bottom = 1 - (index + 1) / panels + (0 if last else gap)
        result[f"xaxis{suffix}"] = axis(
            "x" if last else "", (view.low, view.high), anchor=f"y{suffix}", showticklabels=last,
            **({} if index == 0 else {"matches": "x"}),
        )  # fmt: skip
        title = NAMES[view.orders[index]] if panels > 1 else ""
        result[f"yaxis{suffix}"] = axis(title, heights, domain=[bottom, top], anchor=f"x{suffix}")
        result[f"yaxis{suffix}"]["title"]["font"] = {"size": 18}
        # Upwards and downwards a curve goes on beyond the frame, and may be followed.
        del result[f"yaxis{suffix}"]["minallowed"], result[f"yaxis{suffix}"]["maxallowed"]
    return result


def tile(f: Activation, label: str, view: View, baseline: Activation | None) -> Figure:
    """Return the small chart of one function in a comparison, less the baseline if there is one."""
    result = layout(view, 250)
    result["title"] = {
        "text": label, "font": {"size": 17}, "x": 0, "xref": "paper", "y": 1, "yref": "paper",
        "yanchor": "bottom", "pad": {"b": 10},
    }  # fmt: skip
    result["legend"] |= {"x": 1, "xanchor": "right"}
    return {"data": tile_traces(f, view, baseline), "layout": result}


def tile_traces(f: Activation, view: View, baseline: Activation | None) -> list[Trace]:
    """Return the traces of `tile`."""
    return [
        trace
        for order, points in zip(view.orders, lines(f, view, baseline), strict=True)
        for trace in curve_traces(points, order, NAMES[order], COLOURS[order], 1)
    ]


def overlay(
    functions: Sequence[Activation], labels: Sequence[str], view: View, baseline: Activation | None
) -> Figure:
    """Return one chart of all functions of a comparison, less the baseline if there is one."""
    traces = []
    for index, f in enumerate(functions):
        traces += overlay_traces(f, labels, index, view, baseline)
    result = layout(view, 560)
    result["legend"] = {"font": {"size": 15}, "orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"}
    result["margin"] = {**result["margin"], "t": 90}
    return {"data": traces, "layout": result}


def overlay_traces(
    f: Activation, labels: Sequence[str], index: int, view: View, baseline: Activation | None
) -> list[Trace]:
    """Return those of the traces of `overlay` that are of one function, by its index."""
    colour, symbol = PALETTE[index % len(PALETTE)], SHAPES[index % len(SHAPES)]
    x = places(view, (index + 0.5) / len(labels))
    marked = sampling.heights(f, view.orders, x, baseline)
    traces = []
    for order, points, y in zip(view.orders, lines(f, view, baseline), marked, strict=True):
        name = labels[index] if order == 0 else f"{labels[index]} {NAMES[order]}"
        line, dots = curve_traces(points, order, name, colour, 1, legend=False)
        traces += [line, dots, markers(line, symbol, x, y)]
    return traces


def places(view: View, share: float) -> Array:
    """Return the x of the markers of a curve, by the share of their distance that they are to the right.

    Curves that run over each other all show their markers if their shares differ. Plotly's own way to few markers
    chooses others for every value of a slider. Between each two is nan, so that no line joins them.
    """
    distance = (view.high - view.low) / MARKERS
    x = view.low + (np.arange(MARKERS) + share) * distance
    return np.insert(x, range(1, MARKERS), np.nan)


def markers(line: Trace, symbol: str, x: Array, y: Array) -> Trace:
    """Return the markers of a line, with the entry of both in the legend."""
    marker = {"symbol": symbol, "size": 9, "color": line["line"]["color"]}
    # Hovering would show a template of its own although it is to be skipped.
    quiet = {"hoverinfo": "skip", "hovertemplate": ""}
    return {**line, "mode": "lines+markers", "marker": marker, "x": x, "y": y, "showlegend": True, **quiet}
