"""Compare: several functions overlaid or side by side, tuned together or each alone."""

from functools import partial

import streamlit as st

from pages.compare import comparison_layout, controls, panels
from pages.compare.comparison_changes import show_changes
from pages.compare.controls import FUNCTIONS
from pages.shared import classroom, figures, live, settings, styles, titles
from pages.shared.entries import show_choice
from pages.shared.reading import HIDE
from pages.shared.sliders import Sliders, widen

state = classroom.enter("compare")
built = settings.carried_over()
comparison = controls.declare(state, built.get("comparison", controls.DEFAULT), built.get("range"))
entries, sliders = comparison.entries, comparison.sliders
titles.show_heading("Compare", [entry.text for entry in entries])
state.finish(partial(controls.explain_unknown_key, bool(entries) and not comparison.wrong))
built["comparison"], built["range"] = state[FUNCTIONS], comparison.reach.default
# An old link hides by letters, which stand for sliders that are known now.
if state[HIDE]:
    styles.hide(state[HIDE])

above, place = classroom.place_controls_and_picture()
with above:
    show_choice(state, FUNCTIONS)
if not entries:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
ends, options = widen(state[comparison.reach]), controls.read_options(state, entries)
charts = {panel: live.Chart(panel.key) for panel in panels.arrange(entries, options, sliders, *ends)}
# In the order of the page, so that nothing that comes later pushes down what is there.
with place:
    if options.overlaid:
        places = comparison_layout.lay_out_overlay(state, comparison)
    else:
        places = comparison_layout.lay_out_rows(state, comparison, len(charts))
below = live.reserve_place("below")

shown = Sliders(state, places.note) if classroom.is_on() else Sliders(state, places.note, below)
first, last = sliders[:-1], sliders[-1:]
comparison_layout.show_sliders(first, places.sliders, shown)
shown.update_page = partial(show_changes, state, comparison, options, ends, charts, places.note, below)
comparison_layout.show_sliders(last, places.sliders, shown)
if not sliders:
    shown.update_page()
for (panel, chart), cell in zip(charts.items(), places.charts, strict=False):
    chart.show(cell, figures.CONFIG, panel.alternative, "stretch" if panel.overlaid else "content")
live.send_ahead(charts.values())
