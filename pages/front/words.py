"""What a preview, a search engine and a browser without scripts say of a page."""

from __future__ import annotations

import numpy as np

from activations import Activation
from pages.shared.words import digits, label

ABOUT = {
    "explore": "See what an activation function and its derivative do when its parameters change.",
    "compare": "Compare activation functions side by side or overlaid, with common sliders.",
    "catalogue": "Every activation function of neural networks as a small picture, to search and to filter.",
    "tune": "One parameter over its whole range, every training run a dot: does its value matter?",
    "depth": "What activation functions do to a signal and its gradient through many layers.",
    "train": "Watch small networks learn with different activation functions, side by side.",
    "vectors": "Softmax beside sparsemax and entmax, and the gates of GLU, SwiGLU and their kin.",
    "neuron": "A spiking neuron, and how near an activation function comes to its firing rate.",
    "learn": "Eight lessons of two to three minutes on activation functions: predict first, then see.",
    "teachers": "A plan of 45 minutes on activation functions, with lessons, answers, a sheet and links.",
}


def glimpse(f: Activation, low: float, high: float) -> str:
    """A function in one sentence, at a few places: what its whole course needs takes longer than a page should."""
    places = sorted({low, min(max(0.0, low), high), high})
    with np.errstate(all="ignore"):
        values, slopes = f.value_and_derivative(np.array(places))
    read = ", ".join(
        f"f({digits(x)}) = {digits(y, 4)} with slope {digits(slope, 4)}"
        for x, y, slope in zip(places, values.tolist(), slopes.tolist(), strict=True)
    )
    return f"{label(f)} from x = {digits(low)} to {digits(high)}: {read}."


def introduce(f: Activation) -> str:
    """What a function does, in the sentence that its class has for it, or its formula."""
    return type(f).gist or f"f(x) = {type(f).expression}"
