"""The name of a page: its one heading of the first rank, and the title of its tab."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

APP = "Activation Explorer"


def show_heading(page: str, shown: Sequence[str] = (), seen: bool = True) -> None:
    """Name a page and what it shows, in its heading and in the title of the tab.

    Parameters
    ----------
    page : str
        What the menu calls it.
    shown : sequence of str
        The functions.
    seen : bool
        Whether the heading is on the screen, or for screen readers alone since a control says the same.
    """
    functions = ", ".join(shown)
    heading = escape(f"{page} · {functions}" if functions else page)
    st.html(f'<h1 class="page-name{"" if seen else " unseen"}">{heading}</h1>')
    name_tab(page, functions)


def name_tab(page: str, shown: str = "") -> None:
    st.set_page_config(page_title=tab_title(page, shown))


def tab_title(page: str, shown: str = "") -> str:
    """The title of a tab: what it shows comes first, since a narrow tab cuts off the rest."""
    return " · ".join(part for part in (shown, page, APP) if part)
