"""The charts of training runs, which move with the chosen epoch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from activations.networks.datasets import DATASETS
from activations.networks.training import Task
from pages.shared.scrubbing import MovedArrays, SteppedChart, chart_with_mark
from pages.train import figures
from pages.train.figures import TrainingResult


def networks(results: Sequence[TrainingResult], task: Task) -> list[SteppedChart]:
    """The charts of what the networks make of their inputs, one for each function."""
    examples = task.examples()
    what = "which class it sees where" if DATASETS[task.data].classes else "the curve it has learned"
    return [
        SteppedChart(
            f"network-{index}",
            figures.picture(result, index, task, examples),
            partial(figures.moving, result, task),
            f"The network with {result.label}: {what}, and which units are dead; the text below says how well it does.",
            partial(figures.pictures, result) if DATASETS[task.data].classes else None,
        )
        for index, result in enumerate(results)
    ]


def curves(results: Sequence[TrainingResult], task: Task) -> list[SteppedChart]:
    """The charts of numbers over the epochs, all functions in one chart, and that of the gradients."""
    drawn = {"losses": (figures.losses, "the loss")}
    if DATASETS[task.data].classes:
        drawn["accuracies"] = (figures.accuracies, "the accuracy")
    drawn["dead"] = (figures.dead, "the number of dead units")
    for name in dict.fromkeys(name for result in results for name in result.record.settings if task.learned):
        drawn[f"learned-{name}"] = (partial(figures.learned_parameter, name=name), "the learned parameter")
    who = ", ".join(result.label for result in results)
    charts = []
    for key, (draw, what) in drawn.items():
        alt = f"{who}: {what} over the epochs; the text below tells what happens."
        charts.append(chart_with_mark(key, draw(results, task), alt))
    alt = f"{who}: the norm of the gradient in each layer; the text below names that of layer 1."
    slopes = SteppedChart("gradients", figures.gradients(results, task), partial(_slopes, results, task), alt)
    return [*charts, slopes]


def _slopes(results: Sequence[TrainingResult], task: Task, epochs: NDArray[np.float64]) -> MovedArrays:
    rows = figures.gradient_rows(results, task, epochs)
    return {index: {"y": each} for index, each in enumerate(rows)}
