"""Numbers of fewer digits: bit for bit those of ml_dtypes, and what a machine makes of a function with them."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from mpmath import mp, mpf
from numpy.typing import NDArray

from activations import CATALOGUE, GELU, GELUTanh, ReLU, SiLU, parse
from activations.golden import HEADER, TABLES, golden
from activations.rounding import (
    BFLOAT16,
    E4M3,
    E5M2,
    FLOAT16,
    FLOAT32,
    Format,
    compute,
    error_in_units,
    textbook,
    written_out,
)
from tests.activations.test_expression import exact

THEIRS: list[tuple[Format, Any]] = [
    (BFLOAT16, ml_dtypes.bfloat16),
    (FLOAT16, np.float16),
    (E4M3, ml_dtypes.float8_e4m3fn),
    (E5M2, ml_dtypes.float8_e5m2),
    (FLOAT32, np.float32),
]
every_format = pytest.mark.parametrize(("form", "theirs"), THEIRS, ids=[form.name for form, _ in THEIRS])


def every_bit(form: Format) -> NDArray[np.uint32]:
    """All patterns of bits, of which float32 has too many for a test."""
    if form.width == 32:
        return np.random.default_rng(0).integers(0, 2**32, 200_000, dtype=np.uint32)
    return np.arange(2**form.width, dtype=np.uint32)


def same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether the numbers are the same, −0 and 0 told apart."""
    signs = np.signbit(one) == np.signbit(other)
    return bool(np.all(((one == other) & signs) | (np.isnan(one) & np.isnan(other))))


@every_format
@np.errstate(invalid="ignore")
def test_every_pattern_of_bits_is_read_and_written_as_by_ml_dtypes(form: Format, theirs: Any) -> None:
    bits = every_bit(form)
    numbers = bits.astype(f"uint{form.width}").view(theirs).astype(np.float64)
    assert same(form.decode(bits), numbers)
    known = ~np.isnan(numbers)
    np.testing.assert_array_equal(form.encode(numbers)[known], bits[known])
    assert np.isnan(form.decode(form.encode(np.array([math.nan])))).all()


@every_format
@np.errstate(all="ignore")
def test_numbers_between_two_are_rounded_as_by_ml_dtypes(form: Format, theirs: Any) -> None:
    """To nearest, ties to even; subnormal near 0; infinite beyond, or nan where there is no infinity."""
    numbers = form.decode(every_bit(form))
    numbers = np.unique(numbers[np.isfinite(numbers)])
    middles = (numbers[1:] + numbers[:-1]) / 2
    edges = [form.largest * factor for factor in (1 + 2.0 ** -(form.mantissa + 2), 1.1, 2, 1e6)]
    given = np.concatenate([middles, *(np.nextafter(middles, end) for end in (-math.inf, math.inf)), edges])
    # ml_dtypes rounds doubles twice, so it is given what it can hold.
    given = np.unique(given.astype(np.float32)) if form is not FLOAT32 else given
    assert same(form.round(given.astype(np.float64)), given.astype(theirs).astype(np.float64))


@pytest.mark.parametrize(("f", "last"), [(GELU(), -3.09375), (GELUTanh(), -3.046875)], ids=["exact", "tanh"])
def test_gelu_vanishes_in_bfloat16_where_it_is_known_to(f: Any, last: float) -> None:
    x = BFLOAT16.finite()[1]
    x = x[(x > -8) & (x < -1)]
    got = compute(f.tree(), {}, x, BFLOAT16)
    assert x[got != 0].min() == last
    once = compute(f.tree(), {}, x, FLOAT32, BFLOAT16)
    assert x[once != 0].min() < -5


def test_the_textbook_formula_loses_what_the_stable_one_keeps() -> None:
    x = np.array([-20.0, -1e-3, 90.0])
    tree = parse("softplus(x)").tree()
    assert textbook(tree) != tree
    stable = compute(tree, {"beta": 1.0}, x, FLOAT32)
    naive = compute(textbook(tree), {"beta": 1.0}, x, FLOAT32)
    assert np.isfinite(stable).all() and naive.tolist()[0] == 0.0 and naive.tolist()[2] == math.inf


def test_an_error_is_told_in_units_of_the_last_place() -> None:
    true = np.array([1.0, 3.0, 1e-40])
    got = true + np.array([2.0**-7, -(2.0**-6), 2.0**-133])
    np.testing.assert_allclose(error_in_units(got, true, BFLOAT16), [1, 1, 1], rtol=1e-9)


def test_a_function_in_low_precision_is_a_function() -> None:
    f = parse("SiLU in float16 from float32")
    x = FLOAT16.round(np.linspace(-4, 4, 200))
    np.testing.assert_array_equal(f(x), compute(SiLU().tree(), {}, x, FLOAT32, FLOAT16))
    np.testing.assert_array_equal(
        f.derivative(x), compute(written_out(SiLU().tree(), 1), {}, x, FLOAT32, FLOAT16)
    )
    assert parse(repr(f)) == f and f.title == "SiLU in float16 from float32"
    assert parse("elu(0.5) in bfloat16").settings() == {"alpha": 0.5}


@pytest.mark.parametrize("form", TABLES.values(), ids=list(TABLES))
def test_a_golden_table_has_every_finite_number_once_with_its_bits(form: Format) -> None:
    lines = golden(ReLU(), form).splitlines()
    rows = [line.split(",") for line in lines[1:]]
    assert lines[0] == HEADER
    bits = np.array([int(row[3], 16) for row in rows], dtype=np.uint32)
    finite = np.isfinite(form.decode(np.arange(2**form.width, dtype=np.uint32)))
    assert sorted(bits.tolist()) == np.flatnonzero(finite).tolist()
    x = np.array([float(row[0]) for row in rows])
    np.testing.assert_array_equal(form.decode(bits), x)
    assert (np.diff(x) >= 0).all()
    np.testing.assert_array_equal([float(row[1]) for row in rows], np.maximum(x, 0))
    assert {row[6] for row in rows} == {"yes"}


@pytest.mark.parametrize("name", ["GELU", "SELU", "Mish", "HardSwish", "BentIdentity"])
def test_golden_values_are_correctly_rounded_also_where_doubles_leave_a_doubt(
    name: str,
) -> None:
    f = CATALOGUE[name]()
    rows = [line.split(",") for line in golden(f, BFLOAT16).splitlines()[1:]]
    assert {row[6] for row in rows} == {"yes"}
    # x/2 of a subnormal x, 1.5x − 0.5 of a large one: the middle between two numbers.
    doubtful = [row for row in rows if 0 < abs(float(row[0])) < 3e-38 or 1e4 < abs(float(row[0])) < 1e30]
    chosen = [row for row in rows if 1e-6 < abs(float(row[0])) < 80][::97] + doubtful[::61]
    assert len(chosen) > 40
    with mp.workdps(420):
        for row in chosen:
            at = float(row[0])
            if at in f.kinks():
                continue
            true = exact(f, at)
            for got, number in ((float(row[1]), true.value), (float(row[2]), true.slope)):
                assert got == nearest(number), f"{name} at {at}"


def nearest(number: mpf) -> float:
    """The number of bfloat16 nearest to one of mpmath, ties to even."""
    if number == 0:
        return 0.0
    # Odd in its last of 60 bits if anything was cut off, so that the second rounding sees no false tie.
    sign, mantissa, exponent, bits = number._mpf_
    if bits > 50:
        cut = bits - 50
        mantissa = (mantissa >> cut) | int(mantissa & ((1 << cut) - 1) != 0)
        exponent += cut
    return float(BFLOAT16.round(np.array([math.ldexp((-1 if sign else 1) * int(mantissa), exponent)]))[0])


def test_golden_tables_come_from_the_command_line() -> None:
    command = [sys.executable, "-m", "activations", "golden"]
    result = subprocess.run(
        [*command, "ELU(alpha=0.5)", "--format", "float8_e4m3"], capture_output=True, text=True, check=True
    )
    assert result.stdout == golden(parse("ELU(0.5)"), E4M3)
    refused = subprocess.run([*command, "x * tann(x)"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr.endswith("There is no function tann: did you mean tan or tanh? (at character 5)\n")


def test_a_golden_table_does_not_vouch_for_the_digits_that_a_formula_loses() -> None:
    """1 − cos(x) is 0 in doubles where it is x²/2."""
    rows = [line.split(",") for line in golden(parse("1 - cos(x)"), BFLOAT16).splitlines()[1:]]
    assert {row[6] for row in rows if row[0] != "0.0"} == {"no"}
    few = [line.split(",") for line in golden(parse("1 - cos(x)"), E5M2).splitlines()[1:]]
    assert {row[6] for row in few} == {"yes"}
    (tiny,) = (float(row[1]) for row in few if float(row[0]) == 2.0**-7)
    assert tiny == 2.0**-15
