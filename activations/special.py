"""The error function and its complements, which NumPy does not have.

Two approximations serve all three. Near 0, erf(x)/x is the rational function in x² of W. J. Cody, "Rational
Chebyshev approximations for the error function", Mathematics of Computation 23 (1969), 631-637,
https://doi.org/10.1090/S0025-5718-1969-0247736-4. On the whole half-line y ≥ 0, (y + 1/2)·erfcx(y) is a
polynomial in (y - 4)/(y + 4), after M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of
(1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", Mathematics of Computation 36 (1981), 249-253,
https://doi.org/10.1090/S0025-5718-1981-0595058-X; a single range needs no masks.

`erf`, `erfc` and `erfcx` take any array-like. The functions below them take the same as the formulas of an
`Activation`: a one-dimensional float64 array, while the caller suppresses floating-point warnings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from activations.evaluation import Array, evaluate

# Up to here Cody's approximation of erf is used: 1 - erfc would lose digits.
SMALL = 0.46875

# Coefficients from the highest power down, of which the denominator's is 1.
_SMALL_NUMERATOR = (
    1.85777706184603153e-1,
    3.16112374387056560e00,
    1.13864154151050156e02,
    3.77485237685302021e02,
    3.20937758913846947e03,
)
_SMALL_DENOMINATOR = (
    2.36012909523441209e01,
    2.44024637934444173e02,
    1.28261652607737228e03,
    2.84423683343917062e03,
)

# The Chebyshev series up to degree 23 (the rest is below 3e-17), in powers of (y - 4)/(y + 4) from
# the highest down. tests/activations/test_special.py derives it again.
_ERFCX = (
    4.655872489116286e-10,
    7.869141887096018e-10,
    -6.173433021911765e-09,
    -8.185889881783484e-09,
    5.316927809297442e-08,
    3.557668900292652e-08,
    -4.105469521280284e-07,
    1.4900676901515666e-07,
    2.853302207447867e-06,
    -5.612550937829589e-06,
    -1.2198873211218208e-05,
    7.531154860009314e-05,
    -9.962857330545594e-05,
    -0.0003788868535319125,
    0.0025159850338287446,
    -0.008098866990727597,
    0.018583757763277836,
    -0.03316518291015577,
    0.0468664174995472,
    -0.050519533017932654,
    0.03404852712733454,
    0.007689826051305236,
    -0.06981055842028115,
    0.6164975593127763,
)


def erf(x: ArrayLike) -> Any:
    """The error function, 2/√π times the integral of exp(-t²) from 0 to x.

    Parameters
    ----------
    x : array_like of real numbers
        Of any shape. nan gives nan, ±inf gives ±1.

    Returns
    -------
    ndarray or NumPy scalar
        Of the shape of `x`; float32 if `x` is float32, float64 otherwise.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.

    Examples
    --------
    >>> float(erf(0.5))
    0.5204998778130465
    """
    return evaluate(erf_of, x)


def erfc(x: ArrayLike) -> Any:
    """The complementary error function 1 - erf(x), with all its digits where it is tiny.

    inf gives 0, -inf gives 2; see `erf`.

    Examples
    --------
    >>> float(erfc(10.0))
    2.0884875837625446e-45
    """
    return evaluate(erfc_of, x)


def erfcx(x: ArrayLike) -> Any:
    """The scaled complementary error function exp(x²)·erfc(x).

    inf gives 0; the result overflows to inf below -26.6; see `erf`.

    Examples
    --------
    >>> float(erfcx(1e10))
    5.6418958354775636e-11
    """
    return evaluate(erfcx_of, x)


def erf_of(x: Array) -> Array:
    """Compute erf without conversion or checks."""
    y = np.abs(x)
    small = np.flatnonzero(y <= SMALL)
    if small.size == x.size:
        return _erf_near_zero(x)
    # erf(6) rounds to 1.
    np.minimum(y, 6.0, out=y)
    result = erfcx_of_positive(y)
    np.multiply(y, y, out=y)
    np.negative(y, out=y)
    result *= np.exp(y, out=y)
    np.subtract(1.0, result, out=result)
    np.copysign(result, x, out=result)
    if small.size:
        result[small] = _erf_near_zero(x[small])
    return result


def erfc_of(x: Array) -> Array:
    """Compute erfc without conversion or checks."""
    y = np.abs(x)
    result = erfcx_of_positive(y)
    result *= exp_of_square(y, -1.0)
    return np.where(x < 0, 2.0 - result, result)


def erfcx_of(x: Array) -> Array:
    """Compute erfcx without conversion or checks."""
    result = erfcx_of_positive(np.abs(x))
    negative = np.flatnonzero(x < 0)
    if negative.size:
        result[negative] = 2.0 * exp_of_square(x[negative], 1.0) - result[negative]
    return result


def erfcx_of_positive(y: Array) -> Array:
    """Compute erfcx for y ≥ 0, without conversion or checks."""
    t = y + 4.0
    # Not (y - 4)/(y + 4), which is nan at inf.
    np.divide(-8.0, t, out=t)
    t += 1.0
    result = t * _ERFCX[0]
    for coefficient in _ERFCX[1:-1]:
        result += coefficient
        result *= t
    result += _ERFCX[-1]
    np.add(y, 0.5, out=t)
    result /= t
    return result


def exp_of_square(x: Array, factor: float) -> Array:
    """Compute exp(factor·x²) with all its digits where x² is large; `factor` must be ± a power of two.

    The rounding of x² alone would cost x² units in the last place. The square is carried in two pieces:
    x = h + l with h of 24 bits has an exact h², and x² = h² + l·(x + h).
    """
    # Any factor from 1/8 up sends 10,000 and all beyond to 0 or inf.
    y = np.minimum(np.abs(x), 100.0)
    h = y.astype(np.float32).astype(np.float64)
    low = y - h
    y += h
    low *= y
    np.multiply(h, h, out=h)
    square = np.add(h, low, out=y)
    h -= square
    h += low
    h *= factor
    h += 1.0
    square *= factor
    h *= np.exp(square, out=square)
    return h


def _erf_near_zero(x: Array) -> Array:
    z = x * x
    numerator = z * _SMALL_NUMERATOR[0]
    for coefficient in _SMALL_NUMERATOR[1:-1]:
        numerator += coefficient
        numerator *= z
    numerator += _SMALL_NUMERATOR[-1]
    denominator = z + _SMALL_DENOMINATOR[0]
    for coefficient in _SMALL_DENOMINATOR[1:]:
        denominator *= z
        denominator += coefficient
    numerator *= x
    numerator /= denominator
    return numerator
