"""A sweep over the values of a parameter as figures: plain dicts, as all figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activations.evaluation import Array
from activations.networks.datasets import DATASETS, WINDOW, Examples
from pages.shared import lines, maps
from pages.shared.figures import BLUE, GREY, PALETTE, STRONG, VERMILLION, Figure, Trace, axis
from pages.shared.framing import Frame, pad
from pages.shared.words import digits
from pages.tune.results import Sweep, Theory

DECADES = (-12.0, 6.0)
MARKED = "chosen value"
BAND, FAINT_BAND = "#0072B24D", "rgba(128, 128, 128, 0.5)"
HEIGHT, MAP_HEIGHT = 420, 400
# The names of two marked values that are nearer, as a share of the axis, stand on either side of them.
NEAR = 0.05
GAINS = ("signal, at variance 1", "gradient, at variance 1", "gradient, where it settles (χ)")


def places(values: Sequence[float], logarithmic: bool) -> Array:
    """Where the values stand along a linear axis, which the live preview needs."""
    return np.log10(values) if logarithmic else np.array(values, dtype=float)


def parameter_axis(values: Sequence[float], logarithmic: bool, symbol: str) -> dict[str, Any]:
    at = places(values, logarithmic)
    low, high = float(at.min()), float(at.max())
    room = 0.03 * (high - low or 1.0)
    ticks: dict[str, Any] = {}
    if logarithmic:
        shown = round_numbers(low, high)
        ticks = {"tickvals": shown, "ticktext": [tick(place) for place in shown]}
    return axis(symbol, (low - room, high + room), zeroline=False, **ticks)


def round_numbers(low: float, high: float) -> list[float]:
    """Logarithms of round numbers between two logarithms: few enough to be read."""
    span = high - low
    leading = (
        (1, 1.5, 2, 3, 5, 7) if span < 0.6 else (1, 2, 5) if span < 2.2 else (1, 3) if span < 3 else (1,)
    )
    every = max(1, math.ceil(span / 8))
    return [
        math.log10(lead) + decade
        for decade in range(math.floor(low), math.ceil(high) + 1)
        if decade % every == 0
        for lead in leading
        if low - 1e-9 <= math.log10(lead) + decade <= high + 1e-9
    ]


def tick(place: float) -> str:
    return digits(float(f"{10**place:.2g}"), 4)


def heights(values: Array, least: float = 0.4) -> tuple[Frame, dict[str, Any]]:
    """The range of an axis for logarithms, and its labels."""
    finite = np.clip(values[np.isfinite(values)], *DECADES)
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    frame = pad(low, high, least, margin=0.08)
    shown = round_numbers(*frame)
    return frame, {"tickvals": shown, "ticktext": [tick(place) for place in shown]}


def losses(
    sweep: Sweep, logarithmic: bool, marks: Mapping[float, str], spread: tuple[float, ...] = ()
) -> Figure:
    """The chart of the held-out loss of every run against the parameter; its last trace is the chosen value.

    Parameters
    ----------
    marks : mapping
        Names of values.
    spread : tuple of float
        The quartiles of where the learned parameter ends, if there is one.
    """
    x, logs = places(sweep.values, logarithmic), lines.decades(sweep.losses)
    frame, ticks = heights(logs)
    traces = [*_runs(sweep, x, logs, lambda log: digits(10**log, 3)), _diverged(sweep, x, frame)]
    labels = []
    at = places(list(marks), logarithmic)
    near = NEAR * float(np.ptp(x))
    for place, text in zip(at.tolist(), marks.values(), strict=True):
        crowded = bool(np.any((at > place) & (at - place < near)))
        traces.append(
            {"type": "scatter", "mode": "lines", "x": np.array([place, place]), "y": np.array(frame),
             "showlegend": False, "hoverinfo": "skip", "line": {"color": VERMILLION, "width": 2, "dash": "dot"}}
        )  # fmt: skip
        labels.append(
            {"text": text, "x": place, "y": 1, "yref": "paper", "yanchor": "top",
             "xanchor": "right" if crowded else "left",
             "textangle": -90, "showarrow": False, "font": {"size": 13, "color": VERMILLION}}
        )  # fmt: skip
    figure = lines.figure(
        f"Held-out loss after {sweep.task.epochs} epochs",
        [*traces, _mark(x, frame)],
        parameter_axis(sweep.wanted, logarithmic, sweep.symbol),
        axis("", frame, zeroline=False, **ticks),
    )
    figure["layout"] |= {"height": HEIGHT, "hovermode": "closest", "annotations": labels}
    if spread:
        figure["layout"]["shapes"] = [_middle_half(*places([spread[0], spread[-1]], logarithmic).tolist())]
    return figure


def _middle_half(low: float, high: float) -> dict[str, Any]:
    """The area between two places across, from bottom to top."""
    return {
        "type": "rect", "x0": low, "x1": high, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
        "fillcolor": VERMILLION, "opacity": 0.15, "line": {"width": 0},
    }  # fmt: skip


def _runs(sweep: Sweep, x: Array, heights: Array, spell: Callable[[float], str]) -> list[Trace]:
    """Every run as a dot, the medians as a line, and the middle half of the seeds as an area."""
    quarter, middle, three = (quantile(heights, share) for share in (0.25, 0.5, 0.75))
    known = np.isfinite(middle)
    band = np.append(x[known], x[known][::-1]), np.append(quarter[known], three[known][::-1])
    row, column = np.nonzero(np.isfinite(heights))
    texts = [
        f"{sweep.symbol} = {digits(sweep.values[at], 3)}, seed {sweep.task.seed + seed}: {spell(heights[at, seed])}"
        for at, seed in zip(row.tolist(), column.tolist(), strict=True)
    ]
    return [
        {"type": "scatter", "mode": "lines", "x": band[0], "y": band[1], "fill": "toself", "fillcolor": BAND,
         "line": {"width": 0}, "hoverinfo": "skip", "name": "middle half"},
        {"type": "scatter", "mode": "markers", "x": x[row], "y": heights[row, column], "name": "one run",
         "marker": {"color": PALETTE[4], "size": 8, "opacity": 0.75, "line": {"width": 1, "color": STRONG}},
         "text": texts, "hovertemplate": "%{text}<extra></extra>"},
        {"type": "scatter", "mode": "lines+markers", "x": x, "y": middle, "name": "median",
         "line": {"color": BLUE, "width": 3}, "marker": {"color": BLUE, "size": 8},
         "text": [spell(value) for value in middle.tolist()],
         "hovertemplate": "median %{text}<extra></extra>"},
    ]  # fmt: skip


def accuracies(sweep: Sweep, logarithmic: bool) -> Figure:
    """The chart of the share of held-out examples that are told apart rightly; its last trace is the chosen value."""
    shares = sweep.each(lambda outcome: outcome.accuracy)
    lowest = min(0.5, float(np.nanmin(shares, initial=1.0)))
    frame = (math.floor(20 * lowest - 0.2) / 20, 1.02)
    yaxis = axis("", frame, tickformat=".0%", zeroline=False)
    return _against_values(
        "Held-out accuracy", sweep, logarithmic, shares, yaxis, lambda share: f"{share:.1%}"
    )


def dead(sweep: Sweep, logarithmic: bool) -> Figure:
    """The chart of the units that are 0 at every example that is trained on; its last trace is the chosen value."""
    every = sweep.task.hidden * sweep.task.units
    counts = sweep.each(lambda outcome: outcome.dead)
    most = max(4.0, float(np.nanmax(counts, initial=0.0)))
    yaxis = axis("", (-0.04 * most, 1.06 * most))
    return _against_values(
        f"Dead units of {every}", sweep, logarithmic, counts, yaxis, lambda count: digits(count, 3)
    )


def _against_values(
    title: str,
    sweep: Sweep,
    logarithmic: bool,
    heights: Array,
    yaxis: dict[str, Any],
    spell: Callable[[float], str],
) -> Figure:
    x = places(sweep.values, logarithmic)
    traces = [*_runs(sweep, x, heights, spell), _mark(x, yaxis["range"])]
    figure = lines.figure(title, traces, parameter_axis(sweep.wanted, logarithmic, sweep.symbol), yaxis)
    figure["layout"]["hovermode"] = "closest"
    return figure


def gradients(sweep: Sweep) -> Figure:
    """The chart of the gradient in each layer with the first of the values, which the slider changes."""
    layers = np.arange(1.0, sweep.task.hidden + 2)
    every = moving_gradients(sweep, np.arange(float(len(sweep.values))))
    frame, ticks = heights(np.concatenate([arrays["y"].ravel() for arrays in every.values()]))
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "x": np.tile(np.append(layers, np.nan), sweep.seeds),
         "y": every[0]["y"][0], "name": "each seed", "hoverinfo": "skip",
         "line": {"color": FAINT_BAND, "width": 2, "simplify": False}},
        lines.line("median", layers, every[1]["y"][0], 0, "solid", []) | {"hoverinfo": "skip"},
    ]  # fmt: skip
    names = [*(str(layer) for layer in range(1, sweep.task.hidden + 1)), "output"]
    xaxis = axis("layer", (0.8, len(layers) + 0.2), zeroline=False, tickvals=layers.tolist(), ticktext=names)
    figure = lines.figure(
        "Norm of the gradient at the end", traces, xaxis, axis("", frame, zeroline=False, **ticks)
    )
    figure["layout"]["hovermode"] = False
    return figure


def moving_gradients(sweep: Sweep, stops: Array) -> dict[int, dict[str, NDArray[Any]]]:
    """The arrays of the gradients that change with the value, by trace and attribute."""
    rows = [
        lines.decades(np.array([outcome.gradients for outcome in sweep.outcomes[row]]))
        for row in rows_of(sweep, stops)
    ]
    each = [np.pad(row, ((0, 0), (0, 1)), constant_values=np.nan).ravel() for row in rows]
    return {0: {"y": np.array(each)}, 1: {"y": np.array([quantile(row.T, 0.5) for row in rows])}}


def _diverged(sweep: Sweep, x: Array, frame: Frame) -> Trace:
    """Crosses at the upper edge where runs diverged, with how many."""
    counts = np.isnan(sweep.losses).sum(axis=1)
    some = counts > 0
    return {
        "type": "scatter", "mode": "markers+text", "x": x[some], "y": np.full(int(some.sum()), frame[1]),
        "marker": {"symbol": "x", "size": 10, "color": VERMILLION}, "cliponaxis": False, "name": "diverged",
        "text": [str(count) for count in counts[some].tolist()], "textposition": "bottom center",
        "hovertemplate": "%{text} runs diverged<extra></extra>", "showlegend": bool(some.any()),
    }  # fmt: skip


def quantile(rows: Array, share: float) -> Array:
    """A quantile of the numbers of each row, nan where there are none."""
    result = np.full(len(rows), np.nan)
    known = np.isfinite(rows).any(axis=1)
    finite = np.where(np.isfinite(rows), rows, np.nan)
    result[known] = np.nanquantile(finite[known], share, axis=1)
    return result


def _mark(x: Array, frame: Frame) -> Trace:
    return lines.mark(MARKED, frame) | {"x": lines.marks(x[:1])[0]}


def rows_of(sweep: Sweep, stops: Array) -> list[int]:
    """The values at which the slider stands; it goes on to those that were not reached if the runs were stopped."""
    return [min(int(stop), len(sweep.values) - 1) for stop in stops]


def mark_places(sweep: Sweep, logarithmic: bool, stops: Array) -> Array:
    """The x of the upright line at the value of each stop."""
    return lines.marks(places(sweep.values, logarithmic)[rows_of(sweep, stops)])


def theory(sweep: Sweep, theories: Sequence[Theory], logarithmic: bool) -> Figure:
    """The chart of the factor of a mean square in each layer; its last trace is the chosen value."""
    x = places(sweep.values, logarithmic)
    rows = np.array([(each.forward, each.backward, each.settled) for each in theories]).T
    logs = lines.decades(rows)
    frame, ticks = heights(np.append(logs, 0.0))
    traces = [
        lines.line(name, x, values, index, dash, [digits(value, 3) for value in true.tolist()])
        for index, (name, values, true, dash) in enumerate(
            zip(GAINS, logs, rows, ("solid", "dash", "dot"), strict=True)
        )
    ]
    figure = lines.figure(
        "Theory: factor of the mean square in each layer",
        [*traces, _mark(x, frame)],
        parameter_axis(sweep.wanted, logarithmic, sweep.symbol),
        axis("", frame, **ticks),
    )
    # Critical: neither growing nor shrinking.
    figure["layout"]["shapes"] = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": 0,
            "y1": 0,
            "line": {"color": GREY, "width": 1},
        }
    ]
    return figure


def courses(sweep: Sweep) -> Figure:
    """The chart of the losses over the epochs with the first of the values, which the slider changes."""
    moved = moving_courses(sweep, np.zeros(1))
    all_stops = np.arange(float(len(sweep.values)))
    every = np.concatenate([arrays["y"].ravel() for arrays in moving_courses(sweep, all_stops).values()])
    frame, ticks = heights(every)
    epochs = sweep.epochs
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", "x": np.tile(np.append(epochs, np.nan), sweep.seeds),
         "y": moved[0]["y"][0], "name": "held out, each seed", "hoverinfo": "skip",
         "line": {"color": FAINT_BAND, "width": 2, "simplify": False}},
        lines.line("held out, median", epochs, moved[1]["y"][0], 0, "dash", []) | {"hoverinfo": "skip"},
        lines.line("trained on, median", epochs, moved[2]["y"][0], 1, "solid", []) | {"hoverinfo": "skip"},
    ]  # fmt: skip
    last = sweep.task.epochs
    xaxis = axis("epoch", (-0.02 * last, 1.03 * last), zeroline=False, **lines.whole_ticks(last))
    figure = lines.figure(
        "Loss with the chosen value", traces, xaxis, axis("", frame, zeroline=False, **ticks)
    )
    figure["layout"]["hovermode"] = False
    return figure


def moving_courses(sweep: Sweep, stops: Array) -> dict[int, dict[str, NDArray[Any]]]:
    """The arrays of the losses that change with the value, by trace and attribute."""
    each, held_out, trained = [], [], []
    for row in (sweep.outcomes[row] for row in rows_of(sweep, stops)):
        logarithms = lines.decades(np.array([outcome.held_out for outcome in row]))
        each.append(np.pad(logarithms, ((0, 0), (0, 1)), constant_values=np.nan).ravel())
        held_out.append(quantile(logarithms.T, 0.5))
        trained.append(quantile(lines.decades(np.array([outcome.losses for outcome in row])).T, 0.5))
    return {0: {"y": np.array(each)}, 1: {"y": np.array(held_out)}, 2: {"y": np.array(trained)}}


def network(sweep: Sweep, examples: Examples) -> Figure:
    """What the network of the first seed makes of its inputs with the first of the values, which the slider changes."""
    traces = maps.traces(examples, BLUE)
    for trace, arrays in moving_network(sweep, np.zeros(1)).items():
        traces[trace] |= {attribute: rows[0] for attribute, rows in arrays.items()}
    return {
        "data": [{"type": "scatter", "hoverinfo": "skip", "showlegend": False, **trace} for trace in traces],
        "layout": maps.layout(pictures(sweep, np.zeros(1))) | {
            "height": MAP_HEIGHT,
            "margin": {"l": 34, "r": 6, "t": 60, "b": 46},
            "font": {"size": 15},
            "title": {"text": f"<b>The network, seed {sweep.task.seed}</b>", "font": {"size": 17}, "x": 0,
                      "xref": "paper", "y": 0.96, "yanchor": "top"},
            "uirevision": sweep.task.data,
            "template": {"layout": {}},
            "hovermode": False,
        },
    }  # fmt: skip


def moving_network(sweep: Sweep, stops: Array) -> dict[int, dict[str, NDArray[Any]]]:
    """The arrays of the network's picture that change with the value, by trace and attribute."""
    if not DATASETS[sweep.task.data].classes:
        rows = [sweep.outcomes[row][0].shown for row in rows_of(sweep, stops)]
        return {maps.CURVE: {"y": np.array(rows, dtype=float)}}
    x, y = maps.boundaries(np.array(_shares(sweep, stops)), WINDOW)
    return {trace: {"x": x, "y": y} for trace in maps.BETWEEN}


def pictures(sweep: Sweep, stops: Array) -> list[str]:
    """The maps with some values as addresses of pictures; none for a fitted curve."""
    return [maps.picture(shares) for shares in _shares(sweep, stops)]


def _shares(sweep: Sweep, stops: Array) -> list[NDArray[np.uint8]]:
    """The shares of class 1 around the examples in 255ths; none for a fitted curve."""
    rows = rows_of(sweep, stops) if DATASETS[sweep.task.data].classes else []
    return [np.rint(255 * sweep.outcomes[row][0].shown).astype(np.uint8) for row in rows]
