"""Neuron: a leaky integrate-and-fire neuron, and how far an activation function is one."""

import streamlit as st

from pages.shared import classroom, links, live, navigation, neuron

navigation.enter("neuron").show("Neuron")
links.heed(neuron.checks())
links.complaints()
current = neuron.current()
charts = st.container()
cell = neuron.membrane()
entries = neuron.chooser()
with charts:
    left, right = st.columns(2)
    with left:
        st.markdown("## What it does in time")
        neuron.potential(cell, current)
    with right:
        st.markdown("## How fast it fires")
        neuron.rate(cell, entries, current)
classroom.enough()
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
    st.code(links.address("neuron", neuron.query(cell, entries, current)), language=None)
