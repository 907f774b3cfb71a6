"""Explore: one function, its parameters, its derivative."""

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation
from pages.shared import classroom, controls, details, figures, links, live, navigation, preview, words
from pages.shared.figures import View


def follow(
    cls: type[Activation],
    values: Mapping[str, float],
    view: View,
    chart: live.Chart,
    said: DeltaGenerator,
    section: str | None,
    about: DeltaGenerator,
    image: str,
) -> None:
    """Show what follows the sliders, and nothing else: all of it is sent again when one of them moves."""
    f, x = controls.function(cls, values), values["x"]
    chart.follow(
        lambda state: figures.explore(state[0], view, state[1]),
        (f, x),
        fixed=(cls, view),
        families=preview.explore_families(f, view, x),
        held=values,
    )
    course = escape(words.description(f, view.low, view.high))
    live.send([chart], said, f"<div>{words.readings(f, x)}</div><small>{course}</small>")
    if section is not None:
        with about.container():
            details.show(section, f, view, x, image)


heading = navigation.enter("explore")
links.heed(controls.function_checks())
links.complaints()
cls = controls.function_picker()
heading.show("Explore", [cls.title])
links.heed(controls.checks(cls) | controls.view_checks() | details.checks())

row = st.container(horizontal=True)
picture = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    probe = st.container(horizontal=True, vertical_alignment="bottom")
    shown = controls.view_options()
    exact = controls.exact_popover()
said = live.place("said")
image = details.image_format()
section = None if classroom.on() else details.section(cls)
about = live.place("about")

sliders = controls.Sliders(said, about) if section else controls.Sliders(said)
controls.parameter_sliders(cls, row, sliders)
view = figures.chosen_view(cls, shown, *controls.present_range())
links.heed(controls.probe_checks(view.low, view.high))
chart = live.Chart("chart")
place = chart.reserve(picture, figures.layout(view)["height"])
sliders.follow = partial(follow, cls, sliders.values, view, chart, said, section, about, image)
sliders.show(probe, "x", partial(controls.probe, view.low, view.high))
chart.show(
    place,
    figures.CONFIG | figures.camera(cls.__name__, image),
    f"{cls.title} and its derivatives; the text below says what the curves do.",
)
live.offer([chart])
controls.exact_values(exact, controls.function(cls, sliders.values), sliders.values["x"], view.low, view.high)
