"""Rectifiers: piecewise linear, identity above a threshold."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from activations.core import TRANSFORMERS, Activation, KinkConvention, Model, Reference, Spelling, parameter
from activations.evaluation import Array
from activations.pieces import ZERO, slopes, step, zero

FAMILY = "Rectifiers"


class ReLU(Activation):
    """Rectified linear unit."""

    title = "ReLU"
    gist = "Positive inputs pass unchanged; negative ones become 0."
    family = FAMILY
    aliases = ("rectified linear unit", "rectifier", "ramp function")
    formula = r"\max(x, 0)"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}"
    expression = "maximum(x, 0)"
    reference = Reference(
        "Fukushima",
        1969,
        "Visual Feature Extraction by a Multilayered Network of Analog Threshold Elements",
        "https://doi.org/10.1109/TSSC.1969.300225",
    )
    gain_name = "relu"
    spellings = {
        "pytorch": Spelling("torch.nn.functional.relu(x)", "torch.nn.ReLU()"),
        "keras": Spelling("keras.activations.relu(x)", "keras.layers.ReLU()"),
        "jax": Spelling("jax.nn.relu(x)"),
        "onnx": Spelling("y = Relu(x)"),
        "transformers": Spelling('ACT2FN["relu"](x)'),
    }
    kink_conventions = (
        KinkConvention("0", 1, pytorch="0", jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    models = (Model("OPT", f"{TRANSFORMERS}/opt/configuration_opt.py"),)
    remarks = (
        "Written as a plain maximum of x and 0, its slope at 0 is 0.5 in PyTorch, JAX and Keras, not 0.",
    )

    def _value(self, x: Array) -> Array:
        return np.maximum(x, ZERO)

    def _derivative(self, x: Array) -> Array:
        return step(x)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        value = np.maximum(x, ZERO)
        return value, np.sign(value)

    def kinks(self) -> tuple[float, ...]:
        return (0.0,)


class _TwoSlopes(Activation):
    """Identity above 0, a line of another slope below."""

    @property
    @abstractmethod
    def _slope(self) -> float: ...

    def _value(self, x: Array) -> Array:
        slope = self._slope
        if slope == 0:
            # The general form would multiply 0 by −∞.
            return np.maximum(x, ZERO)
        return np.maximum(x, slope * x) if slope <= 1 else np.minimum(x, slope * x)

    def _derivative(self, x: Array) -> Array:
        return slopes(x, self._slope)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def kinks(self) -> tuple[float, ...]:
        return () if self._slope == 1 else (0.0,)


class LeakyReLU(_TwoSlopes):
    """Leaky rectified linear unit."""

    title = "Leaky ReLU"
    gist = "Positive inputs pass unchanged; negative ones shrink to α times their size."
    family = FAMILY
    aliases = ("leaky rectified linear unit", "LReLU")
    formula = r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ \alpha & x \le 0 \end{cases}"
    expression = "where(x > 0, x, alpha * x)"
    reference = Reference(
        "Maas, Hannun, Ng",
        2013,
        "Rectifier Nonlinearities Improve Neural Network Acoustic Models",
        "https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf",
    )
    gain_name = "leaky_relu"
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.leaky_relu(x, negative_slope={alpha})",
            "torch.nn.LeakyReLU(negative_slope={alpha})",
            {"alpha": 0.01},
        ),
        "keras": Spelling(
            "keras.activations.leaky_relu(x, negative_slope={alpha})",
            "keras.layers.LeakyReLU(negative_slope={alpha})",
            {"alpha": 0.2},
        ),
        "jax": Spelling("jax.nn.leaky_relu(x, negative_slope={alpha})", defaults={"alpha": 0.01}),
        "onnx": Spelling("y = LeakyRelu<alpha = {alpha}>(x)", defaults={"alpha": 0.01}),
        "transformers": Spelling('ACT2FN["leaky_relu"](x)', fixed={"alpha": 0.01}),
    }
    kink_conventions = (
        KinkConvention(
            "0", 1, pytorch="alpha", jax="1", keras_jax="1", keras_torch="alpha", keras_tensorflow="alpha"
        ),
    )
    remarks = (
        "α is 0.01 by default in PyTorch, JAX and ONNX, 0.2 in keras.activations, 0.3 in keras.layers.",
        "The Keras layer refuses a negative slope; the functions of all frameworks accept one.",
    )

    alpha: float = parameter(
        default=0.01, domain="(-inf, inf)", typical=(0, 1), step=0.01, meaning="slope left of 0"
    )

    @property
    def _slope(self) -> float:
        return self.alpha

    def _alpha_derivative(self, x: Array) -> Array:
        return np.minimum(x, 0)


class ClampedReLU(Activation):
    """Leaky rectified linear unit that is cut off at a limit."""

    title = "Clamped ReLU"
    gist = "Positive inputs pass unchanged up to β; negative ones shrink to α times their size."
    family = FAMILY
    formula = r"\begin{cases} \min(x, \beta) & x > 0 \\ \alpha x & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & 0 < x < \beta \\ 0 & x \ge \beta \\ \alpha & x \le 0 \end{cases}"
    expression = "where(x > 0, minimum(x, beta), alpha * x)"
    reference = Reference(
        "Apple",
        2023,
        "Core ML Tools: MIL operators, clamped_relu",
        "https://apple.github.io/coremltools/source/coremltools.converters.mil.mil.ops.defs.html",
    )
    remarks = ("Core ML also takes negative α, which bends the left side up until it is cut off at β too.",)

    alpha: float = parameter(
        default=0.01, domain="[0, inf)", typical=(0, 1), step=0.01, meaning="slope left of 0"
    )
    beta: float = parameter(
        default=6.0, domain="(0, inf)", typical=(0.5, 10), step=0.1, meaning="height at which it is cut off"
    )

    def _value(self, x: Array) -> Array:
        # 0·(−∞) is not a number.
        left = self.alpha * np.minimum(x, ZERO) if self.alpha else zero(x)
        return np.where(x > 0, np.minimum(x, self.beta), left)

    def _derivative(self, x: Array) -> Array:
        return np.where(x >= self.beta, 0.0, slopes(x, self.alpha))

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _alpha_derivative(self, x: Array) -> Array:
        return np.minimum(x, ZERO)

    def _beta_derivative(self, x: Array) -> Array:
        return np.where(x >= self.beta, 1.0, zero(x))

    def kinks(self) -> tuple[float, ...]:
        return (self.beta,) if self.alpha == 1 else (0.0, self.beta)


class PReLU(_TwoSlopes):
    """Parametric rectified linear unit: a leaky one whose slope is learned."""

    title = "PReLU"
    gist = "A leaky ReLU that learns its slope α for negative inputs together with the weights."
    family = FAMILY
    aliases = ("parametric ReLU", "parametric rectified linear unit")
    formula = r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ \alpha & x \le 0 \end{cases}"
    expression = "where(x > 0, x, alpha * x)"
    reference = Reference(
        "He, Zhang, Ren, Sun",
        2015,
        "Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification",
        "https://arxiv.org/abs/1502.01852",
    )
    gain_name = "leaky_relu"
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.prelu(x, x.new_tensor([{alpha}]))",
            "torch.nn.PReLU(init={alpha})",
            {"alpha": 0.25},
        ),
        "keras": Spelling(
            "keras.layers.PReLU(alpha_initializer=keras.initializers.Constant({alpha}))(x)",
            "keras.layers.PReLU(alpha_initializer=keras.initializers.Constant({alpha}))",
            {"alpha": 0.0},
        ),
        "onnx": Spelling("slope = Constant<value_float = {alpha}>()\ny = PRelu(x, slope)"),
        "transformers": Spelling('ACT2FN["prelu"](x)', fixed={"alpha": 0.25}),
    }
    kink_conventions = (
        KinkConvention("0", 1, pytorch="alpha", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    remarks = (
        "α is a weight; it starts at 0.25 in PyTorch, at 0 in Keras and at 0.01 in Flax, whose slope at 0 is 1.",
        "PyTorch learns one α for the whole layer by default, Keras one for every element of the input.",
    )

    alpha: float = parameter(
        default=0.25,
        domain="(-inf, inf)",
        typical=(-1, 1),
        step=0.01,
        meaning="slope left of 0, learned in training",
    )

    @property
    def _slope(self) -> float:
        return self.alpha

    def _alpha_derivative(self, x: Array) -> Array:
        return np.minimum(x, 0)


class RReLU(_TwoSlopes):
    """Randomized leaky rectified linear unit as it is in evaluation, with its mean slope."""

    title = "RReLU"
    gist = "A leaky ReLU whose slope is drawn between α and β in training; in use it is their mean, as here."
    family = FAMILY
    aliases = ("randomized ReLU", "randomized leaky ReLU", "randomized leaky rectified linear unit")
    formula = r"\begin{cases} x & x > 0 \\ \dfrac{\alpha + \beta}{2}\,x & x \le 0 \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > 0 \\ \dfrac{\alpha + \beta}{2} & x \le 0 \end{cases}"
    expression = "where(x > 0, x, (alpha + beta) / 2 * x)"
    reference = Reference(
        "Xu, Wang, Chen, Li",
        2015,
        "Empirical Evaluation of Rectified Activations in Convolutional Network",
        "https://arxiv.org/abs/1505.00853",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.rrelu(x, lower={alpha}, upper={beta}, training=False)",
            "torch.nn.RReLU(lower={alpha}, upper={beta}).eval()",
            {"alpha": 1 / 8, "beta": 1 / 3},
        ),
    }
    kink_conventions = (KinkConvention("0", 1, pytorch="(alpha + beta) / 2"),)
    remarks = (
        "In training each negative input has its own slope, drawn uniformly between α and β; "
        "in evaluation, shown here, all have the mean.",
        "PyTorch refuses α > β.",
    )

    alpha: float = parameter(
        default=1 / 8,
        domain="[0, 1]",
        typical=(0, 1),
        step=0.005,
        meaning="lower end of the random slope left of 0",
    )
    beta: float = parameter(
        default=1 / 3,
        domain="[0, 1]",
        typical=(0, 1),
        step=0.005,
        meaning="upper end of the random slope left of 0",
    )

    @property
    def _slope(self) -> float:
        return (self.alpha + self.beta) / 2

    def _alpha_derivative(self, x: Array) -> Array:
        return np.minimum(x, 0) / 2

    def _beta_derivative(self, x: Array) -> Array:
        return np.minimum(x, 0) / 2


def _clip(x: Array, top: float) -> Array:
    return np.minimum(np.maximum(x, 0), top)


def _clipped_derivative(x: Array, top: float) -> Array:
    return step(np.minimum(x, top - x))


class ReLU6(Activation):
    """Rectified linear unit clipped at 6."""

    title = "ReLU6"
    gist = "Positive inputs pass unchanged up to 6; negative ones become 0."
    family = FAMILY
    formula = r"\min(\max(x, 0), 6)"
    derivative_formula = r"\begin{cases} 1 & 0 < x < 6 \\ 0 & \text{otherwise} \end{cases}"
    expression = "minimum(maximum(x, 0), 6)"
    reference = Reference(
        "Krizhevsky",
        2010,
        "Convolutional Deep Belief Networks on CIFAR-10",
        "https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf",
    )
    spellings = {
        "pytorch": Spelling("torch.nn.functional.relu6(x)", "torch.nn.ReLU6()"),
        "keras": Spelling("keras.activations.relu6(x)", "keras.layers.ReLU(max_value=6.0)"),
        "jax": Spelling("jax.nn.relu6(x)"),
        "onnx": Spelling(
            "low = Constant<value_float = 0.0>()\n"
            "high = Constant<value_float = 6.0>()\n"
            "y = Clip(x, low, high)"
        ),
        "transformers": Spelling('ACT2FN["relu6"](x)'),
    }
    kink_conventions = (
        KinkConvention("0", 1, pytorch="0", jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
        KinkConvention("6", 1, pytorch="0", jax="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )

    models = (Model("MobileNetV2", f"{TRANSFORMERS}/mobilenet_v2/configuration_mobilenet_v2.py"),)

    def _value(self, x: Array) -> Array:
        return _clip(x, 6.0)

    def _derivative(self, x: Array) -> Array:
        return _clipped_derivative(x, 6.0)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def kinks(self) -> tuple[float, ...]:
        return (0.0, 6.0)


class ClippedReLU(Activation):
    """Rectified linear unit clipped at a chosen height."""

    title = "Clipped ReLU"
    gist = "Positive inputs pass unchanged up to α; negative ones become 0."
    family = FAMILY
    aliases = ("capped ReLU", "bounded ReLU")
    formula = r"\min(\max(x, 0), \alpha)"
    derivative_formula = r"\begin{cases} 1 & 0 < x < \alpha \\ 0 & \text{otherwise} \end{cases}"
    expression = "minimum(maximum(x, 0), alpha)"
    reference = Reference(
        "Hannun, Case, Casper et al.",
        2014,
        "Deep Speech: Scaling up end-to-end speech recognition",
        "https://arxiv.org/abs/1412.5567",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.hardtanh(x, min_val=0.0, max_val={alpha})",
            "torch.nn.Hardtanh(min_val=0.0, max_val={alpha})",
            {"alpha": 1.0},
        ),
        "keras": Spelling(
            "keras.activations.relu(x, max_value={alpha})", "keras.layers.ReLU(max_value={alpha})"
        ),
        "onnx": Spelling(
            "low = Constant<value_float = 0.0>()\n"
            "high = Constant<value_float = {alpha}>()\n"
            "y = Clip(x, low, high)"
        ),
    }
    kink_conventions = (
        KinkConvention(
            "α", 1, pytorch="0", keras_jax="0.5", keras_torch="1", keras_tensorflow="0 if alpha == 6 else 1"
        ),
    )
    remarks = (
        "With α = 6 it is ReLU6; for any other α the slope at α is 0.5 or 1 in Keras, by backend.",
        "Deep Speech clips at 20.",
    )

    alpha: float = parameter(
        default=6.0,
        domain="(0, inf)",
        typical=(0.5, 20),
        step=0.5,
        meaning="height at which the curve becomes flat",
    )

    def _value(self, x: Array) -> Array:
        return _clip(x, self.alpha)

    def _derivative(self, x: Array) -> Array:
        return _clipped_derivative(x, self.alpha)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _alpha_derivative(self, x: Array) -> Array:
        return np.heaviside(x - self.alpha, 1.0)

    def kinks(self) -> tuple[float, ...]:
        return (0.0, self.alpha)


def _at_least(x: Array, threshold: float, otherwise: float) -> Array:
    # Compared this way round, nan takes the branch of x.
    return np.where(x <= threshold, otherwise, x)


class ThresholdedReLU(Activation):
    """Identity above a threshold, 0 below."""

    title = "Thresholded ReLU"
    gist = "Inputs above λ pass unchanged; all others become 0."
    family = FAMILY
    aliases = ("truncated rectifier", "TRec", "thresholded rectified linear unit")
    # The names in NNlib; in the paper on forced activation thresholds.
    framework_names = ("trelu", "thresholdrelu", "FATReLU")
    formula = r"\begin{cases} x & x > \lambda \\ 0 & x \le \lambda \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > \lambda \\ 0 & x \le \lambda \end{cases}"
    expression = "where(x > lambda_, x, 0)"
    reference = Reference(
        "Konda, Memisevic, Krueger",
        2014,
        "Zero-bias autoencoders and the benefits of co-adapting features",
        "https://arxiv.org/abs/1402.3337",
    )
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.threshold(x, threshold={lambda_}, value=0.0)",
            "torch.nn.Threshold(threshold={lambda_}, value=0.0)",
        ),
        "keras": Spelling(
            "keras.activations.relu(x, threshold={lambda_})",
            "keras.layers.ReLU(threshold={lambda_})",
            {"lambda_": 0.0},
        ),
        "onnx": Spelling("y = ThresholdedRelu<alpha = {lambda_}>(x)", defaults={"lambda_": 1.0}),
    }
    kink_conventions = (
        KinkConvention("λ", 1, pytorch="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    models = (Model("MiniCPM-S-1B", "https://huggingface.co/openbmb/MiniCPM-S-1B-sft/blob/main/config.json"),)
    remarks = (
        "The curve jumps at λ from 0 to λ; the slope, 0 or 1, does not show it.",
        "At x = λ itself ONNX gives 0, as here, and Core ML's ActivationThresholdedReLU gives x.",
        "The Keras layer refuses λ < 0.",
    )

    lambda_: float = parameter(
        default=1.0, domain="(-inf, inf)", typical=(0, 5), step=0.1, meaning="up to it the output is 0"
    )

    def _value(self, x: Array) -> Array:
        return _at_least(x, self.lambda_, 0.0)

    def _derivative(self, x: Array) -> Array:
        return step(x - self.lambda_)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _lambda_derivative(self, x: Array) -> Array:
        return zero(x)

    def kinks(self) -> tuple[float, ...]:
        return (self.lambda_,)


class Threshold(Activation):
    """Identity above a threshold, a constant below."""

    title = "Threshold"
    gist = "Inputs above λ pass unchanged; all others become β."
    family = FAMILY
    formula = r"\begin{cases} x & x > \lambda \\ \beta & x \le \lambda \end{cases}"
    derivative_formula = r"\begin{cases} 1 & x > \lambda \\ 0 & x \le \lambda \end{cases}"
    expression = "where(x > lambda_, x, beta)"
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.threshold(x, threshold={lambda_}, value={beta})",
            "torch.nn.Threshold(threshold={lambda_}, value={beta})",
        ),
        "keras": Spelling("keras.activations.threshold(x, threshold={lambda_}, default_value={beta})"),
    }
    kink_conventions = (
        KinkConvention("λ", 1, pytorch="0", keras_jax="0", keras_torch="0", keras_tensorflow="0"),
    )
    remarks = ("Neither PyTorch nor Keras has a default for λ or β.", "Keras on JAX returns β for nan.")

    lambda_: float = parameter(
        default=1.0,
        domain="(-inf, inf)",
        typical=(-5, 5),
        step=0.1,
        meaning="up to it the output is constant",
    )
    beta: float = parameter(
        default=0.0, domain="(-inf, inf)", typical=(-5, 5), step=0.1, meaning="output up to the threshold"
    )

    def _value(self, x: Array) -> Array:
        return _at_least(x, self.lambda_, self.beta)

    def _derivative(self, x: Array) -> Array:
        return step(x - self.lambda_)

    def _second_derivative(self, x: Array) -> Array:
        return zero(x)

    def _lambda_derivative(self, x: Array) -> Array:
        return zero(x)

    def _beta_derivative(self, x: Array) -> Array:
        return np.heaviside(self.lambda_ - x, 1.0)

    def kinks(self) -> tuple[float, ...]:
        return (self.lambda_,)
