"""Tune: which value of a parameter suits a task, and whether it matters."""

from functools import partial

import streamlit as st

from pages.shared import classroom, live, navigation, titles
from pages.shared.scrubbing import Stops, show_in_pairs
from pages.shared.sliders import show_playable
from pages.tune import controls, growing, rates, results, runs, scrubbed, takeaway, words

state = navigation.enter("tune")
asked = controls.declare(state)
plan = runs.plan(state, asked) if asked else None
slider = controls.value_slider(len(plan.values) if plan else state[controls.VALUES])
state.add(slider)
titles.show_heading("Tune", [state[controls.FUNCTION]])
state.finish()

top, picture = classroom.place_controls_and_picture()
with top:
    controls.show_function(state, asked)
    controls.show_task(state)
if asked is None or plan is None:
    st.info(words.NOTHING_TO_TRAIN)
    classroom.end_page()
with picture:
    if plan.note:
        st.warning(plan.note, icon=":material/content_cut:")
    controls.show_preset_text(state)
    if state[controls.RATES]:
        rates.show(state, plan, slider)
        classroom.end_page()
    chosen = int(show_playable(state, st.container(), slider))
    left, right = st.columns([5, 3])
    place = left.empty()

    found = runs.run(plan, partial(growing.show, place, plan.logarithmic))
    if found is None:
        classroom.end_page()
    row = min(chosen, len(found.values) - 1)
    told = [results.theory(each, plan.task.scheme) for each in found.functions]
    depends_on = (repr(found.functions), plan.task, plan.logarithmic, found.seeds)
    stops = Stops("value", len(plan.values) - 1)
    named = words.marks(asked.declared, found, told)
    spread = results.learned_spread(found, asked.declared.name) or ()
    with place.container():
        scrubbed.losses(found, plan.logarithmic, named, spread).show(chosen, stops, depends_on)
    with right:
        scrubbed.network(found).show(chosen, stops, depends_on)
with live.following("said"):
    st.markdown(words.summary(found, asked.declared.default, row, told[row]))
st.markdown(words.verdict(found, asked.declared.default))
show_in_pairs(scrubbed.beside(found, told, plan.logarithmic), chosen, stops, depends_on)
classroom.stop_in_class_view()
st.caption(f"{words.LEGEND}{words.METHOD} {words.THEORY_LEGEND}")
takeaway.show(state, asked.declared, found, told, row)
