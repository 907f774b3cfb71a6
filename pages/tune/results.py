"""The results for each value of a parameter: by training, and by theory."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations import Activation
from activations.evaluation import Array
from activations.networks.mean_field import fixed_point, moments
from activations.networks.network import weight_variance
from activations.networks.training import Task, has_exploded
from pages.shared import tasks
from pages.shared.tasks import MOST_SEED

# How often a run is assessed, after its start.
ASSESSMENTS = 10
# The learning rates of the map, and the seeds in each of its cells.
MAP_RATES, MAP_SEEDS = tasks.RATES[1:10], 3


class Outcome(NamedTuple):
    """The numbers of one run.

    Attributes
    ----------
    losses, held_out : ndarray
        The mean loss at each assessment, nan once its numbers are no longer finite.
    accuracy : float
        The share of held-out examples that it tells apart at the end.
    learned : ndarray
        The parameters of the function at the end, one row for each hidden layer.
    dead : int
        How many hidden units are 0 at every example that is trained on, at the end.
    gradients : ndarray
        For each layer the norm of the gradient of the training loss with respect to its weights, at the end.
    shown : ndarray
        What the network makes of the window around the examples; nothing but with the first seed.
    """

    losses: Array
    held_out: Array
    accuracy: float
    learned: Array
    dead: int
    gradients: Array
    shown: NDArray[np.float32]

    @property
    def diverged(self) -> bool:
        """Whether its numbers are no longer finite, or its loss has exploded."""
        last = self.losses[-1], self.held_out[-1]
        return not all(map(math.isfinite, last)) or has_exploded(last[0], self.losses[0])

    @property
    def loss(self) -> float:
        """The held-out loss at the end, nan if the run diverged."""
        return math.nan if self.diverged else float(self.held_out[-1])


@dataclass(frozen=True)
class Sweep:
    """The outcomes of all runs, a row for each of the first of the wanted values, a column for each seed."""

    task: Task
    symbol: str
    wanted: tuple[float, ...]
    functions: tuple[Activation, ...]
    outcomes: tuple[tuple[Outcome, ...], ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The values whose runs are done."""
        return self.wanted[: len(self.outcomes)]

    @property
    def losses(self) -> Array:
        """The held-out losses at the end, a row for each value and a column for each seed."""
        return self.each(lambda outcome: outcome.held_out[-1])

    def each(self, of: Callable[[Outcome], float]) -> Array:
        """One number of every run, as `losses`; nan where it diverged."""
        return np.array([[math.nan if run.diverged else of(run) for run in row] for row in self.outcomes])

    @property
    def seeds(self) -> int:
        return len(self.outcomes[0])

    @property
    def epochs(self) -> Array:
        """The epochs at which the runs were assessed."""
        return np.linspace(0, self.task.epochs, ASSESSMENTS + 1)


@dataclass(frozen=True)
class RateMap:
    """Held-out losses at the end by value, learning rate and seed; nan where a run diverged."""

    symbol: str
    values: tuple[float, ...]
    losses: Array

    @property
    def medians(self) -> Array:
        """The median of each cell, in which a run that diverged counts as the worst."""
        worst = np.where(np.isnan(self.losses), np.inf, self.losses)
        return np.median(worst, axis=2)


class Theory(NamedTuple):
    """The factors of a layer of infinite width for a signal of variance 1 and for a gradient, and where it settles.

    Attributes
    ----------
    forward, backward : float
        The factors of the mean square of the signal and of the gradient at variance 1.
    settled : float
        χ: the factor of the gradient's mean square at the fixed point; nan without one.
    """

    forward: float
    backward: float
    settled: float

    @property
    def depth(self) -> float:
        """How many layers two inputs take to become e times more, or less, alike."""
        if not self.settled > 0:
            return math.nan
        return math.inf if abs(math.log(self.settled)) < 1e-6 else 1 / abs(math.log(self.settled))


@lru_cache(maxsize=512)
def theory(f: Activation, scheme: str) -> Theory:
    """The gains of a layer under an initialisation."""
    units = 100
    variance = weight_variance(scheme, f, units, units) * units
    with np.errstate(all="ignore"):
        at_one = moments(f, 1.0)
        point = fixed_point(f, variance, variance)
    settled = math.nan if point is None else point.factor
    return Theory(variance * at_one.square, variance * at_one.slope, settled)


def learned_spread(sweep: Sweep, name: str) -> tuple[float, float, float] | None:
    """The quartiles of where a learned parameter ends, over all runs and layers; None if none was learned."""
    if not sweep.task.learned:
        return None
    column = list(sweep.functions[0].settings()).index(name)
    ends = [outcome.learned[:, column] for row in sweep.outcomes for outcome in row if not outcome.diverged]
    if not ends:
        return None
    low, middle, high = np.quantile(np.concatenate(ends), [0.25, 0.5, 0.75]).tolist()
    return low, middle, high


def critical_values(sweep: Sweep, theories: Sequence[Theory]) -> list[float]:
    """The values at which χ is 1, by a straight line in log χ between two of them where it passes 1 there."""
    with np.errstate(all="ignore"):
        logs = np.log([each.settled for each in theories])
    exact = np.flatnonzero(np.abs(logs) < 1e-6)
    if exact.size:
        # With all of them there is no place to mark.
        return [sweep.values[index] for index in exact.tolist()] if exact.size == 1 else []
    return [
        sweep.values[left] + (sweep.values[left + 1] - sweep.values[left]) * logs[left] / (logs[left] - logs[left + 1])
        for left in range(len(logs) - 1)
        if logs[left] * logs[left + 1] < 0
    ]  # fmt: skip


def csv(sweep: Sweep) -> str:
    """All runs, one a line."""
    lines = [f"{sweep.symbol},seed,epochs,training loss,held-out loss,held-out accuracy,dead units,diverged"]
    for value, row in zip(sweep.values, sweep.outcomes, strict=True):
        for index, outcome in enumerate(row):
            seed = (sweep.task.seed + index) % (MOST_SEED + 1)
            numbers = (outcome.losses[-1], outcome.held_out[-1], outcome.accuracy)
            cells = [repr(value), str(seed), str(sweep.task.epochs), *(repr(float(each)) for each in numbers)]
            lines.append(",".join([*cells, str(outcome.dead), str(outcome.diverged).lower()]))
    return "\n".join(lines) + "\n"
