"""Relatives of the ELU: other curves that bend where x turns negative, and the soft exponential."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from activations.core import TRANSFORMERS, Activation, Model, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.functions.elementary import exponential_moments
from activations.functions.exponential_units import curvature
from activations.interval import Interval
from activations.pieces import tame
from activations.quadrature import Moments

FAMILY = "Relatives of the ELU"
_BASIRAT = Reference(
    "Basirat, Roth",
    2018,
    "The Quest for the Golden Activation Function",
    "https://arxiv.org/abs/1808.00783",
)


class XIELU(Activation):
    """Expanded integral of the exponential linear unit: a parabola on the right."""

    title = "xIELU"
    gist = "A parabola for positive inputs; for negative ones it dips below 0 and then follows a line."
    family = FAMILY
    aliases = ("expanded integral of the exponential linear unit",)
    formula = (
        r"\begin{cases} \alpha\,x^{2} + \beta\,x & x > 0 \\"
        r" \lambda\,(e^{x} - 1 - x) + \beta\,x & x \le 0 \end{cases}"
    )
    derivative_formula = (
        r"\begin{cases} 2\,\alpha\,x + \beta & x > 0 \\ \lambda\,(e^{x} - 1) + \beta & x \le 0 \end{cases}"
    )
    expression = "where(x > 0, alpha * x**2, lambda_ * (expm1(x) - x)) + beta * x"
    reference = Reference(
        "Huang, Schlag",
        2024,
        "Deriving Activation Functions Using Integration",
        "https://arxiv.org/abs/2411.13010",
    )

    models = (Model("Apertus", f"{TRANSFORMERS}/apertus/configuration_apertus.py"),)
    alpha: float = parameter(
        default=0.8,
        domain="(-inf, inf)",
        typical=(0, 2),
        step=0.05,
        meaning="opening of the parabola on the right: f″ = 2α",
    )
    lambda_: float = parameter(
        default=0.8,
        domain="(-inf, inf)",
        typical=(0, 2),
        step=0.05,
        meaning="f″ just left of 0; far left the slope is β − λ",
    )
    beta: float = parameter(
        default=0.5, domain="(-inf, inf)", typical=(0, 1), step=0.05, meaning="slope at 0"
    )

    spellings = {
        "transformers": Spelling('ACT2FN["xielu"](x)', fixed={"alpha": 0.8, "lambda_": 0.8, "beta": 0.5})
    }

    def _value(self, x: Array) -> Array:
        # Near 0 the linear part would swallow the digits of eˣ − 1 − x; far left that of λ would cancel β's.
        near = np.maximum(np.minimum(x, 0), -1)
        near = np.where(x > 0, _times(self.alpha, x), self.lambda_ * near * curvature(near)) + self.beta
        far = self.lambda_ * np.expm1(np.minimum(x, 0)) + _times(self.beta - self.lambda_, x)
        return np.where(x > -1, _times(near, x), far)

    def _derivative(self, x: Array) -> Array:
        left = np.minimum(x, 0)
        near = self.lambda_ * np.expm1(left) + self.beta
        far = self.lambda_ * np.exp(left) + (self.beta - self.lambda_)
        right = _times(2 * self.alpha, x) + self.beta
        return np.where(x > 0, right, np.where(x > -0.7, near, far))

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > 0, 2 * self.alpha, self.lambda_ * np.exp(np.minimum(x, 0)))

    def _alpha_derivative(self, x: Array) -> Array:
        right = np.maximum(x, 0)
        return right * right

    def _lambda_derivative(self, x: Array) -> Array:
        left = np.minimum(x, 0)
        near = np.maximum(left, -1)
        return np.where(left > -1, near * near * curvature(near), np.expm1(left) - left)

    def _beta_derivative(self, x: Array) -> Array:
        return x.copy()

    def kinks(self) -> tuple[float, ...]:
        return () if 2 * self.alpha == self.lambda_ else (0.0,)

    def known_properties(self) -> Mapping[str, Any]:
        # Where 2α = λ ≠ 0, the third derivative is the first to jump.
        return {"smoothness": 2} if 2 * self.alpha == self.lambda_ != 0 else {}


class ISRLU(Activation):
    """Inverse square root linear unit."""

    title = "ISRLU"
    gist = "Positive inputs pass unchanged; negative ones level off at −1/√α, with no exponential to compute."
    family = FAMILY
    aliases = ("inverse square root linear unit",)
    formula = r"\begin{cases} x & x \ge 0 \\ \dfrac{x}{\sqrt{1 + \alpha\,x^{2}}} & x < 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x \ge 0 \\ (1 + \alpha\,x^{2})^{-3/2} & x < 0 \end{cases}"
    expression = "where(x >= 0, x, x / sqrt(1 + alpha * x**2))"
    reference = Reference(
        "Carlile, Delamarter, Kinney et al.",
        2017,
        "Improving Deep Learning by Inverse Square Root Linear Units (ISRLUs)",
        "https://arxiv.org/abs/1710.09967",
    )
    remarks = ("f, f′ and f″ are continuous at 0; the third derivative jumps.",)

    alpha: float = parameter(
        default=1.0,
        domain="[0, inf)",
        typical=(0, 10),
        step=0.1,
        meaning="how soon the left levels off: f(−∞) = −1/√α",
    )

    def _value(self, x: Array) -> Array:
        return np.where(x < 0, self._left(x), x)

    def _derivative(self, x: Array) -> Array:
        decay = self._decay(self._scaled(x))
        return decay * decay * decay

    def _second_derivative(self, x: Array) -> Array:
        scaled = self._scaled(x)
        decay = self._decay(scaled)
        square = decay * decay
        return -3 * math.sqrt(self.alpha) * (scaled * decay) * (square * square)

    def _alpha_derivative(self, x: Array) -> Array:
        left = self._left(np.minimum(x, 0))
        return -0.5 * left * left * left

    def kinks(self) -> tuple[float, ...]:
        return (0.0,) if self.alpha else ()

    def _left(self, x: Array) -> Array:
        # x/√(1 + αx²) without the square of x, which overflows at 1e154.
        return -1 / np.hypot(1 / x, math.sqrt(self.alpha))

    def _scaled(self, x: Array) -> Array:
        return tame(math.sqrt(self.alpha) * tame(np.minimum(x, 0)))

    @staticmethod
    def _decay(scaled: Array) -> Array:
        decay: Array = 1 / np.hypot(1, scaled)
        return decay


class ELiSH(Activation):
    """Exponential linear sigmoid squashing: SiLU on the right, ELU times the sigmoid on the left."""

    title = "ELiSH"
    gist = "SiLU for positive inputs; for negative ones it dips below 0 and levels off at 0."
    family = FAMILY
    aliases = ("exponential linear sigmoid squashing",)
    formula = r"\begin{cases} x\,\sigma(x) & x \ge 0 \\ (e^{x} - 1)\,\sigma(x) & x < 0 \end{cases}"
    derivative_formula = (
        r"\begin{cases} \sigma(x)\,\bigl(1 + x\,\sigma(-x)\bigr) & x \ge 0 \\"
        r" \dfrac{e^{x}\,(e^{2x} + 2 e^{x} - 1)}{(1 + e^{x})^{2}} & x < 0 \end{cases}"
    )
    expression = "where(x >= 0, x, expm1(minimum(x, 0))) * sigmoid(x)"
    reference = _BASIRAT

    def _value(self, x: Array) -> Array:
        e: Array = np.exp(-np.abs(x))
        return np.where(x < 0, e * np.expm1(np.minimum(x, 0)), x) / (1 + e)

    def _derivative(self, x: Array) -> Array:
        e: Array = np.exp(-np.abs(x))
        numerator = np.where(x < 0, e * (e * (e + 2) - 1), 1 + e + e * tame(x))
        return numerator / ((1 + e) * (1 + e))

    def _second_derivative(self, x: Array) -> Array:
        e: Array = np.exp(-np.abs(x))
        left = (e * (e * (e + 3) + 5) - 1) / (1 + e)
        right = 2 - tame(x) * np.tanh(x / 2)
        return np.where(x < 0, left, right) * (e / ((1 + e) * (1 + e)))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class HardELiSH(Activation):
    """ELiSH with a hard sigmoid: three pieces meeting at −1, 0 and 1."""

    title = "HardELiSH"
    gist = "ELiSH with straight pieces for its sigmoid: it dips below 0, and inputs below −1 become 0."
    family = FAMILY
    formula = (
        r"\begin{cases} x & x \ge 1 \\ \tfrac12\,x\,(x + 1) & 0 \le x < 1 \\"
        r" \tfrac12\,(e^{x} - 1)\,(x + 1) & -1 < x < 0 \\ 0 & x \le -1 \end{cases}"
    )
    derivative_formula = (
        r"\begin{cases} 1 & x \ge 1 \\ x + \tfrac12 & 0 \le x < 1 \\"
        r" \tfrac12\,\bigl(e^{x}\,(x + 2) - 1\bigr) & -1 < x < 0 \\ 0 & x \le -1 \end{cases}"
    )
    expression = "where(x >= 0, x, expm1(minimum(x, 0))) * minimum(maximum((x + 1) / 2, 0), 1)"
    reference = _BASIRAT

    def _value(self, x: Array) -> Array:
        gate = np.minimum(np.maximum((x + 1) / 2, 0), 1)
        return np.where(x < 0, np.expm1(np.minimum(x, 0)), x) * gate

    def _derivative(self, x: Array) -> Array:
        inner = np.maximum(np.minimum(x, 1), -1)
        left = (np.exp(inner) * (inner + 2) - 1) / 2
        return np.where(x <= -1, 0.0, np.where(x >= 1, 1.0, np.where(x < 0, left, inner + 0.5)))

    def _second_derivative(self, x: Array) -> Array:
        inner = np.maximum(np.minimum(x, 0), -1)
        left = np.exp(inner) * (inner + 3) / 2
        return np.where((x <= -1) | (x >= 1), 0.0, np.where(x >= 0, 1.0, left))

    def kinks(self) -> tuple[float, ...]:
        return (-1.0, 0.0, 1.0)


class SoftExponential(Activation):
    """Soft exponential: from a logarithm (α < 0) through the identity (α = 0) to an exponential (α > 0)."""

    title = "Soft exponential"
    gist = "From a logarithm (α < 0) through the identity (α = 0) to an exponential (α > 0); it never falls."
    family = FAMILY
    formula = (
        r"\begin{cases} -\dfrac{\ln\bigl(1 - \alpha\,(x + \alpha)\bigr)}{\alpha} & \alpha < 0 \\"
        r" x & \alpha = 0 \\ \dfrac{e^{\alpha x} - 1}{\alpha} + \alpha & \alpha > 0 \end{cases}"
    )
    derivative_formula = (
        r"\begin{cases} \dfrac{1}{1 - \alpha\,(x + \alpha)} & \alpha < 0 \\"
        r" e^{\alpha x} & \alpha \ge 0 \end{cases}"
    )
    # Conditions on the parameter are written with 0·x so that every framework gets an array of them.
    expression = (
        "where(alpha == 0 * x, x, where(alpha > 0 * x, expm1(alpha * x) + alpha**2,"
        " -log(where(alpha < 0 * x, 1 - alpha * (x + alpha), 1))) / (alpha + (alpha == 0)))"
    )
    reference = Reference(
        "Godfrey, Gashler",
        2016,
        "A continuum among logarithmic, linear, and exponential functions, and its potential to improve "
        "generalization in neural networks",
        "https://arxiv.org/abs/1602.01321",
    )
    remarks = ("For α < 0 it is defined only to the right of x = 1/α − α.",)

    alpha: float = parameter(
        default=0.5,
        domain="(-inf, inf)",
        typical=(-1, 1),
        step=0.05,
        meaning="from logarithmic (−1) through linear (0) to exponential (1)",
    )

    def _value(self, x: Array) -> Array:
        alpha = self.alpha
        if alpha == 0:
            return x.copy()
        if alpha > 0:
            exponent = alpha * x
            near = x * _quotient(np.expm1(exponent), exponent) + alpha
            # (e^αx − 1)/α + α cancels to nothing at α = 1; in two factors e^αx/α overflows no sooner than f.
            half = np.exp(exponent / 2)
            far = half / alpha * half - (1 - alpha) * ((1 + alpha) / alpha)
            return np.where(np.abs(exponent) < 0.7, near, far)
        shifted = -alpha * (x + alpha)
        near = (x + alpha) * _quotient(np.log1p(shifted), shifted)
        argument = self._argument(x)
        logarithm = np.where(np.isinf(argument), np.log(x) + math.log(-alpha), np.log(argument))
        return np.where(np.abs(shifted) < 0.5, near, logarithm / -alpha)

    def _derivative(self, x: Array) -> Array:
        if self.alpha < 0:
            argument = self._argument(x)
            return np.where(argument >= 0, 1 / argument, np.nan)
        return np.exp(_times(self.alpha, x))

    def _second_derivative(self, x: Array) -> Array:
        if self.alpha < 0:
            slope = self._derivative(x)
            return self.alpha * slope * slope
        half = np.exp(_times(self.alpha, x) / 2)
        return self.alpha * half * half

    def _alpha_derivative(self, x: Array) -> Array:
        alpha = self.alpha
        if alpha < 0:
            value, slope = self._value(x), self._derivative(x)
            exponent = alpha * value
            near = value * (value * curvature(np.maximum(np.minimum(exponent, 1), -1)))
            far = (slope - 1 - exponent) / (alpha * alpha)
            return np.where(np.abs(exponent) < 1, near, far) + slope
        # e^αx magnifies the rounding of αx, which is large only where e^αx is inf or 0.
        exponent, lost = _product(alpha, tame(x))
        # In two factors, so that the product overflows no sooner than the result.
        half: Array = np.exp(exponent / 2)
        other = half * np.maximum(1 + lost, 0.5)
        exponent = tame(exponent)
        near = x * half * (x * other * curvature(-np.maximum(np.minimum(exponent, 1), -1)))
        inverse = 1 / alpha if alpha else 0.0
        far = (exponent - 1) * inverse * half * (other * inverse) + inverse * inverse
        return np.where(np.abs(exponent) < 1, near, far) + 1

    def _argument(self, x: Array) -> Array:
        """1 − α(x + α), right to the last digits also where it is nearly 0."""
        square, square_lost = _product(self.alpha, np.full_like(x, self.alpha))
        constant = 1 - square
        taken = constant - 1
        constant_lost = (1 - (constant - taken)) - (square + taken)
        linear, linear_lost = _product(self.alpha, x)
        return (constant - linear) + (constant_lost - square_lost - linear_lost)

    def domain(self) -> Interval:
        start = 1 / self.alpha - self.alpha if self.alpha < 0 else -math.inf
        return Interval(start, math.inf, low_closed=False, high_closed=False)

    def known_properties(self) -> Mapping[str, Any]:
        if self.alpha >= 0:
            return {}
        # For α < 0 the function ends at the pole x = 1/α − α, to the left of which it is not defined.
        return {
            "range": Interval(-math.inf, math.inf, low_closed=False, high_closed=False),
            "derivative_range": Interval(0.0, math.inf, low_closed=False, high_closed=False),
            "monotonic": "increasing",
            "derivative_monotonic": "decreasing",
            "lipschitz": math.inf,
            "saturates_left": None,
            "saturates_right": None,
            "minimum": None,
        }

    def known_moments(self, variance: float) -> Moments | None:
        alpha = self.alpha
        if alpha < 0:
            return Moments(*[math.nan] * 4)
        if alpha * math.sqrt(variance) < 0.1:
            # Nearly a line, which the differences below would lose.
            return None
        _, spread, _, slope = exponential_moments(alpha * alpha * variance)
        mean = float(np.expm1(alpha * alpha * variance / 2)) / alpha + alpha
        deviation = spread / alpha / alpha
        return Moments(mean, deviation, deviation + mean * mean, slope)


def _times(slope: Array | float, x: Array) -> Array:
    """slope·x, 0 where the slope is 0 even if x is infinite."""
    return np.where((slope == 0) & np.isinf(x), 0.0, slope * x)


def _quotient(numerator: Array, x: Array) -> Array:
    """numerator/x, 1 where both are 0."""
    return np.where(x == 0, 1.0, numerator / x)


def _product(a: float, x: Array) -> tuple[Array, Array]:
    """a·x as the rounded product and its rounding error (Dekker 1971)."""
    a_high, x_high = _leading_bits(a), _leading_bits(x)
    a_low, x_low = a - a_high, x - x_high
    product = a * x
    lost = ((a_high * x_high - product) + a_high * x_low + a_low * x_high) + a_low * x_low
    return product, np.where(np.isfinite(lost), lost, 0.0)


def _leading_bits(x: Array | float) -> Array | float:
    scaled = 134217729.0 * x
    return scaled - (scaled - x)
