"""Which functions a comparison shows, and at which parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOGUE, Activation, Parameter, parse
from activations.core import SYMBOLS
from pages.shared import classroom, figures, links, words
from pages.shared.controls import WIDEST, Sliders, key_of, playable
from pages.shared.controls import slider as show_slider
from pages.shared.figures import Figure, Trace, View
from pages.shared.framing import difference_frame, frame, joined

DEFAULT = ["ReLU", "LeakyReLU", "ELU", "Swish"]
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


@dataclass(frozen=True)
class Entry:
    """One chosen function: its text in the link, its name in keys, and whether its text fixes its parameters."""

    text: str
    key: str
    function: Activation

    @property
    def pinned(self) -> bool:
        """Whether a common slider leaves it alone."""
        return "(" in self.text


def chooser() -> list[Entry]:
    """Show the choice of functions; say what is wrong with an entry, and return the others."""
    added = st.query_params.get("add")
    if added is not None:
        links.forget("add")
        remembered = st.session_state.get("comparison", DEFAULT)
        # A bound widget is set from elsewhere only through the session.
        st.session_state["fs"] = [*(text for text in remembered if text != added), added][-MOST:]
    texts = named("Functions (type to search, or write one such as ELU(alpha=0.3))", DEFAULT, MOST)
    # The session keeps it for “Add to the comparison” on Explore, whose link cannot hold this page's choice.
    st.session_state["comparison"] = texts
    return understood(texts)


def named(label: str, default: Sequence[str], most: int) -> list[str]:
    """Show the choice of at most so many functions, and return what is chosen or typed."""
    links.shorten("fs", most, "functions")
    texts = st.multiselect(
        label,
        list(CATALOGUE),
        default,
        max_selections=most,
        accept_new_options=True,
        **classroom.bound("fs"),
    )
    return texts[:most]


def understood(texts: Sequence[str]) -> list[Entry]:
    """Return the entries that make sense, and say what is wrong with the others."""
    entries: list[Entry] = []
    for text in texts:
        try:
            function = parse(text)
        except ValueError as error:
            st.error(f"{links.plain(str(error))} — the other functions are shown.")
            continue
        name = type(function).__name__
        count = 1 + sum(type(entry.function) is type(function) for entry in entries)
        entries.append(Entry(text, name if count == 1 else f"{name}{count}", function))
    return entries


@dataclass(frozen=True)
class Options:
    """How the comparison is shown: `baseline` is the index of the function to subtract, or None."""

    overlaid: bool
    tune: str
    orders: tuple[int, ...]
    baseline: int | None


def options(entries: list[Entry]) -> Options:
    """Show the switches of the comparison, and return their state."""
    arrange_column, tune_column, show_column, baseline_column = st.columns(4)
    arrange = arrange_column.segmented_control(
        "Arrange", ARRANGEMENTS, default=ARRANGEMENTS[0], required=True, **classroom.bound("arrange")
    )
    tune = tune_column.segmented_control(
        "Tune", TUNINGS, default=TOGETHER, required=True, **classroom.bound("tune")
    )
    shown = show_column.pills(
        "Show", list(SHOWN), selection_mode="multi", default=list(SHOWN)[:2], **classroom.bound("show")
    )
    keys = [entry.key for entry in entries]
    links.heed({"baseline": links.one_of([NO_BASELINE, *keys])})
    baseline = baseline_column.selectbox(
        "Difference from", [NO_BASELINE, *keys], **classroom.bound("baseline")
    )
    orders = tuple(SHOWN[name] for name in SHOWN if name in shown) or (0,)
    return Options(arrange == OVERLAID, tune, orders, keys.index(baseline) if baseline in keys else None)


def view_checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for how the comparison is shown."""
    return {
        "arrange": links.one_of(ARRANGEMENTS),
        "tune": links.one_of(TUNINGS),
        "show": links.some_of(list(SHOWN)),
        "range": links.interval(*WIDEST),
    }


def view(
    functions: Sequence[Activation], sliders: Sequence[Slider], options: Options, low: float, high: float
) -> View:
    """Return the common axes of all charts: those that hold every curve wherever the sliders stand."""
    if options.baseline is None:
        common = joined([frame(type(f), options.orders, low, high) for f in functions])
    else:
        common = difference_frame(_corners(functions, sliders), options.baseline, options.orders, low, high)
    return View(low, high, options.orders, (common,))


def _corners(functions: Sequence[Activation], sliders: Sequence[Slider]) -> list[tuple[Activation, ...]]:
    """Return the functions with all sliders where they start, and with each in turn at five places."""
    start = tuple(functions)
    for slider in sliders:
        start = slider.applied(start, slider.start)
    places = [
        (slider, value) for slider in sliders for value in np.linspace(slider.low, slider.high, 5).tolist()
    ]
    return [start, *(slider.applied(start, value) for slider, value in places)]


@dataclass(frozen=True)
class Chart:
    """One chart of the comparison: which of the functions it shows, by index."""

    key: str
    shown: tuple[int, ...]
    labels: tuple[str, ...]
    baseline: int | None
    overlaid: bool

    def moved_by(self, slider: Slider) -> list[int]:
        """Return which of the functions shown change with the slider, by their places."""
        moved = {index for index, _ in slider.targets}
        return [place for place, index in enumerate(self.shown) if moved & {index, self.baseline}]

    def along(self, place: int, position: int, view: View) -> tuple[int, ...]:
        """Return which traces run along a curve, by the place of its function among those shown and of its order."""
        curve = place * len(view.orders) + position
        return (3 * curve, 3 * curve + 2) if self.overlaid else (2 * curve,)

    def draw(self, functions: Sequence[Activation], view: View) -> Figure:
        """Return the figure of the chart, given all functions of the comparison."""
        chosen, baseline = self._chosen(functions)
        if self.overlaid:
            return figures.overlay(chosen, self.labels, view, baseline)
        return figures.tile(chosen[0], self.labels[0], view, baseline)

    def traces(self, place: int, functions: Sequence[Activation], view: View) -> list[Trace]:
        """Return those of the traces of the figure that are of one function."""
        chosen, baseline = self._chosen(functions)
        if self.overlaid:
            return figures.overlay_traces(chosen[place], self.labels, place, view, baseline)
        return figures.tile_traces(chosen[place], view, baseline)

    def _chosen(self, functions: Sequence[Activation]) -> tuple[list[Activation], Activation | None]:
        baseline = None if self.baseline is None else functions[self.baseline]
        return [functions[index] for index in self.shown], baseline


def charts(entries: list[Entry], options: Options) -> list[Chart]:
    """Return the charts of the comparison: one for each function, or one for all."""
    labels = tuple(entry.text for entry in entries)
    if options.baseline is not None:
        baseline = entries[options.baseline]
        labels = tuple(
            f"{baseline.text}, the baseline" if entry is baseline else f"{entry.text} − {baseline.text}"
            for entry in entries
        )
    everything = tuple(range(len(entries)))
    if options.overlaid:
        return [Chart("chart", everything, labels, options.baseline, True)]
    return [
        Chart(f"chart-{entry.key}", (index,), (labels[index],), options.baseline, False)
        for index, entry in enumerate(entries)
    ]


def columns_for(count: int) -> int:
    """Return into how many columns so many charts go with no gap in the last row, if that can be had."""
    return {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 9: 3}.get(count, MOST_COLUMNS)


def cells(place: DeltaGenerator, count: int) -> list[DeltaGenerator]:
    """Return a place for each of so many charts, row by row: a phone shows one column after the other."""
    columns = columns_for(count)
    return [cell for _ in range(0, count, columns) for cell in place.columns(columns)]


def query(sliders: Sequence[Slider]) -> dict[str, str | list[str]]:
    """Return the query of the link to the comparison as it stands, without what is at its default."""
    state = st.session_state
    defaults = {"fs": DEFAULT, "arrange": ARRANGEMENTS[0], "tune": TOGETHER, "show": list(SHOWN)[:2]}
    defaults |= {"range": (-6.0, 6.0), "baseline": NO_BASELINE}
    current = {key: state.get(key) for key in defaults}
    current |= {slider.key: slider.value for slider in sliders}
    defaults |= {slider.key: slider.start for slider in sliders}
    return links.written(current, defaults)


@dataclass(frozen=True)
class Slider:
    """A slider of the comparison: where it stands, and which parameter of which functions it sets."""

    key: str
    low: float
    high: float
    step: float
    start: float
    value: float
    targets: tuple[tuple[int, str], ...]
    label: str = ""

    def applied(self, functions: Sequence[Activation], value: float) -> tuple[Activation, ...]:
        """Return the functions with this slider at `value`, or at the default of one not defined there."""
        result = list(functions)
        for index, name in self.targets:
            for setting in (value, getattr(type(result[index]), name)):
                try:
                    result[index] = replace(result[index], **{name: setting})
                except ValueError:
                    continue
                break
        return tuple(result)


def sliders(entries: Sequence[Entry], how: str) -> list[Slider]:
    """Return the sliders, common or of each function alone, where they start."""
    return _alone(entries) if how == ALONE else _together(entries)


def places(sliders: Sequence[Slider], how: str) -> dict[str, DeltaGenerator]:
    """Return a place for each slider by its key: in a column for each function, or one after the other."""
    owners = list(dict.fromkeys(slider.targets[0][0] for slider in sliders))
    columns = st.columns(min(max(len(owners), 1), MOST_COLUMNS) if how == ALONE else COLUMNS)
    numbers = [owners.index(slider.targets[0][0]) if how == ALONE else n for n, slider in enumerate(sliders)]
    return {
        slider.key: playable(columns[number % len(columns)], slider.key)
        for number, slider in zip(numbers, sliders, strict=True)
    }


def show(sliders: Sequence[Slider], places: Mapping[str, DeltaGenerator], shown: Sliders) -> None:
    """Show the sliders in their places."""
    for slider in sliders:
        scale = (slider.low, slider.high, slider.start, slider.step)
        shown.show(places[slider.key], slider.key, partial(show_slider, slider.label, scale, slider.key))


def tuned(
    entries: Sequence[Entry], sliders: Sequence[Slider], values: Mapping[str, float]
) -> tuple[tuple[Activation, ...], list[Slider], list[str]]:
    """Return the functions at their settings, the sliders as they stand, and sentences about what is not defined."""
    standing = []
    sentences = []
    functions = tuple(entry.function for entry in entries)
    for slider in sliders:
        value = values[slider.key]
        standing.append(replace(slider, value=value))
        functions = slider.applied(functions, value)
        for index, name in slider.targets:
            if getattr(functions[index], name) != value:
                f, symbol = functions[index], SYMBOLS[name]
                sentences.append(
                    f"{f.title} is not defined at {symbol} = {value:g}; it stays {words.label(f)}."
                )
    return functions, standing, sentences


def _together(entries: Sequence[Entry]) -> list[Slider]:
    targets: dict[str, list[tuple[int, Parameter]]] = {}
    for index, entry in enumerate(entries):
        if not entry.pinned:
            for parameter in entry.function.parameters():
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
        result.append(Slider(key, low, high, step, start, start, moved, label))
    return result


def _alone(entries: Sequence[Entry]) -> list[Slider]:
    result = []
    for index, entry in enumerate(entries):
        for parameter in entry.function.parameters():
            start = getattr(entry.function, parameter.name)
            low, high = min(parameter.typical[0], start), max(parameter.typical[1], start)
            key = f"{entry.key}-{key_of(parameter)}"
            label = f"**{parameter.symbol}** of {entry.key}"
            scale = (float(low), float(high), parameter.step)
            result.append(Slider(key, *scale, start, start, ((index, parameter.name),), label))
    return result


def _common(declared: list[Parameter]) -> tuple[float, float, float]:
    low = min(parameter.typical[0] for parameter in declared)
    high = max(parameter.typical[1] for parameter in declared)
    finest = max(0.01, min(parameter.step for parameter in declared))
    # A wide common range in the finest step of any would have more values than there are pixels to tell them apart.
    return float(low), float(high), next(step for step in STEPS if step >= max(finest, (high - low) / 200))


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for this page's own keys."""
    given = st.query_params.get_all("fs") or DEFAULT
    result: dict[str, links.Check] = {}
    declared: dict[str, list[Parameter]] = {}
    counts: dict[str, int] = {}
    for text in given[:MOST]:
        try:
            function = parse(text)
        except ValueError:
            continue
        cls = type(function)
        counts[cls.__name__] = counts.get(cls.__name__, 0) + 1
        name = cls.__name__ if counts[cls.__name__] == 1 else f"{cls.__name__}{counts[cls.__name__]}"
        for parameter in cls.parameters():
            declared.setdefault(key_of(parameter), []).append(parameter)
            start = getattr(function, parameter.name)
            low, high = min(parameter.typical[0], start), max(parameter.typical[1], start)
            result[f"{name}-{key_of(parameter)}"] = links.number(low, high)
    for key, parameters in declared.items():
        result[key] = links.number(*_common(parameters)[:2])
    return result
