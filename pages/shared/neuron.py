"""A neuron by sliders, and the charts of its potential and of its firing rate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from activations.neuron import Neuron
from pages.shared import classroom, figures, links, live, neuron_figures, words
from pages.shared.comparison import Entry, named, understood
from pages.shared.controls import playable_slider
from pages.shared.neuron_figures import MOST_CURRENT
from pages.shared.words import digits

CURRENT, STEP = 2.6, 0.05
TIME_CONSTANTS, REFRACTORIES = (5.0, 40.0), (0.0, 10.0)
START = Neuron()
LAID_OVER = ["ReLU", "Softplus"]
MOST = 4
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


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for the neuron."""
    return {
        "I": links.number(0.0, MOST_CURRENT),
        "tau": links.number(*TIME_CONSTANTS),
        "ref": links.number(*REFRACTORIES),
    }


def current() -> float:
    """Show the slider of the input, and return it."""
    return playable_slider(
        st.container(), "**I** · input current in nA", (0.0, MOST_CURRENT, CURRENT, STEP), "I"
    )


def membrane() -> Neuron:
    """Show the sliders of the membrane, and return the neuron."""
    with st.container(horizontal=True):
        time_constant: float = st.slider(
            "**τ** · time constant of the membrane in ms",
            *TIME_CONSTANTS,
            START.time_constant,
            0.5,
            format="%.1f",
            **classroom.bound("tau"),
        )
        refractory: float = st.slider(
            "Refractory time in ms",
            *REFRACTORIES,
            START.refractory,
            0.1,
            format="%.1f",
            **classroom.bound("ref"),
        )
    return Neuron(time_constant=time_constant, refractory=refractory)


def chooser() -> list[Entry]:
    """Show the choice of functions to lay over the rate; say what is wrong with one, and return the others."""
    label = "Laid over it, up to four functions (type to search, or write one such as Softplus(beta=3))"
    return understood(named(label, LAID_OVER, MOST))


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


def query(neuron: Neuron, entries: Sequence[Entry], present: float) -> dict[str, str | list[str]]:
    """Return the query of the link to the page as it stands, without what is at its default."""
    values: dict[str, object] = {"I": present, "tau": neuron.time_constant, "ref": neuron.refractory}
    defaults: dict[str, object] = {"I": CURRENT, "tau": START.time_constant, "ref": START.refractory}
    values["fs"] = [entry.text for entry in entries]
    return links.written(values, defaults | {"fs": LAID_OVER})
