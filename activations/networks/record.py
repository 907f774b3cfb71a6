"""What is to be seen of a training run: from each snapshot its numbers, its units and its decisions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.core import Activation
from activations.evaluation import Array
from activations.networks.datasets import DATASETS
from activations.networks.network import Layer, outputs
from activations.networks.training import LOSSES, Task, step_gradients

# Half the side of the part of the plane, or of the line, that is shown: somewhat more than examples fill.
WINDOW = 2.4
SIDE, POINTS = 40, 161
# A loss beyond this, and beyond that of the start, has exploded.
MOST_LOSS = 1e6


class Look(NamedTuple):
    """What one network does.

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


@lru_cache(maxsize=2)
def window(dimensions: int) -> Array:
    """Return the inputs at which outputs are shown."""
    if dimensions == 1:
        return np.linspace(-WINDOW, WINDOW, POINTS)[:, None]
    centres = (np.arange(SIDE) + 0.5) / SIDE * 2 * WINDOW - WINDOW
    return np.stack([each.ravel() for each in np.meshgrid(centres, centres)], axis=1)


def look(layers: Sequence[Layer], task: Task, pictured: bool = True) -> Look:
    """Return what a network does with the data of the task and, if it is to be pictured, around it."""
    loss, data = LOSSES[task.loss], DATASETS[task.data]
    trained, held_out = task.examples(), task.examples(held_out=True)
    signals, found = step_gradients(layers, trained, loss, learned=False)
    around = window(data.dimensions) if pictured else np.empty((0, data.dimensions))
    others = np.concatenate([held_out.inputs, around])
    there = outputs(layers, others)[:, 0]
    results = (signals[-1].after[:, 0], there[: len(held_out.inputs)])
    targets = (trained.targets, held_out.targets)
    hidden = layers[:-1]
    with np.errstate(all="ignore"):
        values = [float(np.mean(loss.value(*pair))) for pair in zip(results, targets, strict=True)]
        shares = [
            float(np.mean((result > 0) == (target > 0))) if data.classes else np.nan
            for result, target in zip(results, targets, strict=True)
        ]
        shown = there[len(held_out.inputs) :]
        if data.classes:
            share = 1 / (1 + np.exp(-shown)) if task.loss == "logistic" else np.clip((shown + 1) / 2, 0, 1)
            shown = np.rint(255 * np.nan_to_num(share)).astype(np.uint8)
        return Look(
            (values[0], values[1]),
            (shares[0], shares[1]),
            np.array([np.linalg.norm(each.weights) for each in found]),
            np.array([~signal.after.any(axis=0) for signal in signals[:-1]]),
            {name: np.array([getattr(layer.f, name) for layer in hidden]) for name in _names(hidden[0].f)},
            shown,
            any(math.isfinite(end) for layer in hidden for end in _ends(layer.f)),
        )


def _ends(f: Activation | None) -> Iterable[float]:
    return () if f is None else f.domain()


def _names(f: Activation | None) -> list[str]:
    return [] if f is None else list(f.settings())


def under(layers: Sequence[Layer], f: Activation) -> list[Layer]:
    """Return the same weights with another function in all hidden layers."""
    return [*(layer._replace(f=f) for layer in layers[:-1]), layers[-1]]


@dataclass(frozen=True)
class Record:
    """A run in pictures: arrays as those of `Look`, with one row more for each snapshot.

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
        """Return the row of the last snapshot up to an epoch."""
        return int(np.searchsorted(self.epochs, epoch + 1e-6)) - 1

    def rows(self, epochs: Array) -> NDArray[np.int_]:
        """Return the rows of the last snapshots up to some epochs."""
        return np.searchsorted(self.epochs, epochs + 1e-6) - 1


def lost(look: Look, first: Look) -> bool:
    """Return whether a network has numbers that are not finite, or a loss that has exploded since the first look."""
    if not (all(np.isfinite(look.losses)) and np.isfinite(look.gradients).all()):
        return True
    return look.losses[0] > max(MOST_LOSS, first.losses[0])


def record(epochs: Sequence[int], looks: Sequence[Look], task: Task, ended: bool = True) -> Record:
    """Return the run that was looked at after so many epochs, up to where it diverges.

    Parameters
    ----------
    ended : bool
        Whether it went on for as long as it could: if it was stopped, it has not diverged by being short.
    """
    wrong = [lost(look, looks[0]) for look in looks]
    # Before the first epoch there is always something to show.
    good = max(1, wrong.index(True) if True in wrong else len(looks))
    kept = looks[:good]
    return Record(
        np.array(epochs[:good]),
        np.array([look.losses for look in kept]),
        np.array([look.accuracies for look in kept]),
        np.array([look.gradients for look in kept]),
        np.array([look.dead for look in kept]),
        {name: np.array([look.settings[name] for look in kept]) for name in kept[0].settings},
        np.array([look.outputs for look in kept]),
        True in wrong or (ended and good < task.epochs // task.stride + 1),
        kept[-1].partial,
    )
