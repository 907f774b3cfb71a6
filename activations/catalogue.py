"""Every activation function by its name.

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
from activations.core import Activation
from activations.vector import FUNCTIONS, GATES, Softmax

# Every class by its name, in display order.
CATALOGUE: Mapping[str, type[Activation]] = MappingProxyType(
    {
        name: value
        for name, value in vars(functions).items()
        if isinstance(value, type) and issubclass(value, Activation) and value is not Activation
    }
)

LONGEST_SHOWN = 60
# Hyphens of every kind.
_IGNORED = re.compile(r"[\s_\u2010-\u2014-]")


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
    names = find_names()
    simplified = simplify(name)
    if simplified in names:
        return CATALOGUE[names[simplified]]
    if simplified in vector_titles():
        raise ValueError(
            f"{vector_titles()[simplified]} is a function of several numbers: see activations.vector"
        )
    near = list(dict.fromkeys(names[match] for match in difflib.get_close_matches(simplified, names, 3, 0.5)))
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(list(CATALOGUE)[:5])} …"
    shown = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
    raise ValueError(f"There is no activation function {shown!r}; {hint}")


# Its name in earlier versions.
named = find


def is_known(name: str) -> bool:
    """Whether a text is a name of a function, of one number or of several."""
    return simplify(name) in find_names() or simplify(name) in vector_titles()


@cache
def find_names() -> Mapping[str, str]:
    """Map every name of every function, simplified, to the name of its class."""
    names = {simplify(known): known for known in CATALOGUE}
    for known, cls in CATALOGUE.items():
        for other in (cls.title, *cls.aliases, *cls.framework_names):
            names.setdefault(simplify(other), known)
    return names


@cache
def vector_titles() -> Mapping[str, str]:
    """Map the names of functions of several numbers, simplified, to their titles."""
    # Softmin is the softmax of −x.
    titles = {"softmin": Softmax.title} | {name: cls.title for name, cls in FUNCTIONS.items()}
    titles |= {name: cls.title for name, cls in GATES.items()}
    return {simplify(known): title for name, title in titles.items() for known in (name, title)}


def simplify(name: str) -> str:
    """A name without case, blanks, hyphens and underscores, which do not matter."""
    return _IGNORED.sub("", name).lower()
