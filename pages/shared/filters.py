"""Which functions of the catalogue a person wants to see."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from activations import CATALOGUE, Activation
from pages.shared import classroom, links
from pages.shared.controls import EVERY_FAMILY, families

PROPERTIES: dict[str, Callable[[type[Activation]], bool]] = {
    "monotonic": lambda cls: cls().properties().monotonic is not None,
    "smooth": lambda cls: not cls().kinks(),
    "bounded": lambda cls: cls().properties().bounded,
    "zero-centred": lambda cls: abs(cls().properties().gaussian_mean) < 1e-9,
    "in PyTorch": lambda cls: "pytorch" in cls.spellings,
    "in Keras": lambda cls: "keras" in cls.spellings,
    "in JAX": lambda cls: "jax" in cls.spellings,
    "in ONNX": lambda cls: "onnx" in cls.spellings,
}
MEANINGS = (
    "At the default parameters. Monotonic: never rises and falls both. Smooth: no kink in f, f′ or f″. Bounded: the "
    "range is finite. Zero-centred: the mean of f(z) is 0 for a standard normal z."
)
LONGEST = 60


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for this page."""
    return {
        "q": links.text(LONGEST),
        "family": links.one_of([EVERY_FAMILY, *families()]),
        "has": links.some_of(list(PROPERTIES)),
    }


def chosen() -> list[type[Activation]]:
    """Show the filters, and return the classes that pass all of them."""
    text_column, family_column, property_column = st.columns([2, 2, 5])
    text = text_column.text_input("Name contains, then Enter", max_chars=LONGEST, **classroom.bound("q"))
    family = family_column.selectbox("Family", [EVERY_FAMILY, *families()], **classroom.bound("family"))
    # Directly in a column they would stay in one row, cut off at its end.
    wanted = property_column.container().pills(
        "Only", list(PROPERTIES), selection_mode="multi", help=MEANINGS, **classroom.bound("has")
    )
    needle = text.strip().lower()
    return [
        cls
        for name, cls in CATALOGUE.items()
        if any(needle in known.lower() for known in (name, cls.title, *cls.aliases))
        and family in (EVERY_FAMILY, cls.family)
        and all(PROPERTIES[has](cls) for has in wanted)
    ]
