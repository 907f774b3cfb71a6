"""What depth does to a signal and a gradient, in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from activations.networks.mean_field import FixedPoint
from pages.depth.figures import PropagationResult
from pages.shared.words import digits, table

# Beyond these a gradient is as good as lost, or a step along it leads nowhere.
VANISHED, EXPLODED = 1e-3, 1e3
LEGEND = (
    "Solid lines are measured on this network. Dotted lines are what theory predicts for infinite width. An open "
    "diamond at the right is the fixed point that the layers approach. The gradient has norm 1 at the output; "
    f"below {VANISHED:g} it is called vanished, above {EXPLODED:g} exploded."
)


def verdict(factor: float) -> str:
    """The size of a gradient and its verdict: ``1.3e-19: vanished``."""
    if math.isnan(factor):
        return "not finite: diverged"
    if factor == 0:
        return "0: no gradient arrives"
    state = "vanished" if factor < VANISHED else "exploded" if factor > EXPLODED else "alive"
    return f"{digits(factor, 2)}: {state}"


def verdicts(results: Sequence[PropagationResult]) -> str:
    """Give the verdict on the gradient at the first layer, for each function."""
    return "Gradient at layer 1: " + " · ".join(
        f"**{result.label}** {verdict(result.measured.first_gradient)}" for result in results
    )


def outcomes(results: Sequence[PropagationResult]) -> str:
    """Signal and gradient after all layers, for each function, as a table that begins with the verdict."""
    last = len(results[0].measured.means) - 1
    header = (
        "function",
        "gradient at layer 1",
        "theory",
        f"mean in layer {last}",
        "deviation",
        "exactly 0",
        "|f′| < 0.1",
    )
    return table(header, map(_outcome, results))


def _outcome(result: PropagationResult) -> list[str]:
    measured = result.measured
    if measured.diverged is not None:
        return [f"**{result.label}**", f"**diverged in layer {measured.diverged}**", *["–"] * 5]
    return [
        f"**{result.label}**",
        verdict(measured.first_gradient),
        _quote(float(result.prediction.gradients[0])),
        digits(measured.means[-1], 2),
        digits(measured.deviations[-1], 2),
        share(measured.zeros[-1]),
        share(measured.flat[-1]),
    ]


def settling(result: PropagationResult) -> str:
    """Where the layers of a function settle according to theory, or why nothing can be said."""
    if result.measured.diverged is not None:
        return (
            f"**{result.label}**: from layer {result.measured.diverged} on activations are no longer finite numbers, "
            "so nothing is drawn from there on, and no gradient comes back."
        )
    if math.isnan(result.prediction.deviations[0]):
        return (
            f"**{result.label}**: theory cannot say more, since the averages over a normal input do not exist, or "
            "cannot be computed."
        )
    return f"**{result.label}**: {describe_settling(result.fixed_point)}"


def _quote(value: float) -> str:
    return "cannot say" if math.isnan(value) else digits(value, 2)


def share(value: float) -> str:
    """A share as a percentage that says 0 % and 100 % only of none and all."""
    if 0 < value < 0.005:
        return "under 1 %"
    if 0.995 <= value < 1:
        return "over 99 %"
    return f"{value:.0%}".replace("%", " %")


def describe_settling(point: FixedPoint | None) -> str:
    """Where the layers settle, according to theory."""
    if point is None:
        return "Theory finds no fixed point: the variance keeps growing from layer to layer."
    where = f"mean {round_off(point.mean)} and variance {round_off(point.spread)}"
    if point.variance == 0:
        course = "die out slowly" if point.pull > 1 - 1e-6 else "die out"
        return f"In theory the activations {course}: the fixed point is 0."
    if abs(point.pull) < 1 - 1e-6:
        normal = abs(point.mean) < 1e-6 and abs(point.spread - 1) < 1e-6
        keeps = " It keeps its activations normalised by itself." if normal else ""
        return f"In theory the layers settle at {where}.{keeps}"
    if abs(point.pull) <= 1 + 1e-6:
        return f"In theory {where} stay as they are, and so would any other variance."
    return f"In theory there is a fixed point at {where}, but the slightest deviation leads away from it."


def round_off(value: float) -> str:
    """A number for reading, without the rounding error of one that is 0 or 1."""
    return digits(round(value, 8) + 0.0, 3)


def fixed_points(results: Sequence[PropagationResult]) -> dict[str, list[str]]:
    """As columns of a table, the weights, the fixed point, and its factor of the gradient."""
    numbers: dict[str, list[str]] = {
        "function": [result.label for result in results],
        "width × weight variance": [round_off(result.weight_variance) for result in results],
    }
    for name, part in FIXED_POINT.items():
        numbers[name] = [
            round_off(part(result.fixed_point)) if result.fixed_point else "none" for result in results
        ]
    return numbers


FIXED_POINT_LEGEND = (
    "At a fixed point the variance before f stays the same from layer to layer; mean and variance are those of the "
    "activations there. Each layer then multiplies the mean square of the gradient by χ = width × weight variance × "
    "E f′², and so its size by √χ."
)
FIXED_POINT: Mapping[str, Callable[[FixedPoint], float]] = {
    "mean": lambda point: point.mean,
    "variance": lambda point: point.spread,
    "variance before f": lambda point: point.variance,
    "χ": lambda point: point.factor,
    "√χ": lambda point: math.sqrt(point.factor),
}


def columns(results: Sequence[PropagationResult]) -> dict[str, list[object]]:
    """The measurements in each layer as columns of a table."""
    numbers: dict[str, list[object]] = {"layer": list(range(len(results[0].measured.means)))}
    for result in results:
        for name, values in (
            ("gradient", result.measured.gradients),
            ("mean", result.measured.means),
            ("sd", result.measured.deviations),
            ("= 0", result.measured.zeros),
            ("|f′| < 0.1", result.measured.flat),
        ):
            numbers[f"{result.label} {name}"] = [
                digits(value, 3) if math.isfinite(value) else "–" for value in values
            ]
    return numbers
