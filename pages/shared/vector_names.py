"""The functions of several numbers, for those who look for one among the functions of one number."""

from __future__ import annotations

import re
from functools import cache

import streamlit as st

from activations.vector import FUNCTIONS, GATES
from pages.shared import links

Query = dict[str, str | list[str]]


def vector_page(text: str) -> Query | None:
    """The query that opens a function of several numbers on its page, or None if `text` names none."""
    return _pages().get(_plain(text))


def show_vector_page(text: str) -> bool:
    """Lead to the page of a function of several numbers, if `text` names one; tell whether it does."""
    page = vector_page(text)
    if page is None:
        return False
    st.info(f"{links.to_plain_text(text)} takes several numbers at once, so it has a page of its own.")
    links.page_link("vectors", "Open it on Vectors", page, icon=":material/bar_chart:")
    return True


@cache
def _pages() -> dict[str, Query]:
    pages: dict[str, Query] = {}
    for name, cls in FUNCTIONS.items():
        for known in (name, cls.title):
            pages[_plain(known)] = {"of": cls.title}
    for name, gate in GATES.items():
        if gate.reference:
            for known in (name, gate.title):
                pages[_plain(known)] = {"about": "Gates", "gate": gate.title}
    return pages


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]|\(.*", "", text).lower()
