"""What can be set on Depth: which functions, and the network a signal goes through."""

from __future__ import annotations

from typing import Any

import streamlit as st

from activations.networks import propagation
from activations.networks.network import INITIALISATIONS
from activations.networks.propagation import Stack
from pages.shared.entries import choice_of_four
from pages.shared.settings import Settings
from pages.shared.widgets.control import Control
from pages.shared.widgets.numbers import Number, Slider
from pages.shared.widgets.options import Choice

START = Stack()
INPUT_MEANINGS = (
    "Normal: mean 0 and variance 1. Uniform: from −1 to 1. Pixels: from 0 to 1, so their mean is not 0. "
    "Signs: −1 or 1."
)
SCHEME_MEANINGS = (
    "The variance of a weight, for layers of n units. LeCun: 1/n. Glorot: 2/(n + n), which is the same here. "
    "He: 2/n. Matched: 1/n divided by E f(z)² (forward) or by E f′(z)² (backward) for a normal z, so that each "
    "function has its own."
)
FUNCTIONS = choice_of_four("Sigmoid", "Tanh", "ReLU", "SELU")
SCHEME = Choice(
    "init", "Initialisation", default=START.scheme, options=tuple(INITIALISATIONS), help=SCHEME_MEANINGS
)
DEPTH = Slider("layers", "Layers", default=START.layers, reach=(1, 100), step=1)
GAIN = Slider("gain", "Gain: multiplies all weights", default=START.gain, reach=(0.1, 4.0), step=0.05)
WIDTH = Slider("width", "Width: units in each layer", default=START.width, reach=(8, 512), step=8)
INPUTS = Choice(
    "inputs", "Inputs", default=START.inputs, options=tuple(propagation.INPUTS), help=INPUT_MEANINGS
)
SEED = Number("seed", "Seed", default=START.seed, reach=(0, 9999), step=1)
CONTROLS = (FUNCTIONS, SCHEME, DEPTH, GAIN, WIDTH, INPUTS, SEED)


def layer_slider(layers: int) -> Slider:
    """The slider that moves through the layers; 0 is the input."""
    label = "Layer, marked in all charts (0 is the input)"
    return Slider("layer", label, default=(layers + 1) // 2, reach=(0, layers), step=1)


def chosen_stack(state: Settings) -> Stack:
    return Stack(
        layers=state[DEPTH],
        width=state[WIDTH],
        scheme=state[SCHEME],
        gain=state[GAIN],
        inputs=state[INPUTS],
        seed=state[SEED],
    )


def show_depth_and_gain(state: Settings) -> None:
    # A row that stays a row on a phone.
    with st.container(horizontal=True):
        state.show(DEPTH)
        state.show(GAIN)


def show_width_inputs_seed(state: Settings) -> None:
    """Show the controls that are seldom changed: width, distribution of the inputs and seed."""
    controls: tuple[Control[Any], ...] = (WIDTH, INPUTS, SEED)
    for column, control in zip(st.columns([2, 1, 1]), controls, strict=True):
        with column:
            state.show(control)
