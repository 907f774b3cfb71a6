"""Functions that a person chooses or writes, and the errors in those that were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from activations import Activation, parse
from activations.catalogue import simplify, vector_titles
from activations.parsing import gives_settings
from activations.vector import GATES
from pages.shared import links, words
from pages.shared.reading import Link
from pages.shared.settings import Settings
from pages.shared.widgets.functions import Functions


@dataclass(frozen=True)
class Entry:
    """One chosen function: its text in the link, its name in keys, and whether its text fixes its parameters."""

    text: str
    key: str
    function: Activation

    @property
    def is_pinned(self) -> bool:
        """Whether a common slider leaves it alone."""
        return gives_settings(self.text)

    @property
    def name(self) -> str:
        """The title of the function, with its parameters if they were written."""
        return words.label(self.function) if self.is_pinned else self.function.title


def choice_of_four(*default: str) -> Functions:
    label = "Up to four functions (type to search, or write ELU(alpha=0.3) or a formula such as x·tanh(x))"
    return Functions("fs", label, default=default, most=4)


def parse_entries(texts: Sequence[str]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The functions that texts describe, and the other texts, each with its error."""
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


def show_choice(state: Settings, control: Functions) -> None:
    """Show the choice of functions, and the error in an entry."""
    state.show(control)
    for text, sentence in parse_entries(state[control])[1]:
        if not show_vector_page(text):
            named = "" if text in sentence else f"{links.to_code(text)}: "
            st.error(f"{named}{links.to_plain_text(sentence)} — the other functions are shown.")


def show_vector_page(text: str) -> bool:
    """Lead to the page of a function of several numbers, if `text` names one; tell whether it does."""
    page = vector_page(text)
    if page is None:
        return False
    st.info(f"{links.to_plain_text(text)} takes several numbers at once, so it has a page of its own.")
    links.page_link("vectors", "Open it on Vectors", page, icon=":material/bar_chart:")
    return True


def vector_page(text: str) -> Link | None:
    """The query that opens a function of several numbers on Vectors, if `text` is its name or a call of it."""
    names = vector_titles()
    # "GEGLU (tanh)" is a name, "softmax(x)" a call.
    title = names.get(simplify(text)) or names.get(simplify(text.partition("(")[0]))
    if title is None:
        return None
    is_gate = title in (gate.title for gate in GATES.values())
    return {"about": ["Gates"], "gate": [title]} if is_gate else {"of": [title]}
