"""Training a small network with any activation function: from the same weights, on the same batches.

A run is a pure function of the activation function and the `Task`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from activations.core import Activation
from activations.evaluation import Array
from activations.interval import Interval
from activations.networks.datasets import DATASETS, Examples
from activations.networks.network import (
    Gradients,
    Layer,
    Signal,
    backward,
    draw_layer,
    forward,
    gradients,
    weight_variance,
)
from activations.networks.validation import check_settings

EXAMPLES = 256
# Those that do not depend on the function: all functions start from the same weights.
SCHEMES = ("LeCun", "Glorot", "He")
# How far a learned parameter stays from the open end of its domain.
MARGIN = 1e-3
# A loss beyond this, and beyond that of the start, has exploded.
MOST_LOSS = 1e6


class Loss(NamedTuple):
    """The loss of one example.

    Attributes
    ----------
    value, slope : callable
        From outputs and targets to the loss, and to its derivative by the output.
    share : callable
        From outputs to the share of class 1 that they stand for.
    """

    value: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    share: Callable[[Array], Array]


def _logistic(outputs: Array, targets: Array) -> Array:
    values: Array = np.logaddexp(0.0, -outputs * targets)
    return values


def _logistic_slope(outputs: Array, targets: Array) -> Array:
    slopes: Array = -targets / (1 + np.exp(outputs * targets))
    return slopes


def _logistic_share(outputs: Array) -> Array:
    shares: Array = 1 / (1 + np.exp(-outputs))
    return shares


def _squared(outputs: Array, targets: Array) -> Array:
    return (outputs - targets) ** 2


def _squared_slope(outputs: Array, targets: Array) -> Array:
    return 2 * (outputs - targets)


def _squared_share(outputs: Array) -> Array:
    # The targets of the classes are −1 and 1.
    return np.clip((outputs + 1) / 2, 0, 1)


LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        "logistic": Loss(_logistic, _logistic_slope, _logistic_share),
        "squared": Loss(_squared, _squared_slope, _squared_share),
    }
)


class Sgd:
    """Plain gradient descent."""

    def __init__(self, rate: float | Array) -> None:
        self.rate = rate

    def step(self, gradient: Array) -> Array:
        """Compute the step to subtract from the weights."""
        return self.rate * gradient


class Momentum:
    """Gradient descent with a velocity, in PyTorch's form: ``v = 0.9 v + gradient``."""

    def __init__(self, rate: float | Array) -> None:
        self.rate = rate
        self.velocity: Array | float = 0.0

    def step(self, gradient: Array) -> Array:
        """Compute the step to subtract from the weights."""
        self.velocity = 0.9 * self.velocity + gradient
        return self.rate * self.velocity


class Adam:
    """Kingma and Ba (2014), https://arxiv.org/abs/1412.6980, with their constants."""

    def __init__(self, rate: float | Array) -> None:
        self.rate = rate
        self.steps = 0
        self.mean: Array | float = 0.0
        self.square: Array | float = 0.0

    def step(self, gradient: Array) -> Array:
        """Compute the step to subtract from the weights."""
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * (gradient * gradient)
        spread = np.sqrt(self.square)
        spread *= 1 / math.sqrt(1 - 0.999**self.steps)
        spread += 1e-8
        return (self.rate / (1 - 0.9**self.steps)) * self.mean / spread


OPTIMISERS: Mapping[str, type[Sgd | Momentum | Adam]] = MappingProxyType(
    {"SGD": Sgd, "momentum": Momentum, "Adam": Adam}
)


DOMAINS = {
    "noise": Interval.parse("[0, inf)"),
    "hidden": Interval.parse("[1, inf)"),
    "units": Interval.parse("[1, inf)"),
    "rate": Interval.parse("(0, inf)"),
    "batch": Interval(1, EXAMPLES),
    "epochs": Interval.parse("[1, inf)"),
    "bias": Interval.parse("(-inf, inf)"),
    "seed": Interval.parse("[0, inf)"),
}


@dataclass(frozen=True)
class Task:
    """A training task: data, network and optimiser, everything but the activation function.

    Attributes
    ----------
    data : str
        One of `DATASETS`.
    noise : float
        Standard deviation of the noise on its points or heights.
    hidden, units : int
        The number of hidden layers, and of units in each.
    loss, optimiser : str
        One of `LOSSES`, one of `OPTIMISERS`.
    rate : float
        The learning rate.
    batch, epochs : int
        Examples in a step, and passes through all of them.
    scheme : str
        The initialisation, one of `SCHEMES`.
    bias : float
        That of every hidden unit at the start.
    learned : bool
        Whether the parameters of the activation function are learned too, in each layer its own.
    seed : int
        Of data, weights and batches.
    """

    data: str = "spirals"
    noise: float = 0.05
    hidden: int = 2
    units: int = 16
    loss: str = "logistic"
    optimiser: str = "Adam"
    rate: float = 0.01
    batch: int = 32
    epochs: int = 100
    scheme: str = "He"
    bias: float = 0.0
    learned: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        check_settings(self, DOMAINS, {"data": DATASETS, "optimiser": OPTIMISERS, "scheme": SCHEMES})
        check_settings(self, {}, {"loss": losses(self.data)})

    @property
    def layers(self) -> tuple[tuple[int, int], ...]:
        """The numbers of inputs and units of each layer, the output included."""
        return tuple(pairwise((DATASETS[self.data].dimensions, *[self.units] * self.hidden, 1)))

    def examples(self, held_out: bool = False) -> Examples:
        """Draw the training examples, or as many held-out ones."""
        return DATASETS[self.data].examples(EXAMPLES, self.noise, [self.seed, 1 + held_out])

    def network(self, f: Activation) -> list[Layer]:
        """Build the network before it has learned anything; its weights do not depend on `f`."""
        layers = []
        for index, (inputs, units) in enumerate(self.layers):
            last = index == self.hidden
            variance = weight_variance(self.scheme, None if index == 0 else f, inputs, units)
            generator = np.random.default_rng([self.seed, 3, index])
            layer = draw_layer(None if last else f, inputs, units, variance, generator)
            layers.append(layer if last else layer._replace(biases=np.full(units, float(self.bias))))
        return layers


def losses(data: str) -> tuple[str, ...]:
    """Names of the losses that suit a data set: classes take either, a curve the squared error."""
    return tuple(LOSSES) if DATASETS[data].classes else ("squared",)


def has_exploded(loss: float, start: float) -> bool:
    """Tell whether training has led from a loss of `start` so far up that nothing more is to be learned."""
    return loss > max(MOST_LOSS, start)


def bounds(domain: Interval) -> tuple[float, float]:
    """The ends between which training keeps a parameter: `MARGIN` inside where the domain is open."""
    low, high = domain
    return low if domain.low_closed else low + MARGIN, high if domain.high_closed else high - MARGIN


class Snapshot(NamedTuple):
    """The network after so many epochs."""

    epoch: int
    layers: list[Layer]


class Trainable:
    """A network whose weights, biases and, if wanted, function parameters are parts of one vector.

    So a step of an optimiser is a few operations, whatever the number of layers.
    """

    def __init__(self, layers: Sequence[Layer], learned: bool) -> None:
        declared = [layer.f.parameters() if learned and layer.f is not None else () for layer in layers]
        self.names = [[parameter.name for parameter in each] for each in declared]
        limits = [bounds(parameter.domain) for each in declared for parameter in each]
        self.low, self.high = np.array(limits).reshape(-1, 2).T
        parts = [part for layer in layers for part in (layer.weights.ravel(), layer.biases)]
        settings = [
            getattr(layer.f, name) for layer, names in zip(layers, self.names, strict=True) for name in names
        ]
        self.vector: Array = np.concatenate([*parts, settings])
        self.layers: list[Layer] = []
        start = 0
        for layer in layers:
            middle, end = start + layer.weights.size, start + layer.weights.size + layer.biases.size
            weights = self.vector[start:middle].reshape(layer.weights.shape)
            self.layers.append(Layer(weights, self.vector[middle:end], layer.f))
            start = end
        self.settings: Array = self.vector[start:]

    def gradient(self, by_layer: Sequence[Gradients]) -> Array:
        """The gradient by every weight, bias and learned parameter, as one vector."""
        parts = [part for each in by_layer for part in (each.weights.ravel(), each.biases)]
        if len(self.settings):
            parts += [
                np.array([each.parameters[name] for name in names])
                for each, names in zip(by_layer, self.names, strict=True)
            ]
        return np.concatenate(parts)

    def subtract(self, step: Array) -> bool:
        """Take a step, and tell whether the parameters are finite after it.

        A parameter goes no further than to the end of its domain. A layer whose parameters together would make no
        function, such as a lower bound above the upper one, keeps those that it has.
        """
        self.vector -= step
        if not len(self.settings):
            return True
        if not np.isfinite(self.settings).all():
            return False
        np.clip(self.settings, self.low, self.high, out=self.settings)
        start = 0
        for index, (layer, names) in enumerate(zip(self.layers, self.names, strict=True)):
            own = self.settings[start : start + len(names)]
            start += len(names)
            if layer.f is not None and names:
                try:
                    self.layers[index] = layer._replace(f=type(layer.f)(*own.tolist()))
                except ValueError:
                    own[:] = [getattr(layer.f, name) for name in names]
        return True

    def snapshot(self, epoch: int) -> Snapshot:
        """Copy the network as it is now."""
        copies = [Layer(weights.copy(), biases.copy(), f) for weights, biases, f in self.layers]
        return Snapshot(epoch, copies)


@np.errstate(all="ignore")
def step_gradients(
    layers: Sequence[Layer], examples: Examples, loss: Loss, learned: bool
) -> tuple[list[Signal], list[Gradients]]:
    """Send examples forwards and their mean loss back; return signals and gradients of each layer."""
    signals = forward(layers, examples.inputs)
    slope = loss.slope(signals[-1].after[:, 0], examples.targets) / len(examples.targets)
    flows = backward(layers, signals, slope[:, None])
    return signals, gradients(layers, signals, flows, learned)


def train(f: Activation, task: Task, stride: int = 1) -> Iterator[Snapshot]:
    """Yield the network before the first epoch and after every `stride` epochs.

    Ends early if weights are no longer finite; the last network then is the last good one.

    Examples
    --------
    >>> from activations import Tanh
    >>> [snapshot.epoch for snapshot in train(Tanh(), Task(epochs=10))][-1]
    10
    """
    network = Trainable(task.network(f), task.learned)
    optimiser = OPTIMISERS[task.optimiser](task.rate)
    inputs, targets = task.examples()
    order = np.random.default_rng([task.seed, 4])
    yield network.snapshot(0)
    for epoch in range(1, task.epochs + 1):
        shuffled = order.permutation(EXAMPLES)
        if not _train_epoch(network, optimiser, Examples(inputs[shuffled], targets[shuffled]), task):
            return
        if epoch % stride == 0:
            yield network.snapshot(epoch)


# Not around the loop of `train`: a generator that goes on in another thread must not leave a context of the first.
@np.errstate(all="ignore")
def _train_epoch(
    network: Trainable, optimiser: Sgd | Momentum | Adam, examples: Examples, task: Task
) -> bool:
    """Take one step for each batch, and tell whether the network is finite after them."""
    loss = LOSSES[task.loss]
    for start in range(0, EXAMPLES, task.batch):
        batch = Examples(*(each[start : start + task.batch] for each in examples))
        _, by_layer = step_gradients(network.layers, batch, loss, task.learned)
        if not network.subtract(optimiser.step(network.gradient(by_layer))):
            return False
    return bool(np.isfinite(network.vector).all())
