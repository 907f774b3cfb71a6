"""Exponential linear units: linear to the right, levelling off exponentially to the left."""

from __future__ import annotations

import numpy as np

from activations.core import Activation, Array, KinkConvention, Reference, Spelling, parameter

FAMILY = "Exponential linear units"


class ELU(Activation):
    """Exponential linear unit."""

    title = "ELU"
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
        KinkConvention("0", 1, pytorch="alpha", jax="alpha", keras_jax="alpha", keras_torch="alpha"),
        KinkConvention("0", 2, pytorch="0", jax="alpha", keras_jax="alpha", keras_torch="0"),
    )
    remarks = (
        "JAX computes the slope for x < 0 as expm1(x) + 1: nine digits are lost at −16.9, all at −37.4.",
    )

    alpha: float = parameter(
        1.0, "[0, inf)", typical=(0, 3), step=0.05, meaning="depth of the plateau on the left: f(−∞) = −α"
    )

    def _value(self, x: Array) -> Array:
        return np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0)))

    def _derivative(self, x: Array) -> Array:
        # exp(x), not expm1(x) + 1, which is 0 already at x = −37.4.
        return np.where(x > 0, 1.0, self.alpha * np.exp(np.minimum(x, 0)))

    def _second_derivative(self, x: Array) -> Array:
        return np.where(x > 0, 0.0, self.alpha * np.exp(np.minimum(x, 0)))

    def _alpha_derivative(self, x: Array) -> Array:
        return np.expm1(np.minimum(x, 0))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)
