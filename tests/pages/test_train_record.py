"""The record of a training run: its numbers, its pictures, and where it ends."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from activations import ELU, Activation, Exponential, Identity, PReLU, ReLU, Tanh
from activations.networks.datasets import DATASETS, SIDE, WINDOW, window
from activations.networks.network import Layer
from activations.networks.training import Task, losses, train
from pages.train.record import Record, assess, record, replace_function
from pages.train.snapshots import stride_of

SHORT = Task(epochs=10)


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def run(f: Activation, task: Task) -> Record:
    snapshots = list(train(f, task, stride_of(task)))
    assessments = [assess(snapshot.layers, task) for snapshot in snapshots]
    return record([snapshot.epoch for snapshot in snapshots], assessments, task)


@pytest.mark.parametrize("f", [ELU(), PReLU()], ids=repr)
def test_the_same_settings_give_the_same_record(f: Activation) -> None:
    task = replace(SHORT, learned=True, seed=3)
    one, other = run(f, task), run(f, task)
    assert len(one.epochs) == len(list(train(f, task, stride_of(task))))
    assert np.array_equal(one.outputs, other.outputs)
    assert np.array_equal(one.losses, other.losses)


def test_learned_parameters_have_a_row_for_each_snapshot() -> None:
    found = run(PReLU(), replace(SHORT, learned=True))
    assert found.settings["alpha"].shape == (len(found.epochs), SHORT.hidden)


@pytest.mark.parametrize("data", DATASETS)
def test_examples_lie_within_the_picture_and_only_classes_have_accuracies(data: str) -> None:
    task = replace(SHORT, data=data, loss=losses(data)[0])
    for seed in range(10):
        assert np.abs(replace(task, seed=seed).examples().inputs).max() < WINDOW
    assert np.isnan(run(Tanh(), task).accuracies).any() != DATASETS[data].classes


def test_divergence_ends_a_run_with_its_last_good_picture() -> None:
    task = Task(optimiser="SGD", rate=10.0, epochs=50, data="sine", loss="squared")
    found = run(ELU(), task)
    assert found.diverged
    assert 1 <= len(found.epochs) < 51
    for values in (found.losses, found.gradients, found.outputs):
        assert np.isfinite(values).all()
    assert found.row(50) == len(found.epochs) - 1
    epochs = found.epochs.astype(float)
    assert found.rows(epochs).tolist() == [found.row(epoch) for epoch in found.epochs]
    assert found.rows(epochs + 0.9).tolist() == list(range(len(found.epochs)))


def test_a_loss_that_explodes_ends_a_run_though_every_number_is_finite() -> None:
    assessments = [
        assess(SHORT.network(ReLU()), SHORT)._replace(losses=(loss, loss)) for loss in (2e6, 1e6, 1e7, 1.0)
    ]
    found = record([0, 1, 2, 3], assessments, SHORT)
    assert found.diverged
    assert found.losses[:, 0].tolist() == [2e6, 1e6]
    # Going up at first is no divergence, nor is a run that was stopped.
    assert not record([0, 1], assessments[::-1][:1] * 2, SHORT, ended=False).diverged


def test_a_network_that_starts_out_of_bounds_still_has_a_first_picture() -> None:
    task = replace(SHORT, hidden=4, units=64, scheme="He")
    found = run(Exponential(), task)
    assert found.diverged
    assert found.epochs.tolist() == [0]


def test_dead_units_are_those_that_are_0_at_every_example() -> None:
    # No input is larger than 2.4, so that no unit of the first layer gets above its bias.
    task = replace(SHORT, bias=-3.0, units=8)
    layers = task.network(ReLU())
    layers[0] = layers[0]._replace(weights=layers[0].weights * 0.1)
    layers[0].weights[:, 0] = 10.0
    seen = assess(layers, task)
    assert seen.dead[0].tolist() == [False] + [True] * 7
    assert not assess(replace_function(layers, ELU()), task).dead.any()


def test_a_dead_unit_of_the_first_layer_stays_dead() -> None:
    found = run(ReLU(), Task(bias=-2.0, rate=0.1, epochs=100))
    first = found.dead[:, 0]
    assert first.any()
    assert np.all(first[1:] >= first[:-1])


def test_the_same_weights_can_be_seen_under_another_function() -> None:
    layers = SHORT.network(ReLU())
    swapped = replace_function(layers, Tanh())
    assert [layer.f for layer in swapped] == [Tanh(), Tanh(), None]
    assert all(layer.weights is other.weights for layer, other in zip(layers, swapped, strict=True))


def test_a_map_begins_at_the_bottom_left() -> None:
    grid = window(2).reshape(SIDE, SIDE, 2)
    assert grid[0, 0].tolist() == pytest.approx([-WINDOW * (1 - 1 / SIDE)] * 2)
    assert grid[0, -1, 0] > 0 > grid[0, -1, 1]
    layers = [
        Layer(np.array([[1.0], [0.0]]), np.zeros(1), Identity()),
        Layer(np.eye(1), np.zeros(1), Identity()),
    ]
    image = assess(layers, SHORT).outputs.reshape(SIDE, SIDE)
    assert image.dtype == np.uint8
    assert np.all(image[:, 0] < 50)
    assert np.all(image[:, -1] > 200)
