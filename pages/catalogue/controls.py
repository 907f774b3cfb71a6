"""Which functions of the catalogue a person wants to see."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from activations import CATALOGUE, Activation
from pages.shared.settings import Settings
from pages.shared.sliders import EVERY_FAMILY, FAMILY
from pages.shared.widgets import Several, Text

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

QUERY = Text("q", "Name contains (press Enter)", default="", longest=60)
HAS = Several("has", "Only those that are", default=(), options=tuple(PROPERTIES), help=MEANINGS)
CONTROLS = (QUERY, FAMILY, HAS)


def choose(state: Settings) -> list[type[Activation]]:
    """Show the filters, and return the classes that pass all of them."""
    text_column, family_column, property_column = st.columns([2, 2, 5])
    with text_column:
        text = state.show(QUERY)
    with family_column:
        family = state.show(FAMILY)
    # Directly in a column they would stay in one row, cut off at its end.
    with property_column.container():
        wanted = state.show(HAS)
    needle = text.strip().lower()
    return [
        cls
        for name, cls in CATALOGUE.items()
        if any(needle in known.lower() for known in (name, cls.title, *cls.aliases, *cls.framework_names))
        and family in (EVERY_FAMILY, cls.family)
        and all(PROPERTIES[has](cls) for has in wanted)
    ]
