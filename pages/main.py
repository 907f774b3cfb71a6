"""Page configuration and navigation: the script that Streamlit runs."""

import gc
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import RerunException

from pages import bar
from pages.shared import classroom, live, scripts, settings, styles

FOLDER = Path(__file__).parent
# Drawn here, since Streamlit would fetch the picture of a named icon from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 24C10 24 14 21 17 16L27 4" '
    'fill="none" stroke="#0072B2" stroke-width="5" stroke-linecap="round"/></svg>'
)
PAGES = {
    "explore": ("Explore", ":material/show_chart:"),
    "compare": ("Compare", ":material/stacked_line_chart:"),
    "catalogue": ("Catalogue", ":material/grid_view:"),
    "tune": ("Tune", ":material/tune:"),
    "depth": ("Depth", ":material/layers:"),
    "train": ("Train", ":material/model_training:"),
    "vectors": ("Vectors", ":material/bar_chart:"),
    "neuron": ("Neuron", ":material/bolt:"),
    "learn": ("Learn", ":material/school:"),
    "teachers": ("For teachers", ":material/co_present:"),
}
# The parts of the script that paints while a slider moves; the last one starts it.
LIVE = (
    "elements",
    "messages",
    "numbers",
    "painting",
    "labels",
    "readings",
    "successors",
    "chart",
    "receiving",
)
# They paint while a slider moves, and play it; mend what Streamlit lacks for keyboard, touch, paper and screen readers;
# and make one click one step back.
SCRIPTS = (
    tuple(FOLDER / "live" / f"{part}.js" for part in LIVE),
    *((FOLDER / name,) for name in ("play.js", "access.js", "history.js")),
)
# Learn leads there, and to the neuron the step and the sigmoid too.
HIDDEN = ("neuron", "teachers")


def run() -> None:
    """Configure the page, and run the one that was asked for."""
    st.set_page_config(page_title="Activation Explorer", page_icon=ICON, layout="wide")
    page = st.navigation(
        [
            st.Page(
                FOLDER / name / f"{name}.py",
                title=title,
                icon=icon,
                visibility="hidden" if name in HIDDEN else "visible",
            )
            for name, (title, icon) in PAGES.items()
        ],
        position="hidden" if st.context.is_embedded else "top",
    )
    run_page(page)


def run_page(page: StreamlitPage) -> None:
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
        settings.note_interruption()
        raise
    settings.save()
    if not st.context.is_embedded:
        bar.show()
    # Until the browser has loaded a script, Streamlit draws a bar in its place.
    with st.container(height=1, border=False, gap=None):
        live.listen()
        scripts.start("activationExplorerScripts", SCRIPTS)


if __name__ == "__main__":
    run()
