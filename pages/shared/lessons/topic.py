"""What a lesson computes and draws, whichever it is: the range of its slider, its charts, and its kinds of answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from activations import Activation, named, parse
from activations.evaluation import Array
from pages.shared.figures import BLUE, PALETTE, Figure, Trace, axis, canvas
from pages.shared.framing import Frame
from pages.shared.lessons.content import LETTERS, Lesson, Slider
from pages.shared.tiles import Line, Window, drawing
from pages.shared.words import digits

HEIGHT = 400
YOURS = PALETTE[3]
PICTURE = (320, 200)


class Scale(NamedTuple):
    """Range, start and step of a slider."""

    low: float
    high: float
    start: float
    step: float


def scale(slider: Slider) -> Scale:
    """Return the range of a slider: its own, or else that of the parameter that it sets."""
    if slider.low is not None and slider.high is not None and slider.step is not None:
        return Scale(slider.low, slider.high, slider.start, slider.step)
    declared = next(
        declared for declared in named(slider.function).parameters() if declared.name == slider.parameter
    )
    return Scale(float(declared.typical[0]), float(declared.typical[1]), slider.start, declared.step)


def line(name: str, x: Array, y: Array, colour: str = BLUE, dash: str = "solid", width: float = 3) -> Trace:
    """Return a curve."""
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "hovertemplate": "%{y:.4g}",
        "line": {"color": colour, "width": width, "dash": dash, "simplify": False},
    }  # fmt: skip


def guessed(name: str, x: Array, y: Array) -> Trace:
    """Return the learner's prediction: broad and pale, so that it shows below a curve that it equals."""
    return line(name, x, y, YOURS, "solid", 9) | {"opacity": 0.55}


def marked(name: str, x: float, y: float, colour: str, symbol: str) -> Trace:
    """Return a single mark."""
    return {
        "type": "scatter", "mode": "markers", "x": np.array([x]), "y": np.array([y]), "name": name,
        "hovertemplate": "%{y:.4g}",
        "marker": {"symbol": symbol, "size": 15, "color": colour, "line": {"width": 3, "color": colour}},
    }  # fmt: skip


def chart(traces: Sequence[Trace], across: str, x: Frame, up: str, y: Frame, **more: Any) -> Figure:
    """Return a figure: `across` and `up` are the titles of its axes, the latter above it."""
    layout = canvas(HEIGHT, f"{x} {y}", t=64, b=46)
    layout["legend"]["title"] = {"text": f"<b>{up}</b>", "side": "top", "font": {"size": 16}}
    layout |= {"xaxis": axis(across, x), "yaxis": axis("", y) | more}
    return {"data": list(traces), "layout": layout}


@dataclass(frozen=True)
class Topic(ABC):
    """What one lesson computes and draws.

    Attributes
    ----------
    lesson : Lesson
        Its words and settings.
    answer : str
        A letter or a number as text, as in the link; empty as long as there is none.
    """

    lesson: Lesson
    answer: str = ""

    def still(self) -> Figure | None:
        """Return a chart that stands above the slider, if there is one."""
        return None

    @abstractmethod
    def moved(self, value: float) -> Figure:
        """Return the chart of the answer, where the slider is at `value`."""

    def more(self) -> Figure | None:
        """Return a chart that stands below, if there is one."""
        return None

    def facts(self) -> Mapping[str, float | str]:
        """Return the numbers in the texts, by name; without an answer those that do not depend on it."""
        return {}


class Pictured(Topic):
    """A topic whose answers are pictures of functions."""

    @property
    def chosen(self) -> Mapping[str, Activation]:
        """The function that each picture shows, by letter."""
        return {
            letter: parse(option.shows) for letter, option in zip(LETTERS, self.lesson.options, strict=False)
        }

    @property
    def right(self) -> Activation:
        """The function of the right answer."""
        return next(parse(option.shows) for option in self.lesson.options if option.right)

    def picture(self, letter: str, title: str) -> str:
        """Return the picture of an answer as SVG."""
        x, y = self._curve(self.chosen[letter])
        return drawing(title, [Line(x, y)], Window(float(x[0]), float(x[-1]), *self._frame(y), *PICTURE))

    def course(self, letter: str) -> dict[str, str]:
        """Describe the curve of a picture in numbers, for those who cannot see it."""
        x, y = self._curve(self.chosen[letter])
        places = {"low": x[0], "high": x[-1], "first": y[0], "last": y[-1]}
        places |= {"bottom": np.nanmin(y), "top": np.nanmax(y)}
        return {name: digits(float(value), 3) for name, value in places.items()}

    @abstractmethod
    def _curve(self, f: Activation) -> tuple[Array, Array]: ...

    @abstractmethod
    def _frame(self, y: Array, /) -> Frame: ...


class Estimated(Topic):
    """A topic whose answer is a number, set by slider."""

    @property
    def prediction(self) -> Slider:
        """The slider of the answer."""
        if self.lesson.prediction is None:
            raise ValueError(f"{self.lesson.name}: its figure needs [prediction]")
        return self.lesson.prediction

    @abstractmethod
    def posed(self, value: float) -> Figure:
        """Return the chart that the prediction is made with."""

    @property
    def window(self) -> Window:
        """The part of the plane that this chart shows."""
        layout = self.posed(0.0)["layout"]
        (low, high), (bottom, top) = layout["xaxis"]["range"], layout["yaxis"]["range"]
        return Window(low, high, bottom, top, *PICTURE)

    def sketch(self, title: str) -> str:
        """Return the curve of that chart as SVG, without a prediction."""
        traces = self.posed(0.0)["data"]
        curve = next(trace for trace in traces if trace["name"] == self.lesson.labels["curve"])
        return drawing(title, [Line(curve["x"], curve["y"])], self.window)
