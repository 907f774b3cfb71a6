"""The ways in which people type a formula, turned into Python's notation.

>>> to_python("2x^2 + |x|σ(αx)").text
'2 * x ** 2 + abs ( x ) * sigmoid ( alpha * x )'
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from activations.expression import ARITIES, CONSTANTS, ExpressionError

LETTERS = {"α": "alpha", "β": "beta", "γ": "gamma", "λ": "lambda_", "ϕ": "Φ", "φ": "Φ", "lambda": "lambda_"}
SYMBOLS = frozenset(["x", "alpha", "beta", "gamma", "lambda_"])
# Other names of functions; one that is not here is looked up in the catalogue.
NAMES = {
    "ln": "log", "max": "maximum", "min": "minimum", "σ": "sigmoid", "√": "sqrt", "π": "pi", "sgn": "sign",
    "atan": "arctan", "asin": "arcsin", "acos": "arccos", "asinh": "arcsinh", "arsinh": "arcsinh", "fabs": "abs",
    "logistic": "sigmoid", "if": "where", "heaviside": "Step", "Φ": "PhiCDF", "Phi": "PhiCDF", "phi": "PhiCDF",
}  # fmt: skip
SIGNS = {
    "^": "**", "·": "*", "×": "*", "⋅": "*", "÷": "/", "−": "-", "–": "-", "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
WORDS = frozenset(["and", "or", "not", "if", "else"])
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*|[αβγλσπΦφϕ√])"
    r"|(?P<superscript>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^·×⋅÷−–≤≥≠(),<>=|])"
    r"|(?P<blank>\s+)",
    re.ASCII,
)
# The left side of a formula, which people may write.
_LEFT_SIDE = re.compile(r"\s*(?:[a-z]\s*\(\s*x\s*\)|[fy])\s*=(?!=)\s*")
_OPENING = frozenset(
    ["(", ",", "**", "*", "/", "+", "-", "<", "<=", ">", ">=", "==", "!=", "=", "and", "or", "not"]
)


class Python(NamedTuple):
    """A formula in Python's notation.

    Attributes
    ----------
    text : str
        Its tokens, a blank between any two.
    columns : tuple of int
        For each character, where in the original it comes from.
    """

    text: str
    columns: tuple[int, ...]


class _Token(NamedTuple):
    text: str
    place: int


def to_python(text: str, functions: Collection[str] = ()) -> Python:
    """Turn a formula as people type it into Python's notation.

    Parameters
    ----------
    text : str
        With ``^`` for powers, ``|x|``, Greek letters, ``2x`` for a product, superscripts.
    functions : collection of str
        The names, in small letters, that are functions besides the usual ones.

    Raises
    ------
    ExpressionError
        If there is a sign that no formula has, or a bar without its other half.
    """
    spaced: list[str] = []
    columns: list[int] = []
    for token in _multiplied(_without_bars(_tokens(text, functions), functions)):
        if spaced:
            columns.append(token.place)
        spaced.append(token.text)
        columns.extend([token.place] * len(token.text))
    return Python(" ".join(spaced), tuple(columns))


def _tokens(text: str, functions: Collection[str]) -> list[_Token]:
    tokens: list[_Token] = []
    left_side = _LEFT_SIDE.match(text)
    place = left_side.end() if left_side else 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(_refusal(text, place), place)
        kind, matched = match.lastgroup, match.group()
        if kind == "number":
            # Python has no 007.
            tokens.append(_Token(matched.lstrip("0") if re.match(r"0+\d", matched) else matched, place))
            place += len(matched)
            continue
        if kind == "word":
            tokens += [_Token(word, place) for word in _words(matched, functions)]
        elif kind == "superscript":
            power = matched.translate(SUPERSCRIPTS)
            tokens += [_Token("**", place), *(_Token(part, place) for part in re.findall(r"-|\d+", power))]
        elif kind == "sign":
            tokens.append(_Token(SIGNS.get(matched, matched), place))
        place = match.end()
    return tokens


def _words(word: str, functions: Collection[str]) -> list[str]:
    """Split ``xe``, and ``xexp``, into a product; give every name as `ARITIES` and the catalogue have it."""

    def is_known(part: str) -> bool:
        return (
            part in SYMBOLS
            or part in LETTERS
            or part in NAMES
            or part in ARITIES
            or part in CONSTANTS
            or part.lower() in functions
        )

    if word in WORDS or is_known(word) or word[:1] != "x" or not is_known(word[1:]):
        return [LETTERS.get(word, word) if word in LETTERS else word]
    return ["x", LETTERS.get(word[1:], word[1:])]


def _refusal(text: str, place: int) -> str:
    sign = text[place]
    if sign in "'\"`":
        return "A formula has no quotation marks"
    if sign == ".":
        return "A formula has no dots between names"
    if sign in "{}[]":
        return "A formula has round brackets"
    if sign.isalpha():
        return f"The letter {sign} is not one of x, α, β, γ, λ, π, e"
    shown = sign if sign.isprintable() and sign not in "<>&" else f"U+{ord(sign):04X}"
    return f"A formula has no sign {shown}"


def _without_bars(tokens: list[_Token], functions: Collection[str]) -> list[_Token]:
    """Write |x| as abs(x), and ln|x| as ln(abs(x)): a bar closes where one is open and something stands before it."""
    result: list[_Token] = []
    # For each bracket or bar that is open, how many brackets its other half closes: none of ours for a bracket.
    opened: list[int] = []
    for token in tokens:
        before = result[-1].text if result else ""
        if token.text == "|":
            if opened and opened[-1] and before and before not in _OPENING:
                result += [_Token(")", token.place)] * opened.pop()
            else:
                called = before in ARITIES or before in NAMES or before.lower() in functions
                opened.append(1 + called)
                signs = ["(", "abs", "("] if called else ["abs", "("]
                result += [_Token(sign, token.place) for sign in signs]
            continue
        if token.text == "(":
            opened.append(0)
        elif token.text == ")":
            if not opened:
                raise ExpressionError("A bracket ) closes nothing", token.place)
            if opened.pop():
                raise ExpressionError("A bar | is missing its other half", token.place)
        result.append(token)
    if opened:
        raise ExpressionError(
            "A bar | is missing its other half" if opened[-1] else "A bracket ( is never closed"
        )
    return result


def _multiplied(tokens: list[_Token]) -> list[_Token]:
    """Put a sign between two factors that stand side by side."""
    result: list[_Token] = []
    for index, token in enumerate(tokens):
        if token.text == "=" and not any(each.text == "(" for each in tokens[:index]):
            raise ExpressionError("A formula has no =: write what stands right of it", token.place)
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        before = result[-1].text if result else ""
        text = NAMES.get(token.text, token.text)
        if token.text == "if" and (following != "(" or (before and _ends_factor(before))):
            # Python's own: a if (condition) else b.
            text = "if"
        if before and _is_number(before) and _is_number(text):
            raise ExpressionError("A sign is missing between two numbers", token.place)
        if before and _ends_factor(before) and _starts_factor(text):
            called = text == "(" and _is_name(before) and before not in SYMBOLS and before not in CONSTANTS
            if not called:
                result.append(_Token("*", token.place))
        result.append(token._replace(text=text))
    return result


def _is_name(text: str) -> bool:
    return text not in WORDS and (text[0].isalpha() or text[0] == "_" or text[0] == "√")


def _is_number(text: str) -> bool:
    return text[0].isdigit() or text[0] == "."


def _ends_factor(text: str) -> bool:
    return text == ")" or _is_number(text) or _is_name(text)


def _starts_factor(text: str) -> bool:
    return text == "(" or _is_number(text) or _is_name(text)
