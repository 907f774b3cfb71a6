"""The drag-live preview: a chart that follows a slider's thumb before Streamlit hears of it.

Streamlit's slider reports only on release. Python computes the chart for every value the slider can take, and
`live.js` paints the one under the thumb. The chart itself is Streamlit's own: its specification stays that of the
first draw, since Streamlit mounts a chart anew, with blank frames, whenever the specification changes, and
`live.js` paints the present state over it. Until the script has reported that it is alive, and wherever it cannot
work, the specification is that of the present state, and the page works on release.
"""

from __future__ import annotations

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
from pages.shared.live.stretch import Stretch

MISSING = 65535
# The script interpolates between the values that are sent, if that is true to a quarter of a pixel on a chart 450
# pixels high. The search for them begins with a few; a slider with more than the most is sent as if it had those.
FIRST_STOPS, MOST_STOPS = 5, 6001
QUARTER_OF_A_PIXEL = 1 / 1800
# Marks have few points and are sent exactly.
FEW = 8
# Bytes. A browser keeps what is larger, and is not sent it again while it stays the same; what is smaller goes with
# the rest, since a component costs the server more than to send so many bytes.
LARGE = 16_000
# The arrays of a trace that may move; those of other kinds of traces stay as they are drawn.
MOVING = {"scatter": ("x", "y"), "heatmap": ("z",)}

Frame = tuple[float, float]


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

    def rows(self, frame: Frame) -> tuple[NDArray[np.float64], Sequence[Track]]:
        """Return as few values of the slider as suffice, ascending, and the arrays there.

        An interval between two values is halved until interpolation is right in its middle.
        """
        if (given := self.given()) is not None:
            return given, self.rest(given)
        stops = self.stops()
        chosen = self.first(len(stops))
        tracks = self.rest(stops[chosen])
        if any(track.attribute == "x" and track.rows.shape[1] > FEW and _varies(track) for track in tracks):
            # Kinks that move trade places with the points of the grid.
            return stops, self.rest(stops)
        left, right = chosen[:-1], chosen[1:]
        while len(left):
            middle = (left + right) // 2
            exact = self.rest(stops[middle])
            if any(old.rows.shape[1:] != new.rows.shape[1:] for old, new in zip(tracks, exact, strict=True)):
                return stops, self.rest(stops)
            share = (stops[middle] - stops[left]) / (stops[right] - stops[left])
            before, after = np.searchsorted(chosen, left), np.searchsorted(chosen, right)
            wrong = _wrong(tracks, exact, before, after, share[:, None], frame)
            chosen, first = np.unique(np.concatenate([chosen, middle]), return_index=True)
            tracks = [
                old._replace(rows=np.concatenate([old.rows, new.rows])[first])
                for old, new in zip(tracks, exact, strict=True)
            ]
            left, right = (
                np.concatenate([left[wrong], middle[wrong]]),
                np.concatenate([middle[wrong], right[wrong]]),
            )
            wide = right - left > 1
            left, right = left[wide], right[wide]
        return stops[chosen], tracks

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


def _wrong(
    tracks: Sequence[Track],
    exact: Sequence[Track],
    before: NDArray[np.intp],
    after: NDArray[np.intp],
    share: NDArray[np.float64],
    frame: Frame,
) -> NDArray[np.bool_]:
    """Return in which of the intervals interpolation misses the chart by more than a quarter of a pixel."""
    height = frame[1] - frame[0]
    wrong = np.zeros(len(before), dtype=bool)
    for track, true in zip(tracks, exact, strict=True):
        rows = track.rows[before] * (1 - share) + track.rows[after] * share
        error = np.abs(rows - true.rows)
        if track.rows.shape[1] > FEW:
            error[(true.rows < frame[0]) | (true.rows > frame[1])] = 0
        else:
            # A tangent crosses the chart though its ends are far off; by as much its error shrinks on the way.
            error = error / np.maximum(1, np.abs(true.rows) / height)
        largest = np.max(error, axis=1, initial=0.0, where=np.isfinite(error))
        wrong |= largest > height * QUARTER_OF_A_PIXEL
        if track.dots:
            # Where a jump closes, at one value or from one on, its dots vanish: that value must be among those sent.
            signs = np.sign(np.nan_to_num(track.rows[:, ::3] - track.rows[:, 1::3]))
            wrong |= np.any(signs[before] != signs[after], axis=1)
    return wrong


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
    whole = Chart(key, f"live-{key}")
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
    component : str
        Key of the component that brings what `live.js` paints, one for all charts of a fragment.
    """

    def __init__(self, key: str, component: str = "live-charts") -> None:
        self.key, self.component = key, component
        self.shown = self.alive = False
        self.offered: Sequence[Family] = ()
        self.new: Sequence[Family] = ()
        self.frame: Frame = (0.0, 1.0)
        self.present = b""

    def reserve(self, place: DeltaGenerator, height: int) -> None:
        """Keep free the place of one element, so that the first chart there does not push away what is below."""
        if f"mounted-{self.key}" not in st.session_state:
            place.space(height)

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
        self.alive = self.alive or bool(st.session_state.get(self.component, {}).get("alive"))
        fresh = self._mount(present, state, fixed)
        if not self.shown:
            self.offered, self.frame = families, _frame(present)
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
        self.present = pack(header, tracks, self.frame)

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

    def small(self, families: Sequence[Family], kind: str) -> list[bytes]:
        """Send each large family in a component of its own, and return the messages of the others."""
        messages = [packed(self.key, family, self.frame) for family in families]
        for index, message in enumerate(messages):
            if len(message) >= LARGE:
                _component()(key=f"live-{self.key}-{kind}-{index}", data=joined([message]))
        return [message for message in messages if len(message) < LARGE]


def place() -> DeltaGenerator:
    """Return a place for what `send` and `offer` send: it has no visible part, and elsewhere would leave gaps."""
    return st.container(gap=None)


def send(charts: Collection[Chart]) -> None:
    """Send what `live.js` paints: charts as they are, and families that are new; no visible elements."""
    messages = []
    for chart in charts:
        messages += [chart.present, *chart.small(chart.new, "new")]
    _component()(key=next(iter(charts)).component, data=joined(messages), on_alive_change=lambda: None)


def offer(charts: Collection[Chart]) -> None:
    """Send the families as they are to begin with, which then are not sent again; no visible elements."""
    messages = [message for chart in charts for message in chart.small(chart.offered, "offered")]
    if messages:
        _component()(key="live-offered", data=joined(messages))


def listen() -> None:
    """Load what paints the charts of a page, once: a component that changes is sent again with its script."""
    st.components.v2.component("live", js=_script("live.js"), isolate_styles=False)(key="live")


def _component() -> Callable[..., Any]:
    return st.components.v2.component("message", js=_script("message.js"), isolate_styles=False)


def joined(messages: Sequence[bytes]) -> bytes:
    """Return several messages as one, each after its length."""
    return b"".join(part for message in messages for part in (len(message).to_bytes(4, "little"), message))


@cache
def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def _frame(figure: Figure) -> Frame:
    ranges = [axis["range"] for name, axis in figure["layout"].items() if name.startswith("yaxis")]
    return min(low for low, _ in ranges), max(high for _, high in ranges)


@lru_cache(maxsize=256)
def packed(key: str, family: Family, frame: Frame) -> bytes:
    """Return the message of one family."""
    values, tracks = family.rows(frame)
    header = {
        "kind": "family",
        "chart": key,
        "slider": family.slider,
        "token": family.token,
        "values": values.tolist(),
    }
    if isinstance(family, Steps) and family.pictures is not None:
        header["pictures"] = list(family.pictures(values))
    stretched = {(stretch.trace, "y") for stretch in family.stretches}
    sent = [
        track for track in tracks if (_counts(track, frame) if track[:2] in stretched else _varies(track))
    ]
    every: Sequence[Track] = ()
    if family.every is not None:
        stops = family.stops()
        header["even"] = [family.low, family.high, len(stops)]
        every = [track for track in family.every(stops) if _varies(track)]
    return pack(header, sent, frame, every, family.stretches)


def _counts(track: Track, frame: Frame) -> bool:
    """Return whether something that can be seen is left of a curve without what is only stretched."""
    return not np.all(np.abs(track.rows) < (frame[1] - frame[0]) * 1e-6)


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
    frame: Frame,
    every: Sequence[Track] = (),
    stretches: Sequence[Stretch] = (),
) -> bytes:
    """Return header and arrays as one message.

    Its first four bytes are the length of the JSON header. Lines are sent as 16-bit fractions of the range
    `frame` or of their own, whichever is smaller: a twentieth of a pixel. What is on or off is sent as bits,
    marks with few points and tables of stretched curves as float32.
    """
    # Curves that leave the chart go on as far as a person who zooms out a little still sees them.
    height = frame[1] - frame[0]
    visible = (frame[0] - 3 * height, frame[1] + 3 * height)
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
            low, high = _range(rows, visible if attribute == "y" else (-np.inf, np.inf))
            entry |= {"low": low, "high": high}
            block = _fractions(rows, low, high).tobytes()
        described.append(entry | {"start": blocks.add(block)})
    stretched = []
    for stretch in stretches:
        table = stretch.table(height)
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


def _range(rows: NDArray[Any], frame: Frame) -> Frame:
    finite = rows[np.isfinite(rows)]
    if not finite.size:
        return 0.0, 1.0
    low, high = max(float(finite.min()), frame[0]), min(float(finite.max()), frame[1])
    return (low, high) if low < high else (low, low + 1.0)


def _fractions(rows: NDArray[Any], low: float, high: float) -> NDArray[np.uint16]:
    fractions = np.clip((rows - low) / (high - low), 0, 1) * (MISSING - 1)
    return np.where(np.isnan(rows), MISSING, np.rint(fractions)).astype("<u2")
