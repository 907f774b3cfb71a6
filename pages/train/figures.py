"""Training runs as figures: plain dicts, as all figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.core import symbol_of
from activations.evaluation import Array
from activations.networks.datasets import WINDOW, Examples
from activations.networks.training import Task
from pages.shared import lines, maps
from pages.shared.figures import GREY, PALETTE, Figure, Trace, axis
from pages.shared.framing import pad
from pages.shared.words import digits
from pages.train.record import Record
from pages.train.snapshots import stride_of

# Beyond these curves are cut, so that one that explodes does not flatten all others.
DECADES = (-12.0, 6.0)
DASHES = ("solid", "dash", "dot", "dashdot")
MARKED = "chosen epoch"
PICTURE_HEIGHT = 350
# The part of a picture's height that its units take.
UNITS = 0.2


class TrainingResult(NamedTuple):
    """What became of one function: its name and a record for each seed, of which the first is shown in pictures."""

    label: str
    records: tuple[Record, ...]

    @property
    def record(self) -> Record:
        return self.records[0]


def epochs_of(task: Task) -> Array:
    """The epochs that the slider stops at."""
    return np.arange(0, task.epochs + 1, stride_of(task), dtype=float)


def each_seed(result: TrainingResult, task: Task, of: Callable[[Record], Array]) -> Array:
    """One number of a record at each epoch, a row for each seed, nan from where it diverged on."""
    numbers = [of(record) for record in result.records]
    rows = np.full((len(numbers), len(epochs_of(task)), *numbers[0].shape[1:]), np.nan)
    for row, values in zip(rows, numbers, strict=True):
        row[: len(values)] = values
    return rows


def median(rows: Array) -> Array:
    """The median over the seeds that have not diverged, nan where all have."""
    result = np.full(rows.shape[1], np.nan)
    known = ~np.isnan(rows).all(axis=0)
    result[known] = np.nanmedian(rows[:, known], axis=0)
    return result


def losses(results: Sequence[TrainingResult], task: Task) -> Figure:
    traces, shown = _pair(results, task, lambda record: record.losses, lines.decades, _three_digits)
    frame, ticks = lines.decade_axis(shown, DECADES)
    return _over_epochs("Loss", traces, task, axis("", frame, zeroline=False, **ticks))


def accuracies(results: Sequence[TrainingResult], task: Task) -> Figure:
    """The chart of the share of examples that are told apart rightly."""
    traces, shown = _pair(results, task, lambda record: record.accuracies, _identity, _percent)
    lowest = min(0.5, float(np.nanmin(shown, initial=1.0)))
    frame = (math.floor(20 * lowest - 0.2) / 20, 1.02)
    return _over_epochs("Accuracy", traces, task, axis("", frame, tickformat=".0%", zeroline=False))


def dead(results: Sequence[TrainingResult], task: Task) -> Figure:
    """The chart of the number of units that are 0 at every example that is trained on."""
    traces = []
    for index, result in enumerate(results):
        rows = each_seed(result, task, count_dead_units)
        traces += _spread(result, rows, index, task, _identity)
        middle = median(rows)
        texts = [digits(value, 3) for value in middle.tolist()]
        traces.append(lines.line(result.label, epochs_of(task), middle, index, "solid", texts))
    every = task.hidden * task.units
    return _over_epochs(f"Dead units of {every}", traces, task, axis("", (-0.04 * every, 1.04 * every)))


def count_dead_units(record: Record) -> Array:
    """How many units of all layers are dead at each epoch."""
    dead: Array = record.dead.sum(axis=(1, 2)).astype(float)
    return dead


def _pair(
    results: Sequence[TrainingResult],
    task: Task,
    of: Callable[[Record], Array],
    scale: Callable[[Array], Array],
    text: Callable[[float], str],
) -> tuple[list[Trace], Array]:
    """Lines for the examples that are trained on and for the held-out ones, and all that they show."""
    traces: list[Trace] = []
    shown = [np.zeros(0)]
    for index, result in enumerate(results):
        both = each_seed(result, task, of)
        for column, dash in enumerate(("solid", "dash")):
            rows = both[:, :, column]
            if column:
                traces += _spread(result, rows, index, task, scale)
            middle = median(rows)
            trace = lines.line(
                result.label,
                epochs_of(task),
                scale(middle),
                index,
                dash,
                [text(value) for value in middle.tolist()],
            )
            traces.append(trace | {"showlegend": column == 0})
            shown.append(scale(rows).ravel())
    kinds = [lines.kind("trained on", "solid"), lines.kind("held out", "dash")]
    return [*traces, *kinds], np.concatenate(shown)


def _spread(
    result: TrainingResult, rows: Array, index: int, task: Task, scale: Callable[[Array], Array]
) -> list[Trace]:
    """The area between the least and the greatest of the seeds, if there are several."""
    known = ~np.isnan(rows).all(axis=0)
    if len(rows) == 1 or not known.any():
        return []
    x = epochs_of(task)[known]
    low, high = np.nanmin(rows[:, known], axis=0), np.nanmax(rows[:, known], axis=0)
    low, high = scale(low), scale(high)
    good = np.isfinite(low) & np.isfinite(high)
    return [
        {"type": "scatter", "mode": "lines", "x": np.append(x[good], x[good][::-1]),
         "y": np.append(low[good], high[good][::-1]), "fill": "toself", "fillcolor": f"{PALETTE[index]}2E",
         "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False, "legendgroup": result.label}
    ]  # fmt: skip


def _identity(values: Array) -> Array:
    return values


def _three_digits(value: float) -> str:
    return digits(value, 3)


def _percent(value: float) -> str:
    return f"{value:.1%}"


def _over_epochs(title: str, traces: Sequence[Trace], task: Task, yaxis: dict[str, Any]) -> Figure:
    """A chart over the epochs; its last trace is the line at the chosen one, here at the start."""
    frame = (-0.02 * task.epochs, 1.03 * task.epochs)
    xaxis = axis("epoch", frame, zeroline=False, **lines.whole_ticks(task.epochs))
    return lines.figure(title, [*traces, lines.mark(MARKED, tuple(yaxis["range"]))], xaxis, yaxis)


def learned_parameter(results: Sequence[TrainingResult], task: Task, name: str) -> Figure:
    """The chart of a learned parameter in each hidden layer, for the functions that have it."""
    traces: list[Trace] = []
    for index, result in enumerate(results):
        if name not in result.record.settings:
            continue
        every = each_seed(result, task, lambda record: record.settings[name])
        for layer in range(task.hidden):
            rows = every[:, :, layer]
            traces += _spread(result, rows, index, task, _identity)
            middle = median(rows)
            texts = [f"layer {layer + 1}: {digits(value, 3)}" for value in middle.tolist()]
            trace = lines.line(result.label, epochs_of(task), middle, index, DASHES[layer], texts)
            traces.append(trace | {"showlegend": layer == 0})
    values = np.concatenate([trace["y"][np.isfinite(trace["y"])] for trace in traces])
    frame = pad(float(values.min()), float(values.max()), 0.2, margin=lines.MARGIN)
    kinds = [lines.kind(f"layer {layer + 1}", DASHES[layer]) for layer in range(task.hidden)]
    return _over_epochs(f"{symbol_of(name)}, learned", [*traces, *kinds], task, axis("", frame))


def gradients(results: Sequence[TrainingResult], task: Task) -> Figure:
    """The chart of the gradient in each layer, one line for each function, here before the first epoch."""
    layers = np.arange(1.0, task.hidden + 2)
    every = gradient_rows(results, task, epochs_of(task))
    frame, ticks = lines.decade_axis(np.concatenate([rows.ravel() for rows in every]), DECADES)
    traces = [
        lines.line(result.label, layers, rows[0], index, "solid", []) | {"hovertemplate": "10^%{y:.2f}"}
        for index, (result, rows) in enumerate(zip(results, every, strict=True))
    ]
    names = [*(str(layer) for layer in range(1, task.hidden + 1)), "output"]
    xaxis = axis("layer", (0.8, task.hidden + 1.2), zeroline=False, tickvals=layers.tolist(), ticktext=names)
    title = "Norm of the gradient, layer by layer"
    return lines.figure(title, traces, xaxis, axis("", frame, zeroline=False, **ticks))


def gradient_rows(results: Sequence[TrainingResult], task: Task, epochs: Array) -> list[Array]:
    """The logarithms of the gradients in all layers, a row for each epoch, medians if there are several."""
    rows = (epochs / stride_of(task)).round().astype(int)
    logarithms = []
    for result in results:
        every = each_seed(result, task, lambda record: record.gradients)
        middle = np.stack([median(every[:, :, layer]) for layer in range(task.hidden + 1)], axis=1)
        logarithms.append(lines.decades(middle[rows]))
    return logarithms


def picture(result: TrainingResult, index: int, task: Task, examples: Examples) -> Figure:
    """Draw the output of a network over its inputs before the first epoch, and below it the state of its units."""
    opening = moving(result, task, np.zeros(1))
    shown = maps.traces(examples, PALETTE[index])
    unit, _ = _places(task)
    size = float(np.clip(100 / task.units, 2.5, 10))
    shown += [
        {"type": "scatter", "mode": "markers", "x": unit, "xaxis": "x2", "yaxis": "y2", "name": name,
         "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.5, "color": colour}}}
        for name, symbol, colour in (("active", "circle", PALETTE[index]), ("dead", "x-thin", GREY))
    ]  # fmt: skip
    for trace, arrays in opening.items():
        shown[trace] |= {attribute: rows[0] for attribute, rows in arrays.items()}
    traces = [{"type": "scatter", "hoverinfo": "skip", "showlegend": False, **trace} for trace in shown]
    return {"data": traces, "layout": _layout(result, task, examples)}


def _places(task: Task) -> tuple[Array, Array]:
    """Where the units stand: across, and layer by layer down."""
    unit, layer = np.meshgrid(np.arange(1.0, task.units + 1), np.arange(1.0, task.hidden + 1))
    return unit.ravel(), layer.ravel()


def moving(result: TrainingResult, task: Task, epochs: Array) -> dict[int, dict[str, NDArray[Any]]]:
    """The arrays of a picture that change with the epoch, by trace and attribute."""
    record = result.record
    rows = record.rows(epochs)
    plane = record.outputs.dtype == np.uint8
    if plane:
        # Each row that is needed once.
        needed, where = np.unique(rows, return_inverse=True)
        x, y = (each[where] for each in maps.boundaries(record.outputs[needed], WINDOW))
        arrays = {trace: {"x": x, "y": y} for trace in maps.BETWEEN}
    else:
        arrays = {maps.CURVE: {"y": np.clip(record.outputs[rows].astype(float), -100, 100)}}
    _, layer = _places(task)
    is_dead = record.dead[rows].reshape(len(rows), -1)
    first = 4 if plane else 2
    return arrays | {
        first: {"y": np.where(is_dead, np.nan, layer)},
        first + 1: {"y": np.where(is_dead, layer, np.nan)},
    }


def pictures(result: TrainingResult, epochs: Array) -> list[str]:
    """The maps at some epochs as addresses of pictures; none for a fitted curve."""
    if result.record.outputs.dtype != np.uint8:
        return []
    return [maps.picture(result.record.outputs[row]) for row in result.record.rows(epochs)]


def _layout(result: TrainingResult, task: Task, examples: Examples) -> dict[str, Any]:
    plane = examples.inputs.shape[1] == 2
    layout = maps.layout(pictures(result, np.zeros(1)))
    layout["xaxis"]["showticklabels"] = layout["yaxis"]["showticklabels"] = not plane
    layout["yaxis"]["domain"] = [UNITS + (0.03 if plane else 0.1), 1]
    if plane:
        # Where the map is less high than its place, it stands next to its units.
        layout["yaxis"]["constraintoward"] = "bottom"
    quiet = {"zeroline": False, "showgrid": False}
    layers = list(range(1, task.hidden + 1))
    return layout | {
        "height": PICTURE_HEIGHT,
        "margin": {"l": 24, "r": 4, "t": 34, "b": 8},
        "font": {"size": 15},
        "uirevision": f"{task.data} {task.hidden} {task.units}",
        "template": {"layout": {}},
        "hovermode": False,
        "xaxis2": axis("", (0.3, task.units + 0.7), anchor="y2", showticklabels=False, **quiet),
        "yaxis2": axis("", (task.hidden + 0.6, 0.4), anchor="x2", domain=[0, UNITS], tickvals=layers, **quiet),
        "annotations": [_title(result), *([_note(result)] if result.record.diverged else [])],
    }  # fmt: skip


def _title(result: TrainingResult) -> dict[str, Any]:
    """The name right above the map, wherever that ends: on a phone it is less high than its place."""
    return {
        "text": f"<b>{result.label}</b>", "font": {"size": 17}, "showarrow": False,
        "x": 0, "xref": "x domain", "xanchor": "left", "y": 1, "yref": "y domain", "yanchor": "bottom",
    }  # fmt: skip


def _note(result: TrainingResult) -> dict[str, Any]:
    return {
        "text": f"diverged after epoch {result.record.epochs[-1]}", "x": 0.5, "y": 0.6,
        "xref": "paper", "yref": "paper", "showarrow": False, "bgcolor": "white",
        "font": {"color": "black", "size": 15},
    }  # fmt: skip
