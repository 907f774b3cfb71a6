"""Scripts in the browser, each a component of Streamlit's without a picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

# Each script keeps its names to itself. A component that has moved on the page is loaded anew.
ONCE = """if (!globalThis.{name}) {{
globalThis.{name} = true;
{blocks}
}}
export default () => {{}};
"""


def mount(script: Path, **handlers: Any) -> Any:
    """Load a script, and return its messages; Streamlit calls ``on_alive_change`` when it sets ``alive``."""
    return _mount(script.stem, _read(script), **handlers)


def start(name: str, scripts: Sequence[Path]) -> None:
    """Run scripts once in each tab, in this order, as one component: each costs the server as much as a chart."""
    _mount(name, _join(name, tuple(scripts)))


def _mount(name: str, text: str, **handlers: Any) -> Any:
    component = st.components.v2.component(name, js=text, isolate_styles=False)
    return component(key=name, **handlers)


@cache
def _join(name: str, scripts: tuple[Path, ...]) -> str:
    return ONCE.format(name=name, blocks="\n".join(f"{{\n{_read(script)}}}" for script in scripts))


@cache
def _read(script: Path) -> str:
    return script.read_text("utf-8")
