"""The charts of the answers of a lesson, with the prediction beside the truth, and the numbers in its text.

Which functions they show, and all their words, stand in the lessons.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from activations import Activation, find, parse
from activations.evaluation import Array
from activations.networks.mean_field import fixed_point, moments, normalise
from activations.networks.network import Layer
from activations.vector import Softmax, naive_softmax
from pages.learn import seeds
from pages.learn.drawing import GUESS, HEIGHT, chart, guess, line, mark
from pages.shared import curve_figures, figures
from pages.shared.figures import BLUE, GREEN, GREY, VERMILLION, Figure, Trace, View
from pages.shared.framing import frame
from pages.shared.lessons import models, words
from pages.shared.lessons.content import LETTERS, Gap, Lesson, Logits, scale
from pages.shared.lessons.pictures import CURVES, ERRORS, Sketch, options, pictures_of, sketch
from pages.shared.words import digits

LOW, HIGH = -3.0, 3.0
LAYERS = np.arange(11.0)
DECADES = (-19.0, 1.0)
ALPHAS = np.linspace(0, 3, 31)
NEWTON_STEPS = 5


@dataclass(frozen=True)
class Topic(ABC):
    """The charts and numbers of one lesson.

    Attributes
    ----------
    lesson : Lesson
        Its words and settings.
    answer : str
        A letter or a number as text, as in the link; empty as long as there is none.
    """

    lesson: Lesson
    answer: str = ""

    def chart_above(self) -> Figure | None:
        """A chart that does not move, above the slider."""
        return None

    @abstractmethod
    def chart_at(self, value: float) -> Figure:
        """The chart of the answer, the slider of the lesson at `value`."""

    def chart_below(self) -> Figure | None:
        """A chart that does not move, below that of the answer."""
        return None

    def facts(self) -> Mapping[str, float | str]:
        """The numbers in the texts, by name; without an answer those that do not depend on it."""
        return {}

    @property
    def right(self) -> Activation:
        return next(parse(option.shows) for option in self.lesson.options if option.right)

    @property
    def chosen_curve(self) -> tuple[Array, Array]:
        """The curve of the picture that was chosen."""
        x, y, _ = CURVES[self.lesson.figure](self.lesson, options(self.lesson)[self.answer])
        return x, y

    @property
    def sketch(self) -> Sketch:
        """The curve that a number is predicted by."""
        return sketch(self.lesson)


class NumberTopic(Topic):
    """A lesson in which a number is predicted, by a slider that moves a curve."""

    @abstractmethod
    def chart_to_predict(self, value: float) -> Figure:
        """The chart with which the number is predicted, the slider of the prediction at `value`."""


class NetworkTopic(Topic):
    """The output of a small network, with and without a bend."""

    def chart_at(self, value: float) -> Figure:
        x, labels = models.INPUTS, self.lesson.labels
        f = find(self.lesson.slider.function)(**{self.lesson.slider.parameter: value})
        slope, intercept = collapse(models.network(f))
        traces = [
            guess(labels["yours"], *self.chosen_curve),
            line(labels["truth"], x, models.output(models.network(f))),
            line(labels["line"], x, slope * x + intercept, VERMILLION, "dash"),
        ]
        return chart(traces, labels["x"], (LOW, HIGH), "", (-3.3, 3.0))

    def facts(self) -> Mapping[str, float | str]:
        slider = self.lesson.slider
        bent = find(slider.function)(**{slider.parameter: scale(slider).low})
        corners = count_corners(models.network(bent))
        slope, intercept = collapse(models.network(self.right))
        return {"slope": slope, "intercept": intercept, "corners": str(corners)}


def count_corners(layers: Sequence[Layer]) -> int:
    """Count the corners of a piecewise linear output."""
    x = np.linspace(models.INPUTS[0], models.INPUTS[-1], 24_001)
    bends = np.abs(np.diff(models.output(layers, x), 2)) > 1e-9
    # A corner between two points bends at both.
    return int(np.sum(bends & ~np.append(False, bends[:-1])))


def collapse(layers: Sequence[Layer]) -> tuple[float, float]:
    """Slope and intercept of the one layer that the layers would be if nothing bent between them."""
    weights, biases = layers[0].weights, layers[0].biases
    for layer in layers[1:]:
        weights, biases = weights @ layer.weights, biases @ layer.weights + layer.biases
    return float(weights[0, 0]), float(biases[0])


class TunedTopic(Topic):
    """A function with a slider for its parameter, f and f′."""

    def chart_at(self, value: float) -> Figure:
        slider = self.lesson.slider
        f = find(slider.function)(**{slider.parameter: value})
        reach = pictures_of(self.lesson).range
        view = View(*reach, (0, 1), (frame(type(f), (0, 1), *reach),), tangent=False)
        yours = guess(self.lesson.labels["yours"], *self.chosen_curve)
        return {"data": [yours, *curve_figures.curves(f, view)], "layout": figures.layout(view, HEIGHT)}

    def chart_below(self) -> Figure | None:
        if self.lesson.gap is None:
            return None
        x, difference = _differences(self.lesson.gap)
        traces = [line(self.lesson.labels["gap"], x, difference * 1e4, GREEN) | {"showlegend": True}]
        return chart(traces, "x", (-6, 6), "", (-6, 6))

    def facts(self) -> Mapping[str, float | str]:
        if self.lesson.gap is None:
            return {}
        slider = self.lesson.slider
        cls = find(slider.function)
        dip = cls().properties().minimum
        x, difference = _differences(self.lesson.gap)
        fine = np.linspace(-8, 8, 16001)
        sharp, switch = cls(**{slider.parameter: scale(slider).high}), parse(self.lesson.options[-1].shows)
        widest = int(np.argmax(np.abs(difference)))
        return {
            "far": float(np.max(np.abs(sharp(fine) - switch(fine)))),
            "lowest x": dip.x if dip else math.nan,
            "lowest": dip.value if dip else math.nan,
            "gap": float(np.abs(difference[widest])),
            "gap x": digits(abs(float(x[widest])), 2),
        }


def _differences(gap: Gap) -> tuple[Array, Array]:
    first, second = (parse(text) for text in gap.functions)
    x = np.linspace(-6, 6, 1201)
    return x, first(x) - second(x)


class ProbeTopic(Topic):
    """One function with its tangent at a probe, and the slope that was predicted at the kink."""

    def chart_at(self, value: float) -> Figure:
        f = parse(self.lesson.slider.function)
        view = View(LOW, HIGH, (0, 1), ((-1.0, 3.2),))
        option = self.lesson.options[LETTERS.index(self.answer)]
        (kink,) = f.kinks()
        reach = np.array([-1.2, 1.2])
        traces = [
            guess(self.lesson.labels["yours"], kink + reach, f(kink) + slope * reach)
            | {"showlegend": index == 0}
            for index, slope in enumerate(option.slopes)
        ]
        # As many for every option, so that the chart keeps its kinds of traces.
        traces += [guess("", reach, reach * np.nan) | {"showlegend": False}] * (2 - len(traces))
        figure = curve_figures.function_chart(f, view, value)
        return {"data": traces + figure["data"], "layout": figure["layout"] | {"height": HEIGHT}}

    def facts(self) -> Mapping[str, float | str]:
        f = parse(self.lesson.slider.function)
        convention = f.kink_conventions[0]
        return {name: getattr(convention, name) for name in ("pytorch", "jax", "keras_jax")}


class SlopesTopic(NumberTopic):
    """The greatest slope of a function, and the rest of a gradient after many layers."""

    @property
    def _functions(self) -> list[Activation]:
        return [parse(text) for text in self.lesson.slider.functions]

    def chart_to_predict(self, value: float) -> Figure:
        labels, (f, window) = self.lesson.labels, self.sketch
        x = self.sketch.x
        traces = [
            line(labels["curve"], x, f(x)),
            guess(labels["yours"], x, float(f(0.0)) + value * x),
        ]
        return chart(traces, labels["x"], (window.low, window.high), "", (window.bottom, window.top))

    def chart_above(self) -> Figure:
        f, x = self._functions[0], np.array([-6.0, 6.0])
        turned = self.chart_to_predict(float(self.answer))
        height = float(f(0.0)) + float(f.derivative(0.0)) * x
        tangent = line(self.lesson.labels["truth"], x, height, VERMILLION, "dash")
        return turned | {"data": [*turned["data"], tangent]}

    def chart_at(self, value: float) -> Figure:
        labels = self.lesson.labels
        yours = guess(labels["yours"], LAYERS, LAYERS * math.log10(float(self.answer)))
        products = [
            line(f.title, LAYERS, LAYERS * math.log10(float(f.derivative(value))), colour, dash)
            for f, colour, dash in zip(self._functions, (BLUE, GREEN), ("solid", "dot"), strict=True)
        ]
        ticks = list(range(-18, 1, 3))
        texts = ["1" if tick == 0 else f"10<sup>{tick}</sup>".replace("-", "−") for tick in ticks]
        traces = [trace | {"hovertemplate": "10<sup>%{y:.3g}</sup>"} for trace in (yours, *products)]
        return chart(
            traces, labels["layers"], (-0.3, 10.3), labels["left"], DECADES, tickvals=ticks, ticktext=texts
        )

    def facts(self) -> Mapping[str, float | str]:
        f, other = self._functions
        last = LAYERS[-1]
        numbers = {
            "best": float(f.derivative(0.0)) ** last,
            "tanh": float(other.derivative(2.0)) ** last,
        }
        return numbers | (
            {"guess": float(self.answer), "yours": float(self.answer) ** last} if self.answer else {}
        )


class DescentTopic(Topic):
    """The error of one unit that has been thrown off, while it goes on to learn."""

    def _pair(self, value: float) -> tuple[Activation, Activation]:
        fixed, learned = (_with_values(name, value) for name in self.lesson.slider.functions)
        return fixed, learned

    def chart_at(self, value: float) -> Figure:
        labels = self.lesson.labels
        fixed, learned = self._pair(value)
        errors = models.descent(fixed).errors
        steps = np.arange(len(errors), dtype=float)
        better = self._learned(learned).errors
        traces = [
            guess(labels["yours"], *self.chosen_curve),
            line(labels["truth"], steps, errors / errors[0]),
            line(labels["learned"], steps, better / better[0], VERMILLION, "dash"),
        ]
        return chart(traces, labels["x"], (-3, steps[-1]), labels["y"], ERRORS)

    def _learned(self, f: Activation) -> models.Descent:
        (parameter,) = f.settings()
        return models.descent(f, parameter)

    def facts(self) -> Mapping[str, float | str]:
        dead = models.descent(self.right)
        left = {}
        for name, value in (("leak small", 0.01), ("leak large", 0.3)):
            errors = models.descent(self._pair(value)[0]).errors
            left[name] = _left(errors)
        alive = self._learned(self._pair(0.0)[1])
        (alpha,) = alive.f.settings().values()
        return left | {
            "steps": str(models.STEPS),
            "w": dead.weight,
            "b": dead.bias,
            "learned": _left(alive.errors),
            "alpha": digits(alpha, 2),
        }


def _with_values(name: str, *values: float) -> Activation:
    """Make a function of the catalogue with values of its parameters, in their order."""
    return find(name)(*values)


def _left(errors: Array) -> str:
    return _share(float(errors[-1] / errors[0]))


def _share(value: float) -> str:
    return f"{value:.1%}".replace("%", "\u00a0%")


class MomentsTopic(NumberTopic):
    """Mean and variance of a function of normal numbers, for every α."""

    def _moments(self, value: float) -> tuple[Array, Array]:
        rows = [moments(f, 1.0) for f in self._functions(value)]
        return np.array([row.mean for row in rows]), np.array([row.variance for row in rows])

    def _functions(self, value: float) -> list[Activation]:
        cls, scaled = find(self.lesson.slider.function), self.lesson.slider.parameter
        (across,) = (declared.name for declared in cls.parameters() if declared.name != scaled)
        return [cls(**{scaled: value, across: alpha}) for alpha in ALPHAS.tolist()]

    def chart_to_predict(self, value: float) -> Figure:
        labels, (f, window) = self.lesson.labels, self.sketch
        z = self.sketch.x
        density = line(labels["density"], z, np.exp(-z * z / 2) - 1.2, GREY, "solid", 2)
        floor = line("", z, np.full_like(z, -1.2), GREY, "solid", 1) | {"showlegend": False}
        level = guess(labels["yours"], np.array([window.low, window.high]), np.full(2, value))
        return chart(
            [floor, density | {"fill": "tonexty"}, line(labels["curve"], z, f(z)), level],
            labels["z"], (window.low, window.high), "", (window.bottom, window.top),
        )  # fmt: skip

    def chart_at(self, value: float) -> Figure:
        labels = self.lesson.labels
        means, variances = self._moments(value)
        # The mean goes along a line with α.
        crossing = float(np.interp(0.0, means[::-1], ALPHAS[::-1]))
        goals = (np.array([0.0, 3.0]), np.ones(2)), (np.full(2, crossing), np.array([-0.75, 2.2]))
        traces = [
            *(line("", x, y, GREY, "dot", 2) | {"showlegend": False, "hoverinfo": "skip"} for x, y in goals),
            line(labels["variance"], ALPHAS, variances, VERMILLION, "dash"),
            line(labels["mean"], ALPHAS, means),
            mark(labels["truth"], 1.0, moments(self.sketch.function, 1.0).mean, BLUE, "circle"),
            mark(labels["yours"], 1.0, float(self.answer), GUESS, "x"),
        ]
        return chart(traces, labels["x"], (0, 3), labels["y"], (-0.75, 2.2))

    def facts(self) -> Mapping[str, float | str]:
        cls = find(self.lesson.slider.function)
        rows = []
        for f in normalise(self.sketch.function, NEWTON_STEPS):
            mean, variance, *_ = moments(f, 1.0)
            error = max(abs(mean), abs(variance - 1))
            cells = [digits(f.settings()[name], 11) for name in ("alpha", "lambda_")]
            rows.append(f"| {' | '.join([*cells, digits(error, 2)])} |")
        point = fixed_point(cls(), 1.0, 1.0)
        facts = {"newton": "\n".join(rows), "pull": _share(point.pull) if point else ""}
        facts |= {name.rstrip("_"): digits(value, 13) for name, value in f.settings().items()}
        return facts | ({"guess": words.spell(float(self.answer))} if self.answer else {})


class SeedsTopic(NumberTopic):
    """The loss that a small network ends with, for each value of a parameter, seed by seed."""

    @property
    def _losses(self) -> Array:
        slider = self.lesson.slider
        return seeds.held_out_losses(slider.function, slider.parameter)

    def chart_to_predict(self, value: float) -> Figure:
        labels, window, z = self.lesson.labels, self.sketch.window, self.sketch.x
        f = find(self.lesson.slider.function)(**{self.lesson.slider.parameter: value})
        straight = line("", z, z, GREY, "dot", 2) | {"showlegend": False, "hoverinfo": "skip"}
        across, up = (window.low, window.high), (window.bottom, window.top)
        return chart([straight, line(labels["curve"], z, f(z))], "x", across, "", up)

    def chart_at(self, value: float) -> Figure:
        labels, x, losses = self.lesson.labels, seeds.VALUES, self._losses
        seed = round(value)
        places, heights = seeds.lowest(losses), losses.min(axis=0)
        top = 1.1 * float(losses.max())
        others = mark(labels["others"], 0, 0, GREY, "circle-open") | {
            "x": np.array(places),
            "y": heights,
        }
        traces = [
            guess(labels["yours"], np.full(2, float(self.answer)), np.array([0.0, top])),
            line(labels["median"], x, np.median(losses, axis=1), GREY, "dot", 2),
            others,
            line(labels["line"], x, losses[:, seed]),
            # On a projector a longer legend would leave the curve no room.
            mark(labels["truth"], places[seed], float(heights[seed]), VERMILLION, "circle")
            | {"showlegend": False},
        ]
        return chart(traces, labels["x"], (-0.03, 1.03), labels["y"], (0.0, top))

    def facts(self) -> Mapping[str, float | str]:
        if not self.answer:
            return {}
        losses = self._losses
        places, apart = seeds.lowest(losses), seeds.told_apart(losses)
        return {
            "guess": float(self.answer),
            "first": places[0],
            "places": "α = " + ", ".join(digits(place) for place in sorted(places)),
            "apart": min(apart),
            "alike": max(value for value in seeds.VALUES.tolist() if value < min(apart)),
        }


class SoftmaxTopic(Topic):
    """Probabilities from logits, at every temperature."""

    @property
    def _logits(self) -> Logits:
        if self.lesson.softmax is None:
            raise ValueError(f"{self.lesson.name}: its figure needs [softmax]")
        return self.lesson.softmax

    def chart_at(self, value: float) -> Figure:
        logits, labels = np.array(self._logits.logits), self.lesson.labels
        chosen_shares = self.lesson.options[LETTERS.index(self.answer)].shares or (math.nan,) * len(logits)
        computed = Softmax(temperature=value)(logits)
        traces = [
            bars(labels["truth"], computed) | {"fill": "tozeroy", "fillcolor": f"{BLUE}55"},
            guess(labels["yours"], *_outline(np.array(chosen_shares))),
        ]
        places = list(range(len(logits)))
        figure = chart(traces, labels["x"], (-0.6, len(logits) - 0.4), labels["y"], (-0.04, 1.08))
        figure["layout"]["xaxis"] |= {
            "tickvals": places,
            "ticktext": [digits(x) for x in logits.tolist()],
            "zeroline": False,
        }
        return figure

    def facts(self) -> Mapping[str, float | str]:
        logits, constant = np.array(self._logits.logits), self._logits.constant
        computed = Softmax()(logits + constant)
        largest = float(np.finfo(float).max)
        return {
            "shares": ", ".join(words.spell(share) for share in computed.tolist()),
            "largest": digits(largest, 2),
            "limit": math.log(largest),
            "naive": ", ".join(str(share) for share in naive_softmax(logits + constant).tolist()),
            "pair": float(Softmax()([2.0, 0.0])[0]),
        }


def bars(name: str, heights: Array) -> Trace:
    """Bars as one line, which follows a slider."""
    return line(name, *_outline(heights))


def _outline(heights: Array) -> tuple[Array, Array]:
    middles = np.arange(len(heights), dtype=float)
    x = middles[:, None] + np.array([-0.32, -0.32, 0.32, 0.32])
    y = heights[:, None] * np.array([0.0, 1.0, 1.0, 0.0])
    return x.ravel(), y.ravel()


TOPICS: Mapping[str, type[Topic]] = {
    "network": NetworkTopic,
    "probe": ProbeTopic,
    "slopes": SlopesTopic,
    "descent": DescentTopic,
    "tuned": TunedTopic,
    "moments": MomentsTopic,
    "softmax": SoftmaxTopic,
    "seeds": SeedsTopic,
}


def topic_of(lesson: Lesson, answer: str = "") -> Topic:
    """The charts and numbers of a lesson, before its answer or after it."""
    return TOPICS[lesson.figure](lesson, answer)
