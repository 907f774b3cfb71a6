"""Several functions in words: their properties side by side, and the values that they need."""

from __future__ import annotations

import math
from collections.abc import Sequence

from activations import Activation, Interval
from pages.shared.words import SATURATION, SMOOTHNESS, digits, interval, label, measured


def requirement(symbol: str, domain: Interval) -> str:
    """The condition that puts a number into an interval: ``α ≥ 0`` for [0, ∞)."""
    low, high = digits(domain.low), digits(domain.high)
    above, below = (">", "≥")[domain.low_closed], ("<", "≤")[domain.high_closed]
    if math.isinf(domain.high):
        return f"{symbol} {above} {low}"
    if math.isinf(domain.low):
        return f"{symbol} {below} {high}"
    return f"{low} {('<', '≤')[domain.low_closed]} {symbol} {below} {high}"


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
