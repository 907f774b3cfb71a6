"""What can be set on Tune: the function, the values of one of its parameters, and the task."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from activations import CATALOGUE, Activation, Parameter
from pages.shared import links, presets, settings, tasks
from pages.shared.entries import show_vector_page
from pages.shared.presets import Preset
from pages.shared.reading import Reading
from pages.shared.settings import Settings
from pages.shared.sliders import key_of
from pages.shared.tasks import START, task_of
from pages.shared.widgets.control import Control
from pages.shared.widgets.functions import FunctionChoice, function_class
from pages.shared.widgets.numbers import Number, Slider
from pages.shared.widgets.options import Choice, Segments, Switch
from pages.shared.words import digits

FIRST_FUNCTION = "LeakyReLU"
FUNCTION = FunctionChoice(
    "f",
    "Function, or a formula with a letter in it",
    default=FIRST_FUNCTION,
    options=tuple(name for name, cls in CATALOGUE.items() if cls.parameters()),
    implied=FIRST_FUNCTION,
)
VALUES = Slider("values", "Values", default=15, reach=(5, 21), step=1)
SEEDS = Slider("seeds", "Seeds", default=10, reach=(3, 20), step=1)
RATES = Switch(
    "rates", "× learning rate", default=False,
    help="A map over both: up to 11 values, 9 learning rates, 3 seeds in each cell",
)  # fmt: skip
LINEAR, LOGARITHMIC = "linear", "log"
# From such a factor between the ends on, even steps would leave the small values out.
LARGE_FACTOR = 20
NUMBER_WIDTH = 120


@dataclass(frozen=True)
class Variation:
    """Which parameter is varied, and the controls of its values."""

    cls: type[Activation]
    declared: Parameter
    low: Number
    high: Number
    scale: Segments


def declare(state: Reading) -> Variation | None:
    """Declare all controls but the slider over the values; None if the function has no parameter."""
    state.add(FUNCTION)
    cls = function_class(state[FUNCTION])
    variation = None
    if FUNCTION.key in state.refused:
        # Of a function that is not shown nothing more need be said.
        for key in ("vary", "from", "to", "scale"):
            state.take_from_link(key)
    if cls.parameters():
        vary = parameter_choice(cls, state[FUNCTION])
        state.add(vary)
        declared = next(each for each in cls.parameters() if key_of(each) == state[vary])
        variation = Variation(cls, declared, *range_controls(declared, f"{state[FUNCTION]} {declared.name}"))
        state.add(variation.low, variation.high, variation.scale)
    state.add(VALUES, SEEDS, RATES)
    tasks.declare(state)
    return variation


def parameter_choice(cls: type[Activation], owner: str) -> Choice:
    names = tuple(key_of(declared) for declared in cls.parameters())
    return Choice("vary", "Parameter", default=names[0], options=names, owner=owner)


def range_controls(declared: Parameter, owner: str) -> tuple[Number, Number, Segments]:
    """The fields for the ends of the range, and how its values are spaced."""
    low, high = (float(end) for end in declared.typical)
    bounds = Slider("", "", default=low, reach=(low, high), domain=declared.domain).bounds
    ends = [
        Number(key, label, default=end, owner=owner, reach=bounds, step=float(declared.step),
               domain=declared.domain)
        for key, label, end in (("from", "From", low), ("to", "To", high))
    ]  # fmt: skip
    wide = low > 0 and high / low >= LARGE_FACTOR
    scale = Segments(
        "scale", "Steps", default=LOGARITHMIC if wide else LINEAR, options=(LINEAR, LOGARITHMIC), owner=owner
    )
    return ends[0], ends[1], scale


@dataclass(frozen=True)
class ValueSlider(Slider):
    """A slider over values by their number, which shows the values themselves.

    Attributes
    ----------
    labels : tuple of str
        The values as they are shown, no two the same.
    """

    labels: tuple[str, ...] = ()

    def shape(self) -> Hashable:
        return self.labels

    def draw(self, first: float, /, **layout: Any) -> float | None:
        numbers = range(len(self.labels))
        chosen: int = st.select_slider(
            self.label, numbers, int(first), self.labels.__getitem__, **self._options(layout)
        )
        return chosen


def value_slider(symbol: str, values: Sequence[float]) -> ValueSlider:
    """The slider that moves through the values of a parameter."""
    short, full = (tuple(digits(value, count) for value in values) for count in (3, 15))
    return ValueSlider(
        "value",
        f"**{symbol}**, marked in all charts",
        default=len(values) // 2,
        reach=(0, len(values) - 1),
        step=1,
        labels=short if len(set(short)) == len(values) else full,
    )


def show_function(state: Settings, variation: Variation | None) -> None:
    """Show the choice of the function and of the values of its parameter."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.show(FUNCTION, width=300)
        if variation is not None:
            state.show(parameter_choice(variation.cls, state[FUNCTION]), width=NUMBER_WIDTH)
            # In sight, the ends would push the picture off a phone.
            with st.popover("Range"):
                state.show(variation.low, width=NUMBER_WIDTH, format="%.6g")
                state.show(variation.high, width=NUMBER_WIDTH, format="%.6g")
                state.show(variation.scale, width="content")
                state.show(VALUES)
                state.show(SEEDS)
            state.show(RATES, width="content")
    typed = state.unread.get(FUNCTION.key)
    if typed is not None and not show_vector_page(typed):
        st.error(f"{links.to_plain_text(typed)} is neither a function with a parameter nor a formula.")


def show_task(state: Settings) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tasks.show_main_controls(state)
        with st.container(horizontal=True, width="content"):
            with st.popover("More"):
                state.show(tasks.LEARN)
                tasks.show_other_controls(state)
            with st.popover("Examples"):
                presets.show_buttons(PRESETS, lambda preset: {"value": preset.settings["values"] // 2})


def query_of_train(state: Settings, f: Activation) -> dict[str, list[str]]:
    """The query by which Train shows one of the runs."""
    return {"fs": [repr(f)]} | settings.query(tasks.controls_of(state[tasks.DATA]))


# What a preset does not say is at its default; which that is for a range, the function says.
COMMON: tuple[Control[Any], ...] = (FUNCTION, VALUES, SEEDS, RATES, *tasks.controls_of(START.data))
DEFAULTS: dict[str, Any] = {control.key: control.default for control in COMMON}


def _preset(chosen: Mapping[str, Any], icon: str, text: str) -> Preset:
    cls = function_class(chosen["f"])
    varied = chosen.get("vary", key_of(cls.parameters()[0]))
    declared = next(each for each in cls.parameters() if key_of(each) == varied)
    of_range = {control.key: control.default for control in range_controls(declared, "")}
    return Preset({**DEFAULTS, "vary": varied, **of_range, **chosen}, icon, text)


PRESETS = {
    "Leaky slope": _preset(
        {"f": "LeakyReLU", "rate": "0.1"},
        ":material/trending_up:",
        "How steep may the leak be, at a high learning rate? Up to about 0.2 no slope is told apart from 0.01: the "
        "dots of one slope lie farther apart than the medians of two. At 0.5 the loss is several times that at 0.01, "
        "with nearly every seed. At 1 the function is a straight line, and so is the network: it ends above 0.4.",
    ),
    "Frequency of a sine": _preset(
        {"f": "Sine", "data": "sines", "loss": "squared", "batch": "64", "epochs": 60, "values": 9},
        ":material/waves:",
        "A slow and a fast wave, to be learned by units that are sines. At α = 0.1 the network is too smooth for the "
        "fast one, and even the loss on what it is trained on stays above 0.1. Near 3 it learns both. Near 10 it "
        "overfits: the held-out loss is several times that of training, and the curve trembles between the examples.",
    ),
    "Swish between line and ReLU": _preset(
        {"f": "Swish"},
        ":material/tune:",
        "At β = 0 Swish is x/2, so the whole network is linear, and its loss stays above 0.4. At 1 it is SiLU, and the "
        "spirals come apart. Towards 10 it becomes ReLU, and hardly anything changes any more.",
    ),
    "How wide a HardTanh": _preset(
        {"f": "HardTanh", "vary": "beta", "from": -0.5, "to": 6.0, "values": 14},
        ":material/width:",
        "HardTanh is a line between two bounds, here from −1 to β. At β = −0.5 little of the line is left, and with "
        "every seed the loss is higher than at the default 1, typically ten times or more. From 0 to 1 hardly anything "
        "changes: the dots of one bound lie farther apart than the medians of two. From 4 on few inputs ever reach "
        "the upper bend, and the loss is higher again with most seeds, by less than the seeds differ.",
    ),
    "Gain of a deep tanh net": _preset(
        {
            "f": "DyT",
            "hidden": 4,
            "init": "LeCun",
            "by": "SGD",
            "rate": "0.1",
            "epochs": 60,
            "from": 0.1,
            "to": 10.0,
            "scale": LOGARITHMIC,
            "values": 13,
        },
        ":material/stacked_line_chart:",
        "Four layers of tanh(αx): α multiplies what comes in, as if all weights had been drawn α times as large. Below "
        "1 the signal and its gradient die out on the way, in theory too (χ < 1): at 0.1 no seed gets away from 0.693, "
        "the loss of tossing a coin. Towards 10 every unit stands at one of its flat ends, and the loss stays above "
        "0.3. Between them all learn, at 2 to 3 better than at the critical 1: so few layers can afford to grow.",
    ),
    "ELU, does it matter?": _preset(
        {"f": "ELU"},
        ":material/balance:",
        "From 0, which is ReLU, to 3: with every α nearly every held-out example is told apart rightly. The medians of "
        "the loss differ, but look at how far the seeds of one α spread before you choose one.",
    ),
}


def show_preset_text(state: Settings) -> None:
    """Say what a preset shows, if this is one."""

    def is_shown(preset: Mapping[str, Any]) -> bool:
        varied = {key: state[key] for key in ("f", "vary", "from", "to", "scale")}
        return (
            replace(task_of(state), seed=START.seed) == task_of(preset) and varied.items() <= preset.items()
        )

    presets.show_text(PRESETS, is_shown)
