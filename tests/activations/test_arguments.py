"""What is no array of doubles: how each public entry takes it, or which error it raises."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from activations import GELU, BentIdentity, ReLU, Sine, Swish
from activations.networks.network import Layer, forward, outputs
from activations.neuron import Neuron
from activations.special import erf, erfcx
from activations.vector import GEGLU, GLU, Gate, GEGLUTanh, LogSoftmax, Softmax, Sparsemax, SwiGLU
from activations.vector.gates import halves
from tests.families import run_together

LAYERS = [Layer(np.array([[0.5], [-2.0]]), np.zeros(1), ReLU())]
Entry = Callable[[Any], Any]

# Of each kind of entry one: an element-wise function, its derivatives, special functions, a function of vectors, gates.
ENTRIES: dict[str, Entry] = {
    "f": ReLU(),
    "f′": GELU().derivative,
    "f″": Swish(beta=2.0).second_derivative,
    "f with f′": Sine().value_and_derivative,
    "∂f/∂β": lambda x: Swish().parameter_derivative("beta", x),
    "erf": erf,
    "erfcx": erfcx,
    "softmax": Softmax(),
    "jacobian": LogSoftmax().jacobian,
    "sparsemax": Sparsemax(),
    "gate, a": lambda x: SwiGLU()(x, np.float32(1.0)),
    "gate, b": lambda x: SwiGLU()(np.float32(1.0), x),
    "partials": lambda x: SwiGLU().partials(x, x)[1],
}
OTHERS: dict[str, Entry] = {
    "halves": halves,
    "forward": lambda x: forward(LAYERS, x),
    "outputs": lambda x: outputs(LAYERS, x),
    "rate": Neuron().rate,
    "current": lambda x: Neuron().potential(x, 1.0),
    "times": lambda x: Neuron().potential(3.0, x),
}


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


WRONG = {
    "None": None,
    "string": "1",
    "bytes": b"1",
    "complex": [1j, 2.0],
    "set": {1.0, 2.0},
    "generator": (x for x in (1.0, 2.0)),
    "dict": {0: 1.0},
    "objects": np.array([1.0, 2.0], dtype=object),
    "a gap": [1.0, None],
    "a large number and a gap": [2**70, None],
    "a large number and a complex one": [2**70, 1j],
    "ragged": [[1.0, 2.0], [3.0]],
    "ragged depth": [[1.0, 2.0], 3.0],
    "masked": np.ma.array([1.0, 2.0], mask=[False, True]),
    "masked single": [np.ma.masked, 1.0],
    "masked within": [np.ma.array([1.0, 2.0], mask=[False, True])],
    "dates": np.array(["2026-01"], dtype="datetime64[M]"),
    "records": np.array([(1.0, 2.0)], dtype=[("a", float), ("b", float)]),
}


@pytest.mark.parametrize("entry", [*ENTRIES.values(), *OTHERS.values()], ids=[*ENTRIES, *OTHERS])
@run_together("x", WRONG.values(), lambda _: "wrong")
def test_what_is_not_an_array_of_real_numbers_is_a_type_error(entry: Entry, x: Any) -> None:
    with pytest.raises(TypeError, match=r"must hold real numbers, got [\w ]+"):
        entry(x)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_single_precision_in_either_order_of_bytes_gives_single_precision(entry: Entry) -> None:
    x = np.array([0.3, -1.7, 2.9], dtype="<f4")
    expected, got = entry(x), entry(x.astype(">f4"))
    for one, other in zip(np.atleast_1d(expected), np.atleast_1d(got), strict=True):
        assert (one.dtype, other.dtype) == (np.float32, np.float32)
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("numbers", [[2**63, 1], [2**64, -3], [-(2**70), 0.5], [2**64, True]], ids=repr)
def test_integers_beyond_64_bits_are_numbers(entry: Entry, numbers: list[Any]) -> None:
    np.testing.assert_array_equal(entry(numbers), entry([float(number) for number in numbers]))


def test_a_single_integer_of_any_size_is_the_nearest_double() -> None:
    f = ReLU()
    assert type(f(2**64)) is np.float64
    assert (f(2**64), f(-(2**64)), f(2**1023), f(10**400)) == (2.0**64, 0.0, 2.0**1023, math.inf)
    assert BentIdentity()(-(10**400)) == -math.inf


@pytest.mark.parametrize(
    ("gate", "b", "value", "by_b"),
    [
        # a = 1e308, from mpmath: g(b) itself is below the smallest double.
        (GLU(), -800.0, 3.667874584177687e-40, 3.667874584177687e-40),
        (SwiGLU(2.0), -400.0, -1.467149833671075e-37, -2.930631792757972e-37),
        (SwiGLU(), -800.0, -2.93429966734215e-37, -2.930631792757972e-37),
        (GEGLU(), -40.0, -1.462357416366012e-40, -5.849425109812298e-39),
        (GEGLUTanh(), -22.0, -1.3328374587452384e-36, -1.401578654694216e-34),
    ],
)
def test_a_gate_that_is_0_in_doubles_counts_against_a_large_number(
    gate: Gate, b: float, value: float, by_b: float
) -> None:
    assert gate(1e308, b) == pytest.approx(value, rel=1e-12)
    assert gate.partials(1e308, b)[1] == pytest.approx(by_b, rel=1e-12)
    assert gate(np.array([1.0, 1e308]), b)[1] == gate(1e308, b)


def test_a_product_beyond_the_doubles_is_infinite() -> None:
    assert SwiGLU()(1e308, 1e10) == math.inf
    assert SwiGLU()(0.0, -800.0) == 0


@pytest.mark.parametrize("refractory", [0.0, 2.0])
def test_a_neuron_at_the_largest_currents_gives_the_limit(refractory: float) -> None:
    neuron = Neuron(refractory=refractory)
    fastest = 1000 / refractory if refractory else math.inf
    np.testing.assert_array_equal(neuron.rate([1e308, math.inf, -math.inf]), [fastest, fastest, 0.0])
    times = [0.0, 1.0, 5.5, math.inf]
    # It fires at once and is held at the reset; where it is never held, it has no time to leave it.
    for current in (1e308, math.inf):
        np.testing.assert_array_equal(neuron.potential(current, times), [-65.0, -65.0, -65.0, math.nan])
    np.testing.assert_array_equal(neuron.potential(-math.inf, times), [-70.0, *[-math.inf] * 3])
    assert np.isnan(neuron.potential(math.nan, times)).all()
    assert neuron.potential(0.5, math.inf) == -65.0


def test_a_neuron_lists_no_more_spikes_than_fit() -> None:
    with pytest.raises(ValueError, match=r"fires more than 1000000 times in 10\.0 ms"):
        Neuron(refractory=0.0).spikes(1e308, 10.0)
    with pytest.raises(ValueError, match="must be a number, got nan"):
        Neuron().spikes(math.nan, 10.0)
    with pytest.raises(ValueError, match="reset must be a finite number"):
        Neuron(reset=math.nan)


def test_the_remark_on_the_bent_identity_says_where_the_plain_formula_loses_digits() -> None:
    f = BentIdentity()
    (remark,) = f.remarks
    for level, power, places in ((1e-12, -5, "8·10⁻⁵"), (1e-9, -8, "8·10⁻⁸")):
        assert f"= {places}" in remark or f"at {places}" in remark
        x = np.geomspace(1, 20, 400_001) * 10.0**power
        wrong = np.abs((np.sqrt(x**2 + 1) - 1) / 2 + x - f(x)) > level * f(x)
        assert x[wrong].max() == pytest.approx(8 * 10.0**power, rel=0.02)
