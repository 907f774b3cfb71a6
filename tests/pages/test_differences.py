"""Where functions differ: the range that Compare opens on, and the places that it names."""

from __future__ import annotations

import numpy as np
import pytest

from activations import parse
from pages.compare.differences import ENDS, REST, USUAL, find_differences
from pages.compare.words import most_apart


@pytest.mark.parametrize(
    "texts",
    [("ReLU", "PReLU", "ELU"), ("Sigmoid", "Tanh"), ("GELU", "GELUTanh"), ("SELU", "ELU"), ("GELU", "SiLU")],
    ids=",".join,
)
def test_beyond_the_range_functions_go_on_as_at_its_ends_and_within_a_narrower_one_they_do_not(
    texts: tuple[str, ...],
) -> None:
    functions = tuple(map(parse, texts))
    for side, end in zip((-1, 1), find_differences(functions), strict=True):
        x = side * np.linspace(0.01, 30, 3001)
        slopes = np.array([f.derivative(x) for f in functions])
        slopes -= slopes[0].copy()
        moved = np.abs(slopes - slopes[:, -1:]).max(axis=0)
        scale = np.abs(slopes).max()
        assert moved[np.abs(x) > abs(end)].max() <= 1.1 * REST * scale
        narrower = [each for each in ENDS if each < abs(end)]
        if narrower:
            assert moved[np.abs(x) > narrower[-1] - 0.1].max() > 0.01 * REST * scale


@pytest.mark.parametrize("texts", [("Sine",), ("Sine", "Tanh"), ("x**3", "ReLU"), ()], ids=str)
def test_what_never_comes_to_rest_is_shown_as_far_as_usual(texts: tuple[str, ...]) -> None:
    low, high = find_differences(tuple(map(parse, texts)))
    assert max(-low, high) == USUAL


def test_the_place_of_the_greatest_difference_is_named_with_who_is_there() -> None:
    functions = [parse("LeakyReLU(alpha=0.5)"), parse("ReLU")]
    said = most_apart(functions, ["leaky", "plain"], (0, 1), -4.0, 3.0)
    assert said == [
        "f differs most at x = −4: −2 for leaky and 0 for plain.",
        "f′ differs most at x = 0: 0 for plain and 0.5 for leaky.",
    ]
    poles = [parse("1/x"), parse("ReLU")]
    assert most_apart(poles, ["hyperbola", "plain"], (0, 1), -4.0, 3.0) == [
        "Near x = 0, f of hyperbola grows without bound, and so does the difference.",
        "Near x = 0, f′ of hyperbola grows without bound, and so does the difference.",
    ]
    # Two with the same pole may differ by little.
    same = [poles[0], parse("1/x + 1")]
    assert most_apart(same, ["one", "other"], (0,), -4.0, 3.0)[0].startswith("f differs most")
    # The slope of a root has no bound where the root has no pole.
    roots = [parse("sqrt(abs(x))"), parse("ReLU")]
    assert most_apart(roots, ["root", "plain"], (1,), -4.0, 3.0)[0].startswith("Near x = 0, f′ of root")
    # One function, and one twice, differ nowhere.
    assert most_apart(functions[:1], ["leaky"], (0, 1), -4.0, 3.0) == []
    assert most_apart(functions[:1] * 2, ["leaky", "again"], (0, 1), -4.0, 3.0) == []
