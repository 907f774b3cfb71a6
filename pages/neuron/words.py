"""A neuron in words: what it does, and how far an activation function is one."""

from __future__ import annotations

from collections.abc import Sequence

from activations.neuron import Neuron
from pages.neuron import figures as neuron_figures
from pages.shared.entries import Entry
from pages.shared.words import digits

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


def summary(neuron: Neuron, entries: Sequence[Entry], present: float) -> str:
    """Describe the neuron at the present current, and how near the functions come."""
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
            f"{entry.name} {digits(neuron_figures.misfit(neuron, entry.function), 2)}" for entry in entries
        )
        sentences.append(
            "The functions have their 0 at the threshold current, and the height that suits the rate best; "
            f"the root mean square of what is left, in spikes a second: {misfits}."
        )
    return " ".join(sentences)


def legend(neuron: Neuron) -> str:
    return (
        f"The membrane charges with the current through its resistance of {neuron.resistance:g} MΩ, and leaks back "
        f"to {digits(neuron.rest)} mV; at ϑ = {digits(neuron.threshold)} mV it fires and is set to "
        f"{digits(neuron.reset)} mV. A stroke marks a spike, whose shape is no part of the model. Nothing is "
        "computed in steps of time: between two spikes the potential is an exponential."
    )
