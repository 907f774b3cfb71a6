"""Depth: what functions do to a signal on its way through many layers, and to the gradient on its way back."""

import streamlit as st

from pages.shared import classroom, comparison, controls, depth, depth_words, links, live, navigation, titles
from pages.shared.scrubbing import Stops, side_by_side

state = navigation.enter("depth")
state.add(*depth.CONTROLS)
slider = depth.layer_slider(state[depth.DEPTH])
state.add(slider)
entries, _ = comparison.parse_entries(state[depth.FUNCTIONS])
titles.show_heading("Depth", [entry.text for entry in entries])
state.finish()
stack, layers = depth.chosen_stack(state), state[depth.DEPTH]

choice, initialisation = st.columns([3, 1])
with choice:
    comparison.choose(state, depth.FUNCTIONS)
with initialisation:
    state.show(depth.SCHEME)
if not entries:
    st.info("Choose a function above, for example ReLU.")
    classroom.end_page()
depth.show_size(state)
above, place, middle, below = (st.container() for _ in range(4))
depth.show_rest(state)
with above:
    runs = depth.runs(entries, stack)
if not runs:
    classroom.end_page()
with above, live.follows("said"):
    st.markdown(depth_words.verdicts(runs))
layer = int(controls.show_playable(state, place, slider))

identity = (stack, *(entry.text for entry in entries), len(runs))
stops = Stops("layer", layers)
curves = depth.curves(runs)
for row, charts in ((above, curves[:2]), (below, curves[2:])):
    for chart, column in zip(charts, row.columns(2), strict=True):
        with column:
            chart.show(layer, stops, identity)
with middle:
    side_by_side(depth.ridges(runs), layer, stops, identity)

classroom.stop_in_class_view()
st.caption(
    f"{stack.examples} examples go through {layers} layers of {stack.width} units without biases. {depth_words.LEGEND} "
    "In the small distributions, each drawn to its own height, activations that are exactly 0 are left out."
)
for run in runs:
    st.markdown(f"- {depth_words.summary(run)}")
st.markdown("## Where the layers settle, according to theory")
st.dataframe(depth_words.fixed_points(runs), hide_index=True)
st.caption(depth_words.FIXED_POINT_LEGEND)
with st.expander("Numbers, layer by layer"):
    st.dataframe(depth_words.columns(runs), hide_index=True)
with live.follows("link"):
    st.markdown("This link shows exactly what you see:")
    st.code(links.address("depth", state.query()), language=None)
