"""Activation Explorer: page configuration and navigation."""

import streamlit as st

from pages.shared import navigation

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
VISIBILITY = {"teachers": "hidden"}  # Learn leads there.

st.set_page_config(page_title="Activation Explorer", page_icon=navigation.ICON, layout="wide")
page = st.navigation(
    [
        st.Page(f"pages/{name}.py", title=title, icon=icon, visibility=VISIBILITY.get(name, "visible"))
        for name, (title, icon) in PAGES.items()
    ],
    position="hidden" if st.context.is_embedded else "top",
)
navigation.run(page)
