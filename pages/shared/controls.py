"""From the declaration of an activation function to the widgets that set it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation, Parameter
from pages.shared import classroom, links

FIRST_FUNCTION = "ELU"
PROBE_STEP = 0.01
FIRST_PROBE = -1.0
FAMILY_WIDTH = 160
WIDEST, RANGE = (-30.0, 30.0), (-6.0, 6.0)
EVERY_FAMILY = "All families"
VIEW_OPTIONS = ("f′", "f″", "tangent", "shading", "stacked")
VIEW_DEFAULT = ("f′", "tangent")
PICKED, UNSEEN, SEEN = "picked", "unseen", "seen"


def key_of(declared: Parameter) -> str:
    """Return the name of a parameter in links: ``lambda`` for the field ``lambda_``."""
    return declared.name.rstrip("_")


def decimals(step: float) -> int:
    """Return how many decimals show every multiple of `step`."""
    return len(f"{step:.10f}".rstrip("0").partition(".")[2])


def families() -> list[str]:
    """Return the families in the order of the catalogue."""
    return list(dict.fromkeys(cls.family for cls in CATALOGUE.values()))


def checks(cls: type[Activation]) -> dict[str, links.Check]:
    """Return the checks of the link's values for the parameters of one function."""
    return {key_of(declared): links.number(*declared.typical) for declared in cls.parameters()}


def function_checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for the choice of a function."""
    return {
        "family": links.one_of([EVERY_FAMILY, *families()]),
        "f": links.one_of(members(st.query_params.get("family", EVERY_FAMILY)) or list(CATALOGUE)),
    }


def members(family: str) -> list[str]:
    """Return the names of the functions of a family, in the order of the catalogue."""
    return [name for name, cls in CATALOGUE.items() if family in (EVERY_FAMILY, cls.family)]


def probe_checks(low: float, high: float) -> dict[str, links.Check]:
    """Return the check of the link's value for the probe, where the chart goes from `low` to `high`."""
    return {"x": links.number(low, high)}


def view_checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for what the chart draws."""
    return {"show": links.some_of(VIEW_OPTIONS), "range": links.interval(*WIDEST)}


def function_picker() -> type[Activation]:
    """Show the choice of family and function, and return the chosen class."""
    # A row that stays a row on a phone, where columns would stack and push the chart out of sight.
    with st.container(horizontal=True):
        family = st.selectbox(
            "Family",
            [EVERY_FAMILY, *families()],
            key="family",
            bind="query-params",
            on_change=_forget_parameters,
            width=FAMILY_WIDTH,
            disabled=classroom.locked("family"),
        )
        names = members(family)
        name = st.selectbox(
            "Function, type to search",
            names,
            index=names.index(FIRST_FUNCTION) if FIRST_FUNCTION in names else 0,
            key="f",
            bind="query-params",
            on_change=_forget_parameters,
            disabled=classroom.locked("f"),
        )
    return CATALOGUE[name]


def _forget_parameters() -> None:
    # Only the session can tell a function that was picked from one whose link was opened.
    st.session_state[PICKED] = UNSEEN


def _begin_at_defaults(cls: type[Activation]) -> None:
    """Set the sliders of a function that was just picked to its defaults, through the session.

    Functions share the keys alpha, beta and lambda, and Streamlit seeds a slider that it has not seen from the link,
    which still holds the value set for the function before. Once it has seen the slider, the session counts for more
    than the link, and takes that value out of it.
    """
    del st.session_state[PICKED]
    for declared in cls.parameters():
        st.session_state[key_of(declared)] = declared.default


class Sliders:
    """Sliders of which each runs again by itself when it moves, and after it what follows them all.

    In a fragment that held them all, every move would show each of them again.

    Parameters
    ----------
    *places : DeltaGenerator
        Where what follows stands, each an ``st.empty()``.
    """

    def __init__(self, *places: DeltaGenerator) -> None:
        self.places = places
        self.values: dict[str, float] = {}
        # Comes with the last slider: until then the page still runs as a whole.
        self.follow: Callable[[], None] | None = None

    def show(self, place: DeltaGenerator, key: str, draw: Callable[[], float]) -> None:
        """Show a slider, and keep its value under its key."""
        with place:
            _alone(self, key, draw)


@st.fragment
def _alone(sliders: Sliders, key: str, draw: Callable[[], float]) -> None:
    sliders.values[key] = draw()
    if sliders.follow is not None:
        sliders.follow()
        return
    # Streamlit lets a fragment write to a place outside of it only if it did so when the whole page ran.
    for place in sliders.places:
        place.empty()


def parameter_sliders(cls: type[Activation], row: DeltaGenerator, sliders: Sliders) -> None:
    """Show a slider for each parameter in a row; say so if there are none."""
    if not cls.parameters():
        row.slider("no parameters", 0.0, 1.0, 0.5, disabled=True, format=" ", key="none")
    picked = st.session_state.get(PICKED)
    if picked == SEEN:
        _begin_at_defaults(cls)
    for declared in cls.parameters():
        low, high = declared.typical
        label = f"**{declared.symbol}** · {declared.meaning}"
        key, scale = key_of(declared), (float(low), float(high), declared.default, declared.step)
        sliders.show(playable(row, key), key, partial(slider, label, scale, key))
    if picked == UNSEEN:
        # The session has the sliders now, but at values of the function before.
        st.session_state[PICKED] = SEEN
        st.rerun()


def function(cls: type[Activation], values: Mapping[str, float]) -> Activation:
    """Return a function with its parameters where their sliders stand."""
    return cls(**{declared.name: values[key_of(declared)] for declared in cls.parameters()})


def playable_slider(
    column: DeltaGenerator, label: str, scale: tuple[float, float, float, float], key: str, bound: bool = True
) -> float:
    """Show a slider with a button that sweeps it there and back, and return its value.

    Parameters
    ----------
    scale : tuple of float
        Lowest and highest value, default, and step.
    bound : bool
        Whether the link follows the slider.
    """
    with playable(column, key):
        return slider(label, scale, key, bound)


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
            disabled=classroom.locked(key),
            help="Play: sweep there and back",
        )
    return place


def slider(label: str, scale: tuple[float, float, float, float], key: str, bound: bool = True) -> float:
    """Show a slider without its button, and return its value; see `playable_slider`."""
    value: float = st.slider(
        label,
        *scale,
        format=f"%.{decimals(scale[3])}f",
        key=key,
        bind="query-params" if bound else None,
        disabled=classroom.locked(key),
    )
    return value


def exact_popover() -> DeltaGenerator:
    """Show the button that opens the range and the exact values, and return their place."""
    # What is in it would cost every change of a slider some time, while nobody sees it.
    return st.popover("Range and exact values", icon=":material/pin:", on_change="rerun", key="exact")


def exact_values(place: DeltaGenerator, f: Activation, x: float, low: float, high: float) -> None:
    """Offer the range of x, number fields for the parameters and the probe, and the way back to the defaults."""
    if not place.open:
        links.keep("range", RANGE)
        return
    with place:
        x_range(persist_state="page")
        _exact("x", "Probe at **x**", x, (low, high, 0.1))
        for declared in f.parameters():
            key = key_of(declared)
            label = f"**{declared.symbol}**: {declared.meaning}"
            _exact(key, label, getattr(f, declared.name), (*declared.typical, declared.step))
            st.button(
                f"Reset {declared.symbol} to {declared.default:.6g}",
                icon=":material/restart_alt:",
                key=f"reset-{key}",
                on_click=_set,
                args=(key, declared.default),
                disabled=classroom.locked(key),
            )


def _exact(key: str, label: str, value: float, scale: tuple[float, float, float]) -> None:
    field = f"exact-{key}"
    low, high, step = map(float, scale)
    # The field shows what the slider says; a widget with a key takes it from the session.
    st.session_state[field] = value
    st.number_input(
        label,
        low,
        high,
        step=step,
        format="%.12g",
        key=field,
        on_change=_copy,
        args=(field, key),
        disabled=classroom.locked(key),
    )


def _copy(source: str, target: str) -> None:
    # A bound widget is set from elsewhere only through the session.
    st.session_state[target] = float(st.session_state[source])


def _set(target: str, value: float) -> None:
    # As in _copy.
    st.session_state[target] = value


def x_range(**options: Any) -> tuple[float, float]:
    """Show the slider of the range of x, and return it, at least one unit wide."""
    return _wide(
        *st.slider("x from … to …", *WIDEST, RANGE, 0.5, format="%.1f", **classroom.bound("range"), **options)
    )


def present_range() -> tuple[float, float]:
    """Return the range of x, whether its slider is shown or not."""
    return _wide(*_chosen_range())


def _chosen_range() -> tuple[float, float]:
    low, high = map(float, links.kept("range", RANGE))
    return low, high


def _wide(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high - low >= 1 else (low - 0.5, high + 0.5)


def view_options() -> list[str]:
    """Show the switches of what the chart draws besides f, and return those that are on."""
    return st.pills(
        "Show", VIEW_OPTIONS, selection_mode="multi", default=VIEW_DEFAULT, **classroom.bound("show")
    )


def probe(low: float, high: float) -> float:
    """Show the slider of where the function is read off, and return x."""
    default = min(max(FIRST_PROBE, low), high)
    x: float = st.slider(
        "Probe at x",
        low,
        high,
        default,
        PROBE_STEP,
        **classroom.bound("x"),
    )
    return x


def query(f: Activation) -> dict[str, str | list[str]]:
    """Return the function and the view as a link holds them, without what is at its default."""
    state = st.session_state
    current: dict[str, object] = {"f": type(f).__name__}
    current |= {key_of(declared): getattr(f, declared.name) for declared in f.parameters()}
    current |= {"show": state.get("show"), "range": _chosen_range(), "x": state.get("x")}
    defaults: dict[str, object] = {
        "f": FIRST_FUNCTION,
        "show": list(VIEW_DEFAULT),
        "range": RANGE,
        "x": FIRST_PROBE,
    }
    defaults |= {key_of(declared): declared.default for declared in f.parameters()}
    return links.written(current, defaults)
