"""The functions of the catalogue as rows of numbers, which can be sorted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from activations import Activation
from activations.networks.gains import gains

Row = dict[str, str | float | None]


def columns(classes: Sequence[type[Activation]]) -> list[Row]:
    """The properties of functions at their defaults, a row for each."""
    return [_row(cls) for cls in classes]


@lru_cache(maxsize=256)
def _row(cls: type[Activation]) -> Row:
    f = cls()
    card, own_gains = f.properties(), gains(f)
    return {
        "function": cls.title,
        "family": cls.family,
        "parameters": ", ".join(declared.symbol for declared in cls.parameters()),
        "least f": card.range.low,
        "greatest f": card.range.high,
        "least f′": card.derivative_range.low,
        "greatest f′": card.derivative_range.high,
        "monotonicity": card.monotonic or "rises and falls",
        "kinks": len(f.kinks()),
        "symmetry": card.parity or "none",
        "f(0)": float(f(0.0)),
        "mean of f(z)": card.gaussian_mean,
        "deviation of f(z)": card.gaussian_std,
        "forward gain": own_gains.forward,
        "backward gain": own_gains.backward,
        "in": ", ".join(sorted(cls.spellings)),
    }
