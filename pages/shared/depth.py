"""Which network the page on depth sends a signal through, and what it found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from activations import Activation
from activations.networks.mean_field import FixedPoint, Prediction
from activations.networks.network import INITIALISATIONS
from activations.networks.propagation import (
    GAINS,
    LAYERS,
    MOST_SEED,
    WIDTHS,
    Stack,
    measure,
    theory,
)
from activations.networks.propagation import INPUTS as DISTRIBUTIONS
from activations.networks.propagation import Measurement as Measured
from pages.shared import depth_figures, links, words
from pages.shared.comparison import Entry
from pages.shared.depth_figures import Run
from pages.shared.progress import Progress
from pages.shared.scrubbing import Chart, Moving, marked
from pages.shared.settings import Settings
from pages.shared.widgets import Choice, Functions, Number, Slider

START = Stack()
INPUT_MEANINGS = (
    "normal: mean 0 and variance 1; uniform: from −1 to 1; pixels: from 0 to 1, so that their mean is not 0; "
    "signs: −1 or 1"
)
SCHEME_MEANINGS = (
    "Variance of a weight: LeCun 1/n, Glorot 2/(n + n), here the same since all layers have n units, He 2/n. "
    "Matched: 1/n over E f(z)² (forward) or over E f′(z)² (backward) for normal z, for each function its own."
)


FUNCTIONS = Functions(
    "fs",
    "Up to four functions, or such as ELU(alpha=0.3)",
    default=("Sigmoid", "Tanh", "ReLU", "SELU"),
    most=4,
)
SCHEME = Choice(
    "init", "Initialisation", default=START.scheme, options=tuple(INITIALISATIONS), help=SCHEME_MEANINGS
)
DEPTH = Slider("layers", "Layers", default=START.layers, reach=LAYERS, step=1)
GAIN = Slider("gain", "Gain: all weights ×", default=START.gain, reach=GAINS, step=0.05)
WIDTH = Slider("width", "Width: units in each layer", default=START.width, reach=WIDTHS, step=8)
INPUTS = Choice("inputs", "Inputs", default=START.inputs, options=tuple(DISTRIBUTIONS), help=INPUT_MEANINGS)
SEED = Number("seed", "Seed", default=START.seed, reach=(0, MOST_SEED), step=1)
CONTROLS = (FUNCTIONS, SCHEME, DEPTH, GAIN, WIDTH, INPUTS, SEED)


def layer_slider(layers: int) -> Slider:
    """Return the slider that moves through the layers; 0 is the input."""
    label = "Layer, marked in all charts (0 is the input)"
    return Slider("layer", label, default=(layers + 1) // 2, reach=(0, layers), step=1)


def chosen_stack(state: Settings) -> Stack:
    """Return the network that the controls describe."""
    return Stack(
        layers=state[DEPTH],
        width=state[WIDTH],
        scheme=state[SCHEME],
        gain=state[GAIN],
        inputs=state[INPUTS],
        seed=state[SEED],
    )


def show_size(state: Settings) -> None:
    """Show the sliders of depth and gain."""
    # A row that stays a row on a phone.
    with st.container(horizontal=True):
        state.show(DEPTH)
        state.show(GAIN)


def show_rest(state: Settings) -> None:
    """Show what is seldom changed: width, distribution of the inputs and seed."""
    for column, control in zip(st.columns([2, 1, 1]), (WIDTH, INPUTS, SEED), strict=True):
        with column:
            state.show(control)


def runs(entries: Sequence[Entry], stack: Stack) -> list[Run]:
    """Return what each function does in the network, as far as nobody stops it; say where there is no such network."""
    found = []
    with Progress() as progress:
        for index, entry in enumerate(entries):
            f = entry.function
            name = words.label(f) if entry.pinned else f.title
            try:
                variance = stack.weight_variance(f)
            except ValueError as error:
                st.warning(f"{links.plain(str(error))}. Choose another initialisation to see it.")
                continue
            what = f"{index + 1} of {len(entries)}: {name} in {stack.layers} layers of {stack.width} units …"

            def tell(share: float, index: int = index, what: str = what) -> None:
                progress.tell((index + share) / len(entries), what)

            found.append(Run(name, variance, *_known(f, stack, tell)))
    return found


Found = tuple[Measured, Prediction, FixedPoint | None]


def _known(f: Activation, stack: Stack, tell: Callable[[float], None]) -> Found:
    try:
        return _kept(f, stack)
    except LookupError:
        return _kept(f, stack, (measure(f, stack, tell), *theory(f, stack)))


# What is cached are numbers of a few hundred kB at most for each function and network. The bar must be told while they
# are found, which a cached function cannot do.
@st.cache_data(max_entries=64, show_spinner=False)
def _kept(f: Activation, stack: Stack, _found: Found | None = None) -> Found:
    if _found is None:
        raise LookupError(f"{f!r} in {stack!r} has not been measured")
    return _found


def curves(found: Sequence[Run]) -> list[Chart]:
    """Return the charts of one number in each layer, all functions in one chart."""
    drawn = {
        "gradient": (depth_figures.gradients, "the gradient, layer by layer"),
        "deviation": (depth_figures.deviations, "the standard deviation of the activations"),
        "mean": (depth_figures.means, "the mean of the activations"),
        "share": (depth_figures.shares, "the shares of units at 0 and with a flat slope"),
    }
    who = ", ".join(run.label for run in found)
    return [
        marked(key, draw(found), f"{who}: {what}; the text below says what becomes of it.")
        for key, (draw, what) in drawn.items()
    ]


def ridges(found: Sequence[Run]) -> list[Chart]:
    """Return the charts of the distributions in the layers, one for each function."""
    return [
        Chart(
            f"ridge-{index}",
            depth_figures.ridge(run, index),
            partial(_outlines, run),
            f"{run.label}: the distribution of its activations in the layers; the text below says what becomes of it.",
        )
        for index, run in enumerate(found)
    ]


def _outlines(run: Run, layers: NDArray[np.float64]) -> Moving:
    return {depth_figures.CHOSEN: {"y": depth_figures.outlines(run, layers.astype(int))}}
