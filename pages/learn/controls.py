"""What can be set in a lesson: which one, the prediction, and its slider."""

from __future__ import annotations

from pages.shared import widgets
from pages.shared.lessons import topic as learn_topic
from pages.shared.lessons.content import LETTERS, Lesson, Slider
from pages.shared.widgets import Choice, Control, Figures, Several


def lesson_choice(lessons: tuple[Lesson, ...]) -> Choice:
    """Return the choice of a lesson."""
    names = tuple(lesson.name for lesson in lessons)
    return Choice("lesson", "Lesson", default=names[0], options=names)


def done_lessons(lessons: tuple[Lesson, ...]) -> Several:
    """Return which lessons have a prediction."""
    return Several("done", "Done", default=(), options=tuple(lesson.name for lesson in lessons))


def answer_of(lesson: Lesson) -> Control[str]:
    """Return the control of a prediction: a letter, or a number in figures."""
    if lesson.prediction:
        low, high, _, _ = learn_topic.scale(lesson.prediction)
        return Figures("answer", "Answer", default="", owner=lesson.name, reach=(low, high))
    letters = tuple(LETTERS[: len(lesson.options)])
    return Choice("answer", "Answer", default="", owner=lesson.name, options=letters)


def lesson_slider(lesson: Lesson) -> widgets.Slider:
    """Return the slider of a lesson, shown with its answer."""
    return _slider(slider_key(lesson), lesson.slider)


def _slider(key: str, declared: Slider) -> widgets.Slider:
    low, high, start, step = learn_topic.scale(declared)
    return widgets.Slider(key, declared.label, default=start, reach=(low, high), step=step)


def guess_slider(lesson: Lesson, prediction: Slider) -> widgets.Slider:
    """Return the slider of a prediction, which is no part of the link until it is one."""
    return _slider(f"{lesson.name}-guess", prediction)


def slider_key(lesson: Lesson) -> str:
    """Return the key of the slider of a lesson: each has its own, so that none takes over another's value."""
    return f"{lesson.name}-x"
