"""Every value and derivative against correctly rounded doubles; tests/reference/generate.py made them.

The rule: |got − true| ≤ 8·eps·(|true| + |x · next derivative|) + 1e-300, where the second term allows for the
rounding of x. Infinities must be the same, and nan is nan.
"""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import CATALOGUE, Activation
from tests.families import Decorator, run_together

Array = NDArray[np.float64]
Entry = dict[str, Any]

EPS = 2.0**-52
STEP = 2.0**-30
REFERENCE = Path(__file__).parents[1] / "reference"


def entries(name: str) -> list[Entry]:
    stored: list[Entry] = json.loads(REFERENCE.joinpath(name).read_text(encoding="utf-8"))
    return stored


def label(entry: Entry) -> str:
    arguments = ", ".join(f"{name}={value:.6g}" for name, value in entry["params"].items())
    return f"{entry['function']}({arguments})"


ENTRIES = {
    f"{file}-{label(entry)}": entry
    for file in ("elementwise", "held_out", "typed")
    for entry in entries(f"{file}.json")
}


def class_of(entry: Entry) -> type[Activation]:
    name = entry["function"].replace("_", "")
    classes = [cls for known, cls in CATALOGUE.items() if known.lower() == name]
    assert len(classes) == 1, f"the catalogue has {len(classes)} classes for {entry['function']}"
    return classes[0]


def each(wanted: Callable[[Entry], bool]) -> Decorator:
    return run_together("entry", filter(wanted, ENTRIES.values()), lambda entry: class_of(entry).family)


every_entry = each(lambda _: True)


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def function(entry: Entry) -> Activation:
    return class_of(entry)(
        **{name.replace("lambda", "lambda_"): value for name, value in entry["params"].items()}
    )


def numbers(row: list[Any]) -> Array:
    return np.array([np.nan if value is None else float(value) for value in row])


def near_a_kink(entry: Entry, x: Array) -> NDArray[np.bool_]:
    kinks = np.array([kink["x"] for kink in entry["kinks"]])
    near: NDArray[np.bool_] = np.any(np.abs(x[:, None] - kinks) <= 1e-8 * np.abs(kinks), axis=1)
    return near


def spread(entry: Entry, g: Any, x: Array) -> Array:
    """x·g′(x) by central differences, 0 beside a kink, which must not widen the tolerance."""
    with np.errstate(all="ignore"):
        finite = np.where(np.isfinite(x), x, 0.0)
        difference = (g(finite * (1 + STEP)) - g(finite * (1 - STEP))) / (2 * STEP)
    return np.where(near_a_kink(entry, x), 0.0, difference)


def third(entry: Entry, f: Activation, x: Array) -> Array:
    """x·f‴(x); from f and f′ where the function swings too fast for differences."""
    with np.errstate(all="ignore"):
        value, slope = numbers(entry["f"]), numbers(entry["df"])
        match entry["function"]:
            case "sine":
                return np.asarray(x * entry["params"]["alpha"] ** 2 * slope)
            case "snake" | "snake_beta":
                return np.asarray(x * 4 * entry["params"]["alpha"] ** 2 * (slope - 1))
            case "gcu":
                return x * slope + 2 * value
    return spread(entry, f.second_derivative, x)


def mixed(entry: Entry, f: Activation, name: str, x: Array) -> Array:
    """x·∂²f/∂parameter∂x, as `third` does."""
    with np.errstate(all="ignore"):
        match entry["function"]:
            case "sine":
                alpha = entry["params"]["alpha"]
                return np.asarray(x * (numbers(entry["df"]) / alpha - alpha * x * numbers(entry["f"])))
            case "snake":
                return np.asarray(x * x * numbers(entry["d2f"]) / entry["params"]["alpha"])
            case "snake_beta" if name == "alpha":
                return np.asarray(x * x * numbers(entry["d2f"]) / entry["params"]["alpha"])
            case "snake_beta":
                return np.asarray(x * (numbers(entry["df"]) - 1) / entry["params"]["beta"])
    return spread(entry, lambda points: f.parameter_derivative(name, points), x)


def mistakes(x: Array, got: Array, true: Array, moved: Array) -> list[str]:
    """Describe every point that breaks the rule; `moved` is x · next derivative."""
    assert got.shape == true.shape
    with np.errstate(all="ignore"):
        moved = np.abs(np.where(np.isnan(moved), 0.0, moved))
        tolerance = 8 * EPS * (np.abs(true) + moved) + 1e-300
        error = np.abs(got - true)
        close = np.isfinite(got) & np.isfinite(true) & (error <= tolerance)
        ratio = error / tolerance
    right = close | (got == true) | (np.isnan(got) & np.isnan(true))
    return [
        f"x = {x[i]}: got {got[i]}, true {true[i]}, error / tolerance {ratio[i]:.3g}"
        for i in np.flatnonzero(~right)
    ]


def report(f: Activation, what: str, wrong: list[str]) -> str:
    return "\n".join([f"{what} of {f!r} is wrong at {len(wrong)} points", *wrong])


@every_entry
def test_the_value_is_right_at_every_point(entry: Entry) -> None:
    f, x, true = function(entry), numbers(entry["x"]), numbers(entry["f"])
    with np.errstate(all="ignore"):
        moved = x * numbers(entry["df"])
    for value in (f(x), f.value_and_derivative(x)[0]):
        wrong = mistakes(x, value, true, moved)
        assert not wrong, report(f, "the value", wrong)


@every_entry
def test_the_derivative_is_right_at_every_point(entry: Entry) -> None:
    f, x, true = function(entry), numbers(entry["x"]), numbers(entry["df"])
    with np.errstate(all="ignore"):
        moved = x * numbers(entry["d2f"])
    for slope in (f.derivative(x), f.value_and_derivative(x)[1]):
        wrong = mistakes(x, slope, true, moved)
        assert not wrong, report(f, "f′", wrong)


@every_entry
def test_the_second_derivative_is_right_at_every_point(entry: Entry) -> None:
    f, x, true = function(entry), numbers(entry["x"]), numbers(entry["d2f"])
    wrong = mistakes(x, f.second_derivative(x), true, third(entry, f, x))
    assert not wrong, report(f, "f″", wrong)


@each(lambda entry: bool(entry["params"]))
def test_the_parameter_derivatives_are_right_at_every_point(entry: Entry) -> None:
    f = function(entry)
    for name, row in entry["dparams"].items():
        stated = np.array([value is not None for value in row])
        x, true = numbers(entry["x"]), numbers(row)
        moved = mixed(entry, f, name, x)[stated]
        wrong = mistakes(x[stated], f.parameter_derivative(name, x)[stated], true[stated], moved)
        assert not wrong, report(f, f"the derivative by {name}", wrong)


@every_entry
def test_the_kinks_are_where_the_reference_has_them(entry: Entry) -> None:
    got = function(entry).kinks()
    listed = [kink["x"] for kink in entry["kinks"]]
    # A kink that vanishes at this setting may be left out; that of ISRLU is in the third derivative.
    needed = [kink["x"] for kink in entry["kinks"] if kink["left"] != kink["right"]]
    for x in listed if entry["function"] == "isrlu" and entry["params"]["alpha"] else needed:
        assert np.any(np.isclose(got, x, rtol=1e-15, atol=0)), f"{x} is missing in {got}"
    for x in got:
        assert np.any(np.isclose(listed, x, rtol=1e-15, atol=0)), f"{x} is not in {listed}"


@each(lambda entry: bool(entry["kinks"]))
def test_beside_a_kink_value_and_derivatives_are_the_one_sided_limits(entry: Entry) -> None:
    f = function(entry)
    for kink in entry["kinks"]:
        for side, limits in ((-1, kink["left"]), (1, kink["right"])):
            x = kink["x"] + side * (16 * EPS * abs(kink["x"]) or 1e-200)
            got = [float(g(x)) for g in (f, f.derivative, f.second_derivative)]
            np.testing.assert_allclose(got, limits, rtol=1e-6, atol=1e-6, err_msg=f"{f!r} beside {kink['x']}")


def test_no_function_with_reference_values_has_left_the_catalogue() -> None:
    """A new one need not have any: it is compared with its expression."""
    names = {entry["function"].replace("_", "") for entry in ENTRIES.values()}
    assert names <= {name.lower() for name in CATALOGUE}


@each(lambda entry: bool(entry["default"]))
def test_the_generator_still_makes_what_is_stored(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REFERENCE)
    generate = importlib.import_module("generate")
    # Few points, as each takes milliseconds; `generate.py --check` compares all of them.
    few = [8, 9, entry["x"].index("-inf"), 40]
    short = {**entry, **{key: [entry[key][i] for i in few] for key in ("x", "f", "df", "d2f")}}
    short["dparams"] = {name: [row[i] for i in few] for name, row in entry["dparams"].items()}
    assert generate.differences(short, generate.in_words(generate.computed(short))) == []
