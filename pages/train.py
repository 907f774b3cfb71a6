"""Train: what functions do to a real training run, on the same data and from the same weights."""

import streamlit as st

from activations.networks.datasets import DATASETS
from pages.shared import (
    classroom,
    comparison,
    controls,
    links,
    navigation,
    train,
    train_charts,
    train_runs,
    train_words,
)
from pages.shared.scrubbing import Stops, side_by_side

state = navigation.enter("train")
train.declare(state)
entries, _ = comparison.parse_entries(state[train.FUNCTIONS])
plan = train.planned(state, entries) if entries else None
slider = train.epoch_slider(plan.task if plan else train.task_of(state))
state.add(slider)
state.finish()

top, picture = classroom.stage()
with top:
    comparison.choose(state, train.FUNCTIONS)
    train.show_controls(state)
if plan is None:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
task = plan.task
with picture:
    if plan.cut:
        st.warning(plan.cut, icon=":material/content_cut:")
    train.claim(state, task, entries)
    epoch = int(controls.show_playable(state, st.container(), slider))
    runs = train_runs.runs(plan)
    if not runs:
        classroom.end_page()
    reached = tuple(tuple(len(record.epochs) for record in run.records) for run in runs)
    identity = (task, *(entry.text for entry in entries), plan.seeds, len(plan.trained), reached)
    stops = Stops("epoch", task.epochs, task.stride)
    side_by_side(train_charts.networks(runs, task), epoch, stops, identity)
legend = train_words.PLANE_LEGEND if DATASETS[task.data].classes else train_words.LINE_LEGEND
st.caption(legend + train_words.LEGEND)
for run in runs:
    st.markdown(f"- {train_words.summary(run, task, epoch)}")
courses = train_charts.courses(runs, task)
for start in range(0, len(courses), 2):
    for chart, column in zip(courses[start : start + 2], st.columns(2), strict=False):
        with column:
            chart.show(epoch, stops, identity)
classroom.stop_in_class_view()
if plan.seeds > 1:
    st.markdown("#### Ten seeds" if plan.seeds == train.SEEDS else f"#### {plan.seeds} seeds")
    for run in runs:
        st.markdown(f"- {train_words.over_seeds(run, task, epoch)}")
    st.caption(train_words.SEEDS_LEGEND)
with st.expander("Numbers, epoch by epoch"):
    st.dataframe(train_words.columns(runs, task), hide_index=True)
st.markdown("This link shows exactly what you see:")
st.code(links.address("train", state.query()), language=None)
