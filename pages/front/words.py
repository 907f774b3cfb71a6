"""Sentences on a page for previews, search engines and browsers without scripts."""

from __future__ import annotations

import numpy as np

from activations import Activation
from pages.shared.words import digits, label


def describe_at_points(f: Activation, low: float, high: float) -> str:
    """A function in one sentence, at a few places: its whole course would take longer than a page should."""
    places = sorted({low, min(max(0.0, low), high), high})
    with np.errstate(all="ignore"):
        values, slopes = f.value_and_derivative(np.array(places))
    read = ", ".join(
        f"f({digits(x)}) = {digits(y, 4)} with slope {digits(slope, 4)}"
        for x, y, slope in zip(places, values.tolist(), slopes.tolist(), strict=True)
    )
    return f"{label(f)} from x = {digits(low)} to {digits(high)}: {read}."


def introduce(f: Activation) -> str:
    """The sentence that the class of a function has for it, or its formula."""
    return type(f).gist or f"f(x) = {type(f).expression}"
