"""Points of a curve, placed so that few look like many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from activations.core import Activation
from activations.evaluation import Array
from activations.properties import beside

POINTS = 201
# How many waves make a curve that is nothing else, and by which share of a chart's height their crests may be missed.
MANY_WAVES, CREST = 20, 1 / 900
# With fewer points to a wave than these, its crests are drawn instead: the greatest and the least of so many heights.
LEAST_OF_A_WAVE, HEIGHTS_OF_A_WAVE = 16, 48
# The distances of points from a pole, as shares of the range on the side of f; and how far out of sight a curve is
# drawn there, in breadths of the range.
NEAR_POLE = np.concatenate([np.geomspace(1e-17, 1e-3, 24), np.geomspace(1.25e-3, 0.12, 30)])
OUT_OF_SIGHT = 10.0


class Jump(NamedTuple):
    """The heights of a curve at a kink: all nan but `x` where it is continuous.

    Attributes
    ----------
    x : float
        The place.
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


def order_of(f: Activation, order: int) -> Callable[[Any], Any]:
    """f, f′ or f″ for `order` 0, 1 or 2."""
    return (f, f.derivative, f.second_derivative)[order]


def heights(
    f: Activation, orders: Sequence[int], x: Array, baseline: Activation | None = None
) -> list[Array]:
    """The derivatives of the given orders (0, 1 or 2) at x, less those of a baseline."""
    if baseline is not None:
        rows = zip(heights(f, orders, x), heights(baseline, orders, x), strict=True)
        return [minuend - subtrahend for minuend, subtrahend in rows]
    if 0 in orders and 1 in orders:
        together = f.value_and_derivative(x)
        return [together[order] if order < 2 else f.second_derivative(x) for order in orders]
    return [order_of(f, order)(x) for order in orders]


def curves(
    f: Activation, orders: Sequence[int], low: float, high: float, baseline: Activation | None = None
) -> list[Curve]:
    """The curves of f, f′ or f″, with a gap where they jump.

    Parameters
    ----------
    f : Activation
        The function.
    orders : sequence of int
        0, 1 or 2.
    low, high : float
        The range of x.
    baseline : Activation, optional
        A function to subtract.

    Examples
    --------
    >>> from activations import Step
    >>> (curve,) = curves(Step(), [0], -1.0, 1.0)
    >>> curve.jumps
    (Jump(x=0.0, left=0.0, right=1.0, value=0.0),)
    """
    x, places = abscissae(f, low, high), kinks(f)
    if baseline is not None:
        x = _add_points_near_poles(x, baseline, low, high)
        foreign = [kink for kink in kinks(baseline) if kink not in places]
        x = np.sort(np.concatenate([x, np.repeat([kink for kink in foreign if low <= kink <= high], 3)]))
        places = tuple(sorted([*places, *foreign]))
    if any(is_band(g, low, high) for g in (f, baseline) if g is not None):
        return [Curve(x, y, ()) for y in _band_outlines(f, orders, x, baseline)]
    sides = [beside(kink, side) for kink in places for side in (-1, 0, 1)]
    points = np.concatenate([x, sides]) if sides else x
    rows = heights(f, orders, points, baseline)
    for pole, side in (*poles(f), *(poles(baseline) if baseline is not None else ())):
        for y in rows:
            _extend_to_edge(points, y, pole, side, OUT_OF_SIGHT * (high - low))
    if not places:
        return [Curve(x, y, ()) for y in rows]
    starts, ends = x.searchsorted(places).tolist(), x.searchsorted(places, "right").tolist()
    return [_cut_at_jumps(x, y, list(zip(places, starts, ends, strict=True))) for y in rows]


def is_band(f: Activation, low: float, high: float) -> bool:
    """Tell whether the waves of `f` are too narrow to be drawn one by one: then their band is drawn."""
    return f.period() * len(abscissae(f, low, high)) < LEAST_OF_A_WAVE * (high - low)


def _band_outlines(
    f: Activation, orders: Sequence[int], x: Array, baseline: Activation | None
) -> list[Array]:
    """The highest and the lowest y around each x in turn: a line through them fills the band."""
    period = max(f.period() if f.period() < np.inf else 0.0, np.ptp(x) / len(x))
    around = x[:, None] + period * (np.arange(HEIGHTS_OF_A_WAVE) / HEIGHTS_OF_A_WAVE - 0.5)
    around = np.clip(around, x[0], x[-1])
    upper = (np.arange(len(x)) % 2 == 0)[:, None]
    return [
        np.where(upper, y, -y).max(axis=1) * np.where(upper, 1.0, -1.0)[:, 0]
        for y in heights(f, orders, around, baseline)
    ]


def poles(f: Activation) -> tuple[tuple[float, int], ...]:
    """The finite ends of the domain of `f`, each with the side (−1 or 1) on which f is defined."""
    low, high = f.domain()
    return tuple((end, side) for end, side in ((low, 1), (high, -1)) if np.isfinite(end))


def _extend_to_edge(x: Array, y: Array, pole: float, side: int, height: float) -> None:
    """Draw a curve to the edge of the chart at a pole that is one of its points."""
    inside = np.flatnonzero((side * (x - pole) > 0) & np.isfinite(y))
    if inside.size and (x == pole).any():
        nearest = inside[0 if side > 0 else -1]
        # Between the pole and the first height there may be points within the rounding of the pole.
        beyond = (side * (x - pole) >= 0) & (side * (x[nearest] - x) > 0)
        y[beyond] = np.copysign(height, y[nearest])


def _add_points_near_poles(x: Array, f: Activation, low: float, high: float) -> Array:
    """Add points towards the poles of `f`, as many wherever these are."""
    if not _has_poles(type(f)):
        return x
    start, end = (min(max(place, low), high) for place in f.domain())
    near = start + (end - start) * np.concatenate([[0.0], NEAR_POLE])
    return np.sort(np.concatenate([x, near]))


@lru_cache(maxsize=256)
def _has_poles(cls: type[Activation]) -> bool:
    """Tell whether f ends at a pole at some setting of the parameters."""
    return any(poles(cls(*setting)) for setting in typical_settings(cls, 3))


def _cut_at_jumps(x: Array, heights: Array, kinks: Sequence[tuple[float, int, int]]) -> Curve:
    """Cut a curve at its jumps, given its heights at x and beside each kink, and the indices of each kink in x."""
    y, beside_kinks = heights[: len(x)], heights[len(x) :].reshape(-1, 3).tolist()
    jumps = []
    before = None
    for (kink, first, last), (left, value, right) in zip(kinks, beside_kinks, strict=True):
        tolerance = 1e-9 * (1 + abs(left))
        jumping = abs(right - left) > tolerance or abs(value - left) > tolerance
        if jumping and last - first >= 3 and kink != before:
            y[first : first + 2] = left, np.nan
            y[first + 2 : last] = right
            jumps.append(Jump(kink, left, right, value))
        else:
            jumps.append(Jump(kink, np.nan, np.nan, np.nan))
        before = kink
    return Curve(x, y, tuple(jumps))


def kinks(f: Activation) -> tuple[float, ...]:
    """The kinks of `f`, as many as at any other setting of the parameters.

    If it has fewer, the last one is repeated.
    """
    still, most = _kinks(type(f))
    own = f.kinks()
    last = own[-1:] or tuple(still)[:1] or (0.0,)
    return own + last * (most - len(own))


def abscissae(f: Activation, low: float, high: float) -> Array:
    """Place x in [low, high] for a curve of `f`, every kink three times among them.

    There are as many at any setting of the parameters. Where these move kinks, each piece between two kinks has
    its own points, which move with its ends: between two near settings every point is between its two places.
    A kink out of sight stands at the end of the range.
    """
    if _has_poles(type(f)):
        # They follow the pole, with one at the end of the range that is not defined.
        start, end = (min(max(place, low), high) for place in f.domain())
        share = (grid(type(f), low, high) - low) / (high - low)
        share = np.sort(np.concatenate([share, NEAR_POLE]))
        points = start + (end - start) * share
        return np.concatenate([[low], points, [high]])
    if not moves_kinks(type(f)):
        return grid(type(f), low, high)
    _, most = _kinks(type(f))
    ends = np.array([low, *(min(max(kink, low), high) for kink in kinks(f)), high])[:, None]
    count = POINTS // (most + 1)
    pieces = ends[:-1] + (ends[1:] - ends[:-1]) * (np.arange(count) / count)
    x: Array = np.concatenate([pieces, ends[1:], ends[1:]], axis=1).ravel()[:-1]
    return x


def moves_kinks(cls: type[Activation]) -> bool:
    """Tell whether a parameter moves kinks or a pole."""
    still, most = _kinks(cls)
    return len(still) < most or _has_poles(cls)


@lru_cache(maxsize=256)
def _kinks(cls: type[Activation]) -> tuple[frozenset[float], int]:
    """The kinks that stand at the same x whatever the parameters, and how many there are at most."""
    by_setting = [kinks for kinks in (cls(*setting).kinks() for setting in typical_settings(cls, 3)) if kinks]
    still = frozenset(by_setting[0]).intersection(*by_setting[1:]) if by_setting else frozenset()
    return still, max(map(len, by_setting), default=0)


@lru_cache(maxsize=512)
def grid(cls: type[Activation], low: float, high: float) -> Array:
    """Place x in [low, high] that suit f and f′ of every typical setting of the parameters.

    A straight line between neighbours misses a curve by its second derivative times the squared distance over
    eight, so an even error needs a density of points that goes with the square root of that derivative. There
    are as many points as keep the error below a thousandth of the chart, within limits. A third of them each
    goes to f, to f′, and evenly along x, so that hovering finds a point everywhere.
    """
    fine = np.linspace(low, high, 4001)
    step = fine[1] - fine[0]
    cases = [cls(*setting) for setting in typical_settings(cls, 5 if len(cls.parameters()) < 2 else 3)]
    spans = (_span(order_of(f, order)(fine), high - low) for f in cases for order in (0, 1))
    tolerance = (max(spans) or high - low) / 1000
    weight, needed = np.ones_like(fine), 0.0
    for f in cases:
        second = f.second_derivative(fine)
        densities = [_density(second), _density(np.gradient(second, step))]
        needed = max(needed, *(float(density.sum()) * step / np.sqrt(4 * tolerance) for density in densities))
        weight = np.maximum(weight, 1 + sum(density / (density.mean() or 1.0) for density in densities))
    count = int(min(max(POINTS, needed), 4 * POINTS))
    if max(_waves(f.second_derivative(fine)) for f in cases) > MANY_WAVES:
        # Each as high as its neighbours: at even distances, of which none is far from a crest.
        count, weight = max(count, _points_of_waves(cls, fine)), np.ones_like(fine)
    total = np.cumsum(weight)
    placed = np.interp(np.linspace(0, 1, count), (total - total[0]) / (total[-1] - total[0]), fine)
    kinks = [kink for kink in _kinks(cls)[0] if low <= kink <= high]
    x = np.sort(np.concatenate([_move_off_kinks(placed, kinks), np.repeat(kinks, 3)]))
    x.flags.writeable = False
    return x


def _waves(second: Array) -> float:
    """Count the waves of a curve with the given second derivatives."""
    signs = np.sign(second[(second != 0) & np.isfinite(second)])
    return float(np.count_nonzero(signs[1:] != signs[:-1])) / 2


def _points_of_waves(cls: type[Activation], x: Array) -> int:
    """Count the points at even distances that show every crest on the chart, at every setting."""
    limit = max(abs(float(x[0])), abs(float(x[-1])), 1.0)
    needed = 0.0
    for f in (cls(*setting) for setting in typical_settings(cls, 17)):
        waves = _waves(f.second_derivative(x))
        for order in (0, 1, 2):
            y = order_of(f, order)(x)
            height = float(y.max() - y.min()) / 2
            if height <= 1.1 * limit and height > 0:
                # Half-way between two points, a crest is missed by 1 − cos(π/n) of its height, n points to a wave.
                missed = min(2 * limit * CREST / height, 1.0)
                needed = max(needed, waves * np.pi / float(np.arccos(1 - missed)))
    return round(needed)


def _move_off_kinks(x: Array, kinks: Sequence[float]) -> Array:
    """Move points that all but coincide with a kink aside, so that the kink stands alone."""
    least = (x[-1] - x[0]) * 1e-5
    for kink in kinks:
        aside = kink + least if kink + least < x[-1] else kink - least
        x = np.where(np.abs(x - kink) < least, aside, x)
    return x


def _span(values: Array, most: float) -> float:
    """The span of the finite values, at most `most`."""
    finite = values[np.isfinite(values)]
    return min(float(finite.max() - finite.min()), most) if finite.size else most


def typical_settings(cls: type[Activation], count: int) -> Iterator[tuple[float, ...]]:
    """Yield `count` settings for each parameter, spread over its typical range, in every combination."""
    yield from product(*(np.linspace(*declared.typical, count).tolist() for declared in cls.parameters()))


def _density(derivative: Array) -> Array:
    density = np.sqrt(np.nan_to_num(np.abs(derivative), nan=0.0, posinf=0.0))
    # A pole, or the jump of a derivative at a kink, must not draw all points to itself.
    limited: Array = np.minimum(density, 40 * density.mean())
    return limited
