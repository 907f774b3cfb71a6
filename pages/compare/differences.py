"""Where functions differ: the part of the axis beyond which their differences go on as straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from activations import Activation
from activations.evaluation import Array

# As far as a chart reaches, and the ends that it may have.
FARTHEST, STEP = 30.0, 0.05
ENDS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0)
# What never comes to rest, such as a wave, is shown as far as this.
USUAL = 6.0
# A slope has come to rest where it is off by less than this share of the greatest difference of slopes.
REST = 0.03
# Beyond that the rounding of differences is larger than most slopes.
LARGE = 1e15
# On the side where functions hardly differ, as a share of what they do on the other.
LEAST = 0.01


@lru_cache(maxsize=256)
def find_differences(functions: tuple[Activation, ...]) -> tuple[float, float]:
    """The range of x in which functions differ; of one alone, in which it is no straight line."""
    if not functions:
        return -USUAL, USUAL
    x = np.arange(STEP / 2, FARTHEST, STEP)
    sides = [_slopes(functions, side * x) for side in (-1, 1)]
    # What grows out of sight on one side must not make all else look like nothing.
    scales = [float(np.max(np.abs(slopes[:, x < USUAL]))) for slopes in sides]
    least = max(*scales, 1e-9) * LEAST
    left, right = (
        _end(np.abs(slopes - slopes[:, -1:]) > REST * max(scale, least), x)
        for slopes, scale in zip(sides, scales, strict=True)
    )
    return -left, right


def _slopes(functions: Sequence[Activation], x: Array) -> Array:
    """f′ of each function less that of the first, a row for each."""
    with np.errstate(all="ignore"):
        slopes: Array = np.clip(np.nan_to_num([f.derivative(x) for f in functions]), -LARGE, LARGE)
    if len(functions) > 1:
        slopes -= slopes[0].copy()
    return slopes


def _end(moves: NDArray[np.bool_], x: Array) -> float:
    """The nearest end of a chart beyond which nothing moves, by the distances from 0 at which each function does."""
    last = float(np.max(np.where(moves, x, 0.0)))
    return next((end for end in ENDS if end >= last + STEP), USUAL)
