"""Scripts in the browser, each a component of Streamlit's without a picture."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

# The parts of a script share their names, and keep them from other scripts.
# A component that has moved on the page is loaded anew.
ONCE = """if (!globalThis.{name}) {{
globalThis.{name} = true;
{blocks}
}}
export default () => {{}};
"""


def mount(script: Path, **handlers: Any) -> Any:
    """Load a script, and return its messages; Streamlit calls ``on_alive_change`` when it sets ``alive``."""
    return _mount(script.stem, _read(script), **handlers)


def start(name: str, scripts: tuple[tuple[Path, ...], ...]) -> None:
    """Run scripts, each in several parts, once in each tab: one component, since each costs as much as a chart."""
    _mount(name, _join(name, scripts))


def _mount(name: str, text: str, **handlers: Any) -> Any:
    component = st.components.v2.component(name, js=text, isolate_styles=False)
    return component(key=name, **handlers)


@cache
def _join(name: str, scripts: tuple[tuple[Path, ...], ...]) -> str:
    texts = ["".join(map(_read, parts)) for parts in scripts]
    return ONCE.format(name=name, blocks="\n".join(f"{{\n{text}}}" for text in texts))


@cache
def _read(script: Path) -> str:
    return script.read_text("utf-8")
