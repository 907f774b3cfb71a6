"""The gains that keep the size of a signal and of a gradient."""

from __future__ import annotations

import math

import pytest

from activations import CATALOGUE, Step, parse
from activations.networks.gains import calculate_gain, gains
from activations.networks.network import weight_variance

# Forward and backward, as engineers ask for them.
ASKED = {
    "ReLU": (1.4142, 1.4142),
    "GELU": (1.5335, 1.4811),
    "SiLU": (1.6765, 1.6233),
    "Mish": (1.4868, 1.4448),
    "ELU": (1.2452, 1.2234),
    "SELU": (1.0, 0.9660),
    "HardSwish": (1.7367, 1.6701),
    "SquaredReLU": (0.8165, 0.7071),
    "XIELU": (0.7591, 0.6950),
    "Tanh": (1.5925, 1.4674),
    "Sigmoid": (1.8462, 4.7226),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_gains_are_those_that_are_known(name: str) -> None:
    found = gains(CATALOGUE[name]())
    assert (round(found.forward, 4), round(found.backward, 4)) == ASKED[name]


def test_a_matched_layer_has_the_gain() -> None:
    f = parse("x * sigmoid(beta * x); beta = 1.7")
    assert math.sqrt(weight_variance("matched forward", f, 64, 64) * 64) == pytest.approx(gains(f).forward)
    assert math.sqrt(weight_variance("matched backward", f, 64, 64) * 64) == pytest.approx(gains(f).backward)


def test_what_has_no_gradient_has_no_gain_for_it() -> None:
    assert math.isnan(gains(Step()).backward)


def test_what_pytorch_returns_is_said_where_it_knows_the_function() -> None:
    assert calculate_gain(parse("LeakyReLU(0.2)")) == pytest.approx(math.sqrt(2 / 1.04))
    assert calculate_gain(parse("gelu")) is None
