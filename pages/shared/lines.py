"""Charts of numbers over layers or epochs, one line for each function: the parts that such charts share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from activations.evaluation import Array
from pages.shared.figures import GREY, PALETTE, SHAPES, Figure, Trace, canvas
from pages.shared.framing import Frame

HEIGHT = 340
# Above and below, as a share of the height.
MARGIN = 0.06
MOST_LABELS = 5  # of powers of ten along an axis


def line(name: str, x: Array, y: Array, index: int, dash: str, texts: Sequence[str]) -> Trace:
    """The line of a function, with its colour and markers of its own shape; texts are for hovering."""
    return {
        "type": "scatter", "mode": "lines+markers", "x": x, "y": y, "name": name, "legendgroup": name,
        "text": list(texts), "hovertemplate": "%{text}",
        "line": {"color": PALETTE[index], "width": 3, "dash": dash, "simplify": False},
        "marker": {"symbol": SHAPES[index], "size": 9, "maxdisplayed": 8, "color": PALETTE[index]},
    }  # fmt: skip


def kind(name: str, dash: str) -> Trace:
    """An entry of the legend for a kind of line."""
    return {
        "type": "scatter", "mode": "lines", "x": np.array([0.0]), "y": np.array([np.nan]), "name": name,
        "line": {"color": GREY, "width": 3, "dash": dash}, "hoverinfo": "skip",
    }  # fmt: skip


def mark(name: str, frame: Frame) -> Trace:
    """The upright line at the chosen place, here at 0; see `marks`."""
    return {
        "type": "scatter", "mode": "lines", "x": marks(np.array([0.0]))[0], "y": np.array(frame),
        "name": name, "showlegend": False, "hoverinfo": "skip", "line": {"color": GREY, "width": 2},
    }  # fmt: skip


def marks(places: Array) -> Array:
    """The x of the upright line at the chosen place, one row for each place."""
    return np.repeat(places[:, None], 2, axis=1)


def figure(title: str, traces: Sequence[Trace], xaxis: dict[str, Any], yaxis: dict[str, Any]) -> Figure:
    """A chart whose legend has the title."""
    layout = canvas(HEIGHT, f"{xaxis['range']} {yaxis['range']}", legend=14, l=58, t=60, b=46)
    # A legend of several rows, as on a phone, would run into a title that is not its own.
    layout["legend"]["title"] = {"text": f"<b>{title}</b>", "side": "top", "font": {"size": 17}}
    return {"data": list(traces), "layout": layout | {"xaxis": xaxis, "yaxis": yaxis}}


def decades(values: Array) -> Array:
    """Logarithms, nan where there is none.

    The live preview interpolates what it is given along a linear axis, so logarithms are drawn on one.
    """
    with np.errstate(all="ignore"):
        logarithms: Array = np.log10(values)
    return np.where(np.isfinite(logarithms), logarithms, np.nan)


def decade_axis(logarithms: Array, limits: Frame) -> tuple[Frame, dict[str, Any]]:
    """The range of an axis that holds logarithms within limits, and its labels."""
    values = np.clip(logarithms[np.isfinite(logarithms)], *limits)
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    step = next((step for step in (1, 2, 5, 10, 20) if (high - low) / step <= 6), 50)
    # Whole steps, so that the axis seldom moves when a setting does.
    frame = (step * math.floor(low / step - 0.1), step * math.ceil(high / step + 0.1))
    ticks = list(range(int(frame[0]), int(frame[1]) + 1, step))
    # Every other line has a label where there are many, so that none runs into the next in class view.
    apart = step if len(ticks) <= MOST_LABELS else 2 * step
    labels = [
        "" if tick % apart else f"10<sup>{tick}</sup>".replace("-", "−") if tick else "1" for tick in ticks
    ]
    return frame, {"tickvals": ticks, "ticktext": labels}


def whole_ticks(last: int) -> dict[str, Any]:
    """Ticks at whole numbers from 0, few enough to be read."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if last / step <= 8)
    return {"tickvals": list(range(0, last + 1, step))}
