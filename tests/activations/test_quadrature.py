"""Means over a normal input: against closed forms, against mpmath, and what is said where they cannot be told."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

from activations import (
    CATALOGUE,
    GCU,
    Activation,
    DyT,
    Exponential,
    Gaussian,
    HardSigmoid,
    HardTanh,
    Identity,
    PReLU,
    ReLU,
    ScaledTanh,
    Sine,
    SmeLU,
    Snake,
    SoftExponential,
    SquaredReLU,
    Step,
    Swish,
    Tanh,
    ThresholdedReLU,
)
from activations.networks.mean_field import fixed_point, moments, predict
from activations.networks.network import weight_variance
from activations.properties import gaussian_moments
from activations.quadrature import GAUSS, KRONROD, NODES, Moments, normal_sample

INF, NAN = math.inf, math.nan


def test_both_rules_are_exact_for_the_polynomials_that_they_must_be() -> None:
    for weights, degree in ((KRONROD, 31), (GAUSS, 19)):
        for power in range(degree + 1):
            exact = 2 / (power + 1) if power % 2 == 0 else 0
            assert float(weights @ NODES**power) == pytest.approx(exact, abs=2e-15), power
        assert abs(float(weights @ NODES ** (degree + 1)) - 2 / (degree + 2)) > 1e-13


def reference(f: Activation, variance: float, scale: float, far: float = 12.0) -> list[mpf]:
    """E f, E f² and E f′² by mpmath, between ends that lie close where f bends, `scale` far from 0."""
    root = math.sqrt(variance)
    ends = {0.0, *(kink / root for kink in f.kinks()), *np.linspace(-far, far, 25).tolist()}
    ends |= {side * scale / root * 2.0**power for power in range(-3, 12) for side in (-1, 1)}
    inside = sorted(end for end in ends if abs(end) <= far)

    def mean(g: Any) -> mpf:
        def integrand(z: mpf) -> mpf:
            return mpf(float(g(root * float(z)))) * mp.npdf(z)

        return sum(mp.quad(integrand, [low, high], maxdegree=5) for low, high in pairwise(inside))

    return [mean(f), mean(lambda x: f(x) ** 2), mean(lambda x: f.derivative(x) ** 2)]


@pytest.mark.parametrize(
    ("f", "variance", "scale"),
    [
        (DyT(alpha=1e4), 1.0, 1e-4),
        (DyT(alpha=1000.0), 1.0, 1e-3),
        (Gaussian(alpha=1e7), 1.0, 3e-4),
        (Swish(beta=1e-3), 2.0, 1.0),
        (ScaledTanh(alpha=2.0, beta=3e5), 1.0, 3e-6),
        (ThresholdedReLU(lambda_=3.0), 0.5, 1.0),
    ],
    ids=repr,
)
def test_moments_are_those_of_mpmath(f: Activation, variance: float, scale: float) -> None:
    mean, square, slope = map(float, reference(f, variance, scale))
    found = moments(f, variance)
    assert found.mean == pytest.approx(mean, rel=1e-9, abs=1e-9 * math.sqrt(square))
    assert (found.square, found.slope) == pytest.approx((square, slope), rel=1e-9)
    assert found.variance == pytest.approx(square - mean**2, rel=1e-8)


@pytest.mark.parametrize(
    ("got", "true"),
    [
        (lambda: gaussian_moments(DyT(alpha=1e4))[2], 5319.2303967760),
        # E (e^{6z} − 1)/6 + 6 = (e^18 − 1)/6 + 6; its gain E e^{12z} = e^72.
        (lambda: gaussian_moments(SoftExponential(alpha=6.0))[0], math.expm1(18) / 6 + 6),
        (lambda: gaussian_moments(SoftExponential(alpha=6.0))[2], math.exp(72)),
        (lambda: gaussian_moments(Gaussian(alpha=1e7))[0], 1 / math.sqrt(1 + 2e7)),
        (lambda: moments(Sine(alpha=30.0), 100.0).square, 0.5),
        (lambda: moments(DyT(alpha=1000.0), 1.0).slope, 531.92295477145),
        (lambda: moments(Exponential(), 30.0).square, math.exp(60)),
        # q → 2.42·q/2 in all layers but the first, where e^{−2q} is not yet nothing: from the closed form, in mpmath.
        (lambda: float(predict(GCU(), 100, 2.42, 2.42).variances[-1]), 328211137.5755),
    ],
)
def test_the_moments_that_were_wrong_are_right(got: Any, true: float) -> None:
    assert got() == pytest.approx(true, rel=1e-9)


@pytest.mark.parametrize("variance", [1e-8, 0.3, 1.0, 4.0, 30.0])
@pytest.mark.parametrize(
    "f",
    [Sine(alpha=0.7), Sine(alpha=-2.0), GCU(), Snake(alpha=0.3), Snake(alpha=4.0), Exponential()]
    + [SoftExponential(alpha=alpha) for alpha in (0.01, 0.5, 1.0)],
    ids=repr,
)
def test_closed_forms_are_what_the_quadrature_finds(f: Activation, variance: float) -> None:
    found = moments(f, variance)
    # The class's closed form hidden, so that the quadrature is used.
    sample = normal_sample(f, math.sqrt(variance))
    weights = sample.roots**2
    mean = float(np.sum(weights * sample.y))
    assert found.mean == pytest.approx(mean, rel=1e-9, abs=1e-9 * math.sqrt(found.square))
    assert found.square == pytest.approx(float(np.sum(weights * sample.y**2)), rel=1e-9)
    assert found.slope == pytest.approx(float(np.sum(weights * sample.slopes**2)), rel=1e-9)
    assert found.variance == pytest.approx(float(np.sum(weights * (sample.y - mean) ** 2)), rel=1e-6)


@pytest.mark.parametrize(
    ("f", "variance", "expected"),
    [
        # Far beyond what a double holds: infinite, and no number that happens to fit.
        (Exponential(), 1e4, Moments(INF, INF, INF, INF)),
        (SquaredReLU(), 1e200, Moments(5e199, INF, INF, 2e200)),
        (Exponential(), 400.0, Moments(math.exp(200), INF, INF, INF)),
        # Not defined everywhere.
        (SoftExponential(alpha=-0.05), 1.0, Moments(NAN, NAN, NAN, NAN)),
        # Constant: exactly its own mean.
        (HardTanh(alpha=0.3, beta=0.3), 2.0, Moments(0.3, 0.0, 0.09, 0.0)),
        # The kink where the density is 1e-45.
        (ThresholdedReLU(lambda_=14.0), 1.0, None),
        (Step(), 7.0, Moments(0.5, 0.25, 0.5, 0.0)),
        (Identity(), 0.0, Moments(0.0, 0.0, 0.0, 1.0)),
        (
            ReLU(),
            1e-300,
            Moments(math.sqrt(1e-300 / (2 * math.pi)), 1e-300 * (0.5 - 0.5 / math.pi), 5e-301, 0.5),
        ),
        # All that varies is far smaller than the value: f is about 248/4 + x/2.
        (SmeLU(beta=248.0), 4e-11, Moments(62.0, 1e-11, 3844.0, 0.25)),
        (HardSigmoid(alpha=1e-3, beta=2.3), 1e-3, Moments(1.0, 0.0, 1.0, 0.0)),
    ],
    ids=repr,
)
def test_moments_at_the_ends_of_what_there_is(
    f: Activation, variance: float, expected: Moments | None
) -> None:
    found = moments(f, variance)
    if expected is None:
        t = 14.0
        tail, density = math.erfc(t / math.sqrt(2)) / 2, math.exp(-t * t / 2) / math.sqrt(2 * math.pi)
        expected = Moments(density, tail + t * density, tail + t * density, tail)
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-300, nan_ok=True)


class Wave(Sine):
    """A wave that has not told what its moments are."""

    known_moments = Activation.known_moments  # type: ignore[assignment]  # what its base tells is to be forgotten


def test_a_fast_wave_is_resolved_or_not_told_but_never_wrong() -> None:
    for alpha in (30.0, 300.0, 3000.0, 1e6, 1e9):
        found = moments(Wave(alpha=alpha), 100.0)
        assert math.isnan(found.square) or found.square == pytest.approx(0.5, rel=1e-8), alpha
    assert moments(Wave(alpha=300.0), 100.0).square == pytest.approx(0.5, rel=1e-8)
    assert math.isnan(moments(Wave(alpha=1e9), 100.0).square)
    assert math.isnan(gaussian_moments(Wave(alpha=1e9))[1])
    assert fixed_point(Wave(alpha=1e9), 1.0, 1.0) is None
    with pytest.raises(ValueError, match="E f\\(z\\)² cannot be told"):
        weight_variance("matched forward", Wave(alpha=1e9), 8, 8)


def test_a_stretched_function_has_the_moments_of_the_other_one() -> None:
    # tanh(αx) of variance v is tanh of variance α²v, PReLU is linear: at typed parameters of every size.
    chance = random.Random(8)
    for _ in range(20):
        alpha, variance = 10 ** chance.uniform(-6, 6), 10 ** chance.uniform(-6, 6)
        wide, narrow = moments(Tanh(), alpha * alpha * variance), moments(DyT(alpha=alpha), variance)
        assert narrow.square == pytest.approx(wide.square, rel=1e-8)
        assert narrow.slope == pytest.approx(wide.slope * alpha**2, rel=1e-8)
        leaky = moments(PReLU(alpha=alpha), variance)
        assert leaky.square == pytest.approx(variance * (1 + alpha**2) / 2, rel=1e-8)


def test_every_function_is_resolved_at_every_variance_that_depth_asks_for() -> None:
    for cls in CATALOGUE.values():
        for variance in (1e-20, 1e-6, 1.0, 1e3, 1e12):
            found = moments(cls(), variance)
            assert not any(map(math.isnan, found)), f"{cls.__name__} at {variance}: {found}"
