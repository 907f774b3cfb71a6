"""The page on the neuron: from every link, in words, and in its charts at every current."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOGUE, parse
from activations.neuron import Neuron
from pages.shared import neuron_figures
from pages.shared.live.ready import encoded
from tests.pages.test_pages import (
    HOSTILE,
    assert_harmless,
    charts,
    complaints,
    own_link,
    spelled,
    widgets,
    written,
)

PAGE = Path(__file__).parents[2] / "pages" / "neuron.py"

FULL = {"I": ["4.25"], "tau": ["21.5"], "ref": ["3.3"], "fs": ["GELU", "Softplus(beta=3)", "Step"]}
LINKS: dict[str, Mapping[str, list[str]]] = {
    "bare": {},
    "full": FULL,
    "silent": {"I": ["2"], "ref": ["0"]},
    "as fast as it can": {"I": ["8"], "tau": ["5"], "ref": ["0"]},
    "nothing laid over it": {"fs": [""]},
}


def opened(link: Mapping[str, list[str]] | None = None) -> AppTest:
    at = AppTest.from_file(str(PAGE), default_timeout=60)
    at.query_params = dict(link or {})
    return at.run()


def test_the_page_opens_with_a_neuron_that_fires_and_both_sentences_with_their_sources() -> None:
    at = opened()
    assert_harmless(at)
    assert len(charts(at)) == 2
    shown = " ".join(text for _, text in written(at))
    for what in ("it fires 83.2 times a second", "Where it holds", "Where it fails", "glorot11a", "Ch1.S4"):
        assert what in shown


@pytest.mark.parametrize("link", list(LINKS.values()), ids=list(LINKS))
def test_the_link_restores_what_is_shown(link: Mapping[str, list[str]]) -> None:
    at = opened(link)
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    shown = widgets(at)
    for key, given in link.items():
        assert spelled(shown[key]) == [value for value in given if value], key
    again = opened(own_link(at))
    assert not complaints(again)
    assert widgets(again) == shown
    assert written(again) == written(at)
    assert charts(again) == charts(at)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("key", [key for key in FULL if key != "fs"])
def test_a_bad_value_is_named_and_replaced_and_all_others_are_kept(key: str, name: str) -> None:
    at = opened(FULL | {key: HOSTILE[name]})
    assert_harmless(at)
    (complaint,) = complaints(at)
    assert complaint.startswith(f"The link says {key} = ")
    shown = widgets(at)
    assert {other for other in set(FULL) - {key} if spelled(shown[other]) != FULL[other]} == set()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_wrong_function_gets_a_sentence_and_the_others_are_shown(name: str) -> None:
    at = opened({"fs": ["Tanh", *HOSTILE[name][:2]]})
    assert_harmless(at)
    assert at.error or name in ("nothing", "the same twice")
    assert any("Tanh" in text for _, text in written(at))


@pytest.mark.parametrize(("key", "value"), [("I", "8.1"), ("I", "-1"), ("tau", "4.9"), ("ref", "11")])
def test_numbers_the_page_does_not_allow_are_named(key: str, value: str) -> None:
    at = opened({key: [value]})
    (complaint,) = complaints(at)
    assert f"{key} = `{value}`" in complaint
    assert widgets(at) == widgets(opened())


def test_below_the_threshold_current_it_never_fires() -> None:
    shown = " ".join(text for _, text in written(opened({"I": ["1.5"]})))
    assert "At 1.5 nA it never fires: the potential only approaches −55 mV" in shown


@pytest.mark.parametrize("current", [0.0, 2.0, 2.05, 8.0])
def test_there_is_a_stroke_for_each_spike(current: float) -> None:
    neuron = Neuron(time_constant=5.0, refractory=0.0)
    figure = neuron_figures.potential(neuron, current)
    strokes = figure["data"][1]
    starts = strokes["x"][::3]
    spikes = neuron.spikes(current, neuron_figures.DURATION)
    assert starts[np.isfinite(starts)].tolist() == spikes.tolist()
    assert len(strokes["x"]) == len(strokes["y"])
    encoded(figure)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_function_can_be_laid_over_the_rate(name: str) -> None:
    neuron, f = Neuron(), CATALOGUE[name]()
    figure = neuron_figures.rate(neuron, [f], [name], 3.0)
    assert np.isfinite(figure["data"][1]["y"]).all()
    # No other height comes nearer.
    best, target = neuron_figures.laid_over(neuron, f), neuron.rate(neuron_figures.CURRENTS)
    for factor in (0.99, 1.01):
        assert np.sum((factor * best - target) ** 2) >= np.sum((best - target) ** 2) - 1e-9
    assert figure["data"][-1]["y"].tolist() == [float(neuron.rate(3.0))]


def test_a_slope_comes_nearer_than_a_step() -> None:
    neuron = Neuron(refractory=0.5)
    assert neuron_figures.misfit(neuron, parse("ReLU")) < neuron_figures.misfit(neuron, parse("Step"))
