"""Activation functions in words: numbers, labels, and the course of a curve."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from activations import Activation, Interval, Parameter, Properties
from activations.continuity import breaks_at, find_gaps, is_defined_at
from activations.sampling import is_band, poles

SMOOTHNESS = {
    -1: "not continuous",
    0: "continuous, with a kink",
    1: "differentiable once",
    2: "differentiable twice",
    math.inf: "smooth",
}
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras", "jax": "JAX", "onnx": "ONNX", "mlx": "MLX"}
SATURATION = {None: "no", "soft": "approaches a limit", "hard": "constant"}


def digits(value: float, count: int = 6) -> str:
    """A number for reading: few digits, a proper minus sign, ∞ for infinity."""
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return typeset(f"{value + 0.0:.{count}g}")


def typeset(text: str) -> str:
    """A number as Python writes it, as people do: ``−1.5·10⁻⁷`` for ``-1.5e-07``, ``10⁸`` for ``1e+08``."""
    mantissa, _, exponent = text.replace("-", "−").partition("e")
    if not exponent:
        return mantissa
    power = "10" + str(int(exponent.replace("−", "-"))).translate(SUPERSCRIPTS)
    return {"1": power, "−1": f"−{power}"}.get(mantissa, f"{mantissa}·{power}")


def interval(interval: Interval) -> str:
    opening = "[" if interval.low_closed else "("
    closing = "]" if interval.high_closed else ")"
    return f"{opening}{digits(interval.low)}, {digits(interval.high)}{closing}"


def label(f: Activation) -> str:
    """The name of a function with its current parameters: ``ELU α = 0.5``."""
    settings = ", ".join(
        f"{declared.symbol} = {digits(getattr(f, declared.name), 4)}" for declared in f.parameters()
    )
    return f"{f.title} {settings}".rstrip()


def named_values(cls: type[Activation], declared: Parameter) -> dict[float, list[str]]:
    """The values of a parameter that somebody starts from: the usual one, and those of frameworks, with their names."""
    named = {declared.default: ["default"]}
    for framework, spelling in cls.spellings.items():
        if declared.name in spelling.defaults:
            named.setdefault(spelling.defaults[declared.name], []).append(
                FRAMEWORKS.get(framework, framework)
            )
    return named


def ups_and_downs(card: Properties) -> str:
    """What a function does that is not monotonic."""
    slopes = card.derivative_range
    if slopes.high <= 0 or slopes.low >= 0:
        return f"{'falls' if slopes.high <= 0 else 'rises'} between its breaks"
    return "rises and falls"


@lru_cache(maxsize=1024)
def description(f: Activation, low: float, high: float) -> str:
    """Describe the curve of `f` between two x, for those who cannot see it."""
    card: Properties = f.properties()
    course = {
        None: ups_and_downs(card),
        "constant": "is constant",
        "increasing": "increases everywhere",
        "non-decreasing": "never decreases",
        "decreasing": "decreases everywhere",
        "non-increasing": "never increases",
    }[card.monotonic]
    where_measured = measured(f)
    if where_measured:
        course = course.replace(" everywhere", "") + where_measured
    start, end = (max(low, f.domain().low), min(high, f.domain().high))
    gaps = list(find_gaps(f, start, end)) if start < end else []
    start = max([start, *(right for left, right in gaps if left == start)])
    end = min([end, *(left for left, right in gaps if right == end)])
    if not start < end:
        return f"{label(f)} is not defined from x = {digits(low)} to {digits(high)}."
    first, last = (_height(f, x, inwards) for x, inwards in ((start, 1), (end, -1)))
    sentences = [
        f"{label(f)} from x = {digits(low)} to {digits(high)}: f {course}, from {first} to {last}.",
        *(
            f"It is defined only for {where}: towards that pole f goes to {limit}."
            for where, limit in poles_in_words(f)
        ),
        f"Its range{where_measured} is {interval(card.range)}; f′ lies in {interval(card.derivative_range)}.",
    ]
    if is_band(f, low, high):
        sentences.append(
            f"Its waves, each {digits(f.period(), 3)} wide, are too narrow to be drawn one by one, "
            "so the chart shows the band between their crests."
        )
    if card.minimum and card.monotonic is None:
        lowest = f"{digits(card.minimum.value, 4)} at x = {digits(card.minimum.x, 4)}"
        sentences.append(f"Lowest point{where_measured}: {lowest}.")
    if gaps:
        between = [f"between x = {digits(left, 4)} and {digits(right, 4)}" for left, right in gaps]
        sentences.append(f"It is not defined {', '.join(between)}.")
    edges = {edge for gap in gaps for edge in gap}
    return " ".join([*sentences, *_describe_kinks(f, start, end, edges), *_describe_ends(f)])


def _describe_kinks(f: Activation, low: float, high: float, described: Collection[float]) -> Iterator[str]:
    inside = [kink for kink in f.kinks() if low < kink < high and kink not in described]
    gaps = [kink for kink in inside if not is_defined_at(f, kink)]
    for verb, places in (
        ("is not defined", gaps),
        ("jumps", [kink for kink in inside if kink not in gaps and breaks_at(f, kink)]),
        ("has a kink", [kink for kink in inside if kink not in gaps and breaks_at(f.derivative, kink)]),
    ):
        if places:
            yield f"It {verb} at x = {', '.join(digits(kink, 4) for kink in places)}."


def _describe_ends(f: Activation) -> Iterator[str]:
    card = f.properties()
    for side, saturation, end in (
        ("left", card.saturates_left, -math.inf),
        ("right", card.saturates_right, math.inf),
    ):
        if saturation:
            verb = "is constant at" if saturation == "hard" else "levels off towards"
            yield f"Far to the {side} it {verb} {digits(float(f(end)), 4)}."


def measured(f: Activation) -> str:
    """Where the properties of a function are only measured: nothing if they are told from the whole line."""
    return f" on {interval(f.measured_on)}" if f.measured_on else ""


def poles_in_words(f: Activation) -> list[tuple[str, str]]:
    """The side of each pole on which f is defined, and the limit there: ``("x > −0.21", "−∞")``."""
    return [
        (f"x {'>' if side > 0 else '<'} {digits(pole, 4)}", _height(f, pole, side)) for pole, side in poles(f)
    ]


def _height(f: Activation, x: float, inwards: int) -> str:
    """The height of a curve at x, or its limit where x is a pole, or the height beside x where there is none."""
    if x in f.domain():
        height = float(f(x))
        return digits(float(f(x + inwards * 1e-9 * (1 + abs(x)))) if math.isnan(height) else height, 4)
    return digits(math.copysign(math.inf, float(f(x + inwards * 1e-9 * (1 + abs(x))))))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
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
    """The text of each number, with a decimal point."""
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
