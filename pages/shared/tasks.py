"""The task that networks are trained on: its controls, the same on each page that trains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from activations.networks import training
from activations.networks.training import MARGIN, OPTIMISERS, Task, losses
from pages.shared.progress import Progress
from pages.shared.reading import Reading
from pages.shared.settings import Settings
from pages.shared.widgets.control import Control
from pages.shared.widgets.numbers import Number, Slider
from pages.shared.widgets.options import Choice, Switch

BOX = 140  # pixels, for a word
# In tens, so that each has a divisor that leaves between half and all of the snapshots of a run that are looked at.
EPOCHS, EPOCH_STEP = (10, 500), 10
START = Task()
RATES = ("0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10")
BATCHES = ("8", "16", "32", "64", "128", "256")
MOST_SEED = 9999
# Seconds of computing, by an estimate.
BUDGET = 9.3
SHAPES = {
    "spirals": "two arms wound into each other",
    "moons": "two crescents that interlock",
    "circles": "a disc and the ring around it",
    "XOR": "opposite quadrants belong together",
    "sine": "two periods of a sine",
    "sines": "a slow sine and one four times as fast, added",
    "step": "a jump from −1 to 1",
}
LEARNING = (
    "Every hidden layer learns parameters of its own, together with the weights and by the same optimiser. A parameter "
    f"never leaves its domain: it stops at the end, or {MARGIN:g} before an end that is excluded."
)


class SelectSlider(Choice):
    """A slider over words in their order, such as numbers that grow by a factor."""

    def draw(self, first: str, /, **layout: Any) -> str | None:
        chosen: str = st.select_slider(self.label, self.options, self.fit(first), **self._options(layout))
        return chosen


DATA = Choice(
    "data", "Data", default=START.data, options=tuple(SHAPES),
    help="; ".join(f"{name}: {shape}" for name, shape in SHAPES.items()),
)  # fmt: skip
NOISE = Slider("noise", "Noise", default=START.noise, reach=(0.0, 0.5), step=0.05)
DEPTH = Slider("hidden", "Hidden layers", default=START.hidden, reach=(1, 4), step=1)
WIDTH = Slider("units", "Units per layer", default=START.units, reach=(2, 64), step=1)
OPTIMISER = Choice(
    "by", "Optimiser", default=START.optimiser, options=tuple(OPTIMISERS),
    help="Momentum uses 0.9. Adam uses the constants of its paper.",
)  # fmt: skip
RATE = SelectSlider("rate", "Learning rate", default="0.01", options=RATES)
BATCH = Choice(
    "batch", "Batch size", default=str(START.batch), options=BATCHES,
    help="How many of the 256 examples each step uses",
)  # fmt: skip
LENGTH = Slider("epochs", "Epochs", default=START.epochs, reach=EPOCHS, step=EPOCH_STEP, stepped=True)
SCHEME = Choice(
    "init", "Initialisation", default=START.scheme, options=tuple(training.SCHEMES),
    help="The variance of a weight, from n inputs to m units. LeCun: 1/n. Glorot: 2/(n + m). He: 2/n.",
)  # fmt: skip
BIAS = Slider("bias", "Bias of hidden units at the start", default=START.bias, reach=(-3.0, 3.0), step=0.25)
SEED = Number("seed", "Seed", default=START.seed, reach=(0, MOST_SEED), step=1)
LEARN = Switch("learn", "Learn α, β …", default=False, help=LEARNING)
NETWORK = (DATA, NOISE, DEPTH, WIDTH)
TRAINING = (OPTIMISER, RATE, BATCH, LENGTH, SCHEME, BIAS, SEED, LEARN)


def loss_choice(data: str) -> Choice:
    """The choice of a loss among those that suit the data."""
    options = tuple(losses(data))
    default = START.loss if START.loss in options else options[0]
    return Choice(
        "loss", "Loss", default=default, options=options,
        help="With the squared loss, the targets of the two classes are −1 and 1.",
    )  # fmt: skip


def controls_of(data: str) -> tuple[Control[Any], ...]:
    """All controls of a task, in the order in which links name them."""
    return (*NETWORK, loss_choice(data), *TRAINING)


def declare(state: Reading) -> None:
    state.add(*NETWORK)
    state.add(loss_choice(state[DATA]), *TRAINING)


def show_main_controls(state: Settings) -> None:
    """Show the controls that are changed most, for a row that stays a row on a phone."""
    state.show(DATA, width=BOX)
    state.show(RATE, width=198)
    state.show(DEPTH, width=120)
    state.show(WIDTH, width=220)


def show_other_controls(state: Settings, after_length: Callable[[], None] | None = None) -> None:
    state.show(OPTIMISER, width=BOX)
    state.show(loss_choice(state[DATA]), width=BOX)
    state.show(NOISE)
    state.show(LENGTH, on_change=after_length)
    state.show(BATCH, width=BOX)
    state.show(SCHEME, width=BOX)
    state.show(BIAS)
    state.show(SEED)


def task_of(values: Mapping[str, Any] | Settings) -> Task:
    return Task(
        data=values["data"],
        noise=values["noise"],
        hidden=values["hidden"],
        units=values["units"],
        loss=values["loss"],
        optimiser=values["by"],
        rate=float(values["rate"]),
        batch=int(values["batch"]),
        epochs=values["epochs"],
        scheme=values["init"],
        bias=values["bias"],
        learned=values["learn"],
        seed=values["seed"],
    )


def with_seeds(task: Task, count: int) -> list[Task]:
    """The task with its own seed and with those that follow."""
    return [replace(task, seed=(task.seed + index) % (MOST_SEED + 1)) for index in range(count)]


def report_epoch(progress: Progress, start: float, part: float, what: str, task: Task, epoch: int) -> None:
    """Tell how far a run is that takes a `part` of all the work, `start` of which is done before it."""
    share = start + part * epoch / task.epochs
    progress.report(min(share, 1.0), f"Training {what}: epoch {epoch} of {task.epochs}")


def shorten(
    estimate: Callable[[Task, int], float], task: Task, seeds: int, fewest: int = 1
) -> tuple[Task, int, str]:
    """Cut epochs, and then seeds, until the runs fit `BUDGET` by the estimate; say so if anything was cut."""
    shortest = replace(task, epochs=min(task.epochs, EPOCHS[0]))
    lengths = (replace(task, epochs=count) for count in range(task.epochs, EPOCHS[0], -EPOCH_STEP))
    shorter = next((each for each in lengths if estimate(each, seeds) <= BUDGET), shortest)
    counts = (count for count in range(seeds, fewest, -1) if estimate(shorter, count) <= BUDGET)
    fewer = next(counts, min(fewest, seeds))
    return shorter, fewer, describe_cut(task, shorter, seeds, fewer)


def describe_cut(task: Task, shorter: Task, seeds: int, fewer: int) -> str:
    """Name the parts that were cut to keep the runs short enough; empty if none was."""
    parts = [f"{shorter.epochs} of {task.epochs} epochs"] if shorter.epochs < task.epochs else []
    parts += [f"{fewer} of {seeds} seeds"] if fewer < seeds else []
    if not parts:
        return ""
    return (
        f"Shortened to {' and '.join(parts)}: about ten seconds of computing, by an estimate that is the same on every "
        "machine. With fewer runs or units, or with larger batches, there is time for more."
    )
