"""Probabilities from logits: softmax, its logarithm, softmax with a sink, sparsemax and 1.5-entmax."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activations.core import Model, Reference, Spelling, parameter
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
    remarks = (
        "The softmax of two logits is the sigmoid of their difference.",
        "Softmin, torch.nn.functional.softmin, is the softmax of −x.",
    )

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


class SinkSoftmax(VectorFunction):
    """Softmax with one more logit, the sink, whose share is thrown away: the others need not add up to 1."""

    title = "Softmax with a sink"
    formula = r"p_i = \dfrac{e^{x_i/T}}{e^s + \sum_k e^{x_k/T}}"
    jacobian_formula = r"\dfrac{\partial p_i}{\partial x_j} = \dfrac{p_i\,(\delta_{ij} - p_j)}{T}"
    code = """\
def sink_softmax(x, temperature=1.0, sink=0.0):
    z = np.asarray(x) / temperature
    peak = np.maximum(np.max(z, axis=-1, keepdims=True), sink)
    powers = np.exp(z - peak)
    return powers / (np.exp(sink - peak) + np.sum(powers, axis=-1, keepdims=True))"""
    reference = Reference(
        "OpenAI", 2025, "gpt-oss", "https://github.com/openai/gpt-oss/blob/main/gpt_oss/torch/model.py"
    )
    models = (Model("gpt-oss", "https://github.com/openai/gpt-oss/blob/main/gpt_oss/torch/model.py"),)
    spellings = {
        "pytorch": Spelling(
            "torch.nn.functional.softmax("
            "torch.nn.functional.pad(x / {temperature}, (0, 1), value={sink}), dim=-1)[..., :-1]"
        ),
        "jax": Spelling(
            "jax.nn.softmax(jnp.pad(x / {temperature}, [(0, 0)] * (x.ndim - 1) + [(0, 1)], "
            "constant_values={sink}))[..., :-1]"
        ),
    }
    remarks = (
        "s = −∞ gives softmax; s = 0 gives the softmax with 1 more in its denominator.",
        "In the attention of gpt-oss each head learns its own s.",
        "A constant added to all logits changes it, as it leaves s where it is.",
    )
    ignores_constants = False

    sink: float = parameter(
        default=0.0,
        domain="(-inf, inf)",
        typical=(-10, 10),
        step=0.1,
        meaning="logit of the sink: the larger, the less is left for the others",
        symbol="s",
    )

    def _differences(self, rows: Array) -> Array:
        """The differences of the logits, then those of the sink from the largest, in two parts."""
        z = super()._differences(rows)
        peak = rows.max(axis=-1, keepdims=True) / self.temperature
        # Masked altogether, all goes to the sink.
        z = np.where(peak == -np.inf, 0.0, z)
        ahead = self.sink - peak
        # What rounding took from the difference: of a sink far from 0 the share is an exponential.
        virtual = ahead - self.sink
        lost = (self.sink - (ahead - virtual)) - (peak + virtual)
        return np.concatenate([z, ahead, np.where(np.isfinite(ahead), lost, 0.0)], axis=-1)

    def _shares(self, z: Array) -> tuple[Array, Array]:
        """The probabilities and their complements."""
        z, ahead, lost = z[:, :-2], z[:, -2:-1], z[:, -1:]
        powers = np.exp(z)
        top = np.arange(z.shape[-1]) == np.argmax(z, axis=-1)[:, None]
        # Over the larger of the largest logit's power and the sink's.
        scale = np.exp(-np.maximum(ahead, 0.0)) * np.where(ahead > 0, 1.0 - lost, 1.0)
        sink = np.exp(np.minimum(ahead, 0.0)) * np.where(ahead > 0, 1.0, 1.0 + lost)
        powers = powers * scale
        rest = np.sum(np.where(top, 0.0, powers), axis=-1, keepdims=True) + sink
        total = scale + rest
        shares: Array = powers / total
        return shares, np.where(top, rest / total, 1.0 - shares)

    def _value(self, z: Array) -> Array:
        return self._shares(z)[0]

    def _jacobian(self, z: Array) -> Array:
        shares, others = self._shares(z)
        return _set_diagonal(-shares[:, :, None] * shares[:, None, :], shares * others)


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


class Entmax(VectorFunction):
    """Half-way from softmax to sparsemax: logits far below the largest get exactly 0, and no kink where they do."""

    title = "1.5-entmax"
    formula = (
        r"p_i = \max\left(\dfrac{x_i}{2T} - \tau,\, 0\right)^2"
        r"\quad\text{with } \tau \text{ such that } \sum_i p_i = 1"
    )
    jacobian_formula = (
        r"\dfrac{\partial p_i}{\partial x_j} = \dfrac{\sqrt{p_i}}{T}\left(\delta_{ij} - "
        r"\dfrac{\sqrt{p_j}}{\sum_k \sqrt{p_k}}\right)"
    )
    code = """\
def entmax(x, temperature=1.0):
    z = np.asarray(x) / temperature
    z = (z - np.max(z, axis=-1, keepdims=True)) / 2
    ordered = -np.sort(-z, axis=-1)
    counts = np.arange(1, z.shape[-1] + 1)
    means = np.cumsum(ordered, axis=-1) / counts
    spread = np.cumsum(ordered**2, axis=-1) - counts * means**2
    taus = means - np.sqrt(np.maximum((1 - spread) / counts, 0))
    n = np.sum(taus <= ordered, axis=-1, keepdims=True)
    return np.maximum(z - np.take_along_axis(taus, n - 1, axis=-1), 0) ** 2"""
    reference = Reference(
        "Peters, Niculae, Martins",
        2019,
        "Sparse Sequence-to-Sequence Models",
        "https://arxiv.org/abs/1905.05702",
    )
    remarks = (
        "Softmax is the entmax of 1 and sparsemax that of 2.",
        "Of two logits 2T or more apart, the larger gets everything.",
    )

    def _value(self, z: Array) -> Array:
        root = self._root(z)
        return root * root

    def _jacobian(self, z: Array) -> Array:
        root = self._root(z)
        total = np.sum(root, axis=-1, keepdims=True)
        # 1 − r/Σr, of which a root close to the sum would leave no digits.
        others = np.sum(np.where(np.eye(z.shape[-1], dtype=bool), 0.0, root[:, None, :]), axis=-1) / total
        return _set_diagonal(-root[:, :, None] * root[:, None, :] / total[:, :, None], root * others)

    def _root(self, z: Array) -> Array:
        """√p: the halves of the logits above the threshold, which lies at most 1 below the largest."""
        u = np.maximum(z / 2.0, -2.0)
        descending = -np.sort(-u, axis=-1)
        counts = np.arange(1, z.shape[-1] + 1)
        # From the first k, the larger of two solutions of Σ(u − τ)² = 1; −1 + … since the largest is 0.
        sums, squares = np.cumsum(descending, axis=-1), np.cumsum(descending * descending, axis=-1)
        apart = sums * sums - counts * (squares - 1.0)
        taus = (sums - np.sqrt(np.maximum(apart, 0.0))) / counts
        count = np.maximum(np.sum((taus <= descending) & (apart >= 0), axis=-1, keepdims=True), 1)
        tau = np.take_along_axis(taus, count - 1, axis=-1)
        return np.where(np.isnan(z), np.nan, np.maximum(u - tau, 0.0))
