"""Functions that a person chooses or writes, and what is wrong with what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from activations import Activation, parse
from pages.shared import links, words
from pages.shared.settings import Settings
from pages.shared.vector_names import show_vector_page
from pages.shared.widgets import Functions


@dataclass(frozen=True)
class Entry:
    """One chosen function: its text in the link, its name in keys, and whether its text fixes its parameters."""

    text: str
    key: str
    function: Activation

    @property
    def is_pinned(self) -> bool:
        """Whether a common slider leaves it alone."""
        return "(" in self.text

    @property
    def name(self) -> str:
        """The title of the function, with its parameters if they were written."""
        return words.label(self.function) if self.is_pinned else self.function.title


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
        count = 1 + sum(type(entry.function) is type(function) for entry in entries)
        entries.append(Entry(text, name if count == 1 else f"{name}{count}", function))
    return entries, wrong


def show_choice(state: Settings, control: Functions) -> None:
    """Show the choice of functions, and say what is wrong with an entry."""
    state.show(control)
    for text, sentence in parse_entries(state[control])[1]:
        if not show_vector_page(text):
            st.error(f"{links.to_plain_text(sentence)} — the other functions are shown.")
