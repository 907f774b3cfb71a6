"""An expression as a tree, which is evaluated in any arithmetic and written in any language.

The text is read through Python's own grammar, of which only arithmetic, comparisons, ``a if condition else b`` and
calls of known functions are allowed; none of it is ever run as Python.

>>> tree = read("x * sigmoid(beta * x)", {"x", "beta"})
>>> write(tree)
'x * sigmoid(beta * x)'
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeAlias, TypeVar

T = TypeVar("T")

MOST_NODES, MOST_LEVELS = 100, 40
# No double is left of larger ones.
LARGEST_CONSTANT = 1e6
CONSTANTS = {"pi": math.pi, "e": math.e}

# How many arguments each function takes.
ARITIES = {
    **dict.fromkeys(
        (
            *("exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "arcsin", "arccos", "arctan"),
            *("sinh", "cosh", "tanh", "arcsinh", "erf", "erfc", "sigmoid", "softplus", "abs", "sign"),
        ),
        1,
    ),
    **dict.fromkeys(("maximum", "minimum"), 2),
    "where": 3,
}
# As people call them.
SHORT_NAMES = {"maximum": "max", "minimum": "min", "log": "ln"}
COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
NEGATIVE = "negative"


@dataclass(frozen=True)
class Constant:
    """A number; `name` is how people write it, such as ``pi``."""

    value: float
    name: str = ""


@dataclass(frozen=True)
class Symbol:
    """``x``, or a parameter."""

    name: str


@dataclass(frozen=True)
class Call:
    """An operator or a function of `ARITIES` with its arguments."""

    function: str
    arguments: tuple[Node, ...]


class Element(Protocol):
    """An element-wise function that an expression may use by name: a class of the catalogue."""

    __name__: str
    expression: str

    def __call__(self, **settings: float) -> Any:
        """Set its parameters."""


@dataclass(frozen=True)
class Use:
    """A function of the catalogue at an argument, with its parameters."""

    element: Element
    argument: Node
    settings: tuple[tuple[str, Node], ...] = ()

    def inlined(self) -> Node:
        """Write the function out as its own expression."""
        meanings = {"x": self.argument, **dict(self.settings)}
        return substitute(declared_tree(self.element.expression), meanings)


Node: TypeAlias = Constant | Symbol | Call | Use
# From the name of a function of the catalogue and the number of values it is given to the function and the names of
# the parameters that they set; None if there is none.
Lookup: TypeAlias = Callable[[str], tuple[Element, Sequence[str]] | None]


class ExpressionError(ValueError):
    """An error in an expression; `column` is its place in the text, if it has one."""

    def __init__(self, message: str, column: int | None = None) -> None:
        super().__init__(message)
        self.column = column


class UnknownFunctionError(ExpressionError):
    """An expression calls a function that there is not."""

    def __init__(self, name: str, column: int) -> None:
        super().__init__(f"There is no function {name}", column)
        self.name = name


def read(text: str, symbols: Collection[str], lookup: Lookup = lambda _: None) -> Node:
    """Read an expression.

    Parameters
    ----------
    text : str
        Python's notation.
    symbols : collection of str
        The names that may stand for numbers, besides ``pi`` and ``e``.
    lookup : callable
        Finds functions beside those of `ARITIES`.

    Raises
    ------
    ExpressionError
        If it is none, if it uses what it may not, or if it is too large.

    Examples
    --------
    >>> read("x**2", {"x"})
    Call(function='**', arguments=(Symbol(name='x'), Constant(value=2.0, name='')))
    >>> read("x.real", {"x"})
    Traceback (most recent call last):
    ...
    activations.expression.ExpressionError: A formula has no dots between names
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        if not error.offset or error.offset > len(text.rstrip()):
            raise ExpressionError("The formula breaks off before its end") from None
        raise ExpressionError("The formula cannot be read", error.offset - 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError("The formula cannot be read") from None
    return _Reader(symbols, lookup).read(tree, MOST_LEVELS)


@lru_cache(maxsize=512)
def declared_tree(text: str) -> Node:
    """Read the expression that a class declares, whose names are all its own."""
    names = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    return read(text, names - CONSTANTS.keys())


class _Reader:
    """Turns Python's syntax tree into ours, and refuses all that it does not name."""

    def __init__(self, symbols: Collection[str], lookup: Lookup) -> None:
        self.symbols, self.lookup = symbols, lookup
        self.left = MOST_NODES

    def read(self, node: ast.expr, levels: int) -> Node:
        self.left -= 1
        if self.left < 0 or levels < 0:
            raise ExpressionError("The formula is too long or too deeply nested", node.col_offset)
        match node:
            case ast.Constant(value=number):
                return self._number(number, node)
            case ast.Name(id=name):
                return self._name(name, node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _negative(self.read(operand, levels - 1))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand, levels - 1)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Call("not", (self.read(operand, levels - 1),))
            case ast.BinOp(op=operator, left=left, right=right) if type(operator) in OPERATORS:
                sides = self.read(left, levels - 1), self.read(right, levels - 1)
                return Call(OPERATORS[type(operator)], sides)
            case ast.Compare():
                return self._comparison(node, levels)
            case ast.BoolOp(op=operator_, values=values):
                name = "and" if isinstance(operator_, ast.And) else "or"
                first, *others = (self.read(value, levels - 1) for value in values)
                for other in others:
                    first = Call(name, (first, other))
                return first
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return Call("where", tuple(self.read(part, levels - 1) for part in (test, body, orelse)))
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node, levels)
            case ast.Attribute() | ast.Call(func=ast.Attribute()):
                raise ExpressionError("A formula has no dots between names", node.col_offset)
        raise ExpressionError(
            "A formula has only numbers, x, letters, + − * / ^ and functions", node.col_offset
        )

    def _number(self, number: object, node: ast.expr) -> Node:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise ExpressionError("A formula is made of numbers, x and letters", node.col_offset)
        if not -LARGEST_CONSTANT <= number <= LARGEST_CONSTANT:
            raise ExpressionError(f"A number is at most {LARGEST_CONSTANT:,.0f} in size", node.col_offset)
        return Constant(float(number))

    def _name(self, name: str, node: ast.expr) -> Node:
        if name in CONSTANTS:
            return Constant(CONSTANTS[name], name)
        if name in self.symbols:
            return Symbol(name)
        if name in ARITIES or self.lookup(name) is not None:
            shown = SHORT_NAMES.get(name, name)
            raise ExpressionError(f"{shown} is a function: write {shown}(x)", node.col_offset)
        raise ExpressionError(f"{name} means nothing here: write x, α, β, γ, λ, π or e", node.col_offset)

    def _comparison(self, node: ast.Compare, levels: int) -> Node:
        sides = [self.read(side, levels - 1) for side in (node.left, *node.comparators)]
        if any(type(operator) not in COMPARISONS for operator in node.ops):
            raise ExpressionError("Numbers are compared by < ≤ > ≥", node.col_offset)
        first, *others = (
            Call(COMPARISONS[type(operator)], (left, right))
            for operator, left, right in zip(node.ops, sides, sides[1:], strict=False)
        )
        for other in others:
            first = Call("and", (first, other))
        return first

    def _call(self, name: str, node: ast.Call, levels: int) -> Node:
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            raise ExpressionError("A formula has no stars before arguments", node.col_offset)
        arguments = tuple(self.read(argument, levels - 1) for argument in node.args)
        named = {keyword.arg or "": self.read(keyword.value, levels - 1) for keyword in node.keywords}
        if len(named) < len(node.keywords):
            raise ExpressionError(f"{name} is given the same parameter twice", node.col_offset)
        if ARITIES.get(name) == len(arguments) and not named:
            return Call(name, arguments)
        entry = self.lookup(name)
        if entry is None:
            if name in self.symbols | CONSTANTS.keys():
                raise ExpressionError(f"Write {name} * (…) to multiply", node.col_offset)
            if name not in ARITIES:
                raise UnknownFunctionError(name, node.col_offset)
            needed = "one argument" if ARITIES[name] == 1 else f"{ARITIES[name]} arguments"
            shown = SHORT_NAMES.get(name, name)
            raise ExpressionError(f"{shown} takes {needed}, got {len(arguments)}", node.col_offset)
        element, known = entry
        if not 1 <= len(arguments) <= 1 + len(known):
            has = f"x and {', '.join(each.rstrip('_') for each in known)}" if known else "one argument"
            raise ExpressionError(f"{name} takes {has}, got {len(arguments)}", node.col_offset)
        settings = dict(zip(known, arguments[1:], strict=False))
        for keyword_name, value in named.items():
            parameter = keyword_name if keyword_name in known else f"{keyword_name}_"
            if parameter not in known or parameter in settings:
                raise ExpressionError(f"{name} takes no {keyword_name or 'stars'}", node.col_offset)
            settings[parameter] = value
        if any("x" in names_in(value) for value in settings.values()):
            raise ExpressionError(f"The parameters of {name} cannot depend on x", node.col_offset)
        return Use(element, arguments[0], tuple(settings.items()))


def _negative(operand: Node) -> Node:
    if isinstance(operand, Constant) and not operand.name:
        return Constant(-operand.value)
    return Call(NEGATIVE, (operand,))


def parts(node: Node) -> tuple[Node, ...]:
    """List the operands of a node."""
    match node:
        case Call(arguments=arguments):
            return arguments
        case Use(argument=argument, settings=settings):
            return (argument, *(value for _, value in settings))
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Go through a tree, operands before their operators."""
    for part in parts(node):
        yield from walk(part)
    yield node


def names_in(node: Node) -> set[str]:
    """Collect the symbols of a tree."""
    return {each.name for each in walk(node) if isinstance(each, Symbol)}


def substitute(node: Node, meanings: Mapping[str, Node]) -> Node:
    """Put trees in the place of symbols."""
    match node:
        case Symbol(name=name):
            return meanings.get(name, node)
        case Call(function=function, arguments=arguments):
            return Call(function, tuple(substitute(each, meanings) for each in arguments))
        case Use(element=element, argument=argument, settings=settings):
            inner = tuple((name, substitute(value, meanings)) for name, value in settings)
            return Use(element, substitute(argument, meanings), inner)
    return node


def inline(node: Node) -> Node:
    """Write all functions of the catalogue out."""
    match node:
        case Call(function=function, arguments=arguments):
            return Call(function, tuple(map(inline, arguments)))
        case Use():
            return inline(node.inlined())
    return node


class Arithmetic(Protocol[T]):
    """A kind of numbers, and how functions of them are computed."""

    def constant(self, value: float) -> T:
        """Make a number of this kind."""

    def call(self, function: str, arguments: Sequence[T]) -> T:
        """Compute an operator or a function of `ARITIES`."""

    def use(self, element: Element, settings: Mapping[str, T], argument: T) -> T | None:
        """Compute a function of the catalogue, or None to have it written out first."""


@lru_cache(maxsize=1024)
def _steps(node: Node) -> tuple[tuple[Node, tuple[int, ...]], ...]:
    """List the different nodes of a tree, operands first, each with the places of its operands in the list."""
    places: dict[Node, int] = {}
    result = []
    for each in walk(node):
        if each not in places:
            places[each] = len(places)
            result.append((each, tuple(places[part] for part in parts(each))))
    return tuple(result)


def evaluate(node: Node, arithmetic: Arithmetic[T], values: Mapping[str, T]) -> T:
    """Evaluate a tree in an arithmetic, equal parts of it once.

    Parameters
    ----------
    node : Node
        The tree.
    arithmetic : Arithmetic
        What numbers are.
    values : mapping
        The number that each symbol stands for.
    """
    results: list[T] = []
    for each, places in _steps(node):
        operands = [results[place] for place in places]
        match each:
            case Constant(value=value):
                results.append(arithmetic.constant(value))
            case Symbol(name=name):
                results.append(values[name])
            case Call(function=function):
                results.append(arithmetic.call(function, operands))
            case Use(element=element, settings=settings):
                named = {name: operand for (name, _), operand in zip(settings, operands[1:], strict=True)}
                used = arithmetic.use(element, named, operands[0])
                results.append(evaluate(each.inlined(), arithmetic, values) if used is None else used)
    return results[-1]


# How tightly what an operator makes holds together; names, numbers and calls most of all.
BINDING = {
    "where": 0, "or": 1, "and": 2, "not": 3, **dict.fromkeys(COMPARISONS.values(), 4),
    "+": 5, "-": 5, "*": 6, "/": 6, NEGATIVE: 7, "**": 8,
}  # fmt: skip
TIGHTEST = 9


def write(node: Node) -> str:
    """Write a tree in the notation that `read` understands, but for the names of `SHORT_NAMES`."""
    return _written(node)[0]


def _written(node: Node) -> tuple[str, int]:
    match node:
        case Constant(value=value, name=name):
            return name or spell_number(value), TIGHTEST if value >= 0 else BINDING[NEGATIVE]
        case Symbol(name=name):
            return name.rstrip("_"), TIGHTEST
        case Use(element=element, argument=argument, settings=settings):
            named = (f"{name.rstrip('_')}={write(value)}" for name, value in settings)
            return f"{element.__name__}({', '.join([write(argument), *named])})", TIGHTEST
    binding = BINDING.get(node.function, TIGHTEST)
    if node.function in ("where", *ARITIES):
        name = SHORT_NAMES.get(node.function, node.function)
        return f"{name}({', '.join(map(write, node.arguments))})", TIGHTEST
    if len(node.arguments) == 1:
        sign = "-" if node.function == NEGATIVE else "not "
        return f"{sign}{_guarded(node.arguments[0], binding)}", binding
    left, right = node.arguments
    # Of equals, Python takes the left one first, except for powers; a chain of comparisons would mean another thing.
    first = binding + (node.function == "**" or binding == BINDING["<"])
    second = binding + (node.function != "**") - (node.function == "**")
    blank = "" if node.function == "**" else " "
    return f"{_guarded(left, first)}{blank}{node.function}{blank}{_guarded(right, second)}", binding


def _guarded(node: Node, least: int) -> str:
    text, binding = _written(node)
    return text if binding >= least else f"({text})"


def spell_number(value: float) -> str:
    """Write a number in the shortest way that Python reads back as the same one."""
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
