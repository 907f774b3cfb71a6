"""The charts of training runs, which move with the chosen epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activations.datasets import DATASETS
from activations.training import Task
from pages.shared import figures, lines, live, train_figures
from pages.shared.figures import Figure
from pages.shared.train_figures import Run


@dataclass(frozen=True)
class Chart:
    """One chart of the page, which moves with the chosen epoch.

    Attributes
    ----------
    key : str
        Its key.
    figure : dict
        What it shows at the start.
    moved : callable
        From epochs to the arrays that change, by trace and attribute, one row for each.
    alt : str
        What it shows, in words.
    pictures : callable
        From epochs to what lies behind the traces.
    """

    key: str
    figure: Figure
    moved: Callable[[NDArray[np.float64]], Mapping[int, Mapping[str, NDArray[Any]]]]
    alt: str
    pictures: Callable[[NDArray[np.float64]], list[str]] | None = None

    def at(self, epoch: int) -> Figure:
        """Return the figure at an epoch."""
        here = np.array([epoch], dtype=float)
        data = list(self.figure["data"])
        for trace, arrays in self.moved(here).items():
            data[trace] = data[trace] | {attribute: rows[0] for attribute, rows in arrays.items()}
        layout = self.figure["layout"]
        sources = self.pictures(here) if self.pictures else []
        images = [
            image | {"source": source}
            for image, source in zip(layout.get("images", ()), sources, strict=True)
        ]
        return {"data": data, "layout": layout | ({"images": images} if images else {})}

    def show(self, epoch: int, task: Task, identity: tuple[object, ...]) -> None:
        """Show the chart at the chosen epoch; it is another one if `identity` or the task is."""
        fixed = (self.key, task, *identity)
        live.chart(
            self.key,
            self.at,
            epoch,
            fixed=fixed,
            families=[live.Steps("epoch", 0, task.epochs, task.stride, fixed, self._tracks, self.pictures)],
            held={"epoch": epoch},
            config=figures.CONFIG,
            alt=self.alt,
        )

    def _tracks(self, epochs: NDArray[np.float64]) -> list[live.Track]:
        return [
            live.Track(trace, attribute, rows)
            for trace, arrays in self.moved(epochs).items()
            for attribute, rows in arrays.items()
        ]


def networks(found: Sequence[Run], task: Task) -> list[Chart]:
    """Return the charts of what the networks make of their inputs, one for each function."""
    examples = task.examples()
    what = "which class it sees where" if DATASETS[task.data].classes else "the curve it has learned"
    return [
        Chart(
            f"network-{index}",
            train_figures.picture(run, index, task, examples),
            partial(train_figures.moving, run, task),
            f"The network with {run.label}: {what}, and which of its units are dead; the text below says how it does.",
            partial(train_figures.pictures, run) if DATASETS[task.data].classes else None,
        )
        for index, run in enumerate(found)
    ]


def courses(found: Sequence[Run], task: Task) -> list[Chart]:
    """Return the charts of numbers over the epochs, all functions in one chart, and that of the gradients."""
    drawn = {"losses": (train_figures.losses, "the loss")}
    if DATASETS[task.data].classes:
        drawn["accuracies"] = (train_figures.accuracies, "the accuracy")
    drawn["dead"] = (train_figures.dead, "the number of dead units")
    for name in dict.fromkeys(name for run in found for name in run.record.settings if task.learned):
        drawn[f"learned-{name}"] = (partial(train_figures.settings, name=name), "the learned parameter")
    who = ", ".join(run.label for run in found)
    charts = []
    for key, (draw, what) in drawn.items():
        figure = draw(found, task)
        last = len(figure["data"]) - 1
        alt = f"{who}: {what} over the epochs; the text below says what becomes of it."
        charts.append(Chart(key, figure, partial(_marked, last), alt))
    alt = f"{who}: the norm of the gradient in each layer; the text below names that of layer 1."
    slopes = Chart("gradients", train_figures.gradients(found, task), partial(_slopes, found, task), alt)
    return [*charts, slopes]


def _marked(trace: int, epochs: NDArray[np.float64]) -> dict[int, dict[str, NDArray[Any]]]:
    return {trace: {"x": lines.marks(epochs)}}


def _slopes(
    found: Sequence[Run], task: Task, epochs: NDArray[np.float64]
) -> dict[int, dict[str, NDArray[Any]]]:
    rows = train_figures.gradient_rows(found, task, epochs)
    return {index: {"y": each} for index, each in enumerate(rows)}
