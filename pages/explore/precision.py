"""The section on low precision: a function as a machine of fewer digits returns it."""

from __future__ import annotations

import streamlit as st

from activations import Activation
from activations.golden import TABLES, golden
from activations.low_precision import in_low_precision
from activations.parsing import spell
from activations.rounding import FLOAT32, FORMATS
from pages.explore import precision_figures, precision_words
from pages.explore.controls import EVERY_STEP, FORMAT, ORDER, ORDERS, ROUNDING
from pages.explore.measurement import measure
from pages.shared import links
from pages.shared.compat import alternative
from pages.shared.figures import CONFIG, View
from pages.shared.live.ready import EncodedFigure
from pages.shared.settings import Settings


def show(state: Settings, f: Activation, view: View) -> None:
    """Show the curve that a machine returns over the true one, its error, and sentences on both."""
    with st.container(horizontal=True):
        form = FORMATS[state.show(FORMAT)]
        inside = form if state.show(ROUNDING) == EVERY_STEP else FLOAT32
        order = ORDERS.index(state.show(ORDER))
    measurement = measure(f, form, inside, order, view.low, view.high)
    sentences = precision_words.describe(measurement, ORDERS[order])
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
    figure = precision_figures.chart(measurement, view, ORDERS[order])
    text = alternative(st.plotly_chart, f"{f.title} in {form.name}: {' '.join(sentences)}")
    st.plotly_chart(EncodedFigure(figure), key="precision-chart", config=CONFIG, **text)
    st.caption(
        "The steps are those of the formula. A framework may take other ones, most of all inside a single operator."
    )
    with st.container(horizontal=True):
        reduced = in_low_precision(f, form, inside)
        links.page_link(
            "compare",
            "Difference from the exact function",
            {
                "fs": [spell(f), f"{spell(f)} in {precision_words.spell_format(reduced)}"],
                "arrange": "overlaid",
                "baseline": type(f).__name__,
                "show": "f",
            },
            icon=":material/difference:",
        )
        for name, table in TABLES.items():
            if table is form:
                st.download_button(
                    f"All {name} values (CSV)", lambda: golden(f, form), f"{type(f).__name__.lower()}-{name}.csv",
                    "text/csv", icon=":material/download:", on_click="ignore",
                )  # fmt: skip
