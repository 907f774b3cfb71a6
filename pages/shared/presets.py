"""Presets: settings of a page that are worth seeing, each behind a button, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared import settings


@dataclass(frozen=True)
class Preset:
    """All settings of a page, and what they show; a test checks it over ten seeds."""

    settings: Mapping[str, Any]
    icon: str
    text: str


def show_buttons(presets: Mapping[str, Preset], more: Callable[[Preset], Mapping[str, Any]]) -> None:
    """Show a button for each preset, which sets `more` than its settings: where the slider over the results stands."""
    for name, preset in presets.items():
        st.button(
            name,
            icon=preset.icon,
            key=f"preset-{name}",
            on_click=settings.set_values,
            args=({**preset.settings, **more(preset)},),
            disabled=any(map(settings.is_locked, preset.settings)),
        )


def show_text(presets: Mapping[str, Preset], is_shown: Callable[[Mapping[str, Any]], bool]) -> None:
    """Say what a preset shows, if the page stands at its settings."""
    for preset in presets.values():
        if is_shown(preset.settings):
            st.info(preset.text, icon=preset.icon)
