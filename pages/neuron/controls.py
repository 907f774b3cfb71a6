"""What can be set on Neuron: the input, the membrane, and the functions laid over its rate."""

from __future__ import annotations

import streamlit as st

from activations.neuron import Neuron
from pages.neuron.figures import MOST_CURRENT
from pages.shared.settings import Settings
from pages.shared.widgets.functions import Functions
from pages.shared.widgets.numbers import Slider

STEP = 0.05
START = Neuron()
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
    "Compare with up to four functions (type to search, or write Softplus(beta=3) or a formula such as x·tanh(x))",
    default=("ReLU", "Softplus"),
    most=4,
)
CONTROLS = (CURRENT, TIME_CONSTANT, REFRACTORY, FUNCTIONS)


def show_membrane(state: Settings) -> None:
    with st.container(horizontal=True):
        state.show(TIME_CONSTANT)
        state.show(REFRACTORY)


def membrane(state: Settings) -> Neuron:
    """The neuron that the sliders describe."""
    return Neuron(time_constant=state[TIME_CONSTANT], refractory=state[REFRACTORY])
