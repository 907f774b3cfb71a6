"""From the declaration of an activation function to the widgets that set it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation, Parameter
from pages.shared import classroom, links

COLUMNS = 3
PROBE_STEP = 0.01
FIRST_PROBE = -1.0
FAMILY_WIDTH = 160
WIDEST = (-30.0, 30.0)
EVERY_FAMILY = "All families"
VIEW_OPTIONS = ("f′", "f″", "tangent", "shading", "stacked")
VIEW_DEFAULT = ("f′", "tangent")
FIRST_INPUTS = "1, -10, 0, 15, -20"
IMAGE_FORMATS = ("png", "svg")
PICKED = "picked"


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


def view_checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for everything but the function and its parameters."""
    return {
        "show": links.some_of(VIEW_OPTIONS),
        "range": links.interval(*WIDEST),
        "inputs": links.text(500),
        "image": links.one_of(IMAGE_FORMATS),
    }


def function_picker(default: str) -> type[Activation]:
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
        )
        names = members(family)
        name = st.selectbox(
            "Function, type to search",
            names,
            index=names.index(default) if default in names else 0,
            key="f",
            bind="query-params",
            on_change=_forget_parameters,
        )
    return CATALOGUE[name]


def _forget_parameters() -> None:
    # Functions share the keys alpha, beta and lambda. Streamlit seeds a slider of another range from the link,
    # which still holds the value set for the function before. A slider that is not bound for one run starts
    # from its own default, and the link loses the stale value.
    st.session_state[PICKED] = True


def parameter_sliders(cls: type[Activation]) -> Activation:
    """Show a slider for each parameter, and return the function at that setting."""
    # Set by the callback of the picker, which no link can tell from a link that was opened.
    just_picked = st.session_state.pop(PICKED, False)
    columns = st.columns(COLUMNS)
    declarations = cls.parameters()
    if not declarations:
        columns[0].slider("no parameters", 0.0, 1.0, 0.5, disabled=True, format=" ", key="none")
    settings = {}
    for column, declared in zip(columns, declarations, strict=False):
        low, high = declared.typical
        if just_picked:
            # What the function before had.
            st.session_state.pop(key_of(declared), None)
        settings[declared.name] = playable_slider(
            column,
            f"**{declared.symbol}** · {declared.meaning}",
            (float(low), float(high), declared.default, declared.step),
            key_of(declared),
            bound=not just_picked,
        )
    return cls(**settings)


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
    with column.container(horizontal=True, vertical_alignment="center", gap="small"):
        value: float = st.slider(
            label,
            *scale,
            format=f"%.{decimals(scale[3])}f",
            key=key,
            bind="query-params" if bound else None,
            disabled=classroom.locked(key),
        )
        # The click never reaches the server: live.js takes it and moves the thumb.
        st.button(
            "",
            icon=":material/play_arrow:",
            type="tertiary",
            key=f"play-{key}",
            disabled=classroom.locked(key),
            help="Play: sweep there and back",
        )
    return value


def positions(f: Activation) -> dict[str, float]:
    """Return where the slider of each parameter stands."""
    return {key_of(declared): getattr(f, declared.name) for declared in f.parameters()}


def exact_values(f: Activation) -> None:
    """Show a number field for each parameter, and the way back to the paper's value."""
    with st.popover("Exact values", icon=":material/pin:", width="stretch"):
        if not f.parameters():
            st.caption(f"{f.title} has no parameters.")
        for declared in f.parameters():
            key = key_of(declared)
            field = f"exact-{key}"
            # A bound slider is set from elsewhere only through the session's state.
            st.session_state[field] = getattr(f, declared.name)
            st.number_input(
                f"**{declared.symbol}**: {declared.meaning}",
                float(declared.typical[0]),
                float(declared.typical[1]),
                step=declared.step,
                format="%.12g",
                key=field,
                on_change=_copy,
                args=(field, key),
            )
            st.button(
                f"Reset {declared.symbol} to {declared.default:.6g}",
                icon=":material/restart_alt:",
                key=f"reset-{key}",
                on_click=_set,
                args=(key, declared.default),
            )


def _copy(source: str, target: str) -> None:
    # A bound widget is set from elsewhere only through the session.
    st.session_state[target] = float(st.session_state[source])


def _set(target: str, value: float) -> None:
    # As in _copy.
    st.session_state[target] = value


def x_range() -> tuple[float, float]:
    """Show the slider of the range of x, and return it, at least one unit wide."""
    low, high = st.slider(
        "x from … to …", *WIDEST, (-6.0, 6.0), 0.5, format="%.1f", key="range", bind="query-params"
    )
    return (low, high) if high - low >= 1 else (low - 0.5, high + 0.5)


def view_options() -> list[str]:
    """Show the switches of what the chart draws besides f, and return those that are on."""
    return st.pills(
        "Show", VIEW_OPTIONS, selection_mode="multi", default=VIEW_DEFAULT, key="show", bind="query-params"
    )


def probe(low: float, high: float) -> float:
    """Show where the function is read off, by slider and by number, and return x."""
    links.heed({"x": links.number(low, high)})
    slider, field = st.columns([3, 2], vertical_alignment="bottom")
    default = min(max(FIRST_PROBE, low), high)
    x: float = slider.slider("Probe at x", low, high, default, PROBE_STEP, key="x", bind="query-params")
    # The field shows what the slider says; a widget with a key takes it from the session.
    st.session_state["exact-x"] = x
    field.number_input(
        "x exactly", low, high, step=0.1, format="%.12g", key="exact-x", on_change=_copy, args=("exact-x", "x")
    )  # fmt: skip
    return x


def image_format() -> str:
    """Return the format in which the chart's camera saves; its switch stands further down the page."""
    chosen: str = st.session_state.get("image") or st.query_params.get("image") or IMAGE_FORMATS[0]
    return chosen


def query(f: Activation, default: str) -> dict[str, str | list[str]]:
    """Return the query of the link to Explore as it stands, without what is at its default."""
    state = st.session_state
    current: dict[str, object] = {"f": type(f).__name__}
    current |= {key_of(declared): getattr(f, declared.name) for declared in f.parameters()}
    current |= {key: state.get(key) for key in ("show", "range", "x", "inputs")} | {"image": image_format()}
    defaults: dict[str, object] = {
        "f": default,
        "show": list(VIEW_DEFAULT),
        "range": (-6.0, 6.0),
        "x": FIRST_PROBE,
    }
    defaults |= {key_of(declared): declared.default for declared in f.parameters()}
    defaults |= {"inputs": FIRST_INPUTS, "image": IMAGE_FORMATS[0]}
    return links.written(current, defaults)
