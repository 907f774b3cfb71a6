r"""An expression in LaTeX.

>>> from activations.expression import read
>>> latex(read("alpha * x**2 / sqrt(1 + exp(-x))", {"x", "alpha"}))
'\\frac{\\alpha\\,x^{2}}{\\sqrt{1 + e^{-x}}}'
"""

from __future__ import annotations

from collections.abc import Mapping

from activations.expression import (
    BINDING,
    NEGATIVE,
    TIGHTEST,
    Call,
    Constant,
    Node,
    Symbol,
    Use,
    spell_number,
)

NAMES: Mapping[str, str] = {
    "alpha": r"\alpha", "beta": r"\beta", "gamma": r"\gamma", "lambda_": r"\lambda", "pi": r"\pi",
}  # fmt: skip
FUNCTIONS: Mapping[str, str] = {
    **{name: rf"\{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan")},
    "log": r"\ln", "maximum": r"\max", "minimum": r"\min", "sigmoid": r"\sigma",
    **{name: rf"\operatorname{{{name}}}" for name in ("erf", "erfc", "softplus", "sign")},
    "arcsinh": r"\operatorname{arsinh}",
}  # fmt: skip
RELATIONS: Mapping[str, str] = {
    "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne",
    "and": r"\text{ and }", "or": r"\text{ or }",
}  # fmt: skip


def latex(node: Node) -> str:
    """Write a tree in LaTeX."""
    return _written(node)[0]


def _written(node: Node) -> tuple[str, int]:
    """Write a tree, and say how tightly it holds together; see `BINDING`."""
    match node:
        case Constant(value=value, name=name):
            return NAMES.get(name, name) or _number(value), TIGHTEST if value >= 0 else BINDING[NEGATIVE]
        case Symbol(name=name):
            return NAMES.get(name, name), TIGHTEST
        case Use(element=element, argument=argument, settings=settings):
            named = (f"{NAMES.get(name, name)}={latex(value)}" for name, value in settings)
            inside = r",\,".join([latex(argument), *named])
            return rf"\operatorname{{{element.__name__}}}({inside})", TIGHTEST
    return _call(node.function, node.arguments)


def _call(function: str, arguments: tuple[Node, ...]) -> tuple[str, int]:
    match function, arguments:
        case "/", (above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}", TIGHTEST
        case "**", (base, exponent):
            return f"{_guarded(base, TIGHTEST)}^{{{latex(exponent)}}}", BINDING["**"]
        case "*", (left, right):
            return _product(left, right), BINDING["*"]
        case (("+" | "-"), (left, right)):
            second = BINDING["+"] + (function == "-" or latex(right).startswith("-"))
            return f"{_guarded(left, BINDING['+'])} {function} {_guarded(right, second)}", BINDING["+"]
        case "negative", (operand,):
            return f"-{_guarded(operand, BINDING['*'])}", BINDING["+"]
        case "exp", (operand,):
            return f"e^{{{latex(operand)}}}", BINDING["**"]
        case "expm1", (operand,):
            return f"e^{{{latex(operand)}}} - 1", BINDING["-"]
        case "log1p", (operand,):
            return rf"\ln(1 + {_guarded(operand, BINDING['+'] + latex(operand).startswith('-'))})", TIGHTEST
        case "sqrt", (operand,):
            return rf"\sqrt{{{latex(operand)}}}", TIGHTEST
        case "abs", (operand,):
            return rf"\left|{latex(operand)}\right|", TIGHTEST
        case "not", (operand,):
            return rf"\text{{not }}{_guarded(operand, BINDING['not'])}", BINDING["not"]
        case "where", (condition, first, second):
            return _cases(condition, first, second), TIGHTEST
    if function in RELATIONS:
        left, right = arguments
        binding = BINDING[function]
        return f"{_guarded(left, binding)} {RELATIONS[function]} {_guarded(right, binding + 1)}", binding
    return f"{FUNCTIONS[function]}({', '.join(map(latex, arguments))})", TIGHTEST


def _cases(condition: Node, first: Node, second: Node) -> str:
    rows = [f"{latex(first)} & {latex(condition)}"]
    while isinstance(second, Call) and second.function == "where":
        condition, first, second = second.arguments
        rows.append(f"{latex(first)} & {latex(condition)}")
    rows.append(rf"{latex(second)} & \text{{otherwise}}")
    lines = r" \\ ".join(rows)
    return rf"\begin{{cases}} {lines} \end{{cases}}"


def _product(left: Node, right: Node) -> str:
    # Products need no brackets among themselves.
    first, second = _guarded(left, BINDING["*"]), _guarded(right, BINDING["*"])
    # Digits side by side would be one number.
    digits = second[0].isdigit() or (second.startswith(r"\frac") and first[-1].isdigit())
    between = r" \cdot " if digits else r"\,"
    return f"{first}{between}{second}"


def _guarded(node: Node, least: int) -> str:
    text, binding = _written(node)
    if (
        isinstance(node, Call)
        and node.function in ("<", "<=", ">", ">=", "==", "!=", "and", "or", "not")
        and least > 4
    ):
        # As a number, a condition is 1 where it holds and 0 elsewhere.
        return rf"[{text}]"
    return text if binding >= least else rf"\left({text}\right)"


def _number(value: float) -> str:
    text = spell_number(value)
    digits, exponent, power = text.partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if exponent else digits
