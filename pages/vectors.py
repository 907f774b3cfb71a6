"""Vectors: what softmax and its kin make of several logits, and what a gate makes of two numbers."""

import streamlit as st

from pages.shared import classroom, gates, links, live, logits, navigation, vector_words, vectors

heading = navigation.enter("vectors")
links.heed(vectors.kind_check() | vectors.checks() | gates.checks())
links.complaints()
controls, picture = classroom.stage()
with controls, st.container(horizontal=True, vertical_alignment="center"):
    about = vectors.kind()
    fields = st.container(width="content")

if about == vectors.GATES:
    with controls:
        gate, point = gates.ask()
    heading.show("Vectors", [gate.title])
    with picture:
        gates.maps(gate, point)
    gates.slices(gate, point)
    classroom.enough()
    gates.details(gate)
else:
    below = st.container()
    with controls:
        chosen = logits.ask(fields, below)
    heading.show("Vectors", chosen.shown)
    if not chosen.shown:
        st.info("Choose a function, for example Softmax.")
        st.stop()
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
                part(chosen)
    classroom.enough()
    with live.follows("details"):
        vectors.details(chosen)
with live.follows("link"):
    st.markdown("This link shows exactly what you see:")
    st.code(links.address("vectors", vectors.query(about)), language=None)
