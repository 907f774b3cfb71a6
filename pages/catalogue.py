"""Catalogue: every function as a small picture, by family."""

import streamlit as st

from activations import CATALOGUE
from pages.shared import filters, gallery, links, live, navigation, tiles

navigation.enter("catalogue").show("Catalogue")
links.heed(filters.checks())
links.complaints()
chosen = filters.chosen()
live.follows("said").caption(f"{len(chosen)} of {len(CATALOGUE)} functions. {tiles.LEGEND}")
gallery.follow()
if chosen:
    gallery.show(chosen)
else:
    st.info("No function has all of that. Remove a filter or shorten the text.")
