"""The numbers in the texts of the lessons: each is computed where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from activations import parse
from activations.networks.mean_field import moments
from activations.properties import beside
from activations.sampling import order_of
from pages.shared.words import digits

_VALUE = re.compile(r"(\w+(?:\([^()]*\))?)('{0,2})\((-?[\d.]+)([+-]?)\)")
_MOMENT = re.compile(r"(mean|variance) (\w+(?:\([^()]*\))?)")
_CHORD = re.compile(r"chord (\w+)\(([\d.]+)\)")
_SIDES = {"-": -1, "": 0, "+": 1}
DIGITS = 4


def fact(text: str, named: Callable[[], Mapping[str, float | str]] = dict) -> str:
    """The text that takes the place of a placeholder.

    Parameters
    ----------
    text : str
        A value such as ``ELU(alpha=2.0)'(0-)``, f′ as 0 is approached from the left; or ``mean ReLU``, the mean
        of f(z) for z ~ N(0, 1); or ``chord ReLU(0.5)``, the slope of the chord from −0.5 to 0.5; or a name.
    named : callable
        Returns what names stand for, numbers or texts; called only if one is needed.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if match := _VALUE.fullmatch(text):
        name, primes, x, side = match.groups()
        return spell(float(order_of(parse(name), len(primes))(beside(float(x), _SIDES[side]))))
    if match := _MOMENT.fullmatch(text):
        return spell(getattr(moments(parse(match[2]), 1.0), match[1]))
    if match := _CHORD.fullmatch(text):
        f, reach = parse(match[1]), float(match[2])
        return spell((float(f(reach)) - float(f(-reach))) / (2 * reach))
    facts = named()
    if text not in facts:
        raise ValueError(f"{{{{{text}}}}} is not a number that can be computed here")
    value = facts[text]
    return value if isinstance(value, str) else spell(value)


def spell(value: float) -> str:
    return digits(value, DIGITS)
