"""The ways to choose a function on Explore: its box, its neighbours, and what is typed; and the favourites."""

from __future__ import annotations

import streamlit as st

from activations import CATALOGUE, parse
from pages.explore import sections
from pages.shared import links, settings
from pages.shared.entries import show_vector_page
from pages.shared.settings import Settings
from pages.shared.sliders import EVERY_FAMILY, FAMILY
from pages.shared.widgets import FunctionChoice

# The functions that most people come for.
FAVOURITES = ("ReLU", "LeakyReLU", "ELU", "SELU", "GELU", "SiLU", "Sigmoid", "Tanh")


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
    """Say how the function is called here, or lead to the one that was typed; say so if there is no such function."""
    name, spelled = state[control], state.respelled.get(control.key, "")
    if name in CATALOGUE and sections.is_other_name(spelled, CATALOGUE[name]):
        st.toast(f"“{links.to_plain_text(spelled)}” is called {CATALOGUE[name].title} here.")
    typed = state.unread.get(control.key)
    if typed is None or show_vector_page(typed):
        return
    try:
        name = type(parse(typed)).__name__
    except ValueError as error:
        st.error(f"{links.to_plain_text(str(error))}.")
        return
    # It is a function of another family.
    settings.set_values({FAMILY.key: EVERY_FAMILY, control.key: name})
    st.rerun()


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
