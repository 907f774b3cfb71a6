"""What the page on training is asked to train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from activations.datasets import DATASETS, NOISES
from activations.training import (
    BATCHES,
    BIASES,
    EPOCH_STEP,
    EPOCHS,
    HIDDEN,
    MOST_SEED,
    OPTIMISERS,
    SCHEMES,
    UNITS,
    Task,
    losses,
    shortened,
)
from pages.shared import classroom, links, train_words
from pages.shared.comparison import Entry, named, understood
from pages.shared.controls import playable_slider

DEFAULT = ["ReLU", "Tanh", "SiLU", "Sigmoid"]
MOST = 4
SEEDS = 10
START = Task()
RATES = ("0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10")
# Seconds of computing, by the estimate.
BUDGET = 9.3
SWITCHES = ["true", "false"]
DEFAULTS: Mapping[str, Any] = {
    "fs": DEFAULT,
    "data": START.data,
    "noise": START.noise,
    "hidden": START.hidden,
    "units": START.units,
    "loss": START.loss,
    "by": START.optimiser,
    "rate": "0.01",
    "batch": str(START.batch),
    "epochs": START.epochs,
    "init": START.scheme,
    "bias": START.bias,
    "seed": START.seed,
    "learn": False,
    "ten": False,
    "keep": False,
}


@dataclass(frozen=True)
class Preset:
    """Settings worth seeing, and what they show; what is said holds for the seeds 0 to 9, which a test checks."""

    settings: Mapping[str, Any]
    icon: str
    text: str


PRESETS = {
    "Dying ReLU": Preset(
        {"fs": ["ReLU", "LeakyReLU", "ELU"], "rate": "0.3", "bias": -0.5, "epochs": 60},
        ":material/heart_broken:",
        "Every unit starts with a bias of −0.5, and a learning rate of 0.3 is too high: a step too far, and a unit is "
        "below 0 for every example. ReLU has no slope there, so that no gradient reaches such a unit. With each "
        "of the seeds 0 to 9 ReLU ends with more dead units than it started with; LeakyReLU and ELU have none, and a "
        "gradient still arrives at their first layer.",
    ),
    "PReLU learns α": Preset(
        {"fs": ["PReLU", "ELU", "Swish", "ReLU"], "learn": True},
        ":material/tune:",
        "Here α and β are learned with the weights. With each of the seeds 0 to 9 the α of PReLU in layer 2 falls from "
        "0.25 to below −0.5, so that its units rise on both sides of 0, and the loss ends lower than with α held at "
        "0.25: switch learning off, under More, to see that.",
    ),
}


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values, all but those of the epoch."""
    data = st.query_params.get("data", START.data)
    return {
        "data": links.one_of(list(DATASETS)),
        "noise": links.number(*NOISES),
        "hidden": links.whole(*HIDDEN),
        "units": links.whole(*UNITS),
        "loss": links.one_of(losses(data if data in DATASETS else START.data)),
        "by": links.one_of(list(OPTIMISERS)),
        "rate": links.one_of(RATES),
        "batch": links.one_of([str(batch) for batch in BATCHES]),
        "epochs": links.step(*EPOCHS, EPOCH_STEP),
        "init": links.one_of(SCHEMES),
        "bias": links.number(*BIASES),
        "seed": links.whole(0, MOST_SEED),
        **dict.fromkeys(("learn", "ten", "keep"), links.one_of(SWITCHES)),
    }


def presets() -> None:
    """Show buttons for the presets."""
    for name, preset in PRESETS.items():
        st.button(
            name,
            icon=preset.icon,
            key=f"preset-{name}",
            on_click=_apply,
            args=(preset,),
            disabled=any(map(classroom.locked, DEFAULTS)),
        )


def _apply(preset: Preset) -> None:
    settings = DEFAULTS | preset.settings
    # Bound widgets are set from elsewhere only through the session.
    st.session_state.update(settings | {"epoch": settings["epochs"]})


def claim(task: Task, entries: Sequence[Entry]) -> None:
    """Say what a preset shows, if this is one."""
    texts = [entry.text for entry in entries]
    for preset in PRESETS.values():
        settings = DEFAULTS | preset.settings
        # With the weights of another function nothing of it need be so.
        trained = texts == settings["fs"] and not st.session_state["keep"]
        if trained and replace(task, seed=START.seed) == _task(settings):
            st.info(preset.text, icon=preset.icon)


def chooser() -> list[Entry]:
    """Show the choice of functions; say what is wrong with an entry, and return the others."""
    return understood(named("Up to four functions, or such as ELU(alpha=0.3)", DEFAULT, MOST))


def asked() -> Task:
    """Show the controls of data, network and training, and return what they ask for."""
    # Rows that stay rows on a phone.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice("Data", list(DATASETS), "data", "; ".join(f"{n}: {d.meaning}" for n, d in DATASETS.items()))
        st.select_slider("Learning rate", RATES, DEFAULTS["rate"], **classroom.bound("rate"), width=198)
        st.slider("Hidden layers", *HIDDEN, START.hidden, **classroom.bound("hidden"), width=120)
        st.slider("Units in each", *UNITS, START.units, **classroom.bound("units"), width=220)
        with st.container(horizontal=True, width="content"):
            with st.popover("More"):
                _more()
            presets()
    return _task(st.session_state)


def _more() -> None:
    _switch("Ten seeds", "ten", "Median and spread of ten runs, of this seed and the nine that follow it")
    _switch("Learn α, β …", "learn", train_words.LEARNING)
    _switch(
        "Keep the weights",
        "keep",
        "Only the first function is trained; the others are put in its place, with its weights.",
    )
    _choice("Optimiser", list(OPTIMISERS), "by", "Momentum 0.9; Adam with its paper's constants")
    _choice(
        "Loss", list(losses(st.session_state["data"])), "loss", "Squared: of targets −1 and 1, for classes"
    )
    st.slider("Noise", *NOISES, START.noise, 0.05, **classroom.bound("noise"))
    st.slider(
        "Epochs",
        *EPOCHS,
        START.epochs,
        EPOCH_STEP,
        **classroom.bound("epochs"),
        on_change=_show_the_end,
    )
    _choice("Batch", [str(batch) for batch in BATCHES], "batch", "How many of the 256 examples a step takes")
    _choice(
        "Initialisation", list(SCHEMES), "init", "Variance of a weight: LeCun 1/n, Glorot 2/(n + m), He 2/n"
    )
    st.slider("Bias of hidden units at the start", *BIASES, START.bias, 0.25, **classroom.bound("bias"))
    st.number_input("Seed", 0, MOST_SEED, START.seed, **classroom.bound("seed"))


def _show_the_end() -> None:
    # Of a longer run too; a bound widget is set from elsewhere only through the session.
    st.session_state["epoch"] = st.session_state["epochs"]


def _choice(label: str, options: Sequence[str], key: str, meaning: str) -> None:
    default = DEFAULTS[key]
    index = options.index(default) if default in options else 0
    st.selectbox(label, options, index, **classroom.bound(key), help=meaning, width=140)


def _switch(label: str, key: str, meaning: str) -> None:
    st.toggle(label, DEFAULTS[key], **classroom.bound(key), help=meaning)


def _task(settings: Mapping[str, Any] | Any) -> Task:
    data = settings["data"]
    loss = settings["loss"]
    return Task(
        data=data,
        noise=settings["noise"],
        hidden=settings["hidden"],
        units=settings["units"],
        loss=loss if loss in losses(data) else losses(data)[0],
        optimiser=settings["by"],
        rate=float(settings["rate"]),
        batch=int(settings["batch"]),
        epochs=settings["epochs"],
        scheme=settings["init"],
        bias=settings["bias"],
        learned=settings["learn"],
        seed=settings["seed"],
    )


@dataclass(frozen=True)
class Plan:
    """What is computed: which functions are trained, and which ones are shown with the weights of each."""

    trained: tuple[tuple[Entry, tuple[Entry, ...]], ...]
    task: Task
    seeds: int
    cut: str


def planned(entries: Sequence[Entry], asked: Task) -> Plan:
    """Return what is computed, within the time there is."""
    keep, ten = st.session_state["keep"], st.session_state["ten"]
    trained = [(entries[0], tuple(entries))] if keep else [(entry, (entry,)) for entry in entries]
    wanted = SEEDS if ten else 1
    task, seeds = shortened([entry.function for entry, _ in trained], asked, wanted, BUDGET)
    return Plan(tuple(trained), task, seeds, train_words.cut(asked, task, wanted, seeds))


def epoch_slider(task: Task) -> int:
    """Show the slider that moves through the run, and return the chosen epoch."""
    links.heed({"epoch": links.step(0, task.epochs, task.stride)})
    chosen = st.session_state.get("epoch", 0)
    if chosen > task.epochs or chosen % task.stride:
        # The session remembers an epoch of another run, which Streamlit would refuse with an error.
        st.session_state["epoch"] = task.epochs
    return int(playable_slider(st.container(), "Epoch", (0, task.epochs, task.epochs, task.stride), "epoch"))


def query(epoch: int, task: Task) -> dict[str, str | list[str]]:
    """Return the query of the link to the page as it stands, without what is at its default."""
    current = {key: st.session_state.get(key) for key in DEFAULTS} | {"epoch": epoch}
    for key in ("learn", "ten", "keep"):
        current[key] = str(current[key]).lower() if current[key] else DEFAULTS[key]
    return links.written(current, {**DEFAULTS, "epoch": task.epochs})
