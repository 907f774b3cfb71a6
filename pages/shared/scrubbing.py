"""Charts that move with a slider over the layers of a network or the epochs of a run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages.shared import figures, lines, live
from pages.shared.figures import Figure
from pages.shared.live.families import Steps, Track

MovedArrays = Mapping[int, Mapping[str, NDArray[Any]]]


class Stops(NamedTuple):
    """Where a slider stops: at 0, `step`, … `last`; `key` is its own."""

    key: str
    last: int
    step: int = 1


@dataclass(frozen=True)
class SteppedChart:
    """One chart of a page, which moves with the chosen stop of a slider.

    Attributes
    ----------
    figure : dict
        What it shows at the start.
    moving_arrays : callable
        From stops to the arrays that change, by trace and attribute, one row for each.
    alt : str
        What it shows, in words.
    pictures : callable
        From stops to what lies behind the traces.
    """

    key: str
    figure: Figure
    moving_arrays: Callable[[NDArray[np.float64]], MovedArrays]
    alt: str
    pictures: Callable[[NDArray[np.float64]], list[str]] | None = None

    def at(self, chosen: int) -> Figure:
        stop = np.array([chosen], dtype=float)
        data = list(self.figure["data"])
        for trace, arrays in self.moving_arrays(stop).items():
            data[trace] = data[trace] | {attribute: rows[0] for attribute, rows in arrays.items()}
        layout = self.figure["layout"]
        sources = self.pictures(stop) if self.pictures else []
        images = [
            image | {"source": source}
            for image, source in zip(layout.get("images", ()), sources, strict=True)
        ]
        return {"data": data, "layout": layout | ({"images": images} if images else {})}

    def show(self, chosen: int, stops: Stops, depends_on: Hashable) -> None:
        """Show the chart at the chosen stop; it is another one if `depends_on` is."""
        fixed = (self.key, stops, depends_on)

        def tracks(values: NDArray[np.float64]) -> list[Track]:
            moved = self.moving_arrays(values).items()
            return [Track(trace, name, rows) for trace, arrays in moved for name, rows in arrays.items()]

        live.chart(
            self.key,
            self.at,
            chosen,
            fixed=fixed,
            families=[Steps(stops.key, 0, stops.last, stops.step, fixed, tracks, pictures=self.pictures)],
            held={stops.key: chosen},
            config=figures.CONFIG,
            alt=self.alt,
        )


def side_by_side(charts: Sequence[SteppedChart], chosen: int, stops: Stops, depends_on: Hashable) -> None:
    """Show small charts in a row, of which there are two on a phone: columns would stand below one another there."""
    with st.container(horizontal=True):
        for chart in charts:
            with st.container():
                chart.show(chosen, stops, depends_on)


def show_in_pairs(charts: Sequence[SteppedChart], chosen: int, stops: Stops, depends_on: Hashable) -> None:
    for start in range(0, len(charts), 2):
        for chart, column in zip(charts[start : start + 2], st.columns(2), strict=False):
            with column:
                chart.show(chosen, stops, depends_on)


def chart_with_mark(key: str, figure: Figure, alt: str) -> SteppedChart:
    """A chart whose last trace is the upright line at the chosen stop; see `lines.mark`."""
    last = len(figure["data"]) - 1
    return SteppedChart(key, figure, lambda stops: {last: {"x": lines.marks(stops)}}, alt)
