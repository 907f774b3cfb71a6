"""Activation Explorer: page configuration and navigation."""

import streamlit as st

PAGES = {
    "explore": ("Explore", ":material/show_chart:"),
    "compare": ("Compare", ":material/stacked_line_chart:"),
    "catalogue": ("Catalogue", ":material/grid_view:"),
}

st.set_page_config(page_title="Activation Explorer", page_icon=":material/show_chart:", layout="wide")
st.navigation(
    [
        st.Page(f"pages/{name}.py", title=title, icon=icon, default=index == 0)
        for index, (name, (title, icon)) in enumerate(PAGES.items())
    ],
    position="top",
).run()
