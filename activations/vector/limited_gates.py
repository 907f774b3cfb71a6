"""Gated linear units with limits, as today's language models have them: each model its own."""

from __future__ import annotations

from activations.core import TRANSFORMERS, Activation, Model, Reference, parameter
from activations.evaluation import Array
from activations.functions import ClampedSwish, ClippedSiLU, HardTanh, ScaledTanh, SiTU
from activations.vector.gates import Gate


class _ShiftedClamp(Activation):
    """Identity between two limits, plus 1."""

    title, family = "Shifted clamp", "Elementary"
    formula = r"\min(\max(x, -\lambda), \lambda) + 1"
    expression = "minimum(maximum(x, -lambda_), lambda_) + 1"

    lambda_: float = parameter(
        default=7.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="limit of the input"
    )

    # As in HardTanh, not the mean of both sides.
    def _derivative(self, x: Array) -> Array:
        return HardTanh(-self.lambda_, self.lambda_)._derivative(x)


class GptOssGLU(Gate):
    """Gated linear unit of gpt-oss: both numbers are clamped first, and 1 is added to what goes through."""

    title = "gpt-oss"
    formula = (
        r"\begin{gathered} \bigl(\min(\max(a, -\lambda), \lambda) + 1\bigr)\,y\,\sigma(\alpha y), \\[4pt] "
        r"y = \min(b, \lambda) \end{gathered}"
    )
    partial_formulas = (
        r"\begin{cases} y\,\sigma(\alpha y) & |a| < \lambda \\ 0 & |a| \ge \lambda \end{cases}",
        r"\begin{cases} \bigl(\min(\max(a, -\lambda), \lambda) + 1\bigr)\,\sigma(\alpha b)\,"
        r"\bigl(1 + \alpha b\,\sigma(-\alpha b)\bigr) & b \le \lambda \\ 0 & b > \lambda \end{cases}",
    )
    reference = Reference(
        "OpenAI", 2025, "gpt-oss", "https://github.com/openai/gpt-oss/blob/main/gpt_oss/torch/model.py"
    )
    models = (
        Model("gpt-oss", "https://github.com/openai/gpt-oss/blob/main/gpt_oss/torch/model.py"),
        Model("MiniMax-M3", f"{TRANSFORMERS}/minimax_m3_vl/modeling_minimax_m3_vl.py"),
    )
    remarks = (
        "gpt-oss interleaves both halves: b is every even channel, a every odd one; MiniMax-M3 puts b first, then a.",
        "Even with no limit it is not SwiGLU: it adds 1 to a, and its α is 1.702.",
    )
    reach = 12.0

    alpha: float = parameter(
        default=1.702, domain="(0, inf)", typical=(0.5, 2.5), step=0.001, meaning="sharpness of the gate"
    )
    lambda_: float = parameter(
        default=7.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="limit of both numbers"
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return _ShiftedClamp(self.lambda_), ClampedSwish(self.alpha, self.lambda_)


class DeepSeekGLU(Gate):
    """Gated linear unit of DeepSeek-V4: SwiGLU of two numbers that are clamped first."""

    title = "DeepSeek-V4"
    formula = (
        r"\begin{gathered} \min(\max(a, -\lambda), \lambda)\,y\,\sigma(y), \\[4pt] "
        r"y = \min(b, \lambda) \end{gathered}"
    )
    partial_formulas = (
        r"\begin{cases} y\,\sigma(y) & |a| < \lambda \\ 0 & |a| \ge \lambda \end{cases}",
        r"\begin{cases} \min(\max(a, -\lambda), \lambda)\,\sigma(b)\,\bigl(1 + b\,\sigma(-b)\bigr) "
        r"& b \le \lambda \\ 0 & b > \lambda \end{cases}",
    )
    reference = Reference(
        "Hugging Face", 2026, "Transformers 5.24.0", f"{TRANSFORMERS}/deepseek_v4/modeling_deepseek_v4.py"
    )
    models = (
        Model("DeepSeek-V4", f"{TRANSFORMERS}/deepseek_v4/modeling_deepseek_v4.py"),
        Model("Hunyuan V4 VL", f"{TRANSFORMERS}/hy_v4_vl/modeling_hy_v4_vl.py"),
    )
    remarks = ("The gate is clamped before SiLU and from above only; a is clamped on both sides.",)
    reach = 16.0

    lambda_: float = parameter(
        default=10.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="limit of both numbers"
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return HardTanh(-self.lambda_, self.lambda_), ClampedSwish(1.0, self.lambda_)


class StepGLU(Gate):
    """Gated linear unit of Step-3.5: SwiGLU whose two factors are clamped, the gate after SiLU."""

    title = "Step-3.5"
    formula = r"\min(\max(a, -\lambda), \lambda)\,\min(b\,\sigma(b), \lambda)"
    partial_formulas = (
        r"\begin{cases} \min(b\,\sigma(b), \lambda) & |a| < \lambda \\ 0 & |a| \ge \lambda \end{cases}",
        r"\begin{cases} \min(\max(a, -\lambda), \lambda)\,\sigma(b)\,\bigl(1 + b\,\sigma(-b)\bigr) "
        r"& b\,\sigma(b) \le \lambda \\ 0 & b\,\sigma(b) > \lambda \end{cases}",
    )
    reference = Reference(
        "Hugging Face", 2026, "Transformers 5.24.0", f"{TRANSFORMERS}/step3p7/modeling_step3p7.py"
    )
    models = (
        Model(
            "Step-3.5-Flash",
            "https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/step3p5.py",
        ),
        Model("Step-3.7-Flash", f"{TRANSFORMERS}/step3p7/modeling_step3p7.py", {"lambda_": 16.0}),
    )
    remarks = (
        "Only some layers have the limit; the others have plain SwiGLU.",
        "It differs from DeepSeek-V4's at the same limit where b is a little above it: SiLU(7) is 6.9936, not 7.",
    )
    reach = 12.0

    lambda_: float = parameter(
        default=7.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="limit of both factors"
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return HardTanh(-self.lambda_, self.lambda_), ClippedSiLU(self.lambda_)


class SiTUGLU(Gate):
    """Gated linear unit of Kimi K3: both factors are bounded by a hyperbolic tangent."""

    title = "SiTU-GLU"
    formula = (
        r"\gamma\,\tanh\left(\dfrac{a}{\gamma}\right)\,\beta\,\tanh\left(\dfrac{b}{\beta}\right)\,\sigma(b)"
    )
    partial_formulas = (
        r"\operatorname{sech}^2\left(\dfrac{a}{\gamma}\right)\,\beta\,\tanh\left(\dfrac{b}{\beta}\right)\,\sigma(b)",
        r"\gamma\,\tanh\left(\dfrac{a}{\gamma}\right)\,\sigma(b)\,\left(\operatorname{sech}^2\left(\dfrac{b}{\beta}"
        r"\right) + \beta\,\tanh\left(\dfrac{b}{\beta}\right)\,\sigma(-b)\right)",
    )
    reference = Reference(
        "SGLang",
        2026,
        "SGLang: SituAndMul",
        "https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/layers/activation.py",
    )
    models = (
        Model(
            "Kimi K3",
            "https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/layers/activation.py",
        ),
    )
    remarks = ("SGLang calls β and γ beta and linear_beta, and takes the first half of the last axis for b.",)
    reach = 12.0

    beta: float = parameter(
        default=4.0, domain="(0, inf)", typical=(0.5, 20), step=0.5, meaning="bound of the gate"
    )
    gamma: float = parameter(
        default=25.0, domain="(0, inf)", typical=(1, 50), step=1.0, meaning="bound of what goes through"
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return ScaledTanh(self.gamma, 1 / self.gamma), SiTU(self.beta)
