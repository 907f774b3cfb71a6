"""Functions that a person chooses or writes, and what is wrong with what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from activations import Activation, parse
from activations.parsing import gives_settings
from pages.shared import links, words
from pages.shared.settings import Settings
from pages.shared.vector_names import vector_page
from pages.shared.widgets import Functions


@dataclass(frozen=True)
class Entry:
    """One chosen function: its text in the link, its name in keys, and whether its text fixes its parameters."""

    text: str
    key: str
    function: Activation

    @property
    def pinned(self) -> bool:
        """Whether a common slider leaves it alone."""
        return gives_settings(self.text)

    @property
    def name(self) -> str:
        """The title of the function, with its parameters if they were written."""
        return words.label(self.function) if self.pinned else self.function.title


def parse_entries(texts: Sequence[str]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The functions that texts describe, and the other texts with what is wrong with each."""
    entries: list[Entry] = []
    wrong = []
    for text in texts:
        try:
            function = parse(text)
        except ValueError as error:
            wrong.append((text, str(error)))
            continue
        name = type(function).__name__
        # Formulas have classes of their own, with one name.
        count = 1 + sum(type(entry.function).__name__ == name for entry in entries)
        entries.append(Entry(text, name if count == 1 else f"{name}{count}", function))
    return entries, wrong


def choose(state: Settings, control: Functions) -> None:
    """Show the choice of functions, and say what is wrong with an entry."""
    state.show(control)
    for text, sentence in parse_entries(state[control])[1]:
        page = vector_page(text)
        if page is None:
            st.error(f"{links.plain(sentence)} — the other functions are shown.")
            continue
        st.info(f"{links.plain(text)} takes several numbers at once. It has a page of its own.")
        links.page_link("vectors", "Open it on Vectors", page, icon=":material/bar_chart:")
