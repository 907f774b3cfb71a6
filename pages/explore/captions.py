"""The words beside the chart of Explore: on the function, and on its present values."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from activations import Activation, Parameter
from activations.continuity import breaks_at, is_defined_at
from activations.latex import NAMES
from activations.properties import beside
from activations.sampling import order_of, typical_settings
from pages.shared import figures
from pages.shared.curve_figures import reading
from pages.shared.figures import View
from pages.shared.words import description, digits, interval, named_values

# A mark more than a colour: styles.py gives it one that suits the page, light or dark.
PARAMETER = "#a6228f"
MEANINGS = ("", " (the slope there)", "")


def readings(f: Activation, x: float, orders: Sequence[int]) -> str:
    """The heights of the drawn curves at x, as a line of HTML whose numbers readings.js keeps to the thumb."""
    names = figures.NAMES
    heights = (
        f'{names[order]} = <strong data-reading="{names[order]}">{reading(float(order_of(f, order)(x)))}</strong>'
        f"{MEANINGS[order]}"
        for order in orders
    )
    return f'At x = <strong data-value="x">{reading(x)}</strong>: {", ".join(heights)}'


def present_state(f: Activation, x: float, view: View) -> str:
    """The words that follow the sliders: heights, the meaning of the values, the course of the curve."""
    course = escape(description(f, view.low, view.high))
    return (
        f'<p class="reading">{readings(f, x, view.orders)}</p>'
        f'<div class="behind"><p>{escape(meaning(f))}</p><small>{course}</small></div>'
    )


def scale(
    cls: type[Activation], declared: Parameter, key: str, low: float, high: float, value: float, locked: bool
) -> str:
    """Both ends of a slider, its value to write over, and the values that people know: HTML for explore.js."""
    off = " disabled" if locked else ""
    known: dict[str, tuple[float, list[str]]] = {}
    for number, names in named_values(cls, declared).items():
        # Numbers that differ only as 32-bit ones do are the same to a person.
        known.setdefault(digits(number, 4), (number, []))[1].extend(names)
    marks = "".join(
        f'<i style="left:{(number - low) / (high - low):.2%}"></i>'
        for number, _ in known.values()
        if low <= number <= high
    )
    buttons = "".join(
        f'<button data-set="{number!r}"{off}>{text} <small>{escape(", ".join(names))}</small></button>'
        for text, (number, names) in known.items()
    )
    return (
        f'<div class="scale" data-slider="{key}"><div class="marks">{marks}</div>'
        f'<div class="known"><label>{declared.symbol} = '
        f'<input data-value="{key}" value="{reading(value)}" inputmode="decimal" autocomplete="off" '
        f'aria-label="Value of {declared.symbol}"{off}></label>{buttons}</div></div>'
    )


def highlight_parameters(cls: type[Activation]) -> str:
    """f(x) in LaTeX, with the parameters in a colour of their own."""
    text = cls.formula
    for declared in cls.parameters():
        letter = NAMES.get(declared.name, declared.name)
        text = re.sub(
            rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])",
            lambda match: rf"\textcolor{{{PARAMETER}}}{{{match[0]}}}",
            text,
        )
    return text


def gist(cls: type[Activation]) -> str:
    """The sentence of a function on itself, or one on its parameters if it has none."""
    if cls.gist:
        return cls.gist
    parameters = " and ".join(declared.symbol for declared in cls.parameters())
    return f"A function of your own, {f'with {parameters} to move.' if parameters else 'of x alone.'}"


@lru_cache(maxsize=1024)
def meaning(f: Activation) -> str:
    """The meaning of the present values of the parameters, in a sentence."""
    card = f.properties()
    corners = _corners(f)
    facts = []
    for kink in corners[:1]:
        left, right = (float(f.derivative(beside(kink, side))) for side in (-1, 1))
        more = f", one of {len(corners)} corners" if len(corners) > 1 else ""
        facts.append(
            f"the slope jumps from {digits(left, 3)} to {digits(right, 3)} at x = {digits(kink, 3)}{more}"
        )
    if not corners and any(_corners(type(f)(*other)) for other in typical_settings(type(f), 3)):
        facts.append("the pieces meet without a corner; at most other values there is one")
    for side, saturation, limit in (
        ("left", card.saturates_left, float(f(-math.inf))),
        ("right", card.saturates_right, float(f(math.inf))),
    ):
        if saturation:
            facts.append(f"on the {side} f ends at {digits(limit, 3)}, where no gradient is left")
    if card.minimum and card.monotonic is None:
        facts.append(
            f"it is lowest at x = {digits(card.minimum.x, 3)}, with f = {digits(card.minimum.value, 3)}"
        )
    if not facts:
        steepest = card.derivative_range
        facts.append(f"its slope lies in {interval(steepest)}")
    setting = ", ".join(f"{d.symbol} = {digits(getattr(f, d.name), 4)}" for d in f.parameters())
    sentence = "; ".join(facts[:2])
    return f"With {setting}, {sentence}." if setting else f"{sentence[0].upper()}{sentence[1:]}."


def _corners(f: Activation) -> list[float]:
    """The x where f is defined and its slope jumps."""
    return [kink for kink in f.kinks() if is_defined_at(f, kink) and breaks_at(f.derivative, kink)]
