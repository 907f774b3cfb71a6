"""A page, also in class: ``view=class`` in the link shows it as a projector needs it.

``lock=alpha`` is what nobody should move, ``hide=range`` what nobody need see.
"""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import reading, settings, styles
from pages.shared.settings import Settings
from pages.shared.styles import LARGER

SCALED = {"size", "width", "standoff", "l", "r", "t", "b"}
# Larger type and controls leave a projector less room for a chart; one of several panels, too, must be on the screen
# whole, with its x axis and the sliders that move it.
LOWER, HIGHEST = 0.87, 440


def enter(page: str) -> Settings:
    """The settings of a page, on which type is larger in class view, and hidden what the link hides."""
    state = Settings(page)
    if is_on():
        styles.show(styles.PROJECTED)
    if state[reading.HIDE]:
        styles.hide(state[reading.HIDE])
    return state


def is_on() -> bool:
    return bool(settings.visit().values.get(reading.VIEW.key) == "class")


def place_controls_and_picture() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The places of controls and of the picture below them; in class view the picture comes first."""
    first, second = st.container(), st.container()
    return (second, first) if is_on() else (first, second)


class EndOfPageError(Exception):
    """Nothing more stands on the page; after ``st.stop()`` its scripts could not be sent any more."""


def end_page() -> NoReturn:
    raise EndOfPageError


def stop_in_class_view() -> None:
    """End the page here in class view: what follows is for reading, not for showing."""
    if is_on():
        end_page()


def enlarge(figure: dict[str, Any]) -> dict[str, Any]:
    """Enlarge type and marks of a figure, and broaden its lines, if this is class view; it is less high then."""
    if not is_on():
        return figure
    larger: dict[str, Any] = _enlarge(figure)
    larger["layout"]["height"] = min(round(LOWER * figure["layout"]["height"]), HIGHEST)
    return larger


def _enlarge(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _enlarge(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_enlarge(item) for item in value]
    if key in SCALED and isinstance(value, (int, float)):
        return value * LARGER
    return value
