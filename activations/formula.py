"""A formula that a person writes, as an activation function."""

from __future__ import annotations

import difflib
import math
import re
from abc import ABCMeta
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np

from activations.arithmetic import Values
from activations.catalogue import CATALOGUE, find_names, simplify
from activations.core import Activation, parameter
from activations.expression import (
    ARITIES,
    SHORT_NAMES,
    Call,
    Constant,
    Element,
    ExpressionError,
    Node,
    Symbol,
    UnknownFunctionError,
    Use,
    evaluate,
    names_in,
    read,
    walk,
    write,
)
from activations.interval import Interval
from activations.latex import latex
from activations.notation import SYMBOLS, to_python

FAMILY = "Your formula"
LONGEST_FORMULA = 300
LONGEST_TITLE = 48
LARGEST_EXPONENT = 100
LETTERS = ("alpha", "beta", "gamma", "lambda_")


class _FormulaType(ABCMeta):
    """Lets `Formula` be called with a text: each formula is a class of its own, as any other function is."""

    def __call__(cls, *arguments: Any, **settings: Any) -> Any:
        if cls is not Formula:
            return super().__call__(*arguments, **settings)
        (text,) = arguments
        return formula_class(text)(**settings)


class Formula(Activation, metaclass=_FormulaType):
    """A function of a person's own, written as a formula of ``x``.

    Parameters
    ----------
    text : str
        The formula, of at most 300 characters, as people type them: ``"x * sigmoid(beta * x)"``, ``"max(x, αx)"``,
        ``"2x^2"``. It may use the letters alpha, beta, gamma and lambda, which become its parameters, pi and e, the
        usual functions, and every function of the catalogue by name.
    **settings : float
        Its parameters, each 1 if not given.

    Raises
    ------
    ValueError
        If it is no formula; the message says what is wrong, and where.

    Notes
    -----
    Values and derivatives are as accurate as the formula: one that subtracts nearly equal numbers loses their
    digits. f′, f″ and ∂f/∂parameter come from the rules of calculus. Kinks are looked for up to ±10⁶. Properties are
    measured on [−30, 30].

    Examples
    --------
    >>> f = Formula("x * sigmoid(beta * x)", beta=1.5)
    >>> round(float(f(1.0)), 6), round(float(f.derivative(0.0)), 6)
    (0.817574, 0.5)
    >>> f
    Formula('x * sigmoid(beta * x)', beta=1.5)
    """

    family = FAMILY
    measured_on: ClassVar[Interval | None] = Interval(-30.0, 30.0)
    _tree: ClassVar[Node]

    if TYPE_CHECKING:
        # What its type takes when it is called, in a form that type checkers read.
        def __init__(self, text: str = "", /, **settings: float) -> None: ...

    @classmethod
    def tree(cls) -> Node:
        """The formula as a tree."""
        return cls._tree

    def __repr__(self) -> str:
        settings = "".join(f", {name}={value!r}" for name, value in self.settings().items())
        return f"Formula({self.expression!r}{settings})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _build, (self.expression, self.settings())


def _build(text: str, settings: dict[str, float]) -> Activation:
    return formula_class(text)(**settings)


def formula_class(text: str) -> type[Formula]:
    """The class of the functions that a formula describes, one for each setting of its letters.

    Raises
    ------
    ValueError
        If it is no formula; the message says what is wrong, and where.

    Examples
    --------
    >>> formula_class("max(x, αx)").expression
    'max(x, alpha * x)'
    """
    return _class_of(read_formula(text))


@lru_cache(maxsize=256)
def read_formula(text: str) -> Node:
    """Read a formula as people type it."""
    if len(text) > LONGEST_FORMULA:
        raise ValueError(f"A formula has at most {LONGEST_FORMULA} characters, got {len(text)}")
    if not text.strip():
        raise ValueError("Write a function like ELU(alpha=0.5), or a formula like x * sigmoid(x)")
    columns: tuple[int, ...] = ()
    try:
        python = to_python(text, find_names())
        columns = python.columns
        tree = read(python.text, SYMBOLS, look_up)
        _check_constants(tree)
    except ExpressionError as error:
        raise ValueError(f"{error}{_hint(error)}{_place(error, columns)}") from None
    if "x" not in names_in(tree):
        raise ValueError("A formula has an x in it, such as x * sigmoid(x)")
    return tree


def _hint(error: ExpressionError) -> str:
    if not isinstance(error, UnknownFunctionError):
        return ""
    known = dict.fromkeys([*SHORT_NAMES.values(), *ARITIES, *find_names()])
    near = difflib.get_close_matches(simplify(error.name), known, 2, 0.6)
    return f": did you mean {' or '.join(near)}?" if near else ""


def _place(error: ExpressionError, columns: Sequence[int]) -> str:
    if error.column is None:
        return ""
    place = columns[min(error.column, len(columns) - 1)] if columns else error.column
    return f" (at character {place + 1})"


@np.errstate(all="ignore")
def _check_constants(tree: Node) -> None:
    """Refuse what leaves the doubles whatever x is."""
    for node in walk(tree):
        if not names_in(node) and not math.isfinite(_constant(node)):
            raise ExpressionError(f"{write(node)} is no number, or too large")
        match node:
            case Call(function="/", arguments=(_, divisor)) if not names_in(divisor) and not _constant(
                divisor
            ):
                raise ExpressionError(f"{write(node)} divides by 0")
            case Use(element=element, settings=settings):
                # The class refuses what is outside the domains of its parameters.
                element(**{name: _constant(value) for name, value in settings if not names_in(value)})
            case Call(function="**", arguments=(_, exponent)) if not names_in(exponent):
                if abs(_constant(exponent)) > LARGEST_EXPONENT:
                    raise ExpressionError(f"An exponent is at most {LARGEST_EXPONENT} in size")


def _constant(node: Node) -> float:
    return float(evaluate(node, Values(), {}))


def look_up(name: str) -> tuple[Element, tuple[str, ...]] | None:
    """Find a function of the catalogue that a formula names, and its parameters."""
    known = find_names().get(simplify(name))
    if known is None:
        return None
    cls = CATALOGUE[known]
    # A class is called as an element is, whatever its parameters.
    return cast("Element", cls), tuple(declared.name for declared in cls.parameters())


def find_used_function(tree: Node) -> Activation | None:
    """The function of the catalogue that a formula such as ``elu(x, 0.5)`` is."""
    if not isinstance(tree, Use) or tree.argument != Symbol("x"):
        return None
    settings = {name: value.value for name, value in tree.settings if isinstance(value, Constant)}
    f: Activation | None = tree.element(**settings) if len(settings) == len(tree.settings) else None
    return f


@lru_cache(maxsize=256)
def _class_of(tree: Node) -> type[Formula]:
    text = write(tree)
    letters = [name for name in LETTERS if name in names_in(tree)]
    fields = {
        name: parameter(
            default=1.0,
            domain="(-inf, inf)",
            typical=(-2.0, 2.0),
            step=0.01,
            meaning=f"{name.rstrip('_')}, a letter of your formula",
        )
        for name in letters
    }
    facts = {"title": title_of(text), "expression": text, "formula": latex(tree), "_tree": tree}
    own = {"__module__": __name__, "__doc__": None, "__annotations__": dict.fromkeys(letters, float)}
    return type("Formula", (Formula,), {**fields, **facts, **own})


_PRETTY = (
    (r"\balpha\b", "α"), (r"\bbeta\b", "β"), (r"\bgamma\b", "γ"), (r"\blambda\b", "λ"), (r"\bpi\b", "π"),
    (r"\*\*2\b(?!\.)", "²"), (r"\*\*3\b(?!\.)", "³"), (r"\*\*", "^"), (r" \* ", "·"), ("-", "−"),
    ("<=", "≤"), (">=", "≥"), ("!=", "≠"), ("==", "="),
)  # fmt: skip


def title_of(text: str) -> str:
    """A formula as people write it, cut short if it is long.

    Examples
    --------
    >>> title_of("x * sigmoid(beta * x)**2")
    'x·sigmoid(β·x)²'
    """
    for pattern, sign in _PRETTY:
        text = re.sub(pattern, sign, text)
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…"
