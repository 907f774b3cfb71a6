"""Where to put the points of a curve so that few look like many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from activations.properties import beside

if TYPE_CHECKING:
    from activations.core import Activation

Array: TypeAlias = NDArray[np.float64]

POINTS = 201


class Jump(NamedTuple):
    """What a curve does at a kink: all nan but `x` where it is continuous.

    Attributes
    ----------
    x : float
        Where.
    left, right : float
        The limits from either side: open dots.
    value : float
        The value at x itself, by the convention of the function: the closed dot.
    """

    x: float
    left: float
    right: float
    value: float


class Curve(NamedTuple):
    """Points of a curve in ascending x, nan between the two ends of a jump; and one `Jump` for each kink."""

    x: Array
    y: Array
    jumps: tuple[Jump, ...]


def order_of(f: Activation, order: int) -> Callable[[Array], Array]:
    """Return f, f′ or f″ for `order` 0, 1 or 2."""
    return (f, f.derivative, f.second_derivative)[order]


def curve(f: Activation, order: int, x: Array) -> Curve:
    """Return the curve of f, f′ or f″ (order 0, 1, 2) through the points `x` of `abscissae`."""
    return broken_curve(order_of(f, order), f.kinks(), x)


def broken_curve(function: Callable[[Array], Array], kinks: Sequence[float], x: Array) -> Curve:
    """Return the curve of a function, with a gap where it jumps.

    Parameters
    ----------
    function : callable
        From x to y.
    kinks : sequence of float
        Where it may jump, ascending.
    x : ndarray
        Ascending; a kink stands three times in it: for the left limit, the gap, and the right limit.
    """
    y = function(x)
    if not kinks:
        return Curve(x, y, ())
    around = function(np.array([[beside(kink, side) for side in (-1, 0, 1)] for kink in kinks]))
    jumps = []
    for kink, (left, value, right) in zip(kinks, around.tolist(), strict=True):
        first = int(np.searchsorted(x, kink))
        seen = first + 2 < len(x) and x[first + 2] == kink
        tolerance = 1e-9 * (1 + abs(left))
        if seen and (abs(right - left) > tolerance or abs(value - left) > tolerance):
            y[first : first + 3] = left, np.nan, right
            jumps.append(Jump(kink, left, right, value))
        else:
            jumps.append(Jump(kink, np.nan, np.nan, np.nan))
    return Curve(x, y, tuple(jumps))


def abscissae(f: Activation, low: float, high: float) -> Array:
    """Return x in [low, high] for a curve of `f`: those of `grid`, and every kink three times.

    A kink out of sight stands at the end of the range, so that parameters which move kinks do not change the
    number of points.
    """
    still = still_kinks(type(f))
    moving = [kink for kink in f.kinks() if kink not in still]
    x = grid(type(f), low, high)
    return (
        np.sort(np.concatenate([_apart(x, moving), np.repeat(np.clip(moving, low, high), 3)]))
        if moving
        else x
    )


@lru_cache(maxsize=256)
def still_kinks(cls: type[Activation]) -> frozenset[float]:
    """Return the kinks that stand at the same x whatever the parameters."""
    found = [frozenset(cls(*setting).kinks()) for setting in settings(cls, 3)]
    return frozenset.intersection(*(kinks for kinks in found if kinks)) if any(found) else frozenset()


@lru_cache(maxsize=512)
def grid(cls: type[Activation], low: float, high: float) -> Array:
    """Return x in [low, high] that draw f and f′ of every typical setting of the parameters.

    A straight line between neighbours misses a curve by its second derivative times the squared distance over
    eight, so an even error needs a density of points that goes with the square root of that derivative. There
    are as many points as keep the error below a thousandth of the chart, within limits. A third of them each
    goes to f, to f′, and evenly along x, so that hovering finds a point everywhere.
    """
    fine = np.linspace(low, high, 4001)
    step = fine[1] - fine[0]
    cases = [cls(*setting) for setting in settings(cls, 5 if len(cls.parameters()) < 2 else 3)]
    spans = (_span(order_of(f, order)(fine), high - low) for f in cases for order in (0, 1))
    tolerance = (max(spans) or high - low) / 1000
    weight, needed = np.ones_like(fine), 0.0
    for f in cases:
        second = f.second_derivative(fine)
        densities = [_density(second), _density(np.gradient(second, step))]
        needed = max(needed, *(float(density.sum()) * step / np.sqrt(4 * tolerance) for density in densities))
        weight = np.maximum(weight, 1 + sum(density / (density.mean() or 1.0) for density in densities))
    count = int(min(max(POINTS, needed), 4 * POINTS))
    total = np.cumsum(weight)
    placed = np.interp(np.linspace(0, 1, count), (total - total[0]) / (total[-1] - total[0]), fine)
    kinks = [kink for kink in still_kinks(cls) if low <= kink <= high]
    x = np.sort(np.concatenate([_apart(placed, kinks), np.repeat(kinks, 3)]))
    x.flags.writeable = False
    return x


def _apart(x: Array, kinks: Sequence[float]) -> Array:
    """Return x with any point that all but coincides with a kink moved aside, so that the kink stands alone."""
    least = (x[-1] - x[0]) * 1e-5
    for kink in kinks:
        aside = kink + least if kink + least < x[-1] else kink - least
        x = np.where(np.abs(x - kink) < least, aside, x)
    return x


def _span(values: Array, most: float) -> float:
    """Return how high a chart of the values is that is at most about as high as wide."""
    finite = values[np.isfinite(values)]
    return min(float(finite.max() - finite.min()), most) if finite.size else most


def settings(cls: type[Activation], count: int) -> Iterator[tuple[float, ...]]:
    """Yield `count` settings for each parameter, spread over its typical range, in every combination."""
    yield from product(*(np.linspace(*declared.typical, count).tolist() for declared in cls.parameters()))


def _density(derivative: Array) -> Array:
    density = np.sqrt(np.nan_to_num(np.abs(derivative), nan=0.0, posinf=0.0))
    # A pole, or the jump of a derivative at a kink, must not draw all points to itself.
    limited: Array = np.minimum(density, 40 * density.mean())
    return limited
