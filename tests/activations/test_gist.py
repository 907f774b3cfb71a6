"""What the sentence of each function says is so, at its defaults and at other settings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import pytest

from activations import CATALOGUE, Activation
from activations.properties import beside
from activations.sampling import typical_settings

NUMBER = r"(?:−?(?:√?[\w]+(?:\.\d+)?)(?:[·/]√?\w+)*)"
points = np.linspace(-60.0, 60.0, 4801)
# A class may say nothing of itself.
DESCRIBED = {name: cls for name, cls in CATALOGUE.items() if cls.gist}
Claim = Callable[[Activation, re.Match[str]], bool]


def read(f: Activation, text: str) -> float:
    """A number as a sentence writes it: ``−1/√α``, ``β``, ``−π/2``."""
    for symbol, value in {"π": math.pi, **{p.symbol: getattr(f, p.name) for p in f.parameters()}}.items():
        text = text.replace(symbol, repr(float(value)))
    sign, text = (-1.0, text[1:]) if text.startswith("−") else (1.0, text)
    top, _, bottom = text.partition("/")
    divisor = factors(bottom) if bottom else 1.0
    return sign * (factors(top) / divisor if divisor else math.inf)


def factors(text: str) -> float:
    return math.prod(
        math.sqrt(float(each[1:])) if each.startswith("√") else float(each) for each in text.split("·")
    )


def lies_between(f: Activation, match: re.Match[str]) -> bool:
    found = f.properties().range
    return np.allclose((found.low, found.high), sorted(read(f, match[place]) for place in (1, 2)))


def levels_off_left(f: Activation, match: re.Match[str]) -> bool:
    value = read(f, match[1])
    # At a setting that makes it infinite there is no such level.
    return math.isinf(value) or (f.properties().saturates_left is not None and close(f(-np.inf), value))


def levels_off_right(f: Activation, match: re.Match[str]) -> bool:
    return f.properties().saturates_right is not None and close(f(np.inf), read(f, match[1]))


def close(value: float, other: float) -> bool:
    return math.isclose(float(value), other, rel_tol=1e-9, abs_tol=1e-12)


def is_unchanged_above_zero(f: Activation, match: re.Match[str]) -> bool:
    x = points[(points > 0) & (points <= (read(f, match[1]) if match[1] else np.inf))]
    return bool(np.all(f(x) == x))


def becomes_value_below_zero(f: Activation, match: re.Match[str]) -> bool:
    return bool(np.all(f(points[points < 0]) == read(f, match[1])))


def becomes_value_below(f: Activation, match: re.Match[str]) -> bool:
    return bool(np.all(f(points[points < read(f, match[1])]) == read(f, match[2])))


def is_unchanged_above_only(f: Activation, match: re.Match[str]) -> bool:
    edge, other = read(f, match[1]), read(f, match[2])
    return bool(np.all(f(points) == np.where(points > edge, points, other)))


def dips(f: Activation, _: re.Match[str]) -> bool:
    card = f.properties()
    return card.monotonic is None and card.range.low < 0 and bool(np.all(f(points[points > 0]) > 0))


def differs_from_gelu(f: Activation, match: re.Match[str]) -> bool:
    gap = float(np.max(np.abs(f(points) - CATALOGUE["GELU"]()(points))))
    # The bound is the next that is written with as many digits.
    bound = float(match[1])
    return gap < bound < 1.2 * gap


CLAIMS: dict[str, Claim] = {
    rf"between ({NUMBER}) and ({NUMBER})(?![\w ]*pass)(?! in training)": lies_between,
    rf"(?:negative (?:ones|inputs)|on the left it) levels? off at ({NUMBER})": levels_off_left,
    rf"on the right it levels off at ({NUMBER})": levels_off_right,
    rf"Positive inputs pass unchanged(?: up to ({NUMBER}))?": is_unchanged_above_zero,
    rf"negative ones become ({NUMBER})": becomes_value_below_zero,
    rf"(?:inputs|those) below ({NUMBER}) become ({NUMBER})": becomes_value_below,
    rf"Inputs above ({NUMBER}) pass unchanged; all others become ({NUMBER})": is_unchanged_above_only,
    r"^0 for negative inputs": lambda f, _: not np.any(f(points[points < 0])),
    "dips below 0": dips,
    "smooth": lambda f, _: not f.kinks(),
    "without a corner": lambda f, _: all(
        close(f.derivative(beside(kink, -1)), f.derivative(beside(kink, 1))) for kink in f.kinks()
    ),
    "never falls": lambda f, _: f.properties().monotonic in ("increasing", "non-decreasing"),
    "never negative|loses its sign": lambda f, _: f.properties().range.low >= 0,
    "same on both sides": lambda f, _: f.properties().parity == "even",
    "keeps (?:only )?the sign": lambda f, _: bool(np.all(np.sign(f(points)) == np.sign(points))),
    rf"never exceeds ({NUMBER})": lambda f, match: f.properties().range.high <= read(f, match[1]),
    rf"flat from ({NUMBER}) on": lambda f, match: (
        not np.any(f.derivative(points[points > read(f, match[1])]))
    ),
    r"less than ([\d.]+) from it": differs_from_gelu,
    "mean 0 and variance 1 on normal inputs": lambda f, _: (
        abs(f.properties().gaussian_mean) < 1e-4 and abs(f.properties().gaussian_std - 1) < 1e-4
    ),
}
# What of a sentence holds for the values with which a function is known, as the sentence says or means.
AT_DEFAULTS = ("mean 0 and variance 1", "less than ", "dips below 0")


@pytest.mark.parametrize("cls", DESCRIBED.values(), ids=DESCRIBED)
def test_a_gist_is_one_short_sentence_that_names_parameters_by_their_symbols(cls: type[Activation]) -> None:
    assert re.fullmatch(r"[A-Ze0-9].{10,110}\.", cls.gist)
    assert not re.search(r"\. |-\d", cls.gist)
    assert set(re.findall(r"[α-ω]", cls.gist)) <= {each.symbol for each in cls.parameters()} | {"β", "π"}


@pytest.mark.parametrize("cls", DESCRIBED.values(), ids=DESCRIBED)
def test_a_gist_says_what_is_so(cls: type[Activation]) -> None:
    for f in [cls(), *(cls(*setting) for setting in typical_settings(cls, 3))]:
        for pattern, holds in CLAIMS.items():
            match = re.search(pattern, cls.gist)
            if match and (f == cls() or not match[0].startswith(AT_DEFAULTS)):
                assert holds(f, match), (f, match[0])


def test_most_gists_say_something_that_can_be_checked_and_every_check_has_its_gist() -> None:
    gists = [cls.gist for cls in DESCRIBED.values()]
    assert [pattern for pattern in CLAIMS if not any(re.search(pattern, gist) for gist in gists)] == []
    unchecked = [name for name, cls in DESCRIBED.items() if not any(re.search(p, cls.gist) for p in CLAIMS)]
    assert len(unchecked) < len(DESCRIBED) / 4, unchecked
