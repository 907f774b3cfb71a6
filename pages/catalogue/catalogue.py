"""Catalogue: every function as a small picture by family, or as a row of a table."""

import streamlit as st

from activations import CATALOGUE
from pages.catalogue import controls, gallery, table, tiles
from pages.shared import classroom, live, titles

state = classroom.enter("catalogue")
state.add(*controls.CONTROLS)
titles.show_heading("Catalogue")
state.finish()
classes, needle = controls.choose(state)
matches = [cls for cls in classes if needle in controls.searched_names(cls)]
live.following("said").html(
    f'<small><span class="found">{len(matches)}</span> of {len(CATALOGUE)} functions. {tiles.LEGEND}</small>'
)
gallery.open_clicked()
if not matches:
    st.info("No function has all of that. Remove a filter or shorten the text.")
elif state[controls.SHAPE] == controls.TABLE:
    st.dataframe(table.columns(matches), hide_index=True, height=36 * (len(matches) + 1))
else:
    gallery.show(classes, matches)
