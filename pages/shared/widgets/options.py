"""Controls for words: one of several, any of several, yes or no, a line of text."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.widgets.control import Control

NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}")


@dataclass(frozen=True)
class Choice(Control[str]):
    """A choice of one of several words, in a box that can be searched."""

    options: tuple[str, ...] = ()

    def parse(self, texts: list[str]) -> str:
        if len(texts) == 1 and texts[0] in self.options:
            return texts[0]
        raise ValueError(f"one of {listed(self.options)} is needed")

    def fit(self, value: str) -> str:
        return value if value in self.options else self.default

    def shape(self) -> Hashable:
        return self.options

    def draw(self, first: str, /, **layout: Any) -> str | None:
        index = self.options.index(self.fit(first))
        chosen: str | None = st.selectbox(self.label, self.options, index, **self._options(layout))
        return chosen


class Segments(Choice):
    """A choice of one of a few words, all in sight."""

    def draw(self, first: str, /, **layout: Any) -> str | None:
        chosen: str | None = st.segmented_control(
            self.label, self.options, default=self.fit(first), required=True, **self._options(layout)
        )
        return chosen


class Texts(Control[tuple[str, ...]]):
    """A choice of any number of texts."""

    def spell(self, value: tuple[str, ...]) -> list[str]:
        return list(value) or [""]

    def to_streamlit(self, value: tuple[str, ...]) -> list[str]:
        return list(value)


@dataclass(frozen=True)
class Several(Texts):
    """A choice of any of several words.

    Attributes
    ----------
    options : tuple of str
        As links have them.
    labels : tuple of str
        As the page shows them, if not the same.
    """

    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        if texts == [""]:
            return ()
        if set(texts) <= set(self.options) and len(set(texts)) == len(texts):
            return tuple(texts)
        raise ValueError(f"any of {listed(self.options)} can be chosen, each once")

    def fit(self, value: Sequence[str]) -> tuple[str, ...]:
        return tuple(word for word in value if word in self.options)

    def shape(self) -> Hashable:
        return self.options

    def draw(self, first: tuple[str, ...], /, **layout: Any) -> tuple[str, ...] | None:
        chosen = st.pills(
            self.label,
            self.options,
            selection_mode="multi",
            default=self.fit(first),
            format_func=dict(zip(self.options, self.labels or self.options, strict=True)).__getitem__,
            **self._options(layout),
        )
        return tuple(chosen)


@dataclass(frozen=True)
class Switch(Control[bool]):
    """A choice between yes and no."""

    def parse(self, texts: list[str]) -> bool:
        if texts not in (["true"], ["false"]):
            raise ValueError("true or false is needed")
        return texts == ["true"]

    def draw(self, first: bool, /, **layout: Any) -> bool | None:
        return st.toggle(self.label, first, **self._options(layout))


@dataclass(frozen=True)
class Text(Control[str]):
    """A line of text of at most `longest` characters."""

    longest: int = 60

    def parse(self, texts: list[str]) -> str:
        if len(texts) == 1 and len(texts[0]) <= self.longest:
            return texts[0]
        raise ValueError(f"one text of at most {self.longest} characters is needed")

    def draw(self, first: str, /, **layout: Any) -> str | None:
        text: str | None = st.text_input(self.label, first, max_chars=self.longest, **self._options(layout))
        return text


@dataclass(frozen=True)
class Names(Texts):
    """Names of controls, which a link says."""

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        if not all(NAME.fullmatch(name) for name in texts):
            raise ValueError("names of controls as in the link, such as alpha, are needed")
        return tuple(texts)

    def draw(self, first: Any, /, **layout: Any) -> None:
        """Show nothing: they are set by link alone."""


def listed(options: Sequence[str]) -> str:
    """The first few of the options, for a sentence."""
    return ", ".join(options[:8]) + (" …" if len(options) > 8 else "")
