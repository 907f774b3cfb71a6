"""Shrinkage: small inputs become 0 or nearly so."""

from __future__ import annotations

import numpy as np

from activations.core import Activation, KinkConvention, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.pieces import zero

FAMILY = "Shrinkage"


def _outside(x: Array, threshold: float, jump: float = 0.0) -> Array:
    """1 where |x| > threshold and 0 elsewhere, nan where x is nan."""
    if threshold == jump == 0:
        # Nothing is flat: the slope is 1 at 0 too.
        return 1.0 + zero(x)
    return np.sign(np.maximum(np.abs(x) - threshold, 0))


def _ends(threshold: float, jump: float = 0.0) -> tuple[float, ...]:
    if threshold:
        return -threshold, threshold
    return (0.0,) if jump else ()


class SoftShrink(Activation):
    """Soft thresholding: everything moves towards 0 by λ."""

    title = "Softshrink"
    gist = "Moves every input towards 0 by λ; those nearer than that become 0."
    family = FAMILY
    aliases = ("soft thresholding", "soft threshold")
    formula = r"\operatorname{sign}(x)\,\max(|x| - \lambda, 0)"
    derivative_formula = r"\begin{cases} 1 & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}"
    expression = "sign(x) * maximum(abs(x) - lambda_, 0)"
    reference = Reference(
        "Donoho",
        1995,
        "De-noising by soft-thresholding",
        "https://doi.org/10.1109/18.382009",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.softshrink(x, lambd={lambda_})",
            "torch.nn.Softshrink(lambd={lambda_})",
            {"lambda_": 0.5},
        ),
        "keras": Spelling("keras.activations.soft_shrink(x, threshold={lambda_})", defaults={"lambda_": 0.5}),
        "onnx": Spelling("y = Shrink<lambd = {lambda_}, bias = {lambda_}>(x)"),
    }
    kink_conventions = (
        KinkConvention("±λ", 1, pytorch="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    remarks = ("Keras on JAX returns 0 for nan.",)

    lambda_: float = parameter(
        default=0.5, domain="[0, inf)", typical=(0, 3), step=0.05, meaning="half width of the flat middle"
    )

    def _value(self, x: Array) -> Array:
        return x - np.minimum(np.maximum(x, -self.lambda_), self.lambda_)

    def _derivative(self, x: Array) -> Array:
        return _outside(x, self.lambda_)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _lambda_derivative(self, x: Array) -> Array:
        return -np.sign(self._value(x))

    def kinks(self) -> tuple[float, ...]:
        return _ends(self.lambda_)


class HardShrink(Activation):
    """Hard thresholding: small inputs become 0, the others stay."""

    title = "Hardshrink"
    gist = "Inputs farther from 0 than λ pass unchanged; all others become 0."
    family = FAMILY
    aliases = ("hard thresholding", "hard threshold")
    formula = r"\begin{cases} x & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}"
    derivative_formula = r"\begin{cases} 1 & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}"
    expression = "where(abs(x) > lambda_, x, 0)"
    reference = Reference(
        "Donoho, Johnstone",
        1994,
        "Ideal spatial adaptation by wavelet shrinkage",
        "https://doi.org/10.1093/biomet/81.3.425",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.hardshrink(x, lambd={lambda_})",
            "torch.nn.Hardshrink(lambd={lambda_})",
            {"lambda_": 0.5},
        ),
        "keras": Spelling("keras.activations.hard_shrink(x, threshold={lambda_})", defaults={"lambda_": 0.5}),
        "onnx": Spelling("y = Shrink<lambd = {lambda_}, bias = 0.0>(x)", defaults={"lambda_": 0.5}),
    }
    kink_conventions = (
        KinkConvention("±λ", 1, pytorch="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    remarks = ("Keras on JAX returns 0 for nan.",)

    lambda_: float = parameter(
        default=0.5, domain="[0, inf)", typical=(0, 3), step=0.05, meaning="half width of the flat middle"
    )

    def _value(self, x: Array) -> Array:
        # Compared this way round, nan takes the branch of x.
        return np.where(np.abs(x) <= self.lambda_, 0.0, x)

    def _derivative(self, x: Array) -> Array:
        return _outside(x, self.lambda_)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _lambda_derivative(self, x: Array) -> Array:
        return zero(x)

    def kinks(self) -> tuple[float, ...]:
        return _ends(self.lambda_)


class Shrink(Activation):
    """Thresholding of which threshold and shift are chosen apart."""

    title = "Shrink"
    gist = "Inputs farther from 0 than λ move towards it by β; all others become 0."
    family = FAMILY
    formula = (
        r"\begin{cases} x - \beta & x > \lambda \\ x + \beta & x < -\lambda"
        r" \\ 0 & |x| \le \lambda \end{cases}"
    )
    derivative_formula = r"\begin{cases} 1 & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}"
    expression = "where(abs(x) > lambda_, x - beta * sign(x), 0)"
    reference = Reference(
        "ONNX",
        None,
        "Shrink operator",
        "https://onnx.ai/onnx/operators/onnx__Shrink.html",
    )
    spellings = {
        "onnx": Spelling(
            "y = Shrink<lambd = {lambda_}, bias = {beta}>(x)", defaults={"lambda_": 0.5, "beta": 0.0}
        ),
    }
    remarks = (
        "With β = λ it is Softshrink, with β = 0 Hardshrink.",
        "The reference implementation of ONNX returns 0 for nan.",
    )

    lambda_: float = parameter(
        default=0.5, domain="[0, inf)", typical=(0, 3), step=0.05, meaning="half width of the flat middle"
    )
    beta: float = parameter(
        default=0.0,
        domain="(-inf, inf)",
        typical=(-1, 3),
        step=0.05,
        meaning="shift towards 0 outside the flat middle",
    )

    def _value(self, x: Array) -> Array:
        # Compared this way round, nan takes the branch of x.
        return np.where(np.abs(x) <= self.lambda_, 0.0, x - self.beta * np.sign(x))

    def _derivative(self, x: Array) -> Array:
        return _outside(x, self.lambda_, self.beta)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _lambda_derivative(self, x: Array) -> Array:
        return zero(x)

    def _beta_derivative(self, x: Array) -> Array:
        return -np.sign(x) * _outside(x, self.lambda_)

    def kinks(self) -> tuple[float, ...]:
        return _ends(self.lambda_, self.beta)


def _cubic(x: Array) -> Array:
    """x − tanh(x) for |x| < 0.625, the rational approximation of the Cephes library (tanh.c)."""
    z = x * x
    p = (9.64399179425052238628e-1 * z + 9.92877231001918586564e1) * z + 1.61468768441708447952e3
    q = ((z + 1.12811678491632931402e2) * z + 2.23548839060100448583e3) * z + 4.84406305325125486048e3
    cubic: Array = x * z * (p / q)
    return cubic


class TanhShrink(Activation):
    """Identity less the hyperbolic tangent: cubic near 0, a shifted identity far out."""

    title = "Tanhshrink"
    gist = "The input minus its tanh: small inputs nearly vanish, and large ones lose 1."
    family = FAMILY
    formula = r"x - \tanh(x)"
    derivative_formula = r"\tanh^2(x)"
    expression = "x - tanh(x)"
    spellings = {
        "pytorch": Spelling("torch.nn.functional.tanhshrink(x)", "torch.nn.Tanhshrink()"),
        "keras": Spelling("keras.activations.tanh_shrink(x)"),
    }
    remarks = (
        "PyTorch and Keras subtract as written: the relative error passes 10⁻⁶ at |x| = 10⁻⁵, "
        "and below 1.3·10⁻⁸ the result is 0.",
    )

    def _value(self, x: Array) -> Array:
        # The difference would have no digit left at 10⁻⁸.
        return np.where(np.abs(x) < 0.625, _cubic(x), x - np.tanh(x))

    def _derivative(self, x: Array) -> Array:
        # 1 − tanh′ is tanh².
        return np.square(np.tanh(x))

    def _second_derivative(self, x: Array) -> Array:
        decay = np.exp(-2 * np.abs(x))
        second: Array = 8 * np.tanh(x) * decay / (1 + decay) ** 2
        return second
