"""Kinks in words and numbers: limits from both sides, and the values of automatic differentiation."""

from __future__ import annotations

import math
import re

import numpy as np

from activations import Activation, calculus
from activations.continuity import breaks_at
from activations.core import MEASURED_ON
from activations.expression import declared_tree
from activations.properties import beside
from activations.sampling import order_of
from pages.shared.figures import NAMES
from pages.shared.words import digits, label

BACKENDS = {
    "pytorch": "PyTorch",
    "jax": "JAX",
    "keras_jax": "Keras on JAX",
    "keras_torch": "Keras on PyTorch",
    "keras_tensorflow": "Keras on TensorFlow",
}
VERSIONS = (
    f"Measured with {', '.join(f'{name} {version}' for name, version in MEASURED_ON.items())} on a CPU."
)


def kink_rows(f: Activation) -> list[list[str]]:
    """For each kink, the limits and the value of those of f, f′ and f″ that are not continuous there."""
    rows = []
    for kink in f.kinks():
        for order, name in enumerate(NAMES):
            function = order_of(f, order)
            if breaks_at(function, kink):
                limits = (float(function(beside(kink, side))) for side in (-1, 0, 1))
                rows.append([digits(kink), name, *map(digits, limits)])
    return rows


def kink_places(f: Activation, at: str) -> str:
    """The places at which frameworks were measured, at the present parameters: ``±λ = ±0.5``."""
    for declared in f.parameters():
        if declared.symbol in at:
            return f"{at} = {at.replace(declared.symbol, digits(getattr(f, declared.name), 4))}"
    return at


def is_kink_here(f: Activation, at: str) -> bool:
    """Tell whether `f` has kinks where frameworks were measured; parameters may have moved them away."""
    for declared in f.parameters():
        at = at.replace(declared.symbol, repr(getattr(f, declared.name)))
    size = float(at.replace("−", "-").replace("±", ""))
    places = (-size, size) if "±" in at else (size,)
    return all(any(math.isclose(place, kink, abs_tol=1e-12) for kink in f.kinks()) for place in places)


def framework_rows(f: Activation) -> list[list[str]]:
    """The value of each framework at each place, with the numbers of the present parameters."""
    return [
        [title, *(_returned(f, getattr(convention, backend)) for convention in f.kink_conventions)]
        for backend, title in BACKENDS.items()
    ]


def framework_header(f: Activation) -> list[str]:
    return [
        f"{NAMES[convention.order]} at {kink_places(f, convention.at)}" for convention in f.kink_conventions
    ]


def usual_setting(f: Activation) -> str:
    """Name the settings that the frameworks have built in, where these have other kinks than the present ones."""
    usual = type(f)()
    places = " and ".join(dict.fromkeys(convention.at for convention in f.kink_conventions))
    return (
        f"The frameworks’ own function has {label(usual).removeprefix(usual.title).strip()} built in, with kinks at "
        f"{places}. Set these values to see what each framework returns there."
    )


def _returned(f: Activation, expression: str) -> str:
    """A value in symbols and in numbers: ``λ·α = 1.7581``."""
    if not expression:
        return "–"
    (number,) = calculus.value(declared_tree(expression), f.settings(), np.zeros(1)).tolist()
    symbols = with_symbols(f, expression)
    return (
        digits(number, 5) if symbols == expression.replace("-", "−") else f"{symbols} = {digits(number, 5)}"
    )


def with_symbols(f: Activation, expression: str) -> str:
    """Write an expression with the symbols of the parameters of `f`: ``λ·α`` for ``lambda_*alpha``."""
    for declared in f.parameters():
        expression = re.sub(rf"\b{declared.name}\b", declared.symbol, expression)
    return expression.replace("*", "·").replace("-", "−").replace("==", "=")
