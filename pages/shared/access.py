"""What Streamlit's own elements lack for keyboard, touch, paper and screen readers, mended by a script."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st


def listen() -> None:
    """Load the script; without it a page works as Streamlit has it."""
    st.components.v2.component("access", js=_script(), isolate_styles=False)(key="access")


@cache
def _script() -> str:
    return Path(__file__).with_name("access.js").read_text("utf-8")
