r"""Golden tables: f and f′ rounded to a format of 16 bits or fewer at every finite number of it.

>>> from activations import ReLU
>>> print(*golden(ReLU(), E5M2).splitlines()[:3], sep="\n")
x,f(x),f'(x),x bits,f(x) bits,f'(x) bits,certain
-57344.0,0.0,0.0,0xfb,0x00,0x00,yes
-49152.0,0.0,0.0,0xfa,0x00,0x00,yes
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from activations import decimals
from activations.core import Activation
from activations.evaluation import Array
from activations.rounding import BFLOAT16, E4M3, E5M2, FLOAT16, Format, written_out

# Of which there are few enough numbers for a table.
TABLES = {"bfloat16": BFLOAT16, "float16": FLOAT16, "float8_e4m3": E4M3, "float8_e5m2": E5M2}
HEADER = "x,f(x),f'(x),x bits,f(x) bits,f'(x) bits,certain"
# The accuracy that `Activation` promises.
UNITS = 8 * float(np.finfo(np.float64).eps)

# How many values are computed to so many digits: a few seconds.
MOST_DECIDED = 6000
_NEARER = (300.0, 100.0, 30.0, 12.0, 6.0)


@np.errstate(all="ignore")
def golden(f: Activation, form: Format) -> str:
    """The table as CSV, in ascending x.

    A double is rounded once more here. That can only go wrong where the true value lies within the error of the
    double of the middle between two numbers of the format: there it is computed again, to 150 digits. The column
    "certain" says no where there are too many of those for that, as of a sine beyond 1e15, or of a formula of a
    person's own, whose doubles may have lost digits, in 16 bits.

    Parameters
    ----------
    f : Activation
        The function.
    form : Format
        One of up to 16 bits.
    """
    return "\n".join([HEADER, *_rows(f, form)]) + "\n"


def _rows(f: Activation, form: Format) -> Iterator[str]:
    bits, x = form.finite()
    value, slope = f.value_and_derivative(x)
    curvature = f.second_derivative(x)
    heights, height_known = _round(f, 0, x, value, x * slope, form)
    slopes, slope_known = _round(f, 1, x, slope, x * curvature, form)
    sure = height_known & slope_known
    digits = (form.width + 3) // 4
    columns = (x, heights, slopes, bits, form.encode(heights), form.encode(slopes), sure)
    for at, height, steepness, *patterns, certain in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        written = ",".join(f"0x{pattern:0{digits}x}" for pattern in patterns)
        yield f"{at!r},{height!r},{steepness!r},{written},{'yes' if certain else 'no'}"


def _round(
    f: Activation, order: int, x: Array, value: Array, sensitivity: Array, form: Format
) -> tuple[Array, NDArray[np.bool_]]:
    """Round f or f′ at x, and say where that is beyond doubt."""
    rounded, known = form.round(value), is_certain(value, sensitivity, form)
    if f.measured_on is not None:
        # The doubles of a formula promise nothing.
        known[:] = False
    # At a kink the value is a matter of convention, which the class decides.
    known |= np.isin(x, f.kinks())
    doubtful = np.flatnonzero(~known)
    if doubtful.size <= MOST_DECIDED:
        tree = written_out(f.tree(), order)
        for index in doubtful.tolist():
            exact = decimals.value(tree, f.settings(), float(x[index]))
            # An exponential too small for 150 digits still says on which side of a middle the value lies.
            side = 0 if order else _bend_far_out(f, float(x[index]))
            # The double has the right sign where 150 digits leave none.
            size = abs(decimals.round_to(exact, form, side))
            rounded[index] = math.copysign(size, float(exact) or float(value[index]))
        known[doubtful] = True
    return rounded, known


def _bend_far_out(f: Activation, x: float) -> int:
    """The side (−1 or 1) on which f lies of a line that it is too near to be told from; 0 if there is none."""
    bend, height = float(f.second_derivative(x)), float(f(x))
    if abs(bend) * x * x > 1e-30 * abs(height):
        return 0
    # Farther in, the second derivative has the same sign and is not yet 0 in doubles.
    nearer = f.second_derivative(np.array([x, *(math.copysign(min(abs(x), end), x) for end in _NEARER)]))
    return int(np.sign(nearer[np.flatnonzero(nearer)][0])) if nearer.any() else 0


def is_certain(value: Array, sensitivity: Array, form: Format) -> NDArray[np.bool_]:
    """Whether doubles of the promised accuracy can be rounded again without doubt.

    Parameters
    ----------
    value : ndarray
        The doubles.
    sensitivity : ndarray
        x times the next derivative.
    form : Format
        The format to round to.
    """
    error = UNITS * (np.abs(value) + np.abs(sensitivity)) + 1e-300
    below, above = form.round(value - error), form.round(value + error)
    result: NDArray[np.bool_] = (below == above) | ~np.isfinite(value)
    return result
