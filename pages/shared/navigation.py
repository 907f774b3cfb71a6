"""The way into a page."""

import gc
import runpy
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from pages.shared import access, classroom, links, live, styles
from pages.shared.titles import Heading

APP = Path(__file__).parents[2] / "app.py"
# Drawn here, since Streamlit would fetch the picture of a named icon from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 24C10 24 14 21 17 16L27 4" '
    'fill="none" stroke="#0072B2" stroke-width="5" stroke-linecap="round"/></svg>'
)
FIRST = "explore"
# What is meant to go from page to page: the comparison a person has built.
CARRIED = ("comparison",)


def enter(page: str) -> Heading:
    """Make `page` a function of its link, whichever way it was reached, and return the place of its heading.

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
    return Heading(st.empty())


def paths() -> list[str]:
    """Return the last parts of the addresses at which the present page is found."""
    page = st.session_state.get("page", FIRST)
    return [page, "", links.folder().rpartition("/")[2]] if page == FIRST else [page]


def run(page: StreamlitPage) -> None:
    """Run a page, to which one step back in the browser's history will return as it is then."""
    # A run makes thousands of objects and few cycles among them; by default Python looks for those after every 700.
    gc.set_threshold(100_000, 20, 100)
    styles.show(*styles.ALWAYS, styles.EMBEDDED if st.context.is_embedded else "")
    # The page stands in no container, since a fragment copies all it stands in each time it runs.
    try:
        page.run()
    finally:
        # Also where a page stops early. Until the browser has loaded a script, Streamlit draws a bar in its place.
        with st.container(height=1, border=False, gap=None):
            live.listen()
            access.listen()
            st.components.v2.component("history", js=_script(), isolate_styles=False)(key="history")


@cache
def _script() -> str:
    return Path(__file__).with_name("history.js").read_text("utf-8")
