"""The way into a page."""

import gc
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import RerunException

from pages.shared import classroom, live, scripts, settings, styles
from pages.shared.settings import Settings

FOLDER = Path(__file__).parent
# Drawn here, since Streamlit would fetch the picture of a named icon from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 24C10 24 14 21 17 16L27 4" '
    'fill="none" stroke="#0072B2" stroke-width="5" stroke-linecap="round"/></svg>'
)


def enter(page: str) -> Settings:
    """Return the settings of a page, with all that class view asks for."""
    state = Settings(page)
    classroom.enter(state)
    return state


def run(page: StreamlitPage) -> None:
    """Run a page, to which one step back in the browser's history will return as it is then."""
    # A run makes thousands of objects and few cycles among them; by default Python looks for those after every 700.
    gc.set_threshold(100_000, 20, 100)
    styles.show(*styles.ALWAYS, styles.EMBEDDED if st.context.is_embedded else "")
    # The page stands in no container, since a fragment copies all it stands in each time it runs.
    try:
        page.run()
    except classroom.EndOfPageError:
        pass
    except RerunException:
        settings.interrupted()
        raise
    settings.save()
    # Until the browser has loaded a script, Streamlit draws a bar in its place.
    with st.container(height=1, border=False, gap=None):
        live.listen()
        # What Streamlit lacks for keyboard, touch, paper and screen readers; and one step back for each click.
        for name in ("access.js", "history.js"):
            scripts.mount(FOLDER / name)
