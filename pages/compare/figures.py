"""The charts of a comparison: one function each, or all in one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from activations import Activation, sampling
from activations.evaluation import Array
from pages.shared.figures import (
    COLOURS,
    NAMES,
    PALETTE,
    SHAPES,
    Figure,
    Trace,
    View,
    curve_traces,
    layout,
    lines,
)

# Even, so that none is in the middle, where most kinks are.
MARKERS = 10
# How far below the x axis a legend stands, in pixels.
BELOW = 28


def tile(f: Activation, label: str, view: View, baseline: Activation | None, height: int) -> Figure:
    """The small chart of one function in a comparison, less the baseline if there is one."""
    result = layout(view, height)
    result["title"] = {
        "text": label, "font": {"size": 17}, "x": 0, "xref": "paper", "y": 1, "yref": "paper",
        "yanchor": "bottom", "pad": {"b": 10},
    }  # fmt: skip
    # Beside the name of x, since the title may be as long as the chart is broad.
    result["legend"] |= {
        "x": 1,
        "xanchor": "right",
        "y": -BELOW / height,
        "yanchor": "top",
        "font": {"size": 14},
    }
    return {"data": tile_traces(f, view, baseline), "layout": result}


def tile_traces(f: Activation, view: View, baseline: Activation | None) -> list[Trace]:
    return [
        trace
        for order, points in zip(view.orders, lines(f, view, baseline), strict=True)
        for trace in curve_traces(points, order, NAMES[order], COLOURS[order], 1)
    ]


def overlay(
    functions: Sequence[Activation], labels: Sequence[str], view: View, baseline: Activation | None
) -> Figure:
    """One chart of all functions of a comparison, less the baseline if there is one."""
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
    """Those of the traces of `overlay` that are of one function, by its index."""
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
    """The x of the markers of a curve, by the share of their distance that they are to the right.

    Curves that run over each other all show their markers if their shares differ. Plotly's own way to few markers
    chooses others for every value of a slider. Between each two is nan, so that no line joins them.
    """
    distance = (view.high - view.low) / MARKERS
    x = view.low + (np.arange(MARKERS) + share) * distance
    return np.insert(x, range(1, MARKERS), np.nan)


def markers(line: Trace, symbol: str, x: Array, y: Array) -> Trace:
    """The markers of a line, with the entry of both in the legend."""
    marker = {"symbol": symbol, "size": 9, "color": line["line"]["color"]}
    # Hovering would show a template of its own although it is to be skipped.
    quiet = {"hoverinfo": "skip", "hovertemplate": ""}
    return {**line, "mode": "lines+markers", "marker": marker, "x": x, "y": y, "showlegend": True, **quiet}
