"""The examples in the library's docstrings are right, and the public API has them."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import activations
import activations.vector
from activations import Activation, Interval, Properties

MODULES = [
    "activations",
    *(found.name for found in pkgutil.walk_packages(activations.__path__, "activations.")),
]


def public() -> Iterator[Any]:
    """Yield what people call: the functions of the packages, and the methods of the classes that others extend."""
    for package in (activations, activations.vector):
        yield from (each for each in map(package.__dict__.get, package.__all__) if inspect.isfunction(each))
    for cls in (Activation, Interval, Properties, activations.vector.VectorFunction, activations.vector.Gate):
        for name, member in inspect.getmembers(cls):
            documented = inspect.isroutine(member) or isinstance(member, property)
            if documented and (not name.startswith("_") or (name == "__call__" and name in vars(cls))):
                yield member


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_right(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


@pytest.mark.parametrize(
    "member", list(public()), ids=lambda member: getattr(member, "__qualname__", "property")
)
def test_the_public_api_has_an_example(member: Any) -> None:
    assert ">>> " in (inspect.getdoc(member) or "")


def test_no_docstring_begins_with_a_riddle() -> None:
    """A docstring that begins "Return what" says less than the name of the function."""
    for name in MODULES:
        for known, value in vars(importlib.import_module(name)).items():
            text = inspect.getdoc(value) or "" if inspect.isroutine(value) or inspect.isclass(value) else ""
            assert not text.startswith(("Return what ", "What ")), f"{name}.{known}"
