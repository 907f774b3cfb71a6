"""The kinds of control: how each is read from a link and written there, and its widget."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar, Generic, Self, TypeVar

import streamlit as st

from activations import CATALOGUE, Activation, Formula, Interval, parse
from pages.shared import compat, words

T = TypeVar("T")

# Number fields and links take parameters and places up to here, as far as their domain goes; a slider goes less far.
FARTHEST = 1e6
# The domain of a function that is defined for every number.
EVERYWHERE = Interval(-math.inf, math.inf, False, False)
# With more steps than a screen has pixels a slider cannot be set to most of them.
MOST_STEPS = 2000
MOST_PLACES = 6
# Signs of a formula, by which one with an error is told from an unknown name.
FORMULA_SIGNS = re.compile(r"[*/^|<>=]|\(.*x|x.*\)|[^\W\d_]\s*\+|\dx")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}")


class UnreadError(Exception):
    """The typed text is none of the options, nor another name of one."""


class PartlyTakenError(Exception):
    """A value of the link that is taken in part; the message says which part, and `value` holds it."""

    def __init__(self, message: str, value: Any) -> None:
        super().__init__(message)
        self.value = value


@dataclass(frozen=True)
class Control(ABC, Generic[T]):
    """A setting of a page.

    Attributes
    ----------
    key : str
        Its name in the link; never changed.
    default : object
        Its value when a link does not say otherwise.
    owner : str
        The function or lesson it belongs to: a control of another one starts at its default.
    """

    key: str
    label: str
    _: KW_ONLY
    default: T
    owner: str = ""
    help: str = ""
    # Whether Streamlit is told at which value the widget starts: one that can be emptied has no default.
    has_default: ClassVar[bool] = True

    @abstractmethod
    def parse(self, texts: list[str]) -> T:
        """The value that a link gives.

        Raises
        ------
        ValueError
            If it is none; the message says what is needed.
        PartlyTakenError
            If only a part of it can be had.
        """

    @abstractmethod
    def draw(self, first: T, /, **layout: Any) -> T | None:
        """Show the widget, and return its value, or None if it was emptied.

        Parameters
        ----------
        first : object
            The value at which the widget was first shown, which Streamlit takes for its default.
        **layout : Any
            What Streamlit is told besides, such as ``disabled`` or ``width``.
        """

    def spell(self, value: T) -> list[str]:
        return [spell_value(value)]

    def fit(self, value: T) -> T:
        """The nearest value that the widget takes."""
        return value

    def omits(self, value: T) -> bool:
        """Tell whether a link need not say the value."""
        return value == self.default

    def to_streamlit(self, value: T) -> Any:
        """The value as Streamlit holds it."""
        return value

    def adopt(self, _value: T) -> T:
        """Where the control begins after one with the same key, of another owner, stood at `value`."""
        return self.default

    def read(self, shown: Any) -> T:
        """The value that a widget shows.

        Raises
        ------
        UnreadError
            If a person has typed what is none; the control keeps the value it had.
        """
        return self.fit(shown)

    def widen_to(self, _value: T) -> Self:
        """The control as it takes a value that its widget does not usually take."""
        return self

    def shape(self) -> Hashable:
        """The part of the declaration that makes Streamlit take the widget for another one when it changes."""
        return type(self).__name__

    def _options(self, layout: Mapping[str, Any]) -> dict[str, Any]:
        return {"key": self.key, "help": self.help or None, **layout}


def spell_value(value: object) -> str:
    """A single value as a link has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def decimals(step: float) -> int:
    """How many decimals show every multiple of `step`."""
    return len(f"{step:.10f}".rstrip("0").partition(".")[2])


@dataclass(frozen=True)
class Slider(Control[float]):
    """A slider for one number; a value beyond its reach but within its domain widens it.

    Attributes
    ----------
    reach : tuple of float
        Where it usually goes.
    step : float
        Its step: whole numbers only if it is an int.
    domain : Interval or None
        Which numbers can be had by link or number field; the reach if there is none.
    stepped : bool
        Whether only the numbers at which the slider stops can be had.
    """

    reach: tuple[float, float] = (0.0, 1.0)
    step: float = 0.01
    domain: Interval | None = None
    stepped: bool = False
    # How many decimals it shows where it is widened to a number between its steps.
    places: int = 0

    @property
    def whole(self) -> bool:
        return isinstance(self.step, int)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that can be typed."""
        if self.domain is None:
            return self.reach
        tiny = 1.0 / FARTHEST
        low = max(self.domain.low if self.domain.low_closed else self.domain.low + tiny, -FARTHEST)
        high = min(self.domain.high if self.domain.high_closed else self.domain.high - tiny, FARTHEST)
        return low, high

    def parse(self, texts: list[str]) -> float:
        numbers = parse_numbers(texts)
        if numbers is not None and len(numbers) == 1:
            if self.admits(numbers[0]):
                return numbers[0]
            if self.domain is not None and numbers[0] in self.domain:
                raise ValueError(f"a number of at most {FARTHEST:.0f} in size is needed")
        raise ValueError(self.requirement())

    def admits(self, number: float) -> bool:
        """Tell whether the slider can stand there, widened if need be."""
        if self.domain is None:
            low, high = self.reach
            within = low <= number <= high
        else:
            within = number in self.domain and abs(number) <= FARTHEST
        if self.stepped:
            return within and (number - self.reach[0]) % self.step == 0
        return within and (not self.whole or float(number).is_integer())

    def requirement(self) -> str:
        """Say which values a link may give."""
        low, high = self.bounds
        if self.stepped and self.step > 1:
            return f"one of {low:g}, {low + self.step:g} … {high:g} is needed"
        kind = "whole number" if self.whole else "number"
        if self.domain is not None and not (self.domain.bounded or self.domain == EVERYWHERE):
            return f"one {kind} in {words.interval(self.domain)} is needed"
        return f"one {kind} from {words.digits(low, 7)} to {words.digits(high, 7)} is needed"

    def fit(self, value: float) -> float:
        """The value itself if the slider can be widened to it, else the nearest in its reach."""
        if self.admits(value):
            return int(value) if self.whole else float(value)
        low, high = self.reach
        if not self.whole:
            return float(min(max(value, low), high))
        steps = round((min(max(value, low), high) - low) / self.step)
        return int(low + steps * self.step)

    def scale(self, value: float) -> tuple[float, float, float]:
        """The least and the largest value of the slider, and its step, where it stands at `value`."""
        low, high = min(self.reach[0], value), max(self.reach[1], value)
        if self.whole:
            return low, high, self.step
        step = self.step
        if (low, high) != self.reach:
            while (high - low) / step > MOST_STEPS:
                step *= 10
        return float(low), float(high), step

    def widen_to(self, value: float) -> Self:
        low, high, step = self.scale(value)
        places = min(decimals(value), MOST_PLACES) if (low, high) != self.reach else 0
        return replace(self, reach=(low, high), step=step, places=places)

    def shape(self) -> Hashable:
        return self.reach, self.step

    def draw(self, first: float, /, **layout: Any) -> float | None:
        places = "%d" if self.whole else f"%.{max(decimals(self.step), self.places)}f"
        number: float = st.slider(
            self.label, *self.reach, first, self.step, **{"format": places} | self._options(layout)
        )
        return number


@dataclass(frozen=True)
class Range(Control[tuple[float, float]]):
    """A slider for two ascending numbers."""

    reach: tuple[float, float] = (0.0, 1.0)
    step: float = 0.5

    def parse(self, texts: list[str]) -> tuple[float, float]:
        numbers = parse_numbers(texts)
        low, high = self.reach
        if numbers is None or len(numbers) != 2 or not low <= numbers[0] <= numbers[1] <= high:
            raise ValueError(f"two ascending numbers from {low:g} to {high:g} are needed")
        return numbers[0], numbers[1]

    def spell(self, value: tuple[float, float]) -> list[str]:
        return [spell_value(number) for number in value]

    def fit(self, value: tuple[float, float]) -> tuple[float, float]:
        low, high = (float(min(max(number, self.reach[0]), self.reach[1])) for number in value)
        return min(low, high), max(low, high)

    def draw(self, first: tuple[float, float], /, **layout: Any) -> tuple[float, float] | None:
        low, high = st.slider(
            self.label, *self.reach, first, self.step, **{"format": "%.1f"} | self._options(layout)
        )
        return float(low), float(high)


@dataclass(frozen=True)
class Number(Slider):
    """A field for one number."""

    has_default: ClassVar[bool] = False

    def draw(self, _first: float, /, **layout: Any) -> float | None:
        # Without a default it can be emptied.
        number: float | None = st.number_input(
            self.label, *self.reach, None, step=self.step, **self._options(layout)
        )
        return number


@dataclass(frozen=True)
class Choice(Control[str]):
    """A choice of one of several words, in a box that can be searched."""

    options: tuple[str, ...] = ()

    def parse(self, texts: list[str]) -> str:
        if len(texts) == 1 and texts[0] in self.options:
            return texts[0]
        raise ValueError(f"one of {listed(self.options)} is needed")

    def fit(self, value: str) -> str:
        """The default in place of a word that is none of them."""
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
        """Tell whether a link that names no function means this one."""
        return value == self.implied

    def parse(self, texts: list[str]) -> str:
        """The class name of the function that goes by the name given, or the formula."""
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
        """The default in place of a text that is neither one of the names nor a formula."""
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
        """The texts; errors in one of them are said where it is shown.

        Raises
        ------
        PartlyTakenError
            If there are more than can be shown; its value holds the first.
        """
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
        """Show the box; its texts need not be names of the catalogue."""
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


def parse_numbers(texts: Sequence[str]) -> list[float] | None:
    """The numbers that a link gives, or None if one of them is none."""
    try:
        # float() also reads digits of other scripts and underscores, which no link of ours has.
        numbers = [float(text) for text in texts if text.isascii() and "_" not in text]
    except ValueError:
        return None
    return numbers if len(numbers) == len(texts) and all(map(math.isfinite, numbers)) else None


def listed(options: Sequence[str]) -> str:
    """The first few of the options, for a sentence."""
    return ", ".join(options[:8]) + (" …" if len(options) > 8 else "")
