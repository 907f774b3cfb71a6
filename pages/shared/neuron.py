"""A neuron by sliders, and the charts of its potential and of its firing rate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from activations.neuron import Neuron
from pages.shared import figures, live, neuron_figures, words
from pages.shared.comparison import Entry
from pages.shared.neuron_figures import MOST_CURRENT
from pages.shared.settings import Settings
from pages.shared.widgets import Functions, Slider
from pages.shared.words import digits

STEP = 0.05
START = Neuron()
GLOROT = (
    "[Glorot, Bordes, Bengio, *Deep Sparse Rectifier Neural Networks*, 2011]"
    "(https://proceedings.mlr.press/v15/glorot11a.html)"
)
GERSTNER = (
    "[Gerstner, Kistler, Naud, Paninski, *Neuronal Dynamics*, 2014, section 1.4]"
    "(https://neuronaldynamics.epfl.ch/online/Ch1.S4.html)"
)
ANALOGY = (
    "- **Where it holds.** Silent up to a threshold and then the faster the stronger the input, such a neuron is as "
    "one-sided as a rectifier, which has been called a better model of neurons than sigmoid and tanh "
    f"for it ({GLOROT}).\n"
    "- **Where it fails.** A number for a constant input says nothing of time: most neurons answer a step of current "
    "with intervals that grow from spike to spike, for which already this neuron, with no memory beyond its last "
    f"spike, is too simple ({GERSTNER})."
)


CURRENT = Slider("I", "**I** · input current in nA", default=2.6, reach=(0.0, MOST_CURRENT), step=STEP)
TIME_CONSTANT = Slider(
    "tau",
    "**τ** · time constant of the membrane in ms",
    default=START.time_constant,
    reach=(5.0, 40.0),
    step=0.5,
)
REFRACTORY = Slider("ref", "Refractory time in ms", default=START.refractory, reach=(0.0, 10.0), step=0.1)
FUNCTIONS = Functions(
    "fs",
    "Laid over it, up to four functions (type to search, or write one such as Softplus(beta=3))",
    default=("ReLU", "Softplus"),
    most=4,
)
CONTROLS = (CURRENT, TIME_CONSTANT, REFRACTORY, FUNCTIONS)


def show_membrane(state: Settings) -> None:
    """Show the sliders of the membrane."""
    with st.container(horizontal=True):
        state.show(TIME_CONSTANT)
        state.show(REFRACTORY)


def membrane(state: Settings) -> Neuron:
    """Return the neuron that the sliders describe."""
    return Neuron(time_constant=state[TIME_CONSTANT], refractory=state[REFRACTORY])


def potential(neuron: Neuron, present: float) -> None:
    """Show the potential and the spikes over time."""
    most = neuron_figures.most_spikes(neuron)

    def tracks(currents: NDArray[np.float64]) -> list[live.Track]:
        rows = [neuron_figures.traces_of(neuron, float(each), most) for each in currents]
        return [
            live.Track(trace, attribute, np.concatenate([row[trace][attribute] for row in rows]))
            for trace, arrays in enumerate(rows[0])
            for attribute in arrays
        ]

    live.chart(
        "potential",
        partial(neuron_figures.potential, neuron),
        present,
        fixed=("potential", neuron),
        families=[live.Steps("I", 0.0, MOST_CURRENT, STEP, ("potential", neuron), tracks)],
        held={"I": present},
        config=figures.CONFIG,
        alt="The potential of the neuron over 100 ms: it rises towards the threshold, and falls back at each spike.",
    )


def rate(neuron: Neuron, entries: Sequence[Entry], present: float) -> None:
    """Show the firing rate over the current, and the functions laid over it."""
    functions = [entry.function for entry in entries]
    labels = [labelled(entry) for entry in entries]
    fixed = ("rate", neuron, *functions)
    family = live.Family(
        "I",
        0.0,
        MOST_CURRENT,
        STEP,
        fixed,
        lambda currents: [
            live.Track(1 + len(functions), attribute, rows)
            for attribute, rows in neuron_figures.dots(neuron, currents)[0].items()
        ],
    )
    live.chart(
        "rate",
        partial(neuron_figures.rate, neuron, functions, labels),
        present,
        fixed=fixed,
        families=[family],
        held={"I": present},
        config=figures.CONFIG,
        alt=f"The firing rate over the current: 0 up to {digits(neuron.rheobase)} nA, then rising.",
    )


def labelled(entry: Entry) -> str:
    """Return what a function is called in the chart."""
    return words.label(entry.function) if entry.pinned else entry.function.title


def summary(neuron: Neuron, entries: Sequence[Entry], present: float) -> str:
    """Return what the neuron does at the present current, and how near the functions come."""
    spikes = float(neuron.rate(present))
    sentences = [
        f"At {digits(present)} nA it fires {digits(spikes, 3)} times a second, every {digits(1000 / spikes, 3)} ms."
        if spikes
        else f"At {digits(present)} nA it never fires: the potential only approaches "
        f"{digits(neuron.rest + neuron.resistance * present)} mV.",
        f"Below {digits(neuron.rheobase)} nA there is not one spike, however long one waits.",
    ]
    if neuron.refractory:
        sentences.append(
            f"No current makes it fire more than {digits(1000 / neuron.refractory, 3)} times a second."
        )
    if entries:
        misfits = ", ".join(
            f"{labelled(entry)} {digits(neuron_figures.misfit(neuron, entry.function), 2)}"
            for entry in entries
        )
        sentences.append(
            "The functions have their 0 at the threshold current, and the height that suits the rate best; "
            f"the root mean square of what is left, in spikes a second: {misfits}."
        )
    return " ".join(sentences)


def legend(neuron: Neuron) -> str:
    """Return what the neuron is."""
    return (
        f"The membrane charges with the current through its resistance of {neuron.resistance:g} MΩ, and leaks back "
        f"to {digits(neuron.rest)} mV; at ϑ = {digits(neuron.threshold)} mV it fires and is set to "
        f"{digits(neuron.reset)} mV. A stroke marks a spike, whose shape is no part of the model. Nothing is "
        "computed in steps of time: between two spikes the potential is an exponential."
    )
