"""Depth: what functions do to a signal on its way through many layers, and to the gradient on its way back."""

import streamlit as st

from activations.propagation import Stack
from pages.shared import classroom, depth, depth_words, links, live, navigation
from pages.shared.scrubbing import Stops, side_by_side

heading = navigation.enter("depth")
links.heed(depth.checks())
links.complaints()
choice, initialisation = st.columns([3, 1])
with choice:
    entries = depth.chooser()
heading.show("Depth", [entry.text for entry in entries])
with initialisation:
    scheme = depth.scheme()
if not entries:
    st.info("Choose a function above, for example ReLU.")
    st.stop()
layers, gain = depth.size()
above, slider, middle, below = (st.container() for _ in range(4))
width, inputs, seed = depth.rest()
stack = Stack(layers, width, scheme, gain, inputs, seed)
with above:
    runs = depth.runs(entries, stack)
if not runs:
    st.stop()
with above, live.follows("said"):
    st.markdown(depth_words.verdicts(runs))
with slider:
    layer = depth.layer_slider(layers)

identity = (stack, *(entry.text for entry in entries), len(runs))
stops = Stops("layer", layers)
curves = depth.curves(runs)
for place, charts in ((above, curves[:2]), (below, curves[2:])):
    for chart, column in zip(charts, place.columns(2), strict=True):
        with column:
            chart.show(layer, stops, identity)
with middle:
    side_by_side(depth.ridges(runs), layer, stops, identity)

classroom.enough()
st.caption(
    f"{stack.examples} examples go through {layers} layers of {width} units without biases. {depth_words.LEGEND} "
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
    st.code(links.address("depth", depth.query(entries, stack, layer)), language=None)
