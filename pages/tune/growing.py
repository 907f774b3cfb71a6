"""The chart of a sweep while its runs are still being trained: the dots that there are, where Plotly will draw them.

Streamlit mounts a chart of Plotly's anew whenever it changes, with blank frames between; HTML is swapped in one frame.
What is drawn stands where it does by percentages, whatever the width is.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from activations.evaluation import Array
from pages.shared import classroom
from pages.shared.figures import FAINT, Figure, Trace
from pages.shared.framing import Frame
from pages.tune import figures
from pages.tune.results import Sweep


def show(place: DeltaGenerator, logarithmic: bool, so_far: Sweep) -> None:
    """Show the runs that are done in the place that their chart will take."""
    place.html(draw(classroom.enlarge(figures.losses(so_far, logarithmic, {}))))


def draw(figure: Figure) -> str:
    """Draw the dots of a figure, with its axis and title, as HTML."""
    layout = figure["layout"]
    margin, across, up = layout["margin"], layout["xaxis"]["range"], layout["yaxis"]["range"]
    title = layout["legend"]["title"]
    padding = " ".join(f"{margin[side]}px" for side in "trbl")
    name = escape(title["text"].removeprefix("<b>").removesuffix("</b>"))
    parts = [f'<b style="position: absolute; top: -48px; font-size: {title["font"]["size"]}px">{name}</b>']
    for place, text in zip(layout["yaxis"]["tickvals"], layout["yaxis"]["ticktext"], strict=True):
        at = f"position: absolute; top: {_percent(place, up[::-1])}"
        parts.append(f'<i style="{at}; width: 100%; border-top: 1px solid {FAINT}"></i>')
        parts.append(
            f'<span style="{at}; right: 100%; transform: translate(-8px, -50%)">{escape(text)}</span>'
        )
    for trace in figure["data"]:
        if "markers" in trace["mode"]:
            parts += _dots(trace, across, up)
    return (
        f'<div style="height: {layout["height"]}px; padding: {padding}; font-size: {layout["font"]["size"]}px">'
        f'<div style="position: relative; height: 100%">{"".join(parts)}</div></div>'
    )


def _percent(place: float, frame: Frame) -> str:
    # Adding 0 takes the sign from −0.
    return f"{100 * (place - frame[0]) / (frame[1] - frame[0]) + 0:.2f}%"


def _dots(trace: Trace, across: Frame, up: Frame) -> Iterator[str]:
    size, colour = trace["marker"]["size"], trace["marker"]["color"]
    style = (
        f"width: {size}px; height: {size}px; margin: {-size / 2}px; border-radius: 50%; background: {colour}"
    )
    x, y = np.asarray(trace["x"]), np.asarray(trace["y"])
    finite: Array = np.isfinite(x + y)
    for place, height in zip(x[finite].tolist(), y[finite].tolist(), strict=True):
        position = f"left: {_percent(place, across)}; top: {_percent(height, (up[1], up[0]))}"
        yield f'<i style="position: absolute; {position}; {style}"></i>'
