"""Compare: several functions side by side or overlaid, tuned together or each alone."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import classroom, comparison, controls, figures, links, live, navigation, preview, words
from pages.shared.comparison import Chart, Entry, Options, Slider


class Places(NamedTuple):
    """Where on the page stands what moves with a slider; all else is sent once. None in class view."""

    sliders: Mapping[str, DeltaGenerator]
    previews: DeltaGenerator
    words: DeltaGenerator | None
    properties: DeltaGenerator | None


# What a slider changes, and nothing else, runs again when it moves.
@st.fragment
def moving(
    entries: Sequence[Entry],
    sliders: Sequence[Slider],
    options: Options,
    ends: tuple[float, float],
    charts: Mapping[Chart, live.Chart],
    places: Places,
) -> None:
    """Show the sliders and what follows them."""
    functions, standing = comparison.tuned(entries, sliders, places.sliders)
    view = comparison.view(functions, standing, options, *ends)
    with places.previews:
        for chart, shown in charts.items():
            seen = [slider for slider in standing if chart.moved_by(slider)]
            draw = partial(chart.draw, view=view)
            families = preview.compare_families(functions, seen, chart, view)
            shown.follow(draw, functions, (chart, view), families, {each.key: each.value for each in seen})
        live.send(charts.values())
    if places.words and places.properties:
        places.words.markdown("\n\n".join(words.description(f, *ends) for f in functions))
        with places.properties:
            st.dataframe(words.property_columns(functions), hide_index=True)
            st.markdown("This link shows exactly what you see:")
            st.code(links.address("compare", comparison.query(standing)), language=None)


navigation.enter("compare")
links.heed(comparison.view_checks() | comparison.checks())
links.complaints()
above, place = classroom.stage()
with above:
    entries = comparison.chooser()
if not entries:
    st.info("Choose a function, for example ReLU.")
    st.stop()

ends = controls.x_range()
options = comparison.options(entries)
sliders = comparison.sliders(entries, options.tune)
charts = {chart: live.Chart(chart.key) for chart in comparison.charts(entries, options)}
with above:
    slider_places, notes = comparison.places(sliders, options.tune), st.container()
previews = live.place()
said = properties = None
if not classroom.on():
    said = st.expander("What the curves do, in words")
    st.markdown("#### Properties at these parameters")
    properties = st.container()
with notes:
    moving(entries, sliders, options, ends, charts, Places(slider_places, previews, said, properties))
with previews:
    live.offer(charts.values())
cells = comparison.cells(place, len(charts))
for (chart, shown), cell in zip(charts.items(), cells, strict=False):
    shown.show(cell, figures.CONFIG, f"{', '.join(chart.labels)}; the text below says what the curves do.")
