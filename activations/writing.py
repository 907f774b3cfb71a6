"""An expression as code: in Python's frameworks as one line, in ONNX as statements."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from activations.arithmetic import FLAT
from activations.expression import (
    ARITIES,
    NEGATIVE,
    Call,
    Constant,
    Node,
    Symbol,
    Use,
    inline,
    names_in,
    spell_number,
    substitute,
    walk,
)


@dataclass(frozen=True)
class Language:
    """How one language writes the functions of an expression.

    Attributes
    ----------
    title : str
        The name people know it by.
    imports : str
        The lines before the function.
    prefix : str
        What stands before the name of a function.
    functions : mapping
        Templates in the arguments, for functions that are more than `prefix` and name.
    """

    title: str
    imports: str
    prefix: str = ""
    functions: Mapping[str, str] = field(default_factory=dict)


# Arrays of conditions are joined element by element.
_ELEMENTWISE = {"and": "{0} & {1}", "or": "{0} | {1}", "not": "~{0}"}
PYTHON = Language(
    "Python",
    "import math",
    "math.",
    {
        "abs": "math.fabs({0})",
        "minimum": "min({0}, {1})",
        "maximum": "max({0}, {1})",
        "arcsin": "math.asin({0})",
        "arccos": "math.acos({0})",
        "arctan": "math.atan({0})",
        "arcsinh": "math.asinh({0})",
        "where": "({1} if {0} else {2})",
        "sign": "(({0} > 0) - ({0} < 0))",
        "sigmoid": "math.exp(min({0}, 0.0)) / (1 + math.exp(-abs({0})))",
        "softplus": "(max({0}, 0.0) + math.log1p(math.exp(-abs({0}))))",
        "and": "{0} and {1}",
        "or": "{0} or {1}",
        "not": "not {0}",
    },
)
LANGUAGES = {
    "python": PYTHON,
    "numpy": Language(
        "NumPy",
        "import numpy as np",
        "np.",
        {
            # NumPy has neither; those of the standard library are exact and slow.
            "erf": "np.vectorize(math.erf, otypes=[float])({0})",
            "erfc": "np.vectorize(math.erfc, otypes=[float])({0})",
            "sigmoid": "np.exp(np.minimum({0}, 0)) / (1 + np.exp(-np.abs({0})))",
            "softplus": "np.logaddexp(0, {0})",
            **_ELEMENTWISE,
        },
    ),
    "pytorch": Language(
        "PyTorch",
        "import torch",
        "torch.",
        {
            "minimum": "torch.clamp({0}, max={1})",
            "maximum": "torch.clamp({0}, min={1})",
            "softplus": "torch.nn.functional.softplus({0})",
            **_ELEMENTWISE,
        },
    ),
    "keras": Language(
        "Keras",
        "import keras",
        "keras.ops.",
        {
            "erfc": "1 - keras.ops.erf({0})",
            "pi": "math.pi",
            "and": "keras.ops.logical_and({0}, {1})",
            "or": "keras.ops.logical_or({0}, {1})",
            "not": "keras.ops.logical_not({0})",
        },
    ),
    "jax": Language(
        "JAX",
        "import jax\nimport jax.numpy as jnp",
        "jnp.",
        {
            "erf": "jax.scipy.special.erf({0})",
            "erfc": "jax.scipy.special.erfc({0})",
            "sigmoid": "jax.nn.sigmoid({0})",
            "softplus": "jax.nn.softplus({0})",
            **_ELEMENTWISE,
        },
    ),
    "onnx": Language("ONNX", "import onnx.parser"),
}
# Its functions are PyTorch's, and have a name in its configurations.
LANGUAGES["transformers"] = replace(
    LANGUAGES["pytorch"],
    title="Transformers",
    imports="import torch\nfrom transformers.activations import ACT2FN",
)


def write_code(tree: Node, language: Language) -> str:
    """Write an expression of ``x`` and its parameters, which are Python's numbers, in one line."""
    # The grammar takes all brackets out that are not needed.
    return ast.unparse(ast.parse(_number(guard(inline(tree), language is not PYTHON), language), mode="eval"))


# Of what follows an exponential of it has reached its limit here, in every format of numbers.
FAR = Constant(10.0)
_SATURATING = frozenset(["exp", "expm1", "tanh", "erf"])


def guard(node: Node, both: bool, inside: bool = False) -> Node:
    """Keep what is not chosen, or no longer matters, from overflowing: its gradient would be 0 times infinity.

    Parameters
    ----------
    node : Node
        The expression.
    both : bool
        Whether both branches of a condition are computed, as arrays are; Python's own computes the one it needs.
    inside : bool
        Whether it is in the argument of a function that has a limit.
    """
    if not isinstance(node, Call):
        return node
    if both and node.function == "where" and (place := _boundary(node.arguments[0])) is not None:
        condition, first, second = node.arguments
        x = Symbol("x")
        where_second, where_first = (
            Call("where", (condition, *pair)) for pair in ((Constant(place), x), (x, Constant(place)))
        )
        first, second = (
            substitute(guard(branch, both, inside), {"x": other})
            if _can_overflow(branch)
            else guard(branch, both, inside)
            for branch, other in ((first, where_first), (second, where_second))
        )
        return Call("where", (condition, first, second))
    arguments = tuple(guard(each, both, inside or node.function in _SATURATING) for each in node.arguments)
    if node.function == "exp" and inside:
        return Call("exp", (Call("minimum", (arguments[0], FAR)),))
    return Call(node.function, arguments)


def _boundary(condition: Node) -> float | None:
    """Where a condition on x alone changes, such as 0 of x > 0."""
    match condition:
        case Call(function="<" | "<=" | ">" | ">=", arguments=(Symbol(name="x"), Constant(value=value))):
            return value
    return None


def _can_overflow(node: Node) -> bool:
    return any(
        isinstance(each, Call) and each.function in ("exp", "expm1", "log", "sqrt") for each in walk(node)
    )


def _number(node: Node, language: Language) -> str:
    """Write a part of an expression whose value is a number."""
    match node:
        case Constant(value=value, name=name):
            if name == "pi":
                return language.functions.get("pi", f"{language.prefix}pi")
            return f"math.{name}" if name else spell_number(value)
        case Symbol(name=name):
            return name
        case Use():
            return _number(inline(node), language)
    if node.function in FLAT:
        return _number(Call("where", (node, Constant(1.0), Constant(0.0))), language)
    if node.function == "where":
        condition, *branches = node.arguments
        # A framework takes a pair of whole numbers for whole numbers.
        texts = [_condition(condition, language), *(_as_float(branch, language) for branch in branches)]
        return _fill(node.function, texts, language, node)
    arguments = node.arguments
    if node.function in ("maximum", "minimum") and "x" not in names_in(arguments[0]):
        # A framework's clamp takes the array first.
        arguments = arguments[::-1]
    return _fill(node.function, [_number(each, language) for each in arguments], language, node)


def _as_float(node: Node, language: Language) -> str:
    if isinstance(node, Constant) and not node.name:
        return repr(node.value)
    return _number(node, language)


def _condition(node: Node, language: Language) -> str:
    """Write a part of an expression that holds or does not."""
    if not isinstance(node, Call) or node.function not in FLAT:
        return f"{_number(node, language)} != 0"
    if node.function in ("and", "or", "not"):
        texts = [_condition(each, language) for each in node.arguments]
        return _fill(node.function, texts, language, node)
    left, right = (_number(each, language) for each in node.arguments)
    return f"({left}) {node.function} ({right})"


def _fill(function: str, texts: list[str], language: Language, node: Node) -> str:
    guarded = [text if text.isidentifier() else f"({text})" for text in texts]
    if function == NEGATIVE:
        return f"-{guarded[0]}"
    if function == "**" and language is PYTHON and not _is_whole(node):
        # Python's own gives a complex number for a negative base.
        return f"math.pow({texts[0]}, {texts[1]})"
    if function not in (*ARITIES, "and", "or", "not"):
        return f"{guarded[0]} {function} {guarded[1]}"
    if "x" not in names_in(node):
        # The frameworks' functions take arrays, and parameters are numbers.
        language = PYTHON
    template = language.functions.get(function)
    return template.format(*guarded) if template else f"{language.prefix}{function}({', '.join(texts)})"


def _is_whole(power: Node) -> bool:
    if not isinstance(power, Call):
        return False
    base, exponent = power.arguments
    return (isinstance(exponent, Constant) and exponent.value.is_integer()) or "x" not in names_in(base)


_OPERATORS = {
    "+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "**": "Pow", NEGATIVE: "Neg", "<": "Less", "<=": "LessOrEqual",
    ">": "Greater", ">=": "GreaterOrEqual", "==": "Equal", "and": "And", "or": "Or", "not": "Not", "where": "Where",
    "maximum": "Max", "minimum": "Min", "arcsin": "Asin", "arccos": "Acos", "arctan": "Atan", "arcsinh": "Asinh",
}  # fmt: skip
# In terms of the operators that ONNX has.
_WRITTEN_OUT: Mapping[str, Callable[..., Node]] = {
    "expm1": lambda u: Call("-", (Call("exp", (u,)), Constant(1.0))),
    "log1p": lambda u: Call("log", (Call("+", (Constant(1.0), u)),)),
    "erfc": lambda u: Call("-", (Constant(1.0), Call("erf", (u,)))),
    "!=": lambda u, v: Call("not", (Call("==", (u, v)),)),
}


class OnnxWriter:
    """Writes an expression as statements of ONNX's text format, which define ``y`` from ``x``.

    Parameters
    ----------
    settings : mapping
        The parameters.
    """

    def __init__(self, settings: Mapping[str, float]) -> None:
        self.settings = settings
        self.names: dict[tuple[Node, bool], str] = {}
        self.statements: list[str] = []

    def write(self, tree: Node) -> str:
        """Write a whole expression."""
        last = self._number(inline(tree))
        if self.statements and self.statements[-1].startswith(f"{last} = "):
            self.statements[-1] = f"y{self.statements[-1].removeprefix(last)}"
        else:
            self.statements.append(f"y = Identity({last})")
        return "\n".join(self.statements)

    def _number(self, node: Node) -> str:
        match node:
            case Symbol(name="x"):
                return "x"
            case Symbol(name=name):
                return self._number(Constant(self.settings[name]))
            case Constant(value=value):
                return self._name(node, False, f"Constant <value_float = {value!r}> ()")
            case Call(function=function, arguments=arguments) if (
                function in _WRITTEN_OUT and function != "!="
            ):
                return self._number(_WRITTEN_OUT[function](*arguments))
            case Call(function=function) if function in FLAT:
                return self._name(node, False, f"Cast <to = 1> ({self._condition(node)})")
            case Call(function="where", arguments=(condition, *branches)):
                parts = [self._condition(condition), *map(self._number, branches)]
                return self._name(node, False, f"Where({', '.join(parts)})")
            case Call(function=function, arguments=arguments):
                operator = _OPERATORS.get(function, function.capitalize())
                return self._name(node, False, f"{operator}({', '.join(map(self._number, arguments))})")
        return self._number(inline(node))

    def _condition(self, node: Node) -> str:
        match node:
            case Call(function="!=", arguments=(left, right)):
                return self._condition(Call("not", (Call("==", (left, right)),)))
            case Call(function="and" | "or" | "not" as function, arguments=arguments):
                parts = ", ".join(map(self._condition, arguments))
                return self._name(node, True, f"{_OPERATORS[function]}({parts})")
            case Call(function=function, arguments=arguments) if function in FLAT:
                parts = ", ".join(map(self._number, arguments))
                return self._name(node, True, f"{_OPERATORS[function]}({parts})")
        return self._name(node, True, f"Cast <to = 9> ({self._number(node)})")

    def _name(self, node: Node, condition: bool, right: str) -> str:
        key = node, condition
        if key not in self.names:
            self.names[key] = f"t{len(self.statements) + 1}"
            self.statements.append(f"{self.names[key]} = {right}")
        return self.names[key]


def needed_imports(code: str, language: Language) -> str:
    """The import lines that a snippet needs."""
    needed = [line for line in language.imports.splitlines() if re.search(rf"\b{line.split()[-1]}[.[]", code)]
    if "math." in code and "import math" not in needed:
        needed.insert(0, "import math")
    return "\n".join(needed)
