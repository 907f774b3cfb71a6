"""Page configuration and navigation: the script that Streamlit runs."""

from pathlib import Path

import streamlit as st

from pages.shared import navigation

FOLDER = Path(__file__).parent
PAGES = {
    "explore": ("Explore", ":material/show_chart:"),
    "compare": ("Compare", ":material/stacked_line_chart:"),
    "catalogue": ("Catalogue", ":material/grid_view:"),
    "depth": ("Depth", ":material/layers:"),
    "train": ("Train", ":material/model_training:"),
    "vectors": ("Vectors", ":material/bar_chart:"),
    "neuron": ("Neuron", ":material/bolt:"),
    "learn": ("Learn", ":material/school:"),
    "teachers": ("For teachers", ":material/co_present:"),
}
# Learn leads there.
HIDDEN = ("teachers",)


def run() -> None:
    """Configure the page, and run the one that was asked for."""
    st.set_page_config(page_title="Activation Explorer", page_icon=navigation.ICON, layout="wide")
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
    navigation.run(page)


if __name__ == "__main__":
    run()
