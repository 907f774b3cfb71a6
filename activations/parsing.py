"""The way from written text to an activation function.

>>> parse("elu(0.5)")
ELU(alpha=0.5)
>>> parse("x * sigmoid(2x)")
Formula('x * sigmoid(2 * x)')
"""

from __future__ import annotations

import re

from activations.catalogue import find, is_known
from activations.core import Activation
from activations.expression import ARITIES
from activations.formula import LONGEST_FORMULA, Formula, find_used_function, formula_class, read_formula
from activations.low_precision import in_low_precision, read_low_precision
from activations.notation import LETTERS, NAMES, SYMBOLS

# A formula, and what its letters stand for.
LONGEST_TEXT = LONGEST_FORMULA + 100
# The last brackets hold the arguments: those of "GELU (tanh)" are a part of the name.
_CALL = re.compile(r"(?P<name>[^()]*(?:\([^()]*\)[^()]*)?)\((?P<arguments>[^()]*)\)\s*", re.DOTALL)
# A letter first, and no sign that occurs in no name of the catalogue.
_NAME = re.compile(r"\s*[^\W\d][\w\s+'²()\u2010-\u2014-]*")
# An x that is no part of a word, other than what a parameter is said to be.
_X = re.compile(r"(?<![A-Za-z_=])(?<!= )x(?![A-Za-z_0-9])")
_SETTINGS = re.compile(r"[\w\s=.,+-]*")
# What a formula is made of, and no name of a function is taken for.
_WORDS = frozenset([*ARITIES, *NAMES, *LETTERS, *SYMBOLS])
_REPR = re.compile(
    r"\s*Formula\((?P<quote>['\"])(?P<formula>.*)(?P=quote)(?:,(?P<settings>.*))?\)\s*", re.DOTALL
)


def parse(text: str) -> Activation:
    """Read an activation function: one of the catalogue, or a formula.

    Parameters
    ----------
    text : str
        A name as `find` understands it, alone or with arguments: by position, or by name as ``lambda_``, ``lambda``
        or ``λ``. Or a formula as `Formula` understands it, with what its letters stand for behind a semicolon. Either
        may be followed by "in bfloat16" or another format, and "from float32" if it is rounded only once.

    Raises
    ------
    ValueError
        If there is no such function (the message names the nearest), if an argument is wrong, or if it is no formula.

    Examples
    --------
    >>> parse("elu(0.5)")
    ELU(alpha=0.5)
    >>> parse("Leaky ReLU(α=0.2)")
    LeakyReLU(alpha=0.2)
    >>> parse("gelu_new")
    GELUTanh()
    >>> parse("max(x, αx); α = 0.1")
    Formula('max(x, alpha * x)', alpha=0.1)
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"A function is written in at most {LONGEST_TEXT} characters, got {len(text)}")
    if (reduced := read_low_precision(text)) is not None:
        function, form, inside = reduced
        return in_low_precision(parse(function), form, inside)
    if (written := _REPR.fullmatch(text)) is not None:
        return _parse_formula(written["formula"], written["settings"] or "")
    name, arguments = text, ""
    call = _CALL.fullmatch(text)
    if call is not None and not is_known(text):
        name, arguments = call["name"], call["arguments"]
    if is_known(name) and not _X.search(arguments):
        cls = find(name)
        return cls(**_read_arguments(cls, arguments))
    if _looks_like_name(name) and not _X.search(text) and _SETTINGS.fullmatch(arguments):
        # No formula is without x.
        return find(name)()
    formula, _, settings = text.partition(";")
    return _parse_formula(formula, settings)


def _looks_like_name(text: str) -> bool:
    balanced = text.count("(") == text.count(")") <= 1
    return balanced and _NAME.fullmatch(text) is not None and text.strip() not in _WORDS


def gives_settings(text: str) -> bool:
    """Whether a text that `parse` understands says what the parameters are.

    Examples
    --------
    >>> gives_settings("ELU(alpha=0.5)"), gives_settings("GELU (tanh)"), gives_settings("αx"), gives_settings("αx; α=2")
    (True, False, False, True)
    """
    if (reduced := read_low_precision(text)) is not None:
        return gives_settings(reduced[0])
    if _REPR.fullmatch(text) is not None:
        return True
    call = _CALL.fullmatch(text)
    if call is not None and is_known(call["name"]) and not is_known(text):
        return True
    return ";" in text


def spell(f: Activation) -> str:
    """The text that `parse` reads as `f`, as people write it.

    Examples
    --------
    >>> spell(parse("max(x, αx); α = 0.5")), spell(parse("ELU(0.5)"))
    ('max(x, alpha * x); alpha = 0.5', 'ELU(alpha=0.5)')
    """
    if not isinstance(f, Formula):
        return repr(f)
    settings = ", ".join(f"{name.rstrip('_')} = {value!r}" for name, value in f.settings().items())
    return f"{f.expression}; {settings}" if settings else f.expression


def _parse_formula(text: str, settings: str = "") -> Activation:
    alone = find_used_function(read_formula(text))
    if alone is not None and not settings.strip():
        return alone
    cls = formula_class(text)
    return cls(**_read_arguments(cls, settings))


def _read_arguments(cls: type[Activation], text: str) -> dict[str, float]:
    known = [declared.name for declared in cls.parameters()]
    spellings = {
        spelling: declared.name
        for declared in cls.parameters()
        for spelling in (declared.name, declared.name.rstrip("_"), declared.symbol)
    }
    has = f"it has {', '.join(name.rstrip('_') for name in known)}" if known else "it has no parameters"
    values: dict[str, float] = {}
    for position, piece in enumerate(text.split(",") if text.strip() else []):
        left, equals, right = (part.strip() for part in piece.rpartition("="))
        if equals:
            name = spellings.get(left, left)
        else:
            name = known[position] if position < len(known) else ""
        if name not in known:
            raise ValueError(f"{cls.__name__}: no parameter {left or piece.strip()!r}; {has}")
        if name in values:
            raise ValueError(f"{cls.__name__}: {name.rstrip('_')} is given twice")
        try:
            values[name] = float(right)
        except ValueError:
            raise ValueError(f"{cls.__name__}: {name.rstrip('_')} must be a number, got {right!r}") from None
    return values
