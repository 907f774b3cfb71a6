"""Logits by sliders, numbers or a pasted list."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Interval
from activations.vector import FUNCTIONS, SinkSoftmax, Softmax, Sparsemax
from pages.shared import links, settings
from pages.shared.settings import Settings
from pages.shared.sliders import show_playable
from pages.shared.widgets.control import PartlyTakenError
from pages.shared.widgets.numbers import Number, Slider
from pages.shared.widgets.options import Choice, Several
from pages.vectors import figures, words
from pages.vectors.words import PROBABILITIES

FEWEST, MOST, START = 2, 10, 4
REACH, STEP = 10.0, 0.1
FIRST = (1.5, 1.0, 0.2, -1.0, 0.5, -0.5, 1.5, 0.0, -2.0, 3.0)
COLDEST, HOTTEST = 0.1, 5.0
# By link or by its field; beyond, all shares look the same.
BOILING = 100.0
# Of a constant added to all logits.
FARTHEST = 1000.0
# A slider so narrow that ten fit in a row, and three on a phone.
FULL_ROW, NARROW = 5, 108
BY_TITLE = {cls.title: cls for cls in FUNCTIONS.values()}

# A function that earlier links may name.
SOFTMIN = "Softmin"
SOFTMIN_IS = "Softmin is the softmax of −x: turn the signs of the logits"

COUNT = Number("n", "Logits", default=START, reach=(FEWEST, MOST), step=1)
TEMPERATURE = Slider(
    "T",
    "**T** · temperature: low sharpens, high evens out",
    default=1.0,
    reach=(COLDEST, HOTTEST),
    step=0.05,
    domain=Interval(COLDEST, BOILING),
)
SINK = Slider(
    "s", "**s** · logit of the sink: a large one leaves little", default=0.0, reach=(-REACH, REACH), step=STEP
)
CONSTANT = Slider(
    "c", "Constant **c**, added to all logits", default=0.0, reach=(-FARTHEST, FARTHEST), step=1.0
)


class ShownFunctions(Several):
    """A choice of functions, of which a link may name one that there was."""

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        if SOFTMIN not in texts:
            return super().parse(texts)
        others = [title for title in texts if title != SOFTMIN]
        raise PartlyTakenError(
            f"The link says show = {SOFTMIN}. {SOFTMIN_IS}.",
            super().parse(others) if others else self.default,
        )


class JacobianChoice(Choice):
    """A choice of one function, of which a link may name one that there was."""

    def parse(self, texts: list[str]) -> str:
        if texts == [SOFTMIN]:
            raise ValueError(SOFTMIN_IS)
        return super().parse(texts)


class MaskedLogits(Several):
    """A choice of logits that are masked: all but one at most."""

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        if len(set(texts)) >= len(self.options):
            raise ValueError("one logit at least must not be masked")
        return super().parse(texts)

    def fit(self, value: Sequence[str]) -> tuple[str, ...]:
        return super().fit(value)[: len(self.options) - 1]


SHOW = ShownFunctions(
    "show",
    "Functions",
    default=(Softmax.title, Sparsemax.title),
    options=tuple(cls.title for cls in PROBABILITIES),
)
OF = JacobianChoice("of", "Jacobian of", default=next(iter(BY_TITLE)), options=tuple(BY_TITLE))


def mask_choice(count: int) -> MaskedLogits:
    return MaskedLogits("mask", "Masked: counts as −∞", default=(), options=tuple(keys(count)))


def keys(count: int) -> list[str]:
    return [f"x{index + 1}" for index in range(count)]


def logit_sliders(count: int) -> list[Slider]:
    return [
        Slider(
            key,
            f"**{figures.logit_name(index)}**",
            default=FIRST[index],
            reach=(-REACH, REACH),
            step=STEP,
        )
        for index, key in enumerate(keys(count))
    ]


def show_controls(state: Settings, fields: DeltaGenerator, below: DeltaGenerator) -> None:
    """Show the controls of the logits.

    Parameters
    ----------
    fields, below : container
        For the number fields, and for the choice of functions.
    """
    # Sliders that fill the row while they are few, and two in a row on a phone; how many is asked below them.
    row = st.container(horizontal=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.show(COUNT, width=NARROW)
        show_playable(state, st.container(), TEMPERATURE)
        if SinkSoftmax.title in (*state[SHOW], state[OF]):
            show_playable(state, st.container(), SINK)
    sliders = logit_sliders(state[COUNT])
    with row:
        for slider in sliders:
            state.show(slider, width="stretch" if len(sliders) <= FULL_ROW else NARROW)
    with fields, st.popover("Type, paste or mask", icon=":material/keyboard:", key="type"):
        _show_fields(state, sliders)
    with below:
        state.show(SHOW)


def _show_fields(state: Settings, sliders: Sequence[Slider]) -> None:
    # The field shows what the sliders say. One without a key would take it as its default, but what is typed must
    # set the sliders before they are shown, in a callback, which reads a field by its key.
    mask = mask_choice(len(sliders))
    shown = ["-inf" if slider.key in state[mask] else f"{state[slider]:.12g}" for slider in sliders]
    # Found out by the callback, which comes before the page and has no place on it to say so.
    refused = settings.visit().scratch.pop("refused", "")
    if not refused:
        settings.fill_field("typed", "; ".join(shown))
    st.text_input(
        "Numbers, separated by commas, semicolons or blanks",
        key="typed",
        on_change=_take_typed,
        help="2 to 10 numbers, such as 2, 1, 0.1 or [1.0, 2.0]; −inf masks a logit.",
        disabled=any(map(settings.is_locked, (COUNT.key, CONSTANT.key, mask.key, *keys(MOST)))),
    )
    if refused:
        st.error(links.to_plain_text(refused))
    st.caption(
        "Numbers beyond ±10 are shifted. The shift changes nothing, and becomes the constant further down."
    )
    state.show(mask)
    for slider in sliders:
        state.field(slider)
    state.field(TEMPERATURE, f"**T**: temperature, from {COLDEST:g} to {BOILING:g}")


def _take_typed() -> None:
    """Set the sliders from the typed list."""
    try:
        logits, constant = words.logits(settings.widget_value("typed"), MOST, REACH, FARTHEST)
    except ValueError as error:
        settings.visit().scratch["refused"] = str(error)
        return
    names = dict(zip(keys(len(logits)), logits, strict=True))
    masked = tuple(key for key, logit in names.items() if math.isinf(logit))
    values = {COUNT.key: len(logits), CONSTANT.key: constant, mask_choice(len(logits)).key: masked}
    settings.set_values(values | {key: logit for key, logit in names.items() if key not in masked})
