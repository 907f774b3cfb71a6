"""Parts of Streamlit that are newer than the oldest supported one, or have no public name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def is_history_navigation() -> bool | None:
    """Tell whether the browser's Back or Forward asked for this run; None before Streamlit 1.65."""
    # https://github.com/streamlit/streamlit/pull/14947 tells scripts apart only inside of Streamlit.
    navigated: bool | None = getattr(get_script_run_ctx(), "is_history_navigation", None)
    return navigated


def first_match_on_enter() -> dict[str, Any]:
    """The options by which Enter in a multiselect takes the first match alone, and not all of them."""
    known = inspect.signature(st.multiselect).parameters
    return {"select_all": False} if "select_all" in known else {}


def alternative(command: Callable[..., Any], text: str) -> dict[str, Any]:
    """The argument that gives a picture its text for those who cannot see it, where the command takes one."""
    return {"alt": text} if "alt" in inspect.signature(command).parameters else {}
