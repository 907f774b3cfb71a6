"""The chart of Explore while a slider is dragged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from activations import Activation, Parameter
from activations.evaluation import Array
from activations.sampling import abscissae, heights, order_of
from pages.explore.controls import PROBE_STEP
from pages.shared import curve_figures
from pages.shared.figures import View
from pages.shared.live.families import Family, Track, number_tracks, renumber, stack
from pages.shared.live.stretch import Stretch, find_power
from pages.shared.sliders import key_of

# The least and the largest value of a slider, and its step.
Scale = tuple[float, float, float]
# A slider with more values than that has marks that are right to a fraction of a pixel, and not to the last digit.
EXACT_VALUES = 500


def explore_families(
    f: Activation, view: View, probe: float, scales: Mapping[str, Scale] = MappingProxyType({})
) -> list[Family]:
    """The families of the chart of one function: curves and marks for each parameter, and the probe's.

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
        power = find_power(held, declared.name, low, high)
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
    return [*families, ProbeFamily("x", *place, (f, view), tracks, every, f=f, view=view)]


class MarksFamily(Family):
    """The marks at every value of a parameter, to the digits that their labels read out."""

    def stops_to_send(self) -> Array:
        return self.stops()

    @np.errstate(invalid="ignore")
    def tracks_to_send(self, values: Array) -> Sequence[Track]:
        """The marks; where they lie on straight lines, as they often do, from a few of them."""
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


@dataclass(frozen=True)
class ProbeFamily(Family):
    """The marks at every place of the probe.

    Attributes
    ----------
    f : Activation
        The function that is read off.
    view : View
        The chart it is drawn in.
    """

    f: Activation = field(kw_only=True, compare=False)
    view: View = field(kw_only=True, compare=False)

    def first_stops(self, count: int) -> NDArray[np.intp]:
        """Begin at the points of the drawn curves, which are close where the curves bend."""
        points = (abscissae(self.f, self.view.low, self.view.high) - self.low) / self.step
        kinks = (np.array(self.f.kinks()) - self.low) / self.step
        # Nothing is interpolated across a kink: f′ or f may jump there.
        beside = [np.ceil(kinks) - 1, np.floor(kinks), np.ceil(kinks), np.floor(kinks) + 1]
        candidates = np.concatenate([points[::4].round(), *beside, [0, count - 1]])
        return np.unique(np.clip(candidates, 0, count - 1).astype(int))


def _parameter_tracks(f: Activation, declared: Parameter, view: View, values: Array) -> list[Track]:
    settings = (replace(f, **{declared.name: value}) for value in values.tolist())
    lines = view._replace(shading=False)
    return renumber(stack([curve_figures.curves(g, lines) for g in settings]), 2 * view.shading)


def _parameter_marks(
    f: Activation, declared: Parameter, view: View, probe: float, power: int | None, values: Array
) -> list[Track]:
    """The marks of the probe and the shaded areas: neither can be interpolated between two values."""
    settings = [replace(f, **{declared.name: value}) for value in values.tolist()]
    place, orders = np.array([probe]), curve_figures.orders_of_probe(view)
    if power is None:
        rows = [
            np.concatenate(row) for row in zip(*(heights(g, orders, place) for g in settings), strict=True)
        ]
    else:
        share = values / values[-1]
        stretched = heights(settings[-1], orders, share * probe)
        rows = [share ** (power + order) * row for order, row in zip(orders, stretched, strict=True)]
    path = dict(zip(orders, rows, strict=True))
    marks = curve_figures.probe_path(view, np.full(len(values), probe), path)
    shades = stack([curve_figures.shading(g, view) for g in settings]) if view.shading else []
    return [*shades, *_marks(view, marks)]


def _probe_tracks(f: Activation, view: View, values: Array) -> list[Track]:
    return [track for track in _probe(f, view, values) if track.attribute == "x" or track.rows.shape[1] > 1]


def _probe_marks(f: Activation, view: View, values: Array) -> list[Track]:
    """The heights of the marks, which their labels read out to five digits."""
    return [track for track in _probe(f, view, values) if track.attribute == "y" and track.rows.shape[1] == 1]


def _probe(f: Activation, view: View, values: Array) -> list[Track]:
    orders = curve_figures.orders_of_probe(view)
    path = dict(zip(orders, heights(f, orders, values), strict=True))
    return _marks(view, curve_figures.probe_path(view, values, path))


def _marks(view: View, marks: Sequence[dict[str, Array]]) -> list[Track]:
    # They come behind the curves, each with its dots, and the shaded parts.
    return number_tracks(marks, first_mark(view))


def first_mark(view: View) -> int:
    """The index of the first trace that is a mark of the probe."""
    return 2 * len(view.orders) + 2 * view.shading
