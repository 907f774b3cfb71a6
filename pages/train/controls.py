"""What can be set on Train: which functions, and the task that they are trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from activations import Formula
from activations.networks.training import Task
from pages.shared import presets, settings, tasks
from pages.shared.entries import Entry, choice_of_four
from pages.shared.presets import Preset
from pages.shared.reading import Reading
from pages.shared.settings import Settings
from pages.shared.tasks import START, task_of
from pages.shared.widgets.numbers import Slider
from pages.shared.widgets.options import Switch
from pages.train.snapshots import stride_of

SEEDS = 10
FUNCTIONS = choice_of_four("ReLU", "Tanh", "SiLU", "Sigmoid")
TEN = Switch(
    "ten", "Ten seeds", default=False,
    help="Trains with this seed and the next nine, and shows median and spread",
)  # fmt: skip
KEEP = Switch(
    "keep", "Keep the weights", default=False,
    help="Only the first function is trained. The others are then put in its place, with its weights.",
)  # fmt: skip


def epoch_slider(task: Task) -> Slider:
    """The slider that moves through the run."""
    return Slider(
        "epoch", "Epoch", default=task.epochs, reach=(0, task.epochs), step=stride_of(task), stepped=True
    )


def declare(state: Reading) -> None:
    """Declare all controls but that of the epoch, which depends on how much there is time for."""
    state.add(FUNCTIONS)
    tasks.declare(state)
    state.add(TEN, KEEP)


DEFAULTS: dict[str, Any] = {
    control.key: control.default for control in (FUNCTIONS, *tasks.controls_of(START.data), TEN, KEEP)
}
PRESETS = {
    "Dying ReLU": Preset(
        DEFAULTS | {"fs": ("ReLU", "LeakyReLU", "ELU"), "rate": "0.3", "bias": -0.5, "epochs": 60},
        ":material/heart_broken:",
        "Every unit starts with a bias of −0.5, and the learning rate of 0.3 is too high. One step too far, and a unit "
        "is below 0 for every example. ReLU has slope 0 there, so no gradient reaches the unit: it is dead. With each "
        "of the seeds 0 to 9, ReLU ends with more dead units than it started with; LeakyReLU and ELU have none, and a "
        "gradient still arrives at their first layer.",
    ),
    "PReLU learns α": Preset(
        DEFAULTS | {"fs": ("PReLU", "ELU", "Swish", "ReLU"), "learn": True},
        ":material/tune:",
        "Here α and β are learned together with the weights. With each of the seeds 0 to 9, the α of PReLU in layer 2 "
        "falls from 0.25 to below −0.5, so its units rise on both sides of 0. The loss ends lower than with α fixed at "
        "0.25; to see that, switch learning off under More.",
    ),
}


def show_preset_text(state: Settings, task: Task, entries: Sequence[Entry]) -> None:
    """Say what a preset shows, if this is one."""
    texts = tuple(entry.text for entry in entries)

    def is_shown(preset: Mapping[str, Any]) -> bool:
        # With the weights of another function nothing of it need be so.
        trained = texts == preset["fs"] and not state[KEEP]
        return trained and replace(task, seed=START.seed) == task_of(preset)

    presets.show_text(PRESETS, is_shown)


def show_controls(state: Settings) -> None:
    # Rows that stay rows on a phone.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tasks.show_main_controls(state)
        with st.container(horizontal=True, width="content"):
            with st.popover("More"):
                _show_more(state)
            presets.show_buttons(PRESETS, lambda preset: {"epoch": preset.settings["epochs"]})


def _show_more(state: Settings) -> None:
    for switch in (TEN, tasks.LEARN, KEEP):
        state.show(switch)
    # A longer run is shown to its end too.
    tasks.show_other_controls(state, _show_the_end)


def _show_the_end() -> None:
    settings.set_values({"epoch": settings.widget_value(tasks.LENGTH.key)})


def query_of_tune(state: Settings, entries: Sequence[Entry]) -> dict[str, list[str]]:
    """The query by which Tune takes over the task, and the first function that has a parameter."""
    varied = [entry.function for entry in entries if entry.function.parameters()]
    named = [f.expression if isinstance(f, Formula) else type(f).__name__ for f in varied[:1]]
    return ({"f": named} if named else {}) | settings.query(tasks.controls_of(state[tasks.DATA]))
