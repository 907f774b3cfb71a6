"""What is hard to draw: poles, which run to the edge of the chart, and waves that are narrower than a line is wide."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from activations import CATALOGUE, GCU, Activation, Sine, Snake, SoftExponential, Softplus, Tanh
from activations.networks.training import Task
from activations.sampling import Curve, abscissae, curves, order_of
from pages.explore.words import property_card
from pages.shared import words
from pages.shared.framing import frame
from pages.train.figures import TrainingResult
from pages.train.record import assess, record
from pages.train.words import remarks
from tests.pages.test_figures import distances, in_pixels

A_PIXEL = 1.7 * 600 / 1300
WAVES = [Sine(alpha=alpha) for alpha in (7.7, 28.0, 29.3, 30.0)] + [
    Snake(alpha=10.0),
    Snake(alpha=9.7),
    GCU(),
]


def missed(f: Activation, order: int, low: float, high: float) -> float:
    """By how many pixels a curve is missed on a chart of f, f′ and f″ as `in_pixels` has it."""
    (points,) = curves(f, (order,), low, high)
    ends = frame(type(f), (0, 1, 2), low, high)
    x = np.linspace(low, high, 60_001)
    x = x[(x > f.domain().low) & (x < f.domain().high)]
    y = order_of(f, order)(x)
    seen = (y >= ends[0]) & (y <= ends[1])
    truth = in_pixels(Curve(x[seen], y[seen], ()), low, high, *ends)
    return float(distances(*truth, *in_pixels(points, low, high, *ends)).max(initial=0.0))


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("f", WAVES, ids=repr)
def test_no_crest_of_a_fast_wave_is_missed(f: Activation, order: int) -> None:
    for low, high in ((-30.0, 30.0), (-6.0, 6.0), (-6.5, 30.0)):
        assert missed(f, order, low, high) < A_PIXEL


def test_crests_that_were_drawn_at_half_their_height_are_at_their_height() -> None:
    (slope,) = curves(Sine(alpha=30.0), (1,), -30.0, 30.0)
    assert slope.y.max() > 29.9 and slope.y[np.abs(slope.x).argmin()] == pytest.approx(30, abs=0.1)
    (bend,) = curves(Snake(alpha=10.0), (2,), -30.0, 30.0)
    assert (bend.y.min(), bend.y.max()) == pytest.approx((-20, 20), abs=0.1)


def test_a_wave_that_is_not_fast_takes_no_more_points_than_before() -> None:
    assert len(abscissae(GCU(), -6.0, 6.0)) == len(abscissae(Tanh(), -6.0, 6.0)) == 201
    assert len(abscissae(Sine(), -6.0, 6.0)) < 1200


@pytest.mark.parametrize(
    ("f", "crests"),
    [
        (Sine(alpha=1000.0), [(-1, 1), (-1000, 1000), (-1e6, 1e6)]),
        (Sine(alpha=-1e6), [(-1, 1), (-1e6, 1e6), (-1e12, 1e12)]),
        (Snake(alpha=500.0), [(-6, 6.002), (0, 2), (-1000, 1000)]),
    ],
    ids=repr,
)
def test_waves_too_narrow_to_draw_are_a_band_and_said_to_be_one(
    f: Activation, crests: list[tuple[float, float]]
) -> None:
    for points, (low, high) in zip(curves(f, (0, 1, 2), -6.0, 6.0), crests, strict=True):
        assert (points.y.min(), points.y.max()) == pytest.approx(
            (low, high), rel=3e-3, abs=3e-3 * (high - low)
        )
        # Up and down from each point to the next, without a beat between the waves and the points; Snake itself rises.
        assert low == -6 or np.all(np.diff(points.y) * (-1.0) ** np.arange(len(points.y) - 1) < 0)
    text = words.description(f, -6.0, 6.0)
    assert f"each {words.digits(f.period(), 3)} wide" in text and "the band between their crests" in text
    (difference,) = curves(Tanh(), (0,), -6.0, 6.0, Sine(alpha=1000.0))
    assert (difference.y.min(), difference.y.max()) == pytest.approx((-2, 2), abs=0.01)


@pytest.mark.parametrize("f", WAVES, ids=repr)
def test_waves_of_the_sliders_are_drawn_one_by_one(f: Activation) -> None:
    for low, high in ((-30.0, 30.0), (-6.0, 6.0)):
        assert "band" not in words.description(f, low, high)


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("alpha", [-1.0, -0.9, -0.45, -0.2, -0.05])
def test_a_curve_runs_to_the_edge_at_its_pole(alpha: float, order: int) -> None:
    f = SoftExponential(alpha=alpha)
    pole = 1 / alpha - alpha
    assert f.domain().low == pole and math.isnan(f(pole - 0.001)) and math.isfinite(f(pole + 0.001))
    for low, high in ((-6.0, 6.0), (-30.0, 30.0), (-6.5, 30.0)):
        assert missed(f, order, low, high) < 2 * A_PIXEL
        if not low < pole < high:
            continue
        (points,) = curves(f, (order,), low, high)
        bottom, top = frame(type(f), (0, 1, 2), low, high)
        here = points.y[points.x == pole]
        assert np.all((here < bottom) | (here > top)) and here.size
        # To that side on which it goes there: ln falls, its derivatives are 1/d and −1/d².
        assert np.all(np.sign(here) == (-1, 1, -1)[order])
        assert np.isnan(points.y[points.x < pole]).all()


def test_the_points_are_as_many_wherever_the_pole_is() -> None:
    counts = {len(abscissae(SoftExponential(alpha=alpha), -6.0, 6.0)) for alpha in np.linspace(-1, 1, 41)}
    assert len(counts) == 1


def test_a_difference_runs_to_the_edge_at_the_pole_of_either() -> None:
    f, log = Tanh(), SoftExponential(alpha=-0.9)
    for minuend, baseline, sign in ((f, log, 1), (log, f, -1)):
        (points,) = curves(minuend, (0,), -6.0, 6.0, baseline)
        here = points.y[points.x == log.domain().low]
        assert here.size and np.all(sign * here > 50)
        beyond = points.x > log.domain().low
        assert np.isfinite(points.y[beyond]).all()


def test_a_pole_is_said_in_words() -> None:
    text = words.description(SoftExponential(alpha=-0.9), -6.0, 6.0)
    assert "from −∞ to 1.912" in text and "undefined" not in text
    assert "It is defined only for x > −0.2111: towards that pole f goes to −∞." in text
    assert dict(property_card(SoftExponential(alpha=-0.9)))["Defined for"] == "x > −0.2111"
    assert "is not defined from x = −6 to −3" in words.description(SoftExponential(alpha=-0.9), -6.0, -3.0)
    for f in (SoftExponential(alpha=0.5), Softplus()):
        assert "defined" not in words.description(f, -6.0, 6.0)
        assert "Defined for" not in dict(property_card(f))


def test_every_function_is_defined_on_its_domain_and_nowhere_else() -> None:
    for cls in CATALOGUE.values():
        for f in (cls(), *([cls(alpha=-0.7)] if cls is SoftExponential else [])):
            x = np.linspace(-40, 40, 8001)
            inside = np.array([value in f.domain() for value in x])
            np.testing.assert_array_equal(np.isfinite(f(x)), inside, err_msg=repr(f))


def test_the_learning_rate_is_not_blamed_where_the_function_is_not_defined() -> None:
    task = Task(epochs=10)
    f = SoftExponential(alpha=-0.9)
    layers = task.network(f)
    broken = record([0], [assess(layers, task)], task)
    assert broken.diverged and broken.partial
    (text,) = remarks(TrainingResult("Soft exponential", (broken,)), task)
    assert "learning rate may help" not in text and "not defined for every number" in text
    fine = assess(task.network(Tanh()), task)
    exploded = record([0, 1], [fine, fine._replace(losses=(math.inf, math.inf))], task)
    assert "A smaller learning rate may help" in remarks(TrainingResult("Tanh", (exploded,)), task)[0]
    assert not replace(exploded, diverged=False).partial
