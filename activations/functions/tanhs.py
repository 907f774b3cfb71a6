"""The hyperbolic tangent, its scaled forms and the piecewise curves that stand in for it."""

from __future__ import annotations

import numpy as np

from activations.core import Activation, KinkConvention, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.pieces import between, tame, zero

FAMILY = "Tanh and relatives"


def _sech_squared(x: Array) -> Array:
    # 1 - tanh² is 0 from x = 19.1 on, where this still has all its digits.
    # The reciprocal comes first: the square of the cosine overflows where its reciprocal is still above 0.
    result: Array = np.cosh(x)
    np.reciprocal(result, out=result)
    return np.square(result, out=result)


def _stretch(x: Array, factor: float) -> Array:
    # A factor of 0 makes the curve constant, at ±inf too.
    return factor * (x if factor else tame(x))


def _factor_derivative(x: Array, factor: float) -> Array:
    # ∂ tanh(factor·x) / ∂ factor
    return (tame(x) if factor else x) * _sech_squared(_stretch(x, factor))


class Tanh(Activation):
    """Hyperbolic tangent."""

    title = "Tanh"
    gist = "Squeezes every input to between −1 and 1; small ones stay nearly as they are."
    family = FAMILY
    aliases = ("hyperbolic tangent",)
    formula = r"\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}"
    derivative_formula = r"1 - \tanh^2(x) = \frac{1}{\cosh^2(x)}"
    expression = "tanh(x)"
    gain_name = "tanh"
    spellings = {
        "pytorch": Spelling("torch.tanh(x)", "torch.nn.Tanh()"),
        "keras": Spelling("keras.activations.tanh(x)"),
        "jax": Spelling("jax.nn.tanh(x)"),
        "onnx": Spelling("y = Tanh(x)"),
        "transformers": Spelling('ACT2FN["tanh"](x)'),
    }
    remarks = (
        "PyTorch and JAX compute the slope as 1 − tanh²(x): it is exactly 0 from x = 19.06 in PyTorch "
        "and from 20 in JAX, where the true slope is 1.1·10⁻¹⁶ and 1.7·10⁻¹⁷.",
        "On the JAX backend Keras 3.15.1 returns float32 for a float64 argument.",
    )

    def _value(self, x: Array) -> Array:
        return np.tanh(x)

    def _derivative(self, x: Array) -> Array:
        return _sech_squared(x)

    def _second_derivative(self, x: Array) -> Array:
        return -2.0 * np.tanh(x) * _sech_squared(x)


class HardTanh(Activation):
    """The identity cut off at two bounds, a piecewise linear tanh."""

    title = "HardTanh"
    gist = "Inputs between α and β pass unchanged; all others are cut off there."
    family = FAMILY
    aliases = ("hard hyperbolic tangent", "clip")
    formula = (
        r"\begin{cases} \alpha & x \le \alpha \\ x & \alpha < x < \beta \\"
        r" \beta & x \ge \beta \end{cases}"
    )
    derivative_formula = r"\begin{cases} 1 & \alpha < x < \beta \\ 0 & \text{otherwise} \end{cases}"
    expression = "minimum(maximum(x, alpha), beta)"
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.hardtanh(x, min_val={alpha}, max_val={beta})",
            "torch.nn.Hardtanh(min_val={alpha}, max_val={beta})",
            {"alpha": -1.0, "beta": 1.0},
        ),
        "keras": Spelling("keras.activations.hard_tanh(x)", fixed={"alpha": -1.0, "beta": 1.0}),
        "jax": Spelling("jax.nn.hard_tanh(x)", fixed={"alpha": -1.0, "beta": 1.0}),
        "onnx": Spelling(
            "low = Constant<value_float = {alpha}>()\n"
            "high = Constant<value_float = {beta}>()\n"
            "y = Clip(x, low, high)"
        ),
    }
    kink_conventions = (
        KinkConvention("α", 1, pytorch="0", jax="1", keras_jax="1", keras_torch="0", keras_tensorflow="1"),
        KinkConvention("β", 1, pytorch="0", jax="1", keras_jax="1", keras_torch="0", keras_tensorflow="1"),
    )
    remarks = (
        "The gradient of a plain clip differs from that of hardtanh: at the bounds −1 and 1 it is 1 in "
        "PyTorch and 0.5 in JAX.",
    )

    alpha: float = parameter(
        default=-1.0,
        domain="(-inf, inf)",
        typical=(-10, 0),
        step=0.1,
        meaning="lower bound, below which the curve is flat",
    )
    beta: float = parameter(
        default=1.0,
        domain="(-inf, inf)",
        typical=(0, 10),
        step=0.1,
        meaning="upper bound, above which the curve is flat",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.alpha > self.beta:
            raise ValueError(f"HardTanh: alpha must not exceed beta, got {self.alpha} > {self.beta}")

    def _value(self, x: Array) -> Array:
        return np.minimum(np.maximum(x, self.alpha), self.beta)

    def _derivative(self, x: Array) -> Array:
        return between(self.alpha, self.beta, x, 1.0)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _alpha_derivative(self, x: Array) -> Array:
        return np.where(x <= self.alpha, 1.0, zero(x))

    def _beta_derivative(self, x: Array) -> Array:
        return np.where(x >= self.beta, 1.0, zero(x))

    def kinks(self) -> tuple[float, ...]:
        return (self.alpha, self.beta) if self.alpha < self.beta else ()


class ScaledTanh(Activation):
    """Hyperbolic tangent stretched in both directions."""

    title = "Scaled tanh"
    gist = "A tanh that is stretched: values between −α and α."
    family = FAMILY
    aliases = ("LeCun tanh", "stanh", "logit soft-capping")
    formula = r"\alpha \tanh(\beta x)"
    derivative_formula = r"\frac{\alpha \beta}{\cosh^2(\beta x)}"
    expression = "alpha * tanh(beta * x)"
    reference = Reference(
        "LeCun, Bottou, Orr, Müller",
        1998,
        "Efficient BackProp",
        "https://doi.org/10.1007/3-540-49430-8_2",
    )
    remarks = (
        "With α = 1.7159 and β = 2/3, f(±1) is ±1 to four decimals.",
        "With β = 1/α it is logit soft-capping at ±α.",
    )

    alpha: float = parameter(
        default=1.7159,
        domain="(-inf, inf)",
        typical=(0.1, 3),
        step=0.01,
        meaning="height of the plateaus: f(±∞) = ±α",
    )
    beta: float = parameter(
        default=2 / 3,
        domain="(-inf, inf)",
        typical=(0.05, 3),
        step=0.01,
        meaning="steepness: the slope at 0 is αβ",
    )

    def _value(self, x: Array) -> Array:
        return self.alpha * np.tanh(_stretch(x, self.beta))

    def _derivative(self, x: Array) -> Array:
        return self.alpha * (self.beta * _sech_squared(_stretch(x, self.beta)))

    def _second_derivative(self, x: Array) -> Array:
        z = _stretch(x, self.beta)
        return -2.0 * (self.alpha * (self.beta * (self.beta * (np.tanh(z) * _sech_squared(z)))))

    def _alpha_derivative(self, x: Array) -> Array:
        return np.tanh(_stretch(x, self.beta))

    def _beta_derivative(self, x: Array) -> Array:
        return self.alpha * _factor_derivative(x, self.beta)


class DyT(Activation):
    """Dynamic tanh: a tanh with a learned stretch, which can take the place of a normalisation layer."""

    title = "DyT"
    gist = "The tanh of α·x, which can take the place of a normalisation layer: values between −1 and 1."
    family = FAMILY
    aliases = ("dynamic tanh",)
    formula = r"\tanh(\alpha x)"
    derivative_formula = r"\frac{\alpha}{\cosh^2(\alpha x)}"
    expression = "tanh(alpha * x)"
    reference = Reference(
        "Zhu, Chen, He et al.",
        2025,
        "Transformers without Normalization",
        "https://arxiv.org/abs/2503.10622",
    )
    remarks = ("The layer multiplies by a learned weight and adds a learned bias per channel afterwards.",)

    alpha: float = parameter(
        default=0.5,
        domain="(-inf, inf)",
        typical=(0.05, 5),
        step=0.05,
        meaning="steepness: the slope at 0 is α",
    )

    def _value(self, x: Array) -> Array:
        return np.tanh(_stretch(x, self.alpha))

    def _derivative(self, x: Array) -> Array:
        return self.alpha * _sech_squared(_stretch(x, self.alpha))

    def _second_derivative(self, x: Array) -> Array:
        z = _stretch(x, self.alpha)
        return -2.0 * (self.alpha * (self.alpha * (np.tanh(z) * _sech_squared(z))))

    def _alpha_derivative(self, x: Array) -> Array:
        return _factor_derivative(x, self.alpha)


class SQNL(Activation):
    """Square nonlinearity: two parabolas in the shape of a tanh."""

    title = "SQNL"
    gist = "A tanh made of two parabolas: values between −1 and 1, which it reaches at −2 and 2."
    family = FAMILY
    aliases = ("square nonlinearity",)
    formula = (
        r"\begin{cases} -1 & x \le -2 \\ x + \frac{x^2}{4} & -2 < x \le 0 \\"
        r" x - \frac{x^2}{4} & 0 < x < 2 \\ 1 & x \ge 2 \end{cases}"
    )
    derivative_formula = r"\begin{cases} 1 - \frac{|x|}{2} & |x| < 2 \\ 0 & |x| \ge 2 \end{cases}"
    expression = "where(abs(x) < 2, x - x * abs(x) / 4, sign(x))"
    reference = Reference(
        "Wuraola, Patel",
        2018,
        "SQNL: A New Computationally Efficient Activation Function",
        "https://doi.org/10.1109/IJCNN.2018.8489043",
    )

    def _value(self, x: Array) -> Array:
        limited = np.minimum(np.maximum(x, -2.0), 2.0)
        return limited * (1.0 - np.abs(limited) / 4)

    def _derivative(self, x: Array) -> Array:
        return 1.0 - np.minimum(np.abs(x), 2.0) / 2

    def _second_derivative(self, x: Array) -> Array:
        return np.where(np.abs(x) >= 2, 0.0, -0.5 * np.sign(x))

    def kinks(self) -> tuple[float, ...]:
        return (-2.0, 0.0, 2.0)
