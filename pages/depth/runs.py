"""What each function does to a signal in the network, and the charts of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from activations import Activation
from activations.networks.mean_field import FixedPoint, Prediction
from activations.networks.propagation import Measurement, Stack, measure, theory
from pages.depth import figures
from pages.depth.figures import PropagationResult
from pages.shared import links
from pages.shared.entries import Entry
from pages.shared.progress import Progress, remember
from pages.shared.scrubbing import MovedArrays, SteppedChart, chart_with_mark


def runs(entries: Sequence[Entry], stack: Stack) -> list[PropagationResult]:
    """Measure each function in the network, as far as nobody stops it; say where there is no such network."""
    found = []
    with Progress() as progress:
        for index, entry in enumerate(entries):
            f = entry.function
            try:
                variance = stack.weight_variance(f)
            except ValueError as error:
                st.warning(f"{links.to_plain_text(str(error))}. Choose another initialisation to see it.")
                continue
            what = f"{index + 1} of {len(entries)}: {entry.name} in {stack.layers} layers of {stack.width} units …"

            def report(share: float, index: int = index, what: str = what) -> None:
                progress.report((index + share) / len(entries), what)

            found.append(
                PropagationResult(
                    entry.name, variance, *remember((f, stack), partial(_investigate, f, stack, report))
                )
            )
    return found


def _investigate(
    f: Activation, stack: Stack, report: Callable[[float], None]
) -> tuple[Measurement, Prediction, FixedPoint | None]:
    return measure(f, stack, report), *theory(f, stack)


def curves(found: Sequence[PropagationResult]) -> list[SteppedChart]:
    """The charts of one number in each layer, all functions in one chart."""
    drawn = {
        "gradient": (figures.gradients, "the gradient, layer by layer"),
        "deviation": (figures.deviations, "the standard deviation of the activations"),
        "mean": (figures.means, "the mean of the activations"),
        "share": (figures.shares, "the shares of units at 0 and with a flat slope"),
    }
    who = ", ".join(run.label for run in found)
    return [
        chart_with_mark(key, draw(found), f"{who}: {what}; the text below tells what happens.")
        for key, (draw, what) in drawn.items()
    ]


def ridges(found: Sequence[PropagationResult]) -> list[SteppedChart]:
    """The charts of the distributions in the layers, one for each function."""
    return [
        SteppedChart(
            f"ridge-{index}",
            figures.ridge(run, index),
            partial(_outlines, run),
            f"{run.label}: the distribution of its activations in the layers; the text below tells what happens.",
        )
        for index, run in enumerate(found)
    ]


def _outlines(run: PropagationResult, layers: NDArray[np.float64]) -> MovedArrays:
    return {figures.CHOSEN: {"y": figures.outlines(run, layers.astype(int))}}
