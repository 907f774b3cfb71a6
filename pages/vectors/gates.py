"""A gate by its name, two numbers by sliders, and the charts of what it makes of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from activations.evaluation import Array
from activations.vector import GATES, Gate
from pages.shared import figures, live
from pages.shared.figures import Figure, Moving
from pages.shared.settings import Settings
from pages.shared.sliders import show_playable
from pages.shared.widgets import Choice, Control, Slider
from pages.vectors import gate_figures

REACH, STEP = 5.0, 0.05
START = {"a": 2.0, "b": -1.0}
# Whatever has a source.
BY_TITLE = {cls.title: cls for cls in GATES.values() if cls.reference}


class Pills(Choice):
    """A choice of one of some words, all in sight, in several rows if need be."""

    def draw(self, first: str, /, **layout: Any) -> str | None:
        chosen: str | None = st.pills(self.label, self.options, default=self.fit(first), **self._told(layout))
        return chosen


GATE = Pills(
    "gate",
    "f(a, b) = a · g(b): one linear function of the input times an activation function of another",
    default="SwiGLU",
    options=tuple(BY_TITLE),
)
SLIDERS = tuple(
    Slider(name, f"**{name}** · {meaning}", default=START[name], reach=(-REACH, REACH), step=STEP)
    for name, meaning in (("a", "what goes through"), ("b", "what opens the gate"))
)
CONTROLS: tuple[Control[Any], ...] = (GATE, *SLIDERS)

Point = tuple[float, float]


def show_controls(state: Settings) -> tuple[Gate, Point]:
    """Show the choice of a gate and the sliders, and return both."""
    title = state.show(GATE)
    with st.container(horizontal=True):
        a, b = (show_playable(state, st.container(), slider) for slider in SLIDERS)
    return BY_TITLE[title](), (a, b)


def show_maps(gate: Gate, point: Point) -> None:
    """Show the surface and its two derivatives as maps."""
    formulas = (gate.formula, *gate.partial_formulas)
    names = gate_figures.surfaces(gate)
    for column, name, formula, key in zip(st.columns(3), names, formulas, ("f", "fa", "fb"), strict=True):
        with column:
            st.markdown(f"## {name}")
            _chart(
                f"map-{key}",
                gate,
                point,
                partial(gate_figures.surface_map, gate, name, REACH),
                partial(gate_figures.crosses, REACH),
                1,
                f"Levels of {name} of {gate.title} over a and b, from −{REACH:g} to {REACH:g} each.",
            )
            st.latex(formula)


def show_slices(gate: Gate, point: Point) -> None:
    """Show the slices through the surface along a and along b."""
    for column, along in zip(st.columns(2, gap="large"), "ba", strict=True):
        with column:
            st.markdown(f"## Slice along {along}")
            _chart(
                f"slice-{along}",
                gate,
                point,
                partial(gate_figures.slice_chart, gate, along, REACH),
                partial(gate_figures.slices, gate, along, REACH),
                0,
                f"{gate.title} and its derivative by {along} along {along}.",
            )


def _chart(
    key: str,
    gate: Gate,
    point: Point,
    draw: Callable[[float, float], Figure],
    move: Callable[[Array, Array], Moving],
    first: int,
    alt: str,
) -> None:
    """Show a chart that follows both sliders; `first` is the first of its traces that move."""
    held = dict(zip(START, point, strict=True))
    fixed = (key, gate)

    def tracks(slider: str, values: Array) -> list[live.Track]:
        a, b = (values if name == slider else np.full(len(values), held[name]) for name in held)
        return live.number_tracks(move(a, b), first)

    families = [
        live.Family(
            slider, -REACH, REACH, STEP, (*fixed, *held.items() - {(slider, value)}), partial(tracks, slider)
        )
        for slider, value in held.items()
    ]
    live.chart(
        key,
        lambda state: draw(*state),
        point,
        fixed=fixed,
        families=families,
        held=held,
        config=figures.CONFIG,
        alt=alt,
    )


def show_details(gate: Gate) -> None:
    """Show the source, the code and what is worth knowing."""
    with st.expander("Code and source", icon=":material/code:"):
        for title, framework in (("PyTorch", "pytorch"), ("Keras", "keras"), ("JAX", "jax")):
            st.caption(title)
            st.code(f"y = {gate.spelled(framework)}", language="python")
        for remark in gate.remarks:
            st.markdown(f"- {remark}")
        source = gate.reference
        if source:
            st.markdown(f"{source.authors}, {source.year}: [{source.title}]({source.url})")
