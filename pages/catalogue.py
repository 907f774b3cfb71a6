"""Catalogue: every function as a small picture, by family."""

import streamlit as st

from activations import CATALOGUE
from pages.shared import filters, links, navigation, tiles

navigation.enter("catalogue")
links.heed(filters.checks())
links.complaints()
chosen = filters.chosen()
st.caption(f"{len(chosen)} of {len(CATALOGUE)} functions. {tiles.LEGEND}")
if not chosen:
    st.info("No function has all of that. Remove a filter or shorten the text.")
for family in dict.fromkeys(cls.family for cls in chosen):
    st.markdown(f"#### {family}")
    with st.container(horizontal=True, gap="medium"):
        for cls in chosen:
            if cls.family == family:
                with st.container(width=tiles.WIDTH, gap="xxsmall"):
                    st.html(tiles.tile(cls))
                    links.page_link("explore", cls.title, {"f": cls.__name__})
