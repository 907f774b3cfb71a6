"""The derivative of an expression, as an expression for people to read.

>>> from activations.expression import read, write
>>> write(differentiate(read("x * tanh(x)", {"x"})))
'tanh(x) + x * (1 - tanh(x)**2)'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from activations.expression import NEGATIVE, Call, Constant, Node, Symbol, inline, names_in

ZERO, ONE, TWO = Constant(0.0), Constant(1.0), Constant(2.0)


def differentiate(tree: Node) -> Node:
    """f′(x), simplified as far as zeros, ones and numbers go."""
    return _derivative(inline(tree))


def _derivative(node: Node) -> Node:
    if "x" not in names_in(node):
        return ZERO
    if isinstance(node, Symbol):
        return ONE
    if not isinstance(node, Call):
        raise TypeError(f"not written out: {node}")
    if node.function in _OF_ONE:
        (u,) = node.arguments
        return times(_derivative(u), _OF_ONE[node.function](u))
    rule = _RULES.get(node.function)
    # A comparison is constant between the places where it changes.
    return rule(*node.arguments) if rule else ZERO


def plus(a: Node, b: Node) -> Node:
    """a + b."""
    if ZERO in (a, b):
        return b if a == ZERO else a
    if isinstance(b, Call) and b.function == NEGATIVE:
        return minus(a, b.arguments[0])
    return Call("+", (a, b))


def minus(a: Node, b: Node) -> Node:
    """a − b."""
    if b == ZERO:
        return a
    if a == ZERO:
        return negative(b)
    return Call("-", (a, b))


def negative(a: Node) -> Node:
    """−a."""
    if isinstance(a, Constant) and not a.name:
        return Constant(-a.value + 0.0)
    if isinstance(a, Call) and a.function == NEGATIVE:
        return a.arguments[0]
    if isinstance(a, Call) and a.function == "*" and isinstance(a.arguments[0], Constant):
        return Call("*", (negative(a.arguments[0]), a.arguments[1]))
    return Call(NEGATIVE, (a,))


def times(a: Node, b: Node) -> Node:
    """a·b, numbers first."""
    if ZERO in (a, b):
        return ZERO
    if a == ONE or b == ONE:
        return b if a == ONE else a
    if isinstance(a, Constant) and isinstance(b, Constant) and not a.name and not b.name:
        return Constant(a.value * b.value)
    if isinstance(b, Constant) and not isinstance(a, Constant):
        return times(b, a)
    if isinstance(b, Call) and b.function == "*" and isinstance(b.arguments[0], Constant):
        return times(times(b.arguments[0], a), b.arguments[1])
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Call) and one.function == NEGATIVE:
            return negative(times(one.arguments[0], other) if one is a else times(other, one.arguments[0]))
        if isinstance(one, Call) and one.function == "/" and one.arguments[0] == ONE:
            return over(other, one.arguments[1])
    return Call("*", (a, b))


def over(a: Node, b: Node) -> Node:
    """a/b."""
    (factor, rest), (divisor, below) = _split(a), _split(b)
    if a == ZERO or b == ONE:
        return a
    if divisor not in (0, 1) and (factor / divisor).is_integer():
        return over(times(Constant(factor / divisor), rest), below)
    return Call("/", (a, b))


def _split(node: Node) -> tuple[float, Node]:
    """Take the number out of a product."""
    if isinstance(node, Constant) and not node.name:
        return node.value, ONE
    if isinstance(node, Call) and node.function == "*":
        first, rest = node.arguments
        if isinstance(first, Constant) and not first.name:
            return first.value, rest
    return 1.0, node


def power(a: Node, b: Node) -> Node:
    """a to the power of b."""
    if b == ONE:
        return a
    return ONE if b == ZERO else Call("**", (a, b))


def _apply(function: str, *arguments: Node) -> Node:
    return Call(function, arguments)


def _squared(u: Node) -> Node:
    return power(u, TWO)


def _root_of_one_minus_square(u: Node) -> Node:
    return _apply("sqrt", minus(ONE, _squared(u)))


_BELL = over(TWO, _apply("sqrt", Constant(3.141592653589793, "pi")))

# g′ for each function g of one argument.
_OF_ONE: Mapping[str, Callable[[Node], Node]] = {
    "exp": lambda u: _apply("exp", u),
    "expm1": lambda u: _apply("exp", u),
    "log": lambda u: over(ONE, u),
    "log1p": lambda u: over(ONE, plus(ONE, u)),
    "sqrt": lambda u: over(ONE, times(TWO, _apply("sqrt", u))),
    "sin": lambda u: _apply("cos", u),
    "cos": lambda u: negative(_apply("sin", u)),
    "tan": lambda u: plus(ONE, _squared(_apply("tan", u))),
    "sinh": lambda u: _apply("cosh", u),
    "cosh": lambda u: _apply("sinh", u),
    "tanh": lambda u: minus(ONE, _squared(_apply("tanh", u))),
    "arcsin": lambda u: over(ONE, _root_of_one_minus_square(u)),
    "arccos": lambda u: negative(over(ONE, _root_of_one_minus_square(u))),
    "arctan": lambda u: over(ONE, plus(ONE, _squared(u))),
    "arcsinh": lambda u: over(ONE, _apply("sqrt", plus(ONE, _squared(u)))),
    "erf": lambda u: times(_BELL, _apply("exp", negative(_squared(u)))),
    "erfc": lambda u: negative(times(_BELL, _apply("exp", negative(_squared(u))))),
    "sigmoid": lambda u: times(_apply("sigmoid", u), minus(ONE, _apply("sigmoid", u))),
    "softplus": lambda u: _apply("sigmoid", u),
    "abs": lambda u: _apply("sign", u),
    "sign": lambda _: ZERO,
    NEGATIVE: lambda _: Constant(-1.0),
}


def _of_power(u: Node, v: Node) -> Node:
    whole = power(u, v)
    if "x" not in names_in(v):
        lower = Constant(v.value - 1) if isinstance(v, Constant) and not v.name else minus(v, ONE)
        return times(times(v, power(u, lower)), _derivative(u))
    of_exponent = times(whole if _is_e(u) else times(whole, _apply("log", u)), _derivative(v))
    if "x" not in names_in(u):
        return of_exponent
    return plus(of_exponent, times(times(v, power(u, minus(v, ONE))), _derivative(u)))


def _is_e(node: Node) -> bool:
    return isinstance(node, Constant) and node.name == "e"


def _where(condition: Node, u: Node, v: Node) -> Node:
    return u if u == v else _apply("where", condition, u, v)


_RULES: Mapping[str, Callable[..., Node]] = {
    "+": lambda u, v: plus(_derivative(u), _derivative(v)),
    "-": lambda u, v: minus(_derivative(u), _derivative(v)),
    "*": lambda u, v: plus(times(_derivative(u), v), times(u, _derivative(v))),
    "/": lambda u, v: (
        over(_derivative(u), v)
        if "x" not in names_in(v)
        else over(minus(times(_derivative(u), v), times(u, _derivative(v))), _squared(v))
    ),
    "**": _of_power,
    "where": lambda condition, u, v: _where(condition, _derivative(u), _derivative(v)),
    "maximum": lambda u, v: _where(_apply(">", u, v), _derivative(u), _derivative(v)),
    "minimum": lambda u, v: _where(_apply("<", u, v), _derivative(u), _derivative(v)),
}
