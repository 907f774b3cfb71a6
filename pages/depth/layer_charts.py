"""The charts of signal and gradient, which move with the chosen layer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pages.depth import figures
from pages.depth.figures import PropagationResult
from pages.shared.scrubbing import MovedArrays, SteppedChart, chart_with_mark


def curves(results: Sequence[PropagationResult]) -> list[SteppedChart]:
    """The charts of one number in each layer, all functions in one chart."""
    drawn = {
        "gradient": (figures.gradients, "the gradient, layer by layer"),
        "deviation": (figures.deviations, "the standard deviation of the activations"),
        "mean": (figures.means, "the mean of the activations"),
        "share": (figures.shares, "the shares of units at 0 and with a flat slope"),
    }
    names = ", ".join(result.label for result in results)
    return [
        chart_with_mark(key, draw(results), f"{names}: {what}; the text below tells what happens.")
        for key, (draw, what) in drawn.items()
    ]


def ridges(results: Sequence[PropagationResult]) -> list[SteppedChart]:
    """The charts of the distributions in the layers, one for each function."""
    return [
        SteppedChart(
            f"ridge-{index}",
            figures.ridge(result, index),
            partial(_outlines, result),
            f"{result.label}: the distribution of its activations in the layers; the text below tells what happens.",
        )
        for index, result in enumerate(results)
    ]


def _outlines(result: PropagationResult, layers: NDArray[np.float64]) -> MovedArrays:
    return {figures.CHOSEN: {"y": figures.outlines(result, layers.astype(int))}}
