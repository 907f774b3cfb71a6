"""Properties of an activation function at given parameters, computed from f, f′ and f″."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from activations.evaluation import Array
from activations.interval import Interval
from activations.quadrature import Integrable, normal_moments

# From numbers or arrays to the same.
Function: TypeAlias = Callable[[Any], Any]


# Distances from 0 and from kinks, each 8 % farther than the one before. Smaller and larger scales follow from the
# parameters; see `_far_scales`.
DISTANCES = np.geomspace(1e-20, 1e20, 1201)
# A derivative is right to so many times |x| times the next one, and to SMALLEST.
ROUNDING = 64 * sys.float_info.epsilon
SMALLEST = 1e-299
# Between the number next to 1 and the root of that distance, ln|x − 1| grows by 17; a function that has a limit, by
# next to nothing.
SLOW_GROWTH = 10.0
# Numbers with different signs that are larger than this stand beside a pole.
POLE = 1e12


class Differentiable(Integrable, Protocol):
    """A function whose properties can be computed: every `activations.Activation`."""

    def __call__(self, x: ArrayLike) -> Any:
        """f(x)."""

    def second_derivative(self, x: ArrayLike) -> Any:
        """f″(x)."""

    def settings(self) -> dict[str, float]:
        """The value of each parameter by name."""

    @property
    def measured_on(self) -> Interval | None:
        """Where the properties are measured, None for the whole line."""

    def known_properties(self) -> Mapping[str, Any]:
        """Properties that numerics could not find."""


class Point(NamedTuple):
    """A point of a curve.

    Examples
    --------
    >>> Point(0.0, 1.0).value
    1.0
    """

    x: float
    value: float


@dataclass(frozen=True)
class Properties:
    """The property card of an activation function at its current parameters.

    Attributes
    ----------
    range, derivative_range : Interval
        The smallest interval that holds every f(x), and every f′(x). A closed end is attained.
    monotonic, derivative_monotonic : str or None
        ``"increasing"``, ``"non-decreasing"``, ``"decreasing"``, ``"non-increasing"``, ``"constant"`` or
        None, which rises and falls, of f and of f′ where it exists. A continuous function is convex where f′ is
        non-decreasing.
    lipschitz : float
        sup |f′|; inf where f jumps.
    smoothness : float
        How many continuous derivatives f has: −1 if f jumps, 0 if f′ does, 1 if f″ does, inf if it is smooth.
    parity : str or None
        ``"odd"``, ``"even"`` or None.
    saturates_left, saturates_right : str or None
        ``"hard"`` where f is constant from some point on, ``"soft"`` where it only tends to a finite limit.
    zero_at_zero : bool
        Whether f(0) = 0.
    minimum : Point or None
        The lowest point of f, the one nearest to 0 if there are several; None if there is none.
    gaussian_mean, gaussian_std, gaussian_gain : float
        E f(z), the standard deviation of f(z) and E f′(z)² for a standard normal z, to 1e-8. nan where f is
        not defined on the whole line, and where they cannot be told.

    Examples
    --------
    >>> from activations import ReLU
    >>> card = ReLU().properties()
    >>> str(card.range), card.lipschitz, card.smoothness, card.saturates_left
    ('[0, inf)', 1.0, 0, 'hard')
    """

    range: Interval
    derivative_range: Interval
    monotonic: str | None
    derivative_monotonic: str | None
    lipschitz: float
    smoothness: float
    parity: str | None
    saturates_left: str | None
    saturates_right: str | None
    zero_at_zero: bool
    minimum: Point | None
    gaussian_mean: float
    gaussian_std: float
    gaussian_gain: float

    @property
    def differentiable(self) -> bool:
        """Whether f′ exists everywhere and is continuous.

        Examples
        --------
        >>> from activations import ReLU, SiLU
        >>> ReLU().properties().differentiable, SiLU().properties().differentiable
        (False, True)
        """
        return self.smoothness >= 1

    @property
    def bounded(self) -> bool:
        """Whether the range is finite on both sides.

        Examples
        --------
        >>> from activations import ReLU, Tanh
        >>> ReLU().properties().bounded, Tanh().properties().bounded
        (False, True)
        """
        return self.range.bounded

    @property
    def convex(self) -> bool:
        """Whether f is continuous and f′ never decreases.

        Examples
        --------
        >>> from activations import ReLU, SiLU
        >>> ReLU().properties().convex, SiLU().properties().convex
        (True, False)
        """
        return self.smoothness >= 0 and self.derivative_monotonic in (
            "increasing",
            "non-decreasing",
            "constant",
        )


@lru_cache(maxsize=1024)
def compute_properties(f: Differentiable) -> Properties:
    """Compute the properties of `f`; exact facts that its class declares override the computed ones."""
    with np.errstate(all="ignore"):
        return replace(_compute(f), **f.known_properties())


def _compute(f: Differentiable) -> Properties:
    low, high = f.measured_on or (-math.inf, math.inf)
    ends = (low, high)
    kinks = tuple(kink for kink in f.kinks() if ends[0] < kink < ends[1])
    pieces = _pieces(kinks, _far_scales(tuple(f.settings().values())), ends)
    value = _Curve(f, f.derivative, kinks, pieces, ends)
    slope = _Curve(f.derivative, f.second_derivative, kinks, pieces, ends)
    slope.poles |= value.poles
    derivative_range = slope.range()
    smoothness = _smoothness(f)
    # Beside a pole most of these do not exist, which the quadrature would take long to find.
    mean, std, gain = gaussian_moments(f) if not value.poles else (math.nan, math.nan, math.nan)
    return Properties(
        range=value.range(),
        derivative_range=derivative_range,
        monotonic=value.monotonicity(),
        derivative_monotonic=slope.monotonicity(),
        lipschitz=max(map(abs, derivative_range)) if smoothness >= 0 else math.inf,
        smoothness=smoothness,
        parity=_parity(f),
        saturates_left=value.saturation(-1),
        saturates_right=value.saturation(+1),
        zero_at_zero=bool(f(0.0) == 0),
        minimum=value.minimum(),
        gaussian_mean=mean,
        gaussian_std=std,
        gaussian_gain=gain,
    )


def _choose_point(low: float, high: float) -> float:
    """Choose a point of the open interval (low, high): 0 if it lies there, else one close to the nearer end."""
    if low < 0 < high:
        return 0.0
    inward = min(1.0, (high - low) / 2)
    return high - inward if high <= 0 else low + inward


def beside(kink: float, side: int) -> float:
    """The x nearest to `kink` on one side (−1 or 1) at which a formula takes that side's branch."""
    return kink + side * max(abs(kink) * 4 * sys.float_info.epsilon, 1e-300)


class _Curve:
    """A function with its slope, cut at its kinks into smooth pieces, with all its candidates for an extremum."""

    def __init__(
        self,
        value: Function,
        slope: Function,
        kinks: tuple[float, ...],
        pieces: Sequence[Array],
        ends: tuple[float, float],
    ) -> None:
        self.value, self.slope, self.kinks, self.pieces, self.ends = value, slope, kinks, pieces, ends
        self.slopes = [slope(piece) for piece in self.pieces]
        self.flat = [not np.any(slopes) for slopes in self.slopes]
        self.jumps = [measure_jump(value, kink) for kink in kinks]
        self.poles = {index for index, kink in enumerate(kinks) if is_pole(value, kink)}
        # As at 0 of sin(x)/x: there is no value there, and a limit from one side at least.
        self.holes = {index for index, kink in enumerate(kinks) if math.isnan(value(kink))}

    def critical_points(self) -> Array:
        return np.concatenate(
            [_roots(self.slope, x, slopes) for x, slopes in zip(self.pieces, self.slopes, strict=True)]
        )

    @cached_property
    def candidates(self) -> list[tuple[float, float, bool]]:
        """Every place where the function could be extreme, as (x, value, attained)."""
        # Each place to look at, the x that it stands for, and whether its value is one of the function's.
        places = [(x, x, True) for x in self.critical_points().tolist()]
        for index, kink in enumerate(self.kinks):
            places.append((kink, kink, True))
            if not self.jumps[index] and index not in self.poles and index not in self.holes:
                # The limits are the value, which rounding must not put below them.
                continue
            for side, flat in ((-1, self.flat[index]), (1, self.flat[index + 1])):
                if not flat:
                    places.append((beside(kink, side), kink, False))
        first, last = self.ends
        for (low, high), flat in zip(pairwise([first, *self.kinks, last]), self.flat, strict=True):
            if flat:
                inside = _choose_point(low, high)
                places.append((inside, inside, True))
        places += [
            (first, first, self.flat[0] or math.isfinite(first)),
            (last, last, self.flat[-1] or math.isfinite(last)),
        ]
        # One call for all of them: at a single number, a call takes longer than the formula.
        values = self.value(np.array([place for place, _, _ in places])).tolist()
        poles = {self.kinks[index] for index in self.poles}
        at = {x: value for (place, x, _), value in zip(places, values, strict=True) if place == x}
        extremes = [
            (x, math.copysign(math.inf, value), False)
            if x in poles
            else (x, value, attained or (place != x and value == at[x]))
            for (place, x, attained), value in zip(places, values, strict=True)
            if not math.isnan(value)
        ]
        return extremes or [(math.nan, math.nan, False)]

    def range(self) -> Interval:
        candidates = self.candidates
        values = [value for _, value, _ in candidates]
        low, high = min(values), max(values)
        return Interval(
            # 0 has no sign here.
            low + 0.0,
            high + 0.0,
            any(attained for _, value, attained in candidates if value == low),
            any(attained for _, value, attained in candidates if value == high),
        )

    def minimum(self) -> Point | None:
        candidates = self.candidates
        low = min(value for _, value, _ in candidates)
        where = [x for x, value, attained in candidates if value == low and attained and math.isfinite(x)]
        return Point(min(where, key=abs), low + 0.0) if where else None

    def monotonicity(self) -> str | None:
        rises = falls = False
        for x, slopes in zip(self.pieces, self.slopes, strict=True):
            # An extreme slope of exactly 0, as of Snake, may come out as a rounding error below it.
            noise = ROUNDING * np.abs(x) * _steepness(x, slopes) + SMALLEST
            rises |= bool(np.any(slopes > noise))
            falls |= bool(np.any(slopes < -noise))
        for index, jump in enumerate(self.jumps):
            # From one infinity to the other.
            height = self._change_at_pole(self.kinks[index]) if index in self.poles else jump
            rises |= height > 0
            falls |= height < 0
        if rises and falls:
            return None
        if not rises and not falls:
            return "constant"
        if any(self.flat):
            return "non-decreasing" if rises else "non-increasing"
        return "increasing" if rises else "decreasing"

    def _change_at_pole(self, kink: float) -> float:
        left, right = self.value(np.array([beside(kink, -1), beside(kink, 1)])).tolist()
        return float(right - left) if left * right < 0 else 0.0

    def saturation(self, side: int) -> str | None:
        if not math.isfinite(self.value(np.float64(side * math.inf))):
            return None
        return "hard" if self.flat[0 if side < 0 else -1] else "soft"


def is_pole(g: Function, kink: float) -> bool:
    """Whether a function grows without end towards `kink`, from one side at least."""
    left, middle, right = g(np.array([beside(kink, -1), kink, beside(kink, 1)])).tolist()
    # That of the tangent at π/2 is no double: it has the largest numbers on both sides of one.
    changes_sign = left * right < 0 and min(abs(left), abs(right)) > POLE
    grows = math.isnan(middle) and any(_grows_as_logarithm(g, kink, side) for side in (-1, 1))
    return math.isinf(middle) or math.isinf(left) or math.isinf(right) or changes_sign or grows


def _grows_as_logarithm(g: Function, kink: float, side: int) -> bool:
    """Tell whether a function differs much between two places very near to `kink`, where it is no number."""
    near = beside(kink, side)
    far = kink + side * math.sqrt(abs(near - kink))
    first, second = g(np.array([near, far])).tolist()
    return bool(abs(first - second) > SLOW_GROWTH)


def _far_scales(settings: tuple[float, ...]) -> tuple[int, ...]:
    """The powers of ten beyond `DISTANCES` near which the parameters may bend the curve."""
    sizes = [math.log10(abs(value)) for value in settings if value and math.isfinite(value)]
    scales = [sign * share * size for size in sizes for sign in (-1, 1) for share in (0.5, 1.0)]
    scales += [first + second for first, second in combinations(scales, 2)]
    return tuple(sorted({round(scale) for scale in scales if 17 < abs(scale) < 300}))


@lru_cache(maxsize=256)
def _pieces(
    kinks: tuple[float, ...], far: tuple[int, ...], ends: tuple[float, float] = (-math.inf, math.inf)
) -> tuple[Array, ...]:
    """Fill the line between the kinks with x, on every scale around 0 and around each kink."""
    distances = np.concatenate([DISTANCES, *(10.0**power * np.geomspace(1e-3, 1e3, 181) for power in far)])
    around = np.concatenate([-distances, distances])
    every = np.concatenate([[0.0], *(centre + around for centre in {0.0, *kinks})])
    pieces = []
    for low, high in pairwise([ends[0], *kinks, ends[1]]):
        # Beside a kink a formula may still take the other side's branch.
        first = beside(low, 1) if math.isfinite(low) else low
        last = beside(high, -1) if math.isfinite(high) else high
        inside = every[(every > first) & (every < last)]
        if math.isfinite(low) and math.isfinite(high):
            share = (1 - np.cos(np.linspace(0, np.pi, 203)[1:-1])) / 2
            inside = np.concatenate([inside, low * (1 - share) + high * share])
        inside = np.unique(inside)
        inside.flags.writeable = False
        pieces.append(inside)
    return tuple(pieces)


def _steepness(x: Array, y: Array) -> Array:
    """The greater of |Δy/Δx| to both neighbours, 0 where it is not finite."""
    if x.size < 2:
        return np.zeros_like(x)
    steep = np.abs(np.diff(y) / np.diff(x))
    steep[~np.isfinite(steep)] = 0.0
    steepest: Array = np.maximum(np.append(steep, 0.0), np.append(0.0, steep))
    return steepest


def measure_jump(g: Function, kink: float) -> float:
    """The rise of g from the left limit at a kink to the right one, 0 if rounding explains it."""
    gap = beside(kink, 1) - kink
    far_left, left, right, far_right = g(
        np.array([kink - 2 * gap, kink - gap, kink + gap, kink + 2 * gap])
    ).tolist()
    height = right - left
    moved = abs(far_right - right) + abs(left - far_left)
    return height if abs(height) > 4 * moved + ROUNDING * max(abs(left), abs(right)) else 0.0


def _roots(slope: Function, x: Array, slopes: Array) -> Array:
    """Find the zeros of a slope: an x by itself, or by bisection between two x with opposite signs."""
    signs = np.sign(slopes)
    # A run of zeros is underflow far out or a flat piece, not a critical point.
    alone = np.flatnonzero((signs[1:-1] == 0) & (signs[:-2] != 0) & (signs[2:] != 0)) + 1
    changes = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    if not len(changes):
        return x[alone]
    left, right, sign = x[changes], x[changes + 1], np.sign(slopes[changes])
    for _ in range(80):
        middle = (left + right) / 2
        before = np.sign(slope(middle)) == sign
        left, right = np.where(before, middle, left), np.where(before, right, middle)
    return np.concatenate([x[alone], (left + right) / 2])


def _smoothness(f: Differentiable) -> float:
    functions: tuple[Function, ...] = (f, f.derivative, f.second_derivative)
    near = [[beside(kink, -1), kink, beside(kink, 1)] for kink in f.kinks()]
    if near and not np.isfinite(f(np.array(near))).all():
        return -1
    orders = [
        next((order for order, g in enumerate(functions) if measure_jump(g, kink)), 3) - 1
        for kink in f.kinks()
    ]
    return min(orders, default=math.inf)


def _parity(f: Differentiable) -> str | None:
    x = np.concatenate(
        [[0.0], DISTANCES[::4], np.abs([beside(kink, side) for kink in f.kinks() for side in (-1, 0, 1)])]
    )
    if f.measured_on is not None:
        x = x[x <= f.measured_on.high]
    right, left = f(x), f(-x)
    if f.measured_on is not None:
        # Where it is not defined on both sides, it may be either.
        known = np.isfinite(right) | np.isfinite(left)
        right, left = right[known], left[known]
    tolerance = 1e-13 * np.abs(right)
    if np.all(np.abs(left + right) <= tolerance):
        return "odd"
    if np.all(np.abs(left - right) <= tolerance):
        return "even"
    return None


def gaussian_moments(f: Differentiable) -> tuple[float, float, float]:
    """E f(z), sd f(z) and E f′(z)² for z ~ N(0, 1); see `Moments` for inf and nan."""
    mean, variance, _, slope = normal_moments(f, 1.0)
    return mean, math.sqrt(variance), slope
