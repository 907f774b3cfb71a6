"""What became of training runs, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from activations.core import symbol_of
from activations.networks.training import MOST_LOSS, Task
from pages.shared.words import digits, table
from pages.train.figures import TrainingResult, count_dead_units
from pages.train.record import Record

LEGEND = (
    "Solid lines: training examples. Dashed lines: as many held-out examples. Below each picture stands a row of units "
    "for each hidden layer; a cross is a **dead** unit, which is exactly 0 for every training example."
)
PLANE_LEGEND = (
    "Blue, circles: one class; orange, diamonds: the other. The fainter the colour, the less sure the network is; "
    "on the line both are equally likely. "
)
LINE_LEGEND = "Small circles: the examples; the line is what the network has learned from them. "


# The share of held-out examples that a network gets right which has learned its task, or most of it.
LEARNED, PARTLY = 0.95, 0.8


def outcomes(results: Sequence[TrainingResult], task: Task, epoch: int) -> str:
    """What became of the network of each function after some epochs, as a table that begins with the verdict."""
    classes = not math.isnan(results[0].record.accuracies[0, 0])
    rights = ("right", "held out, right") if classes else ()
    header = (f"epoch {epoch}", "verdict", "loss", "held out", *rights, "dead units", "gradient at layer 1")
    return table(header, (_outcome(result, task, epoch) for result in results))


def _outcome(result: TrainingResult, task: Task, epoch: int) -> list[str]:
    record = result.record
    row = record.row(epoch)
    losses, right = record.losses[row], record.accuracies[row]
    gradient = record.gradients[row, 0]
    return [
        f"**{result.label}**",
        _verdict(record, task, row),
        *(digits(loss, 2) for loss in losses.tolist()),
        *(percent(share) for share in right.tolist() if not math.isnan(share)),
        describe_dead_units(record.dead[row]),
        digits(gradient, 2) if gradient else "0: none arrives",
    ]


def _verdict(record: Record, task: Task, row: int) -> str:
    if record.diverged:
        return "**diverged**"
    if record.epochs[-1] < task.epochs:
        return f"stopped at epoch {record.epochs[-1]}"
    right = record.accuracies[row, 1]
    if math.isnan(right):
        return f"epoch {record.epochs[row]}"
    return "learned" if right >= LEARNED else "partly learned" if right >= PARTLY else "not learned"


def remarks(result: TrainingResult, task: Task) -> list[str]:
    """What more there is to say of a run: why it ended, and what became of parameters that were learned."""
    record = result.record
    sentences = []
    for name, values in record.settings.items() if task.learned else ():
        course = ", ".join(
            f"{digits(value, 2)} in layer {layer}" for layer, value in enumerate(values[-1].tolist(), 1)
        )
        sentences.append(
            f"**{result.label}**: {symbol_of(name)} went from {digits(float(values[0, 0]), 2)} to {course}."
        )
    if record.diverged:
        sentences.append(
            f"**{result.label}** diverged: after epoch {record.epochs[-1]} its loss passed {digits(MOST_LOSS)}, or its "
            f"numbers were no longer finite, and the run ended; its last good state is shown. {_remedy(record)}."
        )
    return sentences


def _remedy(record: Record) -> str:
    if record.partial:
        return (
            "The function is not defined for every number, and a unit received one for which it is not: a smaller "
            "learning rate need not help"
        )
    return "A smaller learning rate may help"


def describe_dead_units(dead: Any) -> str:
    """How many units of each layer are dead: ``11 of 16 in layer 1``."""
    counts = [(int(layer.sum()), index) for index, layer in enumerate(dead, 1) if layer.any()]
    if not counts:
        return "none"
    units = dead.shape[1]
    return " and ".join(f"{count} of {units} in layer {index}" for count, index in counts)


def percent(share: float) -> str:
    """A share as a percentage that says 100 % only of all."""
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def summarise_seeds(result: TrainingResult, task: Task, epoch: int) -> str:
    """The median and the spread of what became of a function with several seeds."""
    records = result.records
    rows = [record.row(epoch) for record in records]
    parts = []
    shares = [record.accuracies[row, 1] for record, row in zip(records, rows, strict=True)]
    if not math.isnan(shares[0]):
        parts.append(f"held-out accuracy {_spread(shares, percent)}")
    held_out = [record.losses[row, 1] for record, row in zip(records, rows, strict=True)]
    parts.append(f"held-out loss {_spread(held_out, _short)}")
    dead = [float(count_dead_units(record)[row]) for record, row in zip(records, rows, strict=True)]
    parts.append(f"dead units {_spread(dead, _short)} of {task.hidden * task.units}")
    diverged = sum(record.diverged for record in records)
    if diverged:
        parts.append(f"{diverged} of {len(records)} diverged")
    return f"**{result.label}**, {len(records)} seeds, median (least to greatest): {'; '.join(parts)}."


def _spread(values: Sequence[float], text: Any) -> str:
    return f"{text(float(np.median(values)))} ({text(min(values))} to {text(max(values))})"


def _short(value: float) -> str:
    return digits(value, 2)


SEEDS_LEGEND = "Lines are medians; the shaded area holds every seed. Pictures show the first one."


def columns(results: Sequence[TrainingResult], task: Task) -> dict[str, list[object]]:
    """The numbers of the runs as columns of a table."""
    whole = max(results, key=lambda result: len(result.record.epochs)).record
    numbers: dict[str, list[object]] = {"epoch": whole.epochs.tolist()}
    for result in results:
        record = result.record
        for name, values in (
            ("loss", record.losses[:, 0]),
            ("loss, held out", record.losses[:, 1]),
            ("accuracy", record.accuracies[:, 0]),
            ("accuracy, held out", record.accuracies[:, 1]),
            ("gradient at layer 1", record.gradients[:, 0]),
            ("dead units", count_dead_units(record)),
            *((f"{symbol_of(key)} in layer {layer + 1}", values[:, layer])
              for key, values in record.settings.items() if task.learned for layer in range(task.hidden)),
        ):  # fmt: skip
            if not np.isnan(values).all():
                texts = [digits(value, 3) for value in values.tolist()]
                numbers[f"{result.label} {name}"] = [*texts, *["–"] * (len(whole.epochs) - len(texts))]
    return numbers
