"""Explore: one function, its parameters, its derivative."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation
from pages.shared import classroom, controls, details, figures, links, live, navigation, preview, words
from pages.shared.figures import View


class Places(NamedTuple):
    """Where on the page stands what moves with a slider; all else is sent once."""

    sliders: dict[str, DeltaGenerator]
    probe: DeltaGenerator
    words: DeltaGenerator


# What a slider changes, and nothing else, runs again when it moves.
@st.fragment
def moving(
    cls: type[Activation], view: View, chart: live.Chart, section: str | None, places: Places
) -> tuple[Activation, float]:
    """Show the sliders and what follows them, and return the function and the probe."""
    f = controls.parameter_sliders(cls, places.sliders)
    with places.probe:
        x = controls.probe(view.low, view.high)
        st.markdown(words.table(("x", "f(x)", "f′(x)", "f″(x)"), [words.readings(f, x)]), width="content")
    with places.words:
        chart.follow(
            lambda state: figures.explore(state[0], view, state[1]),
            (f, x),
            fixed=(cls, view),
            families=preview.explore_families(f, view, x),
            held=controls.positions(f) | {"x": x},
        )
        st.caption(words.description(f, view.low, view.high))
    if section is not None:
        details.show(section, f, view, x)
    return f, x


navigation.enter("explore")
links.heed(controls.function_checks())
links.complaints()
cls = controls.function_picker()
links.heed(controls.checks(cls) | controls.view_checks() | details.checks())

sliders = controls.parameter_places(cls)
picture = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    probe = st.container(horizontal=True, vertical_alignment="bottom")
    shown = controls.view_options()
    exact = controls.exact_popover()
# What is sent for the chart to follow the sliders has no visible part; without this it would leave gaps.
said = st.container(gap=None)
section = None if classroom.on() else details.section()

view = figures.chosen_view(cls, shown, *controls.present_range())
chart = live.Chart("chart")
chart.reserve(picture, figures.layout(view)["height"])
f, x = moving(cls, view, chart, section, Places(sliders, probe, said))
with picture:
    chart.show(
        figures.CONFIG | figures.camera(cls.__name__, details.image_format()),
        f"{cls.title} and its derivatives; the text below says what the curves do.",
    )
controls.exact_values(exact, f, x, view.low, view.high)
