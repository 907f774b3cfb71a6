"""A fully connected network: its weights, a batch on its way forwards, and a gradient on its way back.

Of an activation function it uses ``f.value_and_derivative(x)`` and ``f.parameter_derivative(name, x)`` alone.
Examples are rows. Overflow is no error here: the results then hold inf or nan, which the caller looks for.

>>> from activations import ReLU
>>> layers = [Layer(np.array([[1.0], [-1.0]]), np.zeros(1), ReLU())]
>>> signals = forward(layers, [[3.0, 1.0]])
>>> signals[-1].after
array([[2.]])
>>> flows = backward(layers, signals, np.array([[1.0]]))
>>> gradients(layers, signals, flows)[0].weights.tolist()
[[3.0], [1.0]]
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from activations.core import Activation
from activations.evaluation import Array, real_numbers
from activations.networks.mean_field import moments
from activations.parsing import spell

# Multiplications up to which OpenBLAS, NumPy's usual library, leaves a product of matrices to a single thread. More
# threads wait for one another: with another program on one of two cores, a product that takes 30 µs took 8 ms.
ALONE = 2**18


class Layer(NamedTuple):
    """One layer, ``f(inputs @ weights + biases)``.

    Attributes
    ----------
    weights : ndarray
        One row for each input, one column for each unit.
    biases : ndarray
        One for each unit.
    f : Activation or None
        The activation function of each unit; None for a linear output.
    """

    weights: NDArray[np.floating[Any]]
    biases: Array
    f: Activation | None


class Signal(NamedTuple):
    """A batch in one layer: one row for each example.

    Attributes
    ----------
    inputs : ndarray
        Of the layer.
    before, after : ndarray
        Pre-activations and activations, one column for each unit.
    slope : ndarray or float
        f′ at the pre-activations.
    """

    inputs: Array
    before: Array
    after: Array
    slope: Array | float


class Flow(NamedTuple):
    """The gradient with respect to the activations of a layer, and with respect to its pre-activations."""

    after: Array
    before: Array


class Gradients(NamedTuple):
    """The gradient with respect to weights, biases and, by name, the parameters of f."""

    weights: Array
    biases: Array
    parameters: Mapping[str, float]


def _multiply(left: Array, right: NDArray[np.floating[Any]]) -> Array:
    """Compute ``left @ right`` in blocks that a single thread computes."""
    inner, columns = right.shape
    if left.size * columns <= ALONE:
        # Sooner done than @, which small matrices feel.
        whole: Array = left.dot(right)
        return whole
    result = np.empty((len(left), columns))
    right = right.astype(np.float64, copy=False)
    width = columns if inner * columns <= ALONE // 16 else 16
    height = max(1, ALONE // (inner * width))
    for row in range(0, len(left), height):
        rows = slice(row, row + height)
        for column in range(0, columns, width):
            result[rows, column : column + width] = left[rows].dot(right[:, column : column + width])
    return result


def _to_batch(x: ArrayLike) -> Array:
    if type(x) is np.ndarray and x.dtype.kind == "f":
        return x
    return real_numbers(x).astype(np.float64)


@np.errstate(all="ignore")
def forward(layers: Sequence[Layer], x: ArrayLike) -> list[Signal]:
    """Send a batch forwards; return its signal in each layer, from the first to the last.

    Parameters
    ----------
    layers : sequence of Layer
        From the first to the last.
    x : array_like of real numbers
        Inputs, one example a row.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    """
    x = _to_batch(x)
    signals = []
    for weights, biases, f in layers:
        before = _multiply(x, weights)
        before += biases
        after, slope = (before, 1.0) if f is None else f.value_and_derivative(before)
        signals.append(Signal(x, before, after, slope))
        x = after
    return signals


@np.errstate(all="ignore")
def outputs(layers: Sequence[Layer], x: ArrayLike) -> Array:
    """The activations of the last layer: `forward` without the parts for a gradient."""
    x = _to_batch(x)
    for weights, biases, f in layers:
        x = _multiply(x, weights)
        x += biases
        x = x if f is None else f(x)
    return x


@np.errstate(all="ignore")
def backward(layers: Sequence[Layer], signals: Sequence[Signal], gradient: Array) -> list[Flow]:
    """Send a gradient back; return it at each layer, from the first to the last.

    Parameters
    ----------
    layers, signals
        The network, and its signals from `forward`.
    gradient : ndarray
        With respect to the activations of the last layer.
    """
    flows = []
    for index in range(len(layers) - 1, -1, -1):
        before = gradient * signals[index].slope
        flows.append(Flow(gradient, before))
        if index:
            gradient = _multiply(before, layers[index].weights.T)
    return flows[::-1]


@np.errstate(all="ignore")
def gradients(
    layers: Sequence[Layer], signals: Sequence[Signal], flows: Sequence[Flow], parameters: bool = True
) -> list[Gradients]:
    """Compute the gradients with respect to weights, biases and functions' parameters, summed over the batch.

    Those of the functions' parameters are left out unless `parameters`.
    """
    return [
        Gradients(
            _multiply(signal.inputs.T, flow.before),
            np.add.reduce(flow.before, axis=0),
            _parameter_gradients(layer.f, signal, flow) if parameters and layer.f is not None else {},
        )
        for layer, signal, flow in zip(layers, signals, flows, strict=True)
    ]


def _parameter_gradients(f: Activation, signal: Signal, flow: Flow) -> dict[str, float]:
    return {
        name: float(np.sum(flow.after * f.parameter_derivative(name, signal.before))) for name in f.settings()
    }


def dead_units(signals: Sequence[Signal]) -> NDArray[np.bool_]:
    """For each layer and unit whether it is exactly 0 for every example; the layers have one width."""
    return np.array([~signal.after.any(axis=0) for signal in signals])


@np.errstate(all="ignore")
def gradient_norms(by_layer: Sequence[Gradients]) -> Array:
    """The norm of the gradient with respect to the weights of each layer."""
    return np.array([np.linalg.norm(each.weights) for each in by_layer])


def _lecun(_f: Activation | None, inputs: int, _units: int) -> float:
    return 1 / inputs


def _glorot(_f: Activation | None, inputs: int, units: int) -> float:
    return 2 / (inputs + units)


def _he(_f: Activation | None, inputs: int, _units: int) -> float:
    return 2 / inputs


def _matched_forward(f: Activation | None, inputs: int, _units: int) -> float:
    return 1 / inputs if f is None else _invert_moment(f, moments(f, 1.0).square, "E f(z)²") / inputs


def _matched_backward(f: Activation | None, inputs: int, units: int) -> float:
    return 1 / inputs if f is None else _invert_moment(f, moments(f, 1.0).slope, "E f′(z)²") / units


def _invert_moment(f: Activation, moment: float, name: str) -> float:
    if math.isnan(moment):
        raise ValueError(f"No gain matches {spell(f)}: {name} cannot be told for z ~ N(0, 1)")
    if not 1e-12 < moment < 1e12:
        raise ValueError(f"No gain matches {spell(f)}: {name} is {moment:.3g} for z ~ N(0, 1)")
    return 1 / moment


# From the function and the numbers of inputs and units to the variance of a weight.
INITIALISATIONS: Mapping[str, Callable[[Activation | None, int, int], float]] = MappingProxyType(
    {
        "LeCun": _lecun,
        "Glorot": _glorot,
        "He": _he,
        "matched forward": _matched_forward,
        "matched backward": _matched_backward,
    }
)


def weight_variance(scheme: str, f: Activation | None, inputs: int, units: int, gain: float = 1.0) -> float:
    """The variance of a weight under an initialisation scheme.

    Parameters
    ----------
    scheme : str
        One of `INITIALISATIONS`: LeCun (LeCun et al. 1998, https://doi.org/10.1007/3-540-49430-8_2), Glorot (Glorot
        and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html), He (He et al. 2015,
        https://arxiv.org/abs/1502.01852); or matched to the function, so that pre-activations of variance 1
        (forward), or gradients (backward), keep their mean square from layer to layer.
    f : Activation or None
        The function of the layer before; None for the first layer.
    inputs, units : int
        Of the layer.
    gain : float
        A further factor of the standard deviation.

    Raises
    ------
    ValueError
        If the moment that the function would be matched by is 0, infinite or not defined.

    Examples
    --------
    >>> from activations import ReLU
    >>> weight_variance("He", ReLU(), inputs=100, units=50)
    0.02
    >>> round(weight_variance("matched forward", ReLU(), inputs=100, units=50), 9)
    0.02
    """
    return INITIALISATIONS[scheme](f, inputs, units) * gain**2


def draw_layer(
    f: Activation | None,
    inputs: int,
    units: int,
    variance: float,
    generator: np.random.Generator,
    dtype: type = np.float64,
) -> Layer:
    """Draw a layer with normal weights of the given variance and with biases of 0."""
    weights = generator.standard_normal((inputs, units), dtype=dtype)
    weights *= math.sqrt(variance)
    return Layer(weights, np.zeros(units), f)
