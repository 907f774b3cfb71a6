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
    sweep: Sweep, logarithmic: bool, named: Mapping[float, str], spread: tuple[float, ...] = ()
) -> SteppedChart:
    alt = (
        f"Held-out loss of {sweep.losses.size} runs against {sweep.symbol}, with the median over the seeds; "
        "the text below says which values differ."
    )
    return _marked("losses", figures.losses(sweep, logarithmic, named, spread), sweep, logarithmic, alt)


def theory(sweep: Sweep, theories: Sequence[Theory], logarithmic: bool) -> SteppedChart:
    alt = f"What theory says of signal and gradient against {sweep.symbol}; the table below has the numbers."
    return _marked("theory", figures.theory(sweep, theories, logarithmic), sweep, logarithmic, alt)


def accuracies(sweep: Sweep, logarithmic: bool) -> SteppedChart:
    alt = f"Held-out accuracy of each run against {sweep.symbol}; the table below has the medians."
    return _marked("accuracies", figures.accuracies(sweep, logarithmic), sweep, logarithmic, alt)


def dead(sweep: Sweep, logarithmic: bool) -> SteppedChart:
    alt = f"How many units of each run are dead, against {sweep.symbol}; the table below has the medians."
    return _marked("dead", figures.dead(sweep, logarithmic), sweep, logarithmic, alt)


def gradients(sweep: Sweep) -> SteppedChart:
    alt = "The norm of the gradient in each layer with the chosen value, for each seed."
    return SteppedChart("gradients", figures.gradients(sweep), partial(figures.moving_gradients, sweep), alt)


def charts_below(sweep: Sweep, theories: Sequence[Theory], logarithmic: bool) -> list[SteppedChart]:
    """The charts below the first two, in pairs."""
    shares = [accuracies(sweep, logarithmic)] if DATASETS[sweep.task.data].classes else []
    return [
        courses(sweep),
        theory(sweep, theories, logarithmic),
        *shares,
        dead(sweep, logarithmic),
        gradients(sweep),
    ]


def network(sweep: Sweep) -> SteppedChart:
    figure = figures.network(sweep, sweep.task.examples())
    alt = "What the network of the first seed has learned with the chosen value; the text below says how well it does."
    pictures = partial(figures.pictures, sweep) if DATASETS[sweep.task.data].classes else None
    return SteppedChart("network", figure, partial(figures.moving_network, sweep), alt, pictures)


def courses(sweep: Sweep) -> SteppedChart:
    alt = "The loss over the epochs with the chosen value, for each seed."
    return SteppedChart("courses", figures.courses(sweep), partial(figures.moving_courses, sweep), alt)


def _marked(key: str, figure: Figure, sweep: Sweep, logarithmic: bool, alt: str) -> SteppedChart:
    last = len(figure["data"]) - 1

    def move(stops: Array) -> MovedArrays:
        return {last: {"x": figures.mark_places(sweep, logarithmic, stops)}}

    return SteppedChart(key, figure, move, alt)
