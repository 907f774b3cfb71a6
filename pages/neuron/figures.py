"""A neuron's potential over time and its firing rate over the current as figures: plain dicts, as all figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from activations import Activation
from activations.evaluation import Array
from activations.neuron import Neuron
from pages.shared.figures import BLUE, GREY, PALETTE, VERMILLION, Figure, Moving, Trace, axis, canvas

DURATION, SAMPLES = 100.0, 801
MOST_CURRENT = 8.0
RATES = (-12.0, 400.0)
# Where the strokes end that stand for spikes, of which the model says no more than when.
PEAK = 10.0
CURRENTS = np.linspace(0.0, MOST_CURRENT, 161)
DASHES = ("dash", "dot", "dashdot", "longdash")


def moving_arrays(neuron: Neuron, current: float, most: int) -> Moving:
    """The potential over time, and a stroke for each of `most` spikes at most, in one row."""
    times = np.linspace(0.0, DURATION, SAMPLES)
    spikes = neuron.spikes(current, DURATION)[:most]
    strokes = np.full((most, 3), np.nan)
    strokes[: len(spikes), :2] = spikes[:, None]
    return [{"y": neuron.potential(current, times)[None]}, {"x": strokes.reshape(1, -1)}]


def most_spikes(neuron: Neuron) -> int:
    return len(neuron.spikes(MOST_CURRENT, DURATION))


def potential(neuron: Neuron, current: float) -> Figure:
    most = most_spikes(neuron)
    course, strokes = moving_arrays(neuron, current, most)
    heights = np.tile([neuron.reset, PEAK, np.nan], most)
    ends = np.array([0.0, DURATION])
    levels = {"threshold": (neuron.threshold, "dash", True), "rest": (neuron.rest, "dot", False)}
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "x": np.linspace(0.0, DURATION, SAMPLES), "y": course["y"][0],
         "name": "potential", "line": {"color": BLUE, "width": 3, "simplify": False},
         "hovertemplate": "%{y:.1f} mV"},
        {"type": "scatter", "mode": "lines", "x": strokes["x"][0], "y": heights, "name": "spike",
         "line": {"color": VERMILLION, "width": 3, "simplify": False}, "hoverinfo": "skip"},
        *({"type": "scatter", "mode": "lines", "x": ends, "y": np.full(2, level), "name": name,
           "showlegend": named, "line": {"color": GREY, "width": 2, "dash": dash}, "hoverinfo": "skip"}
          for name, (level, dash, named) in levels.items()),
    ]  # fmt: skip
    layout = canvas(400, f"{neuron}", l=62, t=58)
    layout["annotations"] = [
        {"x": 1, "xref": "paper", "xanchor": "right", "y": neuron.rest, "yshift": -12, "showarrow": False,
         "text": "rest"}
    ]  # fmt: skip
    layout["xaxis"] = axis("time in ms", (0.0, DURATION))
    layout["yaxis"] = axis("potential in mV", (neuron.rest - 9.0, PEAK + 4.0), zeroline=False)
    return {"data": traces, "layout": layout}


def rate(neuron: Neuron, functions: Sequence[Activation], labels: Sequence[str], current: float) -> Figure:
    """The chart of the firing rate over the current, and scaled activation functions over it.

    Its last trace is the dot at the present current.
    """
    # The rate leaves 0 with an infinite slope.
    x = np.unique(np.append(CURRENTS, neuron.rheobase + np.geomspace(1e-9, 0.1, 60)))
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "x": x, "y": neuron.rate(x), "name": "neuron",
         "line": {"color": BLUE, "width": 4, "simplify": False}, "hovertemplate": "%{y:.1f} per second"}
    ]  # fmt: skip
    for index, (f, label) in enumerate(zip(functions, labels, strict=True)):
        traces.append(
            {"type": "scatter", "mode": "lines", "x": CURRENTS, "y": scale_to_rate(neuron, f), "name": label,
             "line": {"color": PALETTE[index + 1], "width": 3, "dash": DASHES[index], "simplify": False},
             "hovertemplate": "%{y:.1f}"}
        )  # fmt: skip
    (dot,) = dots(neuron, np.array([current]))
    traces.append(
        {"type": "scatter", "mode": "markers+text", "name": "", "showlegend": False, "hoverinfo": "skip",
         "text": [f"{dot['y'][0, 0]:.3g}"], "textposition": "top left", "textfont": {"size": 17}, "meta": {"digits": 3},
         "marker": {"size": 14, "color": BLUE, "line": {"width": 2, "color": "white"}},
         "x": dot["x"][0], "y": dot["y"][0]}
    )  # fmt: skip
    layout = canvas(400, f"{neuron} {labels}", l=62, t=58)
    layout["xaxis"] = axis("current in nA", (-0.25, MOST_CURRENT + 0.1), zeroline=False)
    layout["yaxis"] = axis("spikes a second", RATES)
    return {"data": traces, "layout": layout}


def dots(neuron: Neuron, currents: Array) -> Moving:
    """The arrays of the dot at each current."""
    return [{"x": currents[:, None], "y": neuron.rate(currents)[:, None]}]


def scale_to_rate(neuron: Neuron, f: Activation) -> Array:
    """f of the current above the rheobase, with the height that comes nearest to the rate."""
    x: Array = f(CURRENTS - neuron.rheobase)
    target = neuron.rate(CURRENTS)
    power = float(np.sum(x * x))
    scaled: Array = x * max(float(np.sum(x * target)) / power, 0.0) if 0 < power < np.inf else 0.0 * CURRENTS
    return scaled


def misfit(neuron: Neuron, f: Activation) -> float:
    """The root mean square of the difference of the scaled function and the rate, in spikes a second."""
    return float(np.sqrt(np.mean((scale_to_rate(neuron, f) - neuron.rate(CURRENTS)) ** 2)))
