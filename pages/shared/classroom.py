"""A page in class: ``view=class`` in the link shows it as a projector needs it.

``lock=alpha`` is what nobody should move, ``hide=range`` what nobody need see.
"""

from __future__ import annotations

import re
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import links, styles
from pages.shared.styles import LARGER

VIEW = "class"
SCALED = {"size", "width", "standoff", "l", "r", "t", "b"}
# Larger type and controls leave a projector less room for a chart; one of several panels, too, must be on the screen
# whole, with its x axis and the sliders that move it.
LOWER, HIGHEST = 0.87, 440


def enter() -> None:
    """Make type larger and paler text darker if the link asks for class view, and hide what it names."""
    links.heed({"view": links.one_of([VIEW]), "lock": _names, "hide": _names})
    if on():
        styles.show(styles.PROJECTED)
    hidden = st.query_params.get_all("hide")
    if hidden:
        styles.hide(hidden)


def printable() -> None:
    """Make the page fit for paper; a container whose key begins with ``whole-`` is kept on one sheet if it fits."""
    styles.show(styles.FOR_PAPER)


def _names(given: list[str]) -> str | None:
    good = all(re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,40}", name) for name in given)
    return None if good else "names of controls as in the link, such as alpha, are needed"


def on() -> bool:
    """Return whether the link asks for class view."""
    return bool(st.query_params.get("view") == VIEW)


def locked(key: str) -> bool:
    """Return whether the link locks the control with this key."""
    return key in st.query_params.get_all("lock")


def bound(key: str) -> dict[str, Any]:
    """Return what makes a control part of the link, and lets the link lock it."""
    return {"key": key, "bind": "query-params", "disabled": locked(key)}


def stage() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the places of controls and of the picture below them; in class view the picture comes first."""
    first, second = st.container(), st.container()
    return (second, first) if on() else (first, second)


def enough() -> None:
    """End the page here in class view: what follows is for reading, not for showing."""
    if on():
        st.stop()


def sized(figure: dict[str, Any]) -> dict[str, Any]:
    """Enlarge type and marks of a figure, and broaden its lines, if this is class view; it is less high then."""
    if not on():
        return figure
    larger: dict[str, Any] = _scaled(figure)
    larger["layout"]["height"] = height(figure["layout"]["height"])
    return larger


def height(usual: int) -> int:
    """Lower a chart in class view."""
    return min(round(LOWER * usual), HIGHEST) if on() else usual


def _scaled(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _scaled(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_scaled(item) for item in value]
    if key in SCALED and isinstance(value, (int, float)):
        return value * LARGER
    return value
