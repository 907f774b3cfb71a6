"""The part of the plane that a chart shows: chosen so that no axis moves while a slider does."""

from __future__ import annotations

from collections.abc import Sequence
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


def difference_frame(
    cases: Sequence[Sequence[Activation]], baseline: int, orders: tuple[int, ...], low: float, high: float
) -> Frame:
    """Return the range of y that holds what functions differ by from one of them, in each of several cases."""
    x = np.linspace(low, high, 241)
    values = np.concatenate(
        [
            order_of(f, order)(x) - order_of(case[baseline], order)(x)
            for case in cases
            for f in case
            for order in orders
        ]
    )
    finite = values[np.isfinite(values)]
    limit = 1.1 * max(abs(low), abs(high), 1.0)
    bottom, top = max(float(finite.min()), -limit), min(float(finite.max()), limit)
    # Two formulas of one function may differ by next to nothing, and that is what is to be seen.
    return padded(bottom, top, 1e-6)


def padded(bottom: float, top: float, least: float = 1.0) -> Frame:
    """Return the range with a margin, at least `least` high."""
    centre, half = (bottom + top) / 2, max(top - bottom, least) / 2 * 1.06
    return centre - half, centre + half


def joined(frames: list[Frame]) -> Frame:
    """Return the smallest range that holds all of `frames`."""
    return min(bottom for bottom, _ in frames), max(top for _, top in frames)
