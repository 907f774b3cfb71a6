"""The arithmetic of an expression in decimal numbers of 150 digits, for the few values that doubles leave in doubt.

>>> from activations.expression import read
>>> str(value(read("erf(x)", {"x"}), {}, 0.5))[:40]
'0.52049987781304653768274665389196452873'
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

from activations.expression import NEGATIVE, Element, Node, evaluate
from activations.rounding import Format

# 40 of them go where e^x is close to 1 at the smallest numbers of 16 bits, 40 in an angle of 1e38, as many in
# 1 + erf(x) where that rounds to 0.
DIGITS = 150
_CONTEXT = Context(prec=DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
_ZERO, _ONE = Decimal(0), Decimal(1)
# Beyond, erf is ±1 to 60 digits.
_ERF_ENDS = Decimal(12)


def value(tree: Node, settings: Mapping[str, float], x: float) -> Decimal:
    """An expression at x, right to some sixty digits."""
    with localcontext(_CONTEXT):
        names = {name: Decimal(setting) for name, setting in settings.items()}
        return evaluate(tree, Decimals(), {**names, "x": Decimal(x)})


class Decimals:
    """Decimal numbers; a condition is 1 or 0."""

    def constant(self, value: float) -> Decimal:
        """A number as a double stands for it, but for π and e."""
        if value == math.pi:
            return _pi()
        return _ONE.exp() if value == math.e else Decimal(value)

    def call(self, function: str, arguments: Sequence[Decimal]) -> Decimal:
        """Compute an operator or a function."""
        return FUNCTIONS[function](*arguments)

    def use(self, _element: Element, _settings: Mapping[str, Any], _argument: Any) -> None:
        """Have functions of the catalogue written out."""


def round_to(number: Decimal, form: Format, side: int = 0) -> float:
    """Round a decimal number once, to nearest, ties to even.

    Parameters
    ----------
    number : Decimal
        The number.
    form : Format
        The format to round to.
    side : int
        −1 or 1 if the true number is smaller or larger by less than its digits tell; else 0.
    """
    if not number.is_finite():
        return float(number)
    exact = abs(Fraction(number)) * (1 + Fraction(side if number > 0 else -side, 2**450))
    if exact == 0:
        return 0.0
    exponent = exact.numerator.bit_length() - exact.denominator.bit_length()
    exponent -= exact < Fraction(2) ** exponent
    unit = Fraction(2) ** (max(exponent, form.lowest_exponent) - form.mantissa)
    # Fractions are rounded to even, too.
    rounded = round(exact / unit) * unit
    size = math.inf if rounded > Fraction(form.largest) else float(rounded)
    if not form.has_infinities and size == math.inf:
        size = math.nan
    return math.copysign(size, number)


@cache
def _pi() -> Decimal:
    """π by Machin's formula, to more digits than are asked for."""
    with localcontext(_CONTEXT) as context:
        context.prec += 20
        return 4 * (4 * _arctan_near_zero(_ONE / 5) - _arctan_near_zero(_ONE / 239))


def _sum(terms: Callable[[], Any]) -> Decimal:
    """Add terms until they no longer change the sum."""
    total = _ZERO
    for term in terms():
        before, total = total, total + term
        if total == before:
            break
    return total


def _arctan_near_zero(u: Decimal) -> Decimal:
    def terms() -> Any:
        power, n = u, 1
        while True:
            yield power / n
            power, n = -power * u * u, n + 2

    return _sum(terms)


def _arctan(u: Decimal) -> Decimal:
    if u.is_nan() or u < 0:
        return u if u.is_nan() else -_arctan(-u)
    if u > 1:
        return _pi() / 2 - _arctan(1 / u)
    for _ in range(3):
        u /= 1 + (1 + u * u).sqrt()
    return 8 * _arctan_near_zero(u)


def _sine(u: Decimal) -> Decimal:
    if not u.is_finite():
        return Decimal("nan")
    turn = 2 * _pi()
    angle = u - (u / turn).to_integral_value() * turn

    def terms() -> Any:
        power, n = angle, 1
        while True:
            yield power
            power, n = -power * angle * angle / ((n + 1) * (n + 2)), n + 2

    return _sum(terms)


def _cosine(u: Decimal) -> Decimal:
    return _sine(u + _pi() / 2)


def _erf(u: Decimal) -> Decimal:
    if u.is_nan() or abs(u) > _ERF_ENDS:
        return u if u.is_nan() else _ONE.copy_sign(u)

    # All terms of this series have one sign: none of their digits cancel.
    def terms() -> Any:
        term, n = u, 1
        while True:
            yield term
            term, n = term * 2 * u * u / (n + 2), n + 2

    return 2 / _pi().sqrt() * (-u * u).exp() * _sum(terms)


def _tanh(u: Decimal) -> Decimal:
    e = (-2 * abs(u)).exp()
    return ((1 - e) / (1 + e)).copy_sign(u)


def _softplus(u: Decimal) -> Decimal:
    return max(u, _ZERO) + (1 + (-abs(u)).exp()).ln()


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent == _ONE / 2:
        return base.sqrt()
    return base**exponent


def _arcsin(u: Decimal) -> Decimal:
    return _arctan(u / (1 - u * u).sqrt())


def _as_number(condition: Callable[..., bool]) -> Callable[..., Decimal]:
    return lambda *arguments: Decimal(int(condition(*arguments)))


FUNCTIONS: Mapping[str, Callable[..., Decimal]] = {
    "+": lambda u, v: u + v, "-": lambda u, v: u - v, "*": lambda u, v: u * v, "/": lambda u, v: u / v,
    "**": _power, NEGATIVE: lambda u: -u,
    "<": _as_number(lambda u, v: u < v), "<=": _as_number(lambda u, v: u <= v),
    ">": _as_number(lambda u, v: u > v), ">=": _as_number(lambda u, v: u >= v),
    "==": _as_number(lambda u, v: u == v), "!=": _as_number(lambda u, v: u != v),
    "and": _as_number(lambda u, v: bool(u and v)), "or": _as_number(lambda u, v: bool(u or v)),
    "not": _as_number(lambda u: not u), "where": lambda condition, u, v: u if condition else v,
    "maximum": max, "minimum": min, "abs": abs, "sign": lambda u: _ONE.copy_sign(u) if u else _ZERO,
    "exp": lambda u: u.exp(), "expm1": lambda u: u.exp() - 1, "log": lambda u: u.ln(),
    "log1p": lambda u: (1 + u).ln(), "sqrt": lambda u: u.sqrt(),
    "sin": _sine, "cos": _cosine, "tan": lambda u: _sine(u) / _cosine(u),
    "sinh": lambda u: (u.exp() - (-u).exp()) / 2, "cosh": lambda u: (u.exp() + (-u).exp()) / 2, "tanh": _tanh,
    "arcsin": _arcsin, "arccos": lambda u: _pi() / 2 - _arcsin(u), "arctan": _arctan,
    "arcsinh": lambda u: (abs(u) + (u * u + 1).sqrt()).ln().copy_sign(u),
    "erf": _erf, "erfc": lambda u: 1 - _erf(u), "sigmoid": lambda u: 1 / (1 + (-u).exp()), "softplus": _softplus,
}  # fmt: skip
