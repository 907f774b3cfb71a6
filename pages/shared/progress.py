"""Work that takes longer than a moment: a bar that shows how far it is, and a button that stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from types import TracebackType
from typing import Any, TypeVar

import streamlit as st

from pages.shared import settings

# Seconds before there is a bar, between two words of it, and before the work is stopped: it is planned to be done
# by then, but not every machine is as fast, or as free.
PATIENCE, BETWEEN, LONGEST = 0.3, 0.1, 10.0
T = TypeVar("T")


class StoppedError(Exception):
    """The work is not to go on; the message says why."""


class Progress:
    """The bar of some work, within ``with``, which says so if the work was stopped."""

    def __init__(self) -> None:
        self.started = self.reported = time.monotonic()
        # Over the page, which it would otherwise push down; see styles.
        self.place = st.container(key="progress", gap=None).empty()
        self.bar: Any = None

    def report(self, share: float, what: str) -> None:
        """Tell how far the work is.

        Raises
        ------
        StoppedError
            If the button was pressed, or the time is up.
        """
        # Before anything is drawn, which would have to be taken away again at once.
        self.raise_if_stopped()
        now = time.monotonic()
        if now - self.started > LONGEST:
            raise StoppedError(f"Stopped after {LONGEST:g} s: this machine is busy")
        if self.bar is None:
            if now - self.started < PATIENCE:
                return
            with self.place.container(horizontal=True, vertical_alignment="center"):
                self.bar = st.progress(share, what)
                st.button("Stop", icon=":material/stop:", key="stop")
        if now - self.reported > BETWEEN:
            self.reported = now
            # Where Streamlit ends this run if the button has been pressed, or any other control moved.
            self.bar.progress(share, what)

    @staticmethod
    def raise_if_stopped() -> None:
        # The run before showed the button, which was pressed; this one has none, so only the session knows.
        if settings.widget_value("stop"):
            raise StoppedError("Stopped")

    def __enter__(self) -> Progress:
        # Whoever leaves meanwhile comes back to what was chosen.
        settings.save()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if error is None:
            self.place.empty()
        elif isinstance(error, StoppedError):
            with self.place.container(horizontal=True, vertical_alignment="center"):
                st.info(f"{error}. Showing what was finished.", icon=":material/stop_circle:")
                # Any control would do.
                st.button("Go on", icon=":material/play_arrow:", key="go-on")
        return isinstance(error, StoppedError)


def remember(question: Hashable, work: Callable[[], T]) -> T:
    """Take the answer to a question from the cache of all sessions, or work it out.

    The work may show its progress, which a function that Streamlit caches cannot.
    """
    try:
        known: T = _answer(question)
    except LookupError:
        known = _answer(question, (work(),))
    return known


# An answer has some 100 kB.
@st.cache_data(max_entries=250, show_spinner=False)
def _answer(question: Hashable, _worked_out: tuple[Any] | None = None) -> Any:
    if _worked_out is None:
        raise LookupError(f"{question!r} has not been answered")
    return _worked_out[0]
