"""The charts of a comparison: which functions each shows, on which axes, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from activations import CATALOGUE, Activation
from activations.core import symbol_of
from activations.sampling import order_of
from pages.compare import figures
from pages.compare.controls import Options
from pages.compare.naming import LabelAnchor, name_of_entry, place_names
from pages.compare.tuners import Tuner, start_of
from pages.shared.entries import Entry
from pages.shared.figures import Figure, Trace, View
from pages.shared.framing import FLATTEST, Frame, cut_to_height, frame, frame_with, join, pad, visible_range
from pages.shared.words import label

MOST_COLUMNS = 4
# Of a chart of its own for each function, in pixels, by the number of columns: near to a square on a laptop.
HEIGHTS = {1: 538, 2: 478, 3: 398}
LEAST_HEIGHT = 350


def common_view(
    functions: Sequence[Activation], sliders: Sequence[Tuner], options: Options, low: float, high: float
) -> View:
    """The common axes of all charts: those that hold every curve wherever the sliders stand."""
    if options.baseline is None:
        set_usually = {index for slider in sliders if not slider.widened for index, _ in slider.targets}
        common = join(
            [
                frame(type(f), options.orders, low, high)
                if index in set_usually
                else frame_with(f, options.orders, low, high)
                for index, f in enumerate(functions)
            ]
        )
    else:
        common = _difference_frame(_corners(functions, sliders), options.baseline, options.orders, low, high)
    # Differences may be small, and are to be seen.
    proportional = options.baseline is None
    if proportional:
        common = cut_to_height(common, FLATTEST * (high - low))
    return View(low, high, options.orders, (common,), proportional=proportional)


def _difference_frame(
    cases: Sequence[Sequence[Activation]], baseline: int, orders: tuple[int, ...], low: float, high: float
) -> Frame:
    """The range of y that holds what functions differ by from one of them, in each of several cases."""
    x = np.linspace(low, high, 601)
    values = [
        order_of(f, order)(x) - order_of(case[baseline], order)(x)
        for case in cases
        for f in case
        for order in orders
    ]
    # Two formulas of one function may differ by next to nothing, and that is what is to be seen.
    return pad(*visible_range(values, low, high), least=1e-6)


def _corners(functions: Sequence[Activation], sliders: Sequence[Tuner]) -> list[tuple[Activation, ...]]:
    """The functions with all sliders where they start, and with each in turn at five places."""
    start = start_of(functions, sliders)
    places = [
        (slider, value) for slider in sliders for value in np.linspace(slider.low, slider.high, 5).tolist()
    ]
    return [start, *(slider.apply(start, value) for slider, value in places)]


@dataclass(frozen=True)
class Panel:
    """One chart of the comparison: which of the functions it shows, by index."""

    key: str
    shown: tuple[int, ...]
    labels: tuple[str, ...]
    baseline: int | None
    overlaid: bool
    height: int = LEAST_HEIGHT
    names: tuple[tuple[str, LabelAnchor], ...] = ()

    @property
    def alternative(self) -> str:
        """What the chart shows, for those who cannot see it."""
        return f"{', '.join(self.labels)}; the text below says what the curves do."

    def functions_moved_by(self, slider: Tuner) -> list[int]:
        """Which of the functions shown change with the slider, by their places."""
        moved = {index for index, _ in slider.targets}
        return [place for place, index in enumerate(self.shown) if moved & {index, self.baseline}]

    def traces_of_curve(self, place: int, position: int, view: View) -> tuple[int, ...]:
        """Which traces run along a curve, by the place of its function among those shown and of its order."""
        curve = place * len(view.orders) + position
        return (3 * curve, 3 * curve + 2) if self.overlaid else (2 * curve,)

    def draw(self, functions: Sequence[Activation], view: View) -> Figure:
        """The figure of the chart, given all functions of the comparison."""
        chosen, baseline = self._chosen(functions)
        if self.overlaid:
            return figures.overlay(chosen, self.labels, view, baseline, self.names)
        return figures.tile(chosen[0], self.labels[0], view, baseline, self.height)

    def traces(self, place: int, functions: Sequence[Activation], view: View) -> list[Trace]:
        """Those of the traces of the figure that are of one function."""
        chosen, baseline = self._chosen(functions)
        if self.overlaid:
            return figures.overlay_traces(chosen[place], self.labels, place, view, baseline)
        return figures.tile_traces(chosen[place], view, baseline)

    def _chosen(self, functions: Sequence[Activation]) -> tuple[list[Activation], Activation | None]:
        baseline = None if self.baseline is None else functions[self.baseline]
        return [functions[index] for index in self.shown], baseline


def curve_names(entries: Sequence[Entry], sliders: Sequence[Tuner]) -> list[str]:
    moved = {index for slider in sliders for index, _ in slider.targets}
    return [name_of_entry(entry, index in moved) for index, entry in enumerate(entries)]


def label_of(index: int, entry: Entry, sliders: Sequence[Tuner]) -> str:
    """The name of a function, with the parameters that a slider sets: ``ELU(α)``; or with their values if none does.

    One that was written with values, such as ``ELU(alpha=0.3)``, is known by these, even if a slider moves them.
    """
    symbols = [symbol_of(name) for slider in sliders for target, name in slider.targets if target == index]
    if not symbols:
        return entry.name
    name = name_of_entry(entry, moved=True)
    if type(entry.function).__name__ in CATALOGUE:
        name = f"{name}({', '.join(symbols)})"
    written = label(entry.function).removeprefix(entry.function.title).strip()
    return f"{name} from {written}" if entry.is_pinned else name


def arrange(
    entries: Sequence[Entry], options: Options, sliders: Sequence[Tuner], low: float, high: float
) -> list[Panel]:
    """The charts of the comparison from `low` to `high`: one for each function, or one for all."""
    labels = tuple(label_of(index, entry, sliders) for index, entry in enumerate(entries))
    if options.baseline is not None:
        baseline = entries[options.baseline]
        labels = tuple(
            f"{own}, the baseline" if entry is baseline else f"{own} − {name_of_entry(baseline, moved=True)}"
            for own, entry in zip(labels, entries, strict=True)
        )
    everything = tuple(range(len(entries)))
    if options.overlaid:
        # Where the names stand best to begin with; there they stay, so that none leaps while a slider moves.
        start = start_of([entry.function for entry in entries], sliders)
        view = common_view(start, sliders, options, low, high)
        less = None if options.baseline is None else start[options.baseline]
        names = tuple(figures.short_name(name) for name in curve_names(entries, sliders))
        anchors = (
            tuple(zip(names, place_names(tuple(start), names, view, less), strict=True)) if entries else ()
        )
        return [Panel("chart", everything, labels, options.baseline, True, names=anchors)]
    height = HEIGHTS.get(columns_for(len(entries)), LEAST_HEIGHT)
    return [
        Panel(f"chart-{entry.key}", (index,), (labels[index],), options.baseline, False, height)
        for index, entry in enumerate(entries)
    ]


def columns_for(count: int) -> int:
    """Into how many columns so many charts go with no gap in the last row, if that can be had."""
    return {1: 1, 2: 2, 3: 3, 5: 3, 6: 3, 9: 3}.get(count, MOST_COLUMNS)
