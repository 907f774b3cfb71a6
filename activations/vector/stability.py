"""What the formula of softmax loses where it is computed as it is written."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from activations.evaluation import Array
from activations.vector.logits import Softmax

# How far a share may be off before the formula counts as broken.
WRONG = 1e-3
_FARTHEST = 1e5


def naive_softmax(x: ArrayLike, precision: type[np.floating[Any]] = np.float64) -> Array:
    """Return exp(x) over its sum in the given precision, without care: nan where ∞ is divided by ∞, or 0 by 0."""
    with np.errstate(all="ignore"):
        powers = np.exp(np.asarray(x, dtype=precision))
        shares: Array = (powers / np.sum(powers, axis=-1, keepdims=True, dtype=precision)).astype(np.float64)
    return shares


def bearable_constants(
    x: ArrayLike, temperature: float = 1.0, precision: type[np.floating[Any]] = np.float64
) -> tuple[float, float]:
    """Return the least and the largest constant that all logits bear before `naive_softmax` of them is wrong.

    Parameters
    ----------
    x : array_like of real numbers
        One vector of logits, for which the formula is right as they are.
    temperature : float
        By which the sum of logit and constant is divided.
    precision : type
        float32 or float64.

    Returns
    -------
    tuple of float
        Found by bisection on the formula itself, to about 10⁻⁹.
    """
    logits = np.asarray(x, dtype=np.float64)
    true = Softmax(temperature=temperature)(logits)

    def right(constant: float) -> bool:
        got = naive_softmax((logits + constant) / temperature, precision)
        return bool(np.all(np.abs(got - true) < WRONG))

    def last(direction: float) -> float:
        good, bad = 0.0, direction * _FARTHEST * temperature
        while abs(bad - good) > 1e-9 * max(1.0, temperature):
            middle = (good + bad) / 2
            good, bad = (middle, bad) if right(middle) else (good, middle)
        return good

    return last(-1.0), last(1.0)


def entropy(shares: ArrayLike) -> Any:
    """Return −Σ p ln p of each vector of probabilities along the last axis, in nats; at most ln n, for n equal ones."""
    p = np.asarray(shares, dtype=np.float64)
    # What has no share adds nothing: p ln p goes to 0 with p.
    logarithms = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.maximum(-np.sum(p * logarithms, axis=-1), 0.0)
