"""Several functions in words: their properties side by side, and the values that they need."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from activations import Activation, Interval
from activations.properties import beside
from activations.sampling import order_of
from pages.shared.figures import NAMES
from pages.shared.words import SATURATION, SMOOTHNESS, digits, interval, label, measured

# The distance of places at which functions are compared in words, on a usual chart and on a broad one.
STEPS, FAR = (0.05, 0.25), 15
# Right beside a pole the values of a function are larger than this.
UNBOUNDED = 1e12


def requirement(symbol: str, domain: Interval) -> str:
    """The condition that puts a number into an interval: ``α ≥ 0`` for [0, ∞)."""
    low, high = digits(domain.low), digits(domain.high)
    above, below = (">", "≥")[domain.low_closed], ("<", "≤")[domain.high_closed]
    if math.isinf(domain.high):
        return f"{symbol} {above} {low}"
    if math.isinf(domain.low):
        return f"{symbol} {below} {high}"
    return f"{low} {('<', '≤')[domain.low_closed]} {symbol} {below} {high}"


def most_apart(
    functions: Sequence[Activation], names: Sequence[str], orders: Sequence[int], low: float, high: float
) -> list[str]:
    """Where the drawn functions and slopes lie farthest apart, a sentence for each kind of curve."""
    step = STEPS[high - low > FAR]
    x = (np.arange(low / step, high / step + 1e-6) * step).round(6)
    sentences = []
    for order in orders:
        with np.errstate(all="ignore"):
            curves = np.array([order_of(f, order)(x) for f in functions])
        curves = np.where(np.isfinite(curves), curves, np.nan)
        heights = curves[:, ~np.isnan(curves).any(axis=0)]
        gaps = np.ptp(heights, axis=0) if heights.size else np.zeros(0)
        if len(functions) < 2 or not gaps.size or gaps.max() < 1e-12:
            continue
        if (sentence := name_pole(functions, names, order, low, high)) is not None:
            sentences.append(sentence)
            continue
        # Of several places the one nearest to 0, where people look.
        places = x[~np.isnan(curves).any(axis=0)]
        widest = np.flatnonzero(gaps >= gaps.max() * (1 - 1e-9))
        place = widest[np.argmin(np.abs(places[widest]))]
        ends = " and ".join(
            f"{digits(heights[index, place], 3)} for {names[index]}"
            for index in (int(np.argmin(heights[:, place])), int(np.argmax(heights[:, place])))
        )
        sentences.append(f"{NAMES[order]} differs most at x = {digits(places[place], 3)}: {ends}.")
    return sentences


def name_pole(
    functions: Sequence[Activation], names: Sequence[str], order: int, low: float, high: float
) -> str | None:
    """Say near which place the difference has no greatest value; None if there is none."""
    kinks = sorted({kink for f in functions for kink in f.kinks() if low <= kink <= high}, key=abs)
    x = np.array([beside(kink, side) for kink in kinks for side in (-1, 1)])
    with np.errstate(all="ignore"):
        heights = np.array([order_of(f, order)(x) for f in functions])
        steep = np.flatnonzero(np.ptp(heights, axis=0) > UNBOUNDED)
    if not steep.size:
        return None
    name = names[int(np.argmax(np.abs(heights[:, steep[0]])))]
    place = digits(kinks[steep[0] // 2], 3)
    return f"Near x = {place}, {NAMES[order]} of {name} grows without bound, and so does the difference."


def property_columns(functions: Sequence[Activation]) -> dict[str, list[object]]:
    """The properties of several functions as columns of a table that can be sorted."""
    cards = [f.properties() for f in functions]
    return {
        "function": [label(f) for f in functions],
        "range": [interval(card.range) + measured(f) for f, card in zip(functions, cards, strict=True)],
        "range of f′": [interval(card.derivative_range) for card in cards],
        "monotonic": [card.monotonic or "no" for card in cards],
        "smoothness": [SMOOTHNESS[card.smoothness] for card in cards],
        "symmetry": [card.parity or "none" for card in cards],
        "far left": [SATURATION[card.saturates_left] for card in cards],
        "far right": [SATURATION[card.saturates_right] for card in cards],
        "sup |f′|": [card.lipschitz for card in cards],
        "E f(z)": [card.gaussian_mean for card in cards],
        "sd f(z)": [card.gaussian_std for card in cards],
        "E f′(z)²": [card.gaussian_gain for card in cards],
    }
