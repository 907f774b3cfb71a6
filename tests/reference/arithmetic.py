"""The arithmetic of an expression in mpmath, with derivatives: as many digits as one asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from formulas import (
    Jet,
    asinh,
    atan,
    chain,
    cos,
    erf,
    exp,
    expm1,
    jet,
    log,
    log1p,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tanh,
)
from mpmath import mp, mpf

from activations.expression import Element


def _sign(u: Jet) -> Jet:
    return Jet(mp.sign(u.value))


def _power(u: Jet, v: Jet) -> Jet:
    if v.slope == v.curvature == 0:
        c = v.value
        if c == 0:
            return Jet(mpf(1))
        lower = u.value ** (c - 1)
        second = c * (c - 1) * u.value ** (c - 2) if c not in (0, 1) else mpf(0)
        return chain(u, u.value**c, c * lower, second)
    return exp(v * log(u))


def _choose(condition: object, first: Jet, second: Jet) -> Jet:
    return first if condition else second


def _number(holds: bool) -> Jet:
    return Jet(mpf(int(holds)))


FUNCTIONS: Mapping[str, Callable[..., Jet]] = {
    "+": lambda u, v: u + v, "-": lambda u, v: u - v, "*": lambda u, v: u * v, "/": lambda u, v: u / v,
    "**": _power, "negative": lambda u: -u,
    "<": lambda u, v: _number(u.value < v.value), "<=": lambda u, v: _number(u.value <= v.value),
    ">": lambda u, v: _number(u.value > v.value), ">=": lambda u, v: _number(u.value >= v.value),
    "==": lambda u, v: _number(u.value == v.value), "!=": lambda u, v: _number(u.value != v.value),
    "where": lambda condition, u, v: _choose(condition.value != 0, u, v),
    "maximum": lambda u, v: _choose(u.value > v.value, u, v), "minimum": lambda u, v: _choose(u.value < v.value, u, v),
    "exp": exp, "expm1": expm1, "log": log, "log1p": log1p, "sqrt": sqrt, "sin": sin, "cos": cos, "tanh": tanh,
    "erf": erf, "arctan": atan, "arcsinh": asinh, "sigmoid": sigmoid, "softplus": softplus,
    "abs": lambda u: _sign(u) * u, "sign": _sign,
}  # fmt: skip


class Exact:
    """mpmath's numbers with their first two derivatives by one variable."""

    def constant(self, value: float) -> Jet:
        """A number as it is written: what a double stands for, but for π and e."""
        exact = {float(mp.pi): mp.pi, float(mp.e): mp.e}
        return jet(mpf(exact.get(value, value)))

    def call(self, function: str, arguments: Sequence[Jet]) -> Jet:
        """Compute a function."""
        return FUNCTIONS[function](*arguments)

    def use(self, _element: Element, _settings: Mapping[str, Any], _argument: Any) -> None:
        """Have functions of the catalogue written out."""
