"""Sigmoid-gated units: the input times a sigmoid of it, which closes towards negative inputs."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from activations.core import TRANSFORMERS, Activation, KinkConvention, Model, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.interval import Interval
from activations.pieces import tame
from activations.properties import Point

FAMILY = "Sigmoid-gated units"


def gates(z: Array) -> tuple[Array, Array]:
    """σ(z) and σ(−z), each with all its digits where it is tiny."""
    decay = np.exp(-np.abs(z))
    smaller = decay / (1.0 + decay)
    larger, left = 1.0 - smaller, z < 0
    return np.where(left, smaller, larger), np.where(left, larger, smaller)


def product(x: Array, factor: Array | float) -> Array:
    """x·factor, which is 0 where the factor is, also at x = ±∞."""
    return np.where(factor == 0.0, 0.0, x) * factor


def _squared_by_gates(y: Array, z: Array) -> Array:
    """y²·σ(z)·σ(−z), also where a gate is too small for a double and the product is not."""
    half = np.exp(np.abs(z) / -2.0)
    root: Array = y * half / (1.0 + half * half)
    return root * root


# tanh(z) + z·sech²(z) is greatest where z·tanh(z) = 1, and has the same value there as z.
_PEAK = Decimal("1.19967864025773383391636984879")


def _slope_through_peak(mean: Decimal, half: Decimal, z: Array, elsewhere: Array) -> Array:
    """mean + half·(tanh(z) + z·sech²(z)), given its values away from z = ±z₀, z₀ the peak.

    With mean = ∓half·z₀ the sum has a double zero at ±z₀, where all that it is made of cancels. Its
    difference from the peak, by the addition theorem, and the peak's from `mean` keep their digits.
    """
    peak = float(_PEAK)
    distance = np.abs(z) - peak
    t = np.tanh(distance)
    fall = (1.0 - peak**-2) * ((distance - t) - np.abs(z) * t * t) / (1.0 + t / peak) ** 2
    at_peak = np.where(z > 0, float(mean + half * _PEAK), float(mean - half * _PEAK))
    near = at_peak + float(half) * np.sign(z) * fall
    return np.where(np.abs(distance) < 0.5, near, elsewhere)


def _silu(x: Array) -> tuple[Array, Array]:
    """x·σ(x) and its derivative, σ(x)·(1 + x·σ(−x))."""
    # Below −800 both round to 0; above 50 the gate and the slope to 1.
    value = np.maximum(x, -800.0)
    slope = np.minimum(value, 50.0)
    gate = np.exp(slope)
    closed = gate + 1.0
    np.reciprocal(closed, out=closed)
    gate *= closed
    value *= gate
    slope *= closed
    slope += 1.0
    slope *= gate
    return value, slope


def _silu_second_derivative(x: Array) -> Array:
    y = tame(x)
    s, c = gates(y)
    return s * c * (2.0 + y * (c - s))


class SiLU(Activation):
    """Sigmoid linear unit: the input times its own sigmoid."""

    title = "SiLU"
    gist = "The input times its own sigmoid: a smooth ReLU that dips below 0."
    family = FAMILY
    aliases = ("sigmoid linear unit", "sigmoid-weighted linear unit")
    formula = r"x\,\sigma(x)"
    derivative_formula = r"\sigma(x)\,\bigl(1 + x\,\sigma(-x)\bigr)"
    expression = "x * sigmoid(x)"
    reference = Reference(
        "Elfwing, Uchibe, Doya",
        2017,
        "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement Learning",
        "https://arxiv.org/abs/1702.03118",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.silu(x)", "torch.nn.SiLU()"),
        "keras": Spelling("keras.activations.silu(x)"),
        "jax": Spelling("jax.nn.silu(x)"),
        "onnx": Spelling("y = Swish<alpha = 1.0>(x)"),
        "transformers": Spelling('ACT2FN["silu"](x)'),
    }
    models = (
        Model("Llama", f"{TRANSFORMERS}/llama/configuration_llama.py"),
        Model("Mistral", f"{TRANSFORMERS}/mistral/configuration_mistral.py"),
        Model("Qwen3", f"{TRANSFORMERS}/qwen3/configuration_qwen3.py"),
        Model("DeepSeek-V3", f"{TRANSFORMERS}/deepseek_v3/configuration_deepseek_v3.py"),
        Model("OLMo 2", f"{TRANSFORMERS}/olmo2/configuration_olmo2.py"),
    )
    remarks = (
        "Keras and JAX also call it swish; in ONNX it is Swish, whose alpha is 1 by default.",
        "PyTorch and JAX give nan for f(−∞) and for f′(±∞), where the limits are 0, and 0 and 1.",
    )

    def _value(self, x: Array) -> Array:
        return _silu(x)[0]

    def _derivative(self, x: Array) -> Array:
        return _silu(x)[1]

    def _second_derivative(self, x: Array) -> Array:
        return _silu_second_derivative(x)

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        return _silu(x)


class _SigmoidGate(Activation):
    """The input times the sigmoid of a multiple of it."""

    @property
    @abstractmethod
    def _sharpness(self) -> float: ...

    def _value(self, x: Array) -> Array:
        _, s, _ = self._gate(x)
        return product(x, s)

    def _derivative(self, x: Array) -> Array:
        z, s, c = self._gate(x)
        return s * (1.0 + z * c)

    def _second_derivative(self, x: Array) -> Array:
        z, s, c = self._gate(x)
        return self._sharpness * s * c * (2.0 + z * (c - s))

    def _sharpness_derivative(self, x: Array) -> Array:
        return _squared_by_gates(tame(x), self._gate(x)[0])

    def _gate(self, x: Array) -> tuple[Array, Array, Array]:
        z = tame(self._sharpness * tame(x))
        return z, *gates(z)


class Swish(_SigmoidGate):
    """SiLU with a gate of adjustable sharpness, from a straight line to ReLU."""

    title = "Swish"
    gist = "The input times a sigmoid of β·x: from half a line at β = 0 to ReLU for large β."
    family = FAMILY
    aliases = ("Swish-β", "parametric swish")
    formula = r"x\,\sigma(\beta x)"
    derivative_formula = r"\sigma(\beta x)\,\bigl(1 + \beta x\,\sigma(-\beta x)\bigr)"
    expression = "x * sigmoid(beta * x)"
    reference = Reference(
        "Ramachandran, Zoph, Le",
        2017,
        "Searching for Activation Functions",
        "https://arxiv.org/abs/1710.05941",
    )
    spellings = {
        "onnx": Spelling("y = Swish<alpha = {beta}>(x)", defaults={"beta": 1.0}),
        "transformers": Spelling('ACT2FN["swish"](x)', fixed={"beta": 1.0}),
    }
    remarks = (
        "β = 0 gives the line x/2, β = 1 SiLU, β → ∞ ReLU.",
        "Only ONNX has the β, as Swish with the attribute alpha; swish in Keras and JAX is SiLU, β = 1.",
    )

    beta: float = parameter(
        default=1.0,
        domain="(-inf, inf)",
        typical=(0, 10),
        step=0.1,
        meaning="sharpness of the gate: 0 a line, ∞ ReLU",
    )

    @property
    def _sharpness(self) -> float:
        return self.beta

    def _beta_derivative(self, x: Array) -> Array:
        return self._sharpness_derivative(x)


class ESwish(Activation):
    """SiLU times a constant."""

    title = "E-swish"
    gist = "SiLU made β times as steep; it dips below 0."
    family = FAMILY
    formula = r"\beta\,x\,\sigma(x)"
    derivative_formula = r"\beta\,\sigma(x)\,\bigl(1 + x\,\sigma(-x)\bigr)"
    expression = "beta * x * sigmoid(x)"
    reference = Reference(
        "Alcaide",
        2018,
        "E-swish: Adjusting Activations to Different Network Depths",
        "https://arxiv.org/abs/1801.07145",
    )
    remarks = ("β = 1 is SiLU. Unlike the β of Swish, this one scales the curve and leaves its shape.",)

    beta: float = parameter(
        default=1.5,
        domain="(0, inf)",
        typical=(1, 2),
        step=0.05,
        meaning="height of the curve, and its slope on the right",
    )

    def _value(self, x: Array) -> Array:
        return self.beta * _silu(x)[0]

    def _derivative(self, x: Array) -> Array:
        return self.beta * _silu(x)[1]

    def _second_derivative(self, x: Array) -> Array:
        return self.beta * _silu_second_derivative(x)

    def _beta_derivative(self, x: Array) -> Array:
        return _silu(x)[0]


class HardSwish(Activation):
    """SiLU with a piecewise linear gate."""

    title = "Hard swish"
    gist = "SiLU made of a line and a parabola: inputs below −3 become 0, it dips below 0, then meets x at 3."
    family = FAMILY
    aliases = ("hard SiLU",)
    # The name in MindSpore.
    framework_names = ("HSwish",)
    formula = r"x\,\dfrac{\min(\max(x + 3,\, 0),\, 6)}{6}"
    derivative_formula = (
        r"\begin{cases} 0 & x \le -3 \\ \dfrac{2x + 3}{6} & -3 < x < 3 \\ 1 & x \ge 3 \end{cases}"
    )
    expression = "x * (minimum(maximum(x + 3, 0), 6) / 6)"
    reference = Reference(
        "Howard, Sandler, Chu et al.",
        2019,
        "Searching for MobileNetV3",
        "https://arxiv.org/abs/1905.02244",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.hardswish(x)", "torch.nn.Hardswish()"),
        "keras": Spelling("keras.activations.hard_swish(x)"),
        "jax": Spelling("jax.nn.hard_swish(x)"),
        "onnx": Spelling("y = HardSwish(x)"),
        "transformers": Spelling('ACT2FN["hardswish"](x)'),
    }
    kink_conventions = (
        KinkConvention("−3", 1, pytorch="0", jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
        KinkConvention("3", 1, pytorch="1", jax="1", keras_jax="1", keras_torch="1", keras_tensorflow="1"),
    )
    remarks = (
        "The slope jumps from 0 to −1/2 at −3 and from 3/2 to 1 at 3; all frameworks take the outer branch.",
        "It is x·clip(αx + β, 0, 1) with α = 1/6 and β = 1/2; other values are the formula x * hardsigmoid(x, α, β).",
        "PyTorch's hardswish(10³⁰⁸) is inf; f(−∞) is nan in PyTorch and JAX.",
        "The ONNX reference evaluator computes in part in float32: errors reach 4·10⁻⁸.",
    )

    def _value(self, x: Array) -> Array:
        return np.maximum(x, -3.0) * (np.minimum(np.maximum(x + 3.0, 0.0), 6.0) / 6.0)

    def _derivative(self, x: Array) -> Array:
        return np.where(x <= -3, 0.0, np.where(x >= 3, 1.0, (2.0 * x + 3.0) / 6.0))

    def _second_derivative(self, x: Array) -> Array:
        # Unlike a comparison, the step function keeps nan.
        return np.heaviside(3.0 - np.abs(x), 0.0) / 3.0

    def kinks(self) -> tuple[float, ...]:
        return (-3.0, 3.0)


class AconC(Activation):
    """Smooth maximum of two lines through the origin."""

    title = "ACON-C"
    gist = "A smooth change from slope λ on the left to slope α on the right."
    family = FAMILY
    aliases = ("ACON", "activate or not")
    formula = r"(\alpha - \lambda)\,x\,\sigma\bigl(\beta\,(\alpha - \lambda)\,x\bigr) + \lambda\,x"
    derivative_formula = (
        r"(\alpha - \lambda)\,\sigma(z)\,\bigl(1 + z\,\sigma(-z)\bigr) + \lambda,"
        r" \\[4pt] z = \beta\,(\alpha - \lambda)\,x"
    )
    expression = "(alpha - lambda_) * x * sigmoid(beta * (alpha - lambda_) * x) + lambda_ * x"
    reference = Reference(
        "Ma, Zhang, Liu, Sun",
        2020,
        "Activate or Not: Learning Customized Activation",
        "https://arxiv.org/abs/2009.04759",
    )
    remarks = (
        "β → ∞ gives max(αx, λx), β = 0 their mean; α = 1 and λ = 0 give Swish.",
        "Exchanging α and λ leaves the curve as it is; the paper calls them p₁ and p₂.",
    )

    alpha: float = parameter(
        default=1.0, domain="(-inf, inf)", typical=(-2, 2), step=0.05, meaning="slope of the first line"
    )
    beta: float = parameter(
        default=1.0,
        domain="(-inf, inf)",
        typical=(0, 10),
        step=0.1,
        meaning="sharpness of the switch between the lines",
    )
    lambda_: float = parameter(
        default=0.0, domain="(-inf, inf)", typical=(-2, 2), step=0.05, meaning="slope of the second line"
    )

    def _value(self, x: Array) -> Array:
        z, s, c = self._gate(x)
        return product(x, self._slope(z, s, c))

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        z, s, c = self._gate(x)
        ratio = self._slope(z, s, c)
        slope = ratio + (self.alpha - self.lambda_) * (z * s * c)
        alpha, lambda_ = Decimal(self.alpha), Decimal(self.lambda_)
        half = (alpha - lambda_) / 2
        return product(x, ratio), _slope_through_peak((alpha + lambda_) / 2, half, z / 2.0, slope)

    def _second_derivative(self, x: Array) -> Array:
        z, s, c = self._gate(x)
        apart = self.alpha - self.lambda_
        return apart * (apart * (self.beta * (s * c * (2.0 + z * (c - s)))))

    def _alpha_derivative(self, x: Array) -> Array:
        z, s, c = self._gate(x)
        return product(x, s * (1.0 + z * c))

    def _beta_derivative(self, x: Array) -> Array:
        return _squared_by_gates(tame((self.alpha - self.lambda_) * tame(x)), self._gate(x)[0])

    def _lambda_derivative(self, x: Array) -> Array:
        z, s, c = self._gate(x)
        return product(x, c * (1.0 - z * s))

    def _gate(self, x: Array) -> tuple[Array, Array, Array]:
        z = tame(self.beta * tame((self.alpha - self.lambda_) * tame(x)))
        return z, *gates(z)

    def _slope(self, z: Array, s: Array, c: Array) -> Array:
        # f(x)/x. The weighted mean of α and λ has the digits of a tiny weight, but cancels near 0 if α = −λ.
        mean, half = (self.alpha + self.lambda_) / 2.0, (self.alpha - self.lambda_) / 2.0
        return np.where(np.abs(z) < 1.0, mean + half * np.tanh(z / 2.0), self.alpha * s + self.lambda_ * c)


class APTx(Activation):
    """The input times a shifted hyperbolic tangent of it."""

    title = "APTx"
    gist = "The input times a raised tanh: at its defaults the same as Swish with β = 2."
    family = FAMILY
    aliases = ("alpha plus tanh times",)
    formula = r"\bigl(\alpha + \tanh(\beta x)\bigr)\,\gamma\,x"
    derivative_formula = (
        r"\gamma\,\bigl(\alpha + \tanh(\beta x) + \beta x\,\operatorname{sech}^2(\beta x)\bigr)"
    )
    expression = "(alpha + tanh(beta * x)) * gamma * x"
    reference = Reference(
        "Kumar",
        2022,
        "APTx: better activation function than MISH, SWISH, and ReLU's variants used in deep learning",
        "https://arxiv.org/abs/2209.06119",
    )
    remarks = (
        "With the default parameters it is Swish with β = 2: (1 + tanh x)·x/2 = x·σ(2x).",
        "α = 1, β = 1/2 and γ = 1/2 give SiLU.",
    )

    alpha: float = parameter(
        default=1.0,
        domain="(-inf, inf)",
        typical=(0, 2),
        step=0.05,
        meaning="tilt: f is even at 0, flat on the left at 1",
    )
    beta: float = parameter(
        default=1.0, domain="(-inf, inf)", typical=(0.05, 3), step=0.05, meaning="sharpness of the bend at 0"
    )
    gamma: float = parameter(
        default=0.5, domain="(-inf, inf)", typical=(0.05, 2), step=0.05, meaning="height of the curve"
    )

    def _value(self, x: Array) -> Array:
        return product(x, self.gamma * self._gate(x)[1])

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        z, gate, slope = self._gate(x)
        derivative = _slope_through_peak(Decimal(self.alpha), Decimal(1), z, gate + z * slope)
        return product(x, self.gamma * gate), self.gamma * derivative

    def _second_derivative(self, x: Array) -> Array:
        z, _, slope = self._gate(x)
        return self.gamma * (self.beta * (2.0 * slope * (1.0 - z * np.tanh(z))))

    def _alpha_derivative(self, x: Array) -> Array:
        return product(x, self.gamma)

    def _beta_derivative(self, x: Array) -> Array:
        y, (_, _, slope) = tame(x), self._gate(x)
        return product(y * (y * slope), self.gamma)

    def _gamma_derivative(self, x: Array) -> Array:
        return product(x, self._gate(x)[1])

    def _gate(self, x: Array) -> tuple[Array, Array, Array]:
        """z = βx, α + tanh(z) and sech²(z)."""
        # With α = 1 and z < 0, all of α + tanh(z) is 1 − |tanh(z)|.
        z = tame(self.beta * tame(x))
        decay, sign = np.exp(-2.0 * np.abs(z)), np.sign(z)
        remainder = 2.0 * decay / (1.0 + decay)
        far = (self.alpha + sign) - sign * remainder
        return z, np.where(np.abs(z) < 0.5, self.alpha + np.tanh(z), far), remainder * (2.0 - remainder)


# ln 2 in two pieces, of which whole multiples of the first have no rounding error.
_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10


class Aria2(Activation):
    """The input times a power of a sigmoid, Richards' growth curve."""

    title = "Aria-2"
    gist = "The input times a power of a sigmoid: smooth, and it dips below 0."
    family = FAMILY
    aliases = ("adaptive Richard's curve weighted activation",)
    formula = r"x\,\bigl(1 + e^{-\beta x}\bigr)^{-\alpha}"
    derivative_formula = r"\sigma(\beta x)^{\alpha}\,\bigl(1 + \alpha\,\beta x\,\sigma(-\beta x)\bigr)"
    expression = "x * sigmoid(beta * x) ** alpha"
    reference = Reference(
        "Patwardhan, Ingalhalikar, Walambe",
        2018,
        "ARiA: Utilizing Richard's Curve for Controlling the Non-monotonicity of the Activation Function "
        "in Deep Neural Nets",
        "https://arxiv.org/abs/1805.08878",
    )
    remarks = (
        "α = 1 is Swish.",
        "Written as it stands, its automatic gradient is nan in PyTorch and JAX once e^(−βx) overflows.",
    )

    alpha: float = parameter(
        default=1.5,
        domain="[0, inf)",
        typical=(0.1, 4),
        step=0.05,
        meaning="exponent of the gate: larger closes it sooner",
    )
    beta: float = parameter(
        default=2.0, domain="(-inf, inf)", typical=(0.1, 5), step=0.05, meaning="sharpness of the gate"
    )

    def _value(self, x: Array) -> Array:
        return product(x, self._gate(x)[1])

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        z, gate, _, c = self._gate(x)
        return product(x, gate), gate * (1.0 + tame(self.alpha * (z * c)))

    def _second_derivative(self, x: Array) -> Array:
        z, gate, s, c = self._gate(x)
        return self.alpha * (self.beta * (gate * c * (2.0 + tame(z * (self.alpha * c - s)))))

    def _alpha_derivative(self, x: Array) -> Array:
        z, gate, _, _ = self._gate(x)
        return product(x, gate * (np.minimum(z, 0.0) - np.log1p(np.exp(-np.abs(z)))))

    def _beta_derivative(self, x: Array) -> Array:
        y, (_, gate, _, c) = tame(x), self._gate(x)
        return (y * gate) * tame(self.alpha * (y * c))

    def _gate(self, x: Array) -> tuple[Array, Array, Array, Array]:
        """z = βx, σ(z)^α, σ(z) and σ(−z)."""
        # In σ(z) = min(e^z, 1) / (1 + e^−|z|), the power multiplies a rounding error by α: so the exponent of the
        # numerator is multiplied instead, and the error of the denominator is carried along.
        z = tame(self.beta * tame(x))
        decay = np.exp(-np.abs(z))
        total = 1.0 + decay
        remainder = decay - (total - 1.0)
        power = total**-self.alpha * np.exp(np.minimum(-self.alpha * remainder / total, 700.0))
        gate = np.exp(self.alpha * np.minimum(z, 0.0)) * power
        return z, np.where(np.abs(z) < 0.5, self._near(z), gate), *gates(z)

    def _near(self, z: Array) -> Array:
        """σ(z)^α for |z| < 1/2 as 2^−α·exp(α·(z/2 − ln cosh(z/2))): 2^−α is exact but for its last digit."""
        u = np.minimum(np.maximum(z, -0.5), 0.5) / 2.0
        exponent = self.alpha * (u - 0.5 * np.log1p(np.square(np.sinh(u))))
        # A factor that would overflow is taken out as a power of 2: no factor leaves the doubles before the product.
        twos = np.maximum(np.floor(exponent / math.log(2.0)), 0.0)
        exponent -= twos * _LN2_HIGH
        exponent -= twos * _LN2_LOW
        # Less than ln 2 is left, unless the exponent was too large for its digits to be exact.
        return np.exp2(twos - self.alpha) * np.exp(np.minimum(exponent, 1.0))

    def known_properties(self) -> Mapping[str, Any]:
        if self.alpha * math.log(2.0) < 600.0 or self.beta == 0:
            return {}
        # The dip beside 0 is below the smallest double: about at x = −2/(αβ), where f′ = 0.
        z = 0.0
        for _ in range(60):
            z = -(1.0 + math.exp(z)) / self.alpha
        dip = Point(z / self.beta, float(self(z / self.beta)) + 0.0)
        known = {"monotonic": None, "derivative_monotonic": None}
        if self.beta < 0:
            # The other way round, both to the left and upwards.
            return {**known, "range": Interval(-math.inf, dip.value, low_closed=False), "minimum": None}
        return {**known, "range": Interval(dip.value, math.inf, high_closed=False), "minimum": dip}
