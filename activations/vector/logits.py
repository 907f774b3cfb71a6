"""Probabilities from logits: softmax, its logarithm, softmin and sparsemax."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activations.core import Reference, Spelling
from activations.evaluation import Array
from activations.vector.function import VectorFunction

_BRIDLE = Reference(
    "Bridle",
    1990,
    "Training Stochastic Model Recognition Algorithms as Networks can Lead to Maximum Mutual Information "
    "Estimation of Parameters",
    "https://proceedings.neurips.cc/paper/1989/hash/0336dcbab05b9d5ad24f4333c7658a0e-Abstract.html",
)
_ONE = {"temperature": 1.0}


def _shares(z: Array) -> tuple[Array, Array, Array]:
    """The probabilities p, their complements 1 − p, and the sum of exp(z) besides the largest.

    1 − p would lose all digits beside a probability close to 1: it is summed up instead.
    """
    powers = np.exp(z)
    top = np.arange(z.shape[-1]) == np.argmax(z, axis=-1)[:, None]
    rest = np.sum(np.where(top, 0.0, powers), axis=-1, keepdims=True)
    total = powers.max(axis=-1, keepdims=True) + rest
    shares: Array = powers / total
    return shares, np.where(top, rest / total, 1.0 - shares), rest


def _set_diagonal(matrices: Array, diagonal: Array) -> Array:
    index = np.arange(diagonal.shape[-1])
    matrices[:, index, index] = diagonal
    return matrices


class Softmax(VectorFunction):
    """Exponentials of the logits, as shares of their sum."""

    title = "Softmax"
    formula = r"p_i = \dfrac{e^{x_i/T}}{\sum_k e^{x_k/T}}"
    jacobian_formula = r"\dfrac{\partial p_i}{\partial x_j} = \dfrac{p_i\,(\delta_{ij} - p_j)}{T}"
    code = """\
def softmax(x, temperature=1.0):
    z = np.asarray(x) / temperature
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)"""
    reference = _BRIDLE
    spellings = {
        "pytorch": Spelling("torch.nn.functional.softmax(x / {temperature}, dim=-1)"),
        "keras": Spelling("keras.activations.softmax(x / {temperature})"),
        "jax": Spelling("jax.nn.softmax(x / {temperature})"),
        "onnx": Spelling("y = Softmax<axis = -1>(x)", fixed=_ONE),
    }
    remarks = ("The softmax of two logits is the sigmoid of their difference.",)

    def _value(self, z: Array) -> Array:
        return _shares(z)[0]

    def _jacobian(self, z: Array) -> Array:
        shares, others, _ = _shares(z)
        return _set_diagonal(-shares[:, :, None] * shares[:, None, :], shares * others)


class LogSoftmax(VectorFunction):
    """Logarithms of the softmax."""

    title = "Log-softmax"
    formula = r"\ln p_i = \dfrac{x_i}{T} - \ln \sum_k e^{x_k/T}"
    jacobian_formula = r"\dfrac{\partial \ln p_i}{\partial x_j} = \dfrac{\delta_{ij} - p_j}{T}"
    code = """\
def log_softmax(x, temperature=1.0):
    z = np.asarray(x) / temperature
    z = z - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))"""
    reference = _BRIDLE
    spellings = {
        "pytorch": Spelling("torch.nn.functional.log_softmax(x / {temperature}, dim=-1)"),
        "keras": Spelling("keras.activations.log_softmax(x / {temperature})"),
        "jax": Spelling("jax.nn.log_softmax(x / {temperature})"),
        "onnx": Spelling("y = LogSoftmax<axis = -1>(x)", fixed=_ONE),
    }
    remarks = (
        "Of the logits 50, 13 and −1 the first has the log-probability −8.53·10⁻¹⁷; PyTorch and JAX return 0.",
    )

    def _value(self, z: Array) -> Array:
        return z - np.log1p(_shares(z)[2])

    def _jacobian(self, z: Array) -> Array:
        shares, others, _ = _shares(z)
        return _set_diagonal(np.repeat(-shares[:, None, :], z.shape[-1], axis=1), others)


class Softmin(Softmax):
    """Softmax of the negative logits: the smallest has the largest share."""

    title = "Softmin"
    formula = r"p_i = \dfrac{e^{-x_i/T}}{\sum_k e^{-x_k/T}}"
    jacobian_formula = r"\dfrac{\partial p_i}{\partial x_j} = \dfrac{p_i\,(p_j - \delta_{ij})}{T}"
    code = """\
def softmin(x, temperature=1.0):
    z = -np.asarray(x) / temperature
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)"""
    reference = _BRIDLE
    spellings = {"pytorch": Spelling("torch.nn.functional.softmin(x / {temperature}, dim=-1)")}
    remarks = (
        "It is softmax with the signs of the logits turned; of the frameworks PyTorch alone names it.",
    )
    sign = -1.0


class Sparsemax(VectorFunction):
    """The probabilities nearest to the logits: a logit far below the largest gets exactly 0."""

    title = "Sparsemax"
    formula = (
        r"p_i = \max\left(\dfrac{x_i}{T} - \tau,\, 0\right)"
        r"\quad\text{with } \tau \text{ such that } \sum_i p_i = 1"
    )
    jacobian_formula = (
        r"\dfrac{\partial p_i}{\partial x_j} = \dfrac{1}{T}\begin{cases} \delta_{ij} - 1/n & p_i, p_j > 0 \\ "
        r"0 & \text{otherwise} \end{cases} \quad n = |\{k : p_k > 0\}|"
    )
    code = """\
def sparsemax(x, temperature=1.0):
    z = np.asarray(x) / temperature
    z = z - np.max(z, axis=-1, keepdims=True)
    ordered = -np.sort(-z, axis=-1)
    sums = np.cumsum(ordered, axis=-1)
    counts = np.arange(1, z.shape[-1] + 1)
    n = np.sum(1 + counts * ordered > sums, axis=-1, keepdims=True)
    tau = (np.take_along_axis(sums, n - 1, axis=-1) - 1) / n
    return np.maximum(z - tau, 0)"""
    reference = Reference(
        "Martins, Astudillo",
        2016,
        "From Softmax to Sparsemax: A Sparse Model of Attention and Multi-Label Classification",
        "https://arxiv.org/abs/1602.02068",
    )
    remarks = (
        "The sparsemax of two logits is a hard sigmoid of their difference: 0 below −1, 1 above 1.",
        "Where a probability just reaches 0, the Jacobian is that of the zero.",
        "keras.activations.sparsemax of Keras 3.15.1 is wrong wherever more than one probability is not 0.",
    )

    def _value(self, z: Array) -> Array:
        chosen, count = self._support(z)
        threshold = (np.sum(np.where(chosen, z, 0.0), axis=-1, keepdims=True) - 1.0) / count
        return np.where(chosen, np.maximum(z - threshold, 0.0), np.where(np.isnan(z), np.nan, 0.0))

    def _jacobian(self, z: Array) -> Array:
        chosen, count = self._support(z)
        inside = np.where(np.isnan(z), np.nan, chosen)
        pairs = inside[:, :, None] * inside[:, None, :]
        return pairs * (np.eye(z.shape[-1]) - 1.0 / count[:, :, None])

    def _support(self, z: Array) -> tuple[NDArray[np.bool_], NDArray[np.int_]]:
        # The k largest logits share 1 with none below 0: true from the first k up to the support, then no more.
        # No logit that is 1 or more below the largest has a share, and −inf would make the sums nan.
        descending = np.maximum(-np.sort(-z, axis=-1), -2.0)
        positive = 1.0 + np.arange(1, z.shape[-1] + 1) * descending > np.cumsum(descending, axis=-1)
        last = np.maximum(np.sum(positive, axis=-1, keepdims=True), 1) - 1
        chosen = z >= np.take_along_axis(descending, last, axis=-1)
        return chosen, np.maximum(np.sum(chosen, axis=-1, keepdims=True), 1)
