"""Signal and gradient in a deep network as figures: plain dicts, as all figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.evaluation import Array
from activations.networks.mean_field import FixedPoint, Prediction
from activations.networks.propagation import BINS, Measurement
from pages.shared import lines
from pages.shared.figures import GREY, PALETTE, Figure, Trace, axis
from pages.shared.framing import Frame, pad
from pages.shared.words import digits

# Curves that leave these are cut, so that one that explodes does not flatten all others.
DECADES = (-80.0, 30.0)
MEANS = (-4.0, 4.0)
FAR = (-1e6, 1e6)
# The most rows of a ridge below its first, and the trace that follows them.
ROWS = 12
CHOSEN = ROWS + 1
EVEN = 1 / BINS
MARKED = "chosen layer"


class PropagationResult(NamedTuple):
    """One function in the network.

    Attributes
    ----------
    label : str
        Its name.
    weight_variance : float
        Variance of a weight times the width.
    measured, prediction, fixed_point
        What was measured, and what theory says.
    """

    label: str
    weight_variance: float
    measured: Measurement
    prediction: Prediction
    fixed_point: FixedPoint | None


class LayerSeries(NamedTuple):
    """One curve over the layers: as measured, from the input on, and as predicted, from layer 1 on."""

    name: str
    measured: Array
    predicted: Array
    fixed: float


def gradients(results: Sequence[PropagationResult]) -> Figure:
    """The chart of the gradient as a factor of that at the output."""
    series = [
        LayerSeries(result.label, result.measured.gradients, result.prediction.gradients, math.nan)
        for result in results
    ]
    return _logarithmic("Gradient on its way back", series)


def deviations(results: Sequence[PropagationResult]) -> Figure:
    series = [
        LayerSeries(
            result.label, result.measured.deviations, result.prediction.deviations, _at(result, _deviation)
        )
        for result in results
    ]
    return _logarithmic("Standard deviation of activations", series)


def means(results: Sequence[PropagationResult]) -> Figure:
    series = [
        LayerSeries(result.label, result.measured.means, result.prediction.means, _at(result, _mean))
        for result in results
    ]
    # A browser is sent single precision.
    drawn = [
        line._replace(measured=np.clip(line.measured, *FAR), predicted=np.clip(line.predicted, *FAR))
        for line in series
    ]
    values = np.concatenate([np.append(line.measured, line.predicted) for line in drawn])
    values = np.clip(values[np.isfinite(values)], *MEANS)
    frame = pad(float(values.min(initial=0.0)), float(values.max(initial=0.0)), 0.5, margin=lines.MARGIN)
    traces = [
        trace
        for index, (line, true) in enumerate(zip(drawn, series, strict=True))
        for trace in _traces(line, index, true)
    ]
    return _figure("Mean of activations", [*traces, lines.kind("theory", "dot")], frame)


def shares(results: Sequence[PropagationResult]) -> Figure:
    """The chart of the shares of units that are exactly 0 and of those where f is flat."""
    traces = []
    for index, result in enumerate(results):
        for values, dash in ((result.measured.zeros, "solid"), (result.measured.flat, "dash")):
            line = _line(result.label, values, index, dash, [f"{value:.1%}" for value in values.tolist()])
            traces.append(line | {"showlegend": dash == "solid"})
    kinds = [lines.kind("exactly 0", "solid"), lines.kind("|f′| < 0.1", "dash")]
    return _figure("Share of units", [*traces, *kinds], (-0.04, 1.04), tickformat=".0%")


def _at(result: PropagationResult, what: Callable[[FixedPoint], float]) -> float:
    point = result.fixed_point
    return what(point) if point is not None and abs(point.pull) <= 1 + 1e-6 else math.nan


def _mean(point: FixedPoint) -> float:
    return point.mean


def _deviation(point: FixedPoint) -> float:
    return math.sqrt(point.spread)


def _logarithmic(title: str, series: Sequence[LayerSeries]) -> Figure:
    drawn = [
        line._replace(
            measured=lines.decades(line.measured),
            predicted=lines.decades(line.predicted),
            fixed=float(lines.decades(np.array(line.fixed))),
        )
        for line in series
    ]
    values = np.concatenate([np.append(line.measured, line.predicted) for line in drawn])
    frame, ticks = lines.decade_axis(values, DECADES)
    traces = [
        trace
        for index, (line, true) in enumerate(zip(drawn, series, strict=True))
        for trace in _traces(line, index, true)
    ]
    return _figure(title, [*traces, lines.kind("theory", "dot")], frame, zeroline=True, **ticks)


def _traces(line: LayerSeries, index: int, true: LayerSeries) -> list[Trace]:
    """The measured curve, the predicted one and the fixed point; `true` has the numbers for hovering."""
    name, last = line.name, len(line.predicted)
    measured = _line(
        name, line.measured, index, "solid", [digits(value, 3) for value in true.measured.tolist()]
    )
    texts = [digits(value, 3) for value in true.predicted.tolist()]
    predicted = _line(name, line.predicted, index, "dot", texts, start=1)
    predicted |= {"mode": "lines", "showlegend": False, "name": f"{name}, theory"}
    fixed = {
        "type": "scatter", "mode": "markers", "x": np.array([last * 1.035]), "y": np.array([line.fixed]),
        "name": f"{name}, fixed point", "legendgroup": name, "showlegend": False,
        "marker": {"symbol": "diamond-open", "size": 12, "color": PALETTE[index], "line": {"width": 2.5}},
        "text": [digits(true.fixed, 3)], "hovertemplate": "%{text}", "cliponaxis": False,
    }  # fmt: skip
    return [measured, predicted, fixed]


def _line(name: str, values: Array, index: int, dash: str, texts: list[str], start: int = 0) -> Trace:
    return lines.line(name, np.arange(start, start + len(values), dtype=float), values, index, dash, texts)


def _figure(title: str, traces: list[Trace], frame: Frame, **yaxis: Any) -> Figure:
    """A chart over the layers; its last trace is the line at the chosen one, here at the input."""
    layers = max(len(trace["x"]) for trace in traces) - 1
    xaxis = axis("layer", (-0.02 * layers, 1.06 * layers), zeroline=False, **lines.whole_ticks(layers))
    return lines.figure(title, [*traces, lines.mark(MARKED, frame)], xaxis, axis("", frame, **yaxis))


def ridge(result: PropagationResult, index: int) -> Figure:
    """The distributions of a function's activations, from the input at the top down to the last layer.

    The trace `CHOSEN`, the last, is the distribution in the chosen layer, here the input.
    """
    measured = result.measured
    layers = len(measured.means) - 1
    rows = np.arange(0, layers + 1, _space(layers))
    heights = outlines(result, rows)
    x = outline(measured.edges)
    faint = {"width": 1, "color": GREY}
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "line": faint,
         "fillcolor": "rgba(128, 128, 128, 0.28)", "hoverinfo": "skip", "showlegend": False}
        # As many traces for every depth: a chart that the live preview holds keeps its kinds of traces.
        for y in [*heights, *np.full((ROWS + 1 - len(rows), len(x)), np.nan)]
    ]  # fmt: skip
    traces.append(
        {"type": "scatter", "mode": "lines", "x": x, "y": outlines(result, np.array([0]))[0], "fill": "toself",
         "line": {"width": 3, "color": PALETTE[index]}, "fillcolor": f"{PALETTE[index]}88",
         "name": MARKED, "hoverinfo": "skip", "showlegend": False}
    )  # fmt: skip
    space = _space(layers)
    diverged = [] if measured.diverged is None else [_note(f"diverged in layer {measured.diverged}")]
    layout = {
        "height": 380,
        "margin": {"l": 46, "r": 8, "t": 40, "b": 46},
        "font": {"size": 15},
        "title": {"text": result.label, "font": {"size": 17}, "x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"},
        "uirevision": f"{layers}",
        "template": {"layout": {}},
        "hovermode": False,
        "annotations": diverged,
        "xaxis": axis("activation", (measured.edges[0], measured.edges[-1]), nticks=5, tickangle=0),
        "yaxis": axis("layer", (-layers - 0.4 * space, 1.8 * space), zeroline=False, showgrid=False,
                      tickvals=[-row for row in rows.tolist()], ticktext=[str(row) for row in rows.tolist()]),
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _note(text: str) -> dict[str, Any]:
    return {"text": text, "x": 0.5, "y": 0.4, "xref": "paper", "yref": "paper", "showarrow": False}


def outline(edges: Array) -> Array:
    """The x of the outline of a histogram, from its foot at the left to that at the right."""
    return np.concatenate([edges[:1], (edges[:-1] + edges[1:]) / 2, edges[-1:]])


def outlines(result: PropagationResult, layers: NDArray[np.intp]) -> Array:
    """The heights of the outlines of histograms in a ridge, one row for each layer."""
    counts = result.measured.histograms[layers]
    # Full height, but not for the few of a layer that are in sight where nearly all are far outside.
    peaks = np.maximum(counts.max(axis=1, keepdims=True), EVEN)
    scaled = 1.6 * _space(len(result.measured.means) - 1) * counts / peaks
    return np.pad(scaled, ((0, 0), (1, 1))) - layers[:, None]


def _space(layers: int) -> int:
    """Every how many layers a ridge has a row."""
    return next(step for step in (1, 2, 3, 5, 10) if layers / step <= ROWS)
