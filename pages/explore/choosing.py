"""The ways to choose a function on Explore: its box, its neighbours, and what is typed; and the favourites."""

from __future__ import annotations

from typing import Any

import streamlit as st

from activations import CATALOGUE, Formula, parse
from activations.low_precision import read_low_precision
from activations.parsing import gives_settings
from pages.explore import sections
from pages.explore.controls import EVERY_STEP, FORMAT, LOW_PRECISION, ONCE, ROUNDING, TAB
from pages.shared import links, settings
from pages.shared.entries import show_vector_page
from pages.shared.settings import Settings
from pages.shared.sliders import EVERY_FAMILY, FAMILY, key_of
from pages.shared.widgets.functions import FunctionChoice

# The functions that most people come for.
FAVOURITES = ("ReLU", "LeakyReLU", "ELU", "SELU", "GELU", "SiLU", "Sigmoid", "Tanh")
SENTENCE_ENDS = ("?", "…")


def choose_function(state: Settings, control: FunctionChoice) -> None:
    """Show the choice of a function, with the one before and the one after it."""
    for step, label, icon in ((-1, "Previous", "chevron_left"), (1, "Next", "chevron_right")):
        neighbour = _neighbour(control, state[control], step)
        st.button(
            label,
            icon=f":material/{icon}:",
            key=label.lower(),
            help=CATALOGUE[neighbour].title,
            on_click=settings.set_values,
            args=({control.key: neighbour},),
            disabled=settings.is_locked(control.key),
        )
        if step < 0:
            state.show(control, label_visibility="collapsed")
    _explain_typed(state, control)


def _explain_typed(state: Settings, control: FunctionChoice) -> None:
    """Say how the function is called here, or lead to what was typed; say so if there is no such function."""
    name, spelled = state[control], state.respelled.get(control.key, "")
    if name in CATALOGUE and sections.is_other_name(spelled, CATALOGUE[name]):
        st.toast(f"“{links.to_plain_text(spelled)}” is called {CATALOGUE[name].title} here.")
    typed = state.unread.get(control.key) or (spelled if gives_settings(spelled) else None)
    if typed is None or show_vector_page(typed):
        return
    try:
        values = _read_typed(typed, control)
    except ValueError as error:
        sentence = links.to_plain_text(str(error))
        st.error(sentence if sentence.endswith(SENTENCE_ENDS) else f"{sentence}.")
        return
    settings.set_values(values)
    st.rerun()


def _read_typed(text: str, control: FunctionChoice) -> dict[str, Any]:
    """The settings of the page that show a function of any family, at its parameters, in its format."""
    values: dict[str, Any] = {FAMILY.key: EVERY_FAMILY}
    while (reduced := read_low_precision(text)) is not None:
        text, form, inside = reduced
        rounding = EVERY_STEP if inside == form else ONCE
        values |= {TAB.key: LOW_PRECISION, FORMAT.key: form.name, ROUNDING.key: rounding}
    f = parse(text)
    values[control.key] = f.expression if isinstance(f, Formula) else type(f).__name__
    if gives_settings(text):
        values |= {key_of(declared): getattr(f, declared.name) for declared in f.parameters()}
    return values


def _neighbour(control: FunctionChoice, name: str, step: int) -> str:
    """The function before or after one in the order of the choice; of a formula it is the first or the last."""
    options = control.options
    return options[(options.index(name) + step) % len(options)] if name in options else options[min(step, 0)]


def show_favourites(state: Settings, control: FunctionChoice) -> None:
    """Show the functions that most people come for as buttons, the present function marked if it is one of them."""
    key = "favourite"
    settings.fill_field(key, state[control] if state[control] in FAVOURITES else None)
    st.pills(
        "Favourites",
        FAVOURITES,
        key=key,
        format_func=lambda name: CATALOGUE[name].title,
        on_change=_choose_favourite,
        args=(control, key),
        label_visibility="collapsed",
        disabled=settings.is_locked(control.key),
    )


def _choose_favourite(control: FunctionChoice, key: str) -> None:
    chosen = settings.widget_value(key)
    # A click on the present one takes the mark off, which means nothing here.
    if chosen is not None:
        settings.set_values({FAMILY.key: EVERY_FAMILY, control.key: chosen})
