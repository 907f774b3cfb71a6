"""The drag-live preview: a chart that follows a slider's thumb before Streamlit hears of it.

Streamlit's slider reports only on release. Python computes the chart for every value the slider can take, and
`live.js` paints the one under the thumb. The chart itself is Streamlit's own: its specification stays that of the
first draw, since Streamlit mounts a chart anew, with blank frames, whenever the specification changes, and
`live.js` paints the present state over it. Until the script has reported that it is alive, and wherever it cannot
work, the specification is that of the present state, and the page works on release.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from pages.shared import classroom, navigation
from pages.shared.alternatives import alternative
from pages.shared.controls import decimals
from pages.shared.figures import Figure, Trace
from pages.shared.live.ready import Ready
from pages.shared.live.stretch import Stretch, Table

MISSING = 65535
# The script interpolates between the values that are sent, if that is true to a quarter of a pixel on a chart of
# this size. The search for them begins with a few; a slider with more than the most is sent as if it had those.
WIDTH, HEIGHT = 1200, 450
FIRST_STOPS, MOST_STOPS = 5, 6001
# Marks have few points and are sent exactly.
FEW = 8
# Bytes. A browser keeps what is larger, and is not sent it again while it stays the same; what is smaller goes with
# the rest, since an element costs the server more than to send so many bytes.
LARGE = 16_000
# What the session holds once the script has reported from the browser that it works.
ALIVE = "alive"
# The arrays of a trace that may move; those of other kinds of traces stay as they are drawn.
MOVING = {"scatter": ("x", "y"), "heatmap": ("z",)}

Frame = tuple[float, float]
# The range of y of each trace.
Frames = tuple[Frame, ...]


class Track(NamedTuple):
    """One array of one trace: a row for each value of the slider.

    `dots` tells the dots at kinks, of which each kink has three, from lines and marks.
    """

    trace: int
    attribute: str
    rows: NDArray[np.floating[Any]]
    dots: bool = False


@dataclass(frozen=True)
class Family:
    """The chart at every value of one slider, the others held.

    Attributes
    ----------
    slider : str
        The key of the slider.
    low, high, step : float
        Its range and step.
    identity : hashable
        What the chart depends on besides this slider: equal families are computed once.
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
    identity: Hashable
    tracks: Callable[[NDArray[np.float64]], Sequence[Track]] = field(compare=False)
    every: Callable[[NDArray[np.float64]], Sequence[Track]] | None = field(default=None, compare=False)
    stretches: Sequence[Stretch] = field(default=(), compare=False)

    @property
    def token(self) -> str:
        """What the script knows the family by: equal families have the same."""
        return f"{hash(self) % 2**64:x}"

    def stops(self) -> NDArray[np.float64]:
        """Return the values of the slider, or as many as are sent at most."""
        count = round((self.high - self.low) / self.step) + 1
        return np.linspace(self.low, self.high, min(count, MOST_STOPS))

    def rest(self, values: NDArray[np.float64]) -> Sequence[Track]:
        """Return the arrays that change, without what is only stretched."""
        tracks = {(track.trace, track.attribute): track for track in self.tracks(values)}
        for stretch in self.stretches:
            x, y = (tracks[stretch.trace, attribute] for attribute in "xy")
            tracks[stretch.trace, "y"] = y._replace(rows=y.rows - stretch.rows(values, x.rows))
        return list(tracks.values())

    def rows(self, frames: Frames) -> tuple[NDArray[np.float64], Sequence[Track]]:
        """Return as few values of the slider as suffice, ascending, and the arrays there.

        An interval between two values is halved until interpolation is right in its middle.
        """
        if (given := self.given()) is not None:
            return given, self.rest(given)
        stops = self.stops()
        chosen = self.first(len(stops))
        tracks = self.rest(stops[chosen])
        if not tracks:
            return stops[chosen], tracks
        table, allowance = _table(tracks), _Allowance(tracks, frames)
        # Rows of the table between which is still to be looked.
        left, right = np.arange(len(chosen) - 1), np.arange(1, len(chosen))
        while np.any(wide := chosen[right] - chosen[left] > 1):
            left, right = left[wide], right[wide]
            middle = (chosen[left] + chosen[right]) // 2
            exact = _table(self.rest(stops[middle]))
            if exact.shape[1] != table.shape[1]:
                return stops, self.rest(stops)
            share = (stops[middle] - stops[chosen[left]]) / (stops[chosen[right]] - stops[chosen[left]])
            wrong = allowance.exceeded(table[left], table[right], share[:, None], exact)
            new = np.arange(np.count_nonzero(wrong)) + len(chosen)
            chosen, table = np.append(chosen, middle[wrong]), np.concatenate([table, exact[wrong]])
            left, right = np.append(left[wrong], new), np.append(new, right[wrong])
        order = np.argsort(chosen)
        ends = np.cumsum([track.rows.shape[1] for track in tracks])[:-1]
        parts = zip(tracks, np.split(table[order], ends, axis=1), strict=True)
        return stops[chosen[order]], [track._replace(rows=rows) for track, rows in parts]

    def given(self) -> NDArray[np.float64] | None:
        """Return the values to send if there is no need to search for them."""
        return None

    def first(self, count: int) -> NDArray[np.intp]:
        """Return which of the slider's values the search begins with, the first and the last among them."""
        return np.unique(np.linspace(0, count - 1, FIRST_STOPS).round().astype(int))


@dataclass(frozen=True)
class Steps(Family):
    """A chart at every stop of a slider: none is like what lies between two others.

    Attributes
    ----------
    pictures : callable or None
        From the values to what lies behind the traces: for each the address of a picture.
    """

    pictures: Callable[[NDArray[np.float64]], Sequence[str]] | None = field(default=None, compare=False)

    def given(self) -> NDArray[np.float64]:
        """Return all stops."""
        return self.stops()


class _Allowance:
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
    def exceeded(
        self,
        left: NDArray[np.float64],
        right: NDArray[np.float64],
        share: NDArray[np.float64],
        exact: NDArray[np.float64],
    ) -> NDArray[np.bool_]:
        """Return in which rows interpolation misses the exact table by more than that."""
        error = np.abs(left + share * (right - left) - exact)
        error[self.up & ((exact < self.bottom) | (exact > self.top))] = 0
        # A tangent crosses the chart though its ends are far off; by as much its error shrinks on the way.
        error[:, self.few] /= np.maximum(1, np.abs(exact[:, self.few]) / self.height[self.few])
        wrong = np.any(error > self.most, axis=1)
        if self.dots is not None:
            # Where a jump closes, at one value or from one on, its dots vanish: that value must be among those sent.
            before, after = (np.sign(rows[:, self.dots] - rows[:, self.dots + 1]) for rows in (left, right))
            wrong |= np.any(np.nan_to_num(before) != np.nan_to_num(after), axis=1)
        return wrong


def _table(tracks: Sequence[Track]) -> NDArray[np.float64]:
    return np.concatenate([track.rows for track in tracks], axis=1)


def chart(
    key: str,
    draw: Callable[[Any], Figure],
    state: Any,
    fixed: Hashable,
    families: Sequence[Family],
    held: Mapping[str, float],
    config: Mapping[str, Any],
    alt: str,
) -> None:
    """Show a chart that follows the sliders of `families` while they are dragged.

    Parameters
    ----------
    key : str
        Key of the chart.
    draw : callable
        From a state to its figure.
    state : hashable
        What the chart shows now.
    fixed : hashable
        What the layout depends on: when it changes, the chart is drawn anew.
    families : sequence of Family
        The sliders to follow.
    held : mapping
        The present value of each of those sliders.
    config : mapping
        Plotly's configuration.
    alt : str
        What the chart shows, the same for every state: what the curves do stands in words below.
    """
    whole = Chart(key)
    whole.follow(draw, state, fixed, families, held)
    whole.show(st.container(), config, alt)
    # The whole page runs each time, and all is as new.
    whole.new = whole.offered
    with place():
        send([whole])


class Chart:
    """A chart in two parts, for a page whose sliders are in a fragment and whose chart is not.

    A chart that follows its sliders by itself need not be sent again when they move, nor need a family that stays.

    Parameters
    ----------
    key : str
        Key of the chart.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.shown = self.alive = False
        self.offered: Sequence[Family] = ()
        self.new: Sequence[Family] = ()
        self.frames: Frames = ()
        self.present = b""

    def reserve(self, container: DeltaGenerator, height: int) -> DeltaGenerator:
        """Return the place for the chart, kept free so that the first one does not push away what is below."""
        if f"mounted-{self.key}" in st.session_state:
            # A chart that stands there must not be taken away for what runs until it comes again.
            return container
        place = container.empty()
        place.space(height)
        return place

    def follow(
        self,
        draw: Callable[[Any], Figure],
        state: Any,
        fixed: Hashable,
        families: Sequence[Family],
        held: Mapping[str, float],
    ) -> None:
        """Make the chart follow the sliders, as in `chart`; what that takes is for `send`."""
        present = draw(state)
        # Whether the script has reported from the browser that it works.
        self.alive = self.alive or ALIVE in st.session_state
        fresh = self._mount(present, state, fixed)
        if not self.shown:
            self.offered, self.frames = families, frames_of(present)
        self.new = [family for family in families if family not in self.offered]
        tracks = [
            Track(index, attribute, np.asarray(trace[attribute], dtype=float)[None])
            for index, trace in enumerate(present["data"])
            for attribute in MOVING.get(trace["type"], ())
        ]
        header = {
            "kind": "present",
            "chart": self.key,
            "held": dict(held),
            "alive": self.alive,
            "fresh": fresh,
            "paths": navigation.paths(),
            "picture": next((image["source"] for image in present["layout"].get("images", ())), None),
            # A thumb shows its value rounded; what differs by more than that has moved.
            "rounding": {family.slider: 10.0 ** -decimals(family.step) for family in families},
            "families": {
                slider: [family.token for family in families if family.slider == slider] for slider in held
            },
        }
        self.present = pack(header, tracks, self.frames)

    def _mount(self, present: Figure, state: Any, fixed: Hashable) -> bool:
        """Choose the figure for the browser to mount, and return whether it shows the present state."""
        key = f"mounted-{self.key}"
        mounted = st.session_state.get(key)
        if mounted is not None and mounted[0] == fixed and (self.alive or mounted[1] == state):
            return bool(mounted[1] == state)
        # The one thing that no link can hold: which figure the browser has mounted in this session.
        st.session_state[key] = (fixed, state, Ready(classroom.sized(present)))
        if self.shown:
            # The chart is outside of the fragment that runs, and must be drawn anew.
            st.rerun()
        return True

    def show(self, place: DeltaGenerator, config: Mapping[str, Any], alt: str) -> None:
        """Show the figure that is to be mounted."""
        figure = st.session_state[f"mounted-{self.key}"][2]
        said = alternative(st.plotly_chart, alt)
        place.plotly_chart(figure, key=self.key, config=dict(config), **said)
        self.shown = True

    def small(self, families: Sequence[Family]) -> list[bytes]:
        """Send each large family by itself, and return the messages of the others."""
        messages = [packed(self.key, family, self.frames) for family in families]
        for message in messages:
            if len(message) >= LARGE:
                _carry([message])
        return [message for message in messages if len(message) < LARGE]


def place() -> DeltaGenerator:
    """Return a place for what `send` and `offer` send: it has no visible part, and elsewhere would leave gaps."""
    return st.container(gap=None)


def send(charts: Collection[Chart]) -> None:
    """Send what `live.js` paints: charts as they are, and families that are new; no visible elements."""
    messages = []
    for chart in charts:
        messages += [chart.present, *chart.small(chart.new)]
    _carry(messages)
    first = next(iter(charts))
    if not first.alive:
        component = st.components.v2.component("alive", js=_script("alive.js"), isolate_styles=False)
        component(key=f"alive-{first.key}", on_alive_change=_heard)


def offer(charts: Collection[Chart]) -> None:
    """Send the families as they are to begin with, which then are not sent again; no visible elements."""
    messages = [message for chart in charts for message in chart.small(chart.offered)]
    if messages:
        _carry(messages)


def _carry(messages: Sequence[bytes]) -> None:
    """Send messages in an element that nobody sees: a component takes the server three times as long."""
    text = base64.b64encode(joined(messages)).decode()
    st.html(f'<span class="live-message" hidden data-message="{text}"></span>')


def _heard() -> None:
    # The component that reports from the browser is on the page until it has, and with it goes its state.
    st.session_state[ALIVE] = True


def listen() -> None:
    """Load what paints the charts of a page, once."""
    st.components.v2.component("live", js=_script("live.js"), isolate_styles=False)(key="live")


def joined(messages: Sequence[bytes]) -> bytes:
    """Return several messages as one, each after its length."""
    return b"".join(part for message in messages for part in (len(message).to_bytes(4, "little"), message))


@cache
def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def frames_of(figure: Figure) -> Frames:
    """Return the range of y of each trace of a figure."""
    ranges = {name[5:]: axis["range"] for name, axis in figure["layout"].items() if name.startswith("yaxis")}
    axes = (ranges[trace.get("yaxis", "y")[1:]] for trace in figure["data"])
    return tuple((min(ends), max(ends)) for ends in axes)


@lru_cache(maxsize=256)
def packed(key: str, family: Family, frames: Frames) -> bytes:
    """Return the message of one family."""
    values, tracks = family.rows(frames)
    header = {
        "kind": "family",
        "chart": key,
        "slider": family.slider,
        "token": family.token,
        "values": values.round(9).tolist(),
    }
    if isinstance(family, Steps) and family.pictures is not None:
        header["pictures"] = list(family.pictures(values))
    stretched = {(stretch.trace, "y") for stretch in family.stretches}
    sent = [
        track for track in tracks if (_counts(track, frames) if track[:2] in stretched else _varies(track))
    ]
    every: Sequence[Track] = ()
    if family.every is not None:
        stops = family.stops()
        header["even"] = [family.low, family.high, len(stops)]
        every = [track for track in family.every(stops) if _varies(track)]
    return pack(header, sent, frames, every, family.stretches)


def _counts(track: Track, frames: Frames) -> bool:
    """Return whether something that can be seen is left of a curve without what is only stretched."""
    bottom, top = frames[track.trace]
    return not np.all(np.abs(track.rows) < (top - bottom) * 1e-6)


def _varies(track: Track) -> bool:
    first, rows = track.rows[:1], track.rows
    return not bool(np.all((rows == first) | (np.isnan(rows) & np.isnan(first))))


def stacked(figures: Sequence[Sequence[Trace]]) -> list[Track]:
    """Return the tracks of traces drawn once for each value of a slider.

    Where a kink vanishes at some values, its dots are nan and the last point of the line stands repeatedly.
    """
    return [
        Track(
            index,
            attribute,
            _even([traces[index][attribute] for traces in figures]),
            trace["mode"] == "markers",
        )
        for index, trace in enumerate(figures[0])
        for attribute in ("x", "y")
    ]


def _even(rows: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    longest = max(map(len, rows))
    if min(map(len, rows)) == longest:
        return np.array(rows)
    return np.array(
        [np.append(row, np.full(longest - len(row), row[-1] if len(row) else np.nan)) for row in rows]
    )


def pack(
    header: Mapping[str, Any],
    tracks: Sequence[Track],
    frames: Frames,
    every: Sequence[Track] = (),
    stretches: Sequence[Stretch] = (),
) -> bytes:
    """Return header and arrays as one message.

    Its first four bytes are the length of the JSON header. Lines are sent as 16-bit fractions of their range
    or of what is visible, whichever is smaller: a twentieth of a pixel. What is on or off is sent as bits,
    marks with few points and tables of stretched curves as float32.
    """
    blocks = _Blocks()
    described = []
    for index, (trace, attribute, rows, dots) in enumerate([*tracks, *every]):
        entry: dict[str, Any] = {"trace": trace, "attribute": attribute, "n": rows.shape[1]}
        if index >= len(tracks):
            entry["every"] = True
        if rows.shape[1] <= FEW or dots:
            block = rows.astype("<f4").tobytes()
        elif np.all((rows == 0) | (rows == 1)):
            entry["bits"] = True
            block = np.packbits(rows.astype(bool), axis=1, bitorder="little").tobytes()
        else:
            low, high = _range(rows, _visible(frames[trace]) if attribute == "y" else (-np.inf, np.inf))
            entry |= {"low": low, "high": high}
            block = _fractions(rows, low, high).tobytes()
        described.append(entry | {"start": blocks.add(block)})
    stretched = []
    tables: dict[tuple[Any, ...], Table] = {}
    for stretch in stretches:
        bottom, top = frames[stretch.trace]
        # The markers along a line are stretched as it is.
        same = (*stretch[1:], top - bottom)
        table = tables[same] if same in tables else stretch.table(top - bottom)
        tables[same] = table
        heights = table.heights.astype("<f4").tobytes()
        stretched.append(
            {
                "trace": stretch.trace,
                "power": stretch.power,
                "highest": stretch.highest,
                "low": table.low,
                "high": table.high,
                "bend": table.bend,
                "n": len(table.heights),
                "start": blocks.add(heights),
            }
        )
    text = json.dumps({**header, "tracks": described, "stretches": stretched}).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *blocks.starts])


class _Blocks:
    """Blocks of bytes one after the other, each but once: curves over the same x share it."""

    def __init__(self) -> None:
        self.starts: dict[bytes, int] = {}
        self.end = 0

    def add(self, block: bytes) -> int:
        """Add a block, and return where it starts."""
        block += b"\0" * (-len(block) % 4)
        start = self.starts.setdefault(block, self.end)
        if start == self.end:
            self.end += len(block)
        return start


def _visible(frame: Frame) -> Frame:
    # Curves that leave the chart go on as far as a person who zooms out a little still sees them.
    bottom, top = frame
    return bottom - 3 * (top - bottom), top + 3 * (top - bottom)


def _range(rows: NDArray[Any], frame: Frame) -> Frame:
    finite = rows[np.isfinite(rows)]
    if not finite.size:
        return 0.0, 1.0
    low, high = max(float(finite.min()), frame[0]), min(float(finite.max()), frame[1])
    return (low, high) if low < high else (low, low + 1.0)


def _fractions(rows: NDArray[Any], low: float, high: float) -> NDArray[np.uint16]:
    fractions = np.clip((rows - low) / (high - low), 0, 1) * (MISSING - 1)
    return np.where(np.isnan(rows), MISSING, np.rint(fractions)).astype("<u2")
