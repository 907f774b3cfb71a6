"""The neuron's closed forms against each other, against its equation and against small steps of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from activations.neuron import Neuron

NEURONS = [Neuron(), Neuron(refractory=0.0), Neuron(reset=-80.0, time_constant=20.0), Neuron(resistance=40.0)]
every_neuron = pytest.mark.parametrize("neuron", NEURONS, ids=range(len(NEURONS)))


def in_small_steps(
    neuron: Neuron, current: float, duration: float, step: float
) -> tuple[list[float], list[float]]:
    """The times of spikes and the potentials by Euler's method."""
    u, free, spikes, potentials = neuron.rest, 0.0, [], []
    for index in range(round(duration / step)):
        potentials.append(u)
        t = index * step
        if t >= free:
            u += step / neuron.time_constant * (neuron.rest - u + neuron.resistance * current)
        if u >= neuron.threshold:
            spikes.append(t + step)
            u, free = neuron.reset, t + step + neuron.refractory
    return spikes, potentials


@every_neuron
@pytest.mark.parametrize("share", [0.5, 1.01, 1.3, 3.0])
def test_spikes_and_potential_are_what_small_steps_lead_to(neuron: Neuron, share: float) -> None:
    current, step, duration = share * neuron.rheobase, 1e-3, 120.0
    spikes, potentials = in_small_steps(neuron, current, duration, step)
    exact = neuron.spikes(current, duration)
    assert abs(len(exact) - len(spikes)) <= 1
    count = min(len(exact), len(spikes))
    assert spikes[:count] == pytest.approx(exact[:count], rel=2e-3, abs=2 * step)
    until = round((exact[0] if len(exact) else duration) / step) - 5
    times = np.arange(0, until, 100) * step
    assert neuron.potential(current, times) == pytest.approx(np.array(potentials)[0:until:100], abs=0.02)


@every_neuron
def test_the_rate_is_the_number_of_spikes_a_second(neuron: Neuron) -> None:
    for share in (1.05, 1.5, 4.0):
        current = share * neuron.rheobase
        spikes = neuron.spikes(current, 1e5)
        assert 1000 / np.diff(spikes) == pytest.approx(float(neuron.rate(current)), rel=1e-6)


@every_neuron
def test_the_potential_obeys_the_equation_between_spikes(neuron: Neuron) -> None:
    current, h = 1.4 * neuron.rheobase, 1e-4
    times = np.linspace(0.5, 100, 500)
    spikes = neuron.spikes(current, 101.0)
    since = times[:, None] - spikes
    times = times[np.all((since < -2 * h) | (since > neuron.refractory + 2 * h), axis=1)]
    u = neuron.potential(current, times)
    slope = (neuron.potential(current, times + h) - neuron.potential(current, times - h)) / (2 * h)
    assert slope * neuron.time_constant == pytest.approx(
        neuron.rest - u + neuron.resistance * current, abs=1e-5
    )


@every_neuron
def test_the_potential_stays_below_the_threshold_and_at_the_reset_while_refractory(neuron: Neuron) -> None:
    current = 1.7 * neuron.rheobase
    assert np.all(neuron.potential(current, np.linspace(0, 200, 5001)) <= neuron.threshold + 1e-9)
    for spike in neuron.spikes(current, 100.0):
        assert neuron.potential(current, [spike, spike + neuron.refractory / 2]) == pytest.approx(
            neuron.reset
        )
        assert neuron.potential(current, spike - 1e-9) == pytest.approx(neuron.threshold, abs=1e-6)


@every_neuron
def test_up_to_the_rheobase_it_never_fires(neuron: Neuron) -> None:
    for current in (-5.0, 0.0, neuron.rheobase):
        assert neuron.rate(current) == 0
        assert len(neuron.spikes(current, 1e6)) == 0
    assert neuron.rate(neuron.rheobase * (1 + 1e-9)) > 0


@every_neuron
def test_the_rate_rises_and_no_more_than_the_refractory_time_allows(neuron: Neuron) -> None:
    rates = neuron.rate(np.linspace(0, 100, 2001))
    assert np.all(np.diff(rates) >= 0)
    assert float(neuron.rate(math.inf)) == pytest.approx(
        1000 / neuron.refractory if neuron.refractory else math.inf
    )
    assert np.isnan(neuron.rate(math.nan))


def test_the_rate_of_the_default_neuron() -> None:
    neuron = Neuron()
    assert neuron.rheobase == 2.0
    # 2 + 8·ln(1 + 15/10) ms between spikes at 3 nA.
    assert neuron.rate(3.0) == pytest.approx(1000 / (2 + 8 * math.log(2.5)))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"threshold": -70.0}, "below the threshold"),
        ({"reset": -40.0}, "below the threshold"),
        ({"time_constant": 0.0}, "time_constant must lie in"),
        ({"resistance": math.nan}, "resistance must lie in"),
        ({"refractory": -1.0}, "refractory must lie in"),
    ],
)
def test_a_neuron_that_makes_no_sense_is_named(settings: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Neuron(**settings)
