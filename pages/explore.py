"""Explore: one function, its parameters, its derivative."""

import streamlit as st

from activations import CATALOGUE
from pages.shared import controls, details, figures, links, words
from pages.shared.framing import frame

DEFAULT = "ELU"
ORDERS = {"f′": 1, "f″": 2}

links.heed(controls.function_checks())
links.complaints()
picker, options, exact = st.columns([5, 4, 2], vertical_alignment="bottom")
with picker:
    cls = controls.function_picker(DEFAULT)
links.heed(controls.checks(cls) | controls.view_checks())
with options:
    shown = controls.view_options()
f = controls.parameter_sliders(cls)
with exact:
    controls.exact_values(f)

place = st.container()
range_column, probe_column, readings = st.columns([3, 4, 4], vertical_alignment="center")
with range_column:
    low, high = controls.x_range()
with probe_column:
    x = controls.probe(low, high)
readings.markdown(words.table(("x", "f(x)", "f′(x)", "f″(x)"), [words.readings(f, x)]))

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
figure = figures.explore(f, view, x)
place.plotly_chart(figure, key="chart", config=figures.CONFIG | figures.camera(cls.__name__, controls.image_format()))
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
    details.take_away(f, figure, low, high, controls.query(f, DEFAULT))
