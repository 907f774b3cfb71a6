"""The curve that a machine of fewer digits returns over the true one, and its error."""

from __future__ import annotations

import numpy as np

from activations.evaluation import Array
from pages.explore.measurement import PrecisionMeasurement
from pages.shared.figures import BLUE, GREEN, VERMILLION, Figure, Trace, View, axes_of, axis, canvas
from pages.shared.framing import pad, visible_range

# Of the error, in units in the last place; a smaller one is drawn at the lower edge.
LEAST, MOST = 0.01, 1e4


def chart(measurement: PrecisionMeasurement, view: View, part: str) -> Figure:
    """The chart: values above, errors below on a logarithmic axis."""
    traces = [
        _line(measurement.x, measurement.true, f"{part}, exact", BLUE, 4, "solid"),
        _line(
            measurement.x, measurement.got, f"{part} in {measurement.form.name}", VERMILLION, 2, "solid", "hv"
        ),
        _errors(measurement, measurement.got, f"error in {measurement.form.name}", VERMILLION, "circle"),
    ]
    if measurement.naive is not None:
        traces.insert(2, _line(measurement.x, measurement.naive, "textbook formula", GREEN, 2, "dot", "hv"))
        traces.append(_errors(measurement, measurement.naive, "error of the textbook formula", GREEN, "x"))
    layout = canvas(560, f"{view.low} {view.high} {measurement.form.name} {part}", t=64, l=64)
    layout["xaxis"] = axis("", (view.low, view.high), anchor="y", showticklabels=False)
    layout["xaxis2"] = axis("x", (view.low, view.high), anchor="y2", matches="x")
    layout["yaxis"] = axis(
        "", pad(*visible_range([measurement.true], view.low, view.high)), domain=[0.5, 1], anchor="x"
    )
    ends = (np.log10(LEAST), np.log10(MOST))
    layout["yaxis2"] = axis(
        "error in ulp", ends, domain=[0, 0.43], anchor="x2", type="log", zeroline=False, dtick=1,
        exponentformat="power", tickfont={"size": 13},
    )  # fmt: skip
    return {"data": traces, "layout": layout}


def _line(x: Array, y: Array, name: str, colour: str, width: int, dash: str, shape: str = "linear") -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "hovertemplate": "%{y:.5g}",
        "line": {"color": colour, "width": width, "dash": dash, "shape": shape, "simplify": False}, **axes_of(1),
    }  # fmt: skip


def _errors(measurement: PrecisionMeasurement, got: Array, name: str, colour: str, symbol: str) -> Trace:
    errors = np.clip(measurement.errors(got), LEAST, MOST)
    return {
        "type": "scattergl", "mode": "markers", "x": measurement.x, "y": errors, "name": name, "showlegend": False,
        "marker": {"color": colour, "size": 4, "symbol": symbol}, "hovertemplate": "%{y:.3g} ulp", **axes_of(2),
    }  # fmt: skip
