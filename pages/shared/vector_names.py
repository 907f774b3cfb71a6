"""The functions of several numbers by name, for those who look for one among those of one number."""

from __future__ import annotations

import re
from functools import cache

from activations.vector import FUNCTIONS, GATES

Query = dict[str, str | list[str]]


def vector_page(text: str) -> Query | None:
    """The query that opens a function of several numbers on its page, or None if `text` names none."""
    return _pages().get(_plain(text))


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
