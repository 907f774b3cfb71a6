"""Where everything stands on Compare: chart and sliders beside each other, or rows of charts below the sliders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.compare.controls import ARRANGE, SHOW, TUNE, ComparisonControls
from pages.compare.panels import MOST_COLUMNS, columns_for
from pages.compare.tuners import ALONE, Tuner
from pages.shared import classroom, live
from pages.shared.settings import Settings
from pages.shared.sliders import Sliders, playable

COLUMNS = 3
# Of the choice of a baseline, in pixels.
WIDTH_OF_CHOICE = 240


class ComparisonPlaces(NamedTuple):
    """Where the sliders stand by their keys, the note that follows them, and the charts."""

    sliders: dict[str, DeltaGenerator]
    note: DeltaGenerator
    charts: list[DeltaGenerator]


def lay_out_overlay(state: Settings, comparison: ComparisonControls) -> ComparisonPlaces:
    """Show one large chart, with its sliders beside it where there is room."""
    with st.container(key="stage"):
        picture = st.container(key="picture")
        with st.container(key="parameters"):
            places = {slider.key: playable(st.container(), slider.key) for slider in comparison.sliders}
        with st.container(key="probe"):
            note = live.reserve_place("said")
            _show_more(state, comparison)
        _show_curves(state)
    return ComparisonPlaces(places, note, [picture])


def lay_out_rows(state: Settings, comparison: ComparisonControls, count: int) -> ComparisonPlaces:
    """Show rows of charts below the sliders; in class view the charts come first."""
    first, second = classroom.place_controls_and_picture()
    with first:
        places = _place_sliders(comparison.sliders, state[TUNE])
    with second:
        charts = cells(st.container(key="charts"), count)
    note = live.reserve_place("said")
    _show_curves(state)
    _show_more(state, comparison)
    return ComparisonPlaces(places, note, charts)


def _show_curves(state: Settings) -> None:
    with st.container(horizontal=True, key="toggles"):
        state.show(ARRANGE, width="content")
        state.show(SHOW, width="content")


def _show_more(state: Settings, comparison: ComparisonControls) -> None:
    """Show how sliders are grouped, from which function differences are drawn, and the range of x."""
    with st.container(horizontal=True, key="more"):
        state.show(TUNE, width="content")
        state.show(comparison.baseline, width=WIDTH_OF_CHOICE)
    state.show(comparison.reach)


def _place_sliders(sliders: Sequence[Tuner], how: str) -> dict[str, DeltaGenerator]:
    """A place for each slider by its key: in a column for each function, or one after the other."""
    owners = list(dict.fromkeys(slider.targets[0][0] for slider in sliders))
    columns = st.columns(min(max(len(owners), 1), MOST_COLUMNS) if how == ALONE else COLUMNS)
    numbers = [
        owners.index(slider.targets[0][0]) if how == ALONE else index for index, slider in enumerate(sliders)
    ]
    return {
        slider.key: playable(columns[number % len(columns)], slider.key)
        for number, slider in zip(numbers, sliders, strict=True)
    }


def show_sliders(sliders: Sequence[Tuner], places: Mapping[str, DeltaGenerator], shown: Sliders) -> None:
    for slider in sliders:
        shown.show(places[slider.key], slider.control)


def cells(place: DeltaGenerator, count: int) -> list[DeltaGenerator]:
    """A place for each of so many charts, row by row: a phone shows one column after the other."""
    columns = columns_for(count)
    return [cell for _ in range(0, count, columns) for cell in place.columns(columns)]
