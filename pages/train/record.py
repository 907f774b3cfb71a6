"""A training run in numbers and pictures: losses, gradients, dead units and decisions at each snapshot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.core import Activation
from activations.evaluation import Array
from activations.networks.datasets import DATASETS, window
from activations.networks.network import Layer, dead_units, gradient_norms, outputs
from activations.networks.training import LOSSES, Task, has_exploded, step_gradients
from pages.train.snapshots import stride_of


class Assessment(NamedTuple):
    """One network's losses, gradients, dead units, parameters and outputs.

    Attributes
    ----------
    losses, accuracies : tuple of float
        On the examples that are trained on, and on the held-out ones; accuracies are nan in a regression.
    gradients : ndarray
        For each layer the norm of the gradient of the training loss with respect to its weights.
    dead : ndarray
        For each hidden layer and unit whether it is exactly 0 at every example that is trained on.
    settings : mapping
        The parameters of the function, for each hidden layer.
    outputs : ndarray
        The share of class 1 in 255ths on a grid from the bottom left, row by row; or the fitted curve.
    partial : bool
        Whether the function of a hidden layer is not defined at every pre-activation.
    """

    losses: tuple[float, float]
    accuracies: tuple[float, float]
    gradients: Array
    dead: NDArray[np.bool_]
    settings: Mapping[str, Array]
    outputs: NDArray[Any]
    partial: bool


def assess(layers: Sequence[Layer], task: Task, pictured: bool = True) -> Assessment:
    """Run a network on the data of the task and, if it is to be pictured, on the window around them."""
    loss, data = LOSSES[task.loss], DATASETS[task.data]
    trained, held_out = task.examples(), task.examples(held_out=True)
    signals, gradients = step_gradients(layers, trained, loss, learned=False)
    around = window(data.dimensions) if pictured else np.empty((0, data.dimensions))
    others = np.concatenate([held_out.inputs, around])
    computed = outputs(layers, others)[:, 0]
    results = (signals[-1].after[:, 0], computed[: len(held_out.inputs)])
    targets = (trained.targets, held_out.targets)
    hidden = layers[:-1]
    with np.errstate(all="ignore"):
        values = [float(np.mean(loss.value(*pair))) for pair in zip(results, targets, strict=True)]
        shares = [
            float(np.mean((result > 0) == (target > 0))) if data.classes else np.nan
            for result, target in zip(results, targets, strict=True)
        ]
        shown = computed[len(held_out.inputs) :]
        if data.classes:
            shown = np.rint(255 * np.nan_to_num(loss.share(shown))).astype(np.uint8)
        return Assessment(
            (values[0], values[1]),
            (shares[0], shares[1]),
            gradient_norms(gradients),
            dead_units(signals[:-1]),
            {name: np.array([getattr(layer.f, name) for layer in hidden]) for name in _names(hidden[0].f)},
            shown,
            any(math.isfinite(end) for layer in hidden for end in _ends(layer.f)),
        )


def _ends(f: Activation | None) -> Iterable[float]:
    return () if f is None else f.domain()


def _names(f: Activation | None) -> list[str]:
    return [] if f is None else list(f.settings())


def replace_function(layers: Sequence[Layer], f: Activation) -> list[Layer]:
    """Put another function into all hidden layers, and keep the weights."""
    return [*(layer._replace(f=f) for layer in layers[:-1]), layers[-1]]


@dataclass(frozen=True)
class Record:
    """A run in pictures: arrays as those of `Assessment`, with one row more for each snapshot.

    Attributes
    ----------
    epochs : ndarray
        When.
    diverged : bool
        Whether there is nothing more to be seen, since numbers were no longer finite or the loss had exploded; the
        last row is the last good one.
    partial : bool
        Whether the function was then not defined at every pre-activation.
    """

    epochs: NDArray[np.int_]
    losses: Array
    accuracies: Array
    gradients: Array
    dead: NDArray[np.bool_]
    settings: Mapping[str, Array]
    outputs: NDArray[Any]
    diverged: bool
    partial: bool

    def row(self, epoch: float) -> int:
        """The row of the last snapshot up to an epoch."""
        return int(np.searchsorted(self.epochs, epoch + 1e-6)) - 1

    def rows(self, epochs: Array) -> NDArray[np.int_]:
        """The rows of the last snapshots up to some epochs."""
        return np.searchsorted(self.epochs, epochs + 1e-6) - 1


def has_diverged(now: Assessment, first: Assessment) -> bool:
    """Tell whether numbers are no longer finite, or the loss has exploded since the start."""
    finite = all(np.isfinite(now.losses)) and np.isfinite(now.gradients).all()
    return not finite or has_exploded(now.losses[0], first.losses[0])


def record(
    epochs: Sequence[int], assessments: Sequence[Assessment], task: Task, ended: bool = True
) -> Record:
    """Join the assessments after so many epochs into one record, up to where the run diverges.

    Parameters
    ----------
    ended : bool
        Whether it went on for as long as it could: if it was stopped, it has not diverged by being short.
    """
    wrong = [has_diverged(each, assessments[0]) for each in assessments]
    # Before the first epoch there is always something to show.
    good = max(1, wrong.index(True) if True in wrong else len(assessments))
    shown = assessments[:good]
    return Record(
        np.array(epochs[:good]),
        np.array([each.losses for each in shown]),
        np.array([each.accuracies for each in shown]),
        np.array([each.gradients for each in shown]),
        np.array([each.dead for each in shown]),
        {name: np.array([each.settings[name] for each in shown]) for name in shown[0].settings},
        np.array([each.outputs for each in shown]),
        True in wrong or (ended and good < task.epochs // stride_of(task) + 1),
        shown[-1].partial,
    )
