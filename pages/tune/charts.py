"""The charts of a sweep, which move with the chosen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from activations.evaluation import Array
from activations.networks.datasets import DATASETS
from pages.shared.figures import Figure
from pages.shared.scrubbing import MovedArrays, SteppedChart
from pages.tune import figures
from pages.tune.results import Sweep, Theory


def losses(
    found: Sweep, logarithmic: bool, named: Mapping[float, str], spread: tuple[float, ...] = ()
) -> SteppedChart:
    alt = (
        f"Held-out loss of {found.losses.size} runs against {found.symbol}, with the median over the seeds; "
        "the text below says which values differ."
    )
    return _marked("losses", figures.losses(found, logarithmic, named, spread), found, logarithmic, alt)


def theory(found: Sweep, told: Sequence[Theory], logarithmic: bool) -> SteppedChart:
    alt = f"What theory says of signal and gradient against {found.symbol}; the table below has the numbers."
    return _marked("theory", figures.theory(found, told, logarithmic), found, logarithmic, alt)


def accuracies(found: Sweep, logarithmic: bool) -> SteppedChart:
    alt = f"Held-out accuracy of each run against {found.symbol}; the table below has the medians."
    return _marked("accuracies", figures.accuracies(found, logarithmic), found, logarithmic, alt)


def dead(found: Sweep, logarithmic: bool) -> SteppedChart:
    alt = f"How many units of each run are dead, against {found.symbol}; the table below has the medians."
    return _marked("dead", figures.dead(found, logarithmic), found, logarithmic, alt)


def gradients(found: Sweep) -> SteppedChart:
    alt = "The norm of the gradient in each layer with the chosen value, for each seed."
    return SteppedChart("gradients", figures.gradients(found), partial(figures.moving_gradients, found), alt)


def beside(found: Sweep, told: Sequence[Theory], logarithmic: bool) -> list[SteppedChart]:
    """The charts below the first two, in pairs."""
    shares = [accuracies(found, logarithmic)] if DATASETS[found.task.data].classes else []
    return [
        courses(found),
        theory(found, told, logarithmic),
        *shares,
        dead(found, logarithmic),
        gradients(found),
    ]


def network(found: Sweep) -> SteppedChart:
    figure = figures.network(found, found.task.examples())
    alt = "What the network of the first seed has learned with the chosen value; the text below says how well it does."
    pictures = partial(figures.pictures, found) if DATASETS[found.task.data].classes else None
    return SteppedChart("network", figure, partial(figures.moving_network, found), alt, pictures)


def courses(found: Sweep) -> SteppedChart:
    alt = "The loss over the epochs with the chosen value, for each seed."
    return SteppedChart("courses", figures.courses(found), partial(figures.moving_courses, found), alt)


def _marked(key: str, figure: Figure, found: Sweep, logarithmic: bool, alt: str) -> SteppedChart:
    last = len(figure["data"]) - 1

    def move(stops: Array) -> MovedArrays:
        return {last: {"x": figures.marks(found, logarithmic, stops)}}

    return SteppedChart(key, figure, move, alt)
