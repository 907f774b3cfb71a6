"""Softmax and its kin as figures: plain dicts, as all figures.

Where a chart moves with the sliders, a function of a `Batch` of settings gives the arrays of its moving traces, one
row for each setting, and the figure is drawn from the same function at one setting.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from activations.evaluation import Array
from activations.vector import VectorFunction, entropy
from pages.shared.figures import BLUE, GREEN, GREY, VERMILLION, Figure, Moving, Trace, axis, canvas

COLOURS = (BLUE, VERMILLION, GREEN, "#CC79A7")
PATTERNS = ("", "/", "x", ".")
DASHES = ("solid", "dash", "dot", "dashdot")
# More than these would meet on a phone.
MOST_LABELS = 8
# A share below this is about 0, and only 0 itself is called 0.
LEAST = 0.005
POINTS = 81
# Up to which part of the way to the edge a number has room beyond it on a phone; how far above a row it stands else.
ROOM, ABOVE = 0.78, 0.47
# From white to the two colours that are told apart with every common form of colour blindness.
DIVERGING = [(0.0, VERMILLION), (0.5, "#F2F2F2"), (1.0, BLUE)]
# The same, with a blue on which black numbers can be read.
WRITTEN_ON = [*DIVERGING[:2], (1.0, "#187FB8")]


class Batch(NamedTuple):
    """Several logits and temperatures: one row for each setting of the sliders.

    Attributes
    ----------
    logits : ndarray
        A vector in each row; −∞ is masked.
    temperatures : ndarray
        A column of one temperature for each row.
    sink : float
        That of a softmax with a sink, in all rows.
    """

    logits: Array
    temperatures: Array
    sink: float = 0.0

    def apply(self, cls: type[VectorFunction]) -> Array:
        """The function of each row at its temperature."""
        result: Array = self._at_one(cls)(self.logits / self.temperatures)
        return result

    def jacobian(self, cls: type[VectorFunction]) -> Array:
        """The Jacobian of each row at its temperature."""
        jacobian = self._at_one(cls).jacobian(self.logits / self.temperatures)
        result: Array = jacobian / self.temperatures[:, :, None]
        return result

    def _at_one(self, cls: type[VectorFunction]) -> VectorFunction:
        return cls(**{name: self.sink for name in cls().settings() if name == "sink"})


def logit_name(index: int) -> str:
    """The name of a logit, counted from 0: ``x₁``."""
    return "x" + "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(index + 1))


def share_name(index: int) -> str:
    """The name of the share of a logit, counted from 0: ``p₁``."""
    return "p" + logit_name(index)[1:]


def bars(shown: Sequence[type[VectorFunction]], settings: Batch) -> Moving:
    """The moving arrays of `bar_chart`: for each function the outlines of its bars, then those of labels."""
    count = settings.logits.shape[1]
    heights = [settings.apply(cls) for cls in shown]
    outlines: Moving = []
    for p in heights:
        y = np.zeros((len(p), 5 * count))
        y[:, 1::5] = y[:, 2::5] = p
        y[:, 4::5] = np.nan
        outlines.append({"y": y})
    labels: Moving = [{"y": p} for p in heights[: count_labelled(len(shown), count)]]
    return [*outlines, *labels]


def count_labelled(functions: int, count: int) -> int:
    """How many of the functions have numbers at their bars."""
    return functions if functions * count <= MOST_LABELS else int(count <= MOST_LABELS)


def label_of(share: float) -> str:
    """A share as it stands at its bar; numbers.js writes the same."""
    return "≈0" if 0 < share < LEAST else f"{math.floor(100 * share + 0.5) / 100:g}"


def bar_chart(shown: Sequence[type[VectorFunction]], settings: Batch) -> Figure:
    """The shares as bars: the functions side by side for each logit."""
    count = settings.logits.shape[1]
    width = 0.84 / max(len(shown), 1)
    arrays = bars(shown, settings)
    traces: list[Trace] = []
    for index, cls in enumerate(shown):
        left = np.arange(count) - 0.42 + index * width
        right = left + width * 0.94
        x = np.stack([left, left, right, right, np.full(count, np.nan)], axis=1).ravel()
        colour = COLOURS[index]
        traces.append(
            {"type": "scatter", "mode": "lines", "x": x, "y": arrays[index]["y"][0], "fill": "toself",
             "fillcolor": f"{colour}CC", "fillpattern": {"shape": PATTERNS[index], "fgopacity": 0.9, "solidity": 0.35},
             "line": {"color": colour, "width": 2, "simplify": False}, "name": cls.title, "hoverinfo": "skip",
             "legendgroup": cls.title}
        )  # fmt: skip
    for index, label in enumerate(arrays[len(shown) :]):
        middle = np.arange(count) - 0.42 + (index + 0.47) * width
        # The markers are not seen, and keep the numbers off the bars.
        traces.append(
            {"type": "scatter", "mode": "markers+text", "x": middle, "y": label["y"][0], "name": "",
             "text": [label_of(p) for p in label["y"][0].tolist()], "textposition": "top center",
             "textfont": {"size": 15 if count <= 6 else 13}, "marker": {"size": 8, "opacity": 0},
             "meta": {"decimals": 2, "least": LEAST}, "legendgroup": shown[index].title,
             "showlegend": False, "hoverinfo": "skip", "cliponaxis": False}
        )  # fmt: skip
    layout = canvas(400, f"{count} {len(shown)}", l=58)
    layout["hovermode"] = False
    layout["xaxis"] = axis("", (-0.6, count - 0.4), zeroline=False, showgrid=False, tickvals=list(range(count)),
                           ticktext=[
                               f"{logit_name(index)} = −∞" if masked else logit_name(index)
                               for index, masked in enumerate(np.isneginf(settings.logits[0]).tolist())
                           ])  # fmt: skip
    layout["xaxis"]["tickfont"] = {"size": 18}
    layout["yaxis"] = axis("share", (0, 1.09), tickvals=[0, 0.25, 0.5, 0.75, 1])
    return {"data": traces, "layout": layout}


def cells(cls: type[VectorFunction], settings: Batch) -> Moving:
    """The moving array of `heat_map`: the Jacobian of each row, flat."""
    return [{"z": settings.jacobian(cls).reshape(len(settings.logits), -1)}]


def heat_map(cls: type[VectorFunction], settings: Batch) -> Figure:
    """The Jacobian as a map: outputs from the top down, logits from left to right."""
    count = settings.logits.shape[1]
    rows, columns = np.divmod(np.arange(count * count), count)
    (moving,) = cells(cls, settings)
    names = [logit_name(index) for index in range(count)]
    # The largest slope of a share of softmax at T = 1; a larger one has the last colour.
    limit = 0.25
    trace = {
        "type": "heatmap", "x": columns.astype(float), "y": rows.astype(float), "z": moving["z"][0],
        "zmin": -limit, "zmax": limit, "colorscale": WRITTEN_ON, "showscale": False, "xgap": 2, "ygap": 2,
        "texttemplate": "%{z:.2f}",
        "textfont": {"size": 17 if count <= 4 else 14 if count <= 6 else 10, "color": "black"},
        "hovertemplate": "%{z:.4g}<extra></extra>",
    }  # fmt: skip
    layout = canvas(380, f"{count}", l=58)
    place = {"zeroline": False, "showgrid": False, "tickvals": list(range(count))}
    layout["xaxis"] = axis("logit", (-0.5, count - 0.5), ticktext=names, **place)
    outputs = [f"f{name[1:]}" for name in names]
    layout["yaxis"] = axis("output", (count - 0.5, -0.5), ticktext=outputs, **place)
    return {"data": [trace], "layout": layout}


def sweeps(
    shown: Sequence[type[VectorFunction]], moved: int, span: tuple[float, float], settings: Batch
) -> Moving:
    """The moving arrays of `sweep`: for each function a curve, then the dots at the present logit."""
    along = np.linspace(*span, POINTS)
    count = len(settings.logits)
    every = np.repeat(settings.logits[:, None, :], POINTS, axis=1)
    every[:, :, moved] = along
    flat = settings._replace(
        logits=every.reshape(count * POINTS, -1),
        temperatures=np.repeat(settings.temperatures, POINTS, axis=0),
    )
    curves = [{"y": flat.apply(cls)[:, moved].reshape(count, POINTS)} for cls in shown]
    return [*curves, *sweep_dots(shown, moved, settings)]


def sweep_dots(shown: Sequence[type[VectorFunction]], moved: int, settings: Batch) -> Moving:
    """The arrays of the dots alone, which are all that moves with the logit that changes."""
    # One that is masked stands nowhere.
    present = np.where(np.isneginf(settings.logits), np.nan, settings.logits)[:, moved : moved + 1]
    return [{"x": present, "y": settings.apply(cls)[:, moved : moved + 1]} for cls in shown]


def sweep(
    shown: Sequence[type[VectorFunction]], moved: int, span: tuple[float, float], settings: Batch
) -> Figure:
    """The share of one logit while that logit alone changes."""
    x = np.linspace(*span, POINTS)
    arrays = sweeps(shown, moved, span, settings)
    traces = _lines(shown, x, arrays)
    name, share = logit_name(moved), share_name(moved)
    for index, cls in enumerate(shown):
        traces.append(_dot(cls.title, COLOURS[index], arrays[len(shown) + index]))
    layout = canvas(380, f"{moved}", l=58)
    layout["xaxis"] = axis(name, span)
    layout["yaxis"] = axis(share, (-0.04, 1.06))
    return {"data": traces, "layout": layout}


def entropies(shown: Sequence[type[VectorFunction]], span: tuple[float, float], settings: Batch) -> Moving:
    """The moving arrays of `entropy_chart`: for each function a curve, then the dots at the temperature."""
    along = np.linspace(*span, POINTS)
    count = len(settings.logits)
    flat = settings._replace(
        logits=np.repeat(settings.logits, POINTS, axis=0), temperatures=np.tile(along, count)[:, None]
    )
    curves = [{"y": entropy(flat.apply(cls)).reshape(count, POINTS)} for cls in shown]
    return [*curves, *entropy_dots(shown, settings)]


def entropy_dots(shown: Sequence[type[VectorFunction]], settings: Batch) -> Moving:
    """The arrays of the dots alone, which are all that moves with the temperature."""
    return [{"x": settings.temperatures, "y": entropy(settings.apply(cls))[:, None]} for cls in shown]


def entropy_chart(
    shown: Sequence[type[VectorFunction]], span: tuple[float, float], settings: Batch
) -> Figure:
    """The entropy of the shares over the temperature, and the most it can be."""
    count = settings.logits.shape[1]
    x = np.linspace(*span, POINTS)
    arrays = entropies(shown, span, settings)
    traces = _lines(shown, x, arrays)
    for index, cls in enumerate(shown):
        traces.append(_dot(cls.title, COLOURS[index], arrays[len(shown) + index]))
    most = math.log(count)
    traces.append(
        {"type": "scatter", "mode": "lines", "x": np.array(span), "y": np.array([most, most]),
         "name": "most", "showlegend": False, "line": {"color": GREY, "width": 2, "dash": "longdash"},
         "hoverinfo": "skip"}
    )  # fmt: skip
    layout = canvas(380, f"{count} {span[1]:g}", l=58)
    layout["annotations"] = [
        {"x": 1, "xref": "paper", "xanchor": "right", "y": most, "yshift": 12, "showarrow": False,
         "text": f"most: ln {count} = {most:.3f}"}
    ]  # fmt: skip
    layout["xaxis"] = axis("temperature T", span)
    layout["yaxis"] = axis("entropy in nats", (-0.04 * most, 1.18 * most))
    return {"data": traces, "layout": layout}


def ends(bands: Mapping[str, tuple[Array, Array]], reach: float) -> Moving:
    """The moving arrays of `constants`: a line for each band, then the numbers to the left of their points.

    Those to the right stand at the end; a number stands outside of its band, or above its end where there is no room.
    """
    rows = [np.stack(ends, axis=-1) for ends in bands.values()]
    every = np.concatenate(rows, axis=-1)
    inside, outside = np.abs(every) < reach, np.abs(every) < ROOM * reach
    y = np.where(outside, 0.0, ABOVE) - np.repeat(np.arange(len(rows)), 2)
    rightwards = outside == (every > 0)
    return [
        *({"x": row} for row in rows),
        *(
            {"x": np.where(inside & side, every, np.nan), "y": np.where(inside & side, y, np.nan)}
            for side in (~rightwards, rightwards)
        ),
    ]


def constants(bands: Mapping[str, tuple[Array, Array]], reach: float, constant: float) -> Figure:
    """Between which constants, added to all logits, each way to compute softmax is right.

    Each band has one lower and one upper end. The last trace is the line at the present constant.
    """
    *lines, left, right = ({key: rows[0] for key, rows in arrays.items()} for arrays in ends(bands, reach))
    traces: list[Trace] = [
        {"type": "scatter", "mode": "lines", **line, "y": np.full(2, -float(row)), "name": name,
         "line": {"color": COLOURS[row], "width": 24}, "showlegend": False, "hoverinfo": "skip"}
        for row, (name, line) in enumerate(zip(bands, lines, strict=True))
    ]  # fmt: skip
    for place, arrays in (("middle left", left), ("middle right", right)):
        # The markers are not seen, and keep the numbers off the bands.
        traces.append(
            {"type": "scatter", "mode": "markers+text", **arrays, "name": "", "textposition": place,
             "text": ["" if math.isnan(end) else f"{end:.3g}".replace("-", "−") for end in arrays["x"].tolist()],
             "meta": {"digits": 3, "across": True}, "marker": {"size": 4, "opacity": 0}, "textfont": {"size": 15},
             "showlegend": False, "hoverinfo": "skip"}
        )  # fmt: skip
    traces.append(
        {"type": "scatter", "mode": "lines", "name": "constant", "showlegend": False, "hoverinfo": "skip",
         "line": {"color": GREY, "width": 3}, **{k: v[0] for k, v in mark(np.array([constant]), len(bands)).items()}}
    )  # fmt: skip
    layout = canvas(220, "", l=118, t=10)
    layout["hovermode"] = False
    layout["xaxis"] = axis("constant added to all logits", (-1.03 * reach, 1.03 * reach), nticks=5)
    layout["yaxis"] = axis("", (0.75 - len(bands), 0.8), zeroline=False, showgrid=False,
                           tickvals=[-row for row in range(len(bands))], ticktext=list(bands))  # fmt: skip
    return {"data": traces, "layout": layout}


def mark(constant: Array, rows: int) -> dict[str, Array]:
    """The line at each constant."""
    x = np.repeat(constant[:, None], 2, axis=1)
    return {"x": x, "y": np.broadcast_to([0.75 - rows, 0.8], x.shape)}


def _lines(shown: Sequence[type[VectorFunction]], x: Array, arrays: Moving) -> list[Trace]:
    return [
        {"type": "scatter", "mode": "lines", "x": x, "y": arrays[index]["y"][0], "name": cls.title,
         "legendgroup": cls.title,
         "line": {"color": COLOURS[index], "width": 3, "dash": DASHES[index], "simplify": False},
         "hovertemplate": "%{y:.4f}"}
        for index, cls in enumerate(shown)
    ]  # fmt: skip


def _dot(name: str, colour: str, arrays: dict[str, Array]) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "legendgroup": name, "showlegend": False,
        "hoverinfo": "skip", "marker": {"size": 13, "color": colour, "line": {"width": 2, "color": "white"}},
        **{key: value[0] for key, value in arrays.items()},
    }  # fmt: skip
