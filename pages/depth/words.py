"""What depth does to a signal and a gradient, in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from activations.networks.mean_field import FixedPoint
from pages.depth.figures import Run
from pages.shared.words import digits

# Beyond these a gradient is as good as lost, or a step along it leads nowhere.
VANISHED, EXPLODED = 1e-3, 1e3
LEGEND = (
    "Lines are measured on the network, dotted ones are what theory predicts for infinite width, an open diamond "
    "at the right is the fixed point that the layers approach. The gradient has norm 1 at the output; it is "
    f"called vanished below {VANISHED:g}, exploded above {EXPLODED:g}."
)


def verdict(factor: float) -> str:
    """The size of a gradient and its verdict: ``1.3e-19: vanished``."""
    if math.isnan(factor):
        return "not finite: diverged"
    if factor == 0:
        return "0: none arrives"
    state = "vanished" if factor < VANISHED else "exploded" if factor > EXPLODED else "alive"
    return f"{digits(factor, 2)}: {state}"


def verdicts(runs: Sequence[Run]) -> str:
    """Give the verdict on the gradient at the first layer, for each function."""
    return "Gradient at layer 1: " + " · ".join(
        f"**{run.label}** {verdict(run.measured.first_gradient)}" for run in runs
    )


def summary(run: Run) -> str:
    measured, prediction = run.measured, run.prediction
    last = len(measured.means) - 1
    if measured.diverged is not None:
        return (
            f"**{run.label}** diverged: in layer {measured.diverged} activations are no longer finite numbers, so "
            "nothing is drawn from there on, and no gradient comes back."
        )
    sentences = [
        f"**{run.label}**, gradient at layer 1: {verdict(measured.first_gradient)}; "
        f"theory says {_told(float(prediction.gradients[0]))}.",
        f"In layer {last} the activations have mean {digits(measured.means[-1], 2)} and standard deviation "
        f"{digits(measured.deviations[-1], 2)}; {share(measured.zeros[-1])} are exactly 0, and "
        f"|f′| < 0.1 at {share(measured.flat[-1])}.",
    ]
    if math.isnan(prediction.deviations[0]):
        return " ".join(
            [
                *sentences,
                "Theory cannot tell: means over a normal input do not exist or are not resolved.",
            ]
        )
    return " ".join([*sentences, settling(run.fixed_point)])


def _told(value: float) -> str:
    return "nothing" if math.isnan(value) else digits(value, 2)


def share(value: float) -> str:
    """A share as a percentage that says 0 % and 100 % only of none and all."""
    if 0 < value < 0.005:
        return "under 1 %"
    if 0.995 <= value < 1:
        return "over 99 %"
    return f"{value:.0%}".replace("%", " %")


def settling(point: FixedPoint | None) -> str:
    """Where the layers settle, according to theory."""
    if point is None:
        return "Theory finds no fixed point: the variance grows from layer to layer without end."
    where = f"activations of mean {near(point.mean)}, variance {near(point.spread)}"
    if point.variance == 0:
        course = "die out slowly" if point.pull > 1 - 1e-6 else "die out"
        return f"Its fixed point is 0: in theory the activations {course}."
    if abs(point.pull) < 1 - 1e-6:
        course = "the layers go there"
    elif abs(point.pull) <= 1 + 1e-6:
        return f"In theory {where} stay as they are, and so would those of any other variance."
    else:
        course = "but the layers move away from it after the least deviation"
    normal = abs(point.mean) < 1e-6 and abs(point.spread - 1) < 1e-6
    keeps = " It keeps its activations normalised by itself." if normal and abs(point.pull) < 1 else ""
    return f"Its fixed point is {where}: {course}.{keeps}"


def near(value: float) -> str:
    """A number for reading, without the rounding error of one that is 0 or 1."""
    return digits(round(value, 8) + 0.0, 3)


def fixed_points(runs: Sequence[Run]) -> dict[str, list[str]]:
    """As columns of a table, the weights, the fixed point, and what it does to the gradient."""
    table: dict[str, list[str]] = {
        "function": [run.label for run in runs],
        "width × weight variance": [near(run.weight_variance) for run in runs],
    }
    for name, what in FIXED_POINT.items():
        table[name] = [near(what(run.fixed_point)) if run.fixed_point else "none" for run in runs]
    return table


FIXED_POINT_LEGEND = (
    "Mean and variance are those of the activations, where the variance before f stays the same from layer to layer. "
    "There each layer multiplies the mean square of the gradient by χ = width × weight variance × E f′², and so its "
    "size by √χ."
)
FIXED_POINT: Mapping[str, Callable[[FixedPoint], float]] = {
    "mean": lambda point: point.mean,
    "variance": lambda point: point.spread,
    "variance before f": lambda point: point.variance,
    "χ": lambda point: point.factor,
    "√χ": lambda point: math.sqrt(point.factor),
}


def columns(runs: Sequence[Run]) -> dict[str, list[object]]:
    """The measurements in each layer as columns of a table."""
    table: dict[str, list[object]] = {"layer": list(range(len(runs[0].measured.means)))}
    for run in runs:
        for name, values in (
            ("gradient", run.measured.gradients),
            ("mean", run.measured.means),
            ("sd", run.measured.deviations),
            ("= 0", run.measured.zeros),
            ("|f′| < 0.1", run.measured.flat),
        ):
            table[f"{run.label} {name}"] = [
                digits(value, 3) if math.isfinite(value) else "–" for value in values
            ]
    return table
