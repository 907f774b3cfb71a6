"""The page on depth: in words, and in its charts at every layer."""

from __future__ import annotations

from itertools import cycle

import numpy as np
import pytest

from activations import CATALOGUE, parse
from activations.networks.mean_field import moments
from activations.networks.network import INITIALISATIONS
from activations.networks.propagation import Stack, measure, theory
from pages.depth import figures as depth_figures
from pages.depth import layer_charts as depth_charts
from pages.depth import words as depth_words
from pages.depth.figures import PropagationResult
from pages.shared.live.ready import encode
from tests.families import run_together
from tests.pages.test_pages import assert_harmless, charts, complaints, opened, own_link, written


def run(text: str, stack: Stack) -> PropagationResult:
    f = parse(text)
    return PropagationResult(text, stack.weight_variance(f), measure(f, stack), *theory(f, stack))


def test_the_page_opens_with_four_functions_and_what_became_of_their_gradients() -> None:
    at = opened("depth")
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    assert len(charts(at)) == 8
    shown = " ".join(text for _, text in written(at))
    for what in (
        "vanished",
        "alive",
        "**SELU**",
        "mean 0 and variance 1",
        "normalised by itself",
        "128 examples",
    ):
        assert what in shown


def test_a_function_without_a_matching_gain_is_named() -> None:
    at = opened("depth", {"fs": ["Sign", "Tanh"], "init": ["matched backward"], "layers": ["3"]})
    (warning,) = (warning.value for warning in at.warning)
    assert "Sign" in warning
    assert len(charts(at)) == 5


def test_the_chosen_layer_stays_within_the_network() -> None:
    at = opened("depth", {"layer": ["25"]})
    chosen = 25
    for layers in (10, 40, 1, 100, 2):
        at.slider(key="layers").set_value(layers).run()
        assert_harmless(at)
        layer = at.slider(key="layer")
        assert (layer.min, layer.max) == (0, layers)
        chosen = min(chosen, layers)
        assert layer.value == chosen
        assert not complaints(opened("depth", own_link(at)))


# The schemes in turn, and for what has no gradient also the one that cannot be had.
INITIALISED = [
    *zip(CATALOGUE, cycle(INITIALISATIONS), strict=False),
    *((name, "matched backward") for name, cls in CATALOGUE.items() if moments(cls(), 1.0).slope == 0),
]


@run_together("name, scheme", INITIALISED, lambda case: CATALOGUE[case[0]].family)
def test_every_function_has_charts_and_words_without_a_number_that_is_none(name: str, scheme: str) -> None:
    stack = Stack(layers=6, width=8, scheme=scheme, gain=2.0)
    if scheme == "matched backward" and moments(CATALOGUE[name](), 1.0).slope == 0:
        with pytest.raises(ValueError, match="gain"):
            run(name, stack)
        return
    found = run(name, stack)
    for chart in (*depth_charts.curves([found]), *depth_charts.ridges([found])):
        for layer in (0, 6):
            figure = chart.at(layer)
            for axis in ("xaxis", "yaxis"):
                low, high = figure["layout"][axis]["range"]
                assert -1e3 < low < high < 1e3
            assert not any(np.isinf(trace[axis]).any() for trace in figure["data"] for axis in "xy")
            encode(figure)
    text = depth_words.outcomes([found]) + depth_words.settling(found)
    assert "nan" not in text
    assert "undefined" not in text or found.measured.diverged is None
    assert ("diverged" in text) == (
        found.measured.diverged is not None or np.isnan(found.measured.first_gradient)
    )


def test_theory_is_drawn_in_the_layers_that_it_speaks_of() -> None:
    found = run("SELU", Stack(layers=7, width=16))
    figure = depth_figures.means([found])
    measured, theory = (
        next(trace for trace in figure["data"] if trace["name"] == name) for name in ("SELU", "SELU, theory")
    )
    # The input is given, and measured only.
    assert (measured["x"].tolist(), theory["x"].tolist()) == (list(range(8)), list(range(1, 8)))
    assert theory["y"] == pytest.approx(found.prediction.means)


def test_the_line_and_the_distribution_are_those_of_the_chosen_layer() -> None:
    found = run("SELU", Stack(layers=7, width=16))
    (ridge,) = depth_charts.ridges([found])
    for layer in range(8):
        for chart in depth_charts.curves([found]):
            assert chart.at(layer)["data"][-1]["x"].tolist() == [layer, layer]
        outline = ridge.at(layer)["data"][-1]["y"] + layer
        counts = found.measured.histograms[layer]
        assert np.argmax(outline) == np.argmax(counts) + 1
        assert outline[1:-1] * counts.max() == pytest.approx(outline.max() * counts)
        assert outline[[0, -1]].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("factor", "text"),
    [
        (1.3e-19, "1.3·10⁻¹⁹: vanished"),
        (3.3, "3.3: alive"),
        (2e-3, "0.002: alive"),
        (5e-4, "0.0005: vanished"),
        (2e12, "2·10¹²: exploded"),
        (0.0, "0: no gradient arrives"),
        (np.nan, "not finite: diverged"),
    ],
)
def test_the_verdict_says_what_became_of_the_gradient(factor: float, text: str) -> None:
    assert depth_words.verdict(factor) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (1e-6, "under 1 %"), (0.5, "50 %"), (0.999, "over 99 %"), (1, "100 %")],
)
def test_a_share_is_none_or_all_only_if_it_is(value: float, text: str) -> None:
    assert depth_words.share(value) == text


@pytest.mark.parametrize(
    ("text", "stack", "part"),
    [
        (
            "SELU",
            Stack(),
            "settle at mean 0 and variance 1. It keeps its activations normalised by itself.",
        ),
        ("ReLU", Stack(), "In theory the activations die out: the fixed point is 0."),
        ("Tanh", Stack(), "die out slowly"),
        ("ReLU", Stack(scheme="He"), "so would any other variance"),
        ("ReLU", Stack(scheme="He", gain=2), "no fixed point"),
        ("GELU", Stack(scheme="matched forward"), "leads away from it"),
        ("Exponential", Stack(), "diverged in layer 3"),
        ("SoftExponential(alpha=-0.05)", Stack(), "| cannot say |"),
        (
            "SoftExponential(alpha=-0.05)",
            Stack(),
            "theory cannot say more, since the averages over a normal input do not exist",
        ),
    ],
    ids=str,
)
def test_the_summary_says_where_the_layers_settle(text: str, stack: Stack, part: str) -> None:
    found = run(text, stack)
    assert part in depth_words.outcomes([found]) + depth_words.settling(found)
