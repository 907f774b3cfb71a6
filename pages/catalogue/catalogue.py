"""Catalogue: every function as a small picture, by family."""

import streamlit as st

from activations import CATALOGUE
from pages.catalogue import controls, gallery, tiles
from pages.shared import live, navigation, titles

state = navigation.enter("catalogue")
state.add(*controls.CONTROLS)
titles.show_heading("Catalogue")
state.finish()
chosen = controls.choose(state)
live.following("said").caption(f"{len(chosen)} of {len(CATALOGUE)} functions. {tiles.LEGEND}")
gallery.open_clicked()
if chosen:
    gallery.show(chosen)
else:
    st.info("No function has all of that. Remove a filter or shorten the text.")
