"""Where the name of each curve of a comparison stands: on its curve, and away from the others and their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from activations import Activation
from activations.evaluation import Array
from activations.sampling import heights
from pages.shared.figures import View

# The places that are looked at, from the right end on, in shares of the range of x.
PLACES = np.arange(0.97, 0.03, -0.02).round(2)
CORNERS = ("top left", "bottom right", "top right", "bottom left")
# How broad a letter is and how high a name, as shares of a chart that is neither a projector's nor a phone's.
LETTER, HEIGHT = 0.02, 0.06
# How much worse a name is for each curve that runs through it, if one is near its point, and if it covers a name.
CROSSED, NEAR, COVERED = 4.0, 2.0, 100.0
SAMPLES = 201


class Spot(NamedTuple):
    """Where a name stands: the share of the range of x of the point that it is at, and on which side of that."""

    share: float
    corner: str


class Box(NamedTuple):
    left: float
    right: float
    bottom: float
    top: float


def place_names(
    functions: Sequence[Activation], names: Sequence[str], view: View, baseline: Activation | None
) -> tuple[Spot, ...]:
    """A spot for the name of each function on the first of its curves."""
    x = np.linspace(view.low, view.high, SAMPLES)
    bottom, top = view.frames[0]
    with np.errstate(all="ignore"):
        curves = np.array([heights(f, view.orders, x, baseline) for f in functions])
    # In shares of the chart: by function, by order, by x.
    curves = (curves - bottom) / (top - bottom)
    spots: list[Spot] = []
    taken: list[Box] = []
    for index, name in enumerate(names):
        own = np.interp(PLACES, np.linspace(0, 1, SAMPLES), curves[index, 0])
        choices = [
            (Spot(share, corner), box_of(share, height, corner, LETTER * len(name)))
            for corner in CORNERS
            for share, height in zip(PLACES.tolist(), own.tolist(), strict=True)
        ]
        spot, box = min(choices, key=lambda choice: _cost(curves, index, choice[0].share, choice[1], taken))
        spots.append(spot)
        taken.append(box)
    return tuple(spots)


def box_of(share: float, height: float, corner: str, width: float) -> Box:
    left = share - width if corner.endswith("left") else share
    bottom = height if corner.startswith("top") else height - HEIGHT
    return Box(left, left + width, bottom, bottom + HEIGHT)


def _cost(curves: Array, index: int, share: float, box: Box, taken: Sequence[Box]) -> float:
    """How bad a place is for a name: by what it covers, and by how near to its point other curves are."""
    if not (box.left > 0 and box.right < 1 and box.bottom > 0 and box.top < 1):
        return np.inf
    shares = np.linspace(0, 1, SAMPLES)
    under = curves[:, :, (shares >= box.left) & (shares <= box.right)]
    # At its own point a curve touches the box.
    edge = HEIGHT / 6
    crossed = np.mean((under > box.bottom + edge) & (under < box.top - edge), axis=2).sum()
    there = curves[:, 0, int(np.argmin(np.abs(shares - share)))]
    gap = np.nanmin(np.abs(np.delete(there, index) - there[index]), initial=1.0)
    covered = sum(
        box.left < other.right
        and other.left < box.right
        and box.bottom < other.top
        and other.bottom < box.top
        for other in taken
    )
    return float(CROSSED * crossed + COVERED * covered + NEAR * max(0.0, 2 * HEIGHT - gap) / HEIGHT)
