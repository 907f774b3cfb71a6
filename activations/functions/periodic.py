"""Waves, which never settle, and the Gaussian bump."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from activations.core import Activation, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.interval import Interval
from activations.pieces import tame
from activations.properties import Point
from activations.quadrature import Moments

FAMILY = "Waves and bumps"

# Clears the low 27 bits of a double: the 26 that remain multiply without rounding.
_HIGH_BITS = np.int64(-(2**27))
SMALL_ANGLE = 1e-8


def _sine_and_cosine(x: Array, factor: float) -> tuple[Array, Array]:
    """sin(factor·x) and cos(factor·x) of the exact product.

    Far out the rounding of factor·x is a sizeable part of a period, so the product is carried in two pieces
    (T. J. Dekker, "A floating-point technique for extending the available precision", 1971).
    """
    if factor == 0:
        x = tame(x)
    product = factor * x
    left = (x.view(np.int64) & _HIGH_BITS).view(np.float64)
    # Rounded to 26 bits and not cut off, so that 26 are left and their product with the 27 of x is exact.
    scaled = 134217729.0 * min(max(factor, -1e300), 1e300)
    right = scaled - (scaled - factor) if abs(factor) <= 1e300 else factor
    rest = left * right - product
    rest += left * (factor - right)
    left = x - left
    rest += left * right
    rest += left * (factor - right)
    sine, cosine = np.sin(product), np.cos(product)
    if not rest.any():
        return sine, cosine
    # Of so small an angle the sine is the angle itself, and the cosine 1, to the last digit.
    small = np.abs(rest).max() < SMALL_ANGLE
    s, c = (rest, 1.0) if small else (np.sin(rest), np.cos(rest))
    sine, cosine = sine * c + cosine * s, cosine * c - sine * s
    beyond = np.isinf(product) & np.isfinite(x)
    share, doublings = math.frexp(factor)
    # Each doubling of an angle costs a bit: beyond so many none would be left, and the answer stays nan.
    if doublings <= 50 and beyond.any():
        s, c = _sine_and_cosine(x[beyond], share)
        for _ in range(doublings):
            s, c = 2.0 * s * c, (c - s) * (c + s)
        sine[beyond], cosine[beyond] = s, c
    return sine, cosine


def _angle(factor: float, variance: float) -> float:
    """The variance of factor·x, at most 1e300."""
    return min(abs(factor) * math.sqrt(variance), 1e150) ** 2


class Sine(Activation):
    """Sine wave, as in SIREN."""

    title = "Sine"
    gist = "A wave of values between −1 and 1; a larger α brings its crests closer together."
    family = FAMILY
    aliases = ("sin", "SIREN activation")
    formula = r"\sin(\alpha x)"
    derivative_formula = r"\alpha \cos(\alpha x)"
    expression = "sin(alpha * x)"
    reference = Reference(
        "Sitzmann, Martel, Bergman et al.",
        2020,
        "Implicit Neural Representations with Periodic Activation Functions",
        "https://arxiv.org/abs/2006.09661",
    )
    spellings = {
        "pytorch": Spelling("torch.sin({alpha} * x)"),
        "keras": Spelling("keras.ops.sin({alpha} * x)"),
        "jax": Spelling("jax.numpy.sin({alpha} * x)"),
        "onnx": Spelling("alpha = Constant<value_float = {alpha}>()\nphase = Mul(alpha, x)\ny = Sin(phase)"),
    }
    remarks = (
        "SIREN uses α = 30, in its reference code in the hidden layers as well as in the first.",
        "There is no limit at ±∞: the value there is nan.",
    )

    alpha: float = parameter(
        default=1.0,
        domain="(-inf, inf)",
        typical=(0.1, 30),
        step=0.1,
        meaning="frequency: the period is 2π/α",
    )

    def _value(self, x: Array) -> Array:
        return _sine_and_cosine(x, self.alpha)[0]

    def _derivative(self, x: Array) -> Array:
        return self.alpha * _sine_and_cosine(x, self.alpha)[1]

    def _second_derivative(self, x: Array) -> Array:
        return -self.alpha * (self.alpha * _sine_and_cosine(x, self.alpha)[0])

    def _alpha_derivative(self, x: Array) -> Array:
        return x * _sine_and_cosine(x, self.alpha)[1]

    def period(self) -> float:
        return 2 * math.pi / abs(self.alpha) if self.alpha else math.inf

    def known_properties(self) -> Mapping[str, Any]:
        if self.alpha == 0:
            return {}
        slope = abs(self.alpha)
        return {
            "range": Interval(-1.0, 1.0),
            "derivative_range": Interval(-slope, slope),
            "monotonic": None,
            "derivative_monotonic": None,
            "lipschitz": slope,
            "minimum": Point(-math.pi / (2 * self.alpha), -1.0),
        }

    def known_moments(self, variance: float) -> Moments:
        # E cos(2αx) = exp(−2α²v).
        square = -math.expm1(-2.0 * _angle(self.alpha, variance)) / 2
        slope = (self.alpha * self.alpha) * (1.0 - square)
        return Moments(0.0, square, square, slope)


class GCU(Activation):
    """Growing cosine unit, a wave whose height grows with x."""

    title = "GCU"
    gist = "The input times its cosine: a wave that grows with the distance from 0."
    family = FAMILY
    aliases = ("growing cosine unit",)
    formula = r"x \cos(x)"
    derivative_formula = r"\cos(x) - x \sin(x)"
    expression = "x * cos(x)"
    reference = Reference(
        "Noel, Arunkumar, Trivedi, Dutta",
        2021,
        "Growing Cosine Unit: A Novel Oscillatory Activation Function That Can Speedup Training and "
        "Reduce Parameters in Convolutional Neural Networks",
        "https://arxiv.org/abs/2108.12943",
    )
    remarks = ("There is no limit at ±∞: the value there is nan.",)

    def _value(self, x: Array) -> Array:
        return x * np.cos(x)

    def _derivative(self, x: Array) -> Array:
        return np.cos(x) - x * np.sin(x)

    def _second_derivative(self, x: Array) -> Array:
        return -2.0 * np.sin(x) - x * np.cos(x)

    def period(self) -> float:
        return 2 * math.pi

    def known_properties(self) -> Mapping[str, Any]:
        # Its waves grow without end: no sample of it finds that out.
        everything = Interval(-math.inf, math.inf, low_closed=False, high_closed=False)
        return {"range": everything, "derivative_range": everything, "lipschitz": math.inf, "minimum": None}

    def known_moments(self, variance: float) -> Moments:
        # From E cos(2x) = e^(−2v), E x·sin(2x) = 2v·e^(−2v) and E x²·cos(2x) = v·(1 − 4v)·e^(−2v).
        v = min(variance, 1e300)
        wave = math.exp(-2.0 * v)
        square = v / 2 * (1.0 + (1.0 - 4.0 * v) * wave)
        slope = (1.0 + wave) / 2 + v / 2 * (1.0 - (5.0 - 4.0 * v) * wave)
        return Moments(0.0, square, square, slope)


class Snake(Activation):
    """The identity plus a squared sine, monotonic and wavy at once."""

    title = "Snake"
    gist = "A line with ripples, which never falls; a larger α makes them shorter and flatter."
    family = FAMILY
    formula = r"x + \frac{\sin^2(\alpha x)}{\alpha}"
    derivative_formula = r"1 + \sin(2 \alpha x)"
    expression = "x + sin(alpha * x) ** 2 / alpha"
    reference = Reference(
        "Ziyin, Hartwig, Ueda",
        2020,
        "Neural Networks Fail to Learn Periodic Functions and How to Fix It",
        "https://arxiv.org/abs/2006.08195",
    )
    remarks = ("The slope has no limit at ±∞: it is nan there.",)

    alpha: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.1, 10),
        step=0.1,
        meaning="frequency of the waves; their height is 1/α",
    )

    def _value(self, x: Array) -> Array:
        sine, _ = _sine_and_cosine(x, self.alpha)
        return np.where(np.isinf(x), x, x + sine * (sine / self.alpha))

    def _derivative(self, x: Array) -> Array:
        # Equal to 1 + sin(2αx), which would lose its digits where the curve is level.
        sine, cosine = _sine_and_cosine(x, self.alpha)
        return np.square(sine + cosine)

    def _second_derivative(self, x: Array) -> Array:
        sine, cosine = _sine_and_cosine(x, self.alpha)
        return self.alpha * (2.0 * (cosine - sine) * (cosine + sine))

    def _alpha_derivative(self, x: Array) -> Array:
        # x sin(2αx)/α − sin²(αx)/α² with one factor taken out, so that no part over- or underflows.
        sine, cosine = _sine_and_cosine(x, self.alpha)
        sine /= self.alpha
        return 2.0 * sine * (x * cosine - 0.5 * sine)

    def period(self) -> float:
        return math.pi / self.alpha

    def known_properties(self) -> Mapping[str, Any]:
        # Waves too long or too short for the points of the numerical card.
        return {
            "derivative_range": Interval(0.0, 2.0),
            "monotonic": "increasing",
            "derivative_monotonic": None,
            "lipschitz": 2.0,
        }

    def known_moments(self, variance: float) -> Moments:
        # From sin² = (1 − cos(2αx))/2 and E cos(kx) = exp(−k²v/2); x is uncorrelated with an even function.
        angle = _angle(self.alpha, variance)
        half, quarter = -math.expm1(-2.0 * angle), -math.expm1(-8.0 * angle)
        mean = half / 2 / self.alpha
        # Var sin²(αx) = (E cos²(2αx) − E² cos(2αx))/4 = (1 − e^(−4w))²/8 with w = α²v.
        spread = math.expm1(-4.0 * angle) ** 2 / 8
        deviation = variance + spread / self.alpha / self.alpha
        return Moments(mean, deviation, deviation + mean * mean, 1.0 + quarter / 2)


class SnakeBeta(Activation):
    """Snake with a height of the waves of its own."""

    title = "SnakeBeta"
    gist = "A line with ripples: α sets how long they are, β how high."
    family = FAMILY
    formula = r"x + \frac{\sin^2(\alpha x)}{\beta}"
    derivative_formula = r"1 + \frac{\alpha}{\beta} \sin(2 \alpha x)"
    expression = "x + sin(alpha * x) ** 2 / beta"
    reference = Reference(
        "NVIDIA", None, "BigVGAN", "https://github.com/NVIDIA/BigVGAN/blob/main/activations.py"
    )
    remarks = (
        "With β = α it is Snake; with a larger α it falls in places.",
        "BigVGAN divides by β + 10⁻⁹, and learns α and β per channel, most often as exponentials.",
        "The slope has no limit at ±∞: it is nan there.",
    )

    alpha: float = parameter(
        default=1.0, domain="(0, inf)", typical=(0.5, 3), step=0.25, meaning="frequency of the waves"
    )
    beta: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.5, 5),
        step=0.5,
        meaning="inverse of the height of the waves",
    )

    def _value(self, x: Array) -> Array:
        sine, _ = _sine_and_cosine(x, self.alpha)
        return np.where(np.isinf(x), x, x + sine * (sine / self.beta))

    def _derivative(self, x: Array) -> Array:
        sine, cosine = _sine_and_cosine(x, self.alpha)
        ratio = self.alpha / self.beta
        if 0.5 < ratio < 2:
            # 1 + ratio·sin(2αx) would lose its digits where the curve is level.
            return (self.beta - self.alpha) / self.beta + ratio * np.square(sine + cosine)
        return 1.0 + ratio * (2.0 * sine * cosine)

    def _second_derivative(self, x: Array) -> Array:
        sine, cosine = _sine_and_cosine(x, self.alpha)
        return self.alpha * (self.alpha / self.beta * (2.0 * (cosine - sine) * (cosine + sine)))

    def _alpha_derivative(self, x: Array) -> Array:
        sine, cosine = _sine_and_cosine(x, self.alpha)
        return 2.0 * (sine / self.beta) * (x * cosine)

    def _beta_derivative(self, x: Array) -> Array:
        sine, _ = _sine_and_cosine(x, self.alpha)
        return -np.square(sine / self.beta)

    def period(self) -> float:
        return math.pi / self.alpha

    def known_properties(self) -> Mapping[str, Any]:
        # Waves too long or too short for the points of the numerical card.
        ratio = self.alpha / self.beta
        return {
            "derivative_range": Interval(1.0 - ratio, 1.0 + ratio),
            "monotonic": "increasing" if ratio <= 1 else None,
            "derivative_monotonic": None,
            "lipschitz": 1.0 + ratio,
        }

    def known_moments(self, variance: float) -> Moments:
        # As those of Snake.
        angle = _angle(self.alpha, variance)
        half, quarter = -math.expm1(-2.0 * angle), -math.expm1(-8.0 * angle)
        mean = half / 2 / self.beta
        deviation = variance + math.expm1(-4.0 * angle) ** 2 / 8 / self.beta / self.beta
        ratio = self.alpha / self.beta
        slope = 1.0 + ratio * ratio * quarter / 2
        return Moments(mean, deviation, deviation + mean * mean, slope)


class Gaussian(Activation):
    """Gaussian bump, the classic radial basis function."""

    title = "Gaussian"
    gist = "A bump of height 1: the same on both sides, and on both it levels off at 0."
    family = FAMILY
    aliases = ("Gaussian RBF", "Gaussian radial basis function", "bell curve")
    formula = r"e^{-\alpha x^2}"
    derivative_formula = r"-2 \alpha x\,e^{-\alpha x^2}"
    expression = "exp(-alpha * x**2)"
    reference = Reference(
        "Broomhead, Lowe",
        1988,
        "Multivariable Functional Interpolation and Adaptive Networks",
        "https://www.complex-systems.com/abstracts/v02_i03_a05/",
    )

    alpha: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.05, 5),
        step=0.05,
        meaning="narrowness: f falls to 1/e at x = ±1/√α",
    )

    def _stretch(self, x: Array) -> Array:
        # √α·x, limited where the bump has long underflowed so that nothing multiplies its 0 by inf.
        return np.minimum(np.maximum(math.sqrt(self.alpha) * x, -100.0), 100.0)

    def _value(self, x: Array) -> Array:
        s = self._stretch(x)
        return np.exp(-s * s)

    def _derivative(self, x: Array) -> Array:
        s = self._stretch(x)
        return -2.0 * math.sqrt(self.alpha) * s * np.exp(-s * s)

    def _second_derivative(self, x: Array) -> Array:
        square = np.square(self._stretch(x))
        return self.alpha * ((4.0 * square - 2.0) * np.exp(-square))

    def _alpha_derivative(self, x: Array) -> Array:
        square = np.square(self._stretch(x))
        return -(square / self.alpha) * np.exp(-square)

    def known_properties(self) -> Mapping[str, Any]:
        # However wide or narrow it is.
        return {"range": Interval(0.0, 1.0, low_closed=False), "monotonic": None, "minimum": None}
