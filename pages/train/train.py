"""Train: what functions do to a real training run, on the same data and from the same weights."""

from pathlib import Path

import streamlit as st

from activations.networks.datasets import DATASETS
from pages.shared import classroom, inspection, links, live, scripts, tasks, titles
from pages.shared.entries import parse_entries, show_choice
from pages.shared.scrubbing import Stops, show_in_pairs, side_by_side
from pages.shared.sliders import show_playable
from pages.train import controls, runs, training_charts, words
from pages.train.snapshots import stride_of

OPENING = Path(__file__).with_name("opening.js")

state = classroom.enter("train")
controls.declare(state)
entries, _ = parse_entries(state[controls.FUNCTIONS])
plan = runs.plan_training(state, entries) if entries else None
slider = controls.epoch_slider(plan.task if plan else tasks.task_of(state))
state.add(slider)
titles.show_heading("Train", [entry.text for entry in entries])
state.finish()

top, picture = classroom.place_controls_and_picture()
with top:
    show_choice(state, controls.FUNCTIONS)
    controls.show_controls(state)
if plan is None:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
task = plan.task
with picture:
    if plan.cut:
        st.warning(plan.cut, icon=":material/content_cut:")
    controls.show_preset_text(state, task, entries)
    epoch = int(show_playable(state, st.container(), slider))
    results = runs.train_all(plan)
    if not results:
        classroom.end_page()
    reached = tuple(tuple(len(record.epochs) for record in result.records) for result in results)
    depends_on = (task, *(entry.text for entry in entries), plan.seeds, len(plan.trained), reached)
    stops = Stops("epoch", task.epochs, stride_of(task))
    side_by_side(training_charts.networks(results, task), epoch, stops, depends_on)
legend = words.PLANE_LEGEND if DATASETS[task.data].classes else words.LINE_LEGEND
st.caption(legend + words.LEGEND)
with live.following("said"):
    st.markdown(words.outcomes(results, task, epoch))
    for remark in (remark for result in results for remark in words.remarks(result, task)):
        st.markdown(f"- {remark}")
show_in_pairs(training_charts.curves(results, task), epoch, stops, depends_on)
scripts.mount(OPENING)
classroom.stop_in_class_view()
if plan.seeds > 1:
    st.markdown("## Ten seeds" if plan.seeds == controls.SEEDS else f"## {plan.seeds} seeds")
    with live.following("seeds"):
        for result in results:
            st.markdown(f"- {words.summarise_seeds(result, task, epoch)}")
    st.caption(words.SEEDS_LEGEND)
links.page_link(
    "tune", "Try a whole range of values on this task", controls.query_of_tune(state, entries),
    icon=":material/tune:",
)  # fmt: skip
with st.expander("Numbers, epoch by epoch"):
    st.dataframe(words.columns(results, task), hide_index=True)
inspection.show()
with live.following("link"):
    state.show_link()
