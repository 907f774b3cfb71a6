"""erf, erfc and erfcx against mpmath, and the derivation of the coefficients."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from activations import special
from activations.special import erf, erfc, erfcx

EPS = 2.0**-52
FUNCTIONS = (erf, erfc, erfcx)
SIZES = [5e-324, 1e-308, 1e-160, 1e-17, 1e-8, 1e-3]
POINTS = np.unique(
    np.concatenate(
        [
            np.linspace(-38, 38, 761),
            np.linspace(-6, 6, 601) + 1 / 3072,
            [-special.SMALL, special.SMALL, np.nextafter(special.SMALL, 1), -26.62, 26.54, 26.6, 27.2],
            SIZES,
            np.negative(SIZES),
        ]
    )
)


def exact_erfcx(x: mpmath.mpf) -> mpmath.mpf:
    if x < 100:
        return mpmath.exp(x * x) * mpmath.erfc(x)
    return mpmath.nsum(lambda k: mpmath.fac2(2 * k - 1) / (-2 * x * x) ** k, [0, 20]) / (
        x * mpmath.sqrt(mpmath.pi)
    )


EXACT = {erf: mpmath.erf, erfc: mpmath.erfc, erfcx: exact_erfcx}
SLOPES: dict[Callable[..., Any], Callable[[mpmath.mpf], mpmath.mpf]] = {
    erf: lambda x: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-x * x),
    erfc: lambda x: -2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-x * x),
    erfcx: lambda x: 2 * x * exact_erfcx(x) - 2 / mpmath.sqrt(mpmath.pi),
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_values_agree_with_mpmath(function: Callable[..., Any]) -> None:
    wrong = []
    with mpmath.workprec(200):
        for x, got in zip(POINTS, function(POINTS), strict=True):
            point = mpmath.mpf(float(x))
            true = EXACT[function](point)
            if abs(true) > np.finfo(float).max:
                right = got == math.inf
            else:
                allowed = 8 * EPS * (abs(true) + abs(point * SLOPES[function](point))) + mpmath.mpf("1e-300")
                right = abs(mpmath.mpf(float(got)) - true) <= allowed
            if not right:
                wrong.append((float(x), float(got), float(true)))
    assert not wrong


@pytest.mark.parametrize(("function", "ulps"), [(erf, 2), (erfc, 4), (erfcx, 4)])
def test_the_relative_error_is_a_few_units_in_the_last_place(function: Callable[..., Any], ulps: int) -> None:
    x = np.linspace(-26, 26, 1041) + 1 / 3072
    with mpmath.workprec(200):
        errors = [
            abs(mpmath.mpf(float(got)) / EXACT[function](mpmath.mpf(float(point))) - 1) / EPS
            for point, got in zip(x, function(x), strict=True)
        ]
    assert max(errors) <= ulps


@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [
        (erf, math.inf, 1.0),
        (erf, -math.inf, -1.0),
        (erf, 1e308, 1.0),
        (erf, -1e308, -1.0),
        (erfc, math.inf, 0.0),
        (erfc, -math.inf, 2.0),
        (erfc, 1e308, 0.0),
        (erfc, -1e308, 2.0),
        (erfcx, math.inf, 0.0),
        (erfcx, -math.inf, math.inf),
        (erfcx, 1e308, 5.6418958354775625e-309),
        (erfcx, 1e200, 5.6418958354775629e-201),
        (erfcx, -1e308, math.inf),
        (erfcx, -26.7, math.inf),
        (erf, 0.0, 0.0),
        (erfc, 0.0, 1.0),
        (erfcx, 0.0, 1.0),
    ],
)
def test_the_ends_of_the_line_are_the_limits(function: Callable[..., Any], x: float, expected: float) -> None:
    assert function(x) == pytest.approx(expected, rel=4 * EPS, abs=0)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nan_gives_nan_and_disturbs_no_neighbour(function: Callable[..., Any]) -> None:
    x = np.array([-30.0, -0.1, math.nan, 0.2, 5.0])
    got = function(x)
    assert list(np.isnan(got)) == [False, False, True, False, False]
    assert np.isnan(function(math.nan))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_value_does_not_depend_on_its_neighbours(function: Callable[..., Any]) -> None:
    x = np.concatenate([np.linspace(-30, 30, 301), [math.inf, -math.inf, 1e308]])
    np.testing.assert_allclose(function(x), [function(point) for point in x], rtol=4 * EPS)


def test_erf_is_odd_to_the_last_bit_and_keeps_the_sign_of_zero() -> None:
    x = np.linspace(0, 7, 701)
    np.testing.assert_array_equal(erf(-x), -erf(x))
    assert math.copysign(1, erf(-0.0)) == -1


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 1, 4)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_precision_are_those_of_the_argument(
    function: Callable[..., Any], shape: tuple[int, ...], dtype: type[np.floating[Any]]
) -> None:
    got = function(np.full(shape, 0.25, dtype))
    assert got.shape == shape
    assert got.dtype == dtype
    assert isinstance(got, np.ndarray if shape else np.floating)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_argument_is_left_as_it_was(function: Callable[..., Any]) -> None:
    x = np.linspace(-30, 30, 61)
    before = x.copy()
    function(x)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_lists_integers_and_booleans_are_numbers_and_text_is_not(function: Callable[..., Any]) -> None:
    np.testing.assert_array_equal(function([0, 1]), function(np.array([False, True])))
    with pytest.raises(TypeError, match="x must hold real numbers"):
        function("0.5")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_argument_raises_a_floating_point_warning(function: Callable[..., Any]) -> None:
    ends = [0.0, 5e-324, 26.6, 27.3, 38.0, 745.0, 1e4, 1e160, 1e308, math.inf, math.nan]
    x = np.array(ends + [-end for end in ends])
    single = np.array([0.0, 1e-40, 9.0, 10.5, 1e30, math.inf, math.nan], np.float32)
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        function(x)
        function(single)
        function(-single)


def test_the_coefficients_are_the_chebyshev_series_of_the_scaled_complement() -> None:
    nodes, degree = 60, len(special._ERFCX) - 1
    with mpmath.workprec(300):
        angles = [mpmath.pi * (2 * j + 1) / (2 * nodes) for j in range(nodes)]
        places = [4 * (1 + mpmath.cos(angle)) / (1 - mpmath.cos(angle)) for angle in angles]
        values = [(y + mpmath.mpf(1) / 2) * exact_erfcx(y) for y in places]
        series = [
            mpmath.fsum(value * mpmath.cos(k * angle) for value, angle in zip(values, angles, strict=True))
            * (2 if k else 1)
            / nodes
            for k in range(degree + 1)
        ]
        # Powers of t, lowest first, by the recurrence of the Chebyshev polynomials.
        previous, current = [1] + [0] * degree, [0, 1] + [0] * (degree - 1)
        powers = [series[0] * a + series[1] * b for a, b in zip(previous, current, strict=True)]
        for coefficient in series[2:]:
            following = [2 * a - b for a, b in zip([0, *current[:-1]], previous, strict=True)]
            previous, current = current, following
            powers = [total + coefficient * a for total, a in zip(powers, current, strict=True)]
    assert [float(power) for power in reversed(powers)] == list(special._ERFCX)
