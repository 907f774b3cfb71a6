"""Explore: one function, its parameters, its derivative."""

import streamlit as st

from activations import Activation
from pages.shared import classroom, controls, details, figures, links, live, navigation, preview, words
from pages.shared.framing import frame

ORDERS = {"f′": 1, "f″": 2}


# What a slider changes, and nothing else, runs again when it moves.
@st.fragment
def picture(cls: type[Activation]) -> None:
    """Show the sliders, the chart, and what can be read about the function."""
    f = controls.parameter_sliders(cls)
    low, high = controls.present_range()
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = controls.probe(low, high)
        readings = words.table(("x", "f(x)", "f′(x)", "f″(x)"), [words.readings(f, x)])
        st.markdown(readings, width="content")
        shown = controls.view_options()
        controls.exact_values(f, x, low, high)

    orders = (0, *(order for name, order in ORDERS.items() if name in shown))
    panels = [(order,) for order in orders] if "stacked" in shown else [orders]
    view = figures.View(
        low,
        high,
        orders,
        tuple(frame(cls, panel, low, high) for panel in panels),
        shading="shading" in shown,
        tangent="tangent" in shown,
    )
    with place:
        live.chart(
            "chart",
            lambda state: figures.explore(state[0], view, state[1]),
            (f, x),
            fixed=(cls, view),
            families=preview.explore_families(f, view, x),
            held=controls.positions(f) | {"x": x},
            config=figures.CONFIG | figures.camera(cls.__name__, details.image_format()),
            alt=f"{cls.title} and its derivatives; the text below says what the curves do.",
        )
    st.caption(words.description(f, low, high))
    classroom.enough()
    details.show(f, view, x)


navigation.enter("explore")
links.heed(controls.function_checks())
links.complaints()
cls = controls.function_picker()
links.heed(controls.checks(cls) | controls.view_checks() | details.checks())
picture(cls)
