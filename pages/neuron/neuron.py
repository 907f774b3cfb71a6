"""Neuron: a leaky integrate-and-fire neuron, and how far an activation function is one."""

import streamlit as st

from pages.neuron import controls, firing, words
from pages.shared import classroom, live, titles
from pages.shared.entries import parse_entries, show_choice
from pages.shared.sliders import show_playable

state = classroom.enter("neuron")
state.add(*controls.CONTROLS)
titles.show_heading("Neuron")
state.finish()
entries, _ = parse_entries(state[controls.FUNCTIONS])
current = show_playable(state, st.container(), controls.CURRENT)
place = st.container()
controls.show_membrane(state)
cell = controls.membrane(state)
show_choice(state, controls.FUNCTIONS)
with place:
    left, right = st.columns(2)
    with left:
        st.markdown("## Its potential over time")
        firing.show_potential(cell, current)
    with right:
        st.markdown("## How fast it fires")
        firing.show_rate(cell, entries, current)
classroom.stop_in_class_view()
live.following("said").markdown(words.summary(cell, entries, current))
st.markdown(words.ANALOGY)
st.caption(words.legend(cell))
st.latex(r"\tau\,\frac{du}{dt} = -(u - u_{\text{rest}}) + R\,I")
st.latex(r"u_\infty = u_{\text{rest}} + R\,I")
st.latex(
    r"\text{rate} = \left(t_{\text{ref}} + "
    r"\tau \ln\dfrac{u_\infty - u_{\text{reset}}}{u_\infty - \vartheta}\right)^{-1}"
)
with live.following("link"):
    state.show_link()
