"""Explore: one function, its parameters, its derivative."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation
from pages.explore import controls, sections, views
from pages.explore.controls import FAMILY_WIDTH, SHOW, function_at
from pages.explore.dragging import explore_families
from pages.explore.words import readings
from pages.shared import classroom, curve_figures, figures, live, navigation, titles, words
from pages.shared.figures import View
from pages.shared.settings import Settings
from pages.shared.sliders import FAMILY, RANGE, Sliders, widen
from pages.shared.widgets import Slider


def update(
    state: Settings,
    cls: type[Activation],
    sliders: Sequence[Slider],
    view: View,
    chart: live.Chart,
    said: DeltaGenerator,
    section: str | None,
    about: DeltaGenerator,
) -> None:
    """Show what follows the sliders, and nothing else: all of it is sent again when one of them moves."""
    f, x = function_at(cls, state), state["x"]
    scales = {slider.key: slider.scale(state[slider]) for slider in sliders}
    chart.follow(
        lambda shown: curve_figures.function_chart(shown[0], view, shown[1]),
        (f, x),
        fixed=(cls, view),
        families=explore_families(f, view, x, scales),
        held={slider.key: state[slider] for slider in sliders},
    )
    course = escape(words.description(f, view.low, view.high))
    live.send([chart], said, f"<div>{readings(f, x)}</div><small>{course}</small>")
    if section is not None:
        with about.container():
            sections.show(state, section, f, view, x)


state = navigation.enter("explore")
asked = controls.declare(state)
cls, parameters, probe = asked.cls, asked.parameters, asked.probe
titles.show_heading("Explore", [cls.title])
state.finish(partial(controls.explain_unknown_key, state, cls))

# A row that stays a row on a phone, where columns would stack and push the chart out of sight.
with st.container(horizontal=True):
    state.show(FAMILY, width=FAMILY_WIDTH)
    controls.choose_function(state, asked.function)
row = st.container(horizontal=True)
picture = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    place_of_probe = st.container(horizontal=True, vertical_alignment="bottom")
    state.show(SHOW)
    exact = controls.show_exact_button()
said = live.place("said")
section = None if classroom.is_on() else sections.choose_section(state, cls)
about = live.place("about")

sliders = Sliders(state, said, about) if section else Sliders(state, said)
controls.show_parameters(sliders, row, parameters)
view = views.chosen_view(function_at(cls, state), state[SHOW], *widen(state[RANGE]))
chart = live.Chart("chart")
place = chart.reserve(picture, figures.layout(view)["height"])
sliders.update_page = partial(update, state, cls, [*parameters, probe], view, chart, said, section, about)
sliders.show(place_of_probe, probe)
chart.show(
    place,
    figures.CONFIG | views.camera(cls.__name__, state[sections.IMAGE]),
    f"{cls.title} and its derivatives; the text below says what the curves do.",
)
live.send_ahead([chart])
controls.show_exact_values(state, exact, cls, probe)
