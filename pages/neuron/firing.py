"""The charts of a potential and of a firing rate, which follow the input."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from activations.neuron import Neuron
from pages.neuron import figures
from pages.neuron.controls import STEP
from pages.neuron.figures import MOST_CURRENT
from pages.shared import live
from pages.shared.entries import Entry
from pages.shared.figures import CONFIG
from pages.shared.live.families import Family, Steps, Track, number_tracks
from pages.shared.words import digits


def show_potential(neuron: Neuron, present: float) -> None:
    """Show the potential and the spikes over time."""
    most = figures.most_spikes(neuron)

    def tracks(currents: NDArray[np.float64]) -> list[Track]:
        rows = [figures.moving_arrays(neuron, float(each), most) for each in currents]
        return number_tracks(
            [
                {attribute: np.concatenate([row[trace][attribute] for row in rows]) for attribute in arrays}
                for trace, arrays in enumerate(rows[0])
            ]
        )

    live.chart(
        "potential",
        partial(figures.potential, neuron),
        present,
        fixed=("potential", neuron),
        families=[Steps("I", 0.0, MOST_CURRENT, STEP, ("potential", neuron), tracks)],
        held={"I": present},
        config=CONFIG,
        alt="The potential of the neuron over 100 ms: it rises towards the threshold, and falls back at each spike.",
    )


def show_rate(neuron: Neuron, entries: Sequence[Entry], present: float) -> None:
    """Show the firing rate over the current, and the functions laid over it."""
    functions = [entry.function for entry in entries]
    labels = [entry.name for entry in entries]
    fixed = ("rate", neuron, *functions)
    family = Family(
        "I",
        0.0,
        MOST_CURRENT,
        STEP,
        fixed,
        lambda currents: number_tracks(figures.dots(neuron, currents), 1 + len(functions)),
    )
    live.chart(
        "rate",
        partial(figures.rate, neuron, functions, labels),
        present,
        fixed=fixed,
        families=[family],
        held={"I": present},
        config=CONFIG,
        alt=f"The firing rate over the current: 0 up to {digits(neuron.rheobase)} nA, then rising.",
    )
