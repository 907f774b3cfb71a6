"""The place on a page for the code that looks into a net of a person's own."""

from __future__ import annotations

import streamlit as st

from pages.shared.inspection_words import LEGEND, SNIPPETS, TITLE


def show() -> None:
    with st.expander(TITLE, icon=":material/troubleshoot:"):
        st.markdown(LEGEND)
        for tab, (code, note) in zip(st.tabs(list(SNIPPETS)), SNIPPETS.values(), strict=True):
            tab.caption(note)
            tab.code(code, language="python")
