"""How a formula meets an argument of any shape and type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]

# Three blocks of 8,192 doubles (argument, one intermediate, result) stay in a 256 kB cache; larger arrays
# evaluated whole would carry every intermediate of a formula through main memory.
BLOCK = 8192


def evaluate(formula: Callable[[Array], Array], x: ArrayLike) -> Any:
    """Return the formula at every element of `x`.

    Parameters
    ----------
    formula : callable
        From a one-dimensional float64 array to a new one of the same shape.
    x : array_like of real numbers
        Of any shape.

    Returns
    -------
    ndarray or NumPy scalar
        Of the shape of `x`; float32 if `x` is float32, float64 otherwise.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    """
    given = np.asarray(x)
    if given.dtype.kind not in "iufb":
        raise TypeError(f"x must hold real numbers, got {given.dtype.type.__name__}")
    flat = np.ravel(given).astype(np.float64, copy=False)
    # Overflow to inf and underflow to 0 are the correctly rounded answers of many formulas at the ends of the
    # line; the tests compare every one with the reference.
    with np.errstate(all="ignore"):
        if flat.size <= BLOCK:
            result = formula(flat)
        else:
            result = np.empty_like(flat)
            for start in range(0, flat.size, BLOCK):
                block = slice(start, start + BLOCK)
                result[block] = formula(flat[block])
        if given.dtype == np.float32:
            result = result.astype(np.float32)
    return result.reshape(given.shape)[()]
