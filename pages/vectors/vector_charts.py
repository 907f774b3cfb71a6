"""The charts of functions of logits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from activations.evaluation import Array
from activations.vector import Softmax, bearable_constants, naive_softmax
from pages.shared import live
from pages.shared.figures import CONFIG, Figure, Moving
from pages.shared.live.families import Family, Steps, Track, number_tracks
from pages.shared.settings import Settings
from pages.shared.sliders import show_playable
from pages.vectors import figures, logits, words
from pages.vectors.controls import mover_choice
from pages.vectors.figures import Batch
from pages.vectors.logits import BY_TITLE, COLDEST, FARTHEST, OF, REACH, STEP, TEMPERATURE
from pages.vectors.selection import Selection

STEPS = 31
PRECISIONS: Mapping[str, type[np.floating[Any]]] = {
    "naive, float64": np.float64,
    "naive, float32": np.float32,
}


class CoarseFamily(Family):
    """A chart at a few even steps: between two of them it is right to about a pixel."""

    def stops_to_send(self) -> Array:
        return np.linspace(self.low, self.high, STEPS)


class MovingPart(NamedTuple):
    """The part of a chart that moves with a slider.

    Attributes
    ----------
    move : callable
        From settings to the arrays of consecutive traces, a row for each setting.
    first : int
        The first of those traces.
    kind : type
        Which values of the slider are sent.
    """

    move: Callable[[Batch], Moving]
    first: int = 0
    kind: type[Family] = CoarseFamily


def show(
    key: str,
    chosen: Selection,
    depends_on: tuple[object, ...],
    draw: Callable[[Batch], Figure],
    whole: MovingPart,
    alt: str,
    own: Mapping[str, MovingPart] | None = None,
) -> None:
    """Show a chart that follows the sliders of all logits and of the temperature.

    Parameters
    ----------
    whole : MovingPart
        What moves with any slider.
    own : mapping, optional
        Sliders with which only a part does.
    """
    held = chosen.slider_values()
    fixed = (key, len(chosen.logits), chosen.masked, chosen.sink, *depends_on)
    families = []
    for slider, value in held.items():
        part = (own or {}).get(slider, whole)
        scale = TEMPERATURE.scale(value) if slider == TEMPERATURE.key else (-REACH, REACH, STEP)
        others = tuple(item for item in held.items() if item != (slider, value))
        families.append(part.kind(slider, *scale, (*fixed, others), partial(_tracks, chosen, part, slider)))
    live.chart(
        key,
        lambda state: draw(state.settings()),
        chosen,
        fixed=fixed,
        families=families,
        held=held,
        config=CONFIG,
        alt=alt,
    )


def _tracks(chosen: Selection, part: MovingPart, slider: str, values: Array) -> list[Track]:
    return number_tracks(part.move(chosen.along(slider, values)), part.first)


def show_bars(chosen: Selection) -> None:
    shown = chosen.classes()
    show(
        "bars",
        chosen,
        chosen.shown,
        partial(figures.bar_chart, shown),
        MovingPart(partial(figures.bars, shown), kind=Family),
        words.describe_bars(shown, len(chosen.logits)),
    )


def show_jacobian(state: Settings, chosen: Selection) -> None:
    st.markdown("## How much each output moves with each logit")
    title = state.show(OF)
    cls = BY_TITLE[title]
    show(
        "jacobian",
        chosen,
        (title,),
        partial(figures.heat_map, cls),
        MovingPart(partial(figures.cells, cls)),
        f"A map of the Jacobian of {title}, with its numbers in the cells.",
    )


def show_sweep(state: Settings, chosen: Selection) -> None:
    """Show the choice of a logit, and its share while it alone changes."""
    st.markdown("## One share, while only its logit changes")
    names = logits.keys(len(chosen.logits))
    name = state.show(mover_choice(len(names)))
    shown, moved, span = chosen.classes(), names.index(name), (-REACH, REACH)
    show(
        "sweep",
        chosen,
        (*chosen.shown, name),
        partial(figures.sweep, shown, moved, span),
        MovingPart(partial(figures.sweeps, shown, moved, span)),
        f"The share of {name} as {name} goes from −10 to 10 and the other logits stay.",
        {name: MovingPart(partial(figures.sweep_dots, shown, moved), len(shown), Family)},
    )


def show_entropy(_: Settings, chosen: Selection) -> None:
    st.markdown("## Uncertainty: entropy over the temperature")
    shown, span = chosen.classes(), (COLDEST, chosen.hottest())
    show(
        "entropy",
        chosen,
        (*chosen.shown, span),
        partial(figures.entropy_chart, shown, span),
        MovingPart(partial(figures.entropies, shown, span)),
        "The entropy of the shares over the temperature, below its largest possible value.",
        {"T": MovingPart(partial(figures.entropy_dots, shown), len(shown), Family)},
    )


def show_constant(state: Settings, chosen: Selection) -> None:
    """Show the slider of the constant, where each way to compute softmax is right, and its results."""
    st.markdown("## Add a constant to all logits: nothing changes")
    added = show_playable(state, st.container(), logits.CONSTANT)
    vector, temperature = chosen.settings().logits[0], chosen.temperature
    _show_bands(chosen, added)
    ways = {"stable": Softmax(temperature=temperature)(vector + added).tolist()}
    for name, precision in PRECISIONS.items():
        ways[name] = naive_softmax((vector + added) / temperature, precision).tolist()
    live.following("computed").dataframe(words.results_table(ways), hide_index=True)
    double, single = (bearable_constants([0.0], 1.0, precision)[1] for precision in PRECISIONS.values())
    st.caption(
        "The naive formula divides each power of e by the sum of all. Once a logit divided by T is above "
        f"{double:.2f} in float64, or {single:.2f} in float32, its power is ∞, and the formula divides ∞ by ∞; far "
        "below 0 it divides 0 by 0. The stable formula first subtracts the largest logit from all, which changes "
        "nothing else."
    )


def _show_bands(chosen: Selection, constant: float) -> None:
    """Show between which constants each way to compute softmax is right, and the present one."""
    vector, temperature = chosen.settings().logits[0], chosen.temperature

    def bands(temperatures: Array) -> dict[str, tuple[Array, Array]]:
        everything = np.full(temperatures.shape, 2 * FARTHEST)
        return {"stable": (-everything, everything)} | {
            name: bearable_constants(vector, temperatures, precision)
            for name, precision in PRECISIONS.items()
        }

    count = 1 + len(PRECISIONS)
    marked = Family(
        "c",
        -FARTHEST,
        FARTHEST,
        1.0,
        "constant",
        # Behind the bands and the numbers on either side of them.
        lambda values: number_tracks([figures.mark(values, count)], count + 2),
    )
    banded = Steps(
        "T",
        *TEMPERATURE.scale(temperature),
        ("constant", chosen.logits, chosen.masked),
        lambda values: number_tracks(figures.ends(bands(values), FARTHEST), 0),
    )
    live.chart(
        "constant",
        lambda state: figures.constants(bands(np.array([state[0].temperature])), FARTHEST, state[1]),
        (chosen, constant),
        fixed="constant",
        families=[marked, banded],
        held={"c": constant, "T": temperature},
        config=CONFIG,
        alt="Between which constants the stable formula and the naive one in two precisions are right.",
    )


def show_details(chosen: Selection) -> None:
    """Show the numbers, the formulas, the code and the sources."""
    settings = chosen.settings()
    with st.expander("All numbers", icon=":material/table:", expanded=True):
        st.dataframe(words.numbers(settings), hide_index=True)
    with st.expander("Formulas, code and sources", icon=":material/function:"):
        for tab, cls in zip(st.tabs(list(BY_TITLE)), BY_TITLE.values(), strict=True):
            with tab:
                st.latex(cls.formula)
                st.latex(cls.jacobian_formula)
                for title, code in words.code(cls, chosen.code_settings(cls)).items():
                    st.caption(title)
                    st.code(code, language="python")
                for remark in cls.remarks:
                    st.markdown(f"- {remark}")
                source = cls.reference
                st.markdown(f"{source.authors}, {source.year}: [{source.title}]({source.url})")
