"""Other odd functions that flatten: algebraic, inverse trigonometric, probabilistic and logarithmic."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from activations.core import Activation, KinkConvention, Reference, Spelling, parameter
from activations.doubled import add, multiply
from activations.evaluation import Array
from activations.interval import Interval
from activations.pieces import tame
from activations.special import erf_of, exp_of_square

FAMILY = "Other squashing functions"


class Softsign(Activation):
    """Softsign, which approaches its limits only as 1/x."""

    title = "Softsign"
    gist = "A tanh with no exponential to compute: values between −1 and 1, whose ends it nears slowly."
    family = FAMILY
    formula = r"\frac{x}{1 + |x|}"
    derivative_formula = r"\frac{1}{(1 + |x|)^2}"
    expression = "x / (1 + abs(x))"
    reference = Reference(
        "Turian, Bergstra, Bengio",
        2009,
        "Quadratic Features and Deep Architectures for Chunking",
        "https://aclanthology.org/N09-2062",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.softsign(x)", "torch.nn.Softsign()"),
        "keras": Spelling("keras.activations.softsign(x)"),
        "jax": Spelling("jax.nn.soft_sign(x)"),
        "onnx": Spelling("y = Softsign(x)"),
    }
    kink_conventions = (KinkConvention("0", 2, pytorch="0", jax="-2", keras_jax="-2", keras_torch="0"),)
    remarks = (
        "PyTorch and JAX return nan at ±∞ instead of ±1, and a slope of 0 at x = 10³⁰ instead of 10⁻⁶⁰.",
    )

    def _value(self, x: Array) -> Array:
        x = tame(x)
        return x / (1.0 + np.abs(x))

    def _derivative(self, x: Array) -> Array:
        return 1.0 / np.square(1.0 + np.abs(x))

    def _second_derivative(self, x: Array) -> Array:
        reciprocal = 1.0 / (1.0 + np.abs(x))
        return -2.0 * np.sign(x) * reciprocal * reciprocal * reciprocal

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class ISRU(Activation):
    """Inverse square root unit, a sigmoid-shaped curve without exponentials."""

    title = "ISRU"
    gist = "A tanh with no exponential to compute: values between −1/√α and 1/√α."
    family = FAMILY
    aliases = ("inverse square root unit",)
    formula = r"\frac{x}{\sqrt{1 + \alpha x^2}}"
    derivative_formula = r"\frac{1}{(1 + \alpha x^2)^{3/2}}"
    expression = "x / sqrt(1 + alpha * x**2)"
    reference = Reference(
        "Carlile, Delamarter, Kinney et al.",
        2017,
        "Improving Deep Learning by Inverse Square Root Linear Units (ISRLUs)",
        "https://arxiv.org/abs/1710.09967",
    )
    remarks = (
        "Written as it stands, the formula is 0 instead of ±1/√α where x² overflows: from |x| = 1.35·10¹⁵⁴ on.",
    )

    alpha: float = parameter(
        default=1.0,
        domain="[0, inf)",
        typical=(0, 10),
        step=0.1,
        meaning="how soon the curve levels off: f(±∞) = ±1/√α",
    )

    def _limit(self, x: Array) -> Array:
        # The curve is flat where √α·x passes 1e150, whose square is still finite.
        root = math.sqrt(self.alpha)
        limit = min(1e150 / root, sys.float_info.max) if root else sys.float_info.max
        return np.minimum(np.maximum(x, -limit), limit)

    def _value(self, x: Array) -> Array:
        if self.alpha == 0:
            return x.copy()
        limited = self._limit(x)
        return limited / np.sqrt(1.0 + np.square(math.sqrt(self.alpha) * limited))

    def _derivative(self, x: Array) -> Array:
        square = 1.0 + np.square(math.sqrt(self.alpha) * self._limit(x))
        return 1.0 / (square * np.sqrt(square))

    def _second_derivative(self, x: Array) -> Array:
        root = math.sqrt(self.alpha)
        s = root * self._limit(x)
        square = 1.0 + s * s
        # Divided one by one: the product square^(5/2) overflows where f″ is still 1e-248.
        return -3.0 * root * (s / np.sqrt(square)) / square / square

    def _alpha_derivative(self, x: Array) -> Array:
        value = self._value(x)
        return -0.5 * value * value * value


class ArcTan(Activation):
    """Inverse tangent."""

    title = "ArcTan"
    gist = "The angle whose tangent is x: values between −π/2 and π/2."
    family = FAMILY
    aliases = ("arctangent", "inverse tangent", "atan")
    formula = r"\arctan(x)"
    derivative_formula = r"\frac{1}{1 + x^2}"
    expression = "arctan(x)"
    spellings = {
        "pytorch": Spelling("torch.atan(x)"),
        "keras": Spelling("keras.ops.arctan(x)"),
        "jax": Spelling("jax.numpy.arctan(x)"),
        "onnx": Spelling("y = Atan(x)"),
    }

    def _value(self, x: Array) -> Array:
        return np.arctan(x)

    def _derivative(self, x: Array) -> Array:
        return 1.0 / (1.0 + x * x)

    def _second_derivative(self, x: Array) -> Array:
        slope = 1.0 / (1.0 + x * x)
        # Not x/(1 + x²)², whose denominator overflows where f″ is still 1e-231.
        return -2.0 * (tame(x) * slope) * slope


class Erf(Activation):
    """Error function, the sigmoid shape of the normal distribution."""

    title = "Erf"
    gist = "The error function, a steeper tanh: values between −1 and 1."
    family = FAMILY
    aliases = ("error function", "Gauss error function")
    formula = r"\operatorname{erf}(x) = \frac{2}{\sqrt{\pi}} \int_0^x e^{-t^2}\,dt"
    derivative_formula = r"\frac{2}{\sqrt{\pi}}\,e^{-x^2}"
    expression = "erf(x)"
    spellings = {
        "pytorch": Spelling("torch.erf(x)"),
        "keras": Spelling("keras.ops.erf(x)"),
        "jax": Spelling("jax.lax.erf(x)"),
        "onnx": Spelling("y = Erf(x)"),
    }
    remarks = (
        "ONNX's reference evaluator computes in float32: it is off by up to 3·10⁻⁸ even for a float64 argument.",
    )

    def _value(self, x: Array) -> Array:
        return erf_of(x)

    def _derivative(self, x: Array) -> Array:
        return (2.0 / math.sqrt(math.pi)) * np.exp(-x * x)

    def _second_derivative(self, x: Array) -> Array:
        return (-4.0 / math.sqrt(math.pi)) * (tame(x) * np.exp(-x * x))


class Derf(Activation):
    """Dynamic erf: an error function with a learned stretch and shift, in place of a normalisation layer."""

    title = "Derf"
    gist = "The error function of α·x + β, in place of a normalisation layer: values between −1 and 1."
    family = FAMILY
    aliases = ("dynamic erf",)
    formula = r"\operatorname{erf}(\alpha x + \beta)"
    derivative_formula = r"\frac{2 \alpha}{\sqrt{\pi}}\,e^{-(\alpha x + \beta)^2}"
    expression = "erf(alpha * x + beta)"
    reference = Reference(
        "Chen, Lu, Zhu et al.",
        2025,
        "Stronger Normalization-Free Transformers",
        "https://arxiv.org/abs/2512.10938",
    )
    remarks = ("The paper calls the shift s.",)

    alpha: float = parameter(
        default=0.5,
        domain="(-inf, inf)",
        typical=(0.1, 2),
        step=0.05,
        meaning="steepness: the greatest slope is 2α/√π",
    )
    beta: float = parameter(
        default=0.0,
        domain="(-inf, inf)",
        typical=(-1.5, 1.5),
        step=0.05,
        meaning="shift to the left: f(0) = erf(β)",
    )

    def _value(self, x: Array) -> Array:
        return erf_of(self._argument(x)[0])

    def _derivative(self, x: Array) -> Array:
        return self.alpha * self._beta_derivative(x)

    def _second_derivative(self, x: Array) -> Array:
        u = tame(self._argument(x)[0])
        return -2.0 * self.alpha * (self.alpha * (u * self._beta_derivative(x)))

    def _alpha_derivative(self, x: Array) -> Array:
        return (tame(x) if self.alpha else x) * self._beta_derivative(x)

    def _beta_derivative(self, x: Array) -> Array:
        u, lost = self._argument(x)
        bell = exp_of_square(u, -1.0)  # 0 from 100 on
        return 2.0 / math.sqrt(math.pi) * bell * (1.0 - 2.0 * np.clip(u, -100.0, 100.0) * lost)

    def known_properties(self) -> Mapping[str, Any]:
        if self.alpha == 0:
            return {}
        # However far from 0 it rises.
        steepest = 2.0 * self.alpha / math.sqrt(math.pi)
        rises = self.alpha > 0
        return {
            "range": Interval(-1.0, 1.0, low_closed=False, high_closed=False),
            "derivative_range": Interval(0.0, steepest, low_closed=False)
            if rises
            else Interval(steepest, 0.0, high_closed=False),
            "monotonic": "increasing" if rises else "decreasing",
            "derivative_monotonic": None,
            "lipschitz": abs(steepest),
        }

    def _argument(self, x: Array) -> tuple[Array, Array]:
        # Where β outweighs αx, the rounding of the sum would show in the slope.
        product, lost = multiply(x if self.alpha else tame(x), self.alpha)
        return add(product, self.beta, lost)


class Asinh(Activation):
    """Inverse hyperbolic sine: the identity near 0, a logarithm far out."""

    title = "Asinh"
    gist = "Close to x near 0; far from it a logarithm that keeps the sign, and never falls."
    family = FAMILY
    aliases = ("inverse hyperbolic sine", "arcsinh")
    formula = r"\operatorname{arsinh}(x) = \ln\left(x + \sqrt{x^2 + 1}\right)"
    derivative_formula = r"\frac{1}{\sqrt{x^2 + 1}}"
    expression = "arcsinh(x)"
    spellings = {
        "pytorch": Spelling("torch.asinh(x)"),
        "keras": Spelling("keras.ops.arcsinh(x)"),
        "jax": Spelling("jax.numpy.arcsinh(x)"),
        "onnx": Spelling("y = Asinh(x)"),
    }

    def _value(self, x: Array) -> Array:
        return np.arcsinh(x)

    def _derivative(self, x: Array) -> Array:
        # hypot: x² overflows from 1.3e154 on, where f′ is still 7e-155.
        return 1.0 / np.hypot(x, 1.0)

    def _second_derivative(self, x: Array) -> Array:
        slope = 1.0 / np.hypot(x, 1.0)
        return -(tame(x) * slope) * slope * slope


class SymLog(Activation):
    """Symmetric logarithm, which compresses both tails."""

    title = "SymLog"
    gist = "A logarithm of the size that keeps the sign: it tames large inputs, and never falls."
    family = FAMILY
    aliases = ("symmetric logarithm",)
    formula = r"\operatorname{sign}(x)\,\ln(1 + |x|)"
    derivative_formula = r"\frac{1}{1 + |x|}"
    expression = "sign(x) * log1p(abs(x))"
    reference = Reference(
        "Hafner, Pasukonis, Ba, Lillicrap",
        2023,
        "Mastering Diverse Domains through World Models",
        "https://arxiv.org/abs/2301.04104",
    )

    def _value(self, x: Array) -> Array:
        return np.copysign(np.log1p(np.abs(x)), x)

    def _derivative(self, x: Array) -> Array:
        return 1.0 / (1.0 + np.abs(x))

    def _second_derivative(self, x: Array) -> Array:
        return -np.sign(x) / np.square(1.0 + np.abs(x))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)
