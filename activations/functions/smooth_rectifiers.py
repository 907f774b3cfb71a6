"""Smooth and squared rectifiers: without the corner of ReLU, or curved above it."""

from __future__ import annotations

import math

import numpy as np

from activations.core import TRANSFORMERS, Activation, KinkConvention, Model, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.pieces import step, tame, zero

FAMILY = "Smooth and squared rectifiers"


class Softplus(Activation):
    """Logarithm of one plus an exponential: ReLU with its corner rounded."""

    title = "Softplus"
    gist = "A smooth ReLU: it never falls, and on the left it levels off at 0."
    family = FAMILY
    aliases = ("smooth rectifier",)
    # The name in oneDNN.
    framework_names = ("soft_relu",)
    formula = r"\dfrac{1}{\beta}\,\ln\!\left(1 + e^{\beta x}\right)"
    derivative_formula = r"\sigma(\beta x)"
    expression = "softplus(beta * x) / beta"
    reference = Reference(
        "Dugas, Bengio, Bélisle et al.",
        2000,
        "Incorporating Second-Order Functional Knowledge for Better Option Pricing",
        "https://papers.nips.cc/paper/1920-incorporating-second-order-functional-knowledge-for-better-option-pricing",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.softplus(x, beta={beta})", "torch.nn.Softplus(beta={beta})", {"beta": 1.0}
        ),
        "keras": Spelling("keras.activations.softplus(x)", fixed={"beta": 1.0}),
        "jax": Spelling("jax.nn.softplus(x)", fixed={"beta": 1.0}),
        "onnx": Spelling("y = Softplus(x)", fixed={"beta": 1.0}),
    }
    remarks = (
        "Where βx > 20 PyTorch returns x itself, at most 2.1·10⁻⁹/β too little, with f″ = 0; "
        "so does Keras on PyTorch, not Keras on JAX.",
    )

    beta: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.1, 10),
        step=0.1,
        meaning="sharpness of the bend: f(0) = ln 2 / β",
    )

    def _value(self, x: Array) -> Array:
        return self._value_and_derivative(x)[0]

    def _derivative(self, x: Array) -> Array:
        slope: Array = 1 / (1 + np.exp(-self.beta * x))
        return slope

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        # exp overflows from 709, long after f has become x and f′ 1 to the last digit.
        w = self.beta * x
        np.minimum(w, 700.0, out=w)
        np.exp(w, out=w)
        value = np.log1p(w)
        value /= self.beta
        np.maximum(value, x, out=value)
        slope = w + 1.0
        return value, np.divide(w, slope, out=slope)

    def _second_derivative(self, x: Array) -> Array:
        decay = np.exp(-self.beta * np.abs(x))
        second: Array = self.beta * decay / (1 + decay) ** 2
        return second

    def _beta_derivative(self, x: Array) -> Array:
        # (x f′ − f) / β, where for x > 0 all but the two terms that decay has been cancelled on paper.
        distance = np.abs(tame(self.beta * x))
        decay = np.exp(-distance)
        decaying: Array = distance * decay / (1 + decay) + np.log1p(decay)
        return -decaying / self.beta / self.beta


class ParametricSoftplus(Activation):
    """Softplus with a slope of its own on the right."""

    title = "Parametric softplus"
    gist = "A softplus that rises on the right with slope α·β; on the left it levels off at 0."
    family = FAMILY
    # The name in Core ML.
    framework_names = ("softplus_parametric",)
    formula = r"\alpha\,\ln\!\left(1 + e^{\beta x}\right)"
    derivative_formula = r"\alpha\beta\,\sigma(\beta x)"
    expression = "alpha * softplus(beta * x)"
    reference = Reference(
        "Apple",
        2023,
        "Core ML Tools: MIL operators, softplus_parametric",
        "https://apple.github.io/coremltools/source/coremltools.converters.mil.mil.ops.defs.html",
    )
    remarks = ("Core ML holds α and β for each channel. With α = 1/β it is the softplus of PyTorch.",)

    alpha: float = parameter(
        default=1.0, domain="(0, inf)", typical=(0.1, 3), step=0.1, meaning="factor on the whole curve"
    )
    beta: float = parameter(
        default=1.0, domain="(0, inf)", typical=(0.1, 10), step=0.1, meaning="sharpness of the bend"
    )

    @property
    def _unit(self) -> Softplus:
        return Softplus(self.beta)

    @property
    def _slope(self) -> float:
        return self.alpha * self.beta

    def _value(self, x: Array) -> Array:
        return self._slope * self._unit._value(x)

    def _derivative(self, x: Array) -> Array:
        return self._slope * self._unit._derivative(x)

    def _second_derivative(self, x: Array) -> Array:
        return self._slope * self._unit._second_derivative(x)

    def _alpha_derivative(self, x: Array) -> Array:
        return self.beta * self._unit._value(x)

    def _beta_derivative(self, x: Array) -> Array:
        # Where e^(βx) is 0, so is its product with x.
        gate = self._unit._derivative(x)
        return self.alpha * np.where(gate == 0, 0.0, x * gate)


class SqrtSoftplus(Activation):
    """Square root of the softplus."""

    title = "Square root of softplus"
    gist = "The square root of a smooth ReLU: it never falls, and on the left it levels off at 0."
    family = FAMILY
    formula = r"\sqrt{\ln\left(1 + e^{x}\right)}"
    derivative_formula = r"\dfrac{\sigma(x)}{2\sqrt{\ln\left(1 + e^{x}\right)}}"
    # Farther left softplus(x) is e^x to the last digit of a double, and its root has a slope where it is 0 in 32 bits.
    expression = "where(x > -40, sqrt(softplus(x)), exp(x / 2))"
    reference = Reference(
        "Hugging Face",
        2026,
        "Transformers 5.24.0: SqrtSoftplusActivation",
        "https://github.com/huggingface/transformers/blob/v5.24.0/src/transformers/activations.py",
    )
    spellings = {"transformers": Spelling('ACT2FN["sqrtsoftplus"](x)')}
    models = (Model("DeepSeek-V4", f"{TRANSFORMERS}/deepseek_v4/configuration_deepseek_v4.py"),)
    remarks = ("The router of DeepSeek-V4 scores its experts with it.",)

    def _value(self, x: Array) -> Array:
        half, _, ratio, _, root = self._parts(x)
        return np.where(x < 0, half * np.sqrt(ratio), root)

    def _derivative(self, x: Array) -> Array:
        half, w, ratio, decay, root = self._parts(x)
        return np.where(x < 0, half / (1 + w) / (2 * np.sqrt(ratio)), 1 / (1 + decay) / (2 * root))

    def _second_derivative(self, x: Array) -> Array:
        half, w, ratio, decay, root = self._parts(tame(x))
        left = half * (2 * ratio - 1) / (4 * (1 + w) ** 2 * ratio * np.sqrt(ratio))
        right = (2 * decay * root * root - 1) / (1 + decay) ** 2 / (4 * root * root * root)
        return np.where(x < 0, left, right)

    @staticmethod
    def _parts(x: Array) -> tuple[Array, Array, Array, Array, Array]:
        # Left of 0 eˣ has left the doubles long before its root does, by which all is divided there.
        left = np.minimum(x, 0)
        w, right = np.exp(left), np.maximum(x, 0)
        decay = np.exp(-right)
        ratio = np.where(w > 0, np.log1p(w) / w, 1.0)
        return np.exp(left / 2), w, ratio, decay, np.sqrt(right + np.log1p(decay))


class Squareplus(Activation):
    """Algebraic rectifier: a hyperbola with the branches of ReLU as asymptotes."""

    title = "Squareplus"
    gist = "A smooth ReLU with no exponential to compute: on the left it levels off at 0."
    family = FAMILY
    formula = r"\dfrac{x + \sqrt{x^2 + \beta}}{2}"
    derivative_formula = r"\dfrac{1}{2}\left(1 + \dfrac{x}{\sqrt{x^2 + \beta}}\right)"
    expression = "(x + sqrt(x**2 + beta)) / 2"
    reference = Reference(
        "Barron",
        2021,
        "Squareplus: A Softplus-Like Algebraic Rectifier",
        "https://arxiv.org/abs/2112.11687",
    )
    spellings = {
        "keras": Spelling("keras.activations.squareplus(x, b={beta})", defaults={"beta": 4.0}),
        "jax": Spelling("jax.nn.squareplus(x, b={beta})", defaults={"beta": 4.0}),
    }
    remarks = (
        "JAX and Keras evaluate the formula as written: left of 0 its terms cancel, "
        "with a relative error of 10⁻³ at −10⁶ for β = 0.01 and 0 as the result at −10³⁰.",
        "There f is inf from x = 1.35·10¹⁵⁴ on, where x² overflows.",
    )

    beta: float = parameter(
        default=4.0,
        domain="(0, inf)",
        typical=(0.01, 10),
        step=0.01,
        meaning="width of the bend: f(0) = √β / 2",
    )

    def _root(self, x: Array) -> Array:
        root: Array = np.hypot(x, math.sqrt(self.beta))
        return root

    def _value(self, x: Array) -> Array:
        # f(x) f(−x) = β/4 gives the left half without cancellation.
        right = self._root(x) / 2 + np.abs(x) / 2
        return np.where(x > 0, right, self.beta / 4 / right)

    def _derivative(self, x: Array) -> Array:
        x = tame(x)
        return self._value(x) / self._root(x)

    def _second_derivative(self, x: Array) -> Array:
        # Not divided by the cube of the root, which would over- or underflow first.
        root = self._root(x)
        return self.beta / 2 / root / root / root

    def _beta_derivative(self, x: Array) -> Array:
        return 0.25 / self._root(x)


def _blend(x: Array, beta: float) -> Array:
    """0 up to −β, x from β on, and between them the parabola that joins both."""
    half = x / 2 + beta / 2
    return np.where(np.abs(x) < beta, half * (half / beta), np.maximum(x, 0))


def _blend_derivative(x: Array, beta: float) -> Array:
    return np.minimum(np.maximum((x / 2 + beta / 2) / beta, 0), 1)


def _blend_second_derivative(x: Array, beta: float) -> Array:
    return np.where(np.abs(x) < beta, 0.5 / beta, zero(x))


class SparsePlus(Activation):
    """Rectifier with a parabola for its corner, exactly 0 to the left and x to the right of it."""

    title = "SparsePlus"
    gist = "A ReLU whose corner is rounded off by a parabola; inputs below −1 become 0."
    family = FAMILY
    formula = r"\begin{cases} 0 & x \le -1 \\ \dfrac{(x + 1)^2}{4} & -1 < x < 1 \\ x & x \ge 1 \end{cases}"
    derivative_formula = (
        r"\begin{cases} 0 & x \le -1 \\ \dfrac{x + 1}{2} & -1 < x < 1 \\ 1 & x \ge 1 \end{cases}"
    )
    expression = "where(abs(x) < 1, (x + 1)**2 / 4, maximum(x, 0))"
    reference = Reference(
        "Blondel, Martins, Niculae",
        2019,
        "Learning with Fenchel-Young Losses",
        "https://arxiv.org/abs/1901.02324",
    )
    spellings = {
        "keras": Spelling("keras.activations.sparse_plus(x)"),
        "jax": Spelling("jax.nn.sparse_plus(x)"),
    }
    kink_conventions = (
        KinkConvention("−1", 1, jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
        KinkConvention("1", 1, jax="1", keras_jax="1", keras_torch="1", keras_tensorflow="1"),
    )
    remarks = (
        "It is SmeLU with β = 1, and its derivative is the sparse sigmoid.",
        "In JAX f′ is nan at ±∞ and already at 10³⁰⁸.",
    )

    def _value(self, x: Array) -> Array:
        return _blend(x, 1.0)

    def _derivative(self, x: Array) -> Array:
        return _blend_derivative(x, 1.0)

    def _second_derivative(self, x: Array) -> Array:
        return _blend_second_derivative(x, 1.0)

    def kinks(self) -> tuple[float, ...]:
        return (-1.0, 1.0)


class SmeLU(Activation):
    """Smooth ReLU: a parabola of chosen width for the corner."""

    title = "SmeLU"
    gist = "A ReLU whose corner is rounded off by a parabola of half-width β; inputs below −β become 0."
    family = FAMILY
    aliases = ("smooth ReLU",)
    formula = (
        r"\begin{cases} 0 & x \le -\beta \\ \dfrac{(x + \beta)^2}{4\beta} & -\beta < x < \beta"
        r" \\ x & x \ge \beta \end{cases}"
    )
    derivative_formula = (
        r"\begin{cases} 0 & x \le -\beta \\ \dfrac{x + \beta}{2\beta} & -\beta < x < \beta"
        r" \\ 1 & x \ge \beta \end{cases}"
    )
    expression = "where(abs(x) < beta, (x + beta)**2 / (4 * beta), maximum(x, 0))"
    reference = Reference(
        "Shamir, Lin, Coviello",
        2020,
        "Smooth activations and reproducibility in deep networks",
        "https://arxiv.org/abs/2010.09931",
    )
    remarks = ("With β = 1 it is SparsePlus, which JAX and Keras have.",)

    beta: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.1, 5),
        step=0.1,
        meaning="half width of the bend: f(0) = β / 4",
    )

    def _value(self, x: Array) -> Array:
        return _blend(x, self.beta)

    def _derivative(self, x: Array) -> Array:
        return _blend_derivative(x, self.beta)

    def _second_derivative(self, x: Array) -> Array:
        return _blend_second_derivative(x, self.beta)

    def _beta_derivative(self, x: Array) -> Array:
        slope = self._derivative(x)
        return slope * (1 - slope)

    def kinks(self) -> tuple[float, ...]:
        return (-self.beta, self.beta)


class SquaredReLU(Activation):
    """Square of the rectified linear unit."""

    title = "Squared ReLU"
    gist = "Positive inputs are squared; negative ones become 0."
    family = FAMILY
    aliases = ("ReLU squared", "ReLU²")
    # The names in Transformers and MLX.
    framework_names = ("relu2",)
    formula = r"\max(x, 0)^2"
    derivative_formula = r"2\max(x, 0)"
    expression = "maximum(x, 0)**2"
    reference = Reference(
        "So, Mańke, Liu et al.",
        2021,
        "Primer: Searching for Efficient Transformers for Language Modeling",
        "https://arxiv.org/abs/2109.08668",
    )

    spellings = {"transformers": Spelling('ACT2FN["relu2"](x)')}
    models = (
        Model("Nemotron-H", f"{TRANSFORMERS}/nemotron_h/configuration_nemotron_h.py"),
        Model("Persimmon", f"{TRANSFORMERS}/persimmon/configuration_persimmon.py"),
        Model("nanochat", f"{TRANSFORMERS}/nanochat/configuration_nanochat.py"),
        Model("Nemotron", f"{TRANSFORMERS}/nemotron/configuration_nemotron.py"),
        Model("Arcee", f"{TRANSFORMERS}/arcee/configuration_arcee.py"),
    )

    def _value(self, x: Array) -> Array:
        positive = np.maximum(x, 0)
        return positive * positive

    def _derivative(self, x: Array) -> Array:
        return 2 * np.maximum(x, 0)

    def _second_derivative(self, x: Array) -> Array:
        return 2 * step(x)

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class StarReLU(Activation):
    """Squared ReLU, scaled and shifted to mean 0 and variance 1 on normal inputs."""

    title = "StarReLU"
    gist = "A squared ReLU, scaled and shifted to have mean 0 and variance 1 on normal inputs."
    family = FAMILY
    formula = r"\alpha\,\max(x, 0)^2 + \beta"
    derivative_formula = r"2\alpha\,\max(x, 0)"
    expression = "alpha * maximum(x, 0)**2 + beta"
    reference = Reference(
        "Yu, Si, Zhou et al.",
        2022,
        "MetaFormer Baselines for Vision",
        "https://arxiv.org/abs/2210.13452",
    )
    remarks = (
        "The defaults round 2/√5 and −1/√5, with which normal inputs come out with mean 0 and variance 1.",
    )

    alpha: float = parameter(
        default=0.8944,
        domain="(-inf, inf)",
        typical=(0, 2),
        step=0.0001,
        meaning="scale of the parabola right of 0",
    )
    beta: float = parameter(
        default=-0.4472,
        domain="(-inf, inf)",
        typical=(-2, 2),
        step=0.0001,
        meaning="shift upwards: f = β left of 0",
    )

    def _positive(self, x: Array) -> Array:
        # For α = 0 the curve is flat also at ∞, where α max(x, 0) would be 0 · ∞.
        return np.maximum(x, 0) if self.alpha else zero(x)

    def _value(self, x: Array) -> Array:
        positive = self._positive(x)
        return self.alpha * positive * positive + self.beta

    def _derivative(self, x: Array) -> Array:
        return 2 * (self.alpha * self._positive(x))

    def _second_derivative(self, x: Array) -> Array:
        return 2 * (self.alpha * step(x))

    def _alpha_derivative(self, x: Array) -> Array:
        positive = np.maximum(x, 0)
        return positive * positive

    def _beta_derivative(self, x: Array) -> Array:
        return 1 + zero(x)

    def kinks(self) -> tuple[float, ...]:
        return (0.0,) if self.alpha else ()


class NLReLU(Activation):
    """Natural logarithm of one plus a rectified linear unit."""

    title = "NLReLU"
    gist = "Positive inputs grow like a logarithm; negative ones become 0."
    family = FAMILY
    aliases = ("natural logarithm ReLU", "natural logarithm rectified linear unit")
    formula = r"\ln\!\left(1 + \beta\max(x, 0)\right)"
    derivative_formula = r"\begin{cases} \dfrac{\beta}{1 + \beta x} & x > 0 \\ 0 & x \le 0 \end{cases}"
    expression = "log1p(beta * maximum(x, 0))"
    reference = Reference(
        "Liu, Zhang, Gao et al.",
        2019,
        "Natural-Logarithm-Rectified Activation Function in Convolutional Neural Networks",
        "https://arxiv.org/abs/1908.03682",
    )

    beta: float = parameter(
        default=1.0, domain="(0, inf)", typical=(0.1, 10), step=0.1, meaning="slope just right of 0"
    )

    def _value(self, x: Array) -> Array:
        positive = np.maximum(x, 0)
        scaled = self.beta * positive
        # The logarithm is still finite where its argument is not.
        return np.where(scaled < np.inf, np.log1p(scaled), math.log(self.beta) + np.log(positive))

    def _derivative(self, x: Array) -> Array:
        # Compared this way round, nan takes the branch of x.
        # Not β/(1 + βx), whose product may overflow.
        return np.where(x <= 0, 0.0, 1 / (1 / self.beta + x))

    def _second_derivative(self, x: Array) -> Array:
        return -np.square(self._derivative(x))

    def _beta_derivative(self, x: Array) -> Array:
        # x / (1 + βx), without the overflow of βx and right at ∞.
        return 1 / (self.beta + 1 / np.maximum(x, 0))

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class BentIdentity(Activation):
    """Identity plus a hyperbola: slope ½ far to the left, 3/2 far to the right."""

    title = "Bent identity"
    gist = "A smooth bend from slope 1/2 on the left to slope 3/2 on the right."
    family = FAMILY
    formula = r"\dfrac{\sqrt{x^2 + 1} - 1}{2} + x"
    derivative_formula = r"\dfrac{x}{2\sqrt{x^2 + 1}} + 1"
    expression = "(sqrt(x**2 + 1) - 1) / 2 + x"
    remarks = (
        "Evaluated as written, √(x² + 1) − 1 cancels for small x: the relative error of f passes 10⁻¹² at "
        "|x| = 8·10⁻⁵ and 10⁻⁹ at 8·10⁻⁸.",
    )

    def _value(self, x: Array) -> Array:
        # (√(x² + 1) − 1) / x in a form that neither cancels at 0 nor meets ∞ / ∞.
        limited = tame(x)
        value: Array = x * (1 + limited / (np.hypot(limited, 1) + 1) / 2)
        return value

    def _derivative(self, x: Array) -> Array:
        limited = tame(x)
        return limited / np.hypot(limited, 1) / 2 + 1

    def _second_derivative(self, x: Array) -> Array:
        root = np.hypot(x, 1)
        return 0.5 / (root * root * root)
