"""Where everything stands on Explore: the choice of a function, then the chart with its sliders beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE
from pages.explore import captions, choosing, controls, sections
from pages.explore.controls import SHOW, FunctionControls
from pages.shared import links, live
from pages.shared.settings import Settings
from pages.shared.sliders import FAMILY

if TYPE_CHECKING:
    # It has no public name.
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer


class FunctionPlaces(NamedTuple):
    """The places of the chart, of the sliders, of the reading, and of the range and exact values."""

    picture: DeltaGenerator
    parameters: DeltaGenerator
    probe: DeltaGenerator
    reading: DeltaGenerator
    exact: PopoverContainer


def show_choice(state: Settings, chosen: FunctionControls) -> None:
    """Show the choice of a function, the sentence of the chosen one, and the favourites."""
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        choosing.choose_function(state, chosen.function)
        st.html(f'<p class="gist">{escape(captions.gist(chosen.cls))}</p>')
    with st.container(horizontal=True, key="favourites"):
        choosing.show_favourites(state, chosen.function)
        links.page_link("catalogue", f"All {len(CATALOGUE)}", {}, icon=":material/grid_view:")
        state.show(FAMILY, label_visibility="collapsed")


def lay_out(state: Settings, chosen: FunctionControls) -> FunctionPlaces:
    """Keep the places of chart and sliders, and show the elements that do not follow them."""
    with st.container(key="stage"):
        picture = st.container(key="picture")
        parameters = st.container(key="parameters")
        with st.container(key="formula", gap=None):
            sections.show_short_formula(chosen.cls)
        with st.container(key="probe"):
            probe = st.container(gap=None)
            reading = live.reserve_place("said")
            controls.show_way_onward(chosen.cls)
        with st.container(horizontal=True, key="toggles"):
            state.show(SHOW, label_visibility="collapsed")
            exact = controls.show_exact_button()
    return FunctionPlaces(picture, parameters, probe, reading, exact)
