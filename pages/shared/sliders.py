"""From the declaration of an activation function to the sliders that set it, and controls that several pages have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Parameter
from activations.core import SYMBOLS, Parametric
from pages.shared import settings
from pages.shared.settings import Settings
from pages.shared.widgets.numbers import Range, Slider
from pages.shared.widgets.options import Choice

WIDEST = (-30.0, 30.0)
EVERY_FAMILY = "All families"
# The keys of all parameters: one that a function lacks is told from a key that no page has.
PARAMETERS = frozenset(
    name.rstrip("_")
    for name in (*SYMBOLS, *(each.name for cls in CATALOGUE.values() for each in cls.parameters()))
)
FAMILIES = tuple(dict.fromkeys(cls.family for cls in CATALOGUE.values()))
FAMILY = Choice("family", "Family", default=EVERY_FAMILY, options=(EVERY_FAMILY, *FAMILIES))
RANGE = Range("range", "x from … to …", default=(-6.0, 6.0), reach=WIDEST, step=0.5)


def key_of(declared: Parameter) -> str:
    """The name of a parameter in links: ``lambda`` for the field ``lambda_``."""
    return declared.name.rstrip("_")


def parameter_sliders(cls: type[Parametric]) -> list[Slider]:
    """The sliders of the parameters that an activation function or a gate declares."""
    return [
        Slider(
            key_of(declared),
            f"**{declared.symbol}** · {declared.meaning}",
            default=declared.default,
            owner=cls.__name__,
            reach=(float(declared.typical[0]), float(declared.typical[1])),
            step=declared.step,
            domain=declared.domain,
        )
        for declared in cls.parameters()
    ]


def widen(ends: tuple[float, float]) -> tuple[float, float]:
    """A range of x that is at least one unit wide."""
    low, high = ends
    return (low, high) if high - low >= 1 else (low - 0.5, high + 0.5)


class Sliders:
    """Sliders of which each runs again by itself when it moves, and after it all that follows them.

    In a fragment that held them all, every move would show each of them again.

    What follows stands in `places`, each an ``st.empty()``.
    """

    def __init__(self, state: Settings, *places: DeltaGenerator) -> None:
        self.state = state
        self.places = places
        # Comes with the last slider: until then the page still runs as a whole.
        self.update_page: Callable[[], None] | None = None

    def show(self, place: DeltaGenerator, control: Slider, below: Callable[[], None] = lambda: None) -> None:
        """Show one of them, and the elements `below` that follow it."""
        with place:
            _show_alone(self, control, below)


@st.fragment
def _show_alone(sliders: Sliders, control: Slider, below: Callable[[], None]) -> None:
    sliders.state.show(control)
    below()
    if sliders.update_page is not None:
        sliders.update_page()
        settings.save()
        return
    # Streamlit lets a fragment write to a place outside of it only if it did so when the whole page ran.
    for place in sliders.places:
        place.empty()


def show_playable(state: Settings, place: DeltaGenerator, control: Slider, **layout: Any) -> float:
    """Show a slider with a button that sweeps it there and back, and return its value."""
    with playable(place, control.key):
        return state.show(control, **layout)


def playable(column: DeltaGenerator, key: str, label: str = "") -> DeltaGenerator:
    """The place for a slider, beside a button that sweeps it there and back."""
    with column.container(horizontal=True, vertical_alignment="center", gap="small"):
        place = st.container()
        # The click never reaches the server: play.js takes it and moves the thumb.
        st.button(
            label,
            icon=":material/play_arrow:",
            type="secondary" if label else "tertiary",
            key=f"play-{key}",
            disabled=settings.is_locked(key),
            help="Play: sweep there and back",
        )
    return place
