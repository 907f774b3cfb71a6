"""Which functions of the catalogue a person wants to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from activations import CATALOGUE, Activation
from pages.shared.settings import Settings
from pages.shared.sliders import EVERY_FAMILY, FAMILY
from pages.shared.widgets.options import Segments, Several, Text

PROPERTIES: dict[str, Callable[[type[Activation]], bool]] = {
    "monotonic": lambda cls: cls().properties().monotonic is not None,
    "smooth": lambda cls: not cls().kinks(),
    "bounded": lambda cls: cls().properties().bounded,
    "zero-centred": lambda cls: abs(cls().properties().gaussian_mean) < 1e-9,
    "in PyTorch": lambda cls: "pytorch" in cls.spellings,
    "in Keras": lambda cls: "keras" in cls.spellings,
    "in JAX": lambda cls: "jax" in cls.spellings,
    "in ONNX": lambda cls: "onnx" in cls.spellings,
    "in Transformers": lambda cls: "transformers" in cls.spellings,
}
MEANINGS = (
    "At the default parameters. Monotonic: f never decreases, or never increases. Smooth: no kink in f, f′ or f″. "
    "Bounded: the range is finite. Zero-centred: the mean of f(z) is 0 for a standard normal z."
)

QUERY = Text("q", "Search by any name", default="", longest=60)
HAS = Several("has", "Only those that are", default=(), options=tuple(PROPERTIES), help=MEANINGS)
SHAPES = PICTURES, TABLE = "pictures", "table"
SHAPE = Segments("as", "Show as", default=PICTURES, options=SHAPES)
CONTROLS = (QUERY, FAMILY, HAS, SHAPE)


def choose(state: Settings) -> tuple[list[type[Activation]], str]:
    """Show the filters, and return the classes that pass all but the search, and the text to search."""
    text_column, family_column, property_column, shape_column = st.columns([1.7, 1.8, 5.1, 2])
    with text_column:
        text = state.show(QUERY)
    with family_column:
        family = state.show(FAMILY)
    # Directly in a column they would stay in one row, cut off at its end.
    with property_column.container():
        properties = state.show(HAS)
    with shape_column:
        state.show(SHAPE)
    return find_classes("", family, properties), text.strip().lower()


def find_classes(text: str, family: str, properties: Sequence[str]) -> list[type[Activation]]:
    """The classes of a family whose names contain a text and that have all properties that are wanted."""
    return [
        cls
        for cls in CATALOGUE.values()
        if text.strip().lower() in searched_names(cls)
        and family in (EVERY_FAMILY, cls.family)
        and all(PROPERTIES[has](cls) for has in properties)
    ]


def searched_names(cls: type[Activation]) -> str:
    """All that a function is called, for a search: gallery.js looks through it as well."""
    return " ".join((cls.__name__, cls.title, *cls.aliases, *cls.framework_names)).lower()
