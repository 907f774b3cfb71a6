"""Where to put the points of a curve so that few look like many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from activations.properties import beside

if TYPE_CHECKING:
    from activations.core import Activation

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Jump:
    """A place where a curve is not continuous.

    Attributes
    ----------
    x : float
        Where.
    left, right : float
        The limits from either side: open dots, unless `value` equals one.
    value : float
        The value at x itself, by the convention of the function: the closed dot.
    """

    x: float
    left: float
    right: float
    value: float


@dataclass(frozen=True)
class Curve:
    """Points of a curve in ascending x; y is nan between the two ends of a jump."""

    x: Array
    y: Array
    jumps: tuple[Jump, ...]


def order_of(f: Activation, order: int) -> Callable[[Array], Array]:
    """Return f, f′ or f″ for `order` 0, 1 or 2."""
    return (f, f.derivative, f.second_derivative)[order]


def curve(f: Activation, order: int, x: Array) -> Curve:
    """Return the curve of f, f′ or f″ through the points `x` of `abscissae`, broken where it jumps.

    Parameters
    ----------
    f : Activation
    order : int
        0 for f, 1 for f′, 2 for f″.
    x : ndarray
        Ascending; a kink stands three times in it: for its left limit, the gap, and its right limit.
    """
    function = order_of(f, order)
    y = function(x)
    jumps = []
    for kink in f.kinks():
        first = int(np.searchsorted(x, kink))
        if first + 3 > len(x) or not (x[first] == x[first + 2] == kink):
            continue
        left, value, right = (float(function(np.float64(beside(kink, side)))) for side in (-1, 0, 1))
        if abs(right - left) > 1e-9 * (1 + abs(left)) or abs(value - left) > 1e-9 * (1 + abs(left)):
            y[first : first + 3] = left, np.nan, right
            jumps.append(Jump(kink, left, right, value))
    return Curve(x, y, tuple(jumps))


def abscissae(f: Activation, low: float, high: float, count: int = 241) -> Array:
    """Return about `count` x in [low, high]: every kink three times, the others dense where f or f′ bends.

    A straight line between neighbours misses a curve by its second derivative times the squared distance over
    eight, so an even error needs a density of points that goes with the square root of that derivative. A third
    of the points each goes to f, to f′, and evenly along x, so that hovering finds a point everywhere.
    """
    kinks = [kink for kink in f.kinks() if low < kink < high]
    fine = np.linspace(low, high, 4001)
    second = f.second_derivative(fine)
    third = np.gradient(second)
    weight = np.cumsum(_share(second) + _share(third) + 1)
    weight = (weight - weight[0]) / (weight[-1] - weight[0])
    placed = np.interp(np.linspace(0, 1, count - 3 * len(kinks)), weight, fine)
    return np.sort(np.concatenate([placed, np.repeat(kinks, 3)]))


def _share(derivative: Array) -> Array:
    """Return the density of points that `derivative` asks for, of mean about 1."""
    density = np.sqrt(np.nan_to_num(np.abs(derivative), nan=0.0, posinf=0.0))
    mean = float(density.mean()) or 1.0
    # A pole, or the jump of a derivative at a kink, must not draw all points to itself.
    limited: Array = np.minimum(density / mean, 8.0)
    return limited
