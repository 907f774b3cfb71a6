"""Theory of signal and gradient in a network of infinite width with random weights.

In such a network the pre-activations of a layer are normally distributed with mean 0. Their variance alone goes
from layer to layer, ``q → v·E f(√q·z)²`` with z ~ N(0, 1), where v is the variance of a weight times the number of
its layer's inputs; and the mean square of a gradient that comes back is multiplied by ``χ = v·E f′(√q·z)²``
(Poole et al. 2016, https://arxiv.org/abs/1606.05340; Schoenholz et al. 2017, https://arxiv.org/abs/1611.01232).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from activations.core import Activation
from activations.evaluation import Array
from activations.quadrature import Moments, normal_moments, normal_sample

# Where a fixed point is searched for.
VARIANCES = np.geomspace(1e-12, 1e12, 97)
# The limit at 0 is not the value at 0 of a function with a kink there.
ALMOST_ZERO = 1e-20
TOLERANCE = 1e-7


def moments(f: Activation, variance: float) -> Moments:
    """The moments of f(x) for x ~ N(0, variance); see `activations.quadrature.Moments`.

    Examples
    --------
    >>> from activations import ReLU
    >>> round(moments(ReLU(), 4.0).square, 9)
    2.0
    """
    return normal_moments(f, variance)


def normalise(f: Activation, steps: int) -> list[Activation]:
    """Tune the parameters of `f` to E f(z) = 0 and E f(z)² = 1 for z ~ N(0, 1), by Newton's method.

    Parameters
    ----------
    f : Activation
        Where to begin: a function of two parameters.
    steps : int
        The number of steps.

    Returns
    -------
    list of Activation
        `f`, and the function after each step.

    Examples
    --------
    >>> from activations import SELU
    >>> tuned = normalise(SELU(lambda_=1.0, alpha=1.5), steps=6)[-1]
    >>> round(tuned.lambda_, 6), round(tuned.alpha, 6)
    (1.050701, 1.673263)
    """
    tuned = [f]
    for _ in range(steps):
        f = tuned[-1]
        sample = normal_sample(f, 1.0)
        z, y, weights = sample.z, sample.y, np.square(sample.roots)
        slopes = [f.parameter_derivative(name, z) for name in f.settings()]
        residual = [np.sum(weights * y), np.sum(weights * y**2) - 1]
        jacobian = [
            [np.sum(weights * slope) for slope in slopes],
            [np.sum(weights * 2 * y * slope) for slope in slopes],
        ]
        change = np.linalg.solve(jacobian, residual).tolist()
        moved = {name: value - by for (name, value), by in zip(f.settings().items(), change, strict=True)}
        tuned.append(type(f)(**moved))
    return tuned


@dataclass(frozen=True)
class Prediction:
    """Predicted variances, means and gradients of each layer, from the first to the last.

    Attributes
    ----------
    variances : ndarray
        Of the pre-activations.
    means, deviations : ndarray
        Of the activations.
    gradients : ndarray
        Root mean square of the gradient with respect to the pre-activations, divided by that with respect to the
        activations of the last layer.
    """

    variances: Array
    means: Array
    deviations: Array
    gradients: Array


def predict(f: Activation, layers: int, weight_variance: float, start: float) -> Prediction:
    """Predict signal and gradient in a network whose layers all have the same width.

    Parameters
    ----------
    f : Activation
        The function of every unit.
    layers : int
        Their number.
    weight_variance : float
        Variance of a weight times the width, in all layers but the first.
    start : float
        Variance of the pre-activations of the first layer.

    Examples
    --------
    >>> from activations import ReLU
    >>> predict(ReLU(), layers=3, weight_variance=2.0, start=1.0).variances.round(9).tolist()
    [1.0, 1.0, 1.0]
    """
    variances = np.full(layers, np.nan)
    rows = np.full((layers, len(Moments._fields)), np.nan)
    variance = start
    with np.errstate(all="ignore"):
        for layer in range(layers):
            if not math.isfinite(variance):
                break
            variances[layer] = variance
            rows[layer] = layer_moments = moments(f, variance)
            variance = weight_variance * layer_moments.square
        means, spreads, _, slopes = rows.T
        factors = weight_variance * slopes
        factors[-1] = slopes[-1]
        # In logarithms, since a product of a hundred factors may leave the floating-point numbers half-way.
        gradients = np.exp(np.cumsum(np.log(factors)[::-1])[::-1] / 2)
        return Prediction(variances, means, np.sqrt(spreads), gradients)


@dataclass(frozen=True)
class FixedPoint:
    """A variance of the pre-activations that stays as it is from layer to layer.

    Attributes
    ----------
    variance : float
        Of the pre-activations.
    mean, spread : float
        Mean and variance of the activations.
    factor : float
        χ: the factor of the mean square of the gradient in each layer on its way back.
    pull : float
        The factor of a small relative deviation from the variance in each layer. Below 1 in size the layers go
        there, at 1 they keep whatever variance they have, above 1 they go away from it.
    """

    variance: float
    mean: float
    spread: float
    factor: float
    pull: float


def fixed_point(f: Activation, weight_variance: float, start: float) -> FixedPoint | None:
    """Find the fixed point in the direction in which the variance goes, or None; see `predict`.

    Examples
    --------
    >>> from activations import SELU
    >>> found = fixed_point(SELU(), weight_variance=1.0, start=2.0)
    >>> round(found.variance, 6)
    1.0
    """
    growth = _log_growth(f, weight_variance, start)
    if not math.isfinite(start) or math.isnan(growth):
        return None
    if abs(growth) < TOLERANCE:
        return _describe(f, weight_variance, start)
    before = start
    for variance in VARIANCES.tolist() if growth > 0 else VARIANCES[::-1].tolist():
        if (variance - start) * growth <= 0:
            continue
        growth_there = _log_growth(f, weight_variance, variance)
        if growth_there * growth <= 0:
            return _describe(f, weight_variance, _find_crossing(f, weight_variance, before, variance))
        before = variance
    dies_out = growth < 0 and float(f(0.0)) == 0
    return _describe(f, weight_variance, 0.0) if dies_out else None


def _log_growth(f: Activation, weight_variance: float, variance: float) -> float:
    """The logarithm of the factor by which one layer multiplies the variance."""
    square = weight_variance * moments(f, variance).square
    if square > 0 and variance > 0:
        return math.log(square) - math.log(variance)
    return math.nan if math.isnan(square) else -math.inf


def _find_crossing(f: Activation, weight_variance: float, before: float, after: float) -> float:
    sign = math.copysign(1.0, _log_growth(f, weight_variance, before))
    for _ in range(60):
        middle = math.sqrt(before * after)
        if _log_growth(f, weight_variance, middle) * sign > 0:
            before = middle
        else:
            after = middle
    return math.sqrt(before * after)


def _describe(f: Activation, weight_variance: float, variance: float) -> FixedPoint:
    near = max(variance, ALMOST_ZERO)
    at_point = moments(f, near)
    pull = 1 + (
        _log_growth(f, weight_variance, near * 1.001) - _log_growth(f, weight_variance, near)
    ) / math.log(1.001)
    if variance == 0:
        # A deviation from 0 is not relative: its factor is that of the variance.
        pull = math.exp(_log_growth(f, weight_variance, near))
        at_point = Moments(0.0, 0.0, 0.0, at_point.slope)
    return FixedPoint(variance, at_point.mean, at_point.variance, weight_variance * at_point.slope, pull)
