"""What the page on training is wanted to train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from activations.networks import training
from activations.networks.training import OPTIMISERS, Task, losses
from pages.shared import settings
from pages.shared.entries import Entry
from pages.shared.settings import Settings
from pages.shared.widgets import Choice, Functions, Number, Slider, Switch
from pages.train import words
from pages.train.budget import shorten
from pages.train.snapshots import EPOCH_STEP, EPOCHS, stride_of

SEEDS = 10
# The width of a box for a word.
BOX = 140
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
    "step": "a jump from −1 to 1",
}
# Seconds of computing, by the estimate.
BUDGET = 9.3


class Rungs(Choice):
    """A slider over words in their order, such as numbers that grow by a factor."""

    def draw(self, first: str, /, **layout: Any) -> str | None:
        chosen: str = st.select_slider(self.label, self.options, self.fit(first), **self._told(layout))
        return chosen


FUNCTIONS = Functions(
    "fs",
    "Up to four functions (type to search, or write ELU(alpha=0.3) or a formula such as x * tanh(x))",
    default=("ReLU", "Tanh", "SiLU", "Sigmoid"),
    most=4,
)
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
LEARN = Switch("learn", "Learn α, β …", default=False, help=words.LEARNING)
TEN = Switch(
    "ten", "Ten seeds", default=False,
    help="Trains with this seed and the next nine, and shows median and spread",
)  # fmt: skip
KEEP = Switch(
    "keep", "Keep the weights", default=False,
    help="Only the first function is trained. The others are then put in its place, with its weights.",
)  # fmt: skip
ABOVE = (FUNCTIONS, DATA, NOISE, DEPTH, WIDTH)
BELOW = (OPTIMISER, RATE, BATCH, LENGTH, SCHEME, BIAS, SEED, LEARN, TEN, KEEP)


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


def epoch_slider(task: Task) -> Slider:
    """The slider that moves through the run."""
    return Slider(
        "epoch", "Epoch", default=task.epochs, reach=(0, task.epochs), step=stride_of(task), stepped=True
    )


def declare(state: Settings) -> None:
    """Declare all controls but that of the epoch, which depends on how much there is time for."""
    state.add(*ABOVE)
    state.add(loss_choice(state[DATA]), *BELOW)


@dataclass(frozen=True)
class Preset:
    """Settings worth seeing, and what they show; what is said holds for the seeds 0 to 9, which a test checks."""

    settings: Mapping[str, Any]
    icon: str
    text: str


PRESETS = {
    "Dying ReLU": Preset(
        {"fs": ("ReLU", "LeakyReLU", "ELU"), "rate": "0.3", "bias": -0.5, "epochs": 60},
        ":material/heart_broken:",
        "Every unit starts with a bias of −0.5, and the learning rate of 0.3 is too high. One step too far, and a unit "
        "is below 0 for every example. ReLU has slope 0 there, so no gradient reaches the unit: it is dead. With each "
        "of the seeds 0 to 9, ReLU ends with more dead units than it started with; LeakyReLU and ELU have none, and a "
        "gradient still arrives at their first layer.",
    ),
    "PReLU learns α": Preset(
        {"fs": ("PReLU", "ELU", "Swish", "ReLU"), "learn": True},
        ":material/tune:",
        "Here α and β are learned together with the weights. With each of the seeds 0 to 9, the α of PReLU in layer 2 "
        "falls from 0.25 to below −0.5, so its units rise on both sides of 0. The loss ends lower than with α fixed at "
        "0.25; to see that, switch learning off under More.",
    ),
}


DEFAULTS: dict[str, Any] = {
    control.key: control.default for control in (*ABOVE, loss_choice(START.data), *BELOW)
}


def show_presets() -> None:
    for name, preset in PRESETS.items():
        chosen = {**DEFAULTS, **preset.settings}
        st.button(
            name,
            icon=preset.icon,
            key=f"preset-{name}",
            on_click=settings.set_values,
            args=(chosen | {"epoch": chosen["epochs"]},),
            disabled=any(map(settings.is_locked, DEFAULTS)),
        )


def show_preset_text(state: Settings, task: Task, entries: Sequence[Entry]) -> None:
    """Say what a preset shows, if this is one."""
    texts = tuple(entry.text for entry in entries)
    for preset in PRESETS.values():
        chosen = {**DEFAULTS, **preset.settings}
        # With the weights of another function nothing of it need be so.
        trained = texts == chosen["fs"] and not state[KEEP]
        if trained and replace(task, seed=START.seed) == task_of(chosen):
            st.info(preset.text, icon=preset.icon)


def show_controls(state: Settings) -> None:
    # Rows that stay rows on a phone.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.show(DATA, width=BOX)
        state.show(RATE, width=198)
        state.show(DEPTH, width=120)
        state.show(WIDTH, width=220)
        with st.container(horizontal=True, width="content"):
            with st.popover("More"):
                _show_more(state)
            show_presets()


def _show_more(state: Settings) -> None:
    for switch in (TEN, LEARN, KEEP):
        state.show(switch)
    state.show(OPTIMISER, width=BOX)
    state.show(loss_choice(state[DATA]), width=BOX)
    state.show(NOISE)
    # A longer run is shown to its end too.
    state.show(LENGTH, on_change=_show_the_end)
    state.show(BATCH, width=BOX)
    state.show(SCHEME, width=BOX)
    state.show(BIAS)
    state.show(SEED)


def _show_the_end() -> None:
    settings.set_values({"epoch": settings.typed_value(LENGTH.key)})


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
class Plan:
    """What is computed: which functions are trained, and which ones are shown with the weights of each."""

    trained: tuple[tuple[Entry, tuple[Entry, ...]], ...]
    task: Task
    seeds: int
    cut: str


def plan_runs(state: Settings, entries: Sequence[Entry]) -> Plan:
    """Plan the runs, within the time there is."""
    wanted, wanted_seeds = task_of(state), SEEDS if state[TEN] else 1
    trained = [(entries[0], tuple(entries))] if state[KEEP] else [(entry, (entry,)) for entry in entries]
    task, seeds = shorten([entry.function for entry, _ in trained], wanted, wanted_seeds, BUDGET)
    return Plan(tuple(trained), task, seeds, words.describe_cut(wanted, task, wanted_seeds, seeds))
