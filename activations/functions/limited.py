"""Gated units with a limit, as today's language models have them."""

from __future__ import annotations

from abc import abstractmethod
from decimal import Decimal
from functools import lru_cache

import numpy as np

from activations.core import TRANSFORMERS, Activation, Model, Reference, parameter
from activations.evaluation import Array
from activations.functions.gated import (
    FAMILY,
    _SigmoidGate,
    _silu,
    _silu_second_derivative,
    gates,
)
from activations.pieces import tame, zero


class ClampedSwish(_SigmoidGate):
    """Swish of an input that is cut off at a limit."""

    title = "Clamped Swish"
    gist = "Swish whose input is cut off at λ: it dips below 0, and is flat from λ on."
    family = FAMILY
    formula = r"y\,\sigma(\alpha y), \\[4pt] y = \min(x, \lambda)"
    derivative_formula = (
        r"\begin{cases} \sigma(\alpha x)\,\bigl(1 + \alpha x\,\sigma(-\alpha x)\bigr) & x \le \lambda"
        r" \\ 0 & x > \lambda \end{cases}"
    )
    expression = "minimum(x, lambda_) * sigmoid(alpha * minimum(x, lambda_))"
    reference = Reference(
        "OpenAI", 2025, "gpt-oss", "https://github.com/openai/gpt-oss/blob/main/gpt_oss/torch/model.py"
    )
    models = (
        Model("gpt-oss", "https://github.com/openai/gpt-oss/blob/main/gpt_oss/torch/model.py"),
        Model("MiniMax-M3", f"{TRANSFORMERS}/minimax_m3_vl/modeling_minimax_m3_vl.py"),
    )
    remarks = (
        "It gates the SwiGLU of gpt-oss, with α = 1.702 and λ = 7.",
        "The input is clamped from above only: a clamp of the output is the clipped SiLU.",
    )

    alpha: float = parameter(
        default=1.702, domain="(0, inf)", typical=(0.5, 2.5), step=0.001, meaning="sharpness of the gate"
    )
    lambda_: float = parameter(
        default=7.0,
        domain="(0, inf)",
        typical=(0.5, 20),
        step=0.5,
        meaning="input from which the curve is flat",
    )

    @property
    def _sharpness(self) -> float:
        return self.alpha

    def _value(self, x: Array) -> Array:
        return super()._value(np.minimum(x, self.lambda_))

    def _derivative(self, x: Array) -> Array:
        return np.where(x > self.lambda_, 0.0, super()._derivative(x))

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > self.lambda_, 0.0, super()._second_derivative(x))

    def _alpha_derivative(self, x: Array) -> Array:
        # Right of the limit y²·σ(αy)·σ(−αy) stays as it is, so that the rounding of αy must not show.
        y, z = Decimal(self.lambda_), Decimal(self.alpha) * Decimal(self.lambda_)
        decay = (-min(z, Decimal(10000))).exp()
        flat = float(y * y * decay / (1 + decay) ** 2)
        return np.where(x > self.lambda_, flat, self._sharpness_derivative(np.minimum(x, self.lambda_)))

    def _lambda_derivative(self, x: Array) -> Array:
        slope = super()._derivative(np.array([self.lambda_])).item()
        return np.where(x > self.lambda_, slope, zero(x))

    def kinks(self) -> tuple[float, ...]:
        return (self.lambda_,)


class _Clipped(Activation):
    """A unit that is cut off where it reaches a limit."""

    @property
    @abstractmethod
    def _limit(self) -> float: ...

    @abstractmethod
    def _unclipped(self, x: Array) -> tuple[Array, Array]:
        """The whole unit and its slope."""

    @abstractmethod
    def _unclipped_bend(self, x: Array) -> Array:
        """The second derivative of the whole unit."""

    def _value(self, x: Array) -> Array:
        return self._value_and_derivative(x)[0]

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        value, slope = self._unclipped(x)
        return np.minimum(value, self._limit), np.where(x > _find_end(self), 0.0, slope)

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > _find_end(self), 0.0, self._unclipped_bend(x))

    def _lambda_derivative(self, x: Array) -> Array:
        return np.where(x > _find_end(self), 1.0, zero(x))

    def kinks(self) -> tuple[float, ...]:
        return (_find_end(self),)


@lru_cache(maxsize=4096)
@np.errstate(all="ignore")
def _find_end(f: _Clipped) -> float:
    # Newton's method, from where the unit is below its limit and its slope at least 1/2.
    end = f._limit
    for _ in range(40):
        value, slope = f._unclipped(np.array([end]))
        step = (f._limit - value.item()) / slope.item()
        if end + step == end:
            break
        end += step
    return end


class ClippedSiLU(_Clipped):
    """SiLU that is cut off where it reaches a limit."""

    title = "Clipped SiLU"
    gist = "SiLU that is cut off at λ: it dips below 0, and never exceeds λ."
    family = FAMILY
    formula = r"\min\bigl(x\,\sigma(x),\, \lambda\bigr)"
    derivative_formula = (
        r"\begin{cases} \sigma(x)\,\bigl(1 + x\,\sigma(-x)\bigr) & x\,\sigma(x) \le \lambda"
        r" \\ 0 & x\,\sigma(x) > \lambda \end{cases}"
    )
    expression = "minimum(x * sigmoid(x), lambda_)"
    reference = Reference(
        "Hugging Face", 2026, "Transformers 5.24.0: Step 3.7", f"{TRANSFORMERS}/step3p7/modeling_step3p7.py"
    )
    models = (
        Model(
            "Step-3.5-Flash",
            "https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/step3p5.py",
        ),
    )
    remarks = (
        "Step-3.5 gates its SwiGLU with it, at λ = 7.",
        "Unlike Clamped Swish it cuts off the output, not the input.",
    )

    lambda_: float = parameter(
        default=7.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="height of the plateau"
    )

    @property
    def _limit(self) -> float:
        return self.lambda_

    def _unclipped(self, x: Array) -> tuple[Array, Array]:
        return _silu(x)

    def _unclipped_bend(self, x: Array) -> Array:
        return _silu_second_derivative(x)


class SiTU(Activation):
    """Sigmoid tanh unit: SiLU whose factor x is bounded by a hyperbolic tangent."""

    title = "SiTU"
    gist = "SiLU held in by a tanh: it dips below 0, and on the right it levels off at β."
    family = FAMILY
    aliases = ("sigmoid tanh unit",)
    formula = r"\beta\,\tanh\left(\dfrac{x}{\beta}\right)\,\sigma(x)"
    derivative_formula = (
        r"\sigma(x)\,\left(\operatorname{sech}^2\left(\dfrac{x}{\beta}\right)"
        r" + \beta\,\tanh\left(\dfrac{x}{\beta}\right)\,\sigma(-x)\right)"
    )
    expression = "beta * tanh(x / beta) * sigmoid(x)"
    reference = Reference(
        "SGLang",
        2026,
        "SituAndMul, the activation of Kimi K3",
        "https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/layers/activation.py",
    )
    models = (
        Model(
            "Kimi K3",
            "https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/layers/activation.py",
        ),
    )
    remarks = ("Kimi K3 gates its feed-forward layers with it, at β = 4.", "β → ∞ gives SiLU.")

    beta: float = parameter(
        default=4.0, domain="(0, inf)", typical=(0.5, 10), step=0.5, meaning="height of the plateau"
    )

    def _value(self, x: Array) -> Array:
        return self.beta * np.tanh(x / self.beta) * gates(x)[0]

    def _derivative(self, x: Array) -> Array:
        t, bell, s, c = self._parts(x)
        return s * (bell + self.beta * t * c)

    def _second_derivative(self, x: Array) -> Array:
        t, bell, s, c = self._parts(x)
        return s * (2.0 * bell * (c - t / self.beta) + self.beta * t * c * (c - s))

    def _beta_derivative(self, x: Array) -> Array:
        # tanh(u) − u·sech²(u), which cancels near 0, is (sinh(2u) − 2u)/2·sech²(u).
        t, bell, s, _ = self._parts(x)
        u = tame(x / self.beta)
        w = np.minimum(4.0 * u * u, 1.0)
        series = np.ones_like(w)
        for divisor in (342, 272, 210, 156, 110, 72, 42, 20):
            series = 1.0 + w / divisor * series
        return s * np.where(w < 1.0, u * (w / 6.0) * series * bell, t - u * bell)

    def _parts(self, x: Array) -> tuple[Array, Array, Array, Array]:
        u = x / self.beta
        bell = 1.0 / np.cosh(u)
        return np.tanh(u), bell * bell, *gates(x)
