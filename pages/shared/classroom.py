"""Class view: a page as a projector shows it, from a link."""

from __future__ import annotations

import streamlit as st


def query() -> dict[str, str | list[str]]:
    """Return what a link needs to stay in class view."""
    return {"view": "class"} if st.query_params.get("view") == "class" else {}
