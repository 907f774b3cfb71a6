"""The part of Compare that follows the sliders: all of it is sent again, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.compare import panels, tuners
from pages.compare.comparison_families import compare_families
from pages.compare.controls import ComparisonControls, Options
from pages.compare.panels import Panel
from pages.compare.words import most_apart, property_columns
from pages.shared import classroom, live, words
from pages.shared.settings import Settings


def show_changes(
    state: Settings,
    comparison: ComparisonControls,
    options: Options,
    ends: tuple[float, float],
    charts: Mapping[Panel, live.Chart],
    note: DeltaGenerator,
    below: DeltaGenerator,
) -> None:
    """Show the charts, the note beside them, and what stands below, where the sliders stand now."""
    functions, standing, sentences = tuners.apply_sliders(comparison.entries, comparison.sliders, state)
    view = panels.common_view(functions, standing, options, *ends)
    for panel, chart in charts.items():
        moving = [slider for slider in standing if panel.functions_moved_by(slider)]
        draw = partial(panel.draw, view=view)
        families = compare_families(functions, moving, panel, view)
        chart.follow(draw, functions, (panel, view), families, {each.key: each.value for each in moving})
    names = panels.curve_names(comparison.entries, comparison.sliders)
    sentences += most_apart(functions, names, options.orders[:2], *ends)
    text = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    live.send(charts.values(), note, f'<div class="behind">{text}</div>')
    if classroom.is_on():
        return
    with below.container():
        st.expander("What the curves do, in words").markdown(
            "\n\n".join(words.description(f, *ends) for f in functions)
        )
        st.markdown("## Properties at these parameters")
        st.dataframe(property_columns(functions), hide_index=True)
        state.show_link()
