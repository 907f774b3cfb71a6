"""A function in low precision, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activations import Activation
from activations.evaluation import Array
from activations.low_precision import LowPrecision, spell
from pages.explore.measurement import PrecisionMeasurement
from pages.shared.words import digits


def describe(measurement: PrecisionMeasurement, part: str) -> list[str]:
    """The results of the machine, in a few sentences."""
    sentences = [*_underflow(measurement, measurement.got, part), _error(measurement, measurement.got, part)]
    if measurement.naive is not None:
        sentences.append(f"The textbook formula: {_error(measurement, measurement.naive, part)}")
        sentences += _not_finite(measurement, measurement.naive, "with the textbook formula")
    return [*sentences, *_not_finite(measurement, measurement.got, "")]


def spell_format(f: Activation) -> str:
    """The format of a function as it is written behind its name."""
    return spell(type(f).form, type(f).inside) if isinstance(f, LowPrecision) else ""


def _underflow(measurement: PrecisionMeasurement, got: Array, part: str) -> list[str]:
    """Where the result is exactly 0 though the true value is not, on each side."""
    underflowed = (
        (got == 0)
        & (measurement.true != 0)
        & (np.abs(measurement.true) >= measurement.form.spacing(np.zeros(1))[0])
    )
    sentences = []
    for side, direction in ((-1, "down"), (1, "up")):
        end = measurement.x[_run(underflowed, side)]
        if end.size:
            edge = end.max() if side < 0 else end.min()
            true = float(measurement.true[measurement.x == edge][0])
            sentences.append(
                f"{part} is exactly 0 from x = {digits(float(edge), 5)} {direction}, "
                f"where the true value is {digits(true, 3)}."
            )
    return sentences


def _run(holds: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    """The points from one end on at which something holds without a gap."""
    run = np.logical_and.accumulate(holds if side < 0 else holds[::-1])
    return run if side < 0 else run[::-1]


def _error(measurement: PrecisionMeasurement, got: Array, part: str) -> str:
    errors = measurement.errors(got)
    errors = np.where(np.isfinite(errors), errors, -1.0)
    worst = int(np.argmax(errors))
    if errors[worst] <= 0.5 + 1e-6:
        return f"Every value of {part} here is the correctly rounded one."
    right = float(np.mean(errors[errors >= 0] <= 0.5 + 1e-6))
    x, value, true = (float(numbers[worst]) for numbers in (measurement.x, got, measurement.true))
    return (
        f"{digits(100 * right, 2)} % of the values of {part} are correctly rounded. The worst is off by "
        f"{digits(float(errors[worst]), 3)} units in the last place: {digits(value, 4)} in place of "
        f"{digits(true, 4)} at x = {digits(x, 5)}."
    )


def _not_finite(measurement: PrecisionMeasurement, got: Array, how: str) -> list[str]:
    """Where the result is no number though the true value is one."""
    wrong = ~np.isfinite(got) & np.isfinite(measurement.form.round(measurement.true))
    if not wrong.any():
        return []
    x, value = measurement.x[wrong], got[wrong]
    nearest = int(np.argmin(np.abs(x)))
    name = "nan" if np.isnan(value[nearest]) else "infinite"
    return [f"It is {name} at x = {digits(float(x[nearest]), 4)}{f' {how}' if how else ''}."]
