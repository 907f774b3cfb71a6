"""One function in words: its properties, its heights at the probe, and its kinks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape

from activations import Activation, Parameter
from activations.latex import NAMES
from activations.networks.gains import calculate_gain, gains
from activations.properties import beside
from activations.sampling import poles, settings
from pages.shared import figures
from pages.shared.curve_figures import reading
from pages.shared.figures import View
from pages.shared.words import (
    SATURATION,
    SMOOTHNESS,
    breaks_at,
    description,
    digits,
    interval,
    is_defined_at,
    measured,
    named_values,
    poles_in_words,
)

# A mark more than a colour: styles.py gives it one that suits the page, light or dark.
PARAMETER = "#a6228f"
MEANINGS = ("", " (the slope there)", "")


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
        (f"Monotonicity of f{on}", card.monotonic or "rises and falls"),
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
    """How much larger weights are drawn to keep the size of signal or gradient, and what PyTorch says."""
    found, calculated = gains(f), calculate_gain(f)
    return [
        ("Gain that keeps the signal, 1/√E f(z)²", _moment(f, found.forward)),
        ("Gain that keeps the gradient, 1/√E f′(z)²", _moment(f, found.backward)),
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
    return "not resolved" if math.isnan(value) and not poles(f) else digits(value)


def readings(f: Activation, x: float, orders: Sequence[int]) -> str:
    """The heights of the drawn curves at x, as a line of HTML whose numbers live.js keeps to the thumb."""
    functions: tuple[Callable[[float], float], ...] = (f, f.derivative, f.second_derivative)
    names = figures.NAMES
    heights = (
        f'{names[order]} = <strong data-reading="{names[order]}">{reading(float(functions[order](x)))}</strong>'
        f"{MEANINGS[order]}"
        for order in orders
    )
    return f'At x = <strong data-value="x">{reading(x)}</strong>: {", ".join(heights)}'


def present_state(f: Activation, x: float, view: View) -> str:
    """What stands beside the chart and follows the sliders: heights, what the values mean, the course of the curve."""
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
        # What differs only as 32-bit numbers do is the same to a person.
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
            lambda found: rf"\textcolor{{{PARAMETER}}}{{{found[0]}}}",
            text,
        )
    return text


def gist(cls: type[Activation]) -> str:
    """What a function does, in a sentence; of one that says nothing itself, how it can be told apart."""
    if cls.gist:
        return cls.gist
    parameters = " and ".join(declared.symbol for declared in cls.parameters())
    return f"A function of your own, {f'with {parameters} to move.' if parameters else 'of x alone.'}"


@lru_cache(maxsize=1024)
def meaning(f: Activation) -> str:
    """What the present values of the parameters make of a function."""
    card = f.properties()
    corners = [kink for kink in f.kinks() if is_defined_at(f, kink) and breaks_at(f.derivative, kink)]
    facts = []
    for kink in corners[:1]:
        left, right = (float(f.derivative(beside(kink, side))) for side in (-1, 1))
        more = f", one of {len(corners)} corners" if len(corners) > 1 else ""
        facts.append(
            f"the slope jumps from {digits(left, 3)} to {digits(right, 3)} at x = {digits(kink, 3)}{more}"
        )
    if not corners and any(
        breaks_at(type(f)(*other).derivative, kink)
        for other in settings(type(f), 3)
        for kink in type(f)(*other).kinks()
    ):
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


def kink_rows(f: Activation) -> list[list[str]]:
    """For each kink, the limits and the value of those of f, f′ and f″ that are not continuous there."""
    rows = []
    functions: tuple[Callable[[float], float], ...] = (f, f.derivative, f.second_derivative)
    for kink in f.kinks():
        for name, function in zip(("f", "f′", "f″"), functions, strict=True):
            if breaks_at(function, kink):
                limits = (float(function(beside(kink, side))) for side in (-1, 0, 1))
                rows.append([digits(kink), name, *map(digits, limits)])
    return rows


def kink_places(f: Activation, at: str) -> str:
    """The places at which frameworks were measured, at the present parameters: ``±λ = ±0.5``."""
    for declared in f.parameters():
        if declared.symbol in at:
            return f"{at} = {at.replace(declared.symbol, digits(getattr(f, declared.name), 4))}"
    return at


def is_kink_here(f: Activation, at: str) -> bool:
    """Tell whether `f` has kinks where frameworks were measured; parameters may have moved them away."""
    for declared in f.parameters():
        at = at.replace(declared.symbol, repr(getattr(f, declared.name)))
    size = float(at.replace("−", "-").replace("±", ""))
    places = (-size, size) if "±" in at else (size,)
    return all(any(math.isclose(place, kink, abs_tol=1e-12) for kink in f.kinks()) for place in places)


def with_symbols(f: Activation, expression: str) -> str:
    """Write an expression with the symbols of the parameters of `f`: ``λ·α`` for ``lambda_*alpha``."""
    for declared in f.parameters():
        expression = re.sub(rf"\b{declared.name}\b", declared.symbol, expression)
    return expression.replace("*", "·").replace("-", "−")
