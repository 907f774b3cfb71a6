"""Vectors: what softmax and its kin make of several logits, and what a gate makes of two numbers."""

from functools import partial

import streamlit as st

from pages.shared import classroom, gates, links, live, logits, navigation, titles, vector_words, vectors

state = navigation.enter("vectors")
vectors.declare(state)
titles.show_heading("Vectors", vectors.shown_titles(state))
state.finish(partial(vectors.lacks, state))
top, picture = classroom.stage()
with top, st.container(horizontal=True, vertical_alignment="center"):
    about = state.show(vectors.KIND, label_visibility="collapsed")
    fields = st.container(width="content")

if about == vectors.GATES:
    with top:
        gate, point = gates.show_controls(state)
    with picture:
        gates.maps(gate, point)
    gates.slices(gate, point)
    classroom.stop_in_class_view()
    gates.details(gate)
else:
    below = st.container()
    with top:
        logits.show_controls(state, fields, below)
    chosen = logits.chosen(state)
    if not chosen.shown:
        st.info("Choose a function, for example Softmax.")
        classroom.end_page()
    with picture:
        vectors.bars(chosen)
    if not classroom.on():
        with live.follows("said"):
            for cls in chosen.classes():
                st.markdown(f"- {vector_words.summary(cls, chosen.settings())}")
        st.caption(vector_words.TEMPERATURE_LIMITS)
    for row in ((vectors.jacobian, vectors.sweep), (vectors.entropy, vectors.constant)):
        for column, part in zip(st.columns(2, gap="large"), row, strict=True):
            with column:
                part(state, chosen)
    classroom.stop_in_class_view()
    with live.follows("details"):
        vectors.details(chosen)
with live.follows("link"):
    st.markdown("This link shows exactly what you see:")
    st.code(links.address("vectors", state.query()), language=None)
