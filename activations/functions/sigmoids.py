"""Sigmoids: S-shaped curves that rise from 0 to 1, and the logarithm of one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from activations.core import Activation, KinkConvention, Reference, Spelling, parameter
from activations.doubled import add, divide
from activations.evaluation import Array
from activations.interval import Interval
from activations.pieces import between, tame
from activations.special import erfc, erfcx_of_positive, exp_of_square

FAMILY = "Sigmoids"
_GOMES = Reference(
    "Gomes, Ludermir",
    2008,
    "Complementary Log-Log and Probit: Activation Functions Implemented in Artificial Neural Networks",
    "https://ieeexplore.ieee.org/document/4626755/",
)

_SIXTH = {"alpha": 1 / 6, "beta": 0.5}


class Sigmoid(Activation):
    """Logistic sigmoid."""

    title = "Sigmoid"
    gist = "Squeezes every input to between 0 and 1."
    family = FAMILY
    aliases = ("logistic", "logistic sigmoid", "expit")
    # The name in NNlib.
    framework_names = ("σ",)
    formula = r"\frac{1}{1 + e^{-x}}"
    derivative_formula = r"\sigma(x)\,\sigma(-x)"
    expression = "sigmoid(x)"
    gain_name = "sigmoid"
    spellings = {
        "pytorch": Spelling("torch.sigmoid(x)", "torch.nn.Sigmoid()"),
        "keras": Spelling("keras.activations.sigmoid(x)"),
        "jax": Spelling("jax.nn.sigmoid(x)"),
        "onnx": Spelling("y = Sigmoid(x)"),
        "transformers": Spelling('ACT2FN["sigmoid"](x)'),
    }
    remarks = (
        "PyTorch's slope is s·(1 − s): its relative error passes 10⁻⁹ at 15.7, and it is 0 from 36.74.",
    )

    def _value(self, x: Array) -> Array:
        return self._value_and_derivative(x)[0]

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _second_derivative(self, x: Array) -> Array:
        return -np.tanh(x / 2) * _logistic_density(x)

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        # The slope is σ(x)·σ(−x), and σ(−x) = e·σ(x).
        e = np.negative(x)
        np.exp(e, out=e)
        value = e + 1.0
        np.reciprocal(value, out=value)
        slope = np.minimum(e, 1e308, out=e)
        slope *= value
        slope *= value
        return value, slope


class HardSigmoid(Activation):
    """Piecewise linear sigmoid."""

    title = "Hard sigmoid"
    gist = "A sigmoid made of straight lines: values between 0 and 1."
    family = FAMILY
    # The names in Core ML, MindSpore and NNlib.
    framework_names = ("sigmoid_hard", "HSigmoid", "hardσ")
    formula = r"\min(\max(\alpha\,x + \beta,\, 0),\, 1)"
    derivative_formula = (
        r"\begin{cases} \alpha & 0 < \alpha\,x + \beta < 1 \\ 0 & \text{otherwise} \end{cases}"
    )
    expression = "minimum(maximum(alpha * x + beta, 0), 1)"
    reference = Reference(
        "Courbariaux, Bengio, David",
        2015,
        "BinaryConnect: Training Deep Neural Networks with binary weights during propagations",
        "https://arxiv.org/abs/1511.00363",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.hardsigmoid(x)", "torch.nn.Hardsigmoid()", fixed=_SIXTH),
        "keras": Spelling("keras.activations.hard_sigmoid(x)", fixed=_SIXTH),
        "jax": Spelling("jax.nn.hard_sigmoid(x)", fixed=_SIXTH),
        "onnx": Spelling(
            "y = HardSigmoid<alpha = {alpha}, beta = {beta}>(x)", defaults={"alpha": 0.2, "beta": 0.5}
        ),
    }
    kink_conventions = (
        KinkConvention("±3", 1, pytorch="0", jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    remarks = (
        "α is 1/6 in PyTorch, JAX and Keras 3; 0.2 in tf.keras up to TensorFlow 2.15 and by default in ONNX.",
        "PyTorch's float64 slope is 1/6 rounded to 32 bits, 3·10⁻⁸ too large; it has no second derivative.",
    )

    alpha: float = parameter(
        default=1 / 6, domain="(0, inf)", typical=(0.05, 1), step=0.01, meaning="slope of the ramp"
    )
    beta: float = parameter(
        default=0.5, domain="(-inf, inf)", typical=(0, 1), step=0.05, meaning="height of the ramp at 0"
    )

    def _value(self, x: Array) -> Array:
        return np.minimum(np.maximum(self.alpha * x + self.beta, 0), 1)

    def _derivative(self, x: Array) -> Array:
        return self._on_the_ramp(x, self.alpha)

    def _second_derivative(self, x: Array) -> Array:
        return self._on_the_ramp(x, 0.0)

    def _alpha_derivative(self, x: Array) -> Array:
        return self._on_the_ramp(x, x)

    def _beta_derivative(self, x: Array) -> Array:
        return self._on_the_ramp(x, 1.0)

    def kinks(self) -> tuple[float, ...]:
        return tuple(end for end in self._ends() if math.isfinite(end))

    def _ends(self) -> tuple[float, float]:
        return (0 - self.beta) / self.alpha, (1 - self.beta) / self.alpha

    def _on_the_ramp(self, x: Array, inside: Array | float) -> Array:
        return between(*self._ends(), x, inside)


class SparseSigmoid(Activation):
    """Hard sigmoid of slope one half: the sigmoid that belongs to sparsemax."""

    title = "Sparse sigmoid"
    gist = "A straight line from −1 to 1, flat outside: values between 0 and 1."
    family = FAMILY
    formula = r"\min\!\left(\max\!\left(\tfrac{x + 1}{2},\, 0\right),\, 1\right)"
    derivative_formula = r"\begin{cases} \tfrac12 & -1 < x < 1 \\ 0 & \text{otherwise} \end{cases}"
    expression = "minimum(maximum((x + 1) / 2, 0), 1)"
    reference = Reference(
        "Blondel, Martins, Niculae",
        2019,
        "Learning with Fenchel-Young Losses",
        "https://arxiv.org/abs/1901.02324",
    )
    spellings = {
        "keras": Spelling("keras.activations.sparse_sigmoid(x)"),
        "jax": Spelling("jax.nn.sparse_sigmoid(x)"),
        "onnx": Spelling("y = HardSigmoid<alpha = 0.5, beta = 0.5>(x)"),
    }
    kink_conventions = (
        KinkConvention("±1", 1, jax="1/4", keras_jax="1/4", keras_torch="0", keras_tensorflow="0"),
    )

    def _value(self, x: Array) -> Array:
        return np.minimum(np.maximum((x + 1) / 2, 0), 1)

    def _derivative(self, x: Array) -> Array:
        return between(-1, 1, x, 0.5)

    def _second_derivative(self, x: Array) -> Array:
        return between(-1, 1, x, 0.0)

    def kinks(self) -> tuple[float, ...]:
        return (-1.0, 1.0)


class LogSigmoid(Activation):
    """Logarithm of the logistic sigmoid."""

    title = "Log-sigmoid"
    gist = "The logarithm of the sigmoid: close to x on the left, and on the right it levels off at 0."
    family = FAMILY
    # The name in NNlib.
    framework_names = ("logσ",)
    formula = r"\ln \sigma(x) = -\ln(1 + e^{-x})"
    derivative_formula = r"\sigma(-x)"
    expression = "minimum(x, 0) - log1p(exp(-abs(x)))"
    spellings = {
        "pytorch": Spelling("torch.nn.functional.logsigmoid(x)", "torch.nn.LogSigmoid()"),
        "keras": Spelling("keras.activations.log_sigmoid(x)"),
        "jax": Spelling("jax.nn.log_sigmoid(x)"),
    }

    def _value(self, x: Array) -> Array:
        return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))

    def _derivative(self, x: Array) -> Array:
        return 1 / (1 + np.exp(x))

    def _second_derivative(self, x: Array) -> Array:
        return -_logistic_density(x)


class Elliott(Activation):
    """Sigmoid without an exponential: softsign moved to the range from 0 to 1."""

    title = "Elliott"
    gist = "A sigmoid with no exponential to compute: values between 0 and 1, whose ends it nears slowly."
    family = FAMILY
    aliases = ("Elliott sigmoid",)
    formula = r"\frac{x}{2\,(1 + |x|)} + \frac12"
    derivative_formula = r"\frac{1}{2\,(1 + |x|)^{2}}"
    expression = "x / (2 * (1 + abs(x))) + 1 / 2"
    reference = Reference(
        "Elliott",
        1993,
        "A better activation function for artificial neural networks",
        "https://drum.lib.umd.edu/handle/1903/5355",
    )

    def _value(self, x: Array) -> Array:
        tail = 0.5 / (1 + np.abs(x))
        return np.where(x < 0, tail, 1 - tail)

    def _derivative(self, x: Array) -> Array:
        size: Array = 1 + np.abs(x)
        return 0.5 / (size * size)

    def _second_derivative(self, x: Array) -> Array:
        size: Array = 1 + np.abs(x)
        return -np.sign(x) / (size * size * size)

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class PhiCDF(Activation):
    """Distribution function of the standard normal distribution."""

    title = "Normal CDF"
    gist = "The chance that a standard normal number is below x: values between 0 and 1."
    family = FAMILY
    aliases = ("probit activation", "Gaussian CDF", "ndtr")
    formula = r"\Phi(x) = \tfrac12 \operatorname{erfc}\!\left(-\tfrac{x}{\sqrt2}\right)"
    derivative_formula = r"\frac{1}{\sqrt{2\pi}}\,e^{-x^{2}/2}"
    expression = "(1 + erf(x / 2**0.5)) / 2"
    reference = _GOMES
    spellings = {
        "pytorch": Spelling("torch.special.ndtr(x)"),
        "jax": Spelling("jax.scipy.special.ndtr(x)"),
    }
    remarks = (
        "PyTorch's relative error passes 10⁻⁹ at −5.5, and its value is 0 from −8.38 down, where Φ is 2.6·10⁻¹⁷.",
    )

    def _value(self, x: Array) -> Array:
        half: Array = 0.5 * erfc(x / -math.sqrt(2))
        return half

    def _derivative(self, x: Array) -> Array:
        return _normal_density(x)

    def _second_derivative(self, x: Array) -> Array:
        return -tame(x) * _normal_density(x)


class Laplace(Activation):
    """Distribution function of a normal variable, as the attention of MEGA takes it in place of softmax."""

    title = "Laplace"
    gist = "The chance that a normal number with mean α and deviation β is below x: values between 0 and 1."
    family = FAMILY
    aliases = ("Laplace function",)
    formula = r"\Phi\!\left(\frac{x - \alpha}{\beta}\right)"
    derivative_formula = (
        r"\frac{1}{\sqrt{2\pi}\,\beta}\,e^{-\frac{1}{2}\left(\frac{x - \alpha}{\beta}\right)^{2}}"
    )
    expression = "(1 + erf((x - alpha) / (beta * 2**0.5))) / 2"
    reference = Reference(
        "Ma, Zhou, Kong et al.",
        2022,
        "Mega: Moving Average Equipped Gated Attention",
        "https://arxiv.org/abs/2209.10655",
    )
    spellings = {
        "transformers": Spelling('ACT2FN["laplace"](x)', fixed={"alpha": 0.707107, "beta": 0.282095})
    }
    remarks = (
        "The paper calls the parameters μ and σ; the defaults, as in Transformers, round √(1/2) and √(1/(4π)).",
        "In spite of its name it is not the distribution of Laplace, with α = 0 and β = 1 it is the normal CDF.",
    )

    alpha: float = parameter(
        default=0.707107,
        domain="(-inf, inf)",
        typical=(0.3, 1.5),
        step=0.02,
        meaning="where the curve passes 1/2",
    )
    beta: float = parameter(
        default=0.282095,
        domain="(0, inf)",
        typical=(0.28, 2),
        step=0.02,
        meaning="width of the rise",
    )

    def _value(self, x: Array) -> Array:
        z, lost = self._argument(x)
        size = np.abs(z)
        tail = 0.5 * erfcx_of_positive(size / math.sqrt(2)) * exp_of_square(size, -0.5)
        return np.where(z < 0, tail, 1.0 - tail) + lost * self._density(z, lost)

    def _derivative(self, x: Array) -> Array:
        return self._density(*self._argument(x)) / self.beta

    def _second_derivative(self, x: Array) -> Array:
        z, lost = self._argument(x)
        return -tame(z) * self._density(z, lost) / self.beta / self.beta

    def _alpha_derivative(self, x: Array) -> Array:
        return -self._derivative(x)

    def _beta_derivative(self, x: Array) -> Array:
        z, lost = self._argument(x)
        return -tame(z) * self._density(z, lost) / self.beta

    def known_properties(self) -> Mapping[str, Any]:
        # However far from 0, and however abruptly, it rises.
        steepest = 1.0 / math.sqrt(2.0 * math.pi) / self.beta
        return {
            "range": Interval(0.0, 1.0, low_closed=False, high_closed=False),
            "derivative_range": Interval(0.0, steepest, low_closed=False),
            "monotonic": "increasing",
            "derivative_monotonic": None,
            "lipschitz": steepest,
        }

    def _argument(self, x: Array) -> tuple[Array, Array]:
        # Where α outweighs x, the rounding of (x − α)/β would show in the tail.
        difference, lost = add(x, -self.alpha)
        return divide(difference, self.beta, lost)

    @staticmethod
    def _density(z: Array, lost: Array) -> Array:
        # The bell is 0 from 100 on.
        bell = exp_of_square(z, -0.5) * (1.0 - np.clip(z, -100.0, 100.0) * lost)
        return bell / math.sqrt(2 * math.pi)


class CLogLog(Activation):
    """Complementary log-log: an S-shaped curve that leaves 0 slowly and reaches 1 abruptly."""

    title = "Cloglog"
    gist = "A lopsided sigmoid: values between 0 and 1, and it nears 1 much faster than 0."
    aliases = ("complementary log-log",)
    family = FAMILY
    formula = r"1 - e^{-e^{x}}"
    derivative_formula = r"e^{x - e^{x}}"
    expression = "-expm1(-exp(x))"
    reference = _GOMES

    def _value(self, x: Array) -> Array:
        return -np.expm1(-np.exp(x))

    def _derivative(self, x: Array) -> Array:
        limited = self._limit(x)
        return np.exp(limited - np.exp(limited))

    def _second_derivative(self, x: Array) -> Array:
        limited = self._limit(x)
        return -np.expm1(limited) * np.exp(limited - np.exp(limited))

    @staticmethod
    def _limit(x: Array) -> Array:
        # The derivatives are 0 from 7 on; further right they would become inf − inf and inf·0.
        return np.minimum(x, 7)


def _logistic_density(x: Array) -> Array:
    """σ′(x), from the decaying exponential alone: s(1 − s) cancels where s rounds to 1."""
    e: Array = np.exp(-np.abs(x))
    denominator = 1 + e
    return e / (denominator * denominator)


def _normal_density(x: Array) -> Array:
    density: Array = np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
    return density
