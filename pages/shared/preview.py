"""What the charts of the pages show while a slider is dragged."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from activations import Activation, Parameter
from activations.evaluation import Array
from activations.sampling import abscissae
from pages.shared import figures
from pages.shared.comparison import Slider
from pages.shared.controls import PROBE_STEP, key_of
from pages.shared.figures import Figure, View
from pages.shared.live import Family, Track, stacked


def explore_families(f: Activation, view: View, probe: float) -> list[Family]:
    """Return the families of the chart of one function: one for each parameter, and one for the probe."""
    families = []
    for declared in f.parameters():
        # The family does not depend on where its own slider stands: at the default it is found again.
        held = replace(f, **{declared.name: declared.default})
        tracks = partial(_parameter_tracks, held, declared, view, probe)
        low, high = declared.typical
        families.append(
            Family(key_of(declared), low, high, declared.step, (held, declared.name, view, probe), tracks)
        )
    tracks = partial(_probe_tracks, f, view)
    return [*families, ProbeFamily("x", view.low, view.high, PROBE_STEP, (f, view), tracks)]


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


def _parameter_tracks(
    f: Activation, declared: Parameter, view: View, probe: float, values: Array
) -> list[Track]:
    settings = (replace(f, **{declared.name: value}) for value in values.tolist())
    return stacked([figures.explore(g, view, probe)["data"] for g in settings])


def _probe_tracks(f: Activation, view: View, values: Array) -> list[Track]:
    first = figures.curve_count(view)
    return [
        Track(first + index, attribute, rows)
        for index, arrays in enumerate(figures.probe_path(f, view, values))
        for attribute, rows in arrays.items()
    ]


def compare_families(
    functions: tuple[Activation, ...],
    sliders: Sequence[Slider],
    draw: Callable[..., Figure],
    identity: Hashable,
) -> list[Family]:
    """Return the families of one chart of a comparison: one for each slider that moves something in it.

    Parameters
    ----------
    functions : tuple of Activation
        The functions at their present settings.
    sliders : sequence of Slider
        Those that matter to the chart.
    draw : callable
        From functions to the figure.
    identity : hashable
        What else the chart depends on.
    """
    families = []
    for slider in sliders:
        held = slider.applied(functions, slider.low)
        tracks = partial(_slider_tracks, held, slider, draw)
        found = (held, slider.targets, identity)
        families.append(Family(slider.key, slider.low, slider.high, slider.step, found, tracks))
    return families


def _slider_tracks(
    functions: tuple[Activation, ...], slider: Slider, draw: Callable[..., Figure], values: Array
) -> list[Track]:
    return stacked([draw(slider.applied(functions, value))["data"] for value in values.tolist()])
