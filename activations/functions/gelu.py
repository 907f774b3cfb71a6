"""Gaussian error linear units: the input times the probability that a normal variable lies below it."""

from __future__ import annotations

import math

import numpy as np

from activations.core import TRANSFORMERS, Activation, Model, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.functions.gated import _SigmoidGate, gates
from activations.functions.limited import _Clipped
from activations.pieces import ZERO

FAMILY = "Gaussian error linear units"
_HENDRYCKS = Reference(
    "Hendrycks, Gimpel",
    2016,
    "Gaussian Error Linear Units (GELUs)",
    "https://arxiv.org/abs/1606.08415",
)

# Φ(−y)·exp(y²/2) is N(y)/D(y) on [0, 40] but for a relative error below 1.3·10⁻¹⁶·(1 + y²), no more than rounding
# y costs: the best approximation of degrees 8 and 9 in that sense with N(0) = 1/2, found with Remez' algorithm in
# 60 digits. All coefficients are positive, so that nothing cancels.
_NUMERATOR = (
    0.5,
    0.6976652264064296,
    0.4817399050576464,
    0.208870349115887,
    0.06148698135657086,
    0.01253170805030241,
    0.001728442173017391,
    0.00014835801266132405,
    6.144643240328351e-06,
)
_DENOMINATOR = (
    1.0,
    2.1932150136157396,
    2.2134122079997294,
    1.3531421391555996,
    0.5542298793522877,
    0.15842671381767243,
    0.031784213921710935,
    0.004347964314353932,
    0.0003718783899423317,
    1.5402336479660926e-05,
)
# N = N₀ + N₁·y⁵ and D = D₀ + D₁·y⁵: the coefficients of N₁, D₁, N₀ and D₀, all of degree 4, a row each.
_QUARTICS = np.array(
    [part[start : start + 5] for start in (5, 0) for part in ((*_NUMERATOR, 0.0), _DENOMINATOR)]
)

# As arrays, since NumPy takes as long to convert a number as for hundreds of sums; the last is φ(0).
_LIMIT, _MINUS_HALF, _ONE, _PEAK = (
    np.array(value) for value in (40.0, -0.5, 1.0, 1.0 / math.sqrt(2.0 * math.pi))
)


def _tail(x: Array) -> tuple[Array, Array, Array]:
    """y = |x|, exp(−y²/2) and Φ(−y)·exp(y²/2), with y limited to 40, where exp(−y²/2) is 0."""
    if x.size == 1:
        # A product with a single column is summed in another order: f(x) would depend on its neighbours.
        y, decay, ratio = _tail(np.repeat(x, 2))
        return y[:1], decay[:1], ratio[:1]
    powers = np.empty((5, x.size))
    one, y, square, cube, fourth = powers
    one[:] = 1.0
    np.abs(x, out=y)
    np.minimum(y, _LIMIT, out=y)
    np.multiply(y, y, out=square)
    np.multiply(square, y, out=cube)
    np.multiply(square, square, out=fourth)
    # One product of matrices costs less than the passes over the array that Horner's rule takes.
    high, low = (_QUARTICS @ powers).reshape(2, 2, x.size)
    cube *= square
    high *= cube
    high += low
    square *= _MINUS_HALF
    return y, np.exp(square, out=square), np.divide(high[0], high[1], out=high[0])


def _gelu(x: Array) -> tuple[Array, Array]:
    """x·Φ(x) and its derivative."""
    y, decay, ratio = _tail(x)
    # x·Φ(x) without a branch: x − x·Φ(−x) for x ≥ 0, −|x|·Φ(−|x|) below.
    value = y * decay
    value *= ratio
    np.subtract(np.maximum(x, ZERO), value, out=value)
    # Likewise: 1 + d for x ≥ 0 and −d below, d = |x|·φ(x) − Φ(−|x|).
    y *= _PEAK
    y -= ratio
    y *= decay
    sign = np.copysign(_ONE, x)
    y *= sign
    y += np.maximum(sign, ZERO, out=sign)
    return value, y


def _gelu_second_derivative(x: Array) -> Array:
    square = np.minimum(x * x, 1600.0)
    return np.exp(-0.5 * square) * (2.0 - square) / math.sqrt(2.0 * math.pi)


class GELU(Activation):
    """Gaussian error linear unit."""

    title = "GELU"
    gist = (
        "The input times the chance that a standard normal number is below it: a smooth ReLU "
        "that dips below 0."
    )
    family = FAMILY
    aliases = ("Gaussian error linear unit", "exact GELU")
    # The names in Transformers; in ggml and oneDNN.
    framework_names = ("gelu_python", "gelu_erf")
    formula = r"x\,\Phi(x) = \dfrac{x}{2}\left(1 + \operatorname{erf}\left(\dfrac{x}{\sqrt{2}}\right)\right)"
    derivative_formula = r"\Phi(x) + \dfrac{x\,e^{-x^2/2}}{\sqrt{2\pi}}"
    expression = "x / 2 * (1 + erf(x / 2**0.5))"
    reference = _HENDRYCKS
    spellings = {
        "pytorch": Spelling("torch.nn.functional.gelu(x)", "torch.nn.GELU()"),
        "keras": Spelling("keras.activations.gelu(x)"),
        "jax": Spelling("jax.nn.gelu(x, approximate=False)"),
        "onnx": Spelling("y = Gelu(x)"),
        "transformers": Spelling('ACT2FN["gelu"](x)'),
    }
    models = (
        Model("BERT", f"{TRANSFORMERS}/bert/configuration_bert.py"),
        Model("RoBERTa", f"{TRANSFORMERS}/roberta/configuration_roberta.py"),
        Model("ModernBERT", f"{TRANSFORMERS}/modernbert/configuration_modernbert.py"),
        Model("Whisper", f"{TRANSFORMERS}/whisper/configuration_whisper.py"),
        Model("DINOv2", f"{TRANSFORMERS}/dinov2/configuration_dinov2.py"),
    )
    remarks = (
        "By default jax.nn.gelu and keras.ops.gelu are the tanh approximation, the others are exact.",
        (
            "PyTorch's relative error passes 10⁻⁹ at −5.5 and 10⁻³ at −7.5; from −8.38 down, where f is "
            "−2.2·10⁻¹⁶, it returns 0. JAX's stays below 10⁻¹² down to −37."
        ),
        "PyTorch and JAX give nan for f(−∞) and for f′(±∞), where the limits are 0, and 0 and 1.",
    )

    def _value(self, x: Array) -> Array:
        return self._value_and_derivative(x)[0]

    def _derivative(self, x: Array) -> Array:
        return self._value_and_derivative(x)[1]

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        return _gelu(x)

    def _second_derivative(self, x: Array) -> Array:
        return _gelu_second_derivative(x)


class GELUTanh(Activation):
    """GELU with the normal distribution approximated by a hyperbolic tangent."""

    title = "GELU (tanh)"
    gist = "GELU with a tanh in place of the error function, less than 0.0005 from it."
    family = FAMILY
    aliases = ("tanh GELU", "approximate GELU")
    # The names in Transformers; the last but one in MLX; the last in NNlib.
    framework_names = (
        "gelu_new",
        "gelu_fast",
        "gelu_accurate",
        "gelu_pytorch_tanh",
        "gelu_python_tanh",
        "gelu_approx",
        "gelu_sigmoid",
    )
    formula = (
        r"\dfrac{x}{2}\,\bigl(1 + \tanh(u)\bigr), \\[4pt] u = \sqrt{2/\pi}\,\bigl(x + 0.044715\,x^3\bigr)"
    )
    derivative_formula = (
        r"\sigma(2u)\,\bigl(1 + 2\,x\,u'\,\sigma(-2u)\bigr), \\[4pt] u = \sqrt{2/\pi}\,"
        r"\bigl(x + 0.044715\,x^3\bigr), \\[4pt] u' = \sqrt{2/\pi}\,\bigl(1 + 0.134145\,x^2\bigr)"
    )
    expression = "x / 2 * (1 + tanh((2 / pi)**0.5 * (x + 0.044715 * x**3)))"
    reference = _HENDRYCKS
    spellings = {
        "pytorch": Spelling(
            'torch.nn.functional.gelu(x, approximate="tanh")', 'torch.nn.GELU(approximate="tanh")'
        ),
        "keras": Spelling("keras.activations.gelu(x, approximate=True)"),
        "jax": Spelling("jax.nn.gelu(x)"),
        "onnx": Spelling('y = Gelu<approximate = "tanh">(x)'),
        "transformers": Spelling('ACT2FN["gelu_pytorch_tanh"](x)'),
    }
    models = (
        Model("GPT-2", f"{TRANSFORMERS}/gpt2/configuration_gpt2.py"),
        Model("GPT-J", f"{TRANSFORMERS}/gptj/configuration_gptj.py"),
        Model("Gemma 3", f"{TRANSFORMERS}/gemma3/configuration_gemma3.py"),
        Model("StarCoder2", f"{TRANSFORMERS}/starcoder2/configuration_starcoder2.py"),
        Model("Phi", f"{TRANSFORMERS}/phi/configuration_phi.py"),
    )
    remarks = (
        "The largest difference from GELU is 4.73·10⁻⁴, at x = ±2.70.",
        "NNlib’s gelu_sigmoid is this function, computed as x·σ(2u); elsewhere the name may mean x·σ(1.702x).",
        (
            "PyTorch, JAX and ONNX compute 1 + tanh(u): the relative error has passed 10⁻¹² at −4; PyTorch "
            "returns 0 from −7.15 down, JAX from −7.35. Written as x·σ(2u), f does not cancel."
        ),
        "The slope is nan in JAX from |x| = 7.8·10¹⁵³ and in PyTorch from 1.35·10¹⁵⁴, where 3x² and x² overflow.",
    )

    def _value(self, x: Array) -> Array:
        return np.maximum(x, -_FAR) * gates(_argument(x)[1])[0]

    def _derivative(self, x: Array) -> Array:
        y, u, slope, _ = _argument(x)
        s, c = gates(u)
        return s * (1.0 + y * slope * c)

    def _second_derivative(self, x: Array) -> Array:
        y, u, slope, bend = _argument(x)
        s, c = gates(u)
        return s * c * (2.0 * slope + y * (slope * slope * (c - s) + bend))


# From here on the gate of GELUTanh is 0 or 1.
_FAR = 40.0


def _argument(x: Array) -> tuple[Array, Array, Array, Array]:
    """x limited to ±40, where the gate is 0 or 1; 2u there; and the first and second derivative of 2u."""
    y = np.maximum(np.minimum(x, _FAR), -_FAR)
    linear = math.sqrt(8.0 / math.pi)
    cubic = 0.044715 * linear
    square = y * y
    return y, y * (linear + cubic * square), linear + 3.0 * cubic * square, 6.0 * cubic * y


class QuickGELU(_SigmoidGate):
    """GELU with the normal distribution approximated by a sigmoid."""

    title = "Quick GELU"
    gist = "GELU with a sigmoid in place of the error function, less than 0.021 from it."
    family = FAMILY
    aliases = ("sigmoid GELU",)
    # The names in ggml; in MLX.
    framework_names = ("gelu_quick", "gelu_fast_approx")
    formula = r"x\,\sigma(\alpha x)"
    derivative_formula = r"\sigma(\alpha x)\,\bigl(1 + \alpha x\,\sigma(-\alpha x)\bigr)"
    expression = "x * sigmoid(alpha * x)"
    reference = _HENDRYCKS
    spellings = {
        "onnx": Spelling("y = Swish<alpha = {alpha}>(x)", defaults={"alpha": 1.0}),
        "transformers": Spelling('ACT2FN["quick_gelu"](x)', fixed={"alpha": 1.702}),
    }
    models = (
        Model("CLIP", f"{TRANSFORMERS}/clip/configuration_clip.py"),
        Model("Qwen2-VL", f"{TRANSFORMERS}/qwen2_vl/configuration_qwen2_vl.py"),
    )
    remarks = (
        "With α = 1.702 the largest difference from GELU is 0.0203, at x = ±2.27.",
        "It is Swish under another name: α = 1 is SiLU.",
    )

    alpha: float = parameter(
        default=1.702,
        domain="(-inf, inf)",
        typical=(0.1, 5),
        step=0.001,
        meaning="sharpness of the gate",
        constant=True,
    )

    @property
    def _sharpness(self) -> float:
        return self.alpha

    def _alpha_derivative(self, x: Array) -> Array:
        return self._sharpness_derivative(x)


class ClippedGELU(_Clipped):
    """GELU that is cut off where it reaches a limit."""

    title = "Clipped GELU"
    gist = "GELU that is cut off at λ: it dips below 0, and never exceeds λ."
    family = FAMILY
    # The name in Transformers.
    framework_names = ("gelu_10",)
    formula = r"\min\bigl(x\,\Phi(x),\, \lambda\bigr)"
    derivative_formula = (
        r"\begin{cases} \Phi(x) + \dfrac{x\,e^{-x^2/2}}{\sqrt{2\pi}} & x\,\Phi(x) \le \lambda"
        r" \\ 0 & x\,\Phi(x) > \lambda \end{cases}"
    )
    expression = "minimum(x / 2 * (1 + erf(x / 2**0.5)), lambda_)"
    reference = Reference(
        "Wu, Judd, Zhang, Isaev, Micikevicius",
        2020,
        "Integer Quantization for Deep Learning Inference: Principles and Empirical Evaluation",
        "https://arxiv.org/abs/2004.09602",
    )
    spellings = {"transformers": Spelling('ACT2FN["gelu_10"](x)', fixed={"lambda_": 10.0})}
    remarks = ("Transformers clips gelu_10 at −10 as well, which GELU, nowhere below −0.17, does not reach.",)

    lambda_: float = parameter(
        default=10.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="height of the plateau"
    )

    @property
    def _limit(self) -> float:
        return self.lambda_

    def _unclipped(self, x: Array) -> tuple[Array, Array]:
        return _gelu(x)

    def _unclipped_bend(self, x: Array) -> Array:
        return _gelu_second_derivative(x)
