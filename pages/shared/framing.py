"""The part of the plane that a chart shows: chosen so that no axis moves while a slider does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from activations import Activation
from activations.evaluation import Array
from activations.properties import beside
from activations.sampling import order_of, typical_settings

Frame = tuple[float, float]
# The height of the flattest chart, that of a wide screen, in its widths: where there is more room, more of y is shown.
FLATTEST = 0.58


@lru_cache(maxsize=512)
def frame(cls: type[Activation], orders: tuple[int, ...], low: float, high: float) -> Frame:
    """The range of y that holds f (order 0), f′ (1) and f″ (2) at every setting of the sliders.

    Curves that rise out of sight are cut where the picture would be about as high as it is wide, so that
    slopes of the order of 1 can be seen as such.
    """
    even = np.linspace(low, high, 601)
    values = []
    for setting in typical_settings(cls, 5 if len(cls.parameters()) < 3 else 3):
        f = cls(*setting)
        x = np.append(even, [beside(kink, side) for kink in f.kinks() for side in (-1, 1)])
        values += [order_of(f, order)(x[(x >= low) & (x <= high)]) for order in orders]
    return pad(*visible_range(values, low, high))


def frame_with(f: Activation, orders: tuple[int, ...], low: float, high: float) -> Frame:
    """The range of y of `frame`, enlarged to hold a function whose parameters lie beyond their sliders."""
    usual = frame(type(f), orders, low, high)
    ranges = [declared.typical for declared in f.parameters()]
    if all(
        least <= value <= most for (least, most), value in zip(ranges, f.settings().values(), strict=True)
    ):
        return usual
    x = np.linspace(low, high, 601)
    with_f = pad(*visible_range([order_of(f, order)(x) for order in orders], low, high))
    return join([usual, with_f])


def visible_range(values: Sequence[Array], low: float, high: float) -> Frame:
    every = np.concatenate(values)
    finite = every[np.isfinite(every)]
    if not finite.size:
        return 0.0, 0.0
    limit = 1.1 * max(abs(low), abs(high), 1.0)
    return max(float(finite.min()), -limit), min(float(finite.max()), limit)


def pad(bottom: float, top: float, least: float = 1.0, margin: float = 0.03) -> Frame:
    """The range, made at least `least` high, with a margin above and below that is a share of it."""
    centre, half = (bottom + top) / 2, max(top - bottom, least) * (0.5 + margin)
    return centre - half, centre + half


def cut_to_height(frame: Frame, most: float) -> Frame:
    """The part of a range of y around 0 that is at most so high: all that is near 0 below or above it, if it can."""
    bottom, top = frame
    if top - bottom <= most:
        return frame
    if -bottom <= most / 2:
        return bottom, bottom + most
    return (top - most, top) if top <= most / 2 else (-most / 2, most / 2)


def join(frames: list[Frame]) -> Frame:
    """The smallest range that holds all of `frames`."""
    return min(bottom for bottom, _ in frames), max(top for _, top in frames)
