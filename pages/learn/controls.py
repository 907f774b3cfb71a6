"""What can be set in a lesson: which one, the prediction, and its slider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pages.shared.lessons.content import LETTERS, Lesson, LessonSlider, scale
from pages.shared.widgets.control import Control
from pages.shared.widgets.numbers import Slider, parse_numbers
from pages.shared.widgets.options import Choice, Several


@dataclass(frozen=True)
class TypedNumber(Control[str]):
    """A number as it was written, or nothing yet."""

    reach: tuple[float, float] = (0.0, 1.0)

    def parse(self, texts: list[str]) -> str:
        numbers = parse_numbers(texts)
        low, high = self.reach
        if numbers is None or len(numbers) != 1 or not low <= numbers[0] <= high:
            raise ValueError(f"one number from {low:g} to {high:g} is needed")
        return texts[0]

    def draw(self, first: str, /, **layout: Any) -> None:
        """Show nothing: a button sets it."""


def lesson_choice(lessons: tuple[Lesson, ...]) -> Choice:
    names = tuple(lesson.name for lesson in lessons)
    return Choice("lesson", "Lesson", default=names[0], options=names)


def done_lessons(lessons: tuple[Lesson, ...]) -> Several:
    """Which lessons have a prediction."""
    return Several("done", "Done", default=(), options=tuple(lesson.name for lesson in lessons))


def answer_of(lesson: Lesson) -> Control[str]:
    """The control of a prediction: a letter, or a number in figures."""
    if lesson.prediction:
        low, high, _, _ = scale(lesson.prediction)
        return TypedNumber("answer", "Answer", default="", owner=lesson.name, reach=(low, high))
    letters = tuple(LETTERS[: len(lesson.options)])
    return Choice("answer", "Answer", default="", owner=lesson.name, options=letters)


def lesson_slider(lesson: Lesson) -> Slider:
    return _slider(slider_key(lesson), lesson.slider)


def _slider(key: str, declared: LessonSlider) -> Slider:
    low, high, start, step = scale(declared)
    return Slider(key, declared.label, default=start, reach=(low, high), step=step)


def guess_slider(lesson: Lesson, prediction: LessonSlider) -> Slider:
    """The slider of a prediction, which is no part of the link until it is one."""
    return _slider(f"{lesson.name}-guess", prediction)


def slider_key(lesson: Lesson) -> str:
    """The key of the slider of a lesson: each has its own, so that none takes over another's value."""
    return f"{lesson.name}-x"
