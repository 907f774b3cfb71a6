"""The network, what it measures of itself, and the theory of what it should measure."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import cycle, pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import (
    CATALOGUE,
    GELU,
    SELU,
    Abs,
    Activation,
    Exponential,
    Identity,
    ReLU,
    Sigmoid,
    Sign,
    Softplus,
    Step,
    Tanh,
)
from activations.networks.mean_field import fixed_point, moments, predict
from activations.networks.network import (
    INITIALISATIONS,
    Layer,
    backward,
    draw_layer,
    forward,
    gradients,
    weight_variance,
)
from activations.networks.propagation import INPUTS, Stack, measure, theory
from activations.properties import gaussian_moments
from activations.quadrature import normal_sample
from tests.families import for_every, run_together

Array = NDArray[np.float64]

FUNCTIONS = [cls() for cls in CATALOGUE.values()]
every_function = for_every(FUNCTIONS)
# The schemes in turn, and for what has no gradient also the one that cannot be had.
INITIALISED = [
    *zip(FUNCTIONS, cycle(INITIALISATIONS), strict=False),
    *((f, "matched backward") for f in FUNCTIONS if moments(f, 1.0).slope == 0),
]
WIDTHS = (3, 5, 4, 2)
EXAMPLES = 6
SMALL = 1e-5
CLEAR = 1e-3


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def network(f: Activation) -> tuple[list[Layer], Array, Array]:
    """A small network with biases, inputs and a gradient, no pre-activation near a kink of `f`."""
    for seed in range(1000):
        generator = np.random.default_rng(seed)
        layers = [
            draw_layer(f, inputs, units, 1 / inputs, generator)._replace(
                biases=generator.normal(0, 0.3, units)
            )
            for inputs, units in pairwise(WIDTHS)
        ]
        x, gradient = (
            generator.normal(size=(EXAMPLES, WIDTHS[0])),
            generator.normal(size=(EXAMPLES, WIDTHS[-1])),
        )
        seen = np.concatenate([signal.before.ravel() for signal in forward(layers, x)])
        if all(np.min(np.abs(seen - kink)) > CLEAR for kink in f.kinks()):
            return layers, x, gradient
    raise AssertionError(f"{f!r}: every network meets a kink")


def inside(f: Activation) -> Activation:
    """The function with every parameter where both sides of it are in its domain."""
    at_an_end = [p for p in f.parameters() if getattr(f, p.name) - 2 * SMALL not in p.domain]
    return replace(f, **{p.name: getattr(f, p.name) + 0.25 for p in at_an_end})


def slope(loss: Callable[[float], float]) -> float:
    """The derivative at 0."""
    return (8 * (loss(SMALL) - loss(-SMALL)) - (loss(2 * SMALL) - loss(-2 * SMALL))) / (12 * SMALL)


def changed(layers: Sequence[Layer], index: int, **parts: Any) -> list[Layer]:
    return [layer._replace(**parts) if at == index else layer for at, layer in enumerate(layers)]


@pytest.mark.parametrize("f", [inside(f) for f in FUNCTIONS], ids=repr)
def test_the_backward_pass_is_the_derivative_of_the_forward_pass(f: Activation) -> None:
    layers, x, gradient = network(f)
    signals = forward(layers, x)
    flows = backward(layers, signals, gradient)
    generator = np.random.default_rng(1)

    def loss(layers: Sequence[Layer], x: Array = x) -> float:
        return float(np.sum(gradient * forward(layers, x)[-1].after))

    def same(got: float, true: float) -> None:
        assert got == pytest.approx(true, rel=1e-6, abs=1e-8 * (1 + abs(loss(layers))))

    def loss_beside(index: int, name: str, way: Array, h: float) -> float:
        return loss(changed(layers, index, **{name: getattr(layers[index], name) + h * way}))

    def loss_at(index: int, name: str, h: float) -> float:
        g = layers[index].f
        assert g is not None
        return loss(changed(layers, index, f=replace(g, **{name: getattr(g, name) + h})))

    way = generator.normal(size=x.shape)
    same(np.sum((flows[0].before @ layers[0].weights.T) * way), slope(lambda h: loss(layers, x + h * way)))
    for index, (layer, got) in enumerate(zip(layers, gradients(layers, signals, flows), strict=True)):
        for name in ("weights", "biases"):
            found = getattr(got, name)
            assert found.shape == getattr(layer, name).shape
            way = generator.normal(size=found.shape)
            same(np.sum(found * way), slope(partial(loss_beside, index, name, way)))
        assert set(got.parameters) == set(f.settings())
        for name, found in got.parameters.items():
            same(found, slope(partial(loss_at, index, name)))


@pytest.mark.parametrize("shape", [(1, 1), (8, 64), (256, 64), (1856, 64), (128, 128), (33, 500)], ids=str)
def test_a_layer_is_a_product_of_matrices_however_large(shape: tuple[int, int]) -> None:
    generator = np.random.default_rng(0)
    x = generator.normal(size=shape)
    layer = draw_layer(None, shape[1], shape[1], 1.0, generator, np.float32)
    (signal,) = forward([layer], x)
    (flow,) = backward([layer], [signal], x)
    (found,) = gradients([layer], [signal], [flow])
    assert signal.after == pytest.approx(x @ layer.weights, rel=1e-12, abs=1e-10)
    assert found.weights == pytest.approx(x.T @ x, rel=1e-12, abs=1e-10)


@pytest.mark.parametrize("f", [Step(), Sign()], ids=repr)
def test_no_gradient_comes_back_through_a_step(f: Activation) -> None:
    layers, x, gradient = network(f)
    for flow in backward(layers, forward(layers, x), gradient):
        assert not flow.before.any()
    measured = measure(f, Stack(layers=5, width=16))
    assert measured.first_gradient == 0
    assert measured.flat[1:].tolist() == [1] * 5


@pytest.mark.parametrize(
    ("f", "scheme", "low", "high"),
    [
        (Sigmoid(), "LeCun", 3e-20, 5e-19),
        (ReLU(), "LeCun", 1e-5, 1e-4),
        (ReLU(), "He", 0.2, 5),
        (SELU(), "LeCun", 0.5, 20),
    ],
    ids=repr,
)
@pytest.mark.parametrize("seed", range(10))
def test_the_gradient_at_layer_1_is_that_of_the_lecture(
    f: Activation, scheme: str, low: float, high: float, seed: int
) -> None:
    assert low < measure(f, Stack(30, 128, scheme, seed=seed)).first_gradient < high


@pytest.mark.parametrize("seed", range(10))
def test_selu_keeps_activations_normalised(seed: int) -> None:
    measured = measure(SELU(), Stack(30, 128, seed=seed))
    assert np.all(np.abs(measured.means) < 0.15)
    assert np.all(np.abs(measured.deviations - 1) < 0.25)


@every_function
def test_theory_agrees_with_a_wide_network(f: Activation) -> None:
    # Of functions that grow faster than a straight line, few layers make rare large values count.
    stack = Stack(layers=2, width=512)
    measured, (prediction, _) = measure(f, stack), theory(f, stack)
    if not prediction.deviations.max() < 100:
        # Values too rare for any batch make its variance: only that the signal grows can be seen.
        assert measured.deviations[-1] > 2 * measured.deviations[0]
        return
    assert measured.diverged is None
    heavy = tail_weight(f) > 30
    # In the second layer of a cubic, a few large values of the first count for more than all others.
    layers = slice(0, 1 if heavy else 2)
    scale = 0.02 + prediction.deviations
    assert np.all(np.abs(measured.means[1:] - prediction.means)[layers] < 0.12 * scale[layers])
    assert np.all(np.abs(measured.deviations[1:] - prediction.deviations)[layers] < 0.12 * scale[layers])
    assert heavy or np.all(
        np.abs(measured.gradients[1:] - prediction.gradients) < 0.12 * (0.02 + prediction.gradients)
    )


def tail_weight(f: Activation) -> float:
    """E f(z)⁴ over the square of E f(z)², z ~ N(0, 1)."""
    sample = normal_sample(f, 1.0)
    squares = np.square(sample.y)
    weights = np.square(sample.roots)
    return float(np.sum(weights * squares**2) / np.sum(weights * squares) ** 2)


@pytest.mark.parametrize(
    ("f", "scheme"),
    [*((f, "LeCun") for f in (Sigmoid(), Tanh(), ReLU(), SELU(), GELU())), (ReLU(), "He")],
    ids=repr,
)
def test_theory_agrees_with_a_wide_and_deep_network(f: Activation, scheme: str) -> None:
    stack = Stack(20, 512, scheme)
    measured, (prediction, _) = measure(f, stack), theory(f, stack)
    assert measured.deviations[1:] == pytest.approx(prediction.deviations, rel=0.25)
    assert measured.gradients[1:] == pytest.approx(prediction.gradients, rel=0.25)


@every_function
def test_moments_are_those_of_the_property_card(f: Activation) -> None:
    mean, deviation, gain = gaussian_moments(f)
    found = moments(f, 1.0)
    expected = (mean, deviation**2, mean**2 + deviation**2, gain)
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("variance", [1e-18, 1e-4, 1.0, 1e4, 1e12, 1e200])
def test_moments_of_relu_are_exact_at_every_scale(variance: float) -> None:
    found = moments(ReLU(), variance)
    assert found.mean == pytest.approx(math.sqrt(variance / (2 * math.pi)))
    assert found.square == pytest.approx(variance / 2)
    assert found.slope == pytest.approx(0.5)


def test_the_fixed_point_of_selu_is_mean_0_and_variance_1() -> None:
    for inputs in INPUTS:
        _, point = theory(SELU(), Stack(inputs=inputs))
        assert point is not None
        assert (point.variance, point.mean, point.spread) == pytest.approx((1, 0, 1), abs=1e-9)
        assert abs(point.pull) < 1


@every_function
def test_a_fixed_point_stays_where_it_is(f: Activation) -> None:
    for variance in (0.5, 2.0):
        point = fixed_point(f, variance, 1.0)
        if point is None:
            continue
        assert point.variance >= 0
        if point.variance > 0:
            assert variance * moments(f, point.variance).square == pytest.approx(point.variance, rel=1e-6)
            there = predict(f, 20, variance, point.variance) if abs(point.pull) < 1 else None
            assert there is None or there.variances == pytest.approx(point.variance, rel=1e-5)


@pytest.mark.parametrize(
    ("f", "scheme", "gain", "variance", "pull"),
    [
        (ReLU(), "LeCun", 1.0, 0.0, 0.5),
        (ReLU(), "He", 1.0, 2.0, 1.0),
        (ReLU(), "He", 1.5, None, None),
        (Tanh(), "LeCun", 1.0, 0.0, 1.0),
        (Identity(), "LeCun", 1.0, 1.0, 1.0),
        (Sign(), "LeCun", 1.0, 1.0, 0.0),
        (Exponential(), "LeCun", 1.0, None, None),
    ],
    ids=repr,
)
def test_fixed_points_are_where_they_are_known_to_be(
    f: Activation, scheme: str, gain: float, variance: float | None, pull: float | None
) -> None:
    _, point = theory(f, Stack(scheme=scheme, gain=gain))
    if variance is None:
        assert point is None
    else:
        assert point is not None
        assert (point.variance, point.pull) == pytest.approx((variance, pull), abs=1e-6)


@pytest.mark.parametrize("f", [ReLU(), GELU(), Softplus(), SELU()], ids=repr)
def test_matched_weights_keep_the_variance_or_the_gradient_of_a_normal_signal(f: Activation) -> None:
    assert weight_variance("matched forward", f, 7, 5) * 7 * moments(f, 1.0).square == pytest.approx(1)
    assert weight_variance("matched backward", f, 7, 5) * 5 * moments(f, 1.0).slope == pytest.approx(1)
    # The input has passed through no function.
    assert Stack(scheme="matched forward").start == 1


def test_initialisations_are_those_of_their_papers() -> None:
    given = {"LeCun": 1 / 6, "Glorot": 2 / 10, "He": 2 / 6}
    for scheme, variance in given.items():
        assert weight_variance(scheme, ReLU(), 6, 4) == pytest.approx(variance)
        assert weight_variance(scheme, ReLU(), 6, 4, gain=3) == pytest.approx(9 * variance)
    layer = draw_layer(ReLU(), 400, 300, 0.04, np.random.default_rng(0))
    assert layer.weights.std() == pytest.approx(0.2, rel=0.02)
    assert not layer.biases.any()
    with pytest.raises(ValueError, match="No gain matches Sign"):
        weight_variance("matched backward", Sign(), 6, 4)


def test_the_first_layer_is_not_matched_to_a_function_that_comes_after_it() -> None:
    stack = Stack(scheme="matched forward", width=512)
    first, second, *_ = stack.network(ReLU())
    assert 512 * first.weights.var() == pytest.approx(stack.start, rel=0.02)
    assert 512 * second.weights.var() == pytest.approx(2, rel=0.02)


def test_a_slope_is_flat_by_its_size() -> None:
    assert measure(Abs(), Stack(layers=3, width=16)).flat[1:].tolist() == [0, 0, 0]
    assert measure(Identity(), Stack(layers=3, width=16)).flat[1:].tolist() == [0, 0, 0]
    assert measure(ReLU(), Stack(layers=3, width=16)).flat[1:] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("inputs", INPUTS)
def test_inputs_have_the_mean_square_that_theory_starts_from(inputs: str) -> None:
    stack = Stack(inputs=inputs)
    x, gradient = stack.batch()
    assert np.mean(x**2) == pytest.approx(stack.start, rel=0.05)
    assert np.linalg.norm(gradient, axis=1) == pytest.approx(1)


def test_the_seed_decides_everything() -> None:
    stack = Stack(layers=6, width=32, seed=3)
    assert same(measure(Tanh(), stack), measure(Tanh(), stack))
    assert not same(measure(Tanh(), stack), measure(Tanh(), replace(stack, seed=4)))
    deeper = measure(Tanh(), replace(stack, layers=9))
    assert np.array_equal(deeper.means[:7], measure(Tanh(), stack).means)


def same(one: Any, other: Any) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name), equal_nan=True)
        if isinstance(getattr(one, field.name), np.ndarray)
        else getattr(one, field.name) == getattr(other, field.name)
        for field in fields(one)
    )


@run_together("f, scheme", INITIALISED, lambda case: type(case[0]).family)
def test_what_diverges_is_reported_and_nothing_else_is_missing(f: Activation, scheme: str) -> None:
    stack = Stack(layers=12, width=16, scheme=scheme, gain=4.0)
    if scheme == "matched backward" and moments(f, 1.0).slope == 0:
        with pytest.raises(ValueError, match="gain"):
            measure(f, stack)
        return
    measured = measure(f, stack)
    theory(f, stack)
    first = len(measured.means) if measured.diverged is None else measured.diverged
    for values in (measured.means, measured.deviations, measured.zeros):
        assert np.isfinite(values[:first]).all()
        assert np.isnan(values[first:]).all()
    assert np.isfinite(measured.histograms[:first]).all()
    assert np.isfinite(measured.edges).all()
    assert np.all(np.diff(measured.edges) > 0)
    if measured.diverged is None:
        assert not np.isnan(measured.flat[1:]).any()


def test_a_network_that_overflows_diverges_in_a_layer_with_a_number() -> None:
    measured = measure(Exponential(), Stack())
    assert measured.diverged is not None
    assert 1 < measured.diverged < 10
    assert math.isnan(measured.first_gradient)


@pytest.mark.parametrize(
    "wrong",
    [
        {"layers": 0},
        {"width": 0},
        {"gain": math.nan},
        {"seed": -1},
        {"scheme": "x"},
        {"inputs": "x"},
    ],
    ids=repr,
)
def test_a_network_that_makes_no_sense_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Stack(**wrong)
    assert max(Stack(width=width).examples for width in (8, 64, 512)) <= 256
