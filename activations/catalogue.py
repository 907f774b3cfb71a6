"""Every activation function by its name, and the way from written text back to a function."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import activations.functions as functions
from activations.core import SYMBOLS, Activation

CATALOGUE: Mapping[str, type[Activation]] = MappingProxyType(
    {
        name: value
        for name, value in vars(functions).items()
        if isinstance(value, type) and issubclass(value, Activation) and value is not Activation
    }
)

LONGEST_TEXT = 200
_CALL = re.compile(r"\s*([^\W\d]\w*)\s*(?:\((.*)\))?\s*")
_FIELDS = {
    spelling: name for name, symbol in SYMBOLS.items() for spelling in (name, name.rstrip("_"), symbol)
}


def parse(text: str) -> Activation:
    """Return the activation function that `text` describes, such as ``"ELU(alpha=0.5)"``.

    Names are understood in any case, parameters also as ``lambda`` or ``α`` and by position.

    Raises
    ------
    ValueError
        If there is no such function (the message names the nearest) or an argument is wrong.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"A function is written in at most {LONGEST_TEXT} characters, got {len(text)}")
    match = _CALL.fullmatch(text)
    if match is None:
        raise ValueError(f"Write a function like ELU(alpha=0.5), got {text!r}")
    name, arguments = match.groups()
    cls = named(name)
    return cls(**_arguments(cls, arguments or ""))


def named(name: str) -> type[Activation]:
    """Return the class called `name`, in any case.

    Raises
    ------
    ValueError
        If there is none; the message names the nearest ones.
    """
    names = _names()
    wanted = _simple(name)
    if wanted in names:
        return CATALOGUE[names[wanted]]
    near = list(dict.fromkeys(names[match] for match in difflib.get_close_matches(wanted, names, 3, 0.5)))
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(list(CATALOGUE)[:5])} …"
    raise ValueError(f"There is no activation function {name!r}; {hint}")


@cache
def _names() -> Mapping[str, str]:
    """Return the name of the class for every name that it goes by, in the form of `_simple`."""
    names = {_simple(known): known for known in CATALOGUE}
    for known, cls in CATALOGUE.items():
        for alias in (cls.title, *cls.aliases):
            names.setdefault(_simple(alias), known)
    return names


def _simple(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def _arguments(cls: type[Activation], text: str) -> dict[str, float]:
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
