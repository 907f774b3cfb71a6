"""Curves that a slider only stretches, such as waves: one table of heights is enough for all its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations import Activation
from activations.evaluation import Array

FIRST_STEPS, MOST_STEPS = 256, 32768
FIFTH_OF_A_PIXEL = 1 / 2250


class Stretch(NamedTuple):
    """The curve of height (v/w)ᵏ g(v x/w) at the value v of a slider.

    Attributes
    ----------
    trace : int
        The trace of which it is a part.
    function : callable
        g: the curve at the slider's highest value w.
    power : int
        k.
    lowest, highest : float
        The range of the slider; above 0.
    low, high : float
        The range of x.
    """

    trace: int
    function: Callable[[Array], Array]
    power: int
    lowest: float
    highest: float
    low: float
    high: float

    def rows(self, values: Array, x: Array) -> Array:
        """The heights at each value of the slider, a row for each row of x."""
        share = values[:, None] / self.highest
        with np.errstate(invalid="ignore"):
            rows: Array = share**self.power * self.function(share * x)
        return rows

    def table(self, height: float) -> Table:
        """As many heights of g as a chart of some height asks for; the script interpolates between them."""
        least = self.lowest / self.highest
        low, high = min(self.low, least * self.low), max(self.high, least * self.high)
        # A curve that is the higher the lower the slider stands needs more points the closer to 0 they are.
        table = Table(low, high, 2 if self.power < 0 else 1, np.zeros(FIRST_STEPS + 1))
        table = table._replace(heights=self.function(table.places()))
        while len(table.heights) <= MOST_STEPS:
            finer = table._replace(heights=np.zeros(2 * len(table.heights) - 1))
            x = finer.places()
            finer = finer._replace(heights=self.function(x))
            middle, true = x[1::2], finer.heights[1::2]
            error = np.abs(np.interp(middle, x[::2], table.heights) - true)
            # A curve far above the chart at one value of the slider is lower and flatter where it is on the chart.
            error /= np.maximum(1, np.abs(true) / height)
            # The height is multiplied by the most where the slider is as low as it can be with x still on the chart.
            shown = np.maximum(least, np.abs(middle) / max(abs(low), abs(high)))
            error *= np.maximum(1, shown**self.power)
            if np.max(error) < height * FIFTH_OF_A_PIXEL:
                break
            table = finer
        return table


class Table(NamedTuple):
    """Heights of a curve at places between `low` and `high`: even ones, or such that their square roots are even."""

    low: float
    high: float
    bend: int
    heights: Array

    def places(self) -> Array:
        low, high = (np.sign(end) * abs(end) ** (1 / self.bend) for end in (self.low, self.high))
        roots = np.linspace(low, high, len(self.heights))
        places: Array = np.sign(roots) * np.abs(roots) ** self.bend
        return places


@lru_cache(maxsize=256)
def find_power(f: Activation, name: str, low: float, high: float) -> int | None:
    """k if a parameter v does no more than stretch the curve: if f at v is (v/w)ᵏ times f at w of v x/w.

    Measured at some places, the lowest of the values and one between them; None if there is no such whole number.
    """
    if low <= 0:
        return None
    highest = replace(f, **{name: high})
    if highest.kinks():
        # Between the points of a table it would be wrong there.
        return None
    x = np.linspace(-6.1, 5.9, 61)
    shares = {value / high: replace(f, **{name: value}) for value in (low, np.sqrt(low * high))}
    for power in (-1, 0, 1):
        if all(
            np.allclose(g(x), share**power * highest(share * x), 1e-9, 1e-12) for share, g in shares.items()
        ):
            return power
    return None
