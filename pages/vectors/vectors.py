"""Vectors: what softmax and its kin make of several logits, and what a gate makes of two numbers."""

from functools import partial

import streamlit as st

from pages.shared import classroom, live, titles
from pages.vectors import controls, gates, logits, selection, vector_charts, words

state = classroom.enter("vectors")
controls.declare(state)
titles.show_heading("Vectors", controls.shown_titles(state))
state.finish(partial(controls.explain_unknown_key, state))
top, picture = classroom.place_controls_and_picture()
with top, st.container(horizontal=True, vertical_alignment="center"):
    about = state.show(controls.KIND, label_visibility="collapsed")
    fields = st.container(width="content")

if about == controls.GATES:
    with top:
        gate, point = gates.show_controls(state)
    with picture:
        gates.show_maps(gate, point)
    gates.show_slices(gate, point)
    classroom.stop_in_class_view()
    gates.show_details(gate)
else:
    below = st.container()
    with top:
        logits.show_controls(state, fields, below)
    chosen = selection.read_selection(state)
    if not chosen.shown:
        st.info("Choose a function, for example Softmax.")
        classroom.end_page()
    with picture:
        vector_charts.show_bars(chosen)
    if not classroom.is_on():
        with live.following("said"):
            for cls in chosen.classes():
                st.markdown(f"- {words.summary(cls, chosen.settings())}")
            st.markdown(words.masked_in_words(chosen.settings()))
        st.caption(words.TEMPERATURE_LIMITS)
    for row in (
        (vector_charts.show_jacobian, vector_charts.show_sweep),
        (vector_charts.show_entropy, vector_charts.show_constant),
    ):
        for column, part in zip(st.columns(2, gap="large"), row, strict=True):
            with column:
                part(state, chosen)
    classroom.stop_in_class_view()
    with live.following("details"):
        vector_charts.show_details(chosen)
with live.following("link"):
    state.show_link()
