"""Neuron: a leaky integrate-and-fire neuron, and how far an activation function is one."""

import streamlit as st

from pages.shared import classroom, comparison, controls, links, live, navigation, neuron, titles

state = navigation.enter("neuron")
state.add(*neuron.CONTROLS)
titles.show_heading("Neuron")
state.finish()
entries, _ = comparison.parse_entries(state[neuron.FUNCTIONS])
current = controls.show_playable(state, st.container(), neuron.CURRENT)
charts = st.container()
neuron.show_membrane(state)
cell = neuron.membrane(state)
comparison.choose(state, neuron.FUNCTIONS)
with charts:
    left, right = st.columns(2)
    with left:
        st.markdown("## What it does in time")
        neuron.potential(cell, current)
    with right:
        st.markdown("## How fast it fires")
        neuron.rate(cell, entries, current)
classroom.stop_in_class_view()
live.follows("said").markdown(neuron.summary(cell, entries, current))
st.markdown(neuron.ANALOGY)
st.caption(neuron.legend(cell))
st.latex(r"\tau\,\frac{du}{dt} = -(u - u_{\text{rest}}) + R\,I")
st.latex(r"u_\infty = u_{\text{rest}} + R\,I")
st.latex(
    r"\text{rate} = \left(t_{\text{ref}} + "
    r"\tau \ln\dfrac{u_\infty - u_{\text{reset}}}{u_\infty - \vartheta}\right)^{-1}"
)
with live.follows("link"):
    st.markdown("This link shows exactly what you see:")
    st.code(links.address("neuron", state.query()), language=None)
