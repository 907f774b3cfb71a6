"""The way into a page."""

import runpy
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.shared import classroom

APP = Path(__file__).parents[2] / "app.py"
# What is meant to go from page to page: the comparison a person has built.
CARRIED = ("comparison",)


def enter(page: str) -> None:
    """Make `page` a function of its link, whichever way it was reached.

    Until some session of the server has called ``st.navigation``, Streamlit takes the folder ``pages`` for an app
    of its older kind: whoever opens a link to a page first after a start would get it without navigation and page
    configuration. The attribute tells which kind it believes in; it has no public name.

    Streamlit also carries the values of bound widgets to the next page by their keys, where the sliders of other
    functions have the same; the session knows which page it was on.
    """
    if getattr(PagesManager, "uses_pages_directory", False):
        runpy.run_path(str(APP))
        st.stop()
    if st.session_state.get("page", page) != page:
        for key in [key for key in st.session_state if key not in CARRIED]:
            del st.session_state[key]
    st.session_state["page"] = page
    classroom.enter()
