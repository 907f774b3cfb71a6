"""What can be set on Explore: the function, where it is read off, and its curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation, Interval, Parameter
from activations.rounding import FORMATS
from activations.writing import LANGUAGES
from pages.explore.captions import scale
from pages.shared import links, scripts, settings
from pages.shared.reading import NO_SUCH_SETTING, Reading
from pages.shared.settings import Settings
from pages.shared.sliders import (
    EVERY_FAMILY,
    FAMILY,
    PARAMETERS,
    RANGE,
    Sliders,
    key_of,
    parameter_sliders,
    playable,
    widen,
)
from pages.shared.widgets.functions import FunctionChoice, function_class
from pages.shared.widgets.numbers import FARTHEST, Slider
from pages.shared.widgets.options import Segments, Several, Text

if TYPE_CHECKING:
    # It has no public name.
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer

SCRIPT = Path(__file__).with_name("explore.js")
FIRST_FUNCTION = "ELU"
PROBE_STEP = 0.01
MOST_RELATIVES = 3
FIRST_PROBE = -1.0
# The numbers that can be written: a parameter or a place so large that no chart shows anything is refused.
ANYWHERE = Interval(-FARTHEST, FARTHEST, True, True)
SHOW = Several(
    "show",
    "Show",
    default=("f′", "tangent"),
    options=("f′", "f″", "tangent", "shading", "stacked", "stretched"),
    labels=("slope f′", "curvature f″", "tangent", "flat parts", "apart", "stretched"),
    help="Flat parts: pale grey where |f′| < 0.1, darker where f′ is 0. Apart: each curve in a chart of its own. "
    "Stretched: the units of x and y differ, so that the curve fills the chart.",
)

# The section that stays the same for all values of the parameters. It comes first: code would bring 0.6 MB of scripts
# and type to colour it, and cost each change of a slider a quarter more.
FORMULA, LOW_PRECISION = "Formula", "Low precision"
SECTIONS = (
    *(FORMULA, "Code", "Properties", "Relatives", "Numbers", LOW_PRECISION),
    "Link and export",
)
TITLES = {language.title: name for name, language in LANGUAGES.items()}


class Sections(Segments):
    """A choice of a section; a link may name one that has become a part of another."""

    def parse(self, texts: list[str]) -> str:
        return super().parse(["Numbers"] if texts == ["At the kink"] else texts)


TAB = Sections("tab", "About this function", default=SECTIONS[0], options=SECTIONS)
INPUTS = Text("inputs", "Inputs x", default="1, -10, 0, 15, -20", longest=500)
LANGUAGE = Segments("language", "Language", default=next(iter(TITLES)), options=tuple(TITLES))
IMAGE = Segments("image", "The camera button above the chart saves a", default="png", options=("png", "svg"))
# Of the section on low precision.
EVERY_STEP, ONCE = "every step rounded", "float32 inside, rounded once"
ORDERS = ("f", "f′")
FORMAT = Segments("precision", "Format", default="bfloat16", options=tuple(FORMATS))
ROUNDING = Segments("rounding", "Rounding", default=EVERY_STEP, options=(EVERY_STEP, ONCE))
ORDER = Segments("part", "Of", default=ORDERS[0], options=ORDERS)
IN_SECTIONS = (TAB, INPUTS, LANGUAGE, IMAGE, FORMAT, ROUNDING, ORDER)


@dataclass(frozen=True)
class FunctionControls:
    """The choice of a function, and the controls that depend on it."""

    function: FunctionChoice
    cls: type[Activation]
    parameters: list[Slider]
    probe: Slider


def declare(state: Reading) -> FunctionControls:
    state.add(FAMILY)
    function = function_choice(state[FAMILY])
    state.add(function, SHOW, RANGE, *IN_SECTIONS)
    cls = function_class(state[function])
    probe = probe_slider(*widen(state[RANGE]))
    parameters = parameter_sliders(cls)
    state.add(*parameters, probe)
    return FunctionControls(function, cls, parameters, probe)


def explain_unknown_key(state: Reading, cls: type[Activation], key: str) -> str:
    """Explain a key of the link that the function does not have."""
    if key not in PARAMETERS:
        return NO_SUCH_SETTING
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
        implied=FIRST_FUNCTION,
    )


class ProbeSlider(Slider):
    """The slider of where a function is read off; where the chart moves away, it comes along."""

    def adopt(self, value: float) -> float:
        """The place on the chart that is nearest to where the probe was."""
        return min(max(value, self.reach[0]), self.reach[1])


def probe_slider(low: float, high: float) -> ProbeSlider:
    """The slider of where a function is read off, on a chart from `low` to `high`."""
    default = min(max(FIRST_PROBE, low), high)
    reach = f"{low:g} {high:g}"
    return ProbeSlider(
        "x", "Probe at x", default=default, owner=reach, reach=(low, high), step=PROBE_STEP, domain=ANYWHERE
    )


def function_at(cls: type[Activation], state: Reading) -> Activation:
    return cls(**{declared.name: state[key_of(declared)] for declared in cls.parameters()})


def show_parameters(
    sliders: Sliders, place: DeltaGenerator, cls: type[Activation], parameters: Sequence[Slider]
) -> None:
    """Show the sliders of parameters, each with the values that people know and a button that plays it."""
    for slider, declared in zip(parameters, cls.parameters(), strict=True):
        beside_button = playable(place, slider.key, f"Play {declared.symbol}")
        sliders.show(beside_button, slider, partial(show_scale, sliders.state, slider, cls, declared))


def show_way_onward(cls: type[Activation]) -> None:
    """Lead newcomers to the first lesson, and from a function without parameters to relatives with some."""
    if not cls.parameters():
        relatives = [
            other for other in CATALOGUE.values() if other.family == cls.family and other.parameters()
        ]
        st.markdown(f"{cls.title} has nothing to set.{' Relatives that have:' if relatives else ''}")
        with st.container(horizontal=True, key="relatives"):
            for other in relatives[:MOST_RELATIVES]:
                links.page_link("explore", other.title, {"f": other.__name__}, icon=":material/tune:")
    links.page_link("learn", "New here? Why a network needs this", {}, icon=":material/school:")


def show_scale(state: Settings, slider: Slider, cls: type[Activation], declared: Parameter) -> None:
    """Show both ends of a slider, and the values that people know as buttons; explore.js sets it to them."""
    low, high, _ = slider.scale(state[slider])
    st.html(scale(cls, declared, slider.key, low, high, state[slider], settings.is_locked(slider.key)))


def listen(parameters: Sequence[Slider]) -> None:
    """Load the script that takes clicks on the chart, and values that are typed or known."""
    scripts.mount(SCRIPT, on_value_change=partial(_take_value, {slider.key: slider for slider in parameters}))


def _take_value(sliders: Mapping[str, Slider]) -> None:
    message = settings.widget_value(SCRIPT.stem)["value"]
    slider = sliders.get(message["slider"])
    if slider is None or settings.is_locked(slider.key):
        return
    text = str(message["value"]).strip().replace("−", "-").replace(",", ".")
    try:
        settings.set_values({slider.key: slider.parse([text])})
    except ValueError as error:
        st.toast(f"{links.to_code(text)} is not taken: {error}.")


def show_exact_button() -> PopoverContainer:
    """Show the button that opens the range and the exact values, and return their place."""
    # Its content would cost every change of a slider some time, while nobody sees it.
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
