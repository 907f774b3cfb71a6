"""Activation Explorer: page configuration and navigation."""

import streamlit as st

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
# Drawn here, since Streamlit would fetch the picture of a named icon from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 24C10 24 14 21 17 16L27 4" '
    'fill="none" stroke="#0072B2" stroke-width="5" stroke-linecap="round"/></svg>'
)

st.set_page_config(page_title="Activation Explorer", page_icon=ICON, layout="wide")
st.navigation(
    [
        st.Page(f"pages/{name}.py", title=title, icon=icon, visibility=VISIBILITY.get(name, "visible"))
        for name, (title, icon) in PAGES.items()
    ],
    position="hidden" if st.context.is_embedded else "top",
).run()
