"""Evaluation of a formula at an argument of any shape and type."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]

# A few blocks of 32,768 doubles (argument, intermediates, results) stay in a 2 MB cache; larger arrays
# evaluated whole would carry every intermediate of a formula through main memory.
BLOCK = 32768


def real_numbers(x: ArrayLike, name: str = "x") -> NDArray[Any]:
    """Convert an argument to an array of floating-point numbers, integers or booleans.

    Parameters
    ----------
    x : array_like of real numbers
        Integers may have any size: one of more than 64 bits becomes the nearest double, ±inf beyond those.
    name : str
        The name of the argument in the message.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, if its lists differ in length, or if it has a mask, which would be lost.

    Examples
    --------
    >>> real_numbers([1, 2.5])
    array([1. , 2.5])
    >>> real_numbers("1")
    Traceback (most recent call last):
    ...
    TypeError: x must hold real numbers, got str_
    """
    if type(x) is not np.ndarray:
        members = x if isinstance(x, (list, tuple)) else (x,)
        if any(isinstance(member, np.ma.MaskedArray) for member in members):
            raise TypeError(f"{name} must hold real numbers, got a masked array, whose mask would be lost")
    try:
        given = np.asarray(x)
    except (ValueError, OverflowError):
        raise TypeError(f"{name} must hold real numbers, got lists that differ in length") from None
    if given.dtype.kind in "iufb":
        return given
    if given.dtype == np.object_ and not isinstance(x, np.ndarray):
        # So NumPy stores Python's integers that have more than 64 bits.
        wrong = [item for item in given.flat if not isinstance(item, (int, float, np.number, np.bool_))]
        wrong += [item for item in given.flat if isinstance(item, np.complexfloating)]
        if not wrong:
            return np.array([_nearest(item) for item in given.flat], dtype=np.float64).reshape(given.shape)
        raise TypeError(f"{name} must hold real numbers, got {type(wrong[0]).__name__}")
    raise TypeError(f"{name} must hold real numbers, got {given.dtype.type.__name__}")


def _nearest(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def result_type(arrays: Iterable[NDArray[Any]]) -> type[np.floating[Any]]:
    """The dtype of a result: float32 if all arrays are, in either byte order, else float64."""
    single = all(array.dtype.kind == "f" and array.dtype.itemsize == 4 for array in arrays)
    return np.float32 if single else np.float64


def evaluate(formula: Callable[[Array], Array], x: ArrayLike) -> Any:
    """Evaluate a formula at every element of `x`.

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
    """Evaluate several formulas, which share intermediate results, at every element of `x`; see `evaluate`."""
    given = x if type(x) is np.ndarray else real_numbers(x)
    if given.dtype == np.float64 and given.ndim and given.size <= BLOCK and given.flags.c_contiguous:
        # The conversions below would change nothing, but take longer than a formula at a hundred points.
        if given.ndim == 1:
            return formulas(given)
        return tuple([result.reshape(given.shape) for result in formulas(given.reshape(-1))])
    given = real_numbers(given)
    points = given.ravel().astype(np.float64, copy=False)
    results = formulas(points) if points.size <= BLOCK else _in_blocks(formulas, points)
    if result_type((given,)) is np.float32:
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
