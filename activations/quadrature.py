"""Moments of an activation function of a normally distributed input.

Gauss-Kronrod quadrature, whose 21 points a panel give a second, coarser result and thereby its own error
(R. Piessens et al., QUADPACK, 1983). Panels end at the kinks, become ever smaller towards them and towards 0 as far
down as f bends there, reach as far out as the integrands do, and are halved where the two results differ, as they do
beside a pole or where f oscillates.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from activations.evaluation import Array

# The nodes and weights from 1 to 0 of QUADPACK's qk21, and those of Gauss's rule for every other node.
_NODES = (
    *(0.9956571630258081, 0.9739065285171717, 0.9301574913557082, 0.8650633666889845, 0.7808177265864169),
    *(0.6794095682990244, 0.5627571346686047, 0.4333953941292472, 0.2943928627014602, 0.14887433898163122),
)
_WEIGHTS = (
    *(0.011694638867371874, 0.032558162307964725, 0.054755896574351995, 0.07503967481091996),
    *(0.0931254545836976, 0.10938715880229764, 0.12349197626206584, 0.13470921731147334),
    *(0.14277593857706009, 0.1477391049013385),
)
_GAUSS = (
    0.06667134430868814,
    0.1494513491505806,
    0.21908636251598204,
    0.26926671930999635,
    0.29552422471475287,
)
_half = [weight for gauss in _GAUSS for weight in (0.0, gauss)]
NODES = np.array([*(-node for node in _NODES), 0.0, *_NODES[::-1]])
KRONROD = np.array([*_WEIGHTS, 0.1494455540029169, *_WEIGHTS[::-1]])
GAUSS = np.array([*_half, 0.0, *_half[::-1]])
# The factor of each term of the finer sum in its difference from the coarser one.
_DIFFERENCE = 1 - GAUSS / KRONROD

# Beyond ±9.5 the normal density has a mass of 2e-21: sampled only where f makes up for it. Beyond 50 it would have to
# make up for 1e-543.
_NEAR = np.array([1.0, 2.0, 3.0, 4.2, 5.8, 8.0, 9.5])
_BEYOND = np.array([9.5, 12.0, 15.0, 18.0, 21.0, 25.0, 29.0, 33.0, 38.0, 44.0, 50.0])
NEGLIGIBLE = 1e-12
# Of a panel, as a share of the whole; and of the whole, beyond which it counts as not resolved.
PANEL_ERROR, MOST_ERROR = 1e-12, 1e-9
MOST_PANELS = 20_000
EPS = float(np.finfo(np.float64).eps)
# Distances from 0 and from kinks at which f′ is sampled for the scale on which it bends.
_DISTANCES = 4.0 ** np.arange(-50, 51)
BEND = 1e-4


class Moments(NamedTuple):
    """Moments of f(x) and f′(x) for a normal variable x with mean 0.

    Each is right to 1e-8 of itself, the mean to 1e-8 of the deviation. It is inf where it is beyond the largest
    double, and nan where f is not defined everywhere, or where the quadrature cannot tell: never a wrong number.

    Attributes
    ----------
    mean, variance : float
        Of f(x).
    square : float
        E f(x)².
    slope : float
        E f′(x)².

    Examples
    --------
    >>> from activations import ReLU
    >>> found = normal_moments(ReLU(), variance=1.0)
    >>> round(found.mean, 6), round(found.square, 6), round(found.slope, 6)
    (0.398942, 0.5, 0.5)
    """

    mean: float
    variance: float
    square: float
    slope: float


class Integrable(Protocol):
    """A function whose moments can be computed: every `activations.Activation`."""

    # Results are cached by function.
    def __hash__(self) -> int: ...

    def derivative(self, x: ArrayLike) -> Any:
        """f′(x)."""

    def value_and_derivative(self, x: ArrayLike) -> tuple[Any, Any]:
        """f(x) and f′(x)."""

    def kinks(self) -> tuple[float, ...]:
        """The x where f, f′ or f″ is not continuous, in ascending order."""

    def known_moments(self, variance: float, /) -> Moments | None:
        """The moments in closed form, if there is one."""


class Sample(NamedTuple):
    """Points at which f was sampled, a row for each panel.

    Attributes
    ----------
    z : ndarray
        The points, in standard deviations.
    roots : ndarray
        Square roots of the weights, since the weights themselves may be too small where f is large.
    y, slopes : ndarray
        f and f′ there; 0 where f overflows.
    errors : ndarray
        Estimates for E f, the variance of f and E f′², in each panel.
    overflow : ndarray
        The distances from 0, in standard deviations, at which f and f′ overflow; inf where they do not.
    """

    z: Array
    roots: Array
    y: Array
    slopes: Array
    errors: Array
    overflow: Array


@np.errstate(all="ignore")
def normal_moments(f: Integrable, variance: float) -> Moments:
    """Compute the moments of f(x) for x ~ N(0, variance); see `Moments`.

    Parameters
    ----------
    f : Integrable
        The function.
    variance : float
        Of x, 0 or more.
    """
    known = f.known_moments(variance)
    if known is not None:
        return known
    sample = normal_sample(f, math.sqrt(variance))
    roots, y, slopes, errors, overflow = sample[1:]
    # Sums as products of vectors, which take a third of the time.
    weights = roots * roots
    total = float(np.vdot(roots, roots))
    mean, size = float(np.vdot(weights, y)) / total, float(np.vdot(weights, np.abs(y))) / total
    if math.isnan(mean):
        return Moments(*[math.nan] * 4)
    if abs(mean) < 16 * EPS * size:
        # The rounding error of an integral that is 0 by symmetry.
        mean = 0.0
    spread, square, slope = (
        float(np.vdot(rooted, rooted)) / total for rooted in ((y - mean) * roots, y * roots, slopes * roots)
    )
    if math.sqrt(spread) <= 16 * EPS * size and y.min() == y.max():
        mean, spread = float(y.flat[0]), 0.0
    moments = _keep_resolved(Moments(mean, spread, square, slope), size, errors.sum(axis=1))
    return moments if np.isinf(overflow).all() else _limit_by_overflow(moments, sample)


def _keep_resolved(moments: Moments, size: float, errors: Array) -> Moments:
    """The moments with nan in the place of those whose error is too large; `size` is E |f|."""
    mean, spread, square, slope = moments
    # Beside a large mean, f itself is rounded.
    deviation, rounding = math.sqrt(spread), 8 * EPS * size
    allowed = (
        MOST_ERROR * deviation + rounding,
        MOST_ERROR * spread + rounding * (deviation + rounding),
        MOST_ERROR * slope,
    )
    resolved = [
        bool(error <= most) or not most < math.inf for error, most in zip(errors, allowed, strict=True)
    ]
    return Moments(
        mean if resolved[0] else math.nan,
        spread if resolved[1] else math.nan,
        square if resolved[1] else math.nan,
        slope if resolved[2] else math.nan,
    )


def _limit_by_overflow(moments: Moments, sample: Sample) -> Moments:
    """Keep the moments that cannot change beyond the place where f or f′ overflows; the others are inf or nan."""
    distance = np.abs(sample.z)
    density = np.exp(-np.square(sample.z) / 4) / (2 * math.pi) ** 0.25
    edges, certain = [], []
    for heights, end in zip((sample.y, sample.slopes), sample.overflow.tolist(), strict=True):
        inside = distance < end
        last = inside & (distance >= distance[inside].max(initial=0.0) - 0.05) & (end < math.inf)
        edges.append(np.where(last, np.abs(heights) * density, 0.0))
        # The largest double, squared and as rare as that, over a breadth of a hundredth.
        certain.append(2 * 709.0 - end**2 / 2 - 5 > 710)
    mean, variance, square, slope = moments
    beyond = math.inf if certain[0] else math.nan
    if np.max(edges[0] ** 2) > NEGLIGIBLE * square or sample.overflow[0] < 8:
        variance = square = beyond
    if np.max(edges[0] * density) > NEGLIGIBLE * abs(mean) or sample.overflow[0] < 8:
        mean = math.nan
    if np.max(edges[1] ** 2) > NEGLIGIBLE * slope or sample.overflow[1] < 8:
        slope = math.inf if certain[1] else math.nan
    return Moments(mean, variance, square, slope)


@np.errstate(all="ignore")
def normal_sample(f: Integrable, root: float) -> Sample:
    """Choose points z and weights: a weighted sum over g(f(root·z)) is its mean for z ~ N(0, 1)."""
    start, end, z, roots = _first_panels(_gradings(f, root))
    done: list[Sample] = []
    totals = np.zeros(3)
    extended, count, centre = False, 0, math.nan
    while True:
        sample, integrals, doubtful = _sample_panels(f, root, centre, end - start, z, roots)
        count += len(start)
        total = totals + integrals.sum(axis=1)
        if not extended:
            extended, centre = True, _mean(sample.y, roots)
            # Also where f is constant so far.
            outermost = integrals[:, [0, -1]] >= NEGLIGIBLE * total[:, None]
            sides = [side for side, wide in zip((-1, 1), outermost.any(axis=0), strict=True) if wide]
            more = [_far_edges(f, root, side) for side in sides]
        else:
            more = []
        allowed = PANEL_ERROR * np.where(np.isfinite(total), total, np.inf)[:, None]
        bad = ((sample.errors > allowed).any(axis=0) | doubtful) & (
            end - start > 1e-15 * np.abs(end) + 1e-300
        )
        done.append(_select(sample, ~bad))
        totals += integrals[:, ~bad].sum(axis=1)
        if not bad.any() and not more:
            break
        hopeless = np.isnan(sample.y).any() or sample.overflow.max() < 8
        if hopeless or count + 2 * bad.sum() > MOST_PANELS:
            done.append(_select(sample, bad))
            break
        middle = (start[bad] + end[bad]) / 2
        start = np.concatenate([start[bad], middle, *(edges[:-1] for edges in more)])
        end = np.concatenate([middle, end[bad], *(edges[1:] for edges in more)])
        z, roots = _points(start, end)
    if len(done) == 1:
        return done[0]
    *arrays, overflows = zip(*done, strict=True)
    z, roots, y, slopes = (np.concatenate(parts) for parts in arrays[:4])
    return Sample(z, roots, y, slopes, np.concatenate(arrays[4], axis=1), np.min(overflows, axis=0))


def _select(sample: Sample, chosen: NDArray[np.bool_]) -> Sample:
    if chosen.all():
        return sample
    z, roots, y, slopes, errors, overflow = sample
    return Sample(z[chosen], roots[chosen], y[chosen], slopes[chosen], errors[:, chosen], overflow)


def _points(start: Array, end: Array) -> tuple[Array, Array]:
    """The points of panels, and the square roots of their weights."""
    half = (end - start)[:, None] / 2
    z = half * NODES
    z += (start + end)[:, None] / 2
    roots = np.exp(z * z * -0.25)
    roots *= np.sqrt(half * (KRONROD / math.sqrt(2 * math.pi)))
    return z, roots


def _mean(y: Array, roots: Array) -> float:
    """Estimate E f, 0 where it is not finite."""
    mean = float(np.vdot(y * roots, roots))
    return mean if math.isfinite(mean) else 0.0


def _far_edges(f: Integrable, root: float, side: int) -> Array:
    """The ends of panels far out on one side (−1 or 1), kinks among them."""
    kinks = np.array(f.kinks()) / root if root else np.empty(0)
    kinks = kinks[(side * kinks > _BEYOND[0]) & (side * kinks < _BEYOND[-1])]
    return np.unique(np.concatenate([side * _BEYOND, kinks]))


def _sample_panels(
    f: Integrable, root: float, centre: float, widths: Array, z: Array, roots: Array
) -> tuple[Sample, Array, NDArray[np.bool_]]:
    """Sample panels; return their integrals of |f − c|, (f − c)² and f′² too, and whether f overflows in a part.

    c is `centre`, or about the mean where that is nan.
    """
    y, slopes = f.value_and_derivative(root * z)
    overflow, mixed = np.full(2, math.inf), np.zeros(len(z), dtype=np.bool_)
    # Searched for only if a sum shows that there may be some.
    if not math.isfinite(float(np.vdot(y, roots)) + float(np.vdot(slopes, roots))):
        infinite = np.isinf([y, slopes])
        overflow = np.where(infinite, np.abs(z), np.inf).min(axis=(1, 2))
        y, slopes = np.where(infinite, 0.0, [y, slopes])
        mixed = (infinite.any(axis=2) & ~infinite.all(axis=2)).any(axis=0) & (widths > 0.02)
    weighted = (y - (_mean(y, roots) if math.isnan(centre) else centre)) * roots
    terms = np.empty((3, *z.shape))
    np.multiply(weighted, roots, out=terms[0])
    np.multiply(weighted, weighted, out=terms[1])
    np.square(slopes * roots, out=terms[2])
    differences = np.abs(terms @ _DIFFERENCE)
    np.abs(terms[0], out=terms[0])
    sizes = terms.sum(axis=2)
    # QUADPACK's estimate: the finer result is much better than the difference, once that is small.
    errors = sizes * np.minimum(1.0, (200 * differences / np.where(sizes > 0, sizes, 1.0)) ** 1.5)
    return Sample(z, roots, y, slopes, errors, overflow), sizes, mixed


def _gradings(f: Integrable, root: float) -> tuple[tuple[float, int], ...]:
    """The places towards which panels shrink by factors of 4, each with the number of such steps."""
    gradings = []
    for centre, least in _bends(f):
        place = (centre / root if root else math.inf) if centre else 0.0
        if abs(place) < _NEAR[-1]:
            nearest = max(min(least / root, 1.0), 1e-15 * abs(place), 1e-30) if root else 1.0
            gradings.append((place, math.ceil(-math.log(nearest, 4))))
    return tuple(gradings)


@lru_cache(maxsize=256)
def _first_panels(gradings: tuple[tuple[float, int], ...]) -> tuple[Array, Array, Array, Array]:
    """Starts and ends of the panels in ascending order, and their points and weights; see `_points`."""
    edges = [-_NEAR, _NEAR]
    for place, steps in gradings:
        distances = 0.25 ** np.arange(1, steps + 1)
        edges += [np.array([place]), place - distances, place + distances]
    every = np.concatenate(edges)
    ends = np.unique(every[np.abs(every) <= _NEAR[-1]])
    return ends[:-1], ends[1:], *_points(ends[:-1], ends[1:])


@lru_cache(maxsize=512)
def _bends(f: Integrable) -> tuple[tuple[float, float], ...]:
    """0 and each kink, with the distance from it below which f′ is all but constant on either side."""
    centres = dict.fromkeys((0.0, *f.kinks()))
    bends = []
    for centre in centres:
        sides = np.array([[-1.0], [1.0]]) * _DISTANCES
        with np.errstate(all="ignore"):
            slopes = np.nan_to_num(f.derivative(centre + sides), nan=0.0, posinf=0.0, neginf=0.0)
        changes = np.abs(np.diff(slopes, axis=1)).max(axis=0)
        most = np.abs(slopes[:, _DISTANCES <= 1]).max()
        # Any nearer, the kink itself is hit.
        apart = _DISTANCES[:-1] > 1e-14 * abs(centre)
        bent = np.flatnonzero((changes > BEND * most) & apart)
        bends.append((centre, float(_DISTANCES[bent[0]]) if bent.size else math.inf))
    return tuple(bends)
