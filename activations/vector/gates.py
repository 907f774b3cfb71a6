"""Gated linear units: a function of one number times a function of another."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from activations.core import TRANSFORMERS, Activation, Model, Parametric, Reference, parameter
from activations.evaluation import Array, real_numbers, result_type
from activations.expression import Call, Constant, Node, inline, substitute
from activations.functions import (
    GELU,
    GELUTanh,
    Identity,
    QuickGELU,
    ReLU,
    Sigmoid,
    SiLU,
    SquaredReLU,
    Swish,
    ThresholdedReLU,
)
from activations.special import erfcx
from activations.writing import LANGUAGES, needed_imports, write_code

_SHAZEER = Reference("Shazeer", 2020, "GLU Variants Improve Transformer", "https://arxiv.org/abs/2002.05202")


class Gate(Parametric, ABC):
    """A gated linear unit f(a, b) = h(a)·g(b), where a and b are two linear functions of a layer's input.

    A subclass declares the facts below, its parameters and, in `_factors`, both functions.

    Attributes
    ----------
    title : str
        The name people use in prose.
    formula, partial_formulas : str and tuple of str
        f(a, b), and its derivatives by a and by b, in LaTeX.
    reference : Reference
        Where it comes from.
    models : tuple of Model
        Published models that have it.
    remarks : tuple of str
        Facts about frameworks worth knowing, one sentence each.
    reach : float
        How far from 0 a and b are worth a look.
    """

    title: ClassVar[str]
    formula: ClassVar[str]
    partial_formulas: ClassVar[tuple[str, str]]
    reference: ClassVar[Reference] = _SHAZEER
    models: ClassVar[tuple[Model, ...]] = ()
    remarks: ClassVar[tuple[str, ...]] = ()
    reach: ClassVar[float] = 5.0

    @abstractmethod
    def _factors(self) -> tuple[Activation, Activation]:
        """h and g at the present parameters."""

    @property
    def passage(self) -> Activation:
        """h, through which a goes.

        Examples
        --------
        >>> from activations.vector import DeepSeekGLU
        >>> DeepSeekGLU(lambda_=7).passage
        HardTanh(alpha=-7.0, beta=7.0)
        """
        return self._factors()[0]

    @property
    def gate(self) -> Activation:
        """g, which b opens.

        Examples
        --------
        >>> from activations.vector import SwiGLU
        >>> SwiGLU().gate, SwiGLU(beta=2).gate
        (SiLU(), Swish(beta=2.0))
        """
        return self._factors()[1]

    # Below it g(b) is a factor times an exponential, see `_tail`, and on the way to being 0 in doubles.
    @property
    def _tail_end(self) -> float:
        return -math.inf

    def __call__(self, a: ArrayLike, b: ArrayLike) -> Any:
        """h(a)·g(b), element by element.

        Parameters
        ----------
        a, b : array_like of real numbers
            Of shapes that broadcast. nan gives nan, as does 0 times infinity: there the limit depends on the way.

        Returns
        -------
        ndarray or NumPy scalar
            Of the common shape; float32 if both are float32, float64 otherwise.

        Raises
        ------
        TypeError
            If `a` or `b` does not hold real numbers.
        ValueError
            If their shapes do not broadcast.

        Examples
        --------
        >>> from activations.vector import ReGLU
        >>> ReGLU()(2.0, [-1.0, 3.0]).tolist()
        [0.0, 6.0]
        """
        first, second, kind = self._pair(a, b)
        with np.errstate(all="ignore"):
            return self._product(self.passage(first), second, 0).astype(kind)[()]

    def partials(self, a: ArrayLike, b: ArrayLike) -> tuple[Any, Any]:
        """∂f/∂a = h′(a)·g(b) and ∂f/∂b = h(a)·g′(b), each of the common shape; see `__call__`.

        Examples
        --------
        >>> from activations.vector import ReGLU
        >>> by_a, by_b = ReGLU().partials(2.0, 3.0)
        >>> float(by_a), float(by_b)
        (3.0, 2.0)
        """
        first, second, kind = self._pair(a, b)
        passed, slope = self.passage.value_and_derivative(first)
        with np.errstate(all="ignore"):
            by_a = np.where(np.isnan(first), np.nan, slope * self.gate(second))
            by_b = self._product(passed, second, 1)
            return by_a.astype(kind)[()], by_b.astype(kind)[()]

    def spelled(self, language: str) -> str:
        """The gate as a Python expression in ``a`` and ``b`` for one of the `LANGUAGES` of `activations.writing`.

        Examples
        --------
        >>> from activations.vector import ReGLU
        >>> ReGLU().spelled("pytorch")
        'a * torch.nn.functional.relu(b)'
        """
        first, second = (
            re.sub(r"\bx\b", name, _spelled(f, language))
            for name, f in (("a", self.passage), ("b", self.gate))
        )
        return f"{_as_factor(first)} * {_as_factor(second)}"

    def code(self, language: str) -> str:
        """A function of ``a`` and ``b`` to paste, with its imports.

        Examples
        --------
        >>> from activations.vector import ReGLU
        >>> print(ReGLU().code("jax"))
        import jax
        <BLANKLINE>
        <BLANKLINE>
        def reglu(a, b):
            return a * jax.nn.relu(b)
        """
        body = f"def {type(self).__name__.lower()}(a, b):\n    return {self.spelled(language)}"
        return f"{needed_imports(body, LANGUAGES[language])}\n\n\n{body}".lstrip()

    def _product(self, passed: Array, b: Array, order: int) -> Array:
        """Multiply by g(b), or by g′(b) for order 1, also where that leaves the doubles but the product does not."""
        g = self.gate.derivative if order else self.gate
        result = np.asarray(passed * g(b))
        far = (b < self._tail_end) & np.isfinite(passed) & np.isfinite(b)
        if far.any():
            x = np.maximum(b[far], -1e4)
            exponent, *factors = self._tail(x)
            half = np.exp(exponent / 2)
            result[far] = passed[far] * half * factors[order] * half
        return result

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        """e, p and q such that g(b) = p·exp(e) and g′(b) = q·exp(e), to the last digit below `_tail_end`."""
        return np.zeros_like(b), self.gate(b), self.gate.derivative(b)

    def _pair(self, a: ArrayLike, b: ArrayLike) -> tuple[Any, Any, type[np.floating[Any]]]:
        title = type(self).__name__
        given = [real_numbers(array, f"{title}: {name}") for name, array in zip("ab", (a, b), strict=True)]
        try:
            first, second = np.broadcast_arrays(*(array.astype(np.float64) for array in given))
        except ValueError:
            shapes = " and ".join(str(array.shape) for array in given)
            raise ValueError(f"{title}: a and b must have shapes that fit, got {shapes}") from None
        return first, second, result_type(given)


def _spelled(f: Activation, language: str) -> str:
    """An element-wise function in a language: by its own name there, or written out."""
    if f.expression == "x":
        return "x"
    spelling = f.spellings.get(language)
    if spelling and all(f.settings()[name] == value for name, value in spelling.fixed.items()):
        return spelling.call.format(**f.settings())
    numbers: Mapping[str, Node] = {name: Constant(value) for name, value in f.settings().items()}
    return write_code(_without_ones(substitute(inline(f.tree()), numbers)), LANGUAGES[language])


def _without_ones(node: Node) -> Node:
    """A tree without factors of 1, which a parameter may be."""
    if not isinstance(node, Call):
        return node
    arguments = tuple(map(_without_ones, node.arguments))
    if node.function == "*" and Constant(1.0) in arguments:
        return arguments[1] if arguments[0] == Constant(1.0) else arguments[0]
    return Call(node.function, arguments)


def _as_factor(text: str) -> str:
    """A part of a product, in brackets if it is more than a name or a call."""
    return text if re.fullmatch(r"[\w.]+(\([^()]*\))?", text) else f"({text})"


def halves(x: ArrayLike) -> tuple[Any, Any]:
    """Halve the last axis into a and b, as the frameworks' ``glu`` does.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If the last axis has no even length.

    Examples
    --------
    >>> a, b = halves([1.0, 2.0, 3.0, 4.0])
    >>> a.tolist(), b.tolist()
    ([1.0, 2.0], [3.0, 4.0])
    """
    given = real_numbers(x)
    if given.ndim == 0 or given.shape[-1] % 2:
        raise ValueError(f"The last axis must have an even length to be halved, got the shape {given.shape}")
    middle = given.shape[-1] // 2
    return given[..., :middle], given[..., middle:]


class GLU(Gate):
    """Gated linear unit: the gate is a sigmoid."""

    title = "GLU"
    formula = r"a\,\sigma(b)"
    partial_formulas = r"\sigma(b)", r"a\,\sigma(b)\,\sigma(-b)"
    reference = Reference(
        "Dauphin, Fan, Auli, Grangier",
        2016,
        "Language Modeling with Gated Convolutional Networks",
        "https://arxiv.org/abs/1612.08083",
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), Sigmoid()

    @property
    def _tail_end(self) -> float:
        return -600.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        one = np.ones_like(b)
        return b, one, one


class ReGLU(Gate):
    """Gated linear unit with ReLU."""

    title = "ReGLU"
    formula = r"a\,\max(b, 0)"
    partial_formulas = (
        r"\max(b, 0)",
        r"\begin{cases} a & b > 0 \\ 0 & b \le 0 \end{cases}",
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), ReLU()


class SquaredReGLU(Gate):
    """Gated linear unit with squared ReLU."""

    title = "ReLU²-GLU"
    formula = r"a\,\max(b, 0)^2"
    partial_formulas = r"\max(b, 0)^2", r"2\,a\,\max(b, 0)"
    reference = Reference(
        "Ma, Wang, Huang, Zhang, Hu, Song, Xia, Wei",
        2025,
        "BitNet b1.58 2B4T Technical Report",
        "https://arxiv.org/abs/2504.12285",
    )
    models = (Model("BitNet b1.58", f"{TRANSFORMERS}/bitnet/modeling_bitnet.py"),)

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), SquaredReLU()


class FATReGLU(Gate):
    """Gated linear unit with a ReLU that opens at a threshold."""

    title = "FATReLU-GLU"
    formula = r"\begin{cases} a\,b & b > \lambda \\ 0 & b \le \lambda \end{cases}"
    partial_formulas = (
        r"\begin{cases} b & b > \lambda \\ 0 & b \le \lambda \end{cases}",
        r"\begin{cases} a & b > \lambda \\ 0 & b \le \lambda \end{cases}",
    )
    reference = Reference(
        "Song, Han, Zhang et al.",
        2024,
        "ProSparse: Introducing and Enhancing Intrinsic Activation Sparsity within Large Language Models",
        "https://arxiv.org/abs/2402.13516",
    )
    models = (Model("MiniCPM-S-1B", "https://huggingface.co/openbmb/MiniCPM-S-1B-sft/blob/main/config.json"),)
    remarks = ("At a threshold above 0 it jumps: from 0 to aλ.",)

    lambda_: float = parameter(
        default=0.03,
        domain="[0, inf)",
        typical=(0, 3),
        step=0.01,
        meaning="threshold at which the gate opens",
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), ThresholdedReLU(self.lambda_)


class GEGLU(Gate):
    """Gated linear unit with GELU."""

    title = "GEGLU"
    formula = r"a\,b\,\Phi(b)"
    partial_formulas = r"b\,\Phi(b)", r"a\,\left(\Phi(b) + \dfrac{b\,e^{-b^2/2}}{\sqrt{2\pi}}\right)"
    models = (Model("ModernBERT", f"{TRANSFORMERS}/modernbert/modeling_modernbert.py"),)

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), GELU()

    @property
    def _tail_end(self) -> float:
        return -35.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        ratio = erfcx(-b / math.sqrt(2)) / 2
        return -b * b / 2, b * ratio, ratio + b / math.sqrt(2 * math.pi)


class GEGLUTanh(Gate):
    """Gated linear unit with GELU's approximation by tanh."""

    title = "GEGLU (tanh)"
    formula = (
        r"\begin{gathered} \dfrac{a\,b}{2}\,\bigl(1 + \tanh(u)\bigr), \\[4pt] "
        r"u = \sqrt{2/\pi}\,\bigl(b + 0.044715\,b^3\bigr) \end{gathered}"
    )
    partial_formulas = (
        r"\dfrac{b}{2}\,\bigl(1 + \tanh(u)\bigr)",
        r"a\,\sigma(2u)\,\bigl(1 + 2\,b\,u'\,\sigma(-2u)\bigr)",
    )
    models = (
        Model("Gemma 3", f"{TRANSFORMERS}/gemma3/modeling_gemma3.py"),
        Model("T5 v1.1", f"{TRANSFORMERS}/t5/configuration_t5.py"),
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), GELUTanh()

    @property
    def _tail_end(self) -> float:
        return -16.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        scale = math.sqrt(8 / math.pi)
        exponent = scale * b * (1 + 0.044715 * b * b)
        return exponent, b, 1 + b * scale * (1 + 0.134145 * b * b)


class _SwishGate(Gate):
    """Gated linear unit with Swish, of a sharpness that a subclass declares."""

    @property
    @abstractmethod
    def _sharpness(self) -> float: ...

    @property
    def _tail_end(self) -> float:
        return -600.0 / self._sharpness

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        z = self._sharpness * b
        return z, b, 1 + z


class GEGLUQuick(_SwishGate):
    """Gated linear unit with GELU's approximation by a sigmoid."""

    title = "GEGLU (quick)"
    formula = r"a\,b\,\sigma(\alpha b)"
    partial_formulas = (
        r"b\,\sigma(\alpha b)",
        r"a\,\sigma(\alpha b)\,\bigl(1 + \alpha b\,\sigma(-\alpha b)\bigr)",
    )
    remarks = ("ggml calls it GEGLU_QUICK; no model that has it could be confirmed.",)

    alpha: float = parameter(
        default=1.702, domain="(0, inf)", typical=(0.5, 2.5), step=0.001, meaning="sharpness of the gate"
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), QuickGELU(self.alpha)

    @property
    def _sharpness(self) -> float:
        return self.alpha


class SwiGLU(_SwishGate):
    """Gated linear unit with Swish, which is SiLU at β = 1."""

    title = "SwiGLU"
    formula = r"a\,b\,\sigma(\beta b)"
    partial_formulas = (
        r"b\,\sigma(\beta b)",
        r"a\,\sigma(\beta b)\,\bigl(1 + \beta b\,\sigma(-\beta b)\bigr)",
    )
    models = tuple(
        Model(name, f"{TRANSFORMERS}/{folder}/modeling_{folder}.py")
        for name, folder in (
            ("Llama", "llama"),
            ("Qwen3", "qwen3"),
            ("Phi-3", "phi3"),
            ("DeepSeek-V3", "deepseek_v3"),
        )
    )
    remarks = ("ONNX's SwiGLU applies the gate to its first input, the other way round.",)

    beta: float = parameter(
        default=1.0, domain="(0, inf)", typical=(0.1, 5), step=0.1, meaning="sharpness of the gate"
    )

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), SiLU() if self.beta == 1 else Swish(self.beta)

    @property
    def _sharpness(self) -> float:
        return self.beta


class Bilinear(Gate):
    """Product of both numbers, without an activation function."""

    title = "Bilinear"
    formula = r"a\,b"
    partial_formulas = "b", "a"

    def _factors(self) -> tuple[Activation, Activation]:
        return Identity(), Identity()
