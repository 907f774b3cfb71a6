"""One function in words: its properties and its gains."""

from __future__ import annotations

import math

from activations import Activation
from activations.networks.gains import calculate_gain, gains
from activations.sampling import poles
from pages.shared.words import (
    SATURATION,
    SMOOTHNESS,
    digits,
    interval,
    measured,
    poles_in_words,
    ups_and_downs,
)


def property_card(f: Activation) -> list[tuple[str, str]]:
    """The properties of a function as pairs of a name and a value."""
    card = f.properties()
    where = " and ".join(where for where, _ in poles_in_words(f))
    minimum = f"{digits(card.minimum.value)} at x = {digits(card.minimum.x)}" if card.minimum else "none"
    on = measured(f)
    return [
        *([("Defined for", where)] if where else []),
        (f"Range{on}", interval(card.range)),
        (f"Range of f′{on}", interval(card.derivative_range)),
        (f"Monotonicity of f{on}", card.monotonic or ups_and_downs(card)),
        (f"Monotonicity of f′{on}", card.derivative_monotonic or "rises and falls"),
        ("Smoothness", SMOOTHNESS[card.smoothness]),
        ("Kinks at", ", ".join(digits(kink) for kink in f.kinks()) or "none"),
        (f"Lipschitz constant, sup |f′|{on}", digits(card.lipschitz)),
        (f"Symmetry{on}", card.parity or "none"),
        ("Far left", SATURATION[card.saturates_left]),
        ("Far right", SATURATION[card.saturates_right]),
        ("f(0) = 0", "yes" if card.zero_at_zero else f"no, f(0) = {digits(float(f(0.0)))}"),
        (f"Lowest point{on}", minimum),
        ("Mean of f(z), z ~ N(0, 1)", _moment(f, card.gaussian_mean)),
        ("Standard deviation of f(z)", _moment(f, card.gaussian_std)),
        ("Mean square of the slope, E f′(z)²", _moment(f, card.gaussian_gain)),
        *gain_rows(f),
    ]


def gain_rows(f: Activation) -> list[tuple[str, str]]:
    """How much larger weights are drawn to keep the size of signal or gradient, and PyTorch's value."""
    own, calculated = gains(f), calculate_gain(f)
    return [
        ("Gain that keeps the signal, 1/√E f(z)²", _moment(f, own.forward)),
        ("Gain that keeps the gradient, 1/√E f′(z)²", _moment(f, own.backward)),
        (
            "torch.nn.init.calculate_gain",
            "does not know it" if calculated is None else f"{digits(calculated)} for “{f.gain_name}”",
        ),
    ]


def weights_line(f: Activation) -> str:
    """The line that draws the weights of a layer behind the function so that the signal keeps its size."""
    gain = gains(f).forward
    return "" if math.isnan(gain) else f"torch.nn.init.normal_(w, std={gain:.5g} / n_in**0.5)"


def _moment(f: Activation, value: float) -> str:
    return "cannot be computed" if math.isnan(value) and not poles(f) else digits(value)
