"""Training with every value and every seed, as far as nobody stops it, and keeping what was found."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from activations import Activation
from activations.evaluation import Array
from activations.networks import sweep
from activations.networks.datasets import DATASETS, Examples, window
from activations.networks.network import outputs
from activations.networks.training import EXAMPLES, LOSSES, Task, step_gradients
from pages.shared import tasks
from pages.shared.progress import Progress, remember
from pages.shared.settings import Settings
from pages.shared.tasks import MOST_SEED, task_of
from pages.shared.words import digits
from pages.tune.controls import LOGARITHMIC, RATES, SEEDS, VALUES, Variation
from pages.tune.results import LOOKS, MAP_RATES, MAP_SEEDS, Outcome, RateMap, Sweep

# Seconds of work between two pictures of it, and before the first.
BETWEEN = 0.2
# The most values of a map over the learning rates.
MAP_VALUES = 11
# Seconds by the estimate, and what a step of one run costs among others: by itself, for each value of the function,
# for each multiplication, and for a function whose parameters are its own; measured with tests/benchmarks/training.py.
BUDGET = 9.3
STEP_COST, VALUE_COST, PRODUCT_COST, OWN_COST = 6e-6, 40e-9, 0.9e-9, 80e-6


def grid(low: float, high: float, count: int, logarithmic: bool, default: float) -> tuple[float, ...]:
    """So many values between two ends; the default is one of them if it lies there, in place of the nearest."""
    if low == high:
        return (low,)
    even = np.geomspace(low, high, count) if logarithmic else np.linspace(low, high, count)
    values = [float(f"{value:.3g}") for value in even.tolist()]
    # Rounding must not lead out of the range.
    values[0], values[-1] = low, high
    if low <= default <= high:
        place: Callable[[float], float] = math.log if logarithmic else float
        nearest = min(range(count), key=lambda index: abs(place(values[index]) - place(default)))
        values[nearest] = default
    return tuple(sorted(set(values)))


def functions_at(
    cls: type[Activation], name: str, values: Sequence[float]
) -> tuple[tuple[float, ...], tuple[Activation, ...]]:
    """The functions of these values, and those values of which there is one: a bound may forbid others."""
    found = []
    for value in values:
        try:
            found.append((value, cls(**{name: value})))
        except ValueError:
            continue
    return tuple(value for value, _ in found), tuple(f for _, f in found)


def estimate_seconds(values: int, task: Task, seeds: int) -> float:
    """Estimate the seconds that all runs take at most: few functions of the catalogue are as slow."""
    units = task.hidden * task.units
    products = sum(inputs * units for inputs, units in task.layers)
    example = VALUE_COST * units + PRODUCT_COST * products
    step = STEP_COST + task.batch * example + task.hidden * OWN_COST * task.learned
    # A look costs a third of a step with the examples of both sets.
    look = 2 * EXAMPLES * example / 3
    return values * seeds * (task.epochs * (EXAMPLES // task.batch) * step + (LOOKS + 1) * look)


@dataclass(frozen=True)
class SweepPlan:
    """What is computed, and what a person should know of it before."""

    functions: tuple[Activation, ...]
    values: tuple[float, ...]
    symbol: str
    logarithmic: bool
    task: Task
    seeds: int
    note: str


def plan(state: Settings, asked: Variation) -> SweepPlan | None:
    """Plan the runs, within the time there is; None if there are no two values that make a function."""
    low, high = sorted((float(state[asked.low]), float(state[asked.high])))
    wanted_log = state[asked.scale] == LOGARITHMIC
    logarithmic = wanted_log and low > 0
    count = min(state[VALUES], MAP_VALUES) if state[RATES] else state[VALUES]
    even = grid(low, high, count, logarithmic, asked.declared.default)
    values, functions = functions_at(asked.cls, asked.declared.name, even)
    if len(values) < 2:
        return None
    wanted = task_of(state)
    cells, wanted_seeds = len(values), state[SEEDS]
    if state[RATES]:
        cells, wanted_seeds = cells * len(MAP_RATES), MAP_SEEDS
    task, seeds = tasks.shorten(
        partial(estimate_seconds, cells), wanted, wanted_seeds, BUDGET, int(SEEDS.reach[0])
    )
    notes = [tasks.describe_cut(wanted, task, wanted_seeds, seeds)]
    if wanted_log and not logarithmic:
        notes.append("A logarithmic range begins above 0: here the values are spaced evenly.")
    if len(values) < len(even):
        notes.append(f"{len(even) - len(values)} values make no function together with the other parameters.")
    note = " ".join(filter(None, notes))
    return SweepPlan(functions, values, asked.declared.symbol, logarithmic, task, seeds, note)


def run(wanted: SweepPlan, show: Callable[[Sweep], None]) -> Sweep | None:
    """Train all, or those of the first values if it is stopped; show now and then what is done."""
    seeded = _seeded(wanted.task, wanted.seeds)

    def tell(found: Sequence[Outcome]) -> None:
        if so_far := _gather(wanted, found):
            show(so_far)

    every = [sweep.Run(f, each) for f in wanted.functions for each in seeded]
    return _gather(wanted, _train_all(every, wanted, tell))


def _gather(wanted: SweepPlan, found: Sequence[Outcome]) -> Sweep | None:
    count = len(found) // wanted.seeds
    starts = range(0, count * wanted.seeds, wanted.seeds)
    rows = tuple(tuple(found[start : start + wanted.seeds]) for start in starts)
    return Sweep(wanted.task, wanted.symbol, wanted.values, wanted.functions[:count], rows) if rows else None


def run_rates(wanted: SweepPlan) -> RateMap | None:
    """Train with each learning rate too, or with those of the first values if it is stopped."""
    tasks = [
        replace(each, rate=float(rate)) for rate in MAP_RATES for each in _seeded(wanted.task, MAP_SEEDS)
    ]
    found = _train_all([sweep.Run(f, each) for f in wanted.functions for each in tasks], wanted)
    count = len(found) // len(tasks)
    losses = np.array([outcome.loss for outcome in found[: count * len(tasks)]])
    shape = (count, len(MAP_RATES), MAP_SEEDS)
    return RateMap(wanted.symbol, wanted.values[:count], losses.reshape(shape)) if count else None


def _seeded(task: Task, seeds: int) -> list[Task]:
    return [replace(task, seed=(task.seed + index) % (MOST_SEED + 1)) for index in range(seeds)]


def _train_all(
    wanted: Sequence[sweep.Run], told: SweepPlan, tell: Callable[[Sequence[Outcome]], None] | None = None
) -> list[Outcome]:
    """The outcomes of the runs, or of the first ones if it is stopped; those so far are told meanwhile."""
    found: list[Outcome] = []
    total = len(wanted)
    last_told = time.monotonic()
    with Progress() as progress:
        for block in sweep.split(wanted):
            if tell and time.monotonic() - last_told > BETWEEN:
                tell(found)
                last_told = time.monotonic()
            value = digits(told.values[told.functions.index(block[0].f)], 3)
            what = f"{told.symbol} = {value}, {len(found)} of {total} runs done"
            report = partial(_report, progress, len(found) / total, len(block) / total, what, told.task)
            question = ("sweep", *((repr(each.f), repr(each.task)) for each in block))
            found += remember(question, partial(train_block, block, report))
    return found


def _report(progress: Progress, start: float, part: float, what: str, task: Task, epoch: int) -> None:
    share = start + part * epoch / task.epochs
    progress.report(min(share, 1.0), f"Training with {what}: epoch {epoch} of {task.epochs}")


def train_block(block: Sequence[sweep.Run], report: Callable[[int], None]) -> list[Outcome]:
    """Train runs at once, and keep what is shown of each."""
    trained, task = sweep.Block(block), block[0].task
    seen = []
    for look in trained.train(task.epochs // LOOKS):
        report(look.epoch)
        seen.append(look)
    losses, held_out = np.array([look.losses for look in seen]), np.array([look.held_out for look in seen])
    found, before = [], None
    for row, each in enumerate(block):
        shown = _look_around(trained, row, task) if each.f != before else np.zeros(0, dtype=np.float32)
        before = each.f
        found.append(
            Outcome(
                losses[:, row],
                held_out[:, row],
                float(seen[-1].accuracies[row]),
                trained.settings[row, :, : len(trained.names[row])].copy(),
                *_look_inside(trained, row, task),
                shown,
            )
        )
    return found


def _look_inside(trained: sweep.Block, row: int, task: Task) -> tuple[int, Array]:
    """How many hidden units are dead, and the norm of the gradient in each layer."""
    examples = Examples(trained.train_on.inputs[row], trained.train_on.targets[row])
    signals, found = step_gradients(trained.layers(row), examples, LOSSES[task.loss], learned=False)
    dead = sum(int((~signal.after.any(axis=0)).sum()) for signal in signals[:-1])
    with np.errstate(all="ignore"):
        return dead, np.array([np.linalg.norm(each.weights) for each in found])


def _look_around(trained: sweep.Block, row: int, task: Task) -> NDArray[np.float32]:
    """The share of class 1 around the examples, or the fitted curve."""
    data = DATASETS[task.data]
    values = outputs(trained.layers(row), window(data.dimensions))[:, 0]
    with np.errstate(all="ignore"):
        if data.classes:
            values = 1 / (1 + np.exp(-values)) if task.loss == "logistic" else np.clip((values + 1) / 2, 0, 1)
        return np.clip(np.nan_to_num(values), -1e3, 1e3).astype(np.float32)
