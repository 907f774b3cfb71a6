"""Every activation function by its name, and the way from written text back to a function.

>>> CATALOGUE["ELU"]
<class 'activations.functions.exponential_units.ELU'>
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import activations.functions as functions
from activations.core import SYMBOLS, Activation
from activations.vector import FUNCTIONS, GATES

# Every class by its name, in display order.
CATALOGUE: Mapping[str, type[Activation]] = MappingProxyType(
    {
        name: value
        for name, value in vars(functions).items()
        if isinstance(value, type) and issubclass(value, Activation) and value is not Activation
    }
)

LONGEST_TEXT = 200
# The last brackets hold the arguments: those of "GELU (tanh)" are a part of the name.
_CALL = re.compile(r"(?P<name>[^()]*(?:\([^()]*\)[^()]*)?)\((?P<arguments>[^()]*)\)\s*", re.DOTALL)
# A letter first, and no sign that occurs in no name of the catalogue.
_NAME = re.compile(r"\s*[^\W\d][\w\s+'²()\u2010-\u2014-]*")
# Hyphens of every kind.
_IGNORED = re.compile(r"[\s_\u2010-\u2014-]")
_FIELDS = {
    spelling: name for name, symbol in SYMBOLS.items() for spelling in (name, name.rstrip("_"), symbol)
}


def parse(text: str) -> Activation:
    """Read an activation function, such as ``"ELU(alpha=0.5)"``.

    Parameters
    ----------
    text : str
        A name as `find` understands it, alone or with arguments: by position, or by name as ``lambda_``, ``lambda``
        or ``λ``.

    Raises
    ------
    ValueError
        If there is no such function (the message names the nearest) or an argument is wrong.

    Examples
    --------
    >>> parse("elu(0.5)")
    ELU(alpha=0.5)
    >>> parse("Leaky ReLU(α=0.2)")
    LeakyReLU(alpha=0.2)
    >>> parse("gelu_new")
    GELUTanh()
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"A function is written in at most {LONGEST_TEXT} characters, got {len(text)}")
    name, arguments = text, ""
    call = _CALL.fullmatch(text)
    if call is not None and not _is_known(text):
        name, arguments = call["name"], call["arguments"]
    if not _is_known(name) and not (_NAME.fullmatch(name) and name.count("(") == name.count(")") <= 1):
        raise ValueError(f"Write a function like ELU(alpha=0.5), got {text!r}")
    cls = find(name)
    return cls(**_read_arguments(cls, arguments))


def find(name: str) -> type[Activation]:
    """Find the class of an activation function by any of its names.

    Parameters
    ----------
    name : str
        The name of the class, its title, an alias or the name that a framework gives it. Case, blanks, hyphens and
        underscores do not matter.

    Raises
    ------
    ValueError
        If there is none; the message names the nearest ones. Or if this is a function of several numbers.

    Examples
    --------
    >>> find("Hard swish").__name__
    'HardSwish'
    >>> find("softmax")
    Traceback (most recent call last):
    ...
    ValueError: Softmax is a function of several numbers: see activations.vector
    """
    names = _names()
    wanted = _simplify(name)
    if wanted in names:
        return CATALOGUE[names[wanted]]
    if wanted in _vector_titles():
        raise ValueError(
            f"{_vector_titles()[wanted]} is a function of several numbers: see activations.vector"
        )
    near = list(dict.fromkeys(names[match] for match in difflib.get_close_matches(wanted, names, 3, 0.5)))
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(list(CATALOGUE)[:5])} …"
    raise ValueError(f"There is no activation function {name!r}; {hint}")


# Its name in earlier versions.
named = find


def _is_known(name: str) -> bool:
    return _simplify(name) in _names() or _simplify(name) in _vector_titles()


@cache
def _names() -> Mapping[str, str]:
    """Map every name of every function, simplified, to the name of its class."""
    names = {_simplify(known): known for known in CATALOGUE}
    for known, cls in CATALOGUE.items():
        for other in (cls.title, *cls.aliases, *cls.framework_names):
            names.setdefault(_simplify(other), known)
    return names


@cache
def _vector_titles() -> Mapping[str, str]:
    """Map the names of functions of several numbers, simplified, to their titles."""
    titles = {name: cls.title for name, cls in FUNCTIONS.items()}
    titles |= {name: cls.title for name, cls in GATES.items()}
    return {_simplify(known): title for name, title in titles.items() for known in (name, title)}


def _simplify(name: str) -> str:
    return _IGNORED.sub("", name).lower()


def _read_arguments(cls: type[Activation], text: str) -> dict[str, float]:
    known = [declared.name for declared in cls.parameters()]
    has = f"it has {', '.join(name.rstrip('_') for name in known)}" if known else "it has no parameters"
    values: dict[str, float] = {}
    for position, piece in enumerate(text.split(",") if text.strip() else []):
        left, equals, right = (part.strip() for part in piece.rpartition("="))
        if equals:
            name = _FIELDS.get(left, left)
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
