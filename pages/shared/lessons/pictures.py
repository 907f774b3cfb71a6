"""The pictures with which a lesson asks: curves to choose among, or one curve to judge by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from activations import Activation, find, parse
from activations.evaluation import Array
from activations.sampling import curves
from pages.shared.framing import Frame
from pages.shared.lessons import models
from pages.shared.lessons.content import LETTERS, Lesson, Pictures
from pages.shared.svg import Polyline, Window, draw
from pages.shared.words import digits

SIZE = (320, 200)


def options(lesson: Lesson) -> Mapping[str, Activation]:
    """The function that each picture to choose shows, by letter."""
    return {letter: parse(option.shows) for letter, option in zip(LETTERS, lesson.options, strict=False)}


def choices_are_pictures(lesson: Lesson) -> bool:
    return lesson.figure in CURVES


def _network_output(_: Lesson, f: Activation) -> tuple[Array, Array, Frame]:
    y = models.output(models.network(f))
    # Each as high as it is: it is the shape that counts.
    margin = 0.1 * float(np.ptp(y))
    return models.INPUTS, y, (float(y.min()) - margin, float(y.max()) + margin)


def _function(lesson: Lesson, f: Activation) -> tuple[Array, Array, Frame]:
    shown = pictures_of(lesson)
    (points,) = curves(f, (shown.order,), *shown.range)
    return points.x, points.y, shown.frame


def pictures_of(lesson: Lesson) -> Pictures:
    if lesson.pictures is None:
        raise ValueError(f"{lesson.name}: its figure needs [pictures]")
    return lesson.pictures


def _error(_: Lesson, f: Activation) -> tuple[Array, Array, Frame]:
    errors = models.descent(f).errors
    return np.arange(len(errors), dtype=float), errors / errors[0], ERRORS


ERRORS = (-0.05, 1.15)
# From a lesson and a function to x, y and the range of y that its picture shows.
CURVES: Mapping[str, Callable[[Lesson, Activation], tuple[Array, Array, Frame]]] = {
    "network": _network_output,
    "tuned": _function,
    "descent": _error,
}


def picture(lesson: Lesson, letter: str, title: str) -> str:
    """Draw one of the pictures to choose among as SVG."""
    x, y, (bottom, top) = CURVES[lesson.figure](lesson, options(lesson)[letter])
    return draw(title, [Polyline(x, y)], Window(float(x[0]), float(x[-1]), bottom, top, *SIZE))


def describe(lesson: Lesson, letter: str) -> dict[str, str]:
    """Describe the curve of a picture in numbers, for those who cannot see it."""
    x, y, _ = CURVES[lesson.figure](lesson, options(lesson)[letter])
    places = {"low": x[0], "high": x[-1], "first": y[0], "last": y[-1]}
    places |= {"bottom": np.nanmin(y), "top": np.nanmax(y)}
    return {name: digits(float(value), 3) for name, value in places.items()}


class Sketch(NamedTuple):
    """The curve that a number is estimated by, and the part of the plane that is shown."""

    function: Activation
    window: Window

    @property
    def x(self) -> Array:
        return np.linspace(self.window.low, self.window.high, 121)

    def draw(self, title: str) -> str:
        return draw(title, [Polyline(self.x, self.function(self.x))], self.window)


def sketch(lesson: Lesson) -> Sketch:
    """The curve of a lesson whose prediction is a number."""
    if lesson.figure == "slopes":
        return Sketch(parse(lesson.slider.functions[0]), Window(-6.0, 6.0, -0.6, 1.6, *SIZE))
    if lesson.prediction and lesson.prediction.function:
        set_to = {lesson.prediction.parameter: lesson.prediction.start}
        return Sketch(find(lesson.prediction.function)(**set_to), Window(-3.0, 3.0, -3.0, 3.0, *SIZE))
    return Sketch(parse(f"{lesson.slider.function}(1, 1)"), Window(-3.0, 3.0, -1.25, 3.0, *SIZE))
