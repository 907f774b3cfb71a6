"""The expression that a class declares is the function that its own code computes, to the last digits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from mpmath import mp, mpf

from activations import Activation
from activations.calculus import derivative, parameter_derivative, value
from activations.differentiation import differentiate
from activations.expression import declared_tree, evaluate, read, write

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
from arithmetic import Exact
from formulas import Jet

from tests.families import for_every_class

EPS = 2.0**-52
# Enough for what cancels in 1 + erf(−21) and in x − tanh(x).
DIGITS = 420
# Of the difference that gives f‴.
STEP = mpf(2) ** -150
POINTS = (-30.0, -7.3, -2.9, -1.1, -0.37, -1e-5, 1e-9, 0.013, 0.61, 1.9, 4.2, 11.0, 27.0)

every_class = for_every_class()


def settings(cls: type[Activation]) -> Iterator[Activation]:
    """The function at its defaults, and with its sliders at a third and at the end."""
    yield cls()
    if cls.parameters():
        for share in (1 / 3, 1.0):
            yield cls(
                *(low + share * (high - low) for low, high in (each.typical for each in cls.parameters()))
            )


def exact(f: Activation, x: float | mpf, by: str = "x") -> Jet:
    """f, f′ and f″ at x by the expression; by a parameter, f and ∂f/∂parameter."""
    names = {"x": mpf(x)} | {name: mpf(at) for name, at in f.settings().items()}
    jets = {name: Jet(number, mpf(1 if name == by else 0)) for name, number in names.items()}
    return evaluate(f.tree(), Exact(), jets)


@every_class
def test_the_code_of_a_class_computes_its_expression(cls: type[Activation]) -> None:
    """|got − true| ≤ 8·eps·(|true| + |x · next derivative|), as `Activation` promises."""
    with mp.workdps(DIGITS):
        for f in settings(cls):
            points = [
                x for x in POINTS if all(abs(x - kink) > 1e-6 for kink in f.kinks()) and x in f.domain()
            ]
            for x in points:
                true = exact(f, x)
                third = (exact(f, mpf(x) + STEP).curvature - exact(f, mpf(x) - STEP).curvature) / (2 * STEP)
                got = [float(g(x)) for g in (f, f.derivative, f.second_derivative)]
                for order, number in enumerate((true.value, true.slope, true.curvature)):
                    following = (true.slope, true.curvature, third)[order]
                    allowed = 8 * EPS * (abs(number) + abs(x * following)) + mpf(10) ** -300
                    assert abs(got[order] - number) <= allowed, f"{f!r}, order {order} at {x}"
                for name in f.settings():
                    by = exact(f, x, name).slope
                    error = abs(float(f.parameter_derivative(name, x)) - by)
                    assert error <= 1e-12 * abs(by) + 1e-12 * abs(x * true.slope) + 1e-300, (
                        f"{f!r}, {name} at {x}"
                    )


@every_class
def test_the_expression_by_itself_gives_the_function_and_its_derivatives(cls: type[Activation]) -> None:
    """In doubles it loses digits, but is the same function: a class without code of its own is right."""
    x = np.array([at for at in POINTS if abs(at) < 5])
    for f in settings(cls):
        at, tree, numbers = x[np.isfinite(f(x))], f.tree(), f.settings()
        with np.errstate(all="ignore"):
            for got, expected in (
                (value(tree, numbers, at), f(at)),
                (derivative(tree, numbers, at), f.derivative(at)),
                (derivative(tree, numbers, at, 2), f.second_derivative(at)),
                (value(differentiate(tree), numbers, at), f.derivative(at)),
                *(
                    (parameter_derivative(tree, numbers, name, at), f.parameter_derivative(name, at))
                    for name in numbers
                ),
            ):
                np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-10, err_msg=repr(f))


@every_class
def test_an_expression_is_written_as_it_is_read(cls: type[Activation]) -> None:
    names = {"x", *(declared.name for declared in cls.parameters())}
    python = {"max(": "maximum(", "min(": "minimum(", "ln(": "log(", "lambda": "lambda_"}
    text = write(declared_tree(cls.expression))
    for short, name in python.items():
        text = text.replace(short, name)
    assert read(text, names) == cls.tree()
