"""Which functions are the same up to scale and shift."""

from __future__ import annotations

import numpy as np
import pytest

from activations import CATALOGUE, Activation, Formula, parse
from activations.neighbours import neighbours
from tests.families import for_every


@pytest.mark.parametrize(
    ("text", "same", "outer", "inner", "shift"),
    [
        ("APTx", "Swish", 0.5, 2.0, 0.0),
        ("SparsePlus", "SmeLU", 1.0, 1.0, 0.0),
        ("QuickGELU", "SiLU", 1 / 1.702, 1.702, 0.0),
        ("Elliott", "Softsign", 0.5, 1.0, 0.5),
        ("HardSigmoid", "SparseSigmoid", 1.0, 1 / 3, 0.0),
        ("ELU", "CELU", 1.0, 1.0, 0.0),
        ("ELU", "PELU", 1.0, 1.0, 0.0),
        ("ELU", "ELUPlusOne", 1.0, 1.0, -1.0),
        ("LogSigmoid", "Softplus", -1.0, -1.0, 0.0),
        ("Sigmoid", "Tanh", 0.5, 0.5, 0.5),
        ("x * tanh(softplus(x))", "Mish", 1.0, 1.0, 0.0),
        ("3 - 2 mish(x/3)", "Mish", -2.0, 1 / 3, 3.0),
    ],
)
def test_what_weights_can_absorb_is_the_same(
    text: str, same: str, outer: float, inner: float, shift: float
) -> None:
    (found,) = (each for each in neighbours(parse(text)) if type(each.function) is CATALOGUE[same])
    assert found.is_same
    np.testing.assert_allclose(
        [found.outer, found.inner, found.shift], [outer, inner, shift], rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize(("one", "other", "share"), [("Mish", "Smish", 0.006), ("Serf", "TanhExp", 0.007)])
def test_what_only_comes_near_is_told_from_it(one: str, other: str, share: float) -> None:
    (found,) = (each for each in neighbours(CATALOGUE[one]()) if type(each.function) is CATALOGUE[other])
    assert not found.is_same
    assert found.difference == pytest.approx(share, abs=0.001)


@for_every([cls() for cls in CATALOGUE.values()])
def test_the_remaining_difference_is_the_one_that_is_told(f: Activation) -> None:
    x = np.linspace(-6, 6, 500)
    for found in neighbours(f):
        left = found.outer * found.function(found.inner * x) + found.shift - f(x)
        # At a jump the points of the comparison may stand on the other side of it.
        assert np.quantile(np.abs(left), 0.98) / np.ptp(f(x)) <= max(found.difference, 1e-7) * 1.01


def test_a_stretched_part_of_another_function_does_not_pass_for_a_line() -> None:
    """HardTanh at a twentieth is a line as far as one looks."""
    assert [each.title for each in neighbours(Formula("x + 0")) if each.is_same] == ["Identity"]


def test_what_is_constant_or_hardly_defined_has_none() -> None:
    assert neighbours(Formula("0x + 2")) == ()
    assert neighbours(Formula("sqrt(x - 5)")) == ()
