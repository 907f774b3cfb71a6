"""Explore: one function, its parameters, its derivative."""

import streamlit as st

from pages.shared import controls, details, figures, links, live, navigation, preview, words
from pages.shared.framing import frame

DEFAULT = "ELU"
ORDERS = {"f′": 1, "f″": 2}

navigation.enter("explore")
links.heed(controls.function_checks())
links.complaints()
cls = controls.function_picker(DEFAULT)
links.heed(controls.checks(cls) | controls.view_checks())
f = controls.parameter_sliders(cls)

place = st.container()
probe_column, readings, range_column = st.columns([4, 3, 3], vertical_alignment="bottom")
with range_column:
    low, high = controls.x_range()
with probe_column:
    x = controls.probe(low, high)
readings.markdown(words.table(("x", "f(x)", "f′(x)", "f″(x)"), [words.readings(f, x)]))
show_column, exact_column = st.columns([7, 3], vertical_alignment="bottom")
with show_column:
    shown = controls.view_options()
with exact_column:
    controls.exact_values(f)

orders = (0, *(order for name, order in ORDERS.items() if name in shown))
panels = [(order,) for order in orders] if "stacked" in shown else [orders]
view = figures.View(
    low,
    high,
    orders,
    tuple(frame(cls, panel, low, high) for panel in panels),
    shading="shading" in shown,
    tangent="tangent" in shown,
)
with place:
    live.chart(
        "chart",
        lambda state: figures.explore(state[0], view, state[1]),
        (f, x),
        fixed=(cls, view),
        families=preview.explore_families(f, view, x),
        held=controls.positions(f) | {"x": x},
        config=figures.CONFIG | figures.camera(cls.__name__, controls.image_format()),
        alt=f"{cls.title} and its derivatives; the text below says what the curves do.",
    )
place.caption(words.description(f, low, high))

formula, properties, numbers, code, kinks, take_away = st.tabs(
    ["Formula", "Properties", "Numbers", "Code", "At the kink", "Link and export"]
)
with formula:
    details.formula(f)
with properties:
    details.properties(f)
with numbers:
    details.numbers(f)
with code:
    details.code(f)
with kinks:
    details.kinks(f)
with take_away:
    details.take_away(f, figures.explore(f, view, x), low, high, controls.query(f, DEFAULT))
