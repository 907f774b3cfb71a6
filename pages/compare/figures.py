"""The charts of a comparison: one function each, or all in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from activations import Activation, sampling
from activations.evaluation import Array
from pages.compare.naming import LabelAnchor
from pages.shared.curve_figures import ROOM, last_in_sight
from pages.shared.figures import (
    COLOURS,
    DASHES,
    NAMES,
    PALETTE,
    SHAPES,
    STRETCHED_HEIGHT,
    Figure,
    Trace,
    View,
    axes_of,
    curve_traces,
    layout,
)
from pages.shared.lines import kind

# Even, so that none is in the middle, where most kinks are.
MARKERS = 10
# The curves of f stand out from those of f′ and f″.
WIDTHS = (3.5, 2.5, 2.5)
NAME_SIZE, LONGEST_NAME = 17, 24


def tile(f: Activation, label: str, view: View, baseline: Activation | None, height: int) -> Figure:
    """The small chart of one function in a comparison, less the baseline if there is one."""
    result = layout(view, height)
    # For the numbers of the axis, its name and the legend, in rows.
    result["margin"]["b"] = 76
    result["title"] = {
        "text": label, "font": {"size": 17}, "x": 0, "xref": "paper", "y": 1, "yref": "paper",
        "yanchor": "bottom", "pad": {"b": 10},
    }  # fmt: skip
    # At the bottom, since the title may be as long as the chart is broad.
    result["legend"] |= {
        "x": 0.5,
        "xanchor": "center",
        "y": 0,
        "yref": "container",
        "yanchor": "bottom",
        "font": {"size": 14},
    }
    return {"data": tile_traces(f, view, baseline), "layout": result}


def tile_traces(f: Activation, view: View, baseline: Activation | None) -> list[Trace]:
    return [
        trace
        for order, points in zip(view.orders, view.curves(f, baseline), strict=True)
        for trace in curve_traces(points, order, NAMES[order], COLOURS[order], 1)
    ]


def overlay(
    functions: Sequence[Activation],
    labels: Sequence[str],
    view: View,
    baseline: Activation | None,
    names: Sequence[tuple[str, LabelAnchor]] = (),
) -> Figure:
    """One chart of all functions of a comparison, less the baseline if there is one.

    Parameters
    ----------
    names : sequence of tuple
        The name of each function, and where it stands on its first curve.
    """
    traces = []
    for index, f in enumerate(functions):
        traces += overlay_traces(f, labels, index, view, baseline)
    for index, (name, anchor) in enumerate(names):
        first = 3 * len(view.orders) * index
        traces.append(name_trace(traces[first], traces[first + 2]["marker"], name, view, anchor))
    traces += [kind(NAMES[order], DASHES[order]) | {"legendgroup": NAMES[order]} for order in view.orders]
    result = layout(view, STRETCHED_HEIGHT)
    # Colours are told by the names on the curves, and dashes here: two can be seen. A click would do nothing.
    result["legend"] = {
        "font": {"size": 16}, "orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom",
        "itemclick": False, "itemdoubleclick": False, "itemwidth": 44,
    }  # fmt: skip
    return {"data": traces, "layout": result}


def name_trace(curve: Trace, marker: dict[str, Any], name: str, view: View, anchor: LabelAnchor) -> Trace:
    """The name of a curve, at the last of its points in sight up to its anchor; labels.js moves it along."""
    x, y = last_in_sight(curve["x"], curve["y"], view, anchor.share)
    return {
        "type": "scatter", "mode": "markers+text", "name": curve["name"], "showlegend": False, "hoverinfo": "skip",
        "text": [name], "textposition": anchor.corner, "x": np.array([x]), "y": np.array([y]),
        "marker": {**marker, "size": 13, "line": {"width": 2, "color": "white"}},
        "textfont": {"size": NAME_SIZE, "weight": "bold"},
        "meta": {"names": name, "end": anchor.share, "room": ROOM}, "legendgroup": curve["legendgroup"], **axes_of(1),
    }  # fmt: skip


def short_name(label: str) -> str:
    return label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}…"


def overlay_traces(
    f: Activation, labels: Sequence[str], index: int, view: View, baseline: Activation | None
) -> list[Trace]:
    """Those of the traces of `overlay` that are of one function, by its index."""
    colour, symbol = PALETTE[index % len(PALETTE)], SHAPES[index % len(SHAPES)]
    x = places(view, (index + 0.5) / len(labels))
    marked = sampling.heights(f, view.orders, x, baseline)
    traces = []
    for order, points, y in zip(view.orders, view.curves(f, baseline), marked, strict=True):
        name = labels[index] if order == 0 else f"{labels[index]} {NAMES[order]}"
        width = WIDTHS[order]
        line, dots = curve_traces(points, order, name, colour, 1, width, legend=False)
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
    """The markers of a line, which tell it from others without colours."""
    marker = {"symbol": symbol, "size": 2.3 * line["line"]["width"], "color": line["line"]["color"]}
    # Hovering would show a template of its own although it is to be skipped.
    quiet = {"hoverinfo": "skip", "hovertemplate": ""}
    return {**line, "mode": "lines+markers", "marker": marker, "x": x, "y": y, **quiet}
