"""Where a function is defined, and where it is continuous, told from its values beside its kinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np

from activations.core import Activation
from activations.properties import beside, is_pole


def is_defined_at(f: Activation, x: float) -> bool:
    """Whether f is a number at x and on both sides of it."""
    near = np.array([beside(x, -1), x, beside(x, 1)])
    return bool(np.isfinite(f(near)).all()) and not is_pole(f, x)


def breaks_at(function: Callable[[float], float], kink: float) -> bool:
    """Tell whether a function is not continuous at a kink."""
    left, right = float(function(beside(kink, -1))), float(function(beside(kink, 1)))
    return abs(right - left) > 1e-9 * (1 + abs(left))


def find_gaps(f: Activation, low: float, high: float) -> Iterator[tuple[float, float]]:
    """Yield the stretches of [low, high], from kink to kink, in which f is no number, as ln(x) is left of 0."""
    places = np.array([low, *(kink for kink in f.kinks() if low < kink < high), high])
    missing = np.isnan(f((places[:-1] + places[1:]) / 2))
    for is_gap, stretch in groupby(zip(missing, pairwise(places.tolist()), strict=True), itemgetter(0)):
        if is_gap:
            edges = [edge for _, pair in stretch for edge in pair]
            yield edges[0], edges[-1]
