"""From the declaration of an activation function to the sliders that set it, and what all pages ask alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation, Interval, Parameter, named
from activations.core import SYMBOLS
from pages.shared import links, settings
from pages.shared.settings import Settings
from pages.shared.vector_names import vector_page
from pages.shared.widgets import FARTHEST, Choice, FunctionChoice, Range, Several, Slider

FIRST_FUNCTION = "ELU"
PROBE_STEP = 0.01
FIRST_PROBE = -1.0
FAMILY_WIDTH = 160
WIDEST = (-30.0, 30.0)
EVERY_FAMILY = "All families"
# The keys of all parameters: one that a function lacks is told from a key that no page has.
PARAMETERS = tuple(name.rstrip("_") for name in SYMBOLS)
FAMILIES = tuple(dict.fromkeys(cls.family for cls in CATALOGUE.values()))
# What can be written: a parameter or a place so large that no chart shows anything is refused.
ANYWHERE = Interval(-FARTHEST, FARTHEST, True, True)

FAMILY = Choice("family", "Family", default=EVERY_FAMILY, options=(EVERY_FAMILY, *FAMILIES))
SHOW = Several(
    "show", "Show", default=("f′", "tangent"), options=("f′", "f″", "tangent", "shading", "stacked")
)
RANGE = Range("range", "x from … to …", default=(-6.0, 6.0), reach=WIDEST, step=0.5)


def key_of(declared: Parameter) -> str:
    """Return the name of a parameter in links: ``lambda`` for the field ``lambda_``."""
    return declared.name.rstrip("_")


def members(family: str) -> tuple[str, ...]:
    """Return the names of the functions of a family, in the order of the catalogue."""
    return tuple(name for name, cls in CATALOGUE.items() if family in (EVERY_FAMILY, cls.family))


def function_choice(family: str) -> FunctionChoice:
    """Return the choice of a function of a family."""
    names = members(family)
    first = FIRST_FUNCTION if FIRST_FUNCTION in names else names[0]
    return FunctionChoice("f", "Function, type to search", default=first, options=names, home=FIRST_FUNCTION)


def choose_function(state: Settings, control: FunctionChoice) -> None:
    """Show the choice of a function; say what a name that was typed is if it is none of this choice."""
    state.show(control)
    typed = state.unread.get(control.key)
    if typed is None:
        return
    page = vector_page(typed)
    if page is not None:
        st.info(f"{links.plain(typed)} takes several numbers at once. It has a page of its own.")
        links.page_link("vectors", "Open it on Vectors", page, icon=":material/bar_chart:")
        return
    try:
        name = named(typed).__name__
    except ValueError as error:
        st.error(f"{links.plain(str(error))}.")
        return
    # It is a function of another family.
    settings.set_values({FAMILY.key: EVERY_FAMILY, control.key: name})
    st.rerun()


def parameter_sliders(cls: type[Activation]) -> list[Slider]:
    """Return a slider for each parameter of a function."""
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


class Probe(Slider):
    """The slider of where a function is read off; where the chart moves away, it comes along."""

    def adopt(self, value: float) -> float:
        """Return the place on the chart that is nearest to where the probe was."""
        return min(max(value, self.reach[0]), self.reach[1])


def probe_slider(low: float, high: float) -> Probe:
    """Return the slider of where a function is read off, on a chart from `low` to `high`."""
    default = min(max(FIRST_PROBE, low), high)
    reach = f"{low:g} {high:g}"
    return Probe(
        "x", "Probe at x", default=default, owner=reach, reach=(low, high), step=PROBE_STEP, domain=ANYWHERE
    )


def function(cls: type[Activation], values: Mapping[str, Any] | Settings) -> Activation:
    """Return a function with its parameters where their sliders stand."""
    return cls(**{declared.name: values[key_of(declared)] for declared in cls.parameters()})


def wide(ends: tuple[float, float]) -> tuple[float, float]:
    """Return a range of x that is at least one unit wide."""
    low, high = ends
    return (low, high) if high - low >= 1 else (low - 0.5, high + 0.5)


class Sliders:
    """Sliders of which each runs again by itself when it moves, and after it what follows them all.

    In a fragment that held them all, every move would show each of them again.

    Parameters
    ----------
    state : Settings
        The controls of the page.
    *places : DeltaGenerator
        Where what follows stands, each an ``st.empty()``.
    """

    def __init__(self, state: Settings, *places: DeltaGenerator) -> None:
        self.state = state
        self.places = places
        # Comes with the last slider: until then the page still runs as a whole.
        self.follow: Callable[[], None] | None = None

    def show(self, place: DeltaGenerator, control: Slider) -> None:
        """Show a slider in its place."""
        with place:
            _show_alone(self, control)


@st.fragment
def _show_alone(sliders: Sliders, control: Slider) -> None:
    sliders.state.show(control)
    if sliders.follow is not None:
        sliders.follow()
        settings.save()
        return
    # Streamlit lets a fragment write to a place outside of it only if it did so when the whole page ran.
    for place in sliders.places:
        place.empty()


def show_parameters(sliders: Sliders, row: DeltaGenerator, parameters: Sequence[Slider]) -> None:
    """Show the sliders of parameters in a row, each with a button that plays it; say so if there are none."""
    if not parameters:
        row.slider("no parameters", 0.0, 1.0, 0.5, disabled=True, format=" ", key="none")
    for slider in parameters:
        sliders.show(playable(row, slider.key), slider)


def show_playable(state: Settings, place: DeltaGenerator, control: Slider, **layout: Any) -> float:
    """Show a slider with a button that sweeps it there and back, and return its value."""
    with playable(place, control.key):
        return state.show(control, **layout)


def playable(column: DeltaGenerator, key: str) -> DeltaGenerator:
    """Return the place for a slider, beside a button that sweeps it there and back."""
    with column.container(horizontal=True, vertical_alignment="center", gap="small"):
        place = st.container()
        # The click never reaches the server: live.js takes it and moves the thumb.
        st.button(
            "",
            icon=":material/play_arrow:",
            type="tertiary",
            key=f"play-{key}",
            disabled=settings.locked(key),
            help="Play: sweep there and back",
        )
    return place


def exact_popover() -> DeltaGenerator:
    """Show the button that opens the range and the exact values, and return their place."""
    # What is in it would cost every change of a slider some time, while nobody sees it.
    return st.popover("Range and exact values", icon=":material/pin:", on_change="rerun", key="exact")


def exact_values(state: Settings, place: DeltaGenerator, f: type[Activation], probe: Slider) -> None:
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
                disabled=settings.locked(slider.key),
            )
