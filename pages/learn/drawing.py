"""The parts that the charts of all lessons share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from activations.evaluation import Array
from pages.shared.figures import BLUE, PALETTE, Figure, Trace, axis, canvas
from pages.shared.framing import Frame

HEIGHT = 400
# The colour of the learner's prediction.
GUESS = PALETTE[3]


def line(name: str, x: Array, y: Array, colour: str = BLUE, dash: str = "solid", width: float = 3) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "hovertemplate": "%{y:.4g}",
        "line": {"color": colour, "width": width, "dash": dash, "simplify": False},
    }  # fmt: skip


def guess(name: str, x: Array, y: Array) -> Trace:
    """The learner's prediction: broad and pale, so that it shows below a curve that it equals."""
    return line(name, x, y, GUESS, "solid", 9) | {"opacity": 0.55}


def mark(name: str, x: float, y: float, colour: str, symbol: str) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "x": np.array([x]), "y": np.array([y]), "name": name,
        "hovertemplate": "%{y:.4g}",
        "marker": {"symbol": symbol, "size": 15, "color": colour, "line": {"width": 3, "color": colour}},
    }  # fmt: skip


def chart(traces: Sequence[Trace], across: str, x: Frame, up: str, y: Frame, **more: Any) -> Figure:
    """A figure; `across` and `up` are the titles of its axes, the latter above it."""
    layout = canvas(HEIGHT, f"{x} {y}", t=64, b=46)
    layout["legend"]["title"] = {"text": f"<b>{up}</b>", "side": "top", "font": {"size": 16}}
    layout |= {"xaxis": axis(across, x), "yaxis": axis("", y) | more}
    return {"data": list(traces), "layout": layout}
