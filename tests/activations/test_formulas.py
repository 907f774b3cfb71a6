"""The formulas people read: f and f′ in LaTeX are the functions that the classes compute."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import CATALOGUE, Activation
from activations.vector import GATES, Gate
from tests.families import for_every_class

Array = NDArray[np.float64]

GREEK = {"alpha": r"\alpha", "beta": r"\beta", "gamma": r"\gamma", "lambda_": r"\lambda"}
SIGNS = {
    "<": lambda a, b: b - a > CLOSE,
    ">": lambda a, b: a - b > CLOSE,
    r"\le": lambda a, b: a - b <= CLOSE,
    r"\ge": lambda a, b: b - a <= CLOSE,
    "=": lambda a, b: np.abs(a - b) <= CLOSE,
}
# Bounds such as αx + β < 1 are computed: so near to each other, two numbers are equal.
CLOSE = 1e-9

_erf = np.vectorize(math.erf, otypes=[float])
_erfc = np.vectorize(math.erfc, otypes=[float])

# Whoever reads a formula knows these; all else it must define.
FUNCTIONS: dict[str, Callable[..., Array]] = {
    r"\ln": np.log,
    r"\sin": np.sin,
    r"\cos": np.cos,
    r"\tanh": np.tanh,
    r"\cosh": np.cosh,
    r"\arctan": np.arctan,
    r"\max": np.maximum,
    r"\min": np.minimum,
    r"\sigma": lambda x: 1 / (1 + np.exp(-x)),
    r"\Phi": lambda x: _erfc(-x / math.sqrt(2)) / 2,
    "sech": lambda x: 1 / np.cosh(x),
    "arsinh": np.arcsinh,
    "sign": np.sign,
    "erf": _erf,
    "erfc": _erfc,
}
CONSTANTS = {r"\pi": np.array(math.pi), "e": np.array(math.e)}

TOKEN = re.compile(r"\\[A-Za-z]+'?|\\\\|\d+(?:\.\d+)?|[A-Za-z]'?|[-+/^=<>|()&,{}_]")
BLANK = re.compile(r"\\(?:[,!;]|(?:bigl|bigr|Bigl|Bigr|left|right)(?![A-Za-z]))|\s+")


class Reader:
    """Evaluates one line of LaTeX from left to right, at all x at once."""

    def __init__(self, text: str, known: dict[str, Array]) -> None:
        text = BLANK.sub(" ", text).replace("dfrac", "frac").replace("tfrac", "frac")
        self.tokens: list[str] = TOKEN.findall(text)
        assert "".join(self.tokens) == text.replace(" ", ""), f"not understood: {text}"
        self.known = known

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, *expected: str) -> str:
        token = self.tokens.pop(0)
        assert not expected or token in expected, f"expected {expected}, got {token}"
        return token

    def chain(self) -> Iterator[Array]:
        """Both sides of an equation, or of several."""
        yield self.sum()
        while self.tokens:
            self.take("=")
            yield self.sum()

    def sum(self) -> Array:
        total = -self.product() if self._took("-") else self.product()
        while self.peek() in ("+", "-"):
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self) -> Array:
        result = self.power()
        while self._goes_on():
            result = result / self.power() if self._took("/") else result * self.power()
        return result

    def power(self) -> Array:
        base = self.atom()
        return base ** self.group() if self._took("^") else base

    def group(self) -> Array:
        """What braces hold, or the next digit or symbol."""
        if self._took("{"):
            return self._until(self.sum, "}")
        if self.peek().isdigit():
            digits = self.take()
            self.tokens[:0] = [digits[1:]] if digits[1:] else []
            return np.array(float(digits[0]))
        return self.atom()

    def atom(self) -> Array:
        token = self.take()
        if token == "(":
            return self._until(self.sum, ")")
        if token == "|":
            return np.abs(self._until(self.sum, "|"))
        if token == r"\frac":
            above = self.group()
            return above / self.group()
        if token == r"\sqrt":
            return np.sqrt(self.group())
        if token == r"\int":
            return self.integral()
        if token == r"\begin":
            return self.cases()
        if token == r"\operatorname":
            self.take("{")
            token = "".join(iter(self.take, "}"))
        if token in FUNCTIONS:
            return self.call(FUNCTIONS[token])
        if token[0].isdigit():
            return np.array(float(token))
        assert token in self.known, f"{token} is not defined"
        return self.known[token]

    def call(self, function: Callable[..., Array]) -> Array:
        exponent = self.group() if self._took("^") else np.array(1.0)
        if not self._took("("):
            return function(self.atom()) ** exponent
        arguments = [self.sum()]
        while self._took(","):
            arguments.append(self.sum())
        self.take(")")
        return function(*arguments) ** exponent

    def cases(self) -> Array:
        for token in "{cases}":
            self.take(token)
        values, conditions = [self.sum()], [self.condition()]
        while self._took(r"\\"):
            values.append(self.sum())
            conditions.append(self.condition())
        self.take(r"\end")
        for token in "{cases}":
            self.take(token)
        holds = [condition for condition in conditions if condition is not None]
        if len(holds) < len(conditions):
            assert conditions[-1] is None
            holds.append(np.asarray(~np.any(holds, axis=0)))
        *values, total = np.broadcast_arrays(*values, np.sum(np.broadcast_arrays(*holds), axis=0))
        assert (total <= 1).all(), "two cases at once"
        chosen: Array = np.select([np.broadcast_to(each, total.shape) for each in holds], values, np.nan)
        return chosen

    def condition(self) -> NDArray[np.bool_] | None:
        self.take("&")
        if self._took(r"\text"):
            for token in "{otherwise}":
                self.take(token)
            return None
        left, holds = self.sum(), np.array(True)
        while self.peek() in SIGNS:
            sign, right = self.take(), self.sum()
            holds, left = holds & SIGNS[sign](left, right), right
        return holds

    def integral(self) -> Array:
        """The integral over t, by Gauss and Legendre's rule on short pieces."""
        self.take("_")
        low = self.group()
        self.take("^")
        high = self.group()
        nodes, weights = np.polynomial.legendre.leggauss(12)
        pieces = (np.arange(40)[:, np.newaxis] + (nodes + 1) / 2).ravel() / 40
        self.known["t"] = low + (high - low) * pieces[:, np.newaxis]
        heights = self.product()
        self.take("d")
        self.take("t")
        total: Array = (high - low) / 80 * (np.tile(weights, 40) @ heights)
        return total

    def _took(self, token: str) -> bool:
        if self.peek() == token:
            self.take()
            return True
        return False

    def _until(self, part: Callable[[], Array], end: str) -> Array:
        result = part()
        self.take(end)
        return result

    def _goes_on(self) -> bool:
        token = self.peek()
        return bool(token) and token not in {
            *("+", "-", "=", "<", ">", r"\le", r"\ge", ",", ")", "}", "|", "&", r"\\", r"\end", "d")
        }


def values(latex: str, f: Activation, x: Array) -> list[Array]:
    """What each side of a formula comes to; the lines below it define what it abbreviates."""
    known: dict[str, Array] = {
        "x": x,
        **CONSTANTS,
        **{GREEK.get(name, name): np.array(at) for name, at in f.settings().items()},
    }
    return [np.broadcast_to(side, x.shape) for side in sides(latex, known)]


def sides(latex: str, known: dict[str, Array]) -> list[Array]:
    """Compute each side of a formula, and add what it defines to what is known."""
    formula, *definitions = re.split(r",\s*\\\\(?:\[\w+\])?", latex)
    with np.errstate(all="ignore"):
        for definition in definitions:
            name, meaning = definition.split("=")
            (known[name.strip()],) = Reader(meaning, known).chain()
        return list(Reader(formula, known).chain())


def settings(cls: type[Activation]) -> Iterator[Activation]:
    """A function at its defaults and across its sliders, its parameters different from each other."""
    yield cls()
    if cls.parameters():
        for k in range(4):
            yield cls(
                **{
                    declared.name: declared.typical[0]
                    + (k + i) % 4 / 4 * (declared.typical[1] - declared.typical[0])
                    for i, declared in enumerate(cls.parameters())
                }
            )


def inputs(f: Activation) -> Array:
    """The kinks, what lies close to them on both sides, and a grid finer than the sliders' steps."""
    kinks = np.array([*f.kinks(), 0.0])
    between = (kinks[1:] + kinks[:-1]) / 2
    grid = np.linspace(-8, 8, 321) + 0.0123
    return np.unique(np.concatenate([kinks, kinks - 1e-3, kinks + 1e-3, between, grid]))


every_class = for_every_class()


@every_class
def test_the_formula_people_read_is_the_function_that_is_computed(cls: type[Activation]) -> None:
    for f in settings(cls):
        x = inputs(f)
        for side in values(cls.formula, f, x):
            np.testing.assert_allclose(side, f(x), rtol=1e-9, atol=1e-11, err_msg=repr(f))


@every_class
def test_the_derivative_people_read_is_the_one_that_is_computed(cls: type[Activation]) -> None:
    for f in settings(cls):
        x = inputs(f)
        x = x[np.isfinite(f(x))]
        if f.settings().get("lambda_") == 0:
            # With threshold 0, shrinkage is a line; that its flat middle is a single point, the formula does not say.
            x = x[x != 0]
        for side in values(cls.derivative_formula, f, x):
            np.testing.assert_allclose(side, f.derivative(x), rtol=1e-9, atol=1e-11, err_msg=repr(f))


@pytest.mark.parametrize("gate", [cls() for cls in GATES.values()], ids=list(GATES))
def test_the_gate_people_read_is_the_one_that_is_computed(gate: Gate) -> None:
    a, b = np.meshgrid(np.linspace(-17, 17, 9), inputs(gate.gate))
    constants = {GREEK.get(name, name): np.array(at) for name, at in gate.settings().items()}
    known: dict[str, Array] = {"a": a, "b": b, **CONSTANTS, **constants}
    (value,) = sides(re.sub(r"\\(?:begin|end)\{gathered\}", "", gate.formula), known)
    if "u" in known:
        # A prime is the derivative of what stands before it, which the formula has defined.
        known["u'"] = np.gradient(known["u"], b[:, 0], axis=0, edge_order=2)
    np.testing.assert_allclose(value, gate(a, b), rtol=1e-9, atol=1e-11)
    for formula, partial in zip(gate.partial_formulas, gate.partials(a, b), strict=True):
        (value,) = sides(formula, known)
        tolerance = 1e-3 if "u'" in formula else 1e-9
        np.testing.assert_allclose(np.broadcast_to(value, a.shape), partial, rtol=tolerance, atol=tolerance)


@every_class
def test_a_formula_has_all_parameters_and_its_derivative_no_others(cls: type[Activation]) -> None:
    symbols = {GREEK.get(declared.name, declared.name) for declared in cls.parameters()}
    every = symbols | set(GREEK.values())
    used = [
        {name for name in every if re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text)}
        for text in (cls.formula, cls.derivative_formula)
    ]
    assert used[0] == symbols
    assert used[1] <= symbols


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"-x^2", -4.0),
        (r"2\,x\,(x + 1)", 12.0),
        (r"\frac12\,x + \tfrac{x}{4}", 1.5),
        (r"e^{-x} / e^{x}", math.exp(-4)),
        (r"\tanh^2(x) + \operatorname{sech}^2(x)", 1.0),
        (r"\ln \sigma(x)", -math.log1p(math.exp(-2))),
        (r"\bigl|x - 3\bigr|", 1.0),
        (r"\begin{cases} 1 & x < 2 \\ 7 & 2 \le x < 3 \\ 5 & x \ge 3 \end{cases}", 7.0),
        (r"\begin{cases} 1 & x < 2 \\ 7 & \text{otherwise} \end{cases}", 7.0),
        (r"u + u', \\ u = x^3, \\[4pt] u' = 3\,x^2", 20.0),
        (r"\int_0^x 3 t^2\,dt", 8.0),
    ],
)
def test_latex_is_read_as_people_read_it(latex: str, expected: float) -> None:
    (value,) = values(latex, CATALOGUE["ReLU"](), np.array([2.0]))
    np.testing.assert_allclose(value, expected, rtol=1e-14)


@pytest.mark.parametrize("latex", [r"\alpha x", r"z\,x", r"\operatorname{swish}(x)", r"x \cdot x"])
def test_a_symbol_that_nothing_defines_is_found(latex: str) -> None:
    with pytest.raises(AssertionError):
        values(latex, CATALOGUE["ReLU"](), np.array([2.0]))
