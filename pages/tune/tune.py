"""Tune: which value of a parameter suits a task, and whether it matters."""

from functools import partial

import streamlit as st

from pages.shared import classroom, live, titles
from pages.shared.scrubbing import Stops, show_in_pairs
from pages.shared.sliders import show_playable
from pages.tune import controls, growing, rates, results, runs, sweep_charts, takeaway, words

state = classroom.enter("tune")
variation = controls.declare(state)
plan = runs.plan_sweep(state, variation) if variation else None
if variation and plan:
    slider = controls.value_slider(variation.declared.symbol, plan.values)
    state.add(slider)
else:
    state.take_from_link("value")
titles.show_heading("Tune", [state[controls.FUNCTION]])
state.finish()

top, picture = classroom.place_controls_and_picture()
with top:
    controls.show_function(state, variation)
    controls.show_task(state)
if variation is None or plan is None:
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

    sweep = runs.run_sweep(plan, partial(growing.show, place, plan.logarithmic))
    if sweep is None:
        classroom.end_page()
    row = min(chosen, len(sweep.values) - 1)
    theories = [results.theory(each, plan.task.scheme) for each in sweep.functions]
    depends_on = (repr(sweep.functions), plan.task, plan.logarithmic, sweep.seeds)
    stops = Stops("value", len(plan.values) - 1)
    named = words.mark_names(variation.declared, sweep, theories)
    spread = results.learned_spread(sweep, variation.declared.name) or ()
    with place.container():
        sweep_charts.losses(sweep, plan.logarithmic, named, spread).show(chosen, stops, depends_on)
    with right:
        sweep_charts.network(sweep).show(chosen, stops, depends_on)
with live.following("said"):
    st.markdown(words.summary(sweep, variation.declared.default, row, theories[row]))
st.markdown(words.verdict(sweep, variation.declared.default))
show_in_pairs(sweep_charts.charts_below(sweep, theories, plan.logarithmic), chosen, stops, depends_on)
classroom.stop_in_class_view()
st.caption(f"{words.LEGEND}{words.METHOD} {words.THEORY_LEGEND}")
takeaway.show(state, variation.declared, sweep, theories, row)
