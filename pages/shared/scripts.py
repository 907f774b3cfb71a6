"""Scripts in the browser, each a component of Streamlit's without a picture."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


def mount(script: Path, **handlers: Any) -> Any:
    """Load a script, and return what it has told; Streamlit calls ``on_alive_change`` when it sets ``alive``."""
    name = script.stem
    component = st.components.v2.component(name, js=_read(script), isolate_styles=False)
    return component(key=name, **handlers)


@cache
def _read(script: Path) -> str:
    return script.read_text("utf-8")
