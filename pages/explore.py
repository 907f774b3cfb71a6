"""Explore: one function, its parameters, its derivative."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation
from pages.shared import classroom, controls, details, figures, links, live, navigation, preview, words
from pages.shared.figures import View


class Places(NamedTuple):
    """Where on the page stands what moves with a slider, besides the words below the chart; all else is sent once."""

    sliders: dict[str, DeltaGenerator]
    probe: DeltaGenerator
    section: DeltaGenerator


# What a slider changes, and nothing else, runs again when it moves.
@st.fragment
def moving(
    cls: type[Activation], view: View, chart: live.Chart, section: str | None, places: Places
) -> tuple[Activation, float]:
    """Show the sliders and what follows them, and return the function and the probe."""
    f = controls.parameter_sliders(cls, places.sliders)
    with places.probe:
        x = controls.probe(view.low, view.high)
    chart.follow(
        lambda state: figures.explore(state[0], view, state[1]),
        (f, x),
        fixed=(cls, view),
        families=preview.explore_families(f, view, x),
        held=controls.positions(f) | {"x": x},
    )
    live.send([chart])
    st.markdown(f"{words.readings(f, x)}\n\n:small[{links.plain(words.description(f, view.low, view.high))}]")
    if section is not None:
        with places.section:
            details.show(section, f, view, x)
    return f, x


navigation.enter("explore")
links.heed(controls.function_checks())
links.complaints()
cls = controls.function_picker()
links.heed(controls.checks(cls) | controls.view_checks() | details.checks())

sliders = controls.parameter_places(cls)
picture = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    probe = st.container(horizontal=True, vertical_alignment="bottom")
    shown = controls.view_options()
    exact = controls.exact_popover()
said = live.place()
section = None if classroom.on() else details.section(cls)
about = st.container()

view = figures.chosen_view(cls, shown, *controls.present_range())
links.heed(controls.probe_checks(view.low, view.high))
chart = live.Chart("chart")
place = chart.reserve(picture, figures.layout(view)["height"])
with said:
    f, x = moving(cls, view, chart, section, Places(sliders, probe, about))
    live.offer([chart])
chart.show(
    place,
    figures.CONFIG | figures.camera(cls.__name__, details.image_format()),
    f"{cls.title} and its derivatives; the text below says what the curves do.",
)
controls.exact_values(exact, f, x, view.low, view.high)
