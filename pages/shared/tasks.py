"""The task that networks are trained on: its controls, the same on each page that trains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from activations.networks import training
from activations.networks.training import MARGIN, OPTIMISERS, Task, losses
from pages.shared.settings import Settings
from pages.shared.widgets import Choice, Control, Number, Slider, Switch

# The width of a box for a word.
BOX = 140
# In tens, so that each has a divisor that leaves between half and all of the snapshots of a run that are looked at.
EPOCHS, EPOCH_STEP = (10, 500), 10
START = Task()
RATES = ("0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10")
BATCHES = ("8", "16", "32", "64", "128", "256")
MOST_SEED = 9999
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


class Rungs(Choice):
    """A slider over words in their order, such as numbers that grow by a factor."""

    def draw(self, first: str, /, **layout: Any) -> str | None:
        chosen: str = st.select_slider(self.label, self.options, self.fit(first), **self._told(layout))
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
RATE = Rungs("rate", "Learning rate", default="0.01", options=RATES)
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
ABOVE = (DATA, NOISE, DEPTH, WIDTH)
BELOW = (OPTIMISER, RATE, BATCH, LENGTH, SCHEME, BIAS, SEED, LEARN)


def loss_choice(data: str) -> Choice:
    """The choice of a loss among those that suit the data."""
    options = tuple(losses(data))
    default = START.loss if START.loss in options else options[0]
    return Choice(
        "loss",
        "Loss",
        default=default,
        options=options,
        help="With the squared loss, the targets of the two classes are −1 and 1.",
    )


def controls_of(data: str) -> tuple[Control[Any], ...]:
    """All controls of a task, in the order in which links name them."""
    return (*ABOVE, loss_choice(data), *BELOW)


def show_usual(state: Settings) -> None:
    """Show what is changed most, for a row that stays a row on a phone."""
    state.show(DATA, width=BOX)
    state.show(RATE, width=198)
    state.show(DEPTH, width=120)
    state.show(WIDTH, width=220)


def show_seldom(state: Settings, after_length: Callable[[], None] | None = None) -> None:
    state.show(OPTIMISER, width=BOX)
    state.show(loss_choice(state[DATA]), width=BOX)
    state.show(NOISE)
    state.show(LENGTH, on_change=after_length)
    state.show(BATCH, width=BOX)
    state.show(SCHEME, width=BOX)
    state.show(BIAS)
    state.show(SEED)


def task_of(values: Mapping[str, Any] | Settings) -> Task:
    data = values["data"]
    loss = values["loss"]
    return Task(
        data=data,
        noise=values["noise"],
        hidden=values["hidden"],
        units=values["units"],
        loss=loss if loss in losses(data) else losses(data)[0],
        optimiser=values["by"],
        rate=float(values["rate"]),
        batch=int(values["batch"]),
        epochs=values["epochs"],
        scheme=values["init"],
        bias=values["bias"],
        learned=values["learn"],
        seed=values["seed"],
    )


@dataclass(frozen=True)
class Preset:
    """Settings worth seeing, and what they show; a test checks it over ten seeds."""

    settings: Mapping[str, Any]
    icon: str
    text: str


def shorten(
    estimate: Callable[[Task, int], float], task: Task, seeds: int, budget: float, fewest: int = 1
) -> tuple[Task, int]:
    """Cut epochs, and then seeds, until the runs take at most `budget` seconds by the estimate."""
    for epochs in range(task.epochs, EPOCHS[0], -EPOCH_STEP):
        shorter = replace(task, epochs=epochs)
        if estimate(shorter, seeds) <= budget:
            return shorter, seeds
    shortest = replace(task, epochs=EPOCHS[0])
    fits = (count for count in range(seeds, fewest, -1) if estimate(shortest, count) <= budget)
    return shortest, next(fits, min(fewest, seeds))


def describe_cut(wanted: Task, task: Task, wanted_seeds: int, seeds: int) -> str:
    """Name the parts that were cut to keep the runs short enough; empty if none was."""
    parts = [f"{task.epochs} of {wanted.epochs} epochs"] if task.epochs < wanted.epochs else []
    parts += [f"{seeds} of {wanted_seeds} seeds"] if seeds < wanted_seeds else []
    if not parts:
        return ""
    return (
        f"Shortened to {' and '.join(parts)}: about ten seconds of computing, by an estimate that is the same on every "
        "machine. With fewer runs or units, or with larger batches, there is time for more."
    )
