"""What can be set on Explore: the function, where it is read off, and what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation, Interval, parse
from pages.explore import sections
from pages.shared import links, settings
from pages.shared.entries import show_vector_page
from pages.shared.reading import Reading
from pages.shared.settings import Settings
from pages.shared.sliders import EVERY_FAMILY, FAMILY, PARAMETERS, RANGE, Sliders, key_of, playable, widen
from pages.shared.widgets import FARTHEST, FunctionChoice, Several, Slider, function_class

if TYPE_CHECKING:
    # It has no public name.
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer

FIRST_FUNCTION = "ELU"
PROBE_STEP = 0.01
FIRST_PROBE = -1.0
FAMILY_WIDTH = 160
# What can be written: a parameter or a place so large that no chart shows anything is refused.
ANYWHERE = Interval(-FARTHEST, FARTHEST, True, True)
SHOW = Several(
    "show", "Show", default=("f′", "tangent"), options=("f′", "f″", "tangent", "shading", "stacked")
)


@dataclass(frozen=True)
class Asked:
    """Which function a link asks for, and the controls that depend on it."""

    function: FunctionChoice
    cls: type[Activation]
    parameters: list[Slider]
    probe: Slider


def declare(state: Reading) -> Asked:
    """Declare all controls of the page."""
    state.add(FAMILY)
    function = function_choice(state[FAMILY])
    state.add(function, SHOW, RANGE, *sections.CONTROLS)
    cls = function_class(state[function])
    probe = probe_slider(*widen(state[RANGE]))
    parameters = parameter_sliders(cls)
    state.add(*parameters, probe)
    return Asked(function, cls, parameters, probe)


def explain_unknown_key(state: Reading, cls: type[Activation], key: str) -> str:
    """Explain a key of the link that the function does not have."""
    if key not in PARAMETERS:
        return "this page has no such setting"
    # Of a function that is not shown nothing more need be said.
    return "" if "f" in state.refused else f"{cls.title} has no {key}"


def family_members(family: str) -> tuple[str, ...]:
    """The names of the functions of a family, in the order of the catalogue."""
    return tuple(name for name, cls in CATALOGUE.items() if family in (EVERY_FAMILY, cls.family))


def function_choice(family: str) -> FunctionChoice:
    names = family_members(family)
    first = FIRST_FUNCTION if FIRST_FUNCTION in names else names[0]
    return FunctionChoice(
        "f",
        "Function: type a name, or a formula such as x·tanh(x)",
        default=first,
        options=names,
        home=FIRST_FUNCTION,
    )


def choose_function(state: Settings, control: FunctionChoice) -> None:
    """Show the choice of a function; say what a name that was typed is if it is none of this choice."""
    state.show(control)
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


class Probe(Slider):
    """The slider of where a function is read off; where the chart moves away, it comes along."""

    def adopt(self, value: float) -> float:
        """The place on the chart that is nearest to where the probe was."""
        return min(max(value, self.reach[0]), self.reach[1])


def probe_slider(low: float, high: float) -> Probe:
    """The slider of where a function is read off, on a chart from `low` to `high`."""
    default = min(max(FIRST_PROBE, low), high)
    reach = f"{low:g} {high:g}"
    return Probe(
        "x", "Probe at x", default=default, owner=reach, reach=(low, high), step=PROBE_STEP, domain=ANYWHERE
    )


def parameter_sliders(cls: type[Activation]) -> list[Slider]:
    return [
        Slider(
            key_of(declared),
            f"**{declared.symbol}** · {declared.meaning}",
            default=declared.default,
            owner=cls.__name__,
            reach=(float(declared.typical[0]), float(declared.typical[1])),
            step=declared.step,
            domain=declared.domain,
        )
        for declared in cls.parameters()
    ]


def function_at(cls: type[Activation], state: Reading) -> Activation:
    return cls(**{declared.name: state[key_of(declared)] for declared in cls.parameters()})


def show_parameters(sliders: Sliders, row: DeltaGenerator, parameters: Sequence[Slider]) -> None:
    """Show the sliders of parameters in a row, each with a button that plays it; say so if there are none."""
    if not parameters:
        row.slider("no parameters", 0.0, 1.0, 0.5, disabled=True, format=" ", key="none")
    for slider in parameters:
        sliders.show(playable(row, slider.key), slider)


def show_exact_button() -> PopoverContainer:
    """Show the button that opens the range and the exact values, and return their place."""
    # What is in it would cost every change of a slider some time, while nobody sees it.
    return st.popover("Range and exact values", icon=":material/pin:", on_change="rerun", key="exact")


def show_exact_values(state: Settings, place: PopoverContainer, f: type[Activation], probe: Slider) -> None:
    """Offer the range of x, number fields for the parameters and the probe, and the way back to the defaults."""
    if not place.open:
        return
    with place:
        state.show(RANGE)
        state.field(probe)
        for slider, declared in zip(parameter_sliders(f), f.parameters(), strict=True):
            state.field(slider, f"**{declared.symbol}**: {declared.meaning}")
            st.button(
                f"Reset {declared.symbol} to {declared.default:.6g}",
                icon=":material/restart_alt:",
                key=f"reset-{slider.key}",
                on_click=settings.set_values,
                args=({slider.key: declared.default},),
                disabled=settings.is_locked(slider.key),
            )
