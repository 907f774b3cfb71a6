"""Whether one of two values did better, from runs of both with the same seeds.

Runs with the same seed have their data, weights and batches in common, so that much of what luck does to one it does
to the other: their differences say more than the two medians. The losses are compared in their logarithms, so that a
difference is a factor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from activations.evaluation import Array

# Up to so many pairs all 2ⁿ signs are tried; beyond, so many drawn ones.
EXACT_PAIRS = 12
SIGNS, RESAMPLES = 4095, 2000
# Told apart: less likely by chance than this.
LEVEL = 0.05
# The share of the bootstrap's ratios that the interval holds.
COVERED = 0.95


@dataclass(frozen=True)
class Comparison:
    """The outcome of two values, compared by runs with the same seeds.

    Attributes
    ----------
    pairs : int
        Seeds with which neither run diverged.
    better : int
        Those of them in which the first has the smaller loss.
    ratio : float
        The first loss over the second: the geometric mean over the pairs; nan without a pair.
    low, high : float
        Its bootstrap interval.
    chance : float
        The two-sided p-value of the sign-flip test of the differences of the logarithms.
    """

    pairs: int
    better: int
    ratio: float
    low: float
    high: float
    chance: float

    @property
    def is_told_apart(self) -> bool:
        """Whether the test says that it is no chance."""
        return self.chance < LEVEL


def compare(first: ArrayLike, second: ArrayLike) -> Comparison:
    """Compare the losses of two values, seed by seed; pairs with a loss that is no positive number are left out.

    Examples
    --------
    >>> found = compare([1.0, 2.0, 3.0, 1.0, 2.0, 3.0], [2.0, 4.0, 6.0, 2.0, 4.0, 6.0])
    >>> found.pairs, found.better, round(found.ratio, 9), found.chance
    (6, 6, 0.5, 0.03125)
    """
    with np.errstate(all="ignore"):
        differences = np.log(np.asarray(first, dtype=float)) - np.log(np.asarray(second, dtype=float))
    differences = differences[np.isfinite(differences)]
    pairs = len(differences)
    if not pairs:
        return Comparison(0, 0, math.nan, math.nan, math.nan, 1.0)
    # A fixed seed: the same runs always get the same answer.
    drawn = np.random.default_rng(0).integers(0, pairs, (RESAMPLES, pairs))
    tail = (1 - COVERED) / 2
    low, high = np.exp(np.quantile(differences[drawn].mean(axis=1), [tail, 1 - tail])).tolist()
    return Comparison(
        pairs,
        int((differences < 0).sum()),
        float(np.exp(differences.mean())),
        low,
        high,
        sign_flip(differences),
    )


def correct(chances: Sequence[float]) -> list[float]:
    """p-values of several tests so that one false alarm among all of them is as rare as promised for one: Holm's.

    Examples
    --------
    >>> correct([0.5, 0.01, 0.02])
    [0.5, 0.03, 0.04]
    """
    order = np.argsort(chances, kind="stable")
    factors = np.arange(len(chances), 0, -1)
    raised = np.minimum(np.maximum.accumulate(np.array(chances)[order] * factors), 1.0)
    corrected = np.empty(len(chances))
    corrected[order] = raised
    return corrected.tolist()


def least_chance(pairs: int) -> float:
    """The smallest p-value that the sign-flip test can give: that of pairs that all agree."""
    return 2.0 ** (1 - pairs) if pairs <= EXACT_PAIRS else 1 / (SIGNS + 1)


def sign_flip(differences: Array) -> float:
    """The share of choices of signs that give a mean at least as far from 0: Fisher's test of no difference.

    If neither value were better, each difference might as well have the other sign.

    Examples
    --------
    >>> sign_flip(np.array([1.0, 2.0, 3.0]))
    0.25
    """
    size = np.abs(differences)
    if len(size) <= EXACT_PAIRS:
        signs = np.array(list(product((-1.0, 1.0), repeat=len(size))))
    else:
        signs = np.random.default_rng(1).choice([-1.0, 1.0], (SIGNS, len(size)))
        # The signs that were measured are one of the choices.
        signs = np.vstack([signs, np.sign(differences)])
    sums = np.abs(signs @ size)
    return float(np.mean(sums >= abs(differences.sum()) * (1 - 1e-9)))
