"""Activation functions in words: labels, property cards, numbers, and what a curve does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from activations import Activation, Interval, Properties
from activations.core import SYMBOLS
from activations.properties import beside
from activations.sampling import is_band, poles

SMOOTHNESS = {
    -1: "not continuous",
    0: "continuous, with a kink",
    1: "differentiable once",
    2: "differentiable twice",
    math.inf: "smooth",
}
SATURATION = {None: "no", "soft": "approaches a limit", "hard": "constant"}


def digits(value: float, count: int = 6) -> str:
    """Return a number for reading: few digits, a proper minus sign, ∞ for infinity."""
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value + 0.0:.{count}g}".replace("e+", "e").replace("e0", "e").replace("e-0", "e-")
    return text.replace("-", "−")


def interval(interval: Interval) -> str:
    """Return an interval for reading."""
    opening = "[" if interval.low_closed else "("
    closing = "]" if interval.high_closed else ")"
    return f"{opening}{digits(interval.low)}, {digits(interval.high)}{closing}"


def requirement(symbol: str, domain: Interval) -> str:
    """Return the condition that puts a number into an interval: ``α ≥ 0`` for [0, ∞)."""
    low, high = digits(domain.low), digits(domain.high)
    above, below = (">", "≥")[domain.low_closed], ("<", "≤")[domain.high_closed]
    if math.isinf(domain.high):
        return f"{symbol} {above} {low}"
    if math.isinf(domain.low):
        return f"{symbol} {below} {high}"
    return f"{low} {('<', '≤')[domain.low_closed]} {symbol} {below} {high}"


def label(f: Activation) -> str:
    """Return the name of a function with its current parameters: ``ELU α = 0.5``."""
    settings = ", ".join(
        f"{declared.symbol} = {digits(getattr(f, declared.name), 4)}" for declared in f.parameters()
    )
    return f"{f.title} {settings}".rstrip()


def property_card(f: Activation) -> list[tuple[str, str]]:
    """Return the properties of a function as pairs of a name and a value."""
    card = f.properties()
    where = " and ".join(where for where, _ in _poles(f))
    minimum = f"{digits(card.minimum.value)} at x = {digits(card.minimum.x)}" if card.minimum else "none"
    return [
        *([("Defined for", where)] if where else []),
        ("Range", interval(card.range)),
        ("Range of f′", interval(card.derivative_range)),
        ("Course of f", card.monotonic or "rises and falls"),
        ("Course of f′", card.derivative_monotonic or "rises and falls"),
        ("Smoothness", SMOOTHNESS[card.smoothness]),
        ("Kinks at", ", ".join(digits(kink) for kink in f.kinks()) or "none"),
        ("Lipschitz constant, sup |f′|", digits(card.lipschitz)),
        ("Symmetry", card.parity or "none"),
        ("Far left", SATURATION[card.saturates_left]),
        ("Far right", SATURATION[card.saturates_right]),
        ("f(0) = 0", "yes" if card.zero_at_zero else f"no, f(0) = {digits(float(f(0.0)))}"),
        ("Lowest point", minimum),
        ("Mean of f(z), z ~ N(0, 1)", _moment(f, card.gaussian_mean)),
        ("Standard deviation of f(z)", _moment(f, card.gaussian_std)),
        ("Gradient gain, E f′(z)²", _moment(f, card.gaussian_gain)),
    ]


def _moment(f: Activation, value: float) -> str:
    return "not resolved" if math.isnan(value) and not poles(f) else digits(value)


@lru_cache(maxsize=1024)
def description(f: Activation, low: float, high: float) -> str:
    """Describe the curve of `f` between two x, for those who cannot see it."""
    card: Properties = f.properties()
    course = {
        None: "rises and falls",
        "constant": "is constant",
        "increasing": "increases everywhere",
        "non-decreasing": "never decreases",
        "decreasing": "decreases everywhere",
        "non-increasing": "never increases",
    }[card.monotonic]
    start, end = (max(low, f.domain().low), min(high, f.domain().high))
    if not start < end:
        return f"{label(f)} is not defined from x = {digits(low)} to {digits(high)}."
    first, last = (_height(f, x, inwards) for x, inwards in ((start, 1), (end, -1)))
    sentences = [
        f"{label(f)} from x = {digits(low)} to {digits(high)}: f {course}, from {first} to {last}.",
        *(
            f"It is defined only for {where}: towards that pole f goes to {limit}."
            for where, limit in _poles(f)
        ),
        f"Its range is {interval(card.range)}; f′ lies in {interval(card.derivative_range)}.",
    ]
    if is_band(f, low, high):
        sentences.append(
            f"Its waves, each {digits(f.period(), 3)} wide, are too narrow to be drawn one by one: "
            "what is shown is the band between their crests."
        )
    if card.minimum and card.monotonic is None:
        sentences.append(f"Lowest point: {digits(card.minimum.value, 4)} at x = {digits(card.minimum.x, 4)}.")
    for what, function in (("jumps", f), ("has a kink", f.derivative)):
        where = [digits(kink, 4) for kink in f.kinks() if low < kink < high and _breaks(function, kink)]
        if where:
            sentences.append(f"It {what} at x = {', '.join(where)}.")
    for side, saturation, limit in (
        ("left", card.saturates_left, float(f(-math.inf))),
        ("right", card.saturates_right, float(f(math.inf))),
    ):
        if saturation:
            course = "is constant at" if saturation == "hard" else "levels off towards"
            sentences.append(f"Far to the {side} it {course} {digits(limit, 4)}.")
    return " ".join(sentences)


def _poles(f: Activation) -> list[tuple[str, str]]:
    """Return where f is defined, as seen from each pole, and the limit there."""
    return [
        (f"x {'>' if side > 0 else '<'} {digits(pole, 4)}", _height(f, pole, side)) for pole, side in poles(f)
    ]


def _height(f: Activation, x: float, inwards: int) -> str:
    """Return the height of a curve at x, or its limit where x is a pole."""
    if x in f.domain():
        return digits(float(f(x)), 4)
    return digits(math.copysign(math.inf, float(f(x + inwards * 1e-9 * (1 + abs(x))))))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def inputs(text: str) -> list[float]:
    """Read numbers separated by commas, semicolons or blanks, such as ``1, -10, 0.5`` or ``[1.0, 2.0]``.

    A comma within a number is a decimal comma where blanks or semicolons separate the numbers.

    Raises
    ------
    ValueError
        If something is not a number, or could be read in two ways; the message is a sentence for the person who
        typed it.
    """
    text = text.strip().strip("[](){}").replace("−", "-").replace("∞", "inf")
    pieces = _pieces(text)
    if not 1 <= len(pieces) <= 50:
        raise ValueError(f"Type between 1 and 50 numbers, such as 1, -10, 0.5; there are {len(pieces)}.")
    numbers = []
    for piece in pieces:
        try:
            numbers.append(float(piece))
        except ValueError:
            shown = piece if len(piece) <= 20 else f"{piece[:20]}…"
            raise ValueError(f"{shown!r} is not a number; type numbers such as 1, -10, 0.5.") from None
    return numbers


# One comma between digits, which could be a decimal comma.
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:e[+-]?\d+)?", re.IGNORECASE)


def _pieces(text: str) -> list[str]:
    """Return the text of each number, with a decimal point."""
    apart = re.split(r"[;\s]+", text)
    separated = [piece.strip(",") for piece in apart if piece.strip(",")]
    with_comma = [piece for piece in separated if "," in piece]
    if not with_comma:
        return separated
    # Nobody writes two kinds of separators: beside semicolons or blanks alone the comma is a decimal one.
    if len(separated) > 1 and not any(piece.endswith(",") for piece in apart):
        return [piece.replace(",", ".") for piece in separated]
    unclear = [piece for piece in with_comma if DECIMAL_COMMA.fullmatch(piece)]
    if unclear:
        point, two = unclear[0].replace(",", "."), unclear[0].replace(",", "; ")
        raise ValueError(f"{unclear[0]} could be one number or two: write {point}, or {two}.")
    return [part for piece in separated for part in piece.split(",") if part]


def kink_rows(f: Activation) -> list[list[str]]:
    """Return, for each kink, the limits and the value of f, f′ and f″ where they are not continuous."""
    rows = []
    functions: tuple[Callable[[float], float], ...] = (f, f.derivative, f.second_derivative)
    for kink in f.kinks():
        for name, function in zip(("f", "f′", "f″"), functions, strict=True):
            if _breaks(function, kink):
                limits = (float(function(beside(kink, side))) for side in (-1, 0, 1))
                rows.append([digits(kink), name, *map(digits, limits)])
    return rows


def _breaks(function: Callable[[float], float], kink: float) -> bool:
    left, right = float(function(beside(kink, -1))), float(function(beside(kink, 1)))
    return abs(right - left) > 1e-9 * (1 + abs(left))


def kink_places(f: Activation, at: str) -> str:
    """Return where frameworks were measured, with the present values of the parameters: ``±λ = ±0.5``."""
    for declared in f.parameters():
        if declared.symbol in at:
            return f"{at} = {at.replace(declared.symbol, digits(getattr(f, declared.name), 4))}"
    return at


def is_kink_here(f: Activation, at: str) -> bool:
    """Return whether `f` has kinks where frameworks were measured; parameters may have moved them away."""
    for declared in f.parameters():
        at = at.replace(declared.symbol, repr(getattr(f, declared.name)))
    size = float(at.replace("−", "-").replace("±", ""))
    places = (-size, size) if "±" in at else (size,)
    return all(any(math.isclose(place, kink, abs_tol=1e-12) for kink in f.kinks()) for place in places)


def symbols(expression: str) -> str:
    """Return an expression in the names of parameters with their symbols: ``λ·α`` for ``lambda_*alpha``."""
    for name, symbol in SYMBOLS.items():
        expression = expression.replace(name, symbol)
    return expression.replace("*", "·").replace("-", "−")


def readings(f: Activation, x: float) -> str:
    """Return f, f′ and f″ at x, as a line of HTML."""
    values = (f(x), f.derivative(x), f.second_derivative(x))
    pairs = zip(("f", "f′", "f″"), values, strict=True)
    return f"At x = {digits(x)}: " + ", ".join(
        f"{name} = <strong>{digits(float(value))}</strong>" for name, value in pairs
    )


def property_columns(functions: Sequence[Activation]) -> dict[str, list[object]]:
    """Return the properties of several functions as columns of a table that can be sorted."""
    cards = [f.properties() for f in functions]
    return {
        "function": [label(f) for f in functions],
        "range": [interval(card.range) for card in cards],
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
