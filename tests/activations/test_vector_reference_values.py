"""Softmax, its kin and the gates against correctly rounded doubles; tests/reference/generate_vectors.py made them.

The rule is that of test_reference_values.py; for a vector, x · next derivative is summed over all logits.
"""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from activations.vector import FUNCTIONS, GATES, Entmax, Gate, VectorFunction
from tests.families import run_together

Array = NDArray[np.float64]
Entry = dict[str, Any]

EPS = 2.0**-52
REFERENCE = Path(__file__).parents[1] / "reference"
FILES = ("vector", "vector_held_out")


def entries(name: str) -> list[Entry]:
    stored: list[Entry] = json.loads(REFERENCE.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return stored


ENTRIES = [entry for file in FILES for entry in entries(file)]
VECTORS = [entry for entry in ENTRIES if "jac" in entry]
PAIRS = [entry for entry in ENTRIES if "jac" not in entry]


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def found(entry: Entry, known: Any) -> Any:
    name = entry["function"].replace("_", "").replace("bilinearglu", "bilinear")
    (cls,) = (cls for title, cls in known.items() if title.lower() == name)
    return cls(**entry["params"])


def check(what: str, got: Array, true: Array, moved: Array) -> None:
    assert got.shape == true.shape
    ratio = np.abs(got - true) / (8 * EPS * (np.abs(true) + np.abs(moved)) + 1e-300)
    worst = np.unravel_index(np.argmax(ratio), ratio.shape)
    assert ratio[worst] <= 1, (
        f"{what}: got {got[worst]!r}, true {true[worst]!r}, {ratio[worst]:.3g} times too far"
    )


@run_together("entry", VECTORS, lambda entry: entry["function"])
def test_values_and_jacobian_of_a_vector_are_right(entry: Entry) -> None:
    f: VectorFunction = found(entry, FUNCTIONS)
    x, value, jacobian = (np.array(entry[name], dtype=float) for name in ("x", "f", "jac"))
    got, slopes = f(x), f.jacobian(x)
    with np.errstate(under="ignore"):
        check(f"{f!r}", got, value, np.sum(np.abs(jacobian * x), axis=1))
        # Rounding the logits changes their differences by this share; √p of entmax follows by half of it.
        moved = np.where(jacobian == 0, 0.0, 0.5 / f.temperature) if isinstance(f, Entmax) else jacobian
        check(f"Jacobian of {f!r}", slopes, jacobian, np.ptp(x) / f.temperature * moved)


@run_together("entry", PAIRS, lambda entry: entry["function"])
def test_values_and_partial_derivatives_of_a_gate_are_right(entry: Entry) -> None:
    f: Gate = found(entry, GATES)
    a, b, value, by_a, by_b = (
        np.array(entry[name], dtype=float) for name in ("a", "b", "f", "df_da", "df_db")
    )
    got, got_a, got_b = f(a, b), *f.partials(a, b)
    with np.errstate(under="ignore"):
        h, g = f.passage, f.gate
        bends = a * h.second_derivative(a) * g(b), b * g.second_derivative(b) * h(a)
        mixed = h.derivative(a) * g.derivative(b)
        check(f"{f!r}", got, value, np.abs(a * by_a) + np.abs(b * by_b))
        check(f"∂/∂a of {f!r}", got_a, by_a, np.abs(bends[0]) + np.abs(b * mixed))
        check(f"∂/∂b of {f!r}", got_b, by_b, np.abs(bends[1]) + np.abs(a * mixed))


@pytest.mark.parametrize("file", FILES)
def test_every_function_has_reference_values(file: str) -> None:
    names = {entry["function"].replace("_", "").replace("bilinearglu", "bilinear") for entry in entries(file)}
    assert names == {name.lower() for name in (*FUNCTIONS, *GATES)}


@pytest.mark.parametrize("file", FILES)
def test_the_generator_still_makes_what_is_stored(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REFERENCE)
    generate = importlib.import_module("generate")
    vectors = importlib.import_module("generate_vectors")
    for entry in entries(file)[::7]:
        assert generate.differences(entry, vectors.computed(entry)) == []
