"""Training what the page was asked to, with a bar and a button to stop it, and keeping what was found."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from activations import Activation
from activations.record import Look, Record, look, record, under
from activations.training import MOST_SEED, Task, train
from pages.shared import words
from pages.shared.comparison import Entry
from pages.shared.train import Plan
from pages.shared.train_figures import Run

# Seconds before there is a bar that says what is being done, and between two words of it.
PATIENCE, BETWEEN = 0.3, 0.1


class Progress:
    """A bar that says what is being done, with a button that stops it, for work that takes longer than a moment."""

    def __init__(self) -> None:
        self.started = self.told = time.monotonic()
        self.place = st.empty()
        self.bar: Any = None

    def goes_on(self, share: float, what: str) -> bool:
        """Tell how far the work is, and return False if the button was pressed."""
        # Asked before anything is drawn, which would have to be taken away again at once.
        if st.session_state.get("stop"):
            return False
        now = time.monotonic()
        if self.bar is None:
            if now - self.started < PATIENCE:
                return True
            with self.place.container(horizontal=True, vertical_alignment="center"):
                self.bar = st.progress(share, what)
                st.button("Stop", icon=":material/stop:", key="stop")
        if now - self.told > BETWEEN:
            self.told = now
            # Where Streamlit ends this run if the button has been pressed, or any other control moved.
            self.bar.progress(share, what)
        return True

    def end(self) -> None:
        """Take the bar away."""
        self.place.empty()


def runs(plan: Plan) -> list[Run]:
    """Return what became of each function, as far as nobody stops it."""
    progress = Progress()
    count = plan.seeds * len(plan.trained)
    found: dict[str, list[Record]] = {}
    stopped = False
    for seed in range(plan.seeds):
        task = replace(plan.task, seed=(plan.task.seed + seed) % (MOST_SEED + 1))
        for index, (entry, shown) in enumerate(plan.trained):
            what = f"{name_of(entry)}, seed {task.seed}" if plan.seeds > 1 else name_of(entry)
            tell = partial(_told, progress, (seed * len(plan.trained) + index) / count, 1 / count, what, task)
            functions = tuple(each.function for each in shown)
            records = None if stopped else _known(entry.function, functions, task, seed == 0, tell)
            if records is None:
                stopped = True
                continue
            for each, one in zip(shown, records, strict=True):
                found.setdefault(each.key, []).append(one)
    progress.end()
    if stopped:
        st.info(
            "Stopped. What was done is shown; change any control to go on.", icon=":material/stop_circle:"
        )
    entries = [each for _, shown in plan.trained for each in shown]
    return [Run(name_of(entry), tuple(found[entry.key])) for entry in entries if entry.key in found]


def name_of(entry: Entry) -> str:
    """Return the name of an entry, with its parameters if it was written with them."""
    return words.label(entry.function) if entry.pinned else entry.function.title


def _told(progress: Progress, start: float, part: float, what: str, task: Task, epoch: int) -> bool:
    share = start + part * epoch / task.epochs
    return progress.goes_on(min(share, 1.0), f"Training {what}: epoch {epoch} of {task.epochs}")


def _known(
    f: Activation, shown: tuple[Activation, ...], task: Task, pictured: bool, tell: Callable[[int], bool]
) -> tuple[Record, ...] | None:
    """Return the records of a run, from the cache if they are there, or None if it was stopped."""
    try:
        return _kept(f, shown, task, pictured)
    except LookupError:
        made = _made(f, shown, task, pictured, tell)
        return None if made is None else _kept(f, shown, task, pictured, made)


# About 100 kB each, if pictured. The bar must be told while a run is made, which a cached function cannot do.
@st.cache_data(max_entries=200, show_spinner=False)
def _kept(
    f: Activation,
    shown: tuple[Activation, ...],
    task: Task,
    pictured: bool,
    _made: tuple[Record, ...] | None = None,
) -> tuple[Record, ...]:
    if _made is None:
        raise LookupError(f"{f!r} as {shown!r} on {task!r} has not been trained, {pictured=}")
    return _made


def _made(
    f: Activation, shown: tuple[Activation, ...], task: Task, pictured: bool, tell: Callable[[int], bool]
) -> tuple[Record, ...] | None:
    epochs: list[int] = []
    looks: list[list[Look]] = [[] for _ in shown]
    for snapshot in train(f, task):
        epochs.append(snapshot.epoch)
        for g, seen in zip(shown, looks, strict=True):
            seen.append(look(snapshot.layers if g == f else under(snapshot.layers, g), task, pictured))
        if not tell(snapshot.epoch):
            return None
    return tuple(record(epochs, seen, task) for seen in looks)
