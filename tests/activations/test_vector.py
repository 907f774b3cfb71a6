"""Laws of softmax, its kin and the gates; what they do at infinities; what they say of wrong arguments."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from activations import ReLU, Sigmoid, SiLU
from activations.vector import (
    FUNCTIONS,
    GATES,
    GLU,
    DeepSeekGLU,
    Entmax,
    Gate,
    GptOssGLU,
    LogSoftmax,
    ReGLU,
    SinkSoftmax,
    SiTUGLU,
    Softmax,
    Sparsemax,
    StepGLU,
    SwiGLU,
    VectorFunction,
    bearable_constants,
    entropy,
    halves,
    naive_softmax,
)

PROBABILITIES = (Softmax, Entmax, Sparsemax)
TEMPERATURES = (0.1, 1.0, 3.5)
EPS = 2.0**-52
INF, NAN = math.inf, math.nan

every_function = pytest.mark.parametrize("cls", FUNCTIONS.values(), ids=FUNCTIONS)
# Each function that depends on differences only.
every_relative = pytest.mark.parametrize("cls", [cls for cls in FUNCTIONS.values() if cls.ignores_constants])
every_gate = pytest.mark.parametrize("gate", [cls() for cls in GATES.values()], ids=list(GATES))
every_probability = pytest.mark.parametrize("cls", PROBABILITIES)
every_temperature = pytest.mark.parametrize("temperature", TEMPERATURES)


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def batch(size: int = 5, spread: float = 3.0) -> Any:
    return np.random.default_rng(size).uniform(-spread, spread, (20, size))


@every_temperature
@every_probability
@pytest.mark.parametrize("spread", [0.1, 3.0, 1e4])
def test_probabilities_are_not_negative_and_add_up_to_1(
    cls: type[VectorFunction], temperature: float, spread: float
) -> None:
    p = cls(temperature=temperature)(batch(7, spread))
    assert np.all(p >= 0)
    assert np.sum(p, axis=-1) == pytest.approx(1, abs=8 * EPS)


@every_temperature
@every_relative
def test_a_constant_added_to_all_logits_changes_nothing(
    cls: type[VectorFunction], temperature: float
) -> None:
    f, x = cls(temperature=temperature), np.round(batch() * 64) / 64
    for constant in (-1e4, 0.5, 1e6):
        assert np.array_equal(f(x + constant), f(x))
        assert np.array_equal(f.jacobian(x + constant), f.jacobian(x))


@every_temperature
@every_function
def test_the_jacobian_is_the_derivative(cls: type[VectorFunction], temperature: float) -> None:
    f, step = cls(temperature=temperature), 1e-6
    x = batch(4)
    if cls in (Sparsemax, Entmax):
        # Not where a probability changes between 0 and more within the step.
        p = f(x)
        moved = [
            np.abs((f(x + s) > 0) != (p > 0)).any(axis=-1) for s in 1e-4 * np.vstack([np.eye(4), -np.eye(4)])
        ]
        x = x[~np.any(moved, axis=0)]
    for j, shift in enumerate(step * np.eye(4)):
        slope = (f(x + shift) - f(x - shift)) / (2 * step)
        assert f.jacobian(x)[..., j] == pytest.approx(slope, rel=1e-6, abs=1e-7 / temperature)


@every_relative
def test_no_direction_along_the_constants_has_a_slope(cls: type[VectorFunction]) -> None:
    assert np.sum(cls().jacobian(batch(6)), axis=-1) == pytest.approx(0, abs=8 * EPS)


@every_probability
def test_the_temperature_leads_from_the_largest_logit_to_equal_shares(cls: type[VectorFunction]) -> None:
    x = [2.0, 1.0, 0.1, -1.0]
    assert cls(temperature=1e-3)(x) == pytest.approx(np.eye(4)[0])
    assert cls(temperature=1e6)(x) == pytest.approx(0.25, abs=1e-5)
    for scale in (1e-320, 1e-300, 1e300):
        assert np.all(np.isfinite(cls(temperature=scale)(x)))


@every_temperature
def test_softmax_with_a_sink_is_softmax_of_one_more_logit(temperature: float) -> None:
    x = batch(9, 40)
    for sink in (-30.0, 0.0, 1.5, 60.0):
        more = np.append(x, np.full((20, 1), sink * temperature), axis=-1)
        f, whole = SinkSoftmax(temperature, sink), Softmax(temperature)
        assert f(x) == pytest.approx(whole(more)[:, :-1], rel=1e-12)
        assert f.jacobian(x) == pytest.approx(whole.jacobian(more)[:, :-1, :-1], rel=1e-12)


def test_a_sink_that_nothing_flows_into_leaves_softmax() -> None:
    assert SinkSoftmax(sink=-1e4)(batch(9, 40)) == pytest.approx(Softmax()(batch(9, 40)), rel=1e-15)
    assert SinkSoftmax(sink=1e4)(batch(9, 40)).max() == 0
    # Of 0 and the logit 0: the sigmoid.
    assert SinkSoftmax()([1.0]) == pytest.approx(Sigmoid()([1.0]), rel=4 * EPS)


def test_what_is_masked_altogether_goes_to_the_sink() -> None:
    for x in ([-INF], [-INF, -INF]):
        assert SinkSoftmax()(x).tolist() == [0.0] * len(x)
        assert SinkSoftmax().jacobian(x).max() == 0
    assert np.isnan(SinkSoftmax()([INF, INF])).all()
    assert SinkSoftmax(sink=50.0)([INF, 1.0]).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("masked", [0, 2])
@every_function
def test_a_masked_logit_leaves_the_others_as_without_it(cls: type[VectorFunction], masked: int) -> None:
    x = batch(4)
    given = np.insert(x, masked, -INF, axis=-1)
    assert np.array_equal(np.delete(cls()(given), masked, axis=-1), cls()(x))
    assert cls()(given)[:, masked].max() <= 0


def test_entmax_is_where_its_objective_is_largest() -> None:
    """With Tsallis' entropy, p·z + (4/3)·Σ(p − p^1.5) is concave: no small move on the simplex may improve it."""
    chance = np.random.default_rng(3)
    for z in batch(6):
        p = Entmax()(z)

        def objective(q: Any, z: Any = z) -> Any:
            return q @ z + 4 / 3 * np.sum(q - q**1.5, axis=-1)

        others = chance.dirichlet(np.ones(6), 200)
        for step in (1e-3, 0.1, 1.0):
            assert np.all(objective(p + step * (others - p)) <= objective(p) + 1e-14)


def test_entmax_of_two_logits_has_a_closed_form() -> None:
    d = np.linspace(-4, 4, 81)
    pair = np.stack([d, np.zeros_like(d)], axis=-1)
    t = np.clip(d, -2, 2)
    assert Entmax()(pair)[:, 0] == pytest.approx(1 / 2 + t * np.sqrt(8 - t * t) / 8, abs=1e-14)


def test_log_softmax_is_the_logarithm_of_softmax() -> None:
    x = batch(9, 40)
    assert LogSoftmax(1.5)(x) == pytest.approx(np.log(Softmax(1.5)(x)), rel=1e-12)


def test_softmax_of_two_is_the_sigmoid_of_their_difference() -> None:
    x = np.linspace(-740, 740, 999)
    pair = np.stack([x, np.zeros_like(x)], axis=-1)
    assert Softmax()(pair)[:, 0] == pytest.approx(Sigmoid()(x), rel=4 * EPS, abs=1e-300)
    assert Softmax().jacobian(pair)[:, 0, 0] == pytest.approx(
        Sigmoid().derivative(x), rel=8 * EPS, abs=1e-300
    )


def test_sparsemax_of_two_is_a_hard_sigmoid_of_their_difference() -> None:
    x = np.linspace(-3, 3, 601)
    pair = np.stack([x, np.zeros_like(x)], axis=-1)
    assert Sparsemax()(pair)[:, 0] == pytest.approx(np.clip((x + 1) / 2, 0, 1))


def test_sparsemax_is_the_nearest_point_of_the_simplex() -> None:
    """A point p is the projection of z if, and only if, no corner of the simplex lies ahead: (z − p)·(e − p) ≤ 0."""
    for temperature in TEMPERATURES:
        z = batch(6) / temperature
        p = Sparsemax(temperature)(batch(6))
        ahead = np.sum((z - p)[:, None, :] * (np.eye(6) - p[:, None, :]), axis=-1)
        assert np.max(ahead) < 1e-13


def test_the_log_probability_of_a_logit_far_above_all_others_is_not_lost() -> None:
    assert LogSoftmax()([50.0, 13.0, -1.0])[0] == pytest.approx(-8.533047625744e-17, rel=1e-12)
    assert LogSoftmax()([700.0, 0.0])[0] == pytest.approx(-math.exp(-700), rel=1e-12)
    assert LogSoftmax().jacobian([50.0, 0.0])[0, 0] == pytest.approx(math.exp(-50), rel=1e-12)


@pytest.mark.parametrize(
    ("x", "shares"),
    [
        ([INF, 1.0, -INF], [1, 0, 0]),
        ([-INF, 0.0, 0.0], [0, 0.5, 0.5]),
        ([-INF], [1]),
        ([INF], [1]),
        ([INF, INF, 0.0], [NAN] * 3),
        ([-INF, -INF], [NAN] * 2),
        ([0.0, NAN, INF], [NAN] * 3),
    ],
)
def test_infinite_logits_give_the_limit_and_nan_gives_nan(x: list[float], shares: list[float]) -> None:
    with np.errstate(divide="ignore"):
        logarithms = np.log(shares)
    for f, expected in (
        *((cls(), shares) for cls in PROBABILITIES),
        (LogSoftmax(), logarithms),
    ):
        assert f(x) == pytest.approx(np.array(expected, dtype=float), nan_ok=True)
        jacobian = f.jacobian(x)
        assert np.isnan(jacobian).all() == np.isnan(shares).all()
        assert np.isnan(jacobian).any() == np.isnan(shares).any()


def test_differences_that_overflow_give_the_limit() -> None:
    x = [1e308, -1e308, 0.0]
    for cls in (*PROBABILITIES, SinkSoftmax):
        assert cls()(x).tolist() == [1, 0, 0]
    assert LogSoftmax()(x).tolist() == [0, -INF, -1e308]
    assert LogSoftmax(temperature=4.0)(x).tolist() == [0, -5e307, -2.5e307]


@every_function
def test_a_bad_vector_spoils_no_other_of_the_batch(cls: type[VectorFunction]) -> None:
    x = batch(3)
    spoilt = np.vstack([x[:4], [[NAN, 0, 0], [INF, INF, 0]], x[4:]])
    assert np.array_equal(np.delete(cls()(spoilt), (4, 5), axis=0), cls()(x))


@every_function
@pytest.mark.parametrize("shape", [(1,), (3,), (0, 3), (2, 1, 4)])
@pytest.mark.parametrize(("given", "returned"), [("f4", "f4"), ("f8", "f8"), ("i8", "f8"), ("f2", "f8")])
def test_shape_and_precision_are_those_of_the_logits(
    cls: type[VectorFunction], shape: tuple[int, ...], given: str, returned: str
) -> None:
    x = np.arange(math.prod(shape)).reshape(shape).astype(given)
    before = x.copy()
    assert (cls()(x).shape, cls()(x).dtype) == (shape, np.dtype(returned))
    assert (cls().jacobian(x).shape, cls().jacobian(x).dtype) == ((*shape, shape[-1]), np.dtype(returned))
    assert np.array_equal(x, before)


@every_function
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (1.0, ValueError, r"must be a vector of at least one logit.*got the shape \(\)"),
        ([], ValueError, r"got the shape \(0,\)"),
        (["a"], TypeError, "must hold real numbers, got str_"),
        ([1j], TypeError, "must hold real numbers, got complex128"),
    ],
)
def test_wrong_logits_are_named(
    cls: type[VectorFunction], x: Any, error: type[Exception], message: str
) -> None:
    for call in (cls(), cls().jacobian):
        with pytest.raises(error, match=f"{cls.__name__}: x .*{message}"):
            call(x)


@every_function
@pytest.mark.parametrize("temperature", [0, -1, INF, NAN, "1", True])
def test_a_wrong_temperature_is_named(cls: type[VectorFunction], temperature: Any) -> None:
    with pytest.raises(ValueError, match=f"{cls.__name__}: temperature must"):
        cls(temperature=temperature)


@every_function
def test_the_code_to_paste_computes_the_same(cls: type[VectorFunction]) -> None:
    names: dict[str, Any] = {"np": np}
    exec(cls.code, names)  # the declaration is code for people to paste
    (function,) = (value for name, value in names.items() if name.replace("_", "") == cls.__name__.lower())
    x = batch(6)
    for temperature in TEMPERATURES:
        assert function(x, temperature) == pytest.approx(cls(temperature)(x), rel=1e-12, abs=1e-15)


def test_functions_are_values() -> None:
    assert repr(Softmax(temperature=0.5)) == "Softmax(temperature=0.5)"
    assert Softmax(0.5) == Softmax(temperature=0.5) != Softmax()
    assert Sparsemax() != Softmax()
    assert len({GLU(), GLU(), ReGLU()}) == 2


@every_gate
def test_a_gate_is_the_product_of_two_functions(gate: Gate) -> None:
    a, b = np.meshgrid(np.linspace(-20, 20, 9), np.linspace(-21, 21, 11))
    # Below it a double of the gate alone would have lost digits.
    assert gate(a, b) == pytest.approx(gate.passage(a) * gate.gate(b), rel=1e-12, abs=1e-290)


# a and b far inside the limits, then far outside; the value as the models' own code computes it.
@pytest.mark.parametrize(
    ("gate", "inside", "outside"),
    [
        (GptOssGLU(), (2.0 + 1) * 1.0 / (1 + math.exp(-1.702)), (7.0 + 1) * 7.0 / (1 + math.exp(-1.702 * 7))),
        (DeepSeekGLU(), 2.0 / (1 + math.exp(-1)), 100.0 / (1 + math.exp(-10))),
        (StepGLU(), 2.0 / (1 + math.exp(-1)), 49.0),
        (SiTUGLU(), 25 * math.tanh(0.08) * 4 * math.tanh(0.25) / (1 + math.exp(-1)),
         25 * math.tanh(1.2) * 4 * math.tanh(7.5)),
    ],
)  # fmt: skip
def test_limits_are_where_the_models_have_them(gate: Gate, inside: float, outside: float) -> None:
    assert gate(2.0, 1.0) == pytest.approx(inside, rel=1e-12)
    assert gate(30.0, 30.0) == pytest.approx(outside, rel=1e-12)


@pytest.mark.parametrize("gate", [DeepSeekGLU(), StepGLU()], ids=repr)
def test_inside_its_limits_a_clamped_swiglu_is_swiglu(gate: Gate) -> None:
    a, b = np.meshgrid(np.linspace(-6.9, 6.9, 30), np.linspace(-30, 6.9, 30))
    assert gate(a, b) == pytest.approx(SwiGLU()(a, b), rel=1e-13, abs=1e-300)
    assert np.all(gate(-a - 20, b + 20) != SwiGLU()(-a - 20, b + 20))


def test_without_limits_they_are_the_gates_they_come_from() -> None:
    a, b = np.meshgrid(np.linspace(-20, 20, 9), np.linspace(-20, 20, 9))
    for gate in (DeepSeekGLU(1e6), StepGLU(1e6), SiTUGLU(1e6, 1e6)):
        assert gate(a, b) == pytest.approx(SwiGLU()(a, b), rel=1e-6)


@every_gate
def test_the_partial_derivatives_are_the_derivatives(gate: Gate) -> None:
    a, b = np.meshgrid(np.linspace(-4, 4, 9), np.linspace(-5.03, 5, 11))
    step = 1e-6
    by_a, by_b = gate.partials(a, b)
    assert by_a == pytest.approx((gate(a + step, b) - gate(a - step, b)) / (2 * step), abs=1e-8)
    assert by_b == pytest.approx((gate(a, b + step) - gate(a, b - step)) / (2 * step), abs=1e-8)


@every_gate
def test_a_gate_broadcasts_and_keeps_the_type(gate: Gate) -> None:
    a, b = np.ones((3, 1), np.float32), np.ones(4, np.float32)
    assert (gate(a, b).shape, gate(a, b).dtype) == ((3, 4), np.float32)
    assert gate(a, 1.0).dtype == np.float64
    assert [part.shape for part in gate.partials(a, b)] == [(3, 4)] * 2
    assert np.isnan([gate(NAN, 1.0), gate(1.0, NAN), *gate.partials(NAN, 1.0)]).all()
    assert np.isnan(gate.partials(1.0, NAN)[0])


def test_where_the_limit_of_a_gate_depends_on_the_way_it_is_nan() -> None:
    assert np.isnan(ReGLU()(0.0, INF))
    assert np.isnan(GLU()(INF, -INF))
    assert SwiGLU()(2.0, INF) == INF
    assert GLU()(2.0, -INF) == 0


@every_gate
@pytest.mark.parametrize(
    ("a", "b", "error", "message"),
    [
        ("1", 1.0, TypeError, "a must hold real numbers, got str_"),
        (1.0, 1j, TypeError, "b must hold real numbers, got complex128"),
        ([1.0, 2.0], [1.0, 2.0, 3.0], ValueError, r"shapes that fit, got \(2,\) and \(3,\)"),
    ],
)
def test_wrong_arguments_of_a_gate_are_named(
    gate: Gate, a: Any, b: Any, error: type[Exception], message: str
) -> None:
    for call in (gate, gate.partials):
        with pytest.raises(error, match=f"{type(gate).__name__}: .*{message}"):
            call(a, b)


def test_the_last_axis_is_halved_in_its_middle() -> None:
    a, b = halves(np.arange(12.0).reshape(2, 6))
    assert (a.tolist(), b.tolist()) == ([[0, 1, 2], [6, 7, 8]], [[3, 4, 5], [9, 10, 11]])
    for odd in (1.0, [1.0, 2.0, 3.0]):
        with pytest.raises(ValueError, match="even length"):
            halves(odd)


def test_gates_take_their_activation_functions_from_the_catalogue() -> None:
    assert GLU().gate == Sigmoid()
    assert ReGLU().gate == ReLU()
    assert SwiGLU().gate == SiLU()


@pytest.mark.parametrize("cls", [*FUNCTIONS.values(), *GATES.values()])
def test_everything_is_declared_and_documented(cls: Any) -> None:
    assert cls.__doc__
    assert cls.title
    assert cls.formula
    assert cls.reference.url.startswith("https://")
    assert all(model.url.startswith("https://") for model in cls.models)
    assert all(cls(**model.settings) for model in cls.models)


@pytest.mark.parametrize(
    ("precision", "least", "largest"),
    [
        (np.float64, math.log(5e-324), math.log(1.7976931348623157e308)),
        (np.float32, math.log(1.4e-45), 88.722839),
    ],
)
def test_the_naive_formula_breaks_where_the_exponential_leaves_its_numbers(
    precision: Any, least: float, largest: float
) -> None:
    low, high = bearable_constants([0.0], 1.0, precision)
    assert high == pytest.approx(largest, abs=1e-5)
    # Half of the smallest positive number is still rounded up to it.
    assert low == pytest.approx(least - math.log(2), abs=0.02)
    for temperature in (0.1, 4.0):
        scaled = bearable_constants([0.0], temperature, precision)
        assert scaled == pytest.approx((temperature * low, temperature * high), rel=1e-7)
    low, high = bearable_constants([3.0, 1.0], 1.0, precision)
    assert high == pytest.approx(largest - math.log(math.exp(3) + math.exp(1)), abs=1e-3)
    assert np.isnan(naive_softmax(np.array([3.0, 1.0]) + high + 0.2, precision)).any()


def test_the_naive_formula_is_right_where_nothing_overflows() -> None:
    assert naive_softmax(batch()) == pytest.approx(Softmax()(batch()))
    assert naive_softmax(batch(), np.float32) == pytest.approx(Softmax()(batch()), rel=1e-5)


def test_entropy_is_0_for_certainty_and_largest_for_equal_shares() -> None:
    assert entropy([1.0, 0.0, 0.0]) == 0
    assert entropy([[0.25] * 4, [0.5, 0.5, 0, 0]]) == pytest.approx([math.log(4), math.log(2)])
    assert np.isnan(entropy([NAN, 0.5]))
