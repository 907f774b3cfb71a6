"""A page in class: ``view=class`` in the link shows it as a projector needs it.

``lock=alpha`` is what nobody should move, ``hide=range`` what nobody need see.
"""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import settings
from pages.shared.settings import Settings

LARGER = 1.4
# A style is the last resort: Streamlit sets the size of type for all visitors at once and not for one link. Whatever
# it draws goes by this size, on a screen that is no phone's. Captions, labels and values of locked controls are
# pale, which a projector drowns; and there is no room for a broad empty strip at the top.
PROJECTED = f"""<style>
@media (min-width: 641px) {{ html {{ font-size: {LARGER:.0%} !important; }} }}
.stMainBlockContainer {{ padding-top: 4rem !important; }}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] *,
[data-testid=stWidgetLabel], [data-testid=stSliderThumbValue] {{ color: inherit !important; opacity: 1; }}
</style>"""
# Streamlit prints a dark page dark, with its controls, and cuts through whatever lies across the end of a sheet.
PRINTED = """<style>@media print {
@page { margin: 15mm; }
html { font-size: 85% !important; }
html, body, .stApp { background: white !important; }
.stApp * { background: transparent !important; color: black !important; }
.stMainBlockContainer { padding: 0 !important; }
header, [data-testid=stButtonGroup], [data-testid=stCheckbox], [data-testid=stCaptionContainer] { display: none; }
[class*=st-key-whole-] { break-inside: avoid; }
}</style>"""
# Not the height: a projector has no more room, and the whole picture must be on the screen.
SCALED = {"size", "width", "standoff", "l", "r", "t", "b"}


def enter(state: Settings) -> None:
    """Make type larger and paler text darker if the link asks for class view, and hide what it names."""
    if on():
        st.html(PROJECTED)
    hidden = state[settings.HIDE]
    if hidden:
        # Streamlit gives each control a class by its key; one that is not shown at all would lose its value.
        names = ", ".join(f".st-key-{name}, .st-key-play-{name}" for name in hidden)
        st.html(f"<style>{names} {{ display: none; }}</style>")


def printable() -> None:
    """Make the page fit for paper; a container whose key begins with ``whole-`` is kept on one sheet if it fits."""
    st.html(PRINTED)


def on() -> bool:
    """Return whether the link asks for class view."""
    return settings.in_class()


def stage() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the places of controls and of the picture below them; in class view the picture comes first."""
    first, second = st.container(), st.container()
    return (second, first) if on() else (first, second)


class EndOfPageError(Exception):
    """Nothing more stands on the page; after ``st.stop()`` its scripts could not be sent any more."""


def end_page() -> NoReturn:
    """End the page here."""
    raise EndOfPageError


def stop_in_class_view() -> None:
    """End the page here in class view: what follows is for reading, not for showing."""
    if on():
        end_page()


def sized(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure with larger type and marks and broader lines in class view, else as it is."""
    return _scaled(figure) if on() else figure


def _scaled(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _scaled(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_scaled(item) for item in value]
    if key in SCALED and isinstance(value, (int, float)):
        return value * LARGER
    return value
