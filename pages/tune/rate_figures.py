"""The map over the values of a parameter and the learning rates as a figure: a plain dict, as all figures."""

from __future__ import annotations

from typing import Any

import numpy as np

from activations.evaluation import Array
from pages.shared import lines
from pages.shared.figures import VERMILLION, Figure, Trace, axis, canvas
from pages.shared.words import digits
from pages.tune.figures import HEIGHT, round_numbers, tick
from pages.tune.results import MAP_RATES, RateMap


def chart(rate_map: RateMap, chosen: tuple[int, int]) -> Figure:
    """The chart of the median held-out loss by value and learning rate, with a frame around the chosen cell."""
    logs = lines.decades(rate_map.medians)
    rows, columns = len(MAP_RATES), len(rate_map.values)
    column, row = (each.ravel() for each in np.indices((columns, rows)))
    texts = [_cell(rate_map, *cell) for cell in zip(column.tolist(), row.tolist(), strict=True)]
    trace: Trace = {
        "type": "heatmap", "x": column.astype(float), "y": row.astype(float), "z": logs.ravel(),
        "colorscale": "Viridis", "reversescale": True, "text": texts, "hovertemplate": "%{text}<extra></extra>",
        "xgap": 1, "ygap": 1,
        "colorbar": {"title": {"text": "loss"}, **_colour_bar(logs)},
    }  # fmt: skip
    crosses = np.argwhere(~np.isfinite(logs))
    diverged: Trace = {
        "type": "scatter", "mode": "markers", "x": crosses[:, 0], "y": crosses[:, 1], "hoverinfo": "skip",
        "marker": {"symbol": "x", "size": 12, "color": VERMILLION}, "showlegend": False,
    }  # fmt: skip
    x, y = (np.array(corners) for corners in ((-0.5, 0.5, 0.5, -0.5, -0.5), (-0.5, -0.5, 0.5, 0.5, -0.5)))
    frame: Trace = {
        "type": "scatter", "mode": "lines", "x": chosen[0] + x, "y": chosen[1] + y, "hoverinfo": "skip",
        "showlegend": False, "line": {"color": VERMILLION, "width": 4},
    }  # fmt: skip
    # Of these one can be chosen by a click, of the cells of a heat map none.
    unseen = {"marker": {"opacity": 0}}
    cells: Trace = {
        "type": "scatter", "mode": "markers", "x": column.astype(float), "y": row.astype(float),
        "marker": {"symbol": "square", "size": 36, "opacity": 0}, "selected": unseen, "unselected": unseen,
        "text": texts, "hovertemplate": "%{text}<extra></extra>", "showlegend": False,
    }  # fmt: skip
    place = {"zeroline": False, "showgrid": False}
    shown = list(range(0, columns, 1 if columns <= 6 else 2))
    return {
        "data": [trace, diverged, frame, cells],
        "layout": canvas(HEIGHT, f"{columns}", l=72) | {
            "hovermode": "closest",
            "xaxis": axis(rate_map.symbol, (-0.5, columns - 0.5), tickvals=shown,
                          ticktext=[digits(rate_map.values[index], 2) for index in shown], **place),
            "yaxis": axis("learning rate", (-0.5, rows - 0.5), tickvals=list(range(rows)),
                          ticktext=list(MAP_RATES), **place),
        },
    }  # fmt: skip


def _cell(rate_map: RateMap, value: int, rate: int) -> str:
    median = rate_map.medians[value, rate]
    where = f"{rate_map.symbol} = {digits(rate_map.values[value], 3)}, learning rate {MAP_RATES[rate]}"
    return f"{where}: {'most runs diverged' if np.isinf(median) else f'median loss {digits(median, 2)}'}"


def _colour_bar(logs: Array) -> dict[str, Any]:
    finite = logs[np.isfinite(logs)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    shown = round_numbers(low, high)
    return {"tickvals": shown, "ticktext": [tick(place) for place in shown]}
