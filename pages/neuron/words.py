"""A neuron in words: what it does, and how far an activation function is one."""

from __future__ import annotations

from collections.abc import Sequence

from activations.neuron import Neuron
from pages.neuron import figures
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
    "- **Where it holds.** The neuron is silent up to a threshold; beyond it, a stronger input makes it fire faster. A "
    "rectifier is one-sided in the same way, and has been called a better model of neurons than sigmoid and tanh for "
    f"that reason ({GLOROT}).\n"
    "- **Where it fails.** A single number says nothing about time. Most neurons answer a sudden current with spikes "
    "that come more and more slowly. Even the neuron on this page, which remembers nothing before its last spike, is "
    f"too simple for that ({GERSTNER})."
)


def summary(neuron: Neuron, entries: Sequence[Entry], present: float) -> str:
    """Describe the neuron at the present current, and how near the functions come."""
    spikes = float(neuron.rate(present))
    sentences = [
        f"At {digits(present)} nA it fires {digits(spikes, 3)} times a second, every {digits(1000 / spikes, 3)} ms."
        if spikes
        else f"At {digits(present)} nA it never fires: the potential only approaches "
        f"{digits(neuron.rest + neuron.resistance * present)} mV.",
        f"Below {digits(neuron.rheobase)} nA it never fires, however long you wait.",
    ]
    if neuron.refractory:
        sentences.append(
            f"No current makes it fire more than {digits(1000 / neuron.refractory, 3)} times a second."
        )
    if entries:
        misfits = ", ".join(
            f"{entry.name} {digits(figures.misfit(neuron, entry.function), 2)}" for entry in entries
        )
        sentences.append(
            "Each function is shifted to the threshold current and scaled to fit the rate as well as it can. "
            f"Root mean square of the misfit, in spikes a second: {misfits}."
        )
    return " ".join(sentences)


def legend(neuron: Neuron) -> str:
    return (
        f"The membrane charges with the current through its resistance of {neuron.resistance:g} MΩ, and leaks back "
        f"to {digits(neuron.rest)} mV; at ϑ = {digits(neuron.threshold)} mV it fires and is set to "
        f"{digits(neuron.reset)} mV. A vertical line marks a spike; the model says nothing about its "
        "shape. Between two spikes the potential is an exponential, so no time steps are needed."
    )
