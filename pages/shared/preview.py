"""What the charts of the pages show while a slider is dragged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from activations import Activation, Parameter
from activations.evaluation import Array
from activations.sampling import abscissae, heights, moves_kinks, order_of
from pages.shared import figures
from pages.shared.comparison import Chart, Tuner
from pages.shared.controls import PROBE_STEP, key_of
from pages.shared.figures import View
from pages.shared.live import Family, Steps, Track, stacked
from pages.shared.live.stretch import Stretch

# The least and the largest value of a slider, and its step.
Scale = tuple[float, float, float]

# A slider with more values than that has marks that are right to a fraction of a pixel, and not to the last digit.
EXACT_VALUES = 500


def explore_families(
    f: Activation, view: View, probe: float, scales: Mapping[str, Scale] = MappingProxyType({})
) -> list[Family]:
    """Return the families of the chart of one function: curves and marks for each parameter, and the probe's.

    Parameters
    ----------
    scales : mapping
        The least and the largest value of each slider that is widened, and its step, by its key.
    """
    families = []
    for declared in f.parameters():
        # The family does not depend on where its own slider stands: at the default it is found again.
        held = replace(f, **{declared.name: declared.default})
        key = key_of(declared)
        low, high, step = scale = scales.get(key, (*declared.typical, declared.step))
        few = (high - low) / step < EXACT_VALUES
        power = stretching(held, declared.name, low, high)
        highest, reach = replace(f, **{declared.name: high}), (low, high, view.low, view.high)
        stretches = [
            Stretch(2 * (view.shading + index), order_of(highest, order), power + order, *reach)
            for index, order in enumerate(view.orders)
            if power is not None
        ]
        tracks = partial(_parameter_tracks, held, declared, view)
        marks = partial(_parameter_marks, held, declared, view, probe, power)
        families += [
            Family(key, *scale, (held, declared.name, view), tracks, stretches=stretches),
            (MarksFamily if few else Family)(key, *scale, (held, declared.name, view, probe), marks),
        ]
    place = scales.get("x", (view.low, view.high, PROBE_STEP))
    tracks, every = partial(_probe_tracks, f, view), partial(_probe_marks, f, view)
    return [*families, ProbeFamily("x", *place, (f, view), tracks, every)]


class MarksFamily(Family):
    """The marks at every value of a parameter, to the digits that their labels read out."""

    def given(self) -> Array:
        """Return all values."""
        return self.stops()

    @np.errstate(invalid="ignore")
    def rest(self, values: Array) -> Sequence[Track]:
        """Return the marks; where they lie on straight lines, as they often do, from a few of them."""
        places = np.linspace(0, len(values) - 1, 9).round().astype(int)
        if len(set(places.tolist())) < 9:
            return self.tracks(values)
        # Every other one tells whether those between which it stands are enough.
        ends = values[places[::2]]
        left = np.searchsorted(ends[1:-1], values, "right")
        share = ((values - ends[left]) / (ends[left + 1] - ends[left]))[:, None]
        result = []
        for track in self.tracks(values[places]):
            before, after = track.rows[::2][left], track.rows[::2][left + 1]
            rows = before + share * (after - before)
            if not np.allclose(rows[places], track.rows, 1e-9, 1e-12, equal_nan=True):
                return self.tracks(values)
            result.append(track._replace(rows=rows))
        return result


class ProbeFamily(Family):
    """The marks at every place of the probe."""

    def first(self, count: int) -> NDArray[np.intp]:
        """Begin at the points of the drawn curves, which are close where the curves bend."""
        f, view = self.identity
        points = (abscissae(f, view.low, view.high) - self.low) / self.step
        kinks = (np.array(f.kinks()) - self.low) / self.step
        # Nothing is interpolated across a kink: f′ or f may jump there.
        beside = [np.ceil(kinks) - 1, np.floor(kinks), np.ceil(kinks), np.floor(kinks) + 1]
        found = np.concatenate([points[::4].round(), *beside, [0, count - 1]])
        return np.unique(np.clip(found, 0, count - 1).astype(int))


@lru_cache(maxsize=256)
def stretching(f: Activation, name: str, low: float, high: float) -> int | None:
    """Return k if a parameter v does no more than stretch the curve: if f at v is (v/w)ᵏ times f at w of v x/w.

    Measured at some places, the lowest of the values and one between them; None if there is no such whole number.
    """
    if low <= 0:
        return None
    highest = replace(f, **{name: high})
    if highest.kinks():
        # What lies between the points of a table would be wrong there.
        return None
    x = np.linspace(-6.1, 5.9, 61)
    shares = {value / high: replace(f, **{name: value}) for value in (low, np.sqrt(low * high))}
    for power in (-1, 0, 1):
        if all(
            np.allclose(g(x), share**power * highest(share * x), 1e-9, 1e-12) for share, g in shares.items()
        ):
            return power
    return None


def _parameter_tracks(f: Activation, declared: Parameter, view: View, values: Array) -> list[Track]:
    settings = (replace(f, **{declared.name: value}) for value in values.tolist())
    lines = view._replace(shading=False)
    return _later(stacked([figures.curves(g, lines) for g in settings]), 2 * view.shading)


def _later(tracks: Sequence[Track], first: int) -> list[Track]:
    return [track._replace(trace=first + track.trace) for track in tracks]


def _parameter_marks(
    f: Activation, declared: Parameter, view: View, probe: float, power: int | None, values: Array
) -> list[Track]:
    """Return the marks of the probe and the shaded areas: neither are between two values what they are there."""
    settings = [replace(f, **{declared.name: value}) for value in values.tolist()]
    place, orders = np.array([probe]), figures.read(view)
    if power is None:
        rows = [
            np.concatenate(row) for row in zip(*(heights(g, orders, place) for g in settings), strict=True)
        ]
    else:
        share = values / values[-1]
        stretched = heights(settings[-1], orders, share * probe)
        rows = [share ** (power + order) * row for order, row in zip(orders, stretched, strict=True)]
    path = dict(zip(orders, rows, strict=True))
    marks = figures.probe_path(view, np.full(len(values), probe), path)
    shades = stacked([figures.shading(g, view) for g in settings]) if view.shading else []
    return [*shades, *_marks(view, marks)]


def _probe_tracks(f: Activation, view: View, values: Array) -> list[Track]:
    return [track for track in _probe(f, view, values) if track.attribute == "x" or track.rows.shape[1] > 1]


def _probe_marks(f: Activation, view: View, values: Array) -> list[Track]:
    """Return the heights of the marks, which their labels read out to five digits."""
    return [track for track in _probe(f, view, values) if track.attribute == "y" and track.rows.shape[1] == 1]


def _probe(f: Activation, view: View, values: Array) -> list[Track]:
    orders = figures.read(view)
    path = dict(zip(orders, heights(f, orders, values), strict=True))
    return _marks(view, figures.probe_path(view, values, path))


def _marks(view: View, marks: Sequence[dict[str, Array]]) -> list[Track]:
    first = figures.curve_count(view)
    return [
        Track(first + index, attribute, rows)
        for index, arrays in enumerate(marks)
        for attribute, rows in arrays.items()
    ]


def compare_families(
    functions: tuple[Activation, ...],
    sliders: Sequence[Tuner],
    chart: Chart,
    view: View,
) -> list[Family]:
    """Return the families of one chart of a comparison: one for each slider that moves something in it.

    Parameters
    ----------
    functions : tuple of Activation
        The functions at their present settings.
    sliders : sequence of Tuner
        Those that matter to the chart.
    chart : Chart
        The chart.
    view : View
        Its axes.
    """
    return [_slider_family(functions, slider, chart, view) for slider in sliders]


def _slider_family(functions: tuple[Activation, ...], slider: Tuner, chart: Chart, view: View) -> Family:
    seen = {chart.baseline, *(chart.shown[place] for place in chart.moved_by(slider))}
    targets = tuple((index, name) for index, name in slider.targets if index in seen)
    # The family depends neither on where its own slider stands nor on functions that do not change with it.
    moving = replace(slider, value=slider.low, targets=targets)
    held = moving.applied([f if i in seen else type(f)() for i, f in enumerate(functions)], slider.low)
    # Where the kinks of one function move, they trade places with the points of another.
    mixed = chart.baseline is not None and any(moves_kinks(type(held[index])) for index, _ in targets)
    return (Steps if mixed else Family)(
        slider.key,
        slider.low,
        slider.high,
        slider.step,
        (held, moving, chart, view),
        partial(_slider_tracks, held, moving, chart, view),
        stretches=_compared(held, moving, chart, view),
    )


def _compared(functions: tuple[Activation, ...], slider: Tuner, chart: Chart, view: View) -> list[Stretch]:
    """Return what a slider stretches in a chart of a comparison: functions, and the baseline that is taken away."""
    result = []
    for index, name in slider.targets:
        power = stretching(functions[index], name, slider.low, slider.high)
        if power is None:
            continue
        highest = replace(functions[index], **{name: slider.high})
        reach = (slider.low, slider.high, view.low, view.high)
        for place, shown in enumerate(chart.shown):
            signs = [1.0] * (index == shown) + [-1.0] * (index == chart.baseline)
            for sign, (position, order) in product(signs, enumerate(view.orders)):
                function = partial(_signed, sign, order_of(highest, order))
                result += [
                    Stretch(trace, function, power + order, *reach)
                    for trace in chart.along(place, position, view)
                ]
    return result


def _signed(sign: float, function: Callable[[Array], Array], x: Array) -> Array:
    return sign * function(x)


def _slider_tracks(
    functions: tuple[Activation, ...], slider: Tuner, chart: Chart, view: View, values: Array
) -> list[Track]:
    settings = [slider.applied(functions, value) for value in values.tolist()]
    return [
        track
        for place in chart.moved_by(slider)
        for track in _later(
            stacked([chart.traces(place, each, view) for each in settings]), chart.along(place, 0, view)[0]
        )
    ]
