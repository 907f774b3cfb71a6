"""Exponential linear units: linear to the right, levelling off exponentially to the left."""

from __future__ import annotations

import math

import numpy as np

from activations.core import Activation, KinkConvention, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.pieces import ZERO, slopes, tame

FAMILY = "Exponential linear units"

_SELU_CONSTANTS = {"lambda_": 1.0507009873554805, "alpha": 1.6732632423543772}


# Taylor coefficients, the highest first; the first one left out is below a tenth of the last digit.
_CURVATURE = tuple(1 / math.factorial(order) for order in range(18, 1, -1))


def curvature(x: Array) -> Array:
    """(eˣ − 1 − x)/x² for |x| ≤ 1."""
    result = np.full_like(x, _CURVATURE[0])
    for coefficient in _CURVATURE[1:]:
        result *= x
        result += coefficient
    return result


def _elu(x: Array, alpha: float) -> tuple[Array, Array]:
    """The value and the derivative of ELU, from one exponential."""
    left = np.minimum(x, ZERO)
    # Not expm1(x) + 1, which is 0 already at x = −37.4.
    slope = np.exp(left)
    if alpha != 1.0:
        slope *= slopes(x, alpha)
    # A sum, of which one term is 0: np.where takes longer where the sign of x is unpredictable.
    value = np.expm1(left, out=left)
    value *= alpha
    value += np.maximum(x, ZERO)
    return value, slope


class ELU(Activation):
    """Exponential linear unit."""

    title = "ELU"
    gist = "Positive inputs pass unchanged; negative ones level off at −α."
    family = FAMILY
    aliases = ("exponential linear unit",)
    formula = r"\begin{cases} x & x > 0 \\ \alpha\,(e^{x} - 1) & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ \alpha\,e^{x} & x \le 0 \end{cases}"
    expression = "where(x > 0, x, alpha * expm1(x))"
    reference = Reference(
        "Clevert, Unterthiner, Hochreiter",
        2015,
        "Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs)",
        "https://arxiv.org/abs/1511.07289",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.elu(x, alpha={alpha})", "torch.nn.ELU(alpha={alpha})", {"alpha": 1.0}
        ),
        "keras": Spelling(
            "keras.activations.elu(x, alpha={alpha})", "keras.layers.ELU(alpha={alpha})", {"alpha": 1.0}
        ),
        "jax": Spelling("jax.nn.elu(x, alpha={alpha})", defaults={"alpha": 1.0}),
        "onnx": Spelling("y = Elu<alpha = {alpha}>(x)", defaults={"alpha": 1.0}),
    }
    kink_conventions = (
        KinkConvention(
            "0",
            1,
            pytorch="alpha",
            jax="alpha",
            keras_jax="alpha",
            keras_torch="alpha",
            keras_tensorflow="alpha",
        ),
        KinkConvention(
            "0", 2, pytorch="0", jax="alpha", keras_jax="alpha", keras_torch="0", keras_tensorflow="0"
        ),
    )
    remarks = (
        "JAX computes the slope for x < 0 as expm1(x) + 1: its relative error passes 10⁻⁹ at −16.7, and it is 0 "
        "from −37.43 down.",
    )

    alpha: float = parameter(
        default=1.0,
        domain="[0, inf)",
        typical=(0, 3),
        step=0.05,
        meaning="depth of the plateau on the left: f(−∞) = −α",
    )

    def _value(self, x: Array) -> Array:
        return _elu(x, self.alpha)[0]

    def _derivative(self, x: Array) -> Array:
        return _elu(x, self.alpha)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        return _elu(x, self.alpha)

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > 0, 0.0, self.alpha * np.exp(np.minimum(x, 0)))

    def _alpha_derivative(self, x: Array) -> Array:
        return np.expm1(np.minimum(x, 0))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class SELU(Activation):
    """Scaled exponential linear unit."""

    title = "SELU"
    gist = (
        "An ELU with constants that keep signals at mean 0 and variance 1; negative inputs level off at −λ·α."
    )
    family = FAMILY
    aliases = ("scaled exponential linear unit",)
    formula = r"\lambda \begin{cases} x & x > 0 \\ \alpha\,(e^{x} - 1) & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} \lambda & x > 0 \\ \lambda\,\alpha\,e^{x} & x \le 0 \end{cases}"
    expression = "lambda_ * where(x > 0, x, alpha * expm1(x))"
    reference = Reference(
        "Klambauer, Unterthiner, Mayr, Hochreiter",
        2017,
        "Self-Normalizing Neural Networks",
        "https://arxiv.org/abs/1706.02515",
    )
    gain_name = "selu"
    spellings = {
        "pytorch": Spelling("torch.nn.functional.selu(x)", "torch.nn.SELU()", fixed=_SELU_CONSTANTS),
        "keras": Spelling("keras.activations.selu(x)", fixed=_SELU_CONSTANTS),
        "jax": Spelling("jax.nn.selu(x)", fixed=_SELU_CONSTANTS),
        "onnx": Spelling(
            "y = Selu<alpha = {alpha}, gamma = {lambda_}>(x)",
            defaults={"lambda_": 1.0507010221481323, "alpha": 1.6732631921768188},
        ),
    }
    kink_conventions = (
        KinkConvention(
            "0",
            1,
            pytorch="lambda_ * alpha",
            jax="lambda_ * alpha",
            keras_jax="lambda_ * alpha",
            keras_torch="lambda_ * alpha",
            keras_tensorflow="lambda_",
        ),
        KinkConvention(
            "0",
            2,
            pytorch="0",
            jax="lambda_ * alpha",
            keras_jax="lambda_ * alpha",
            keras_torch="0",
            keras_tensorflow="0",
        ),
    )
    remarks = (
        "With weights of mean 0 and variance 1/n, the default λ and α keep mean 0 and variance 1 through the layers.",
        "ONNX stores λ (there gamma) and α in 32 bits: float64 results have a relative error of 3·10⁻⁸.",
        "JAX computes the slope for x < 0 from expm1(x) + 1: it is 0 from −37.43 down.",
    )

    lambda_: float = parameter(
        default=1.0507009873554805,
        domain="(0, inf)",
        typical=(0.5, 2),
        step=0.01,
        meaning="scale of the whole curve: the slope on the right",
        constant=True,
    )
    alpha: float = parameter(
        default=1.6732632423543772,
        domain="[0, inf)",
        typical=(0, 3),
        step=0.01,
        meaning="depth of the plateau on the left: f(−∞) = −λα",
        constant=True,
    )

    def _value(self, x: Array) -> Array:
        return self._value_and_derivative(x)[0]

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        value, slope = _elu(x, self.alpha)
        value *= self.lambda_
        slope *= self.lambda_
        return value, slope

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > 0, 0.0, self.lambda_ * (self.alpha * np.exp(np.minimum(x, 0))))

    def _lambda_derivative(self, x: Array) -> Array:
        return np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0)))

    def _alpha_derivative(self, x: Array) -> Array:
        return self.lambda_ * np.expm1(np.minimum(x, 0))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class CELU(Activation):
    """Continuously differentiable exponential linear unit."""

    title = "CELU"
    gist = "Positive inputs pass unchanged; negative ones level off at −α, without a corner at any α."
    family = FAMILY
    aliases = ("continuously differentiable exponential linear unit",)
    formula = r"\begin{cases} x & x > 0 \\ \alpha\,(e^{x/\alpha} - 1) & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ e^{x/\alpha} & x \le 0 \end{cases}"
    expression = "where(x > 0, x, alpha * expm1(minimum(x, 0) / alpha))"
    reference = Reference(
        "Barron",
        2017,
        "Continuously Differentiable Exponential Linear Units",
        "https://arxiv.org/abs/1704.07483",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.celu(x, alpha={alpha})", "torch.nn.CELU(alpha={alpha})", {"alpha": 1.0}
        ),
        "keras": Spelling("keras.activations.celu(x, alpha={alpha})", defaults={"alpha": 1.0}),
        "jax": Spelling("jax.nn.celu(x, alpha={alpha})", defaults={"alpha": 1.0}),
        "onnx": Spelling("y = Celu<alpha = {alpha}>(x)", defaults={"alpha": 1.0}),
    }
    kink_conventions = (
        KinkConvention("0", 1, pytorch="1", jax="1", keras_jax="1", keras_torch="1", keras_tensorflow="2"),
        KinkConvention(
            "0",
            2,
            pytorch="0",
            jax="1 / (4 * alpha)",
            keras_jax="1 / (4 * alpha)",
            keras_torch="0",
            keras_tensorflow="1 / alpha",
        ),
    )
    remarks = (
        "PyTorch takes 1/α in 32 bits for the float64 slope: with α = 1.3 its relative error at −15 is 4·10⁻⁷.",
        "JAX computes the slope for x < 0 as expm1(x/α) + 1: with α = 1 it is 0 from −37.43 down.",
    )

    alpha: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.05, 5),
        step=0.05,
        meaning="depth of the plateau on the left, and how slowly it is reached: f(−∞) = −α",
    )

    def _value(self, x: Array) -> Array:
        return np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0) / self.alpha))

    def _derivative(self, x: Array) -> Array:
        return np.exp(np.minimum(x, 0) / self.alpha)

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > 0, 0.0, np.exp(np.minimum(x, 0) / self.alpha) / self.alpha)

    def _alpha_derivative(self, x: Array) -> Array:
        scaled = tame(np.minimum(x, 0) / self.alpha)
        decay = np.exp(scaled)
        near = np.maximum(scaled, -1)
        return np.where(
            scaled > -1, -near * near * decay * curvature(-near), np.expm1(scaled) - scaled * decay
        )

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class PELU(Activation):
    """Parametric exponential linear unit."""

    title = "PELU"
    gist = "Positive inputs are scaled by α/β; negative ones level off at −α."
    family = FAMILY
    aliases = ("parametric exponential linear unit",)
    formula = (
        r"\begin{cases} \frac{\alpha}{\beta}\,x & x > 0 \\ \alpha\,(e^{x/\beta} - 1) & x \le 0 \end{cases}"
    )
    derivative_formula = r"\frac{\alpha}{\beta} \begin{cases} 1 & x > 0 \\ e^{x/\beta} & x \le 0 \end{cases}"
    expression = "where(x > 0, alpha / beta * x, alpha * expm1(minimum(x, 0) / beta))"
    reference = Reference(
        "Trottier, Giguère, Chaib-draa",
        2016,
        "Parametric Exponential Linear Unit for Deep Convolutional Neural Networks",
        "https://arxiv.org/abs/1605.09332",
    )
    remarks = ("With α = β it is CELU.",)

    alpha: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.05, 4),
        step=0.05,
        meaning="depth of the plateau on the left: f(−∞) = −α; the slope on the right is α/β",
    )
    beta: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.05, 4),
        step=0.05,
        meaning="how slowly the plateau is reached; the slope on the right is α/β",
    )

    def _value(self, x: Array) -> Array:
        left = self.alpha * np.expm1(np.minimum(x, 0) / self.beta)
        return np.where(x > 0, self.alpha / self.beta * x, left)

    def _derivative(self, x: Array) -> Array:
        return self.alpha / self.beta * np.exp(np.minimum(x, 0) / self.beta)

    def _second_derivative(self, x: Array) -> Array:
        left = self.alpha / self.beta / self.beta * np.exp(np.minimum(x, 0) / self.beta)
        return np.where(x > 0, 0.0, left)

    def _alpha_derivative(self, x: Array) -> Array:
        return np.where(x > 0, x / self.beta, np.expm1(np.minimum(x, 0) / self.beta))

    def _beta_derivative(self, x: Array) -> Array:
        slope = self.alpha / self.beta
        scaled = tame(np.minimum(x, 0) / self.beta)
        return np.where(x > 0, -slope / self.beta * x, -slope * (scaled * np.exp(scaled)))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class ELUPlusOne(Activation):
    """Exponential linear unit raised by one, positive everywhere: the feature map of linear attention."""

    title = "ELU + 1"
    gist = "An ELU raised by 1: never negative, and on the left it levels off at 0."
    family = FAMILY
    aliases = ("linear attention feature map",)
    formula = r"\begin{cases} x + 1 & x > 0 \\ e^{x} & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ e^{x} & x \le 0 \end{cases}"
    expression = "where(x > 0, x + 1, exp(minimum(x, 0)))"
    reference = Reference(
        "Katharopoulos, Vyas, Pappas, Fleuret",
        2020,
        "Transformers are RNNs: Fast Autoregressive Transformers with Linear Attention",
        "https://arxiv.org/abs/2006.16236",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.elu(x) + 1"),
        "jax": Spelling("jax.nn.elu(x) + 1"),
    }
    remarks = (
        "Written as elu(x) + 1, its usual form in code, it is 0 instead of eˣ in float64 from −37.43 down.",
    )

    def _value(self, x: Array) -> Array:
        return np.where(x > 0, x + 1, np.exp(np.minimum(x, 0)))

    def _derivative(self, x: Array) -> Array:
        return np.exp(np.minimum(x, 0))

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > 0, 0.0, np.exp(np.minimum(x, 0)))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)
