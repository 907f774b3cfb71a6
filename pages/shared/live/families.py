"""A chart at every value of a slider, computed at as few of them as suffice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.evaluation import Array
from pages.shared.figures import Trace
from pages.shared.framing import Frame
from pages.shared.live.stretch import Stretch

# The script interpolates between the values that are sent, if that is true to a quarter of a pixel on a chart of
# this size. The search for them begins with a few; a slider with more than the most is sent as if it had those.
WIDTH, HEIGHT = 1200, 450
FIRST_STOPS, MOST_STOPS = 5, 6001
# Marks have few points and are sent exactly.
FEW = 8

# The range of y of each trace.
Frames = tuple[Frame, ...]


class Track(NamedTuple):
    """One array of one trace: a row for each value of the slider.

    `dots` tells the dots at kinks, of which each kink has three, from lines and marks.
    """

    trace: int
    attribute: str
    rows: NDArray[np.float64]
    dots: bool = False


def number_tracks(arrays: Sequence[Mapping[str, Array]], first: int = 0) -> list[Track]:
    """The tracks of consecutive traces, of which `first` is the number of the first."""
    return [
        Track(trace, attribute, rows)
        for trace, moving in enumerate(arrays, first)
        for attribute, rows in moving.items()
    ]


def renumber(tracks: Sequence[Track], first: int) -> list[Track]:
    """Tracks of traces that stand behind `first` others."""
    return [track._replace(trace=first + track.trace) for track in tracks]


@dataclass(frozen=True)
class Family:
    """The chart at every value of one slider, the others held.

    Attributes
    ----------
    depends_on : hashable
        All that the chart depends on besides this slider: equal families are computed once.
    tracks : callable
        From the values to the arrays that change.
    every : callable or None
        Likewise to the arrays that must be exact at every value, or are unlike at any two.
    stretches : sequence of Stretch
        The parts of traces that the slider does no more than stretch: the script puts them together.
    """

    slider: str
    low: float
    high: float
    step: float
    depends_on: Hashable
    tracks: Callable[[NDArray[np.float64]], Sequence[Track]] = field(compare=False)
    every: Callable[[NDArray[np.float64]], Sequence[Track]] | None = field(default=None, compare=False)
    stretches: Sequence[Stretch] = field(default=(), compare=False)

    @property
    def token(self) -> str:
        """The name by which the script knows the family: equal families have the same."""
        return f"{hash(self) % 2**64:x}"

    def stops(self) -> NDArray[np.float64]:
        """The values of the slider, or as many as are sent at most."""
        count = round((self.high - self.low) / self.step) + 1
        return np.linspace(self.low, self.high, min(count, MOST_STOPS))

    def tracks_to_send(self, values: NDArray[np.float64]) -> Sequence[Track]:
        """The arrays that change, without the stretched parts."""
        tracks = {(track.trace, track.attribute): track for track in self.tracks(values)}
        for stretch in self.stretches:
            x, y = (tracks[stretch.trace, attribute] for attribute in "xy")
            tracks[stretch.trace, "y"] = y._replace(rows=y.rows - stretch.rows(values, x.rows))
        return list(tracks.values())

    def rows(self, frames: Frames) -> tuple[NDArray[np.float64], Sequence[Track]]:
        """As few values of the slider as suffice, ascending, and the arrays there.

        An interval between two values is halved until interpolation is right in its middle.
        """
        if (stops := self.stops_to_send()) is not None:
            return stops, self.tracks_to_send(stops)
        stops = self.stops()
        chosen = self.first_stops(len(stops))
        tracks = self.tracks_to_send(stops[chosen])
        if not tracks:
            return stops[chosen], tracks
        table, tolerance = _table(tracks), _Tolerance(tracks, frames)
        # Rows of the table between which is still to be looked.
        left, right = np.arange(len(chosen) - 1), np.arange(1, len(chosen))
        while np.any(wide := chosen[right] - chosen[left] > 1):
            left, right = left[wide], right[wide]
            middle = (chosen[left] + chosen[right]) // 2
            exact = _table(self.tracks_to_send(stops[middle]))
            if exact.shape[1] != table.shape[1]:
                return stops, self.tracks_to_send(stops)
            share = (stops[middle] - stops[chosen[left]]) / (stops[chosen[right]] - stops[chosen[left]])
            wrong = tolerance.is_exceeded(table[left], table[right], share[:, None], exact)
            new = np.arange(np.count_nonzero(wrong)) + len(chosen)
            chosen, table = np.append(chosen, middle[wrong]), np.concatenate([table, exact[wrong]])
            left, right = np.append(left[wrong], new), np.append(new, right[wrong])
        order = np.argsort(chosen)
        ends = np.cumsum([track.rows.shape[1] for track in tracks])[:-1]
        parts = zip(tracks, np.split(table[order], ends, axis=1), strict=True)
        return stops[chosen[order]], [track._replace(rows=rows) for track, rows in parts]

    def stops_to_send(self) -> NDArray[np.float64] | None:
        """The values to send if there is no need to search for them."""
        return None

    def first_stops(self, count: int) -> NDArray[np.intp]:
        """Which of the slider's values the search begins with, the first and the last among them."""
        return np.unique(np.linspace(0, count - 1, FIRST_STOPS).round().astype(int))


@dataclass(frozen=True)
class Steps(Family):
    """A chart at every stop of a slider: none is like a mean of two others.

    Attributes
    ----------
    pictures : callable or None
        From the values to what lies behind the traces: for each the address of a picture.
    """

    pictures: Callable[[NDArray[np.float64]], Sequence[str]] | None = field(default=None, compare=False)

    def stops_to_send(self) -> NDArray[np.float64]:
        return self.stops()


class _Tolerance:
    """By how much interpolation may miss the arrays of a family, a quarter of a pixel: for each column of the table."""

    def __init__(self, tracks: Sequence[Track], frames: Frames) -> None:
        widths = [track.rows.shape[1] for track in tracks]
        lines = np.repeat([width > FEW for width in widths], widths)
        across = lines & np.repeat([track.attribute == "x" for track in tracks], widths)
        self.few, self.up = ~lines, lines & ~across
        self.bottom, self.top = np.repeat([frames[track.trace] for track in tracks], widths, axis=0).T
        self.height = self.top - self.bottom
        spans = np.repeat([np.ptp(track.rows) if track.rows.size else 0.0 for track in tracks], widths)
        self.most = np.where(across, spans / WIDTH, self.height / HEIGHT) / 4
        starts = np.cumsum([0, *widths[:-1]])
        dots = [
            np.arange(start, start + width - 2, 3)
            for start, width, track in zip(starts, widths, tracks, strict=True)
            if track.dots
        ]
        self.dots = np.concatenate(dots) if dots else None

    @np.errstate(invalid="ignore")
    def is_exceeded(
        self,
        left: NDArray[np.float64],
        right: NDArray[np.float64],
        share: NDArray[np.float64],
        exact: NDArray[np.float64],
    ) -> NDArray[np.bool_]:
        """In which rows interpolation misses the exact table by more than that."""
        error = np.abs(left + share * (right - left) - exact)
        error[self.up & ((exact < self.bottom) | (exact > self.top))] = 0
        # A tangent crosses the chart though its ends are far off; by as much its error shrinks on the way.
        error[:, self.few] /= np.maximum(1, np.abs(exact[:, self.few]) / self.height[self.few])
        wrong: NDArray[np.bool_] = np.any(error > self.most, axis=1)
        if self.dots is not None:
            # Where a jump closes, at one value or from one on, its dots vanish: that value must be among those sent.
            before, after = (np.sign(rows[:, self.dots] - rows[:, self.dots + 1]) for rows in (left, right))
            wrong |= np.any(np.nan_to_num(before) != np.nan_to_num(after), axis=1)
        return wrong


def _table(tracks: Sequence[Track]) -> NDArray[np.float64]:
    return np.concatenate([track.rows for track in tracks], axis=1)


def stack(figures: Sequence[Sequence[Trace]]) -> list[Track]:
    """The tracks of traces drawn once for each value of a slider.

    Where a kink vanishes at some values, its dots are nan and the last point of the line stands repeatedly.
    """
    tracks = []
    for index, trace in enumerate(figures[0]):
        for attribute in ("x", "y"):
            rows = _even([traces[index][attribute] for traces in figures])
            tracks.append(Track(index, attribute, rows, trace["mode"] == "markers"))
    return tracks


def _even(rows: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    longest = max(map(len, rows))
    if min(map(len, rows)) == longest:
        return np.array(rows)
    return np.array(
        [np.append(row, np.full(longest - len(row), row[-1] if len(row) else np.nan)) for row in rows]
    )
