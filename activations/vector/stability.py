"""Failures of the softmax formula where it is computed as it is written."""

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
    """Compute exp(x) over its sum as written, in the given precision: nan where ∞ is divided by ∞, or 0 by 0.

    Examples
    --------
    >>> naive_softmax([800.0, 0.0]).tolist()
    [nan, 0.0]
    """
    with np.errstate(all="ignore"):
        powers = np.exp(np.asarray(x, dtype=precision))
        shares: Array = (powers / np.sum(powers, axis=-1, keepdims=True, dtype=precision)).astype(np.float64)
    return shares


def bearable_constants(
    x: ArrayLike, temperature: ArrayLike = 1.0, precision: type[np.floating[Any]] = np.float64
) -> tuple[Any, Any]:
    """The least and the largest constant that can be added to all logits before `naive_softmax` goes wrong.

    Parameters
    ----------
    x : array_like of real numbers
        One vector of logits, for which the formula is right as they are.
    temperature : array_like of real numbers
        By which the sum of logit and constant is divided.
    precision : type
        float32 or float64.

    Returns
    -------
    tuple of ndarray or NumPy scalar
        Of the shape of `temperature`; found by bisection on the formula itself, to about 10⁻⁹.

    Examples
    --------
    >>> least, largest = bearable_constants([0.0, 1.0])
    >>> bool(708 < largest < 709)
    True
    """
    logits = np.asarray(x, dtype=np.float64)
    temperatures = np.asarray(temperature, dtype=np.float64)
    true = Softmax()(logits / temperatures[..., None])
    good = np.zeros((2, *temperatures.shape))
    bad = np.stack([-_FARTHEST * temperatures, _FARTHEST * temperatures])
    while np.any(np.abs(bad - good) > 1e-9 * np.maximum(1.0, temperatures)):
        middle = (good + bad) / 2
        got = naive_softmax((logits + middle[..., None]) / temperatures[..., None], precision)
        right = np.all(np.abs(got - true) < WRONG, axis=-1)
        good, bad = np.where(right, middle, good), np.where(right, bad, middle)
    return good[0], good[1]


def entropy(shares: ArrayLike) -> Any:
    """−Σ p ln p of each vector of probabilities along the last axis, in nats; at most ln n, for n equal ones.

    Examples
    --------
    >>> float(entropy([1.0, 0.0]))
    0.0
    """
    p = np.asarray(shares, dtype=np.float64)
    # A share of 0 adds nothing: p ln p goes to 0 with p.
    logarithms = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.maximum(-np.sum(p * logarithms, axis=-1), 0.0)
