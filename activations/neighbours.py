"""Which functions of the catalogue are the same as one up to scale and shift, and which come near.

A layer of a network turns a·f(b·x) + d into f by its own weights: b goes into those before, a and d into the weights
and biases behind. Functions that are equal in that sense can represent the same networks.

>>> from activations import APTx
>>> nearest = neighbours(APTx())[0]
>>> nearest.title, nearest.outer, nearest.inner, nearest.is_same
('SiLU', 0.5, 2.0, True)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from activations.catalogue import CATALOGUE
from activations.core import Activation
from activations.evaluation import Array

# Where functions are compared; the rest of the line hardly ever reaches a unit.
REACH = 6.0
X = np.linspace(-REACH, REACH, 321) + 1e-3
# The search among all functions and scales makes do with fewer points.
EVERY = 3
# The inner scales among which the search begins, on either side of 0: 1 is one of them.
SCALES = np.geomspace(1 / 8, 8, 65)
# Searched closely are so many of the nearest ones, and a difference below this comes from rounding.
CANDIDATES = 12
SAME = 1e-7
MOST = 5
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Neighbour:
    """A function of the catalogue with the scales and the shift that bring it nearest.

    Attributes
    ----------
    function : Activation
        At its default parameters.
    outer, inner, shift : float
        a, b and d of a·f(b·x) + d.
    difference : float
        The largest that remains on [−6, 6], as a share of the height of the function there.
    """

    function: Activation
    outer: float
    inner: float
    shift: float
    difference: float

    @property
    def title(self) -> str:
        """The name of the function."""
        return self.function.title

    @property
    def is_same(self) -> bool:
        """Whether nothing but rounding errors remains."""
        return self.difference < SAME


@lru_cache(maxsize=256)
@np.errstate(all="ignore")
def neighbours(f: Activation) -> tuple[Neighbour, ...]:
    """The nearest functions of the catalogue up to scale and shift, nearest first; those that are the same all.

    Parameters
    ----------
    f : Activation
        The function; where it is not defined, nothing is compared.
    """
    heights = f(X)
    defined = np.isfinite(heights)
    spread = float(np.std(heights[defined])) if defined.any() else 0.0
    if defined.sum() < len(X) / 4 or spread == 0 or not np.isfinite(spread):
        return ()
    rough_points = defined[::EVERY]
    target = heights[::EVERY][rough_points]
    target = (target - target.mean()) / (float(np.std(target)) or 1.0)
    others = [cls() for cls in CATALOGUE.values() if cls is not type(f)]
    rough = sorted(
        ((*_best_scale(g, target, rough_points), index) for index, g in enumerate(others)),
        key=lambda pair: pair[0],
    )
    fitted = [_fit(others[index], scale, heights, defined) for _, scale, index in rough[:CANDIDATES]]
    # Stretched, a part of another function may pass for this one as far as it is compared.
    fitted = [each for each in fitted if not each.is_same or _is_same_far_out(f, each)]
    # Of those that are the same, the one with the fewest parameters first.
    fitted.sort(
        key=lambda each: (0.0, len(each.function.parameters())) if each.is_same else (each.difference, 0)
    )
    same = sum(neighbour.is_same for neighbour in fitted)
    return tuple(fitted[: max(MOST, same)])


def _is_same_far_out(f: Activation, other: Neighbour) -> bool:
    x = 100 * X
    expected, got = f(x), other.outer * other.function(other.inner * x) + other.shift
    finite = np.isfinite(expected)
    size = float(np.abs(expected[finite]).max(initial=1.0))
    return bool((np.abs(expected - got)[finite] <= SAME * size).all())


@lru_cache(maxsize=1)
@np.errstate(all="ignore")
def _scaled() -> dict[type[Activation], Array]:
    """Every function at its defaults at b·x for each of the scales, b and −b: a row for each."""
    scales = np.concatenate([SCALES, -SCALES])
    return {cls: cls()(scales[:, None] * X[::EVERY]).astype(np.float32) for cls in CATALOGUE.values()}


def _best_scale(g: Activation, target: Array, defined: Array) -> tuple[float, float]:
    """The difference that remains with the best of `SCALES`, and that scale; 1 where several are as good."""
    rows = _scaled()[type(g)][:, defined].astype(np.float64)
    remaining = _remaining(rows, target)
    # What is symmetric is as well stretched as mirrored, and some can be stretched by any scale.
    remaining[: len(SCALES)] -= 1e-9
    remaining[len(SCALES) // 2] -= 1e-6
    best = int(np.argmin(remaining))
    return float(remaining[best]), float(np.concatenate([SCALES, -SCALES])[best])


def _remaining(rows: Array, target: Array) -> Array:
    """The rest of a target of deviation 1 after the best a·row + d, for each row."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    square = np.mean(centred**2, axis=1)
    product = np.mean(centred * target, axis=1)
    share = np.where((square > 1e-20) & np.isfinite(square), product**2 / square, 0.0)
    result: Array = np.sqrt(np.maximum(1 - np.nan_to_num(share), 0.0))
    return result


def _fit(g: Activation, scale: float, heights: Array, defined: Array) -> Neighbour:
    """Find the inner scale near one of `SCALES` by golden section, and the rest by least squares."""
    x, y = X[defined], heights[defined]
    height = float(np.ptp(y))

    def fit(inner: float) -> tuple[float, float, float]:
        row = g(inner * x)
        centred, rise = row - row.mean(), y - y.mean()
        square = float(np.dot(centred, centred))
        outer = float(np.dot(centred, rise)) / square if square > 0 else 0.0
        shift = float(y.mean() - outer * row.mean())
        left = float(np.max(np.abs(outer * row + shift - y))) / height
        return (left if np.isfinite(left) else np.inf), outer, shift

    ratio = SCALES[1] / SCALES[0]
    inner = scale if fit(scale)[0] < SAME else _minimise(lambda b: fit(b)[0], scale / ratio, scale * ratio)
    inner = min((scale, inner), key=lambda each: fit(each)[0])
    # A whole number, or a half, or the like, if it is as good.
    for rounded in (float(f"{inner:.6g}"), 1 / float(f"{1 / inner:.6g}")):
        if fit(rounded)[0] <= fit(inner)[0] + 1e-12:
            inner = float(rounded)
    difference, outer, shift = fit(inner)
    return Neighbour(g, outer, inner, shift, difference)


def _minimise(function: Callable[[float], float], low: float, high: float) -> float:
    """Find the least value of a function that falls and rises once, by golden section."""
    inside = [high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)]
    values = [function(each) for each in inside]
    while abs(inside[1] - inside[0]) > 1e-13 * abs(low):
        if values[0] < values[1]:
            high, inside[1], values[1] = inside[1], inside[0], values[0]
            inside[0] = high - _GOLDEN * (high - low)
            values[0] = function(inside[0])
        else:
            low, inside[0], values[0] = inside[0], inside[1], values[1]
            inside[1] = low + _GOLDEN * (high - low)
            values[1] = function(inside[1])
    return inside[0] if values[0] < values[1] else inside[1]
