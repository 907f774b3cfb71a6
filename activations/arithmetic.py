"""The arithmetics of an expression in doubles: values alone, and values with their derivatives.

The latter are jets: numbers that carry their derivatives along, by the rules of calculus (forward-mode automatic
differentiation; A. Griewank, A. Walther, Evaluating Derivatives, 2008), so that these are exact up to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from activations.evaluation import Array
from activations.expression import NEGATIVE, Element
from activations.special import erf, erfc

Function: TypeAlias = Callable[[Array], Array]

_TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)


def sigmoid(u: Array) -> Array:
    """1/(1 + exp(−u)), with all its digits where it is tiny."""
    e = np.exp(-np.abs(u))
    result: Array = np.where(u < 0, e, 1.0) / (1.0 + e)
    return result


def softplus(u: Array) -> Array:
    """log(1 + exp(u)), which does not overflow."""
    result: Array = np.logaddexp(0.0, u)
    return result


def _where(condition: Array, first: Array, second: Array) -> Array:
    return np.where(condition != 0, first, second)


def _as_number(comparison: Callable[..., Any]) -> Callable[..., Array]:
    return lambda *arguments: comparison(*arguments).astype(np.float64)


VALUES: Mapping[str, Callable[..., Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power, NEGATIVE: np.negative,
    "<": _as_number(np.less), "<=": _as_number(np.less_equal), ">": _as_number(np.greater),
    ">=": _as_number(np.greater_equal), "==": _as_number(np.equal), "!=": _as_number(np.not_equal),
    "and": _as_number(np.logical_and), "or": _as_number(np.logical_or), "not": _as_number(np.logical_not),
    "where": _where, "maximum": np.maximum, "minimum": np.minimum,
    "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p, "sqrt": np.sqrt,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
    "arcsin": np.arcsin, "arccos": np.arccos, "arctan": np.arctan, "arcsinh": np.arcsinh,
    "erf": erf, "erfc": erfc, "sigmoid": sigmoid, "softplus": softplus, "abs": np.abs, "sign": np.sign,
}  # fmt: skip


def _tanh_slope(u: Array) -> Array:
    # 1 − tanh² would lose all digits.
    return 4.0 * sigmoid(2.0 * u) * sigmoid(-2.0 * u)


def _bell(u: Array) -> Array:
    result: Array = _TWO_OVER_ROOT_PI * np.exp(-u * u)
    return result


def _sigmoid_slope(u: Array) -> Array:
    return sigmoid(u) * sigmoid(-u)


def _zero(u: Array) -> Array:
    return np.zeros_like(u)


# The first and second derivative of each function of one argument.
SLOPES: Mapping[str, tuple[Function, Function]] = {
    "exp": (np.exp, np.exp),
    "expm1": (np.exp, np.exp),
    "log": (lambda u: 1 / u, lambda u: -1 / u / u),
    "log1p": (lambda u: 1 / (1 + u), lambda u: -1 / (1 + u) / (1 + u)),
    "sqrt": (lambda u: 0.5 / np.sqrt(u), lambda u: -0.25 / np.sqrt(u) / u),
    "sin": (np.cos, lambda u: -np.sin(u)),
    "cos": (lambda u: -np.sin(u), lambda u: -np.cos(u)),
    "tan": (lambda u: 1 / np.cos(u) ** 2, lambda u: 2 * np.tan(u) / np.cos(u) ** 2),
    "sinh": (np.cosh, np.sinh),
    "cosh": (np.sinh, np.cosh),
    "tanh": (_tanh_slope, lambda u: -2.0 * np.tanh(u) * _tanh_slope(u)),
    "arcsin": (lambda u: 1 / np.sqrt((1 - u) * (1 + u)), lambda u: u / ((1 - u) * (1 + u)) ** 1.5),
    "arccos": (lambda u: -1 / np.sqrt((1 - u) * (1 + u)), lambda u: -u / ((1 - u) * (1 + u)) ** 1.5),
    "arctan": (lambda u: 1 / (1 + u * u), lambda u: -2 * u / (1 + u * u) / (1 + u * u)),
    "arcsinh": (lambda u: 1 / np.hypot(1, u), lambda u: -u / np.hypot(1, u) ** 3),
    "erf": (_bell, lambda u: -2 * u * _bell(u)),
    "erfc": (lambda u: -_bell(u), lambda u: 2 * u * _bell(u)),
    "sigmoid": (_sigmoid_slope, lambda u: -_sigmoid_slope(u) * np.tanh(u / 2)),
    "softplus": (sigmoid, _sigmoid_slope),
    "abs": (np.sign, _zero),
    "sign": (_zero, _zero),
}
# The result of a comparison is constant between the places where it changes.
FLAT = frozenset(["<", "<=", ">", ">=", "==", "!=", "and", "or", "not"])


class Values:
    """Doubles."""

    def constant(self, value: float) -> Array:
        """Make a number without dimensions."""
        return np.asarray(value)

    def call(self, function: str, arguments: Sequence[Array]) -> Array:
        """Compute as NumPy does."""
        result: Array = VALUES[function](*arguments)
        return result

    def use(self, element: Element, settings: Mapping[str, Array], argument: Array) -> Array:
        """Compute by the function's own code; nan at settings that it does not have."""
        f = set_parameters(element, settings)
        return np.full_like(argument, np.nan) if f is None else f(argument)


def set_parameters(element: Element, settings: Mapping[str, Array]) -> Any:
    """Set the parameters of a function, or return None where it is not defined."""
    try:
        return element(**{name: float(value) for name, value in settings.items()})
    except ValueError:
        return None


class Jet(NamedTuple):
    """A number with its derivatives; those that are 0 whatever x is are None.

    Attributes
    ----------
    value : ndarray
        The number.
    slope, curvature : ndarray or None
        Its first and second derivative in x.
    effect : ndarray or None
        Its derivative in a parameter.
    """

    value: Array
    slope: Array | None = None
    curvature: Array | None = None
    effect: Array | None = None


@dataclass(frozen=True)
class Jets:
    """Doubles with their derivatives.

    Attributes
    ----------
    order : int
        The highest derivative in x: 0, 1 or 2.
    """

    order: int = 2

    def constant(self, value: float) -> Jet:
        """Make a number that depends on nothing."""
        return Jet(np.asarray(value))

    def variable(self, x: Array) -> Jet:
        """Make x itself."""
        return Jet(x, np.ones(()) if self.order else None)

    def call(self, function: str, arguments: Sequence[Jet]) -> Jet:
        """Compute the value, and the derivatives by the rule for the function."""
        value = VALUES[function](*(jet.value for jet in arguments))
        if function in FLAT:
            return Jet(value)
        if function in SLOPES:
            (u,) = arguments
            return self._chain(u, value, *SLOPES[function])
        return RULES[function](self, value, *arguments)

    def use(self, element: Element, settings: Mapping[str, Jet], argument: Jet) -> Jet:
        """Compute by the function's own code."""
        f = set_parameters(element, {name: jet.value for name, jet in settings.items()})
        if f is None:
            return Jet(
                np.full_like(argument.value, np.nan), argument.slope, argument.curvature, argument.effect
            )
        result = self._chain(argument, f(argument.value), f.derivative, f.second_derivative)
        effect = result.effect
        for name, jet in settings.items():
            if jet.effect is not None:
                effect = _sum(effect, _product(f.parameter_derivative(name, argument.value), jet.effect))
        return result._replace(effect=effect)

    def _chain(self, u: Jet, value: Array, first: Function, second: Function) -> Jet:
        if u.slope is None and u.effect is None:
            return Jet(value)
        g = first(u.value)
        slope, curvature = _product(g, u.slope), None
        if self.order == 2 and u.slope is not None:
            curvature = _sum(_product(g, u.curvature), _product(_product(second(u.value), u.slope), u.slope))
        return Jet(value, slope, curvature, _product(g, u.effect))


def _sum(a: Array | None, b: Array | None) -> Array | None:
    if a is None or b is None:
        return b if a is None else a
    return a + b


def _difference(a: Array | None, b: Array | None) -> Array | None:
    if b is None:
        return a
    return -b if a is None else a - b


def _product(a: Array | None, b: Array | None) -> Array | None:
    """Multiply; 0 times an infinity is 0: what has underflowed decays faster than the other grows."""
    if a is None or b is None:
        return None
    result: Array = a * b
    if np.isnan(result).any():
        result = np.where(((a == 0) & ~np.isnan(b)) | ((b == 0) & ~np.isnan(a)), 0.0, result)
    return result


def _add(_jets: Jets, value: Array, u: Jet, v: Jet) -> Jet:
    return Jet(value, *(_sum(a, b) for a, b in zip(u[1:], v[1:], strict=True)))


def _subtract(_jets: Jets, value: Array, u: Jet, v: Jet) -> Jet:
    return Jet(value, *(_difference(a, b) for a, b in zip(u[1:], v[1:], strict=True)))


def _negate(_jets: Jets, value: Array, u: Jet) -> Jet:
    return Jet(value, *(_difference(None, part) for part in u[1:]))


def _multiply(jets: Jets, value: Array, u: Jet, v: Jet) -> Jet:
    slope = _sum(_product(u.slope, v.value), _product(u.value, v.slope))
    effect = _sum(_product(u.effect, v.value), _product(u.value, v.effect))
    curvature = None
    if jets.order == 2:
        curvature = _sum(_product(u.curvature, v.value), _product(u.value, v.curvature))
        both = _product(u.slope, v.slope)
        curvature = _sum(curvature, both if both is None else 2.0 * both)
    return Jet(value, slope, curvature, effect)


def _divide(jets: Jets, value: Array, u: Jet, v: Jet) -> Jet:
    # Of w = u/v: v·w = u, differentiated once and twice.
    def over(part: Array | None) -> Array | None:
        return None if part is None else part / v.value

    slope = over(_difference(u.slope, _product(value, v.slope)))
    effect = over(_difference(u.effect, _product(value, v.effect)))
    curvature = None
    if jets.order == 2:
        both = _product(slope, v.slope)
        rest = _difference(u.curvature, _product(value, v.curvature))
        curvature = over(_difference(rest, both if both is None else 2.0 * both))
    return Jet(value, slope, curvature, effect)


def _raise_to_power(jets: Jets, value: Array, u: Jet, v: Jet) -> Jet:
    exponent = v.value
    if all(part is None for part in v[1:]):
        return jets._chain(
            u,
            value,
            lambda base: exponent * _power(base, exponent - 1),
            lambda base: exponent * (exponent - 1) * _power(base, exponent - 2),
        )
    if all(part is None for part in u[1:]):
        rate = np.log(u.value)
        return jets._chain(
            v, value, lambda w: rate * _power(u.value, w), lambda w: rate**2 * _power(u.value, w)
        )
    logarithm = jets.call("log", [u])
    return jets.call("exp", [_multiply(jets, v.value * logarithm.value, v, logarithm)])._replace(value=value)


def _power(base: Array, exponent: Array) -> Array:
    result: Array = np.power(base, exponent)
    return result


def _choose(value: Array, first: Any, u: Jet, v: Jet) -> Jet:
    """Take the derivatives of u where `first` holds, and those of v elsewhere."""

    def chosen(a: Array | None, b: Array | None) -> Array | None:
        if a is None and b is None:
            return None
        return np.where(first, 0.0 if a is None else a, 0.0 if b is None else b)

    return Jet(value, *(chosen(a, b) for a, b in zip(u[1:], v[1:], strict=True)))


# Where both are equal, the slope of max(x, 0) is 0, as that of PyTorch's relu.
RULES: Mapping[str, Callable[..., Jet]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "**": _raise_to_power,
    NEGATIVE: _negate,
    "maximum": lambda _, value, u, v: _choose(value, u.value > v.value, u, v),
    "minimum": lambda _, value, u, v: _choose(value, u.value < v.value, u, v),
    "where": lambda _, value, condition, u, v: _choose(value, condition.value != 0, u, v),
}
