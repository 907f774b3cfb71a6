"""Which network the page on depth sends a signal through, and what it found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from activations import Activation
from activations.mean_field import FixedPoint, Prediction
from activations.network import INITIALISATIONS
from activations.propagation import GAINS, INPUTS, LAYERS, MOST_SEED, WIDTHS, Measured, Stack, measure, theory
from pages.shared import classroom, depth_figures, links, words
from pages.shared.comparison import Entry, named, understood
from pages.shared.controls import playable_slider
from pages.shared.depth_figures import Run
from pages.shared.progress import Progress
from pages.shared.scrubbing import Chart, Moving, marked

DEFAULT = ["Sigmoid", "Tanh", "ReLU", "SELU"]
MOST = 4
START = Stack()
INPUT_MEANINGS = (
    "normal: mean 0 and variance 1; uniform: from −1 to 1; pixels: from 0 to 1, so that their mean is not 0; "
    "signs: −1 or 1"
)
SCHEME_MEANINGS = (
    "Variance of a weight: LeCun 1/n, Glorot 2/(n + n), here the same since all layers have n units, He 2/n. "
    "Matched: 1/n over E f(z)² (forward) or over E f′(z)² (backward) for normal z, for each function its own."
)


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for the network."""
    return {
        "init": links.one_of(list(INITIALISATIONS)),
        "layers": links.whole(*LAYERS),
        "gain": links.number(*GAINS),
        "width": links.whole(*WIDTHS),
        "inputs": links.one_of(list(INPUTS)),
        "seed": links.whole(0, MOST_SEED),
    }


def chooser() -> list[Entry]:
    """Show the choice of functions; say what is wrong with an entry, and return the others."""
    return understood(named("Up to four functions, or such as ELU(alpha=0.3)", DEFAULT, MOST))


def scheme() -> str:
    """Show the choice of the initialisation, and return it."""
    chosen: str = st.selectbox(
        "Initialisation", list(INITIALISATIONS), help=SCHEME_MEANINGS, **classroom.bound("init")
    )
    return chosen


def size() -> tuple[int, float]:
    """Show the sliders of depth and gain, and return both."""
    # A row that stays a row on a phone.
    with st.container(horizontal=True):
        layers: int = st.slider("Layers", *LAYERS, START.layers, **classroom.bound("layers"))
        gain: float = st.slider(
            "Gain: all weights ×", *GAINS, START.gain, 0.05, format="%.2f", **classroom.bound("gain")
        )
    return layers, gain


def rest() -> tuple[int, str, int]:
    """Show what is seldom changed: width, distribution of the inputs and seed, and return them."""
    width_column, inputs_column, seed_column = st.columns([2, 1, 1])
    width: int = width_column.slider(
        "Width: units in each layer", *WIDTHS, START.width, 8, **classroom.bound("width")
    )
    inputs: str = inputs_column.selectbox(
        "Inputs", list(INPUTS), help=INPUT_MEANINGS, **classroom.bound("inputs")
    )
    seed: int = seed_column.number_input("Seed", 0, MOST_SEED, START.seed, **classroom.bound("seed"))
    return width, inputs, seed


def layer_slider(layers: int) -> int:
    """Show the slider that moves through the layers, and return the chosen one; 0 is the input."""
    links.heed({"layer": links.whole(0, layers)})
    if st.session_state.get("layer", 0) > layers:
        # The session remembers a layer of a deeper network, which Streamlit would refuse with an error.
        st.session_state["layer"] = layers
    label = "Layer, marked in all charts (0 is the input)"
    return int(playable_slider(st.container(), label, (0, layers, (layers + 1) // 2, 1), "layer"))


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


def query(entries: Sequence[Entry], stack: Stack, layer: int) -> dict[str, str | list[str]]:
    """Return the query of the link to the page as it stands, without what is at its default."""
    current = {
        "fs": [entry.text for entry in entries],
        "init": stack.scheme,
        "layers": stack.layers,
        "gain": stack.gain,
    }
    current |= {"width": stack.width, "inputs": stack.inputs, "seed": stack.seed, "layer": layer}
    defaults = {"fs": DEFAULT, "init": START.scheme, "layers": START.layers, "gain": START.gain}
    defaults |= {"width": START.width, "inputs": START.inputs, "seed": START.seed}
    return links.written(current, defaults | {"layer": (stack.layers + 1) // 2})
