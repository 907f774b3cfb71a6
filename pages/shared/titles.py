"""The name of a page: its one heading of the first rank, and the title of its tab."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

APP = "Activation Explorer"
# The purpose of each page, by its name in the menu; previews of links say it too.
LINES = {
    "Explore": "What does this function do, and what changes with its parameters?",
    "Compare": "Which of these, and where do they differ?",
    "Catalogue": "What is there, and what is it called elsewhere?",
    "Tune": "Small networks, trained anew at each value: which values suit this task, and does it matter?",
    "Depth": "What becomes of a signal and of its gradient on their way through many layers?",
    "Train": "Small networks that differ only in their activation function learn the same task.",
    "Vectors": "Functions of several numbers at once: softmax and its kin, and gates.",
    "Learn": "Short lessons on activation functions: predict first, then see.",
    "Neuron": "Where the analogy comes from: a neuron that fires, and how often it does.",
    "For teachers": "Forty-five minutes, ready to give.",
}


def show_heading(page: str, shown: Sequence[str] = (), seen: bool = True) -> None:
    """Name a page and the functions it shows, in its heading and in the title of the tab, and say its purpose.

    If the heading is not seen, it is for screen readers alone, since a control says the same.
    """
    functions = ", ".join(shown)
    heading = escape(f"{page} · {functions}" if functions else page)
    with st.container(key="heading" if seen else "heading-unseen"):
        st.html(f'<h1 class="page-name">{heading}</h1><p>{escape(LINES[page])}</p>')
    name_tab(page, functions)


def name_tab(page: str, shown: str) -> None:
    st.set_page_config(page_title=tab_title(page, shown))


def tab_title(page: str, shown: str) -> str:
    """The title of a tab: its functions come first, since a narrow tab cuts off the rest."""
    return " · ".join(part for part in (shown, page, APP) if part)
