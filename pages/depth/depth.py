"""Depth: what functions do to a signal on its way through many layers, and to the gradient on its way back."""

import streamlit as st

from pages.depth import controls, layer_charts, runs, words
from pages.shared import classroom, live, titles
from pages.shared.entries import parse_entries, show_choice
from pages.shared.scrubbing import Stops, side_by_side
from pages.shared.sliders import show_playable

state = classroom.enter("depth")
state.add(*controls.CONTROLS)
slider = controls.layer_slider(state[controls.DEPTH])
state.add(slider)
entries, _ = parse_entries(state[controls.FUNCTIONS])
titles.show_heading("Depth", [entry.text for entry in entries])
state.finish()
stack, layers = controls.chosen_stack(state), state[controls.DEPTH]

choice, initialisation = st.columns([3, 1])
with choice:
    show_choice(state, controls.FUNCTIONS)
with initialisation:
    state.show(controls.SCHEME)
if not entries:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
controls.show_depth_and_gain(state)
above, place, middle, below = (st.container() for _ in range(4))
controls.show_width_inputs_seed(state)
with above:
    results = runs.measure_all(entries, stack)
if not results:
    classroom.end_page()
with above, live.following("said"):
    st.markdown(words.verdicts(results))
layer = int(show_playable(state, place, slider))

depends_on = (stack, *(entry.text for entry in entries), len(results))
stops = Stops("layer", layers)
curves = layer_charts.curves(results)
for row, pair in ((above, curves[:2]), (below, curves[2:])):
    for chart, column in zip(pair, row.columns(2), strict=True):
        with column:
            chart.show(layer, stops, depends_on)
with middle:
    side_by_side(layer_charts.ridges(results), layer, stops, depends_on)

classroom.stop_in_class_view()
st.caption(
    f"{stack.examples} examples go through {layers} layers of {stack.width} units without biases. {words.LEGEND} "
    "In the small distributions, each drawn to its own height, activations that are exactly 0 are left out."
)
st.markdown(words.outcomes(results))
st.markdown("## Where the layers settle, according to theory")
for result in results:
    st.markdown(f"- {words.settling(result)}")
st.dataframe(words.fixed_points(results), hide_index=True)
st.caption(words.FIXED_POINT_LEGEND)
with st.expander("Numbers, layer by layer"):
    st.dataframe(words.columns(results), hide_index=True)
with live.following("link"):
    state.show_link()
