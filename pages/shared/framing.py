"""The part of the plane that a chart shows: chosen so that no axis moves while a slider does."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from activations import Activation
from activations.sampling import order_of, settings

Frame = tuple[float, float]


@lru_cache(maxsize=512)
def frame(cls: type[Activation], orders: tuple[int, ...], low: float, high: float) -> Frame:
    """Return the range of y that holds f (order 0), f′ (1) and f″ (2) at every setting of the sliders.

    Curves that rise out of sight are cut where the picture would be about as high as it is wide, so that
    slopes of the order of 1 can be seen as such.
    """
    x = np.linspace(low, high, 121)
    values = np.concatenate(
        [order_of(cls(*setting), order)(x) for setting in settings(cls, 5) for order in orders]
    )
    finite = values[np.isfinite(values)]
    limit = 1.1 * max(abs(low), abs(high), 1.0)
    return padded(max(float(finite.min()), -limit), min(float(finite.max()), limit))


def padded(bottom: float, top: float) -> Frame:
    """Return the range with a margin, at least one unit high."""
    centre, half = (bottom + top) / 2, max((top - bottom) / 2, 0.5) * 1.06
    return centre - half, centre + half


def joined(frames: list[Frame]) -> Frame:
    """Return the smallest range that holds all of `frames`."""
    return min(bottom for bottom, _ in frames), max(top for _, top in frames)
