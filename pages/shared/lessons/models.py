"""The small networks of the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations import Activation
from activations.evaluation import Array
from activations.networks.network import Layer, backward, forward, gradients

# Chosen because this one shows what each function does within a few units of height.
SEED, UNITS = 1910, 8
INPUTS = np.linspace(-3, 3, 241)
# Of the unit that is to learn max(x, 0) and has been thrown off.
WEIGHT, BIAS, STEPS, RATE = 1.0, -3.0, 150, 0.06
EXAMPLES = np.linspace(-2, 2, 41)[:, None]


def network(f: Activation) -> list[Layer]:
    """Three layers, of 8, 8 and 1 units, `f` in the first two; always the same weights."""
    generator = np.random.default_rng(SEED)
    layers = []
    for inputs, units, function in ((1, UNITS, f), (UNITS, UNITS, f), (UNITS, 1, None)):
        weights = generator.normal(size=(inputs, units)) * np.sqrt(2 / inputs)
        biases = generator.uniform(-2, 2, size=units) if units > 1 else np.zeros(units)
        layers.append(Layer(weights, biases, function))
    return layers


def output(layers: Sequence[Layer], x: Array = INPUTS) -> Array:
    return forward(layers, x[:, None])[-1].after[:, 0]


class Descent(NamedTuple):
    """The gradient descent of one unit: its error before each step and at the end, and the parameters it learned."""

    errors: Array
    weight: float
    bias: float
    f: Activation


@lru_cache(maxsize=512)
def descent(f: Activation, learned: str = "") -> Descent:
    """How the unit that was thrown off goes on to learn max(x, 0), and a parameter of f if one is to be `learned`."""
    weight, bias, errors = WEIGHT, BIAS, []
    target = np.maximum(EXAMPLES, 0)
    for step in range(STEPS + 1):
        layer = Layer(np.array([[weight]]), np.array([bias]), f)
        signals = forward([layer], EXAMPLES)
        miss = signals[0].after - target
        errors.append(float(np.mean(miss**2)))
        if step == STEPS:
            break
        flows = backward([layer], signals, 2 * miss / len(EXAMPLES))
        (change,) = gradients([layer], signals, flows, parameters=bool(learned))
        weight -= RATE * float(change.weights[0, 0])
        bias -= RATE * float(change.biases[0])
        if learned:
            f = type(f)(**{learned: getattr(f, learned) - RATE * change.parameters[learned]})
    return Descent(np.array(errors), weight, bias, f)
