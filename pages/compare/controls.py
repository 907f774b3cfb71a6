"""What can be set on Compare: which functions, how they are shown, and the sliders that tune them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation, Interval, Parameter
from pages.compare.words import requirement
from pages.shared import words
from pages.shared.entries import Entry, parse_entries
from pages.shared.reading import Reading
from pages.shared.settings import Settings
from pages.shared.sliders import PARAMETERS, RANGE, Sliders, key_of, playable
from pages.shared.widgets import Choice, Control, Functions, Segments, Several, Slider

DEFAULT = ("ReLU", "LeakyReLU", "ELU", "Swish")
MOST = 12
MOST_COLUMNS = 4
COLUMNS = 3
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
TUNINGS = TOGETHER, ALONE = "together", "each alone"
ARRANGEMENTS = SIDE_BY_SIDE, OVERLAID = "side by side", "overlaid"
SHOWN = {"f": 0, "f′": 1, "f″": 2}
NO_BASELINE = "nothing"
# Where a common slider of functions with different defaults starts: a value that shows on every one.
START = {"alpha": 0.3, "beta": 1.0, "gamma": 0.5, "lambda": 1.0}
FUNCTIONS = Functions(
    "fs",
    "Functions (type to search, or write ELU(alpha=0.3) or a formula such as x·tanh(x))",
    default=DEFAULT,
    most=MOST,
)
ARRANGE = Segments("arrange", "Arrange", default=SIDE_BY_SIDE, options=ARRANGEMENTS)
TUNE = Segments("tune", "Tune", default=TOGETHER, options=TUNINGS)
SHOW = Several("show", "Show", default=("f", "f′"), options=tuple(SHOWN))


def add_from_link(state: Reading, built: Sequence[str]) -> None:
    """Put a function that the link asks to add behind those of the comparison that was built before."""
    added = state.take_from_link("add")
    if added:
        before = state.take_from_link(FUNCTIONS.key) or built
        kept = [text for text in before if text != added[-1]]
        state.override_link({FUNCTIONS.key: (*kept, added[-1])[-MOST:]})


@dataclass(frozen=True)
class Options:
    """How the comparison is shown: `baseline` is the index of the function to subtract, or None."""

    overlaid: bool
    tune: str
    orders: tuple[int, ...]
    baseline: int | None


def explain_unknown_key(complete: bool, key: str) -> str:
    """Explain a key of the link that no control on the page has.

    Parameters
    ----------
    complete : bool
        Whether all functions of the link are shown; else nothing more need be said of their parameters.
    key : str
        The key.
    """
    if key.rpartition("-")[2] not in PARAMETERS:
        return "this page has no such setting"
    return "no function shown has a slider of that name" if complete else ""


@dataclass(frozen=True)
class Comparison:
    """What a link compares: the functions, what is wrong with the other texts, and the controls that depend on them."""

    entries: list[Entry]
    wrong: list[tuple[str, str]]
    baseline: Choice
    sliders: list[Tuner]


def declare(state: Reading, built: Sequence[str] = DEFAULT) -> Comparison:
    """Declare all controls of the page.

    Parameters
    ----------
    state : Reading
        The controls.
    built : sequence of str
        The functions of the comparison that was built before, to which a link may add one.
    """
    add_from_link(state, built)
    state.add(FUNCTIONS, ARRANGE, TUNE, SHOW, RANGE)
    entries, wrong = parse_entries(state[FUNCTIONS])
    baseline = baseline_choice(entries)
    sliders = build_tuners(entries, state[TUNE])
    state.add(baseline, *(slider.control for slider in sliders))
    return Comparison(entries, wrong, baseline, sliders)


class BaselineChoice(Choice):
    """The choice of a function to take away from all that are shown."""

    def parse(self, given: list[str]) -> str:
        if self.options == (NO_BASELINE,):
            # That no function is shown is said already.
            return NO_BASELINE
        if len(given) == 1 and given[0] in self.options:
            return given[0]
        raise ValueError(f"{NO_BASELINE} or one of the functions shown is needed")


def baseline_choice(entries: Sequence[Entry]) -> BaselineChoice:
    names = (NO_BASELINE, *(entry.key for entry in entries))
    return BaselineChoice("baseline", "Difference from", default=NO_BASELINE, options=names)


def read_options(state: Reading, entries: Sequence[Entry]) -> Options:
    orders = tuple(SHOWN[name] for name in SHOWN if name in state[SHOW]) or (0,)
    keys = [entry.key for entry in entries]
    baseline = keys.index(state["baseline"]) if state["baseline"] in keys else None
    return Options(state[ARRANGE] == OVERLAID, state[TUNE], orders, baseline)


def show_options(state: Settings, baseline: Choice) -> None:
    controls: tuple[Control[Any], ...] = (ARRANGE, TUNE, SHOW, baseline)
    for column, control in zip(st.columns(4), controls, strict=True):
        with column:
            state.show(control)


@dataclass(frozen=True)
class Tuner:
    """A slider of the comparison: where it stands, and which parameter of which functions it sets."""

    key: str
    low: float
    high: float
    step: float
    start: float
    value: float
    targets: tuple[tuple[int, str], ...]
    label: str = ""
    domain: Interval | None = None
    widened: bool = False

    @property
    def control(self) -> Slider:
        # Functions that join or leave change what a common slider means, and its own key what a function's does.
        return Slider(
            self.key,
            self.label,
            default=self.start,
            reach=(self.low, self.high),
            step=self.step,
            domain=self.domain,
        )

    def apply(self, functions: Sequence[Activation], value: float) -> tuple[Activation, ...]:
        """The functions with this slider at `value`, or at the default of one not defined there."""
        result = list(functions)
        for index, name in self.targets:
            for setting in (value, getattr(type(result[index]), name)):
                try:
                    result[index] = replace(result[index], **{name: setting})
                except ValueError:
                    continue
                break
        return tuple(result)


def build_tuners(entries: Sequence[Entry], how: str) -> list[Tuner]:
    """The sliders, common or of each function alone, where they start."""
    return _alone(entries) if how == ALONE else _together(entries)


def lay_out_sliders(sliders: Sequence[Tuner], how: str) -> dict[str, DeltaGenerator]:
    """A place for each slider by its key: in a column for each function, or one after the other."""
    owners = list(dict.fromkeys(slider.targets[0][0] for slider in sliders))
    columns = st.columns(min(max(len(owners), 1), MOST_COLUMNS) if how == ALONE else COLUMNS)
    numbers = [owners.index(slider.targets[0][0]) if how == ALONE else n for n, slider in enumerate(sliders)]
    return {
        slider.key: playable(columns[number % len(columns)], slider.key)
        for number, slider in zip(numbers, sliders, strict=True)
    }


def show_sliders(sliders: Sequence[Tuner], places: Mapping[str, DeltaGenerator], shown: Sliders) -> None:
    for slider in sliders:
        shown.show(places[slider.key], slider.control)


def apply_sliders(
    entries: Sequence[Entry], sliders: Sequence[Tuner], state: Reading
) -> tuple[tuple[Activation, ...], list[Tuner], list[str]]:
    """The functions at their settings, the sliders as they stand, and sentences about what is not defined."""
    standing = []
    sentences = []
    functions = tuple(entry.function for entry in entries)
    for slider in sliders:
        value = state[slider.key]
        low, high, step = slider.control.scale(value)
        widened = (low, high) != (slider.low, slider.high)
        standing.append(replace(slider, low=low, high=high, step=step, value=value, widened=widened))
        functions = slider.apply(functions, value)
        for index, name in slider.targets:
            if getattr(functions[index], name) != value:
                f = functions[index]
                (declared,) = (each for each in f.parameters() if each.name == name)
                needed = requirement(declared.symbol, declared.domain)
                held = words.digits(getattr(f, name))
                sentences.append(f"{f.title} needs {needed}, so it stays at {declared.symbol} = {held}.")
    return functions, standing, sentences


def _together(entries: Sequence[Entry]) -> list[Tuner]:
    targets: dict[str, list[tuple[int, Parameter]]] = {}
    for index, entry in enumerate(entries):
        if not entry.is_pinned:
            for parameter in entry.function.parameters():
                # A constant makes the function what it is: SELU at another α is not SELU. Tuned alone, it can be set.
                if not parameter.constant:
                    targets.setdefault(key_of(parameter), []).append((index, parameter))
    result = []
    for key, targeted in sorted(targets.items()):
        declared = [parameter for _, parameter in targeted]
        low, high, step = _common(declared)
        who = ", ".join(entries[index].function.title for index, _ in targeted)
        label = f"**{declared[0].symbol}** of {who}"
        defaults = {parameter.default for parameter in declared}
        start = min(max(defaults.pop() if len(defaults) == 1 else START[key], low), high)
        moved = tuple((index, parameter.name) for index, parameter in targeted)
        domain = _hull([parameter.domain for parameter in declared])
        result.append(Tuner(key, low, high, step, start, start, moved, label, domain))
    return result


def _alone(entries: Sequence[Entry]) -> list[Tuner]:
    result = []
    for index, entry in enumerate(entries):
        for parameter in entry.function.parameters():
            start = getattr(entry.function, parameter.name)
            low, high = min(parameter.typical[0], start), max(parameter.typical[1], start)
            key = f"{entry.key}-{key_of(parameter)}"
            label = f"**{parameter.symbol}** of {entry.key}"
            scale = (float(low), float(high), parameter.step)
            target = ((index, parameter.name),)
            result.append(Tuner(key, *scale, start, start, target, label, parameter.domain))
    return result


def _common(declared: list[Parameter]) -> tuple[float, float, float]:
    low = min(parameter.typical[0] for parameter in declared)
    high = max(parameter.typical[1] for parameter in declared)
    finest = max(0.01, min(parameter.step for parameter in declared))
    # A wide common range in the finest step of any would have more values than there are pixels to tell them apart.
    return float(low), float(high), next(step for step in STEPS if step >= max(finest, (high - low) / 200))


def _hull(domains: Sequence[Interval]) -> Interval:
    """The smallest interval that holds several."""
    low, high = min(each.low for each in domains), max(each.high for each in domains)
    return Interval(
        low,
        high,
        any(each.low == low and each.low_closed for each in domains),
        any(each.high == high and each.high_closed for each in domains),
    )
