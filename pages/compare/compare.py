"""Compare: several functions overlaid or side by side, tuned together or each alone."""

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.compare import arrangement, controls, panels
from pages.compare.controls import FUNCTIONS, ComparisonControls, Options
from pages.compare.panels import Panel
from pages.compare.retuning import compare_families
from pages.compare.words import most_apart, property_columns
from pages.shared import classroom, figures, live, navigation, settings, styles, titles, words
from pages.shared.entries import show_choice
from pages.shared.reading import HIDE
from pages.shared.settings import Settings
from pages.shared.sliders import Sliders, widen


def update(
    state: Settings,
    asked: ComparisonControls,
    options: Options,
    ends: tuple[float, float],
    charts: Mapping[Panel, live.Chart],
    note: DeltaGenerator,
    below: DeltaGenerator,
) -> None:
    """Show what follows the sliders, and nothing else: all of it is sent again when one of them moves."""
    functions, standing, sentences = controls.apply_sliders(asked.entries, asked.sliders, state)
    view = panels.common_view(functions, standing, options, *ends)
    for panel, shown in charts.items():
        seen = [slider for slider in standing if panel.functions_moved_by(slider)]
        draw = partial(panel.draw, view=view)
        families = compare_families(functions, seen, panel, view)
        shown.follow(draw, functions, (panel, view), families, {each.key: each.value for each in seen})
    names = panels.names_of(asked.entries, asked.sliders)
    said = [*sentences, *most_apart(functions, names, options.orders[:2], *ends)]
    text = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
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


state = navigation.enter("compare")
built = settings.carried_over()
asked = controls.declare(state, built.get("comparison", controls.DEFAULT), built.get("range"))
entries, sliders = asked.entries, asked.sliders
titles.show_heading("Compare", [entry.text for entry in entries])
state.finish(partial(controls.explain_unknown_key, bool(entries) and not asked.wrong))
built["comparison"], built["range"] = state[FUNCTIONS], asked.reach.default
# An old link hides by letters, which stand for sliders that are known now.
if state[HIDE]:
    styles.hide(state[HIDE])

above, place = classroom.place_controls_and_picture()
with above:
    show_choice(state, FUNCTIONS)
if not entries:
    st.info("Choose a function, for example ReLU.")
    classroom.end_page()
ends, options = widen(state[asked.reach]), controls.read_options(state, entries)
charts = {panel: live.Chart(panel.key) for panel in panels.arrange(entries, options, sliders, *ends)}
# In the order of the page, so that nothing that comes later pushes down what is there.
with place:
    if options.overlaid:
        places, note, cells = arrangement.show_stage(state, asked)
    else:
        places, note, cells = arrangement.show_rows(state, asked, len(charts))
below = live.place("below")

shown = Sliders(state, note) if classroom.is_on() else Sliders(state, note, below)
first, last = sliders[:-1], sliders[-1:]
arrangement.show_sliders(first, places, shown)
shown.update_page = partial(update, state, asked, options, ends, charts, note, below)
arrangement.show_sliders(last, places, shown)
if not sliders:
    shown.update_page()
for (panel, chart), cell in zip(charts.items(), cells, strict=False):
    chart.show(
        cell,
        figures.CONFIG,
        f"{', '.join(panel.labels)}; the text below says what the curves do.",
        "stretch" if panel.overlaid else "content",
    )
live.send_ahead(charts.values())
