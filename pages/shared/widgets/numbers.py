"""Controls for numbers."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import streamlit as st

from activations import Interval
from pages.shared import words
from pages.shared.widgets.control import Control, spell_value

# Number fields and links take parameters and places up to here, as far as their domain goes; a slider goes less far.
FARTHEST = 1e6
# The domain of a function that is defined for every number.
EVERYWHERE = Interval(-math.inf, math.inf, False, False)
# With more steps than a screen has pixels a slider cannot be set to most of them.
MOST_STEPS = 2000
MOST_PLACES = 6


@dataclass(frozen=True)
class Slider(Control[float]):
    """A slider for one number; a value beyond its reach but within its domain widens it.

    Attributes
    ----------
    reach : tuple of float
        Where it usually goes.
    step : float
        Its step: whole numbers only if it is an int.
    domain : Interval or None
        Which numbers can be had by link or number field; the reach if there is none.
    stepped : bool
        Whether only the numbers at which the slider stops can be had.
    """

    reach: tuple[float, float] = (0.0, 1.0)
    step: float = 0.01
    domain: Interval | None = None
    stepped: bool = False
    # How many decimals it shows where it is widened to a number between its steps.
    places: int = 0

    @property
    def whole(self) -> bool:
        return isinstance(self.step, int)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that can be typed."""
        if self.domain is None:
            return self.reach
        tiny = 1.0 / FARTHEST
        low = max(self.domain.low if self.domain.low_closed else self.domain.low + tiny, -FARTHEST)
        high = min(self.domain.high if self.domain.high_closed else self.domain.high - tiny, FARTHEST)
        return low, high

    def parse(self, texts: list[str]) -> float:
        numbers = parse_numbers(texts)
        if numbers is not None and len(numbers) == 1:
            if self.admits(numbers[0]):
                return numbers[0]
            if self.domain is not None and numbers[0] in self.domain:
                raise ValueError(f"a number of at most {FARTHEST:.0f} in size is needed")
        raise ValueError(self.requirement())

    def admits(self, number: float) -> bool:
        """Tell whether the slider can stand there, widened if need be."""
        if self.domain is None:
            low, high = self.reach
            within = low <= number <= high
        else:
            within = number in self.domain and abs(number) <= FARTHEST
        if self.stepped:
            return within and (number - self.reach[0]) % self.step == 0
        return within and (not self.whole or float(number).is_integer())

    def requirement(self) -> str:
        low, high = self.bounds
        if self.stepped and self.step > 1:
            return f"one of {low:g}, {low + self.step:g} … {high:g} is needed"
        kind = "whole number" if self.whole else "number"
        if self.domain is not None and not (self.domain.bounded or self.domain == EVERYWHERE):
            return f"one {kind} in {words.interval(self.domain)} is needed"
        return f"one {kind} from {words.digits(low, 7)} to {words.digits(high, 7)} is needed"

    def fit(self, value: float) -> float:
        """The value itself if the slider can be widened to it, else the nearest in its reach."""
        if self.admits(value):
            return int(value) if self.whole else float(value)
        low, high = self.reach
        if not self.whole:
            return float(min(max(value, low), high))
        steps = round((min(max(value, low), high) - low) / self.step)
        return int(low + steps * self.step)

    def scale(self, value: float) -> tuple[float, float, float]:
        """The least and the largest value of the slider, and its step, where it stands at `value`."""
        low, high = min(self.reach[0], value), max(self.reach[1], value)
        if self.whole:
            return low, high, self.step
        step = self.step
        if (low, high) != self.reach:
            while (high - low) / step > MOST_STEPS:
                step *= 10
        return float(low), float(high), step

    def widen_to(self, value: float) -> Self:
        low, high, step = self.scale(value)
        places = min(decimals(value), MOST_PLACES) if (low, high) != self.reach else 0
        return replace(self, reach=(low, high), step=step, places=places)

    def shape(self) -> Hashable:
        return self.reach, self.step

    def draw(self, first: float, /, **layout: Any) -> float | None:
        places = "%d" if self.whole else f"%.{max(decimals(self.step), self.places)}f"
        number: float = st.slider(
            self.label, *self.reach, first, self.step, **{"format": places} | self._options(layout)
        )
        return number


@dataclass(frozen=True)
class Range(Control[tuple[float, float]]):
    """A slider for two ascending numbers."""

    reach: tuple[float, float] = (0.0, 1.0)
    step: float = 0.5

    def parse(self, texts: list[str]) -> tuple[float, float]:
        numbers = parse_numbers(texts)
        low, high = self.reach
        if numbers is None or len(numbers) != 2 or not low <= numbers[0] <= numbers[1] <= high:
            raise ValueError(f"two ascending numbers from {low:g} to {high:g} are needed")
        return numbers[0], numbers[1]

    def spell(self, value: tuple[float, float]) -> list[str]:
        return [spell_value(number) for number in value]

    def fit(self, value: tuple[float, float]) -> tuple[float, float]:
        low, high = (float(min(max(number, self.reach[0]), self.reach[1])) for number in value)
        return min(low, high), max(low, high)

    def draw(self, first: tuple[float, float], /, **layout: Any) -> tuple[float, float] | None:
        low, high = st.slider(
            self.label, *self.reach, first, self.step, **{"format": "%.1f"} | self._options(layout)
        )
        return float(low), float(high)


@dataclass(frozen=True)
class Number(Slider):
    """A field for one number."""

    has_default: ClassVar[bool] = False

    def draw(self, _first: float, /, **layout: Any) -> float | None:
        # Without a default it can be emptied.
        number: float | None = st.number_input(
            self.label, *self.reach, None, step=self.step, **self._options(layout)
        )
        return number


def decimals(step: float) -> int:
    """How many decimals show every multiple of `step`."""
    return len(f"{step:.10f}".rstrip("0").partition(".")[2])


def parse_numbers(texts: Sequence[str]) -> list[float] | None:
    """The numbers that a link gives, or None if one of them is none."""
    try:
        # float() also reads digits of other scripts and underscores, which no link of ours has.
        numbers = [float(text) for text in texts if text.isascii() and "_" not in text]
    except ValueError:
        return None
    return numbers if len(numbers) == len(texts) and all(map(math.isfinite, numbers)) else None
