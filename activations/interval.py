"""Intervals of the real line, with open and closed ends."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """The real numbers between two ends, each of which may be excluded or infinite.

    Unpacks as ``low, high`` and prints in the usual notation.

    Examples
    --------
    >>> interval = Interval(-1, 1, low_closed=False)
    >>> str(interval)
    '(-1, 1]'
    >>> -1 in interval, 1 in interval
    (False, True)
    >>> low, high = interval
    >>> low, high
    (-1, 1)
    """

    low: float
    high: float
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read ``"[0, inf)"``.

        Raises
        ------
        ValueError
            If `text` is not two numbers between brackets.

        Examples
        --------
        >>> Interval.parse("[0, inf)")
        Interval(low=0.0, high=inf, low_closed=True, high_closed=False)
        """
        opening, closing = text[:1], text[-1:]
        if opening not in ("[", "(") or closing not in ("]", ")"):
            raise ValueError(f"An interval looks like [0, inf), got {text!r}")
        low, high = (float(end) for end in text[1:-1].split(","))
        return cls(low, high, opening == "[", closing == "]")

    def __contains__(self, value: float) -> bool:
        above = value >= self.low if self.low_closed else value > self.low
        below = value <= self.high if self.high_closed else value < self.high
        return above and below

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __str__(self) -> str:
        opening = "[" if self.low_closed else "("
        closing = "]" if self.high_closed else ")"
        return f"{opening}{self.low:.6g}, {self.high:.6g}{closing}"

    @property
    def bounded(self) -> bool:
        """Whether both ends are finite.

        Examples
        --------
        >>> Interval.parse("[0, inf)").bounded
        False
        """
        return math.isfinite(self.low) and math.isfinite(self.high)
