"""Activation functions as Plotly figures.

Figures are plain dicts: validating a ``plotly.graph_objects.Figure`` costs more than the mathematics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from activations import Activation, sampling
from activations.evaluation import Array
from activations.sampling import Curve
from pages.shared.framing import Frame

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
GREY = "rgba(128, 128, 128, 0.9)"
# The least height, in pixels, of a chart as high as its place: as it grows it shows more of y, and never less.
STRETCHED_HEIGHT = 320
FAINT, STRONG = "rgba(128, 128, 128, 0.16)", "rgba(128, 128, 128, 0.42)"
# For each of up to eight kinks: the limits from both sides, then the value.
DOTS = ("circle-open", "circle-open", "circle") * 8
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}


class View(NamedTuple):
    """The part of one function that a chart shows.

    Attributes
    ----------
    orders : tuple of int
        Which of f (0), f′ (1) and f″ (2).
    frames : tuple of Frame
        The range of y: one for all, or one for each of the orders in a panel of its own.
    shading : bool
        Whether to shade where |f′| < 0.1 and where f′ = 0.
    proportional : bool
        Whether a unit is as long upwards as it is across, so that a slope of 1 looks like 45°.
    named : bool
        Whether the names of curves stand on them, in place of a legend.
    """

    low: float
    high: float
    orders: tuple[int, ...]
    frames: tuple[Frame, ...]
    shading: bool = False
    tangent: bool = True
    proportional: bool = False
    named: bool = False

    def panel(self, order: int) -> int:
        """The panel, counted from 1, that shows f, f′ or f″."""
        return self.orders.index(order) + 1 if len(self.frames) > 1 else 1

    def curves(self, f: Activation, baseline: Activation | None = None) -> list[Curve]:
        """The curves of a function less those of a baseline, one for each of the orders."""
        return sampling.curves(f, self.orders, self.low, self.high, baseline)


def curve_traces(
    points: Curve, order: int, name: str, colour: str, panel: int, width: float = 3, legend: bool = True
) -> list[Trace]:
    """The line of a curve and the dots at its jumps: open for a limit, closed for the value."""
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


def axes_of(panel: int) -> dict[str, str]:
    """The trace's reference to the axes of a panel, counted from 1."""
    suffix = "" if panel == 1 else str(panel)
    return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}


def axis(title: str, interval: Sequence[float], **more: Any) -> dict[str, Any]:
    """An axis with a fixed range and a visible zero.

    A person can look closer, but not beyond: there the curves would end in the middle of the chart.
    """
    return {
        "title": {"text": title, "standoff": 10}, "range": list(interval), "zeroline": True,
        "zerolinewidth": 1, "zerolinecolor": GREY, "tickfont": {"size": 15}, "automargin": False,
        "minallowed": min(interval), "maxallowed": max(interval), **more,
    }  # fmt: skip


def canvas(height: int, revision: str, legend: int = 15, **margin: int) -> dict[str, Any]:
    """The layout common to all charts, without axes.

    Parameters
    ----------
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
    """The axes of a chart: one panel, or one above the other with a common x."""
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
    if view.named:
        result["showlegend"] = False
        # A drag moves the probe, and a click brings it.
        result["dragmode"] = False
        result["margin"]["t"] = 12
    if view.proportional:
        # Where there is more room than the range of y needs, more of y is shown.
        result["yaxis"] |= {"scaleanchor": "x", "constrain": "range"}
    return result
