"""What each curve of a comparison is called, and where its name stands: on it, and away from the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations import CATALOGUE, Activation
from activations.evaluation import Array
from activations.sampling import heights
from pages.shared.entries import Entry
from pages.shared.figures import View

# The candidates, from the right end on, in shares of the range of x.
PLACES = np.arange(0.97, 0.03, -0.02).round(2)
CORNERS = ("top left", "bottom right", "top right", "bottom left")
# How broad a letter is and how high a name, as shares of a chart that is neither a projector's nor a phone's.
LETTER, HEIGHT = 0.02, 0.06
# How much worse a name is for each curve that runs through it, if one is near its point, and if it covers a name.
CROSSED, NEAR, COVERED = 4.0, 2.0, 100.0
SAMPLES = 201
SHARES = np.linspace(0, 1, SAMPLES)


class LabelAnchor(NamedTuple):
    """Where a name stands: the share of the range of x of the point that it is at, and on which side of that."""

    share: float
    corner: str


class LabelBox(NamedTuple):
    """The edges of a name in shares of the chart, or of one at several places."""

    left: Array
    right: Array
    bottom: Array
    top: Array


def name_of_entry(entry: Entry, moved: bool) -> str:
    """The name of a function as it was written, unless a slider moves what was written."""
    if entry.is_pinned and not moved:
        return entry.text
    return entry.key if type(entry.function).__name__ in CATALOGUE else entry.function.title


@lru_cache(maxsize=256)
def place_names(
    functions: tuple[Activation, ...], names: tuple[str, ...], view: View, baseline: Activation | None
) -> tuple[LabelAnchor, ...]:
    """An anchor for the name of each function on the first of its curves."""
    x = np.linspace(view.low, view.high, SAMPLES)
    bottom, top = view.frames[0]
    with np.errstate(all="ignore"):
        curves = np.array([heights(f, view.orders, x, baseline) for f in functions])
    # In shares of the chart: by function, by order, by x.
    curves = (curves - bottom) / (top - bottom)
    anchors: list[LabelAnchor] = []
    taken: list[LabelBox] = []
    for index, name in enumerate(names):
        own = np.interp(PLACES, SHARES, curves[index, 0])
        boxes = [box_of(PLACES, own, corner, LETTER * len(name)) for corner in CORNERS]
        costs = [_costs(curves, index, box, taken) for box in boxes]
        corner, place = divmod(int(np.argmin(costs)), len(PLACES))
        anchors.append(LabelAnchor(float(PLACES[place]), CORNERS[corner]))
        taken.append(LabelBox(*(side[place] for side in boxes[corner])))
    return tuple(anchors)


def box_of(share: Array, height: Array, corner: str, width: float) -> LabelBox:
    """The boxes of a name at points of its curve."""
    left = share - width if corner.endswith("left") else share
    bottom = height if corner.startswith("top") else height - HEIGHT
    return LabelBox(left, left + width, bottom, bottom + HEIGHT)


def _costs(curves: Array, index: int, box: LabelBox, taken: Sequence[LabelBox]) -> Array:
    """How bad each place is for a name: by what it covers, and by how near to its point other curves are."""
    edge = HEIGHT / 6
    # At its own point a curve touches the box. By place, by function, by order, by x.
    low, high = (side[:, None, None, None] for side in (box.bottom + edge, box.top - edge))
    spanned = (box.left[:, None] <= SHARES) & (box.right[:, None] >= SHARES)
    through = (curves > low) & (curves < high) & spanned[:, None, None]
    crossed = through.sum(axis=(1, 2, 3)) / spanned.sum(axis=1)
    points = curves[:, 0, np.abs(SHARES - PLACES[:, None]).argmin(axis=1)]
    gap = np.nanmin(np.abs(np.delete(points, index, axis=0) - points[index]), axis=0, initial=1.0)
    covered = sum(
        (box.left < other.right)
        & (other.left < box.right)
        & (box.bottom < other.top)
        & (other.bottom < box.top)
        for other in taken
    )
    costs: Array = CROSSED * crossed + COVERED * covered + NEAR * np.maximum(0.0, 2 * HEIGHT - gap) / HEIGHT
    inside = (box.left > 0) & (box.right < 1) & (box.bottom > 0) & (box.top < 1)
    return np.where(inside, costs, np.inf)
