"""Signal and gradient in the network with each function: measured, and predicted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from activations import Activation
from activations.networks.mean_field import FixedPoint, Prediction
from activations.networks.propagation import Measurement, Stack, measure, theory
from pages.depth.figures import PropagationResult
from pages.shared import links
from pages.shared.entries import Entry
from pages.shared.progress import Progress, remember


def measure_all(entries: Sequence[Entry], stack: Stack) -> list[PropagationResult]:
    """Measure each function in the network, as far as nobody stops it; say where there is no such network."""
    results = []
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

            parts = remember((f, stack), partial(_measure_and_predict, f, stack, report))
            results.append(PropagationResult(entry.name, variance, *parts))
    return results


def _measure_and_predict(
    f: Activation, stack: Stack, report: Callable[[float], None]
) -> tuple[Measurement, Prediction, FixedPoint | None]:
    return measure(f, stack, report), *theory(f, stack)
