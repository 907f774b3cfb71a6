"""One test for all functions of a family: thousands of tests take longer to hand out than to run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

import pytest

from activations import CATALOGUE, Activation

T = TypeVar("T")
Test = Callable[..., None]
Decorator = Callable[[Test], Test]


def run_together(names: str, cases: Iterable[T], group: Callable[[T], str]) -> Decorator:
    """Let one test run with all cases of a group, one after the other; the one that fails is named.

    Parameters
    ----------
    names : str
        The arguments that take a case, or its parts, as for ``pytest.mark.parametrize``.
    cases : iterable
        Of which each is tried.
    group : callable
        From a case to the name of its group.
    """
    groups: dict[str, list[T]] = {}
    for case in cases:
        groups.setdefault(group(case), []).append(case)
    arguments = [name.strip() for name in names.split(",")]

    def decorate(test: Test) -> Test:
        @wraps(test)
        def run_all(together: list[T], **fixtures: Any) -> None:
            for case in together:
                parts: Any = case if len(arguments) > 1 else (case,)
                try:
                    test(**dict(zip(arguments, parts, strict=True)), **fixtures)
                except BaseException as error:
                    error.add_note(f"with {', '.join(arguments)} = {', '.join(map(repr, parts))}")
                    raise

        signature = inspect.signature(test)
        others = [each for name, each in signature.parameters.items() if name not in arguments]
        together = inspect.Parameter("together", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        # From which pytest takes the names of fixtures.
        vars(run_all)["__signature__"] = signature.replace(parameters=[together, *others])
        decorated: Test = pytest.mark.parametrize("together", groups.values(), ids=list(groups))(run_all)
        return decorated

    return decorate


def for_every_class() -> Decorator:
    return run_together("cls", CATALOGUE.values(), lambda cls: cls.family)


def for_every(functions: Iterable[Activation]) -> Decorator:
    return run_together("f", functions, lambda f: type(f).family)
