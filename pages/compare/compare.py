"""Compare: several functions side by side or overlaid, tuned together or each alone."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.compare import controls, panels
from pages.compare.controls import ARRANGE, FUNCTIONS, SHOW, TUNE, Options, Tuner
from pages.compare.panels import Panel
from pages.compare.retuning import compare_families
from pages.compare.words import property_columns
from pages.shared import classroom, figures, links, live, navigation, settings, titles, words
from pages.shared.entries import Entry, choose, parse_entries
from pages.shared.settings import Settings
from pages.shared.sliders import RANGE, Sliders, wide


def follow(
    state: Settings,
    entries: Sequence[Entry],
    sliders: Sequence[Tuner],
    options: Options,
    ends: tuple[float, float],
    charts: Mapping[Panel, live.Chart],
    note: DeltaGenerator,
    below: DeltaGenerator,
) -> None:
    """Show what follows the sliders, and nothing else: all of it is sent again when one of them moves."""
    functions, standing, sentences = controls.tuned(entries, sliders, state)
    view = panels.view(functions, standing, options, *ends)
    for panel, shown in charts.items():
        seen = [slider for slider in standing if panel.moved_by(slider)]
        draw = partial(panel.draw, view=view)
        families = compare_families(functions, seen, panel, view)
        shown.follow(draw, functions, (panel, view), families, {each.key: each.value for each in seen})
    live.send(charts.values(), note, "".join(f"<div>{escape(sentence)}</div>" for sentence in sentences))
    if classroom.on():
        return
    with below.container():
        st.expander("What the curves do, in words").markdown(
            "\n\n".join(words.description(f, *ends) for f in functions)
        )
        st.markdown("## Properties at these parameters")
        st.dataframe(property_columns(functions), hide_index=True)
        st.markdown("This link shows exactly what you see:")
        st.code(links.address("compare", state.query()), language=None)


state = navigation.enter("compare")
controls.take_added(state)
state.add(FUNCTIONS, ARRANGE, TUNE, SHOW, RANGE)
entries, wrong = parse_entries(state[FUNCTIONS])
baseline = controls.baseline_choice(entries)
sliders = controls.sliders(entries, state[TUNE])
state.add(baseline, *(slider.control for slider in sliders))
titles.show_heading("Compare", [entry.text for entry in entries])
state.finish(partial(controls.lacks, bool(entries) and not wrong))
settings.carried()["comparison"] = state[FUNCTIONS]

above, place = classroom.stage()
with above:
    choose(state, FUNCTIONS)
if not entries:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
state.show(RANGE)
controls.show_options(state, baseline)
ends, options = wide(state[RANGE]), controls.chosen_options(state, entries)
charts = {panel: live.Chart(panel.key) for panel in panels.panels(entries, options, sliders)}
with above:
    places, note = controls.places(sliders, options.tune), live.place("said")
below = live.place("below")

shown = Sliders(state, note) if classroom.on() else Sliders(state, note, below)
first, last = sliders[:-1], sliders[-1:]
controls.show(first, places, shown)
shown.follow = partial(follow, state, entries, sliders, options, ends, charts, note, below)
controls.show(last, places, shown)
if not sliders:
    shown.follow()
for (panel, chart), cell in zip(charts.items(), panels.cells(place, len(charts)), strict=False):
    chart.show(cell, figures.CONFIG, f"{', '.join(panel.labels)}; the text below says what the curves do.")
live.offer(charts.values())
