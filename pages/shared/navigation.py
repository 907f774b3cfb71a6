"""The way into a page by its own link."""

import runpy
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

APP = Path(__file__).parents[2] / "app.py"


def take_over() -> None:
    """Run the app around a page that Streamlit runs by itself.

    Until some session of the server has called ``st.navigation``, Streamlit takes the folder ``pages`` for an app
    of its older kind: whoever opens a link to a page first after a start would get it without navigation and page
    configuration. The attribute tells which kind it believes in; it has no public name.
    """
    if getattr(PagesManager, "uses_pages_directory", False):
        runpy.run_path(str(APP))
        st.stop()
