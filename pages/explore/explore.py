"""Explore: one function, its parameters, its derivative."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation
from pages.explore import controls, sections, stage, views
from pages.explore.controls import SHOW, function_at
from pages.explore.dragging import explore_families
from pages.shared import classroom, curve_figures, figures, links, live, navigation, titles
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
    live.send([chart], said, stage.present_state(f, x, view))
    if section is not None:
        with about.container():
            sections.show(state, section, f, view, x)


state = navigation.enter("explore")
asked = controls.declare(state)
cls, parameters, probe = asked.cls, asked.parameters, asked.probe
titles.show_heading("Explore", [cls.title], seen=False)
state.finish(partial(controls.explain_unknown_key, state, cls))

with st.container(horizontal=True, vertical_alignment="center", key="choice"):
    controls.choose_function(state, asked.function)
    st.html(f'<p class="gist">{escape(stage.gist(cls))}</p>')
with st.container(horizontal=True, key="favourites"):
    controls.show_favourites(state, asked.function)
    links.page_link("catalogue", f"All {len(CATALOGUE)}", {}, icon=":material/grid_view:")
    state.show(FAMILY, label_visibility="collapsed")
with st.container(key="stage"):
    picture = st.container(key="picture")
    place_of_parameters = st.container(key="parameters")
    with st.container(key="formula", gap=None):
        sections.show_short_formula(cls)
    with st.container(key="probe"):
        place_of_probe = st.container(gap=None)
        said = live.place("said")
        controls.show_way_on(cls)
    with st.container(horizontal=True, key="toggles"):
        state.show(SHOW, label_visibility="collapsed")
        exact = controls.show_exact_button()
section = None if classroom.is_on() else sections.choose_section(state, cls)
about = live.place("about")

sliders = Sliders(state, said, about) if section else Sliders(state, said)
controls.show_parameters(sliders, place_of_parameters, cls, parameters)
view = views.chosen_view(function_at(cls, state), state[SHOW], *widen(state[RANGE]))
chart = live.Chart("chart")
sliders.update_page = partial(update, state, cls, [*parameters, probe], view, chart, said, section, about)
sliders.show(place_of_probe, probe)
chart.show(
    picture,
    figures.CONFIG | views.camera(cls.__name__, state[sections.IMAGE]),
    f"{cls.title} and its derivatives; the text below says what the curves do.",
    height="stretch",
)
live.send_ahead([chart])
controls.listen(parameters)
controls.show_exact_values(state, exact, cls, probe)
