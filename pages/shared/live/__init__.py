"""The drag-live preview: a chart that follows a slider's thumb before Streamlit hears of it.

Streamlit's slider reports only on release. Python computes the chart for every value the slider can take, and
`pages/live` paints the one under the thumb. The chart itself is Streamlit's own: its specification stays that of the
first draw, since Streamlit mounts a chart anew, with blank frames, whenever the specification changes, and
`pages/live` paints the present state over it. Until the script has reported that it is alive, and wherever it cannot
work, the specification is that of the present state, and the page works on release.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import classroom, scripts, settings
from pages.shared.compat import alternative
from pages.shared.figures import Figure
from pages.shared.live.families import Family, Frames, Steps, Track
from pages.shared.live.messages import join, pack, pack_family
from pages.shared.live.ready import EncodedFigure
from pages.shared.widgets.numbers import decimals

REPORT = Path(__file__).parents[2] / "live" / "report.js"
# Bytes. A browser keeps what is larger, and is not sent it again while it stays the same; what is smaller goes with
# the rest, since an element costs the server more than to send so many bytes.
LARGE = 16_000
# With so many, what one slider changes for the other is small.
FEW_SLIDERS = 2
# The key that the session holds once the script has reported from the browser that it works.
ALIVE = "alive"
# The arrays of a trace that may move; those of other kinds of traces stay as they are drawn.
MOVING = {"scatter": ("x", "y"), "heatmap": ("z",)}


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
    draw, state : callable, hashable
        From a state to its figure, and the present state.
    fixed : hashable
        What the layout depends on: when it changes, the chart is drawn anew.
    held : mapping
        The present value of each of those sliders.
    alt : str
        What the chart shows, the same for every state: what the curves do stands in words below.
    """
    whole = Chart(key)
    whole.follow(draw, state, fixed, families, held)
    whole.show(st.container(), config, alt)
    # The whole page runs each time, and all is as new.
    whole.new = whole.offered
    send([whole], reserve_place())


class Chart:
    """A chart in two parts, for a page whose sliders are in a fragment and whose chart is not.

    A chart that follows its sliders by itself need not be sent again when they move, nor need a family that stays.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.shown = self.alive = False
        self.offered: Sequence[Family] = ()
        self.new: Sequence[Family] = ()
        self.frames: Frames = ()
        self.held: Mapping[str, float] = {}
        self.present = b""

    def follow(
        self,
        draw: Callable[[Any], Figure],
        state: Any,
        fixed: Hashable,
        families: Sequence[Family],
        held: Mapping[str, float],
    ) -> None:
        """Make the chart follow the sliders, as in `chart`; `send` sends the messages for it."""
        present = draw(state)
        # Whether the script has reported from the browser that it works.
        self.alive = self.alive or ALIVE in st.session_state
        fresh = self._mount(present, state, fixed)
        if not self.shown:
            self.offered, self.frames = families, frames_of(present)
        self.new = [family for family in families if family not in self.offered]
        self.held = held
        tracks = [
            Track(index, attribute, np.asarray(trace[attribute], dtype=float)[None])
            for index, trace in enumerate(present["data"])
            for attribute in MOVING.get(trace["type"], ())
        ]
        header = {
            "kind": "present",
            "chart": self.key,
            "held": dict(held),
            "fresh": fresh,
            "alive": self.alive,
            "paths": settings.paths(),
            "picture": next((image["source"] for image in present["layout"].get("images", ())), None),
            # A thumb shows its value rounded; one that differs by more than that has moved.
            "rounding": {family.slider: 10.0 ** -decimals(family.step) for family in families},
            "stepped": [family.slider for family in families if isinstance(family, Steps)],
            "families": {
                slider: [family.token for family in families if family.slider == slider] for slider in held
            },
        }
        self.present = pack(header, tracks, self.frames)

    def _mount(self, present: Figure, state: Any, fixed: Hashable) -> bool:
        """Choose the figure for the browser to mount, and return whether it shows the present state."""
        key = f"mounted-{self.key}"
        # In class view it is larger.
        fixed = (fixed, classroom.is_on())
        mounted = st.session_state.get(key)
        if mounted is not None and mounted[0] == fixed and (self.alive or mounted[1] == state):
            return bool(mounted[1] == state)
        # The one thing that no link can hold: which figure the browser has mounted in this session.
        st.session_state[key] = (fixed, state, EncodedFigure(classroom.enlarge(present)))
        if self.shown:
            # The chart is outside of the fragment that runs, and must be drawn anew.
            st.rerun()
        return True

    def show(
        self,
        place: DeltaGenerator,
        config: Mapping[str, Any],
        alt: str,
        height: Literal["content", "stretch"] = "content",
    ) -> None:
        """Show the figure that is to be mounted, as high as it says or as its place is."""
        figure = st.session_state[f"mounted-{self.key}"][2]
        said = alternative(st.plotly_chart, alt)
        place.plotly_chart(figure, key=self.key, config=dict(config), height=height, **said)
        self.shown = True

    def messages(self, families: Sequence[Family]) -> list[bytes]:
        return [pack_family(self.key, family, self.frames) for family in families]


def reserve_place(name: str = "") -> DeltaGenerator:
    """Reserve a place for `send`; `name` is that of words that follow the sliders, see `following`."""
    # Only a container like this leaves no gap where there is no text.
    return (following(name) if name else st.container(gap=None)).empty()


def following(name: str) -> DeltaGenerator:
    """A container for words that are right only at the values that the server knows.

    While a thumb stands elsewhere it is dimmed, so that no number beside a chart says something else than the chart
    does. What is in the one named ``said`` is read out by screen readers when it has changed.
    """
    return st.container(gap=None, key=f"follows-{name}")


def send(charts: Collection[Chart], place: DeltaGenerator, text: str = "") -> None:
    """Send charts as they are, and families that are new, to `pages/live`.

    Parameters
    ----------
    place : DeltaGenerator
        An ``st.empty()``, since what is sent next takes the place of this.
    text : str
        HTML to show there too, since each element costs the server time.
    """
    messages = [message for chart in charts for message in (chart.present, *chart.messages(chart.new))]
    if len({slider for chart in charts for slider in chart.held}) <= FEW_SLIDERS:
        place.html(text + _carrier(messages))
        return
    with place.container(gap=None):
        _carry(messages, text)


def send_ahead(charts: Collection[Chart]) -> None:
    """Send the families as they are to begin with, which then are not sent again; no visible elements."""
    messages = [message for chart in charts for message in chart.messages(chart.offered)]
    if messages:
        with st.container(gap=None):
            _carry(messages)


def _carry(messages: Sequence[bytes], text: str = "") -> None:
    """Send messages, those that are large each in an element of its own."""
    st.html(text + _carrier([message for message in messages if len(message) < LARGE]))
    for message in messages:
        if len(message) >= LARGE:
            st.html(_carrier([message]))


def _carrier(messages: Sequence[bytes]) -> str:
    """HTML that nobody sees, with messages: a component takes the server three times as long."""
    text = base64.b64encode(join(messages)).decode()
    return f'<span class="live-message" hidden data-message="{text}"></span>'


@st.fragment
def listen() -> None:
    """Hear from the script when it has found a chart to paint; only this runs again then."""
    # Streamlit wants a callback of whoever asks for a component's state.
    if scripts.mount(REPORT, on_alive_change=lambda: None).alive:
        # The charts of the next run come before the component does, and must know.
        st.session_state[ALIVE] = True


def frames_of(figure: Figure) -> Frames:
    """The range of y of each trace of a figure."""
    ranges = {name[5:]: axis["range"] for name, axis in figure["layout"].items() if name.startswith("yaxis")}
    axes = (ranges[trace.get("yaxis", "y")[1:]] for trace in figure["data"])
    return tuple((min(ends), max(ends)) for ends in axes)
