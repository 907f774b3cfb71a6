"""Controls for functions of the catalogue and those that a person writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self

import streamlit as st

from activations import CATALOGUE, Activation, Formula, parse
from pages.shared import compat
from pages.shared.widgets.control import PartlyTakenError, UnreadError
from pages.shared.widgets.options import Choice, Texts, listed

# Signs of a formula, by which one with an error is told from an unknown name.
FORMULA_SIGNS = re.compile(r"[*/^|<>=]|\(.*x|x.*\)|[^\W\d_]\s*\+|\dx")


@dataclass(frozen=True)
class FunctionChoice(Choice):
    """A choice of one function by any of its names, or by its formula.

    Attributes
    ----------
    implied : str
        The function of a link that names none.
    """

    implied: str = ""

    def omits(self, value: str) -> bool:
        return value == self.implied

    def parse(self, texts: list[str]) -> str:
        if len(texts) == 1:
            try:
                cls = type(parse(texts[0]))
            except ValueError as error:
                if FORMULA_SIGNS.search(texts[0]):
                    raise ValueError(f"a function or a formula is needed. {error}") from None
            else:
                if issubclass(cls, Formula):
                    return cls.expression
                if cls.__name__ in self.options:
                    return cls.__name__
        raise ValueError(f"one of {listed(self.options)}, or a formula such as x·tanh(x), is needed")

    def fit(self, value: str) -> str:
        return value if value in self.options or is_formula(value) else self.default

    def widen_to(self, value: str) -> Self:
        return self if value in self.options else replace(self, options=(*self.options, value))

    def read(self, shown: Any) -> str:
        if shown in self.options:
            return str(shown)
        try:
            return self.parse([str(shown)])
        except ValueError as error:
            if FORMULA_SIGNS.search(str(shown)):
                raise UnreadError from error
            # A name of another function is not a part of one of these.
            with suppress(ValueError):
                parse(str(shown))
                raise UnreadError from error
            # Enter on a part of a name means the first that has it, as in any search.
            part = str(shown).strip().lower()
            matches = [name for name in self.options if part and part in name_with_others(name).lower()]
            if matches:
                return matches[0]
            raise UnreadError from error

    def draw(self, first: str, /, **layout: Any) -> str | None:
        # A formula that it stood at before is no option any more.
        index = self.options.index(first if first in self.options else self.default)
        return st.selectbox(
            self.label,
            self.options,
            index,
            format_func=name_with_others,
            accept_new_options=True,
            **self._options(layout),
        )


@dataclass(frozen=True)
class Functions(Texts):
    """A choice of functions of the catalogue, or of such as a person writes.

    Attributes
    ----------
    most : int
        How many at most.
    written : tuple of str
        Texts that a person or a link has written, which can be chosen beside the names of the catalogue.
    """

    most: int = 4
    written: tuple[str, ...] = ()

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        """The texts, or the first of too many; errors in one of them are said where it is shown."""
        functions = tuple(dict.fromkeys(text for text in texts if text))
        if len(functions) > self.most:
            sentence = f"The link names {len(functions)} functions; the first {self.most} are shown."
            raise PartlyTakenError(sentence, functions[: self.most])
        return functions

    def fit(self, value: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for text in value if text.strip()))[: self.most]

    def widen_to(self, value: tuple[str, ...]) -> Self:
        return replace(self, written=value)

    def draw(self, first: tuple[str, ...], /, **layout: Any) -> tuple[str, ...] | None:
        options = list(dict.fromkeys([*CATALOGUE, *first, *self.written]))
        chosen = st.multiselect(
            self.label,
            options,
            first,
            max_selections=self.most,
            accept_new_options=True,
            **compat.first_match_on_enter() | self._options(layout),
        )
        return tuple(chosen)


def is_formula(text: str) -> bool:
    """Whether a text is the formula of a person's own, as a link has it."""
    try:
        return isinstance(parse(text), Formula)
    except ValueError:
        return False


def function_class(text: str) -> type[Activation]:
    return CATALOGUE[text] if text in CATALOGUE else type(parse(text))


@lru_cache(maxsize=512)
def name_with_others(name: str) -> str:
    """The name of a class of the catalogue with all its other names, for a search."""
    if name not in CATALOGUE:
        # A formula stands as it can be typed.
        return name
    cls = CATALOGUE[name]
    known = dict.fromkeys(each for each in (cls.title, *cls.aliases, *cls.framework_names) if each != name)
    return f"{name} · {', '.join(known)}" if known else name
