"""Elementary functions: the identity, the absolute value, jumps and the exponential."""

from __future__ import annotations

import math

import numpy as np

from activations.core import Activation, KinkConvention, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.pieces import constant, zero
from activations.quadrature import Moments

FAMILY = "Elementary"


class Identity(Activation):
    """Identity: no activation at all."""

    title = "Identity"
    gist = "Every input passes unchanged, so that layers add nothing but a straight line."
    family = FAMILY
    aliases = ("linear",)
    formula = "x"
    derivative_formula = "1"
    expression = "x"
    gain_name = "linear"
    spellings = {
        "pytorch": Spelling("torch.nn.Identity()(x)", "torch.nn.Identity()"),
        "keras": Spelling("keras.activations.linear(x)", "keras.layers.Identity()"),
        "jax": Spelling("jax.nn.identity(x)"),
        "onnx": Spelling("y = Identity(x)"),
        "transformers": Spelling('ACT2FN["linear"](x)'),
    }

    def _value(self, x: Array) -> Array:
        return x.copy()

    def _derivative(self, x: Array) -> Array:
        return constant(1.0, x)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)


class Abs(Activation):
    """Absolute value."""

    title = "Absolute value"
    gist = "Every input loses its sign: never negative, and the same on both sides."
    family = FAMILY
    aliases = ("modulus",)
    formula = r"|x|"
    derivative_formula = r"\operatorname{sign}(x)"
    expression = "abs(x)"
    spellings = {
        "pytorch": Spelling("torch.abs(x)"),
        "keras": Spelling("keras.ops.abs(x)"),
        "jax": Spelling("jax.numpy.abs(x)"),
        "onnx": Spelling("y = Abs(x)"),
    }
    kink_conventions = (
        KinkConvention("0", 1, pytorch="0", jax="1", keras_jax="1", keras_torch="0", keras_tensorflow="0"),
    )

    def _value(self, x: Array) -> Array:
        return np.abs(x)

    def _derivative(self, x: Array) -> Array:
        return np.sign(x)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class Square(Activation):
    """Square of the input."""

    title = "Square"
    gist = "Every input is multiplied by itself: never negative, and the same on both sides."
    family = FAMILY
    formula = "x^2"
    derivative_formula = "2x"
    expression = "x * x"
    spellings = {
        "pytorch": Spelling("torch.square(x)"),
        "keras": Spelling("keras.ops.square(x)"),
        "jax": Spelling("jax.numpy.square(x)"),
        "onnx": Spelling("y = Mul(x, x)"),
    }

    def _value(self, x: Array) -> Array:
        return x * x

    def _derivative(self, x: Array) -> Array:
        return 2.0 * x

    def _second_derivative(self, x: Array) -> Array:
        return constant(2.0, x)


class LogCosh(Activation):
    """Logarithm of the hyperbolic cosine: an absolute value with its corner rounded."""

    title = "Log-cosh"
    gist = "An absolute value with a rounded tip: never negative, and the same on both sides."
    family = FAMILY
    formula = r"\ln\bigl(\cosh(x)\bigr)"
    derivative_formula = r"\tanh(x)"
    expression = "x + softplus(-2 * x) - log(2)"
    remarks = ("Far out it is |x| − ln 2.",)

    def _value(self, x: Array) -> Array:
        size = np.abs(x)
        # ln(cosh x) = ln(1 + 2·sinh²(x/2)) keeps its digits near 0.
        near = np.log1p(2.0 * np.square(np.sinh(np.minimum(size, 1.0) / 2.0)))
        return np.where(size < 1.0, near, size + (np.log1p(np.exp(-2.0 * size)) - math.log(2.0)))

    def _derivative(self, x: Array) -> Array:
        return np.tanh(x)

    def _second_derivative(self, x: Array) -> Array:
        bell = 1.0 / np.cosh(x)
        return bell * bell


class Sign(Activation):
    """Sign: −1, 0 or 1."""

    title = "Sign"
    gist = "Keeps only the sign: −1, 0 or 1."
    family = FAMILY
    aliases = ("signum", "bipolar step")
    # The name in ggml.
    framework_names = ("sgn",)
    formula = r"\begin{cases} 1 & x > 0 \\ 0 & x = 0 \\ -1 & x < 0 \end{cases}"
    derivative_formula = "0"
    expression = "sign(x)"
    spellings = {
        "pytorch": Spelling("torch.sign(x)"),
        "keras": Spelling("keras.ops.sign(x)"),
        "jax": Spelling("jax.numpy.sign(x)"),
        "onnx": Spelling("y = Sign(x)"),
    }
    kink_conventions = (
        KinkConvention("0", 1, pytorch="0", jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    remarks = ("Its slope is 0 wherever it has one: gradient descent learns nothing through it.",)

    def _value(self, x: Array) -> Array:
        return np.sign(x)

    def _derivative(self, x: Array) -> Array:
        return zero(x)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class Step(Activation):
    """Heaviside step: the threshold of the first artificial neuron."""

    title = "Step"
    gist = "0 for negative inputs, 1 for positive ones, and flat on both sides: no gradient passes."
    family = FAMILY
    aliases = ("Heaviside", "binary step", "unit step")
    formula = r"\begin{cases} 1 & x > 0 \\ \alpha & x = 0 \\ 0 & x < 0 \end{cases}"
    derivative_formula = "0"
    expression = "where(x > 0, 1.0, where(x < 0, 0.0, alpha + 0 * x))"
    reference = Reference(
        "McCulloch, Pitts",
        1943,
        "A logical calculus of the ideas immanent in nervous activity",
        "https://doi.org/10.1007/BF02478259",
    )
    spellings = {
        "pytorch": Spelling("torch.heaviside(x, torch.tensor({alpha}, dtype=x.dtype))"),
        "keras": Spelling("keras.ops.heaviside(x, {alpha})"),
        "jax": Spelling("jax.numpy.heaviside(x, {alpha})"),
    }
    remarks = ("Its slope is 0 wherever it has one: gradient descent learns nothing through it.",)

    alpha: float = parameter(
        default=0.0, domain="[0, 1]", typical=(0, 1), step=0.5, meaning="the value at 0 itself"
    )

    def _value(self, x: Array) -> Array:
        return np.heaviside(x, self.alpha)

    def _derivative(self, x: Array) -> Array:
        return zero(x)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _alpha_derivative(self, x: Array) -> Array:
        return np.where(x == 0, 1.0, zero(x))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


def exponential_moments(variance: float) -> Moments:
    """The moments of eˣ, x ~ N(0, variance): E eᵏˣ = exp(k²v/2)."""
    mean, first, square = (float(np.exp(share * variance)) for share in (0.5, 1.0, 2.0))
    return Moments(mean, float(first * np.expm1(variance)) if variance else 0.0, square, square)


class Exponential(Activation):
    """Exponential function."""

    title = "Exponential"
    gist = "e to the power of x: never negative, and it never falls."
    family = FAMILY
    aliases = ("exp",)
    formula = r"e^{x}"
    derivative_formula = r"e^{x}"
    expression = "exp(x)"
    spellings = {
        "pytorch": Spelling("torch.exp(x)"),
        "keras": Spelling("keras.activations.exponential(x)"),
        "jax": Spelling("jax.numpy.exp(x)"),
        "onnx": Spelling("y = Exp(x)"),
    }
    remarks = ("It overflows from x = 709.79 in float64 and from x = 88.73 in float32.",)

    def known_moments(self, variance: float) -> Moments:
        return exponential_moments(variance)

    def _value(self, x: Array) -> Array:
        return np.exp(x)

    def _derivative(self, x: Array) -> Array:
        return np.exp(x)

    def _second_derivative(self, x: Array) -> Array:
        return np.exp(x)
