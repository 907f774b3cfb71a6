"""The page on the neuron: in words, and in its charts at every current."""

from __future__ import annotations

import numpy as np
import pytest

from activations import CATALOGUE, parse
from activations.neuron import Neuron
from pages.neuron import figures as neuron_figures
from pages.shared.live.ready import encode
from tests.families import run_together
from tests.pages.test_pages import assert_harmless, charts, opened, written


def test_the_page_opens_with_a_neuron_that_fires_and_both_sentences_with_their_sources() -> None:
    at = opened("neuron")
    assert_harmless(at)
    assert len(charts(at)) == 2
    shown = " ".join(text for _, text in written(at))
    for what in ("it fires 83.2 times a second", "Where it holds", "Where it fails", "glorot11a", "Ch1.S4"):
        assert what in shown


def test_below_the_threshold_current_it_never_fires() -> None:
    shown = " ".join(text for _, text in written(opened("neuron", {"I": ["1.5"]})))
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
    encode(figure)


@run_together("name", CATALOGUE, lambda name: CATALOGUE[name].family)
def test_every_function_can_be_laid_over_the_rate(name: str) -> None:
    neuron, f = Neuron(), CATALOGUE[name]()
    figure = neuron_figures.rate(neuron, [f], [name], 3.0)
    assert np.isfinite(figure["data"][1]["y"]).all()
    # No other height comes nearer.
    best, target = neuron_figures.scale_to_rate(neuron, f), neuron.rate(neuron_figures.CURRENTS)
    for factor in (0.99, 1.01):
        assert np.sum((factor * best - target) ** 2) >= np.sum((best - target) ** 2) - 1e-9
    assert figure["data"][-1]["y"].tolist() == [float(neuron.rate(3.0))]


def test_a_slope_comes_nearer_than_a_step() -> None:
    neuron = Neuron(refractory=0.5)
    assert neuron_figures.misfit(neuron, parse("ReLU")) < neuron_figures.misfit(neuron, parse("Step"))
