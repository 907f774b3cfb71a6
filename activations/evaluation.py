"""How a formula meets an argument of any shape and type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]

# A few blocks of 32,768 doubles (argument, intermediates, results) stay in a 2 MB cache; larger arrays
# evaluated whole would carry every intermediate of a formula through main memory.
BLOCK = 32768


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
    (result,) = evaluate_together(lambda points: (formula(points),), x)
    return result


# Overflow to inf and underflow to 0 are the correctly rounded answers of many formulas at the ends of the
# line; the tests compare every one with the reference. As a decorator, errstate takes half the time, and since
# NumPy 2 each call and thread enters its own.
@np.errstate(all="ignore")
def evaluate_together(formulas: Callable[[Array], tuple[Array, ...]], x: ArrayLike) -> tuple[Any, ...]:
    """Return several formulas, which share intermediate results, at every element of `x`; see `evaluate`."""
    given = np.asarray(x)
    if given.dtype == np.float64 and given.ndim and given.size <= BLOCK and given.flags.c_contiguous:
        # What follows would change nothing, but take longer than a formula at a hundred points.
        if given.ndim == 1:
            return formulas(given)
        return tuple([result.reshape(given.shape) for result in formulas(given.reshape(-1))])
    if given.dtype.kind not in "iufb":
        raise TypeError(f"x must hold real numbers, got {given.dtype.type.__name__}")
    points = given.ravel().astype(np.float64, copy=False)
    results = formulas(points) if points.size <= BLOCK else _in_blocks(formulas, points)
    if given.dtype == np.float32:
        results = tuple(result.astype(np.float32) for result in results)
    return results if given.ndim == 1 else tuple(result.reshape(given.shape)[()] for result in results)


def _in_blocks(formulas: Callable[[Array], tuple[Array, ...]], points: Array) -> tuple[Array, ...]:
    results: tuple[Array, ...] = ()
    for start in range(0, points.size, BLOCK):
        block = slice(start, start + BLOCK)
        parts = formulas(points[block])
        results = results or tuple(np.empty_like(points) for _ in parts)
        for result, part in zip(results, parts, strict=True):
            result[block] = part
    return results
