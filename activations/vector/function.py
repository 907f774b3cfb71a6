"""Functions of a vector of logits: their declaration, and evaluation with batches, infinities and nan."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from activations.core import Model, Parametric, Reference, Spelling, parameter
from activations.evaluation import Array, real_numbers, result_type


class VectorFunction(Parametric, ABC):
    """A function of a vector of logits at one temperature, by which the logits are divided first.

    A subclass declares the facts below and its formulas, which receive the logits less the largest of them, over
    the temperature: one vector a row, each with a 0 as its largest entry, or all nan.

    Attributes
    ----------
    title : str
        The name people use in prose.
    formula, jacobian_formula : str
        f(x) and its Jacobian in LaTeX.
    code : str
        The function in plain NumPy, stable, for people to paste.
    reference : Reference
        Where it comes from.
    spellings : mapping
        `Spelling` by framework, as of an `Activation`; for vectors along the last axis.
    models : tuple of Model
        Published models that have it.
    remarks : tuple of str
        Facts about frameworks or accuracy worth knowing, one sentence each.
    ignores_constants : bool
        Whether it depends on the differences of the logits only, so that a constant added to all changes nothing.
    """

    title: ClassVar[str]
    formula: ClassVar[str]
    jacobian_formula: ClassVar[str]
    code: ClassVar[str]
    reference: ClassVar[Reference]
    spellings: ClassVar[Mapping[str, Spelling]] = {}
    models: ClassVar[tuple[Model, ...]] = ()
    remarks: ClassVar[tuple[str, ...]] = ()
    ignores_constants: ClassVar[bool] = True

    temperature: float = parameter(
        default=1.0,
        domain="(0, inf)",
        typical=(0.1, 5),
        step=0.05,
        meaning="temperature: low sharpens, high evens out",
    )

    def __call__(self, x: ArrayLike) -> Any:
        """f of each vector along the last axis.

        Parameters
        ----------
        x : array_like of real numbers
            Logits: one vector, or a batch of them in the leading axes. A vector with nan gives nan. One that has
            infinities gives the limit; nan where there is none, as with +inf twice or −inf only.

        Returns
        -------
        ndarray
            Of the shape of `x`; float32 if `x` is float32, float64 otherwise.

        Raises
        ------
        TypeError
            If `x` does not hold real numbers.
        ValueError
            If `x` is a single number, or its vectors are empty.

        Examples
        --------
        >>> from activations.vector import Softmax
        >>> Softmax()([0.0, 0.0]).tolist()
        [0.5, 0.5]
        """
        return self._evaluate(self._value, x, ())

    def jacobian(self, x: ArrayLike) -> Any:
        """∂fᵢ/∂xⱼ of each vector in two last axes, i before j; see `__call__`.

        Examples
        --------
        >>> from activations.vector import Softmax
        >>> Softmax().jacobian([0.0, 0.0]).tolist()
        [[0.25, -0.25], [-0.25, 0.25]]
        """
        given = self._to_array(x)

        def formula(z: Array) -> Array:
            return self._jacobian(z) / self.temperature

        return self._evaluate(formula, given, given.shape[-1:])

    def _evaluate(self, formula: Callable[[Array], Array], x: ArrayLike, more: tuple[int, ...]) -> Any:
        given = self._to_array(x)
        if given.ndim == 0 or given.shape[-1] == 0:
            raise ValueError(
                f"{type(self).__name__}: x must be a vector of at least one logit, or a batch of such vectors "
                f"along its last axis, got the shape {given.shape}"
            )
        rows = given.reshape(-1, given.shape[-1]).astype(np.float64)
        # Underflow to 0 and overflow to −inf are the correctly rounded answers.
        with np.errstate(all="ignore"):
            result = formula(self._differences(rows))
            result = result.astype(result_type((given,)), copy=False)
        return result.reshape(given.shape + more)

    def _to_array(self, x: ArrayLike) -> NDArray[Any]:
        return real_numbers(x, f"{type(self).__name__}: x")

    def _differences(self, rows: Array) -> Array:
        x = rows
        peak = x.max(axis=-1, keepdims=True)
        # A single logit that is infinitely far above all others leaves nothing to them; of several there is no limit.
        infinite = np.isinf(peak)
        alone = np.sum(x == peak, axis=-1, keepdims=True) == 1
        x = np.where(infinite, np.where(alone, np.where(x == peak, 0.0, -np.inf), np.nan), x)
        peak = np.where(infinite, 0.0, peak)
        # Halves, since the difference of two finite numbers may overflow where its ratio to the temperature does not.
        result: Array = (x / 2.0 - peak / 2.0) / self.temperature * 2.0
        return result

    @abstractmethod
    def _value(self, z: Array) -> Array: ...

    @abstractmethod
    def _jacobian(self, z: Array) -> Array: ...
