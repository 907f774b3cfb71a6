"""The lessons as they are written: one Markdown file each, its facts in TOML above the text.

A file has three parts between lines of ``+++``, as in Hugo: TOML, what stands before the prediction, and what stands
after it. All that a learner reads is in the folder of a language.
"""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from activations import find

ROOT = Path(__file__).parent
LANGUAGE = "en"
FENCE = "+++\n"
LETTERS = "ABCDEFGH"
_PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}")
_WORD = re.compile(r"\[\[(?:([^\]|]+)\|)?([^\]|]+)\]\]")


@dataclass(frozen=True)
class Option:
    """One answer to choose: a `text`, or the picture of a function; `slopes` and `shares` are its numbers."""

    explanation: str
    text: str = ""
    shows: str = ""
    slopes: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    right: bool = False


@dataclass(frozen=True)
class Band:
    """The answer to a number predicted by slider that is at most `to`."""

    to: float
    explanation: str
    right: bool = False


@dataclass(frozen=True)
class LessonSlider:
    """A slider: which parameter of which functions it sets, and its range, else that of the parameter."""

    label: str
    start: float
    low: float | None = None
    high: float | None = None
    step: float | None = None
    function: str = ""
    functions: tuple[str, ...] = ()
    parameter: str = ""


class Scale(NamedTuple):
    low: float
    high: float
    start: float
    step: float


def scale(slider: LessonSlider) -> Scale:
    """The range of a slider: its own, or else that of the parameter that it sets."""
    if slider.low is not None and slider.high is not None and slider.step is not None:
        return Scale(slider.low, slider.high, slider.start, slider.step)
    declared = next(
        declared for declared in find(slider.function).parameters() if declared.name == slider.parameter
    )
    return Scale(float(declared.typical[0]), float(declared.typical[1]), slider.start, declared.step)


@dataclass(frozen=True)
class Pictures:
    """The pictures of the options: f, f′ or f″ (0, 1, 2) of their functions, and in which ranges."""

    order: int
    range: tuple[float, float]
    frame: tuple[float, float]


@dataclass(frozen=True)
class Gap:
    """Two functions of which the difference is shown."""

    functions: tuple[str, str]


@dataclass(frozen=True)
class Logits:
    """The logits for softmax, and a constant to add to all of them."""

    logits: tuple[float, ...]
    constant: float


@dataclass(frozen=True)
class Next:
    """A thing to try next, and the link to the page for it."""

    text: str
    page: str
    label: str
    query: Mapping[str, Any]


@dataclass(frozen=True)
class Discussion:
    """A question to discuss in class, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes
    ----------
    name, number : str, int
        From its file: ``5-elu.md`` is ``elu``, lesson 5.
    figure : str
        Which of the charts of Learn it shows, with `labels` as its words.
    slider : Slider
        Of the chart that is shown after the prediction.
    options, prediction, bands
        Answers to choose; or a slider to set, and what is said of each part of its range.
    inspects : bool
        Whether it ends with the code that looks into a net of one's own.
    before, after : str
        The text up to the prediction, and from there on.
    """

    name: str
    number: int
    title: str
    aim: str
    minutes: int
    question: str
    figure: str
    sources: tuple[str, ...]
    next: Next
    discussion: tuple[Discussion, ...]
    labels: Mapping[str, str]
    slider: LessonSlider
    before: str
    after: str
    options: tuple[Option, ...] = ()
    prediction: LessonSlider | None = None
    bands: tuple[Band, ...] = ()
    pictures: Pictures | None = None
    gap: Gap | None = None
    softmax: Logits | None = None
    inspects: bool = False

    def verdict(self, answer: str) -> Option | Band:
        """Judge an answer: a letter, or a number as text."""
        if self.prediction is None:
            return self.options[LETTERS.index(answer)]
        return next(band for band in self.bands if float(answer) <= band.to)


@cache
def lessons(language: str = LANGUAGE) -> tuple[Lesson, ...]:
    files = sorted((ROOT / language).glob("[0-9]*.md"), key=lambda file: int(file.stem.partition("-")[0]))
    return tuple(read(file.stem, file.read_text("utf-8")) for file in files)


def read(stem: str, text: str) -> Lesson:
    """The lesson that a file describes, from the stem of its name and its text.

    Raises
    ------
    ValueError
        If a part, or a fact, is missing, unknown or of another kind; the message says where.
    """
    parts = f"\n{text}".split(f"\n{FENCE}")
    if len(parts) != 4 or parts[0]:
        raise ValueError(f"{stem}: TOML, text and text are needed, each after a line of +++")
    number, _, name = stem.partition("-")
    try:
        facts = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{stem}: {error}") from None
    own = {"name": name, "number": int(number), "before": parts[2].strip(), "after": parts[3].strip()}
    lesson: Lesson = _build(Lesson, facts | own, stem)
    if bool(lesson.options) == bool(lesson.prediction):
        raise ValueError(f"{stem}: either options or a prediction by slider")
    if lesson.prediction and not (lesson.bands and lesson.bands[-1].to == lesson.prediction.high):
        raise ValueError(f"{stem}: the bands have to end where the slider does")
    return lesson


def _build(cls: type, facts: Mapping[str, Any], where: str) -> Any:
    known = {declared.name: declared for declared in fields(cls)}
    hints = typing.get_type_hints(cls)
    if unknown := set(facts) - set(known):
        raise ValueError(f"{where}: {', '.join(sorted(unknown))} is not known here")
    missing = {name for name, declared in known.items() if declared.default is MISSING and name not in facts}
    if missing:
        raise ValueError(f"{where}: {', '.join(sorted(missing))} is missing")
    return cls(**{name: _value(hints[name], value, f"{where}, {name}") for name, value in facts.items()})


def _value(kind: Any, value: Any, where: str) -> Any:
    wanted = typing.get_args(kind)
    if type(None) in wanted:
        (kind,) = set(wanted) - {type(None)}
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_value(typing.get_args(kind)[0], item, where) for item in value)
    if is_dataclass(kind) and isinstance(value, dict):
        return _build(typing.cast("type", kind), value, where)
    plain = typing.get_origin(kind) or kind
    if not isinstance(value, plain) or (plain is int and isinstance(value, bool)):
        raise ValueError(f"{where}: {value!r} is not what belongs here")
    return value


@cache
def _table(name: str, language: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / language / name).read_text("utf-8"))


def word(key: str, language: str = LANGUAGE, **values: object) -> str:
    """Words of the page around the lessons, with values filled in."""
    return str(_table("interface.toml", language)[key]).format(**values)


def guide(language: str = LANGUAGE) -> dict[str, Any]:
    return _table("teachers.toml", language)


def glossary(language: str = LANGUAGE) -> Mapping[str, str]:
    return _table("glossary.toml", language)


def words_of(*texts: str) -> list[str]:
    """The technical words that are marked in texts, each once."""
    return list(dict.fromkeys(word for text in texts for _, word in _WORD.findall(text)))


def fill_in(text: str, fact: Callable[[str], str]) -> str:
    """Fill in the placeholders of a text, and set its technical words in italics."""
    shown = _WORD.sub(lambda match: f"*{match[1] or match[2]}*", text)
    return _PLACEHOLDER.sub(lambda match: fact(match[1]), shown)
