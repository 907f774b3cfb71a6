"""The view of a function in the chart of Explore, and how its camera saves it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from activations import Activation
from pages.shared.figures import NAMES, View
from pages.shared.framing import FLATTEST, Frame, cut_to_height, frame_with

# The share of the height that the label of a probe takes, in one chart and in one of several panels.
LABEL, LABEL_OF_PANEL = 0.06, 0.2


def camera(name: str, image_format: str) -> dict[str, Any]:
    """The configuration of the chart's own button that saves a picture."""
    return {"toImageButtonOptions": {"format": image_format, "filename": name, "scale": 2}}


def chosen_view(f: Activation, shown: Collection[str], low: float, high: float) -> View:
    """The view of a function with the switches `shown` on: f′, f″, tangent, shading, stacked, stretched."""
    orders = (0, *(order for order in (1, 2) if NAMES[order] in shown))
    panels = [(order,) for order in orders] if "stacked" in shown else [orders]
    single = len(panels) == 1
    frames = tuple(
        add_room(frame_with(f, panel, low, high), LABEL if single else LABEL_OF_PANEL) for panel in panels
    )
    proportional = single and "stretched" not in shown
    if proportional:
        frames = (cut_to_height(frames[0], FLATTEST * (high - low)),)
    return View(
        low,
        high,
        orders,
        frames,
        shading="shading" in shown,
        tangent="tangent" in shown,
        proportional=proportional,
        named=single,
    )


def add_room(frame: Frame, share: float) -> Frame:
    """The range with room above and below for a label as high as a share of it."""
    bottom, top = frame
    room = share * (top - bottom)
    return bottom - room, top + room
