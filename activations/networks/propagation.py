"""Signal and gradient in a deep network, measured layer by layer on the network itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from activations.core import Activation
from activations.evaluation import Array
from activations.interval import Interval
from activations.networks.mean_field import FixedPoint, Prediction, fixed_point, predict
from activations.networks.network import (
    INITIALISATIONS,
    Layer,
    Signal,
    backward,
    draw_layer,
    forward,
    weight_variance,
)
from activations.networks.validation import check_settings

# Activations in one layer, from which the number of examples follows: enough for a histogram, few enough to be quick.
VALUES = 16384
EXAMPLES = (32, 256)
FLAT = 0.1
BINS = 48
# Histograms reach no further than this.
FARTHEST = 6.0
# The share of the time that drawing the weights and the forward pass take, roughly.
FORWARD_SHARE = 0.7


def _normal(generator: np.random.Generator, shape: tuple[int, int]) -> Array:
    return generator.standard_normal(shape)


def _uniform(generator: np.random.Generator, shape: tuple[int, int]) -> Array:
    return generator.uniform(-1, 1, shape)


def _pixels(generator: np.random.Generator, shape: tuple[int, int]) -> Array:
    return generator.uniform(0, 1, shape)


def _signs(generator: np.random.Generator, shape: tuple[int, int]) -> Array:
    return generator.choice([-1.0, 1.0], shape)


# From a generator and a shape to inputs, and the mean square of these.
INPUTS: Mapping[str, tuple[Callable[[np.random.Generator, tuple[int, int]], Array], float]] = (
    MappingProxyType(
        {
            "normal": (_normal, 1.0),
            "uniform": (_uniform, 1 / 3),
            "pixels": (_pixels, 1 / 3),
            "signs": (_signs, 1.0),
        }
    )
)


DOMAINS = {
    "layers": Interval.parse("[1, inf)"),
    "width": Interval.parse("[1, inf)"),
    "gain": Interval.parse("(0, inf)"),
    "seed": Interval.parse("[0, inf)"),
}


@dataclass(frozen=True)
class Stack:
    """A deep network of layers of the same width, and its inputs.

    Attributes
    ----------
    layers, width : int
        The number of layers, and of units in each.
    scheme : str
        One of `INITIALISATIONS`.
    gain : float
        A further factor of the weights.
    inputs : str
        One of `INPUTS`.
    seed : int
        Of weights, inputs and gradient. A layer's weights do not depend on how many layers follow.
    """

    layers: int = 30
    width: int = 128
    scheme: str = "LeCun"
    gain: float = 1.0
    inputs: str = "normal"
    seed: int = 0

    def __post_init__(self) -> None:
        check_settings(self, DOMAINS, {"scheme": INITIALISATIONS, "inputs": INPUTS})

    @property
    def examples(self) -> int:
        """The number of examples that go through at once."""
        return int(np.clip(VALUES // self.width, *EXAMPLES))

    def weight_variance(self, f: Activation | None) -> float:
        """The variance of a weight times the width; see `activations.networks.network.weight_variance`."""
        return self.width * weight_variance(self.scheme, f, self.width, self.width, self.gain)

    @property
    def start(self) -> float:
        """The variance of the pre-activations of the first layer."""
        return self.weight_variance(None) * INPUTS[self.inputs][1]

    def network(self, f: Activation) -> Iterator[Layer]:
        """Yield its layers, from the first to the last."""
        first, others = (self.weight_variance(g) / self.width for g in (None, f))
        for layer in range(1, self.layers + 1):
            variance = others if layer > 1 else first
            generator = np.random.default_rng([self.seed, layer])
            # Single precision halves the memory: a hundred layers of 512 units have 26 million weights.
            yield draw_layer(f, self.width, self.width, variance, generator, np.float32)

    def batch(self) -> tuple[Array, Array]:
        """Draw the inputs, and for each example a gradient of norm 1 to send back from the last layer."""
        generator = np.random.default_rng([self.seed, 0])
        shape = (self.examples, self.width)
        x = INPUTS[self.inputs][0](generator, shape)
        gradient = generator.standard_normal(shape)
        return x, gradient / np.linalg.norm(gradient, axis=1, keepdims=True)


@dataclass(frozen=True)
class Measurement:
    """Measurements of each layer; the first row is the input, nan where nothing is finite.

    Attributes
    ----------
    means, deviations : ndarray
        Of the activations, over units and examples.
    gradients : ndarray
        Root mean square of the gradient with respect to the pre-activations, divided by that with respect to the
        activations of the last layer.
    zeros, flat : ndarray
        The share of activations that are exactly 0, and of pre-activations at which |f′| < 0.1.
    histograms : ndarray
        For each layer the share of activations between the `edges`, those that are exactly 0 left out.
    edges : ndarray
        Ends of the bins, the same for all layers.
    diverged : int or None
        The first layer with activations that are not finite.
    """

    means: Array
    deviations: Array
    gradients: Array
    zeros: Array
    flat: Array
    histograms: Array
    edges: Array
    diverged: int | None

    @property
    def first_gradient(self) -> float:
        """The gradient at the first layer, see `gradients`; nan if it is not finite."""
        return float(self.gradients[1])


def measure(f: Activation, stack: Stack, report: Callable[[float], None] | None = None) -> Measurement:
    """Send a signal and a gradient through a network whose units all compute `f`.

    Parameters
    ----------
    f : Activation
        The function of every unit.
    stack : Stack
        The network and its inputs.
    report : callable, optional
        Called after each layer with the share of the work that is done. An exception from it ends the work.

    Raises
    ------
    ValueError
        If the initialisation does not exist for `f`.

    Examples
    --------
    >>> from activations import ReLU
    >>> found = measure(ReLU(), Stack(layers=2, width=64, scheme="He"))
    >>> found.means.shape, bool(0.4 < found.zeros[-1] < 0.6)
    ((3,), True)
    """
    x, gradient = stack.batch()
    layers: list[Layer] = []
    signals: list[Signal] = []
    for made in stack.network(f):
        layers.append(made)
        signals += forward([made], signals[-1].after if signals else x)
        if report is not None:
            report(FORWARD_SHARE * len(layers) / stack.layers)
    flows = backward(layers, signals, gradient)
    gradients = [_root_mean_square(flow.before) * np.sqrt(stack.width) for flow in flows]
    return _summarise(x, signals, np.array([np.nan, *gradients]))


def _summarise(x: Array, signals: list[Signal], gradients: Array) -> Measurement:
    """Measure the signals of all layers; the gradients are measured already."""
    after = [x, *(signal.after for signal in signals)]
    broken = (
        layer
        for layer, signal in enumerate(signals, 1)
        if not (np.isfinite(signal.after).all() and np.isfinite(signal.before).all())
    )
    diverged = next(broken, None)
    finite = after[:diverged]
    missing = [np.nan] * (len(after) - len(finite))
    means = [_safe_mean(values) for values in finite]
    deviations = [_root_mean_square(values - mean) for values, mean in zip(finite, means, strict=True)]
    zeros = [np.mean(values == 0) for values in finite]
    flat = [_share_flat(signal) for signal in signals[: len(finite) - 1]]
    edges = _bin_edges(finite)
    histograms = np.full((len(after), BINS), np.nan)
    for layer, values in enumerate(finite):
        counts, _ = np.histogram(values[values != 0], BINS, (edges[0], edges[-1]))
        histograms[layer] = counts / values.size
    return Measurement(
        np.array(means + missing),
        np.array(deviations + missing),
        gradients,
        np.array(zeros + missing),
        np.array([np.nan, *flat, *missing]),
        histograms,
        edges,
        diverged,
    )


def theory(f: Activation, stack: Stack) -> tuple[Prediction, FixedPoint | None]:
    """Predict the same network at infinite width, and find its fixed point; see `measure`."""
    variance = stack.weight_variance(f)
    return predict(f, stack.layers, variance, stack.start), fixed_point(f, variance, stack.start)


def _share_flat(signal: Signal) -> float:
    return float(np.mean(np.abs(signal.slope) < FLAT))


def _safe_mean(values: Array) -> float:
    """The mean, also where the sum would overflow."""
    largest = float(np.max(np.abs(values)))
    return largest * float(np.mean(values / largest)) if largest > 0 else largest


def _root_mean_square(values: Array) -> float:
    """The root mean square, also where squares would overflow or underflow; nan unless all are finite."""
    largest = float(np.max(np.abs(values)))
    if not np.isfinite(largest):
        return np.nan
    with np.errstate(all="ignore"):
        return largest * float(np.sqrt(np.mean((values / largest) ** 2))) if largest > 0 else 0.0


def _bin_edges(layers: list[Array]) -> Array:
    """Choose bins that hold nearly everything of every layer, within limits."""
    ends = [np.quantile(values, (0.002, 0.998)) for values in layers]
    low = max(min(float(low) for low, _ in ends), -FARTHEST)
    high = min(max(float(high) for _, high in ends), FARTHEST)
    centre, half = (low + high) / 2, max((high - low) / 2, 0.05) * 1.04
    return np.linspace(centre - half, centre + half, BINS + 1)
