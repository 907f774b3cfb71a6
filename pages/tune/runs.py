"""Training with every value and every seed, as far as nobody stops it, and keeping the results."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from activations import Activation
from activations.evaluation import Array
from activations.networks.datasets import DATASETS, Examples, window
from activations.networks.network import dead_units, gradient_norms, outputs
from activations.networks.sweep import Block, Run, split
from activations.networks.training import EXAMPLES, LOSSES, Task, step_gradients
from pages.shared import tasks
from pages.shared.progress import Progress, remember
from pages.shared.settings import Settings
from pages.shared.tasks import task_of
from pages.shared.words import digits
from pages.tune.controls import LOGARITHMIC, RATES, SEEDS, VALUES, Variation
from pages.tune.results import ASSESSMENTS, MAP_RATES, MAP_SEEDS, Outcome, RateMap, Sweep

# Seconds of work between two pictures of it, and before the first.
BETWEEN = 0.2
# The most values of a map over the learning rates.
MAP_VALUES = 11
# Seconds that a step of one run costs among others: by itself, for each value of the function, for each
# multiplication, and for a function whose parameters are its own; measured with tests/benchmarks/training.py.
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
    """Those of the values at which there is a function, and the functions: a bound may forbid others."""
    functions: dict[float, Activation] = {}
    for value in values:
        with suppress(ValueError):
            functions[value] = cls(**{name: value})
    return tuple(functions), tuple(functions.values())


def estimate_seconds(values: int, task: Task, seeds: int) -> float:
    """Estimate the seconds that all runs take at most: few functions of the catalogue are as slow."""
    units = task.hidden * task.units
    products = sum(inputs * units for inputs, units in task.layers)
    example = VALUE_COST * units + PRODUCT_COST * products
    step = STEP_COST + task.batch * example + task.hidden * OWN_COST * task.learned
    # An assessment costs a third of a step with the examples of both sets.
    assessment = 2 * EXAMPLES * example / 3
    steps = task.epochs * (EXAMPLES // task.batch)
    return values * seeds * (steps * step + (ASSESSMENTS + 1) * assessment)


@dataclass(frozen=True)
class SweepPlan:
    """The runs to compute, and a note for the person who waits for them."""

    functions: tuple[Activation, ...]
    values: tuple[float, ...]
    symbol: str
    logarithmic: bool
    task: Task
    seeds: int
    note: str


def plan_sweep(state: Settings, variation: Variation) -> SweepPlan | None:
    """Plan the runs, within the time there is; None if there are no two values that make a function."""
    low, high = sorted((float(state[variation.low]), float(state[variation.high])))
    wanted_log = state[variation.scale] == LOGARITHMIC
    logarithmic = wanted_log and low > 0
    count = min(state[VALUES], MAP_VALUES) if state[RATES] else state[VALUES]
    even = grid(low, high, count, logarithmic, variation.declared.default)
    values, functions = functions_at(variation.cls, variation.declared.name, even)
    if len(values) < 2:
        return None
    cells, seeds = (len(values) * len(MAP_RATES), MAP_SEEDS) if state[RATES] else (len(values), state[SEEDS])
    task, seeds, cut = tasks.shorten(
        partial(estimate_seconds, cells), task_of(state), seeds, int(SEEDS.reach[0])
    )
    notes = [cut]
    if wanted_log and not logarithmic:
        notes.append("A logarithmic range begins above 0: here the values are spaced evenly.")
    if len(values) < len(even):
        notes.append(f"{len(even) - len(values)} values make no function together with the other parameters.")
    note = " ".join(filter(None, notes))
    return SweepPlan(functions, values, variation.declared.symbol, logarithmic, task, seeds, note)


def run_sweep(plan: SweepPlan, show: Callable[[Sweep], None]) -> Sweep | None:
    """Train all, or those of the first values if it is stopped; show now and then those that are done."""

    def show_so_far(outcomes: Sequence[Outcome]) -> None:
        if so_far := _gather(plan, outcomes):
            show(so_far)

    seeded = tasks.with_seeds(plan.task, plan.seeds)
    runs = [Run(f, task) for f in plan.functions for task in seeded]
    return _gather(plan, _train_all(runs, plan, show_so_far))


def _gather(plan: SweepPlan, outcomes: Sequence[Outcome]) -> Sweep | None:
    """The sweep over those of the values all of whose runs are done; None if there are none."""
    count = len(outcomes) // plan.seeds
    starts = range(0, count * plan.seeds, plan.seeds)
    rows = tuple(tuple(outcomes[start : start + plan.seeds]) for start in starts)
    return Sweep(plan.task, plan.symbol, plan.values, plan.functions[:count], rows) if rows else None


def run_rate_map(plan: SweepPlan) -> RateMap | None:
    """Train with each learning rate too, or with those of the first values if it is stopped."""
    seeded = tasks.with_seeds(plan.task, MAP_SEEDS)
    cells = [replace(task, rate=float(rate)) for rate in MAP_RATES for task in seeded]
    outcomes = _train_all([Run(f, task) for f in plan.functions for task in cells], plan)
    count = len(outcomes) // len(cells)
    losses = np.array([outcome.loss for outcome in outcomes[: count * len(cells)]])
    shape = (count, len(MAP_RATES), MAP_SEEDS)
    return RateMap(plan.symbol, plan.values[:count], losses.reshape(shape)) if count else None


def _train_all(
    runs: Sequence[Run], plan: SweepPlan, show: Callable[[Sequence[Outcome]], None] | None = None
) -> list[Outcome]:
    """The outcomes of the runs, or of the first ones if it is stopped; those so far are shown meanwhile."""
    outcomes: list[Outcome] = []
    total = len(runs)
    last_shown = time.monotonic()
    with Progress() as progress:
        for block in split(runs):
            if show and time.monotonic() - last_shown > BETWEEN:
                show(outcomes)
                last_shown = time.monotonic()
            value = digits(plan.values[plan.functions.index(block[0].f)], 3)
            what = f"with {plan.symbol} = {value}, {len(outcomes)} of {total} runs done"
            start, part = len(outcomes) / total, len(block) / total
            report = partial(tasks.report_epoch, progress, start, part, what, plan.task)
            question = ("sweep", *((repr(each.f), repr(each.task)) for each in block))
            outcomes += remember(question, partial(train_block, block, report))
    return outcomes


def train_block(runs: Sequence[Run], report: Callable[[int], None]) -> list[Outcome]:
    """Train runs at once; return the outcome of each."""
    block, task = Block(runs), runs[0].task
    assessments = []
    for assessment in block.train(task.epochs // ASSESSMENTS):
        report(assessment.epoch)
        assessments.append(assessment)
    losses, held_out = (
        np.array([getattr(each, name) for each in assessments]) for name in ("losses", "held_out")
    )
    outcomes, before = [], None
    for row, run in enumerate(runs):
        # Of each function the first run is pictured.
        shown = _map_outputs(block, row, task) if run.f != before else np.zeros(0, dtype=np.float32)
        before = run.f
        outcomes.append(
            Outcome(
                losses[:, row],
                held_out[:, row],
                float(assessments[-1].accuracies[row]),
                block.settings[row, :, : len(block.names[row])].copy(),
                *_measure_units(block, row, task),
                shown,
            )
        )
    return outcomes


def _measure_units(block: Block, row: int, task: Task) -> tuple[int, Array]:
    """How many hidden units are dead, and the norm of the gradient in each layer."""
    examples = Examples(block.train_on.inputs[row], block.train_on.targets[row])
    signals, gradients = step_gradients(block.layers(row), examples, LOSSES[task.loss], learned=False)
    return int(dead_units(signals[:-1]).sum()), gradient_norms(gradients)


def _map_outputs(block: Block, row: int, task: Task) -> NDArray[np.float32]:
    """The share of class 1 around the examples, or the fitted curve."""
    data = DATASETS[task.data]
    values = outputs(block.layers(row), window(data.dimensions))[:, 0]
    with np.errstate(all="ignore"):
        if data.classes:
            values = LOSSES[task.loss].share(values)
        return np.clip(np.nan_to_num(values), -1e3, 1e3).astype(np.float32)
