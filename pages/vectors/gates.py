"""A gate by its name, two numbers by sliders, and the charts of their gated product."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from activations.catalogue import simplify, vector_titles
from activations.evaluation import Array
from activations.vector import GATES, Gate
from pages.shared import figures, live
from pages.shared.figures import Figure, Moving
from pages.shared.live.families import Family, Track, number_tracks
from pages.shared.reading import Reading
from pages.shared.settings import Settings
from pages.shared.sliders import key_of, parameter_sliders, show_playable
from pages.shared.widgets.numbers import Slider
from pages.shared.widgets.options import Choice
from pages.vectors import gate_figures, gate_words

CODE = {"PyTorch": "pytorch", "JAX": "jax", "NumPy": "numpy", "Keras": "keras"}
STEP = 0.05
START = {"a": 2.0, "b": -1.0}
MEANINGS = {"a": "what goes through", "b": "what opens the gate"}
BY_TITLE = {cls.title: cls for cls in GATES.values()}
PARAMETERS = frozenset(key_of(declared) for cls in GATES.values() for declared in cls.parameters())

Point = tuple[float, float]


class GateChoice(Choice):
    """A choice of one of some words, all in sight, in several rows if need be; a link may say it as people do."""

    def parse(self, texts: list[str]) -> str:
        return super().parse([vector_titles().get(simplify(text), text) for text in texts])

    def draw(self, first: str, /, **layout: Any) -> str | None:
        chosen: str | None = st.pills(
            self.label, self.options, default=self.fit(first), **self._options(layout)
        )
        return chosen


GATE = GateChoice(
    "gate",
    "f(a, b) = h(a) · g(b): a function of one linear function of the input times a function of another",
    default="SwiGLU",
    options=tuple(BY_TITLE),
)


def chosen_class(state: Reading) -> type[Gate]:
    return BY_TITLE[state[GATE]]


def point_sliders(cls: type[Gate]) -> list[Slider]:
    return [
        Slider(
            name,
            f"**{name}** · {meaning}",
            default=START[name],
            reach=(-cls.reach, cls.reach),
            step=STEP,
        )
        for name, meaning in MEANINGS.items()
    ]


def sliders(cls: type[Gate]) -> list[Slider]:
    return [*point_sliders(cls), *parameter_sliders(cls)]


def show_controls(state: Settings) -> tuple[Gate, Point]:
    """Show the choice of a gate and the sliders, and return both."""
    state.show(GATE)
    cls = chosen_class(state)
    with st.container(horizontal=True):
        a, b = (show_playable(state, st.container(), slider) for slider in point_sliders(cls))
        settings = {
            declared.name: state.show(slider)
            for declared, slider in zip(cls.parameters(), parameter_sliders(cls), strict=True)
        }
    return cls(**settings), (a, b)


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
                partial(gate_figures.surface_map, gate, name),
                partial(gate_figures.crosses, gate.reach),
                1,
                f"Levels of {name} of {gate.title} over a and b, from −{gate.reach:g} to {gate.reach:g} each.",
            )
            st.latex(formula)


def show_slices(gate: Gate, point: Point) -> None:
    """Show the slices through the surface along b and along a, and how far it is from SwiGLU."""
    *columns, last = st.columns(3)
    for column, along in zip(columns, "ba", strict=True):
        with column:
            st.markdown(f"## Slice along {along}")
            _chart(
                f"slice-{along}",
                gate,
                point,
                partial(gate_figures.slice_chart, gate, along),
                partial(gate_figures.slices, gate, along),
                0,
                f"{gate.title} and its derivative by {along} along {along}.",
            )
    with last:
        st.markdown("## Difference from SwiGLU")
        _chart(
            "map-difference",
            gate,
            point,
            partial(gate_figures.difference_map, gate),
            partial(gate_figures.crosses, gate.reach),
            1,
            f"The difference of {gate.title} from SwiGLU over a and b.",
        )
        with live.following("difference"):
            st.caption(gate_words.difference(gate, point, gate_figures.farthest(gate)))


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

    def tracks(slider: str, values: Array) -> list[Track]:
        a, b = (values if name == slider else np.full(len(values), held[name]) for name in held)
        return number_tracks(move(a, b), first)

    families = [
        Family(
            slider,
            -gate.reach,
            gate.reach,
            STEP,
            (*fixed, *held.items() - {(slider, value)}),
            partial(tracks, slider),
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
    """Show which models have which gate, the code, and remarks."""
    with st.expander("Which model has which gate", icon=":material/table:", expanded=True):
        st.markdown(gate_words.models_table())
        st.caption(gate_words.NO_MODEL)
    with st.expander("Code and source", icon=":material/code:", expanded=True):
        for tab, language in zip(st.tabs(list(CODE)), CODE.values(), strict=True):
            tab.code(gate.code(language), language="python")
        st.markdown(gate_words.HALVES)
        for remark in gate.remarks:
            st.markdown(f"- {remark}")
        source = gate.reference
        st.markdown(f"{source.authors}, {source.year}: [{source.title}]({source.url})")
