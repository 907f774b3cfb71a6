"""Mish and its relatives: the input times a bounded function of its exponential."""

from __future__ import annotations

import math

import numpy as np

from activations.core import Activation, Reference, Spelling
from activations.evaluation import Array
from activations.functions.gated import gates
from activations.pieces import tame, zero
from activations.special import erf_of

FAMILY = "Mish and relatives"


def _sech_squared(w: Array) -> Array:
    decay = np.exp(-2.0 * np.abs(w))
    return 4.0 * decay / (1.0 + decay) ** 2


class Mish(Activation):
    """The input times the hyperbolic tangent of its softplus."""

    title = "Mish"
    gist = "The input times the tanh of its softplus: smooth, and it dips below 0."
    family = FAMILY
    formula = r"x\,\tanh\bigl(\ln(1 + e^{x})\bigr)"
    derivative_formula = (
        r"\tanh(\zeta) + x\,\sigma(x)\,\operatorname{sech}^2(\zeta), \\[4pt] \zeta = \ln(1 + e^{x})"
    )
    expression = "x * tanh(softplus(x))"
    reference = Reference(
        "Misra",
        2019,
        "Mish: A Self Regularized Non-Monotonic Activation Function",
        "https://arxiv.org/abs/1908.08681",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.mish(x)", "torch.nn.Mish()"),
        "keras": Spelling("keras.activations.mish(x)"),
        "jax": Spelling("jax.nn.mish(x)"),
        "onnx": Spelling("y = Mish(x)"),
        "transformers": Spelling('ACT2FN["mish"](x)'),
    }
    remarks = (
        "With w = eˣ it is x·n / (n + 2), n = w·(w + 2): one exponential, no logarithm and no tanh.",
        "PyTorch and JAX give nan for f(−∞) and for f′(±∞), where the limits are 0, and 0 and 1.",
        "PyTorch's second derivative is nan from x = 709.79, where eˣ overflows.",
    )

    def _value(self, x: Array) -> Array:
        return self._value_and_derivative(x)[0]

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        # With w = eˣ, n = w·(w + 2) and r = 1 / (n + 2), f is x·n·r and f′ is (n + 4·x·w·(w + 1)·r)·r.
        # Below −800 both round to 0; above 22 n·r and f′ to 1.
        value = np.maximum(x, -800.0)
        slope = np.minimum(value, 22.0)
        w = np.exp(slope)
        n = w + 2.0
        n *= w
        np.subtract(n, w, out=w)
        r = n + 2.0
        np.reciprocal(r, out=r)
        slope *= w
        slope *= 4.0
        slope *= r
        slope += n
        slope *= r
        n *= r
        value *= n
        return value, slope

    def _second_derivative(self, x: Array) -> Array:
        # 4w·(2·(w + 1)·d + x·(2 + 2w − 3w² − 2w³)) / d³ with d = w² + 2w + 2; in powers of 1/w on the right.
        y = tame(x)
        v, left = np.exp(-np.abs(y)), y < 0
        scale = np.where(left, v, v * v)
        level = np.where(left, 4.0 + v * (8.0 + v * (6.0 + v * 2.0)), 2.0 + v * (6.0 + v * (8.0 + v * 4.0)))
        tilt = np.where(left, 2.0 + v * (2.0 - v * (3.0 + v * 2.0)), -2.0 - v * (3.0 - v * (2.0 + v * 2.0)))
        d = np.where(left, 2.0 + v * (2.0 + v), 1.0 + v * (2.0 + v * 2.0))
        second: Array = 4.0 * scale * (level + y * tilt) / d**3
        return second


class HardMish(Activation):
    """Mish with a piecewise linear gate."""

    title = "Hard Mish"
    gist = "Mish made of a line and a parabola: positive inputs pass unchanged, and those below −2 become 0."
    family = FAMILY
    aliases = ("H-Mish",)
    formula = r"\dfrac{x}{2}\,\min(\max(x + 2,\, 0),\, 2)"
    derivative_formula = r"\begin{cases} 0 & x < -2 \\ x + 1 & -2 \le x \le 0 \\ 1 & x > 0 \end{cases}"
    expression = "x / 2 * minimum(maximum(x + 2, 0), 2)"
    reference = Reference("Misra", None, "H-Mish", "https://github.com/digantamisra98/H-Mish")
    remarks = ("The slope jumps from 0 to −1 at −2; timm takes the inner branch there.",)

    def _value(self, x: Array) -> Array:
        return np.maximum(x, -2.0) * (np.minimum(np.maximum(x + 2.0, 0.0), 2.0) / 2.0)

    def _derivative(self, x: Array) -> Array:
        return np.where(x < -2, 0.0, np.minimum(x + 1.0, 1.0))

    def _second_derivative(self, x: Array) -> Array:
        return np.where((x >= -2) & (x <= 0), 1.0, zero(x))

    def kinks(self) -> tuple[float, ...]:
        return (-2.0, 0.0)


class Serf(Activation):
    """The input times the error function of its softplus."""

    title = "Serf"
    gist = "The input times the error function of its softplus: smooth, and it dips below 0."
    family = FAMILY
    aliases = ("log-softplus error activation function",)
    formula = r"x\,\operatorname{erf}\bigl(\ln(1 + e^{x})\bigr)"
    derivative_formula = (
        r"\operatorname{erf}(\zeta) + \dfrac{2x}{\sqrt{\pi}}\,e^{-\zeta^2}\,\sigma(x),"
        r" \\[4pt] \zeta = \ln(1 + e^{x})"
    )
    expression = "x * erf(softplus(x))"
    reference = Reference(
        "Nag, Bhattacharyya",
        2021,
        "SERF: Towards better training of deep neural networks using log-Softplus ERror activation Function",
        "https://arxiv.org/abs/2108.09598",
    )
    remarks = ("It is Mish with erf in the place of tanh.",)

    def _value(self, x: Array) -> Array:
        return np.maximum(x, -1e300) * erf_of(_softplus(np.minimum(x, 40.0)))

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        y, soft, s, _ = self._parts(x)
        gate = erf_of(soft)
        return np.maximum(x, -1e300) * gate, gate + y * (_ERF_SLOPE * np.exp(-soft * soft) * s)

    def _second_derivative(self, x: Array) -> Array:
        y, soft, s, c = self._parts(x)
        return _ERF_SLOPE * np.exp(-soft * soft) * s * (2.0 + y * (c - 2.0 * soft * s))

    @staticmethod
    def _parts(x: Array) -> tuple[Array, Array, Array, Array]:
        # exp(−40²) is 0.
        y = np.minimum(np.maximum(x, -1e300), 40.0)
        return y, _softplus(y), *gates(y)


_ERF_SLOPE = 2.0 / math.sqrt(math.pi)


def _softplus(x: Array) -> Array:
    return np.log1p(np.exp(x))


class TanhExp(Activation):
    """The input times the hyperbolic tangent of its exponential."""

    title = "TanhExp"
    gist = "The input times the tanh of its exponential: smooth, and it dips below 0."
    family = FAMILY
    aliases = ("TeLU", "hyperbolic tangent exponential linear unit")
    formula = r"x\,\tanh(e^{x})"
    derivative_formula = r"\tanh(e^{x}) + x\,e^{x}\,\operatorname{sech}^2(e^{x})"
    expression = "x * tanh(exp(x))"
    reference = Reference(
        "Liu, Di",
        2020,
        "TanhExp: A Smooth Activation Function with High Convergence Speed for Lightweight Neural Networks",
        "https://arxiv.org/abs/2003.09855",
    )
    remarks = (
        "Written as it stands, its automatic gradient is nan in PyTorch and JAX from x = 709.79, where eˣ overflows.",
    )

    def _value(self, x: Array) -> Array:
        return np.maximum(x, -1e300) * np.tanh(np.exp(x))

    def _derivative(self, x: Array) -> Array:
        y, w = self._parts(x)
        return np.tanh(w) + y * (w * _sech_squared(w))

    def _second_derivative(self, x: Array) -> Array:
        y, w = self._parts(x)
        return w * _sech_squared(w) * (2.0 + y * (1.0 - 2.0 * w * np.tanh(w)))

    @staticmethod
    def _parts(x: Array) -> tuple[Array, Array]:
        # sech²(e⁷) is 0.
        y = np.minimum(np.maximum(x, -1e300), 7.0)
        return y, np.exp(y)


class LiSHT(Activation):
    """The input times its hyperbolic tangent: an even function."""

    title = "LiSHT"
    gist = "The input times its own tanh: never negative, and the same on both sides."
    family = FAMILY
    aliases = ("linearly scaled hyperbolic tangent",)
    formula = r"x\,\tanh(x)"
    derivative_formula = r"\tanh(x) + x\,\operatorname{sech}^2(x)"
    expression = "x * tanh(x)"
    reference = Reference(
        "Roy, Manna, Dubey, Chaudhuri",
        2019,
        "LiSHT: Non-Parametric Linearly Scaled Hyperbolic Tangent Activation Function for Neural Networks",
        "https://arxiv.org/abs/1901.05894",
    )
    remarks = ("Unlike its relatives it is even: large negative inputs give large positive outputs.",)

    def _value(self, x: Array) -> Array:
        return x * np.tanh(x)

    def _derivative(self, x: Array) -> Array:
        y = tame(x)
        return np.tanh(y) + y * _sech_squared(y)

    def _second_derivative(self, x: Array) -> Array:
        y = tame(x)
        return 2.0 * _sech_squared(y) * (1.0 - y * np.tanh(y))


class Logish(Activation):
    """The input times the logarithm of one plus its sigmoid."""

    title = "Logish"
    gist = "The input times the logarithm of 1 plus its sigmoid: smooth, and it dips below 0."
    family = FAMILY
    formula = r"x\,\ln\bigl(1 + \sigma(x)\bigr)"
    derivative_formula = r"\ln\bigl(1 + \sigma(x)\bigr) + \dfrac{x\,\sigma(x)\,\sigma(-x)}{1 + \sigma(x)}"
    expression = "x * log1p(sigmoid(x))"
    reference = Reference(
        "Zhu, Zeng, Liu, Zhang",
        2021,
        "Logish: A new nonlinear nonmonotonic activation function for convolutional neural network",
        "https://doi.org/10.1016/j.neucom.2021.06.067",
    )
    remarks = ("For large x it is not x but x·ln 2, about 0.693·x.",)

    def _value(self, x: Array) -> Array:
        return np.maximum(x, -1e300) * np.log1p(gates(x)[0])

    def _derivative(self, x: Array) -> Array:
        y = tame(x)
        s, c = gates(y)
        return np.log1p(s) + y * (s * c) / (1.0 + s)

    def _second_derivative(self, x: Array) -> Array:
        y = tame(x)
        s, c = gates(y)
        return s * c * (2.0 * (1.0 + s) + y * (1.0 - s * (2.0 + s))) / (1.0 + s) ** 2


class Smish(Activation):
    """The input times the hyperbolic tangent of the logarithm of one plus its sigmoid."""

    title = "Smish"
    gist = "The input times the tanh of Logish’s logarithm: smooth, and it dips below 0."
    family = FAMILY
    formula = r"x\,\tanh\bigl(\ln(1 + \sigma(x))\bigr)"
    derivative_formula = (
        r"\tanh(\ell) + \dfrac{x\,\sigma(x)\,\sigma(-x)}{1 + \sigma(x)}\,\operatorname{sech}^2(\ell),"
        r" \\[4pt] \ell = \ln(1 + \sigma(x))"
    )
    expression = "x * tanh(log1p(sigmoid(x)))"
    reference = Reference(
        "Wang, Ren, Wang",
        2022,
        "Smish: A Novel Activation Function for Deep Learning Methods",
        "https://www.mdpi.com/2079-9292/11/4/540",
    )
    remarks = (
        "With m = σ(x)·(2 + σ(x)) it is x·m / (m + 2): neither a logarithm nor a tanh is needed.",
        "For large x it is not x but 0.6·x.",
    )

    def _value(self, x: Array) -> Array:
        s, _ = gates(x)
        m = s * (2.0 + s)
        return np.maximum(x, -1e300) * (m / (m + 2.0))

    def _derivative(self, x: Array) -> Array:
        y = tame(x)
        s, c = gates(y)
        m = s * (2.0 + s)
        return (m + y * (4.0 * (1.0 + s) * s * c) / (m + 2.0)) / (m + 2.0)

    def _second_derivative(self, x: Array) -> Array:
        y = tame(x)
        s, c = gates(y)
        d = 2.0 + s * (2.0 + s)
        level = 4.0 + s * (8.0 + s * (6.0 + s * 2.0))
        tilt = 2.0 - s * (2.0 + s * (9.0 + s * (2.0 - s)))
        return 4.0 * (s * c) * (level + y * tilt) / d**3


class GoLU(Activation):
    """The input times the distribution function of a Gumbel variable."""

    title = "GoLU"
    gist = "The input times a Gompertz curve, a lopsided sigmoid: smooth, and it dips below 0."
    family = FAMILY
    aliases = ("Gompertz linear unit",)
    formula = r"x\,e^{-e^{-x}}"
    derivative_formula = r"e^{-e^{-x}}\,\bigl(1 + x\,e^{-x}\bigr)"
    expression = "x * exp(-exp(-x))"
    reference = Reference(
        "Das, Safari, Adriaensen, Hutter",
        2025,
        "Gompertz Linear Units: Leveraging Asymmetry for Enhanced Learning Dynamics",
        "https://arxiv.org/abs/2502.03654",
    )
    remarks = (
        "The gate closes double exponentially: f(−5) is about −1.75·10⁻⁶⁴.",
        "Written as it stands, its automatic gradient is nan in PyTorch and JAX from x = −709.79 down.",
    )

    def _value(self, x: Array) -> Array:
        # exp(−e⁷) is 0.
        return np.maximum(x, -7.0) * np.exp(-np.exp(-x))

    def _derivative(self, x: Array) -> Array:
        y, g, gate = self._parts(x)
        return gate * (1.0 + y * g)

    def _second_derivative(self, x: Array) -> Array:
        y, g, gate = self._parts(x)
        return g * gate * (2.0 + y * (g - 1.0))

    @staticmethod
    def _parts(x: Array) -> tuple[Array, Array, Array]:
        y = np.minimum(np.maximum(x, -7.0), 1e300)
        g = np.exp(-y)
        return y, g, np.exp(-g)
