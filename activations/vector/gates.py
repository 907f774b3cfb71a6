"""Gated linear units: one number times an activation function of another."""

from __future__ import annotations

import math
import re
from abc import ABC
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from activations.core import Activation, Parametric, Reference
from activations.evaluation import Array, real_numbers, result_type
from activations.functions import GELU, SELU, GELUTanh, Identity, ReLU, Sigmoid, SiLU
from activations.special import erfcx

_SHAZEER = Reference("Shazeer", 2020, "GLU Variants Improve Transformer", "https://arxiv.org/abs/2002.05202")


class Gate(Parametric, ABC):
    """A gated linear unit f(a, b) = a·g(b), where a and b are two linear functions of a layer's input.

    Attributes
    ----------
    title : str
        The name people use in prose.
    gate : Activation
        g, an element of the catalogue.
    formula, partial_formulas : str and tuple of str
        f(a, b), and its derivatives by a and by b, in LaTeX.
    reference : Reference or None
        Where it comes from.
    remarks : tuple of str
        Facts about frameworks worth knowing, one sentence each.
    """

    title: ClassVar[str]
    gate: ClassVar[Activation]
    formula: ClassVar[str]
    partial_formulas: ClassVar[tuple[str, str]]
    reference: ClassVar[Reference | None] = _SHAZEER
    remarks: ClassVar[tuple[str, ...]] = ()
    # Below it g(b) is a factor times an exponential, see `_tail`, and on the way to being 0 in doubles.
    _tail_end: ClassVar[float] = -math.inf

    def __call__(self, a: ArrayLike, b: ArrayLike) -> Any:
        """a·g(b), element by element.

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
            return self._product(first, second, 0).astype(kind)[()]

    def partials(self, a: ArrayLike, b: ArrayLike) -> tuple[Any, Any]:
        """∂f/∂a = g(b) and ∂f/∂b = a·g′(b), each of the common shape; see `__call__`.

        Examples
        --------
        >>> from activations.vector import ReGLU
        >>> by_a, by_b = ReGLU().partials(2.0, 3.0)
        >>> float(by_a), float(by_b)
        (3.0, 2.0)
        """
        first, second, kind = self._pair(a, b)
        with np.errstate(all="ignore"):
            by_a = np.where(np.isnan(first), np.nan, self.gate(second))
            by_b = self._product(first, second, 1)
            return by_a.astype(kind)[()], by_b.astype(kind)[()]

    def spelled(self, framework: str) -> str:
        """The gate as a Python expression in ``a`` and ``b`` for ``"pytorch"``, ``"keras"`` or ``"jax"``.

        Examples
        --------
        >>> from activations.vector import ReGLU
        >>> ReGLU().spelled("pytorch")
        'a * torch.nn.functional.relu(b)'
        """
        # The identity needs no framework.
        call = "x" if self.gate.expression == "x" else self.gate.spellings[framework].call
        return "a * " + re.sub(r"\bx\b", "b", call)

    def _product(self, a: Array, b: Array, order: int) -> Array:
        """Compute a·g(b), or a·g′(b) for order 1, also where g(b) leaves the doubles but the product does not."""
        g = self.gate.derivative if order else self.gate
        result = np.asarray(a * g(b))
        far = (b < self._tail_end) & np.isfinite(a) & np.isfinite(b)
        if far.any():
            x = np.maximum(b[far], -1e4)
            exponent, *factors = self._tail(x)
            half = np.exp(exponent / 2)
            result[far] = a[far] * half * factors[order] * half
        large = np.isinf(result) & np.isfinite(a) & np.isfinite(b) & (order == 0)
        if large.any():
            # Only where g is a line: of SELU's slope b is the first to leave the doubles.
            result[large] = a[large] * g(b[large] / 2) * 2
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
    gate = Sigmoid()
    formula = r"a\,\sigma(b)"
    partial_formulas = r"\sigma(b)", r"a\,\sigma(b)\,\sigma(-b)"
    reference = Reference(
        "Dauphin, Fan, Auli, Grangier",
        2016,
        "Language Modeling with Gated Convolutional Networks",
        "https://arxiv.org/abs/1612.08083",
    )
    remarks = (
        "torch.nn.functional.glu(x), keras.activations.glu(x) and jax.nn.glu(x) halve the last axis of x: "
        "a first, b second.",
    )
    _tail_end = -600.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        one = np.ones_like(b)
        return b, one, one


class ReGLU(Gate):
    """Gated linear unit with ReLU."""

    title = "ReGLU"
    gate = ReLU()
    formula = r"a\,\max(b, 0)"
    partial_formulas = (
        r"\max(b, 0)",
        r"\begin{cases} a & b > 0 \\ 0 & b \le 0 \end{cases}",
    )


class GEGLU(Gate):
    """Gated linear unit with GELU."""

    title = "GEGLU"
    gate = GELU()
    formula = r"a\,b\,\Phi(b)"
    partial_formulas = r"b\,\Phi(b)", r"a\,\left(\Phi(b) + \dfrac{b\,e^{-b^2/2}}{\sqrt{2\pi}}\right)"
    _tail_end = -35.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        ratio = erfcx(-b / math.sqrt(2)) / 2
        return -b * b / 2, b * ratio, ratio + b / math.sqrt(2 * math.pi)


class GEGLUTanh(Gate):
    """Gated linear unit with GELU's approximation by tanh."""

    title = "GEGLU (tanh)"
    gate = GELUTanh()
    formula = (
        r"\begin{gathered} \dfrac{a\,b}{2}\,\bigl(1 + \tanh(u)\bigr), \\[4pt] "
        r"u = \sqrt{2/\pi}\,\bigl(b + 0.044715\,b^3\bigr) \end{gathered}"
    )
    partial_formulas = (
        r"\dfrac{b}{2}\,\bigl(1 + \tanh(u)\bigr)",
        r"a\,\sigma(2u)\,\bigl(1 + 2\,b\,u'\,\sigma(-2u)\bigr)",
    )
    _tail_end = -16.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        scale = math.sqrt(8 / math.pi)
        exponent = scale * b * (1 + 0.044715 * b * b)
        return exponent, b, 1 + b * scale * (1 + 0.134145 * b * b)


class SwiGLU(Gate):
    """Gated linear unit with SiLU, which is Swish with β = 1."""

    title = "SwiGLU"
    gate = SiLU()
    formula = r"a\,b\,\sigma(b)"
    partial_formulas = r"b\,\sigma(b)", r"a\,\sigma(b)\,\bigl(1 + b\,\sigma(-b)\bigr)"
    remarks = ("ONNX's SwiGLU applies the gate to its first input, the other way round.",)
    _tail_end = -600.0

    def _tail(self, b: Array) -> tuple[Array, Array, Array]:
        return b, b, 1 + b


class SeGLU(Gate):
    """Gated linear unit with SELU."""

    title = "SeGLU"
    gate = SELU()
    formula = r"a\,\lambda \begin{cases} b & b > 0 \\ \alpha\,(e^b - 1) & b \le 0 \end{cases}"
    partial_formulas = (
        r"\lambda \begin{cases} b & b > 0 \\ \alpha\,(e^b - 1) & b \le 0 \end{cases}",
        r"a\,\lambda \begin{cases} 1 & b > 0 \\ \alpha\,e^b & b \le 0 \end{cases}",
    )
    reference = None
    remarks = ("λ ≈ 1.0507 and α ≈ 1.6733 are those of SELU.", "No paper that proposes it could be found.")


class Bilinear(Gate):
    """Product of both numbers, without an activation function."""

    title = "Bilinear"
    gate = Identity()
    formula = r"a\,b"
    partial_formulas = "b", "a"
