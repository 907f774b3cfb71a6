"""What the charts of Compare show while a slider is dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from activations import Activation
from activations.evaluation import Array
from activations.sampling import moves_kinks, order_of
from pages.compare.panels import Panel
from pages.compare.tuners import Tuner
from pages.shared.figures import View
from pages.shared.live.families import Family, Steps, Track, renumber, stack
from pages.shared.live.stretch import Stretch, find_power


def compare_families(
    functions: tuple[Activation, ...],
    sliders: Sequence[Tuner],
    panel: Panel,
    view: View,
) -> list[Family]:
    """The families of one chart of a comparison: one for each slider that moves something in it.

    Parameters
    ----------
    functions : tuple of Activation
        The functions at their present settings.
    sliders : sequence of Tuner
        Those that matter to the panel.
    panel : Panel
        The panel.
    view : View
        Its axes.
    """
    return [_slider_family(functions, slider, panel, view) for slider in sliders]


def _slider_family(functions: tuple[Activation, ...], slider: Tuner, panel: Panel, view: View) -> Family:
    affected = {panel.baseline, *(panel.shown[place] for place in panel.functions_moved_by(slider))}
    targets = tuple((index, name) for index, name in slider.targets if index in affected)
    # The family depends neither on where its own slider stands nor on functions that do not change with it.
    moving = replace(slider, value=slider.low, targets=targets)
    held = moving.apply([f if i in affected else type(f)() for i, f in enumerate(functions)], slider.low)
    # Where the kinks of one function move, they trade places with the points of another.
    mixed = panel.baseline is not None and any(moves_kinks(type(held[index])) for index, _ in targets)
    return (Steps if mixed else Family)(
        slider.key,
        slider.low,
        slider.high,
        slider.step,
        (held, moving, panel, view),
        partial(_slider_tracks, held, moving, panel, view),
        stretches=_find_stretches(held, moving, panel, view),
    )


def _find_stretches(
    functions: tuple[Activation, ...], slider: Tuner, panel: Panel, view: View
) -> list[Stretch]:
    """The curves that a slider stretches in a chart: those of functions, and of the baseline."""
    result = []
    for index, name in slider.targets:
        power = find_power(functions[index], name, slider.low, slider.high)
        if power is None:
            continue
        highest = replace(functions[index], **{name: slider.high})
        reach = (slider.low, slider.high, view.low, view.high)
        for place, shown in enumerate(panel.shown):
            signs = [1.0] * (index == shown) + [-1.0] * (index == panel.baseline)
            for sign, (position, order) in product(signs, enumerate(view.orders)):
                function = partial(_signed, sign, order_of(highest, order))
                result += [
                    Stretch(trace, function, power + order, *reach)
                    for trace in panel.traces_of_curve(place, position, view)
                ]
    return result


def _signed(sign: float, function: Callable[[Array], Array], x: Array) -> Array:
    return sign * function(x)


def _slider_tracks(
    functions: tuple[Activation, ...], slider: Tuner, panel: Panel, view: View, values: Array
) -> list[Track]:
    settings = [slider.apply(functions, value) for value in values.tolist()]
    return [
        track
        for place in panel.functions_moved_by(slider)
        for track in renumber(
            stack([panel.traces(place, each, view) for each in settings]),
            panel.traces_of_curve(place, 0, view)[0],
        )
    ]
