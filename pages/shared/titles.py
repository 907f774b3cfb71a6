"""The name of a page: its one heading of the first rank, and the title of its tab."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

APP = "Activation Explorer"


class Heading(NamedTuple):
    """The place of a page's heading, at its top: what is shown is known only after its controls."""

    place: DeltaGenerator

    def show(self, page: str, shown: Sequence[str] = ()) -> None:
        """Name a page and what it shows, in the heading and in the title of the tab.

        Parameters
        ----------
        page : str
            What the menu calls it.
        shown : sequence of str
            The functions.
        """
        what = ", ".join(shown)
        self.place.html(f'<h1 class="page-name">{escape(f"{page} · {what}" if what else page)}</h1>')
        self.tab(page, what)

    @staticmethod
    def tab(page: str, what: str = "") -> None:
        """Set the title of the tab: what it shows comes first, since a narrow tab cuts off the rest."""
        st.set_page_config(page_title=" · ".join(part for part in (what, page, APP) if part))
