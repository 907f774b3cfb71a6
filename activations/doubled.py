"""Results as a double and what its rounding lost, where an argument must be known beyond its own digits.

After T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
(1971), 224-242, https://doi.org/10.1007/BF01397083. Where pieces overflow, nothing counts as lost.
"""

from __future__ import annotations

import numpy as np

from activations.evaluation import Array

# Splits a double into two of 26 bits, whose products are exact.
_SPLITTER = 134217729.0


def multiply(x: Array, factor: float) -> tuple[Array, Array]:
    """x·factor."""
    product = x * factor
    scaled = _SPLITTER * x
    high = scaled - (scaled - x)
    low = x - high
    scaled_factor = _SPLITTER * factor
    high_factor = scaled_factor - (scaled_factor - factor)
    low_factor = factor - high_factor
    lost = high * high_factor - product
    lost += high * low_factor
    lost += low * high_factor
    lost += low * low_factor
    return product, _finite(lost)


def add(x: Array, shift: float, lost: Array | float = 0.0) -> tuple[Array, Array]:
    """x + lost + shift."""
    rounded = x + shift
    moved = rounded - x
    lost = lost + _finite((x - (rounded - moved)) + (shift - moved))
    total = rounded + lost
    return total, _finite(lost - (total - rounded))


def divide(x: Array, divisor: float, lost: Array | float = 0.0) -> tuple[Array, Array]:
    """(x + lost) / divisor."""
    ratio = x / divisor
    product, rest = multiply(ratio, divisor)
    return ratio, _finite(((x - product) - rest + lost) / divisor)


def _finite(x: Array) -> Array:
    return np.where(np.isfinite(x), x, 0.0)
