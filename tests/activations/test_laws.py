"""What holds for every activation function at every setting of its parameters."""

from __future__ import annotations

import dataclasses
import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import CATALOGUE, Activation, Interval, Parameter, parse
from activations.evaluation import BLOCK
from tests.families import for_every, for_every_class, run_together

Array = NDArray[np.float64]
Function = Callable[[Any], Any]


def settings(cls: type[Activation]) -> list[Activation]:
    """The class at its defaults, both ends of every slider and the middle."""
    declared = cls.parameters()
    rows: list[dict[str, float]] = [
        {},
        {p.name: p.typical[0] for p in declared},
        {p.name: p.typical[1] for p in declared},
        {p.name: (p.typical[0] + p.typical[1]) / 2 for p in declared},
    ]
    # Told apart by what they say of themselves: a test of equality must not rest on it.
    return list({repr(f): f for f in (cls(**row) for row in rows)}.values())


FUNCTIONS = [f for cls in CATALOGUE.values() for f in settings(cls)]
LEARNED = [(f, declared) for f in FUNCTIONS for declared in f.parameters()]

WHOLE_LINE = Interval(-math.inf, math.inf, low_closed=False, high_closed=False)

every_class = for_every_class()
every_function = for_every(FUNCTIONS)
# How an argument is taken does not depend on the values of parameters.
every_default = for_every([cls() for cls in CATALOGUE.values()])
every_parameter = run_together("f, declared", LEARNED, lambda case: type(case[0]).family)

# Irregular, so that no kink at a round number is hit by chance.
POINTS = np.concatenate([np.linspace(-9.73, 9.37, 96), np.linspace(-1.033, 1.017, 24), [-1e-3, 1e-3]])
EXTREMES = [0.0, 5e-324, 1e-160, 745.0, 1e4, 1e154, 1e308, math.inf]
EXTREMES += [-x for x in EXTREMES]


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def maps(f: Activation) -> dict[str, Function]:
    """Everything that can be evaluated at x."""
    by_parameter = {
        f"∂f/∂{declared.symbol}": lambda x, name=declared.name: f.parameter_derivative(name, x)
        for declared in f.parameters()
    }
    return {
        "f": f,
        "f′": f.derivative,
        "f″": f.second_derivative,
        "f with f′": lambda x: f.value_and_derivative(x)[0],
        "f′ with f": lambda x: f.value_and_derivative(x)[1],
        **by_parameter,
    }


def settled(table: list[Array], order: int) -> Array:
    """The limit of a table of differences at steps h, h/2 …, whose error is a series in h^order."""
    best, error = table[0], np.full_like(table[0], np.inf)
    row: list[Array] = []
    for rough in table:
        new = [rough]
        for k, before in enumerate(row):
            weight = 2.0 ** (order * (k + 1))
            better = (weight * new[k] - before) / (weight - 1)
            change = np.maximum(np.abs(better - new[k]), np.abs(better - before))
            best, error = np.where(change < error, better, best), np.minimum(change, error)
            new.append(better)
        row = new
    return best


def slope(g: Function, x: Array, reach: Array) -> Array:
    """g′(x) by central differences within x ± reach, extrapolated."""
    steps = [reach / 2**k for k in range(9)]
    return settled([(g(x + h) - g(x - h)) / (2 * h) for h in steps], 2)


def smooth_points(f: Activation) -> tuple[Array, Array]:
    """x and how far around each f is smooth and defined."""
    x = POINTS[np.isfinite(f(POINTS)) & np.isfinite(f(POINTS - 0.1))]
    kinks = np.array([*f.kinks(), np.inf])
    reach = np.minimum(0.1, np.min(np.abs(x[:, None] - kinks), axis=1) / 2)
    assert x.size > 20
    return x[reach > 0], reach[reach > 0]


def assert_slope(got: Array, expected: Array, value: Array, x: Array) -> None:
    """Compare with numerical differentiation, which is right to about 1e-8 of the function's own size."""
    wrong = np.abs(got - expected) > 1e-7 * (np.abs(expected) + np.abs(value)) + 1e-9
    rows = [f"x = {x[i]}: got {got[i]}, differences give {expected[i]}" for i in np.flatnonzero(wrong)]
    assert not rows, "\n".join(rows)


@every_function
def test_the_derivative_is_the_slope_of_the_value(f: Activation) -> None:
    x, reach = smooth_points(f)
    assert_slope(f.derivative(x), slope(f, x, reach), f(x), x)


@every_function
def test_the_second_derivative_is_the_slope_of_the_derivative(f: Activation) -> None:
    x, reach = smooth_points(f)
    assert_slope(f.second_derivative(x), slope(f.derivative, x, reach), f.derivative(x), x)


@every_parameter
def test_the_parameter_derivative_is_the_slope_by_the_parameter(f: Activation, declared: Parameter) -> None:
    here, width = getattr(f, declared.name), declared.typical[1] - declared.typical[0]

    def at(parameter: float) -> Activation:
        return dataclasses.replace(f, **{declared.name: parameter})

    for side in (-1, 1):
        # One-sided, since ∂²f/∂parameter² need not be continuous (SoftExponential at 0).
        steps = [side * width / 1000 / 2**k for k in range(9)]
        if here + steps[0] not in declared.domain:
            continue
        moved = [at(here + h) for h in steps]
        rows = [g.kinks() for g in moved]
        rows += [f.kinks()] * (len(f.kinks()) == len(rows[0]))
        passed = np.array([np.searchsorted(row, POINTS) for row in rows])
        finite = np.all([np.isfinite(g(POINTS)) for g in (f, *moved)], axis=0)
        x = POINTS[finite & np.all(passed == passed[0], axis=0)]
        assert x.size > 20
        expected = settled([(g(x) - f(x)) / h for g, h in zip(moved, steps, strict=True)], 1)
        assert_slope(f.parameter_derivative(declared.name, x), expected, f(x), x)


@every_function
def test_beside_a_kink_the_derivative_is_the_slope_on_that_side(f: Activation) -> None:
    kinks = f.kinks()
    for kink in kinks:
        gap = min([0.1, *(abs(other - kink) / 2 for other in kinks if other != kink)])
        for side in (-1, 1):
            start = kink + side * max(8 * np.spacing(abs(kink)), 1e-300)
            steps = side * gap / 2.0 ** np.arange(9)
            expected = settled([np.atleast_1d((f(start + h) - f(start)) / h) for h in steps], 1)[0]
            np.testing.assert_allclose(
                f.derivative(start), expected, rtol=1e-6, atol=1e-7, err_msg=f"{start}"
            )


@every_function
def test_at_a_kink_the_derivative_lies_between_the_slopes_beside_it(f: Activation) -> None:
    for kink in f.kinks():
        apart = max(8 * np.spacing(abs(kink)), 1e-300)
        left, right = f.derivative(kink - apart), f.derivative(kink + apart)
        lowest, highest = sorted([left, right])
        if lowest != highest:
            assert lowest - 1e-12 <= f.derivative(kink) <= highest + 1e-12


@every_function
def test_kinks_are_ascending_numbers(f: Activation) -> None:
    kinks = f.kinks()
    assert all(type(kink) is float and math.isfinite(kink) for kink in kinks), kinks
    assert list(kinks) == sorted(set(kinks))


@every_default
def test_the_shape_of_the_argument_is_kept(f: Activation) -> None:
    for shape in ((), (0,), (3,), (2, 1, 4)):
        for what, g in maps(f).items():
            assert np.shape(g(np.full(shape, 0.7))) == shape, what


@every_default
def test_a_single_number_gives_a_numpy_scalar(f: Activation) -> None:
    for what, g in maps(f).items():
        for x in (-0.7, 2, True, np.float64(0.3), np.array(0.3)):
            assert type(g(x)) is np.float64, what
        assert type(g(np.float32(0.3))) is np.float32, what


@every_default
def test_single_precision_is_the_rounded_double_result(f: Activation) -> None:
    x = np.concatenate([POINTS, np.linspace(-100, 100, 41), [3e38, -3e38, np.inf, -np.inf]]).astype(
        np.float32
    )
    for what, g in maps(f).items():
        got = g(x)
        assert got.dtype == np.float32, what
        with np.errstate(all="ignore"):
            expected = g(x.astype(np.float64)).astype(np.float32)
            close = np.abs(got - expected) <= 4 * np.spacing(np.abs(expected))
        assert np.all(close | (got == expected) | (np.isnan(got) & np.isnan(expected))), what


@every_default
def test_integers_booleans_lists_and_half_precision_count_as_doubles(f: Activation) -> None:
    numbers = [-2, -1, 0, 1, 3]
    for what, g in maps(f).items():
        expected = g(np.array(numbers, dtype=np.float64))
        arrays = [np.array(numbers, dtype) for dtype in (np.int64, np.int8, np.float16)]
        for x in (numbers, tuple(numbers), *arrays):
            got = g(x)
            assert got.dtype == np.float64, what
            np.testing.assert_array_equal(got, expected, err_msg=what)
        np.testing.assert_array_equal(g([False, True]), g([0.0, 1.0]), err_msg=what)
        np.testing.assert_array_equal(g(np.array([1, 3], np.uint64)), g([1.0, 3.0]), err_msg=what)


@every_default
def test_how_the_argument_lies_in_memory_makes_no_difference(f: Activation) -> None:
    x = np.linspace(-4.1, 5.3, 24).reshape(4, 6)
    for what, g in maps(f).items():
        expected = g(x)
        for same in (np.asfortranarray(x), x.astype(">f8"), np.repeat(x, 2, axis=1)[:, ::2], x[::-1][::-1]):
            np.testing.assert_array_equal(g(same), expected, err_msg=what)
        np.testing.assert_array_equal(g(x.T), expected.T, err_msg=what)
        np.testing.assert_array_equal(g(np.repeat(x, 2)[::2]), expected.ravel(), err_msg=what)


@every_function
def test_no_argument_raises_a_floating_point_warning(f: Activation) -> None:
    for what, g in maps(f).items():
        result = g(np.array(EXTREMES))
        for x, together in zip(EXTREMES, result, strict=True):
            np.testing.assert_array_equal(g(x), together, err_msg=f"{what} at {x}")


def far_settings(cls: type[Activation], most: int, sizes: list[float]) -> Iterator[Activation]:
    """Yield the class with up to so many of its parameters of each size and sign, the others at their defaults."""
    values = [sign * size for size in sizes for sign in (-1, 1)]
    for chosen in product([None, *values], repeat=len(cls.parameters())):
        row = {p.name: value for p, value in zip(cls.parameters(), chosen, strict=True) if value is not None}
        # Outside of a domain, or two bounds the wrong way round.
        with suppress(ValueError):
            if len(row) <= most:
                yield cls(**row)


@every_class
def test_no_setting_of_a_parameter_raises_an_error(cls: type[Activation]) -> None:
    for f in far_settings(cls, 1, [0, 5e-324, 1e-160, 1e-20, 1e20, 1e160, 1e300, 1.7e308]):
        for g in maps(f).values():
            assert g(np.array(EXTREMES)).shape == (len(EXTREMES),)
        assert all(map(math.isfinite, f.kinks()))
        f.properties()


@every_class
def test_no_value_is_missing_at_far_settings(cls: type[Activation]) -> None:
    x = np.array([x for x in EXTREMES if math.isfinite(x)])
    for f in far_settings(cls, 3, [0, 1e-20, 1e20]):
        defined = ~np.isnan(f(x))
        # A logarithm ends somewhere; of the sine of an angle beyond 10³²³ no digit is left.
        assert defined.all() or f.domain() != WHOLE_LINE or f.period() < math.inf
        for what, g in maps(f).items():
            assert not np.isnan(g(x))[defined].any(), f"{what} of {f!r} at {x[np.isnan(g(x))]}"


@every_function
def test_nan_gives_nan_and_leaves_its_neighbours_alone(f: Activation) -> None:
    for what, g in maps(f).items():
        assert np.isnan(g(math.nan)), what
        assert np.isnan(g(np.float32(math.nan))), what
        x = np.linspace(-3.3, 3.1, 17)
        expected = g(x)
        expected[8], x[8] = np.nan, np.nan
        np.testing.assert_array_equal(g(x), expected, err_msg=what)


NO_NUMBERS: tuple[object, ...] = (
    "1",
    None,
    1j,
    ["a"],
    [1.0, None],
    [1.0, 1j],
    np.array([1], dtype=object),
    np.datetime64("2026-01"),
    {},
)


@every_default
def test_what_is_not_a_real_number_is_a_type_error(f: Activation) -> None:
    for g in maps(f).values():
        for x in NO_NUMBERS:
            with pytest.raises(TypeError, match=r"^x must hold real numbers, got "):
                g(x)


@every_default
def test_the_result_is_new_and_the_argument_is_left_as_it_was(f: Activation) -> None:
    for what, g in maps(f).items():
        for x in (np.array([-2.5, -0.0, 0.4, 7.0]), np.array(0.4), np.linspace(-9, 9, BLOCK + 5)):
            x.flags.writeable = False
            before = x.tobytes()
            result = g(x)
            assert not np.shares_memory(x, np.asarray(result)), what
            assert x.tobytes() == before, what
            assert result.ndim == 0 or result.flags.writeable, what


@every_default
def test_value_and_derivative_together_are_two_arrays(f: Activation) -> None:
    for x in (np.array([-2.5, 0.4, 7.0]), np.linspace(-9, 9, BLOCK + 5), np.array([[1.0, -1.0]], np.float32)):
        value, derivative = f.value_and_derivative(x)
        assert not np.shares_memory(value, derivative)


@every_default
def test_a_large_array_gives_what_its_pieces_give(f: Activation) -> None:
    x = np.random.default_rng(5).normal(0, 5, 2 * BLOCK + 77)
    for what, g in maps(f).items():
        pieces = [g(piece) for piece in np.split(x, [1, 1000, BLOCK - 1, BLOCK + 3, 2 * BLOCK])]
        np.testing.assert_array_equal(g(x), np.concatenate(pieces), err_msg=what)
        np.testing.assert_array_equal(g(x.reshape(-1, 1))[:, 0], g(x), err_msg=what)


@every_function
def test_the_written_form_is_read_back_as_the_same_function(f: Activation) -> None:
    again = parse(repr(f))
    assert type(again) is type(f)
    assert again.settings() == f.settings()


@every_class
def test_every_digit_of_a_parameter_survives_being_written(cls: type[Activation]) -> None:
    f = cls(**{p.name: math.nextafter(sum(p.typical) / 2, p.typical[1]) for p in cls.parameters()})
    assert parse(repr(f)).settings() == f.settings()


@every_class
def test_equality_is_that_of_class_and_parameters(cls: type[Activation]) -> None:
    """Two settings that counted as one would share every cached curve, card and message."""
    f = cls()
    again = cls(*f.settings().values())
    assert again is not f
    assert (again == f, again != f, hash(again) == hash(f)) == (True, False, True)
    for declared in cls.parameters():
        value = getattr(f, declared.name)
        inwards = declared.typical[0 if value == declared.typical[1] else 1]
        for other in (inwards, math.nextafter(value, inwards)):
            g = dataclasses.replace(f, **{declared.name: other})
            assert (g == f, g != f) == (False, True), declared.name
            assert len({f, g, again}) == 2
    others: list[object] = [repr(f), None, *(known() for known in CATALOGUE.values() if known is not cls)]
    assert not any(f == other for other in others)


@every_class
def test_a_function_cannot_be_changed(cls: type[Activation]) -> None:
    f = cls()
    for name in [*f.settings(), "title", "anything"]:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(f, name, 1.0)


@every_class
def test_formula_and_expression_mention_every_parameter_and_no_other(cls: type[Activation]) -> None:
    own = {declared.name for declared in cls.parameters()}
    for name in ("alpha", "beta", "gamma", "lambda_"):
        assert (f"\\{name.rstrip('_')}" in cls.formula) == (name in own), f"{name} in {cls.formula}"
        assert (name in cls.expression) == (name in own), f"{name} in {cls.expression}"


@every_class
def test_formulas_are_balanced_latex_in_x(cls: type[Activation]) -> None:
    for formula in (cls.formula, cls.derivative_formula):
        assert formula.count("{") == formula.count("}")
        assert formula.count(r"\left") - formula.count(r"\leftarrow") == formula.count(r"\right")
        assert formula.count(r"\begin{cases}") == formula.count(r"\end{cases}")
        assert formula.isascii()
    assert "x" in cls.formula


@every_class
def test_parameters_are_declared_in_full(cls: type[Activation]) -> None:
    letters = {"alpha": "α", "beta": "β", "gamma": "γ", "lambda_": "λ"}
    for declared in cls.parameters():
        low, high = declared.typical
        assert declared.symbol
        assert declared.symbol == letters.get(declared.name, declared.symbol)
        assert low <= declared.default <= high
        assert low in declared.domain
        assert high in declared.domain
        assert math.inf not in declared.domain
        assert -math.inf not in declared.domain
        assert 0 < declared.step < high - low
        assert declared.meaning
        assert not declared.meaning.endswith(".")


@every_class
def test_a_class_is_described_in_full(cls: type[Activation]) -> None:
    assert cls.title
    assert cls.family
    assert cls.__doc__
    assert cls.__doc__.strip().splitlines()[0].endswith(".")
    assert not cls.__doc__.startswith(f"{cls.__name__}(")
