"""Compare: several functions side by side or overlaid, tuned together or each alone."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import (
    classroom,
    comparison,
    controls,
    figures,
    links,
    live,
    navigation,
    preview,
    settings,
    titles,
    words,
)
from pages.shared.comparison import FUNCTIONS, Chart, Entry, Options, Tuner
from pages.shared.controls import RANGE
from pages.shared.settings import Settings


def follow(
    state: Settings,
    entries: Sequence[Entry],
    sliders: Sequence[Tuner],
    options: Options,
    ends: tuple[float, float],
    charts: Mapping[Chart, live.Chart],
    note: DeltaGenerator,
    below: DeltaGenerator,
) -> None:
    """Show what follows the sliders, and nothing else: all of it is sent again when one of them moves."""
    functions, standing, sentences = comparison.tuned(entries, sliders, state)
    view = comparison.view(functions, standing, options, *ends)
    for chart, shown in charts.items():
        seen = [slider for slider in standing if chart.moved_by(slider)]
        draw = partial(chart.draw, view=view)
        families = preview.compare_families(functions, seen, chart, view)
        shown.follow(draw, functions, (chart, view), families, {each.key: each.value for each in seen})
    live.send(charts.values(), note, "".join(f"<div>{escape(sentence)}</div>" for sentence in sentences))
    if classroom.on():
        return
    with below.container():
        st.expander("What the curves do, in words").markdown(
            "\n\n".join(words.description(f, *ends) for f in functions)
        )
        st.markdown("## Properties at these parameters")
        st.dataframe(words.property_columns(functions), hide_index=True)
        st.markdown("This link shows exactly what you see:")
        st.code(links.address("compare", state.query()), language=None)


state = navigation.enter("compare")
comparison.take_added(state)
state.add(FUNCTIONS, comparison.ARRANGE, comparison.TUNE, comparison.SHOW, RANGE)
entries, wrong = comparison.parse_entries(state[FUNCTIONS])
baseline = comparison.baseline_choice(entries)
sliders = comparison.sliders(entries, state[comparison.TUNE])
state.add(baseline, *(slider.control for slider in sliders))
titles.show_heading("Compare", [entry.text for entry in entries])
state.finish(partial(comparison.lacks, bool(entries) and not wrong))
settings.carried()["comparison"] = state[FUNCTIONS]

above, place = classroom.stage()
with above:
    comparison.choose(state, FUNCTIONS)
if not entries:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
state.show(RANGE)
comparison.show_options(state, baseline)
ends, options = controls.wide(state[RANGE]), comparison.chosen_options(state, entries)
charts = {chart: live.Chart(chart.key) for chart in comparison.charts(entries, options, sliders)}
with above:
    places, note = comparison.places(sliders, options.tune), live.place("said")
below = live.place("below")

shown = controls.Sliders(state, note) if classroom.on() else controls.Sliders(state, note, below)
first, last = sliders[:-1], sliders[-1:]
comparison.show(first, places, shown)
shown.follow = partial(follow, state, entries, sliders, options, ends, charts, note, below)
comparison.show(last, places, shown)
if not sliders:
    shown.follow()
for (chart, drawn), cell in zip(charts.items(), comparison.cells(place, len(charts)), strict=False):
    drawn.show(cell, figures.CONFIG, f"{', '.join(chart.labels)}; the text below says what the curves do.")
live.offer(charts.values())
