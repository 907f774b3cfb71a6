r"""Golden tables: f and f′ rounded to a format of 16 bits or fewer at every finite number of it.

>>> from activations import ReLU
>>> print(*golden(ReLU(), E5M2).splitlines()[:3], sep="\n")
x,f(x),f'(x),x bits,f(x) bits,f'(x) bits,certain
-57344.0,0.0,0.0,0xfb,0x00,0x00,yes
-49152.0,0.0,0.0,0xfa,0x00,0x00,yes
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from activations.core import Activation
from activations.evaluation import Array
from activations.rounding import BFLOAT16, E4M3, E5M2, FLOAT16, Format

# Of which there are few enough numbers for a table.
FORMATS = {"bfloat16": BFLOAT16, "float16": FLOAT16, "float8_e4m3": E4M3, "float8_e5m2": E5M2}
HEADER = "x,f(x),f'(x),x bits,f(x) bits,f'(x) bits,certain"
# The accuracy that `Activation` promises.
UNITS = 8 * float(np.finfo(np.float64).eps)


@np.errstate(all="ignore")
def golden(f: Activation, form: Format) -> str:
    """The table as CSV, in ascending x.

    A double is rounded once more here. That can only go wrong where the true value lies within the error of the
    double of the middle between two numbers of the format; the column "certain" says no there.

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
    sure = is_certain(value, x * slope, form) & is_certain(slope, x * curvature, form)
    digits = (form.width + 3) // 4
    columns = (x, form.round(value), form.round(slope), bits, form.encode(value), form.encode(slope), sure)
    for at, height, steepness, *patterns, certain in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        written = ",".join(f"0x{pattern:0{digits}x}" for pattern in patterns)
        yield f"{at!r},{height!r},{steepness!r},{written},{'yes' if certain else 'no'}"


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
