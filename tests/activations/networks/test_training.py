"""Data sets, optimisers and training: against PyTorch, against finite differences, and against their promises."""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import (
    CATALOGUE,
    ELU,
    Activation,
    Exponential,
    HardTanh,
    Identity,
    Interval,
    PReLU,
    ReLU,
    Tanh,
    parse,
)
from activations.networks.datasets import DATASETS, Examples
from activations.networks.network import Layer
from activations.networks.record import SIDE, WINDOW, Record, look, record, under, window
from activations.networks.training import (
    BATCHES,
    EPOCH_STEP,
    EPOCHS,
    EXAMPLES,
    LOSSES,
    MARGIN,
    MOST_FRAMES,
    OPTIMISERS,
    Snapshot,
    Task,
    Trainable,
    bounds,
    losses,
    shortened,
    step_gradients,
    total,
    train,
)

AUTOGRAD = json.loads((Path(__file__).parents[2] / "reference" / "autograd.json").read_text(encoding="utf-8"))
SHORT = Task(epochs=10)

Array = NDArray[np.float64]


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def stored_network(f: Activation) -> tuple[list[Layer], Examples]:
    """Return the network and the examples that PyTorch was given."""
    functions = (f, f, None)
    layers = [
        Layer(np.array(weights), np.array(biases), function)
        for weights, biases, function in zip(AUTOGRAD["weights"], AUTOGRAD["biases"], functions, strict=True)
    ]
    return layers, Examples(np.array(AUTOGRAD["inputs"]), np.array(AUTOGRAD["targets"]))


def mean_loss(layers: list[Layer], examples: Examples, loss: str) -> float:
    signals, _ = step_gradients(layers, examples, LOSSES[loss], False)
    return float(np.mean(LOSSES[loss].value(signals[-1].after[:, 0], examples.targets)))


def run(f: Activation, task: Task) -> tuple[list[Snapshot], Record]:
    snapshots = list(train(f, task))
    looks = [look(snapshot.layers, task) for snapshot in snapshots]
    return snapshots, record([snapshot.epoch for snapshot in snapshots], looks, task)


def vectors(snapshots: list[Snapshot]) -> Array:
    return np.array([Trainable(snapshot.layers, True).vector for snapshot in snapshots])


@pytest.mark.parametrize("entry", AUTOGRAD["gradients"], ids=lambda e: f"{e['function']}-{e['loss']}")
def test_the_gradient_is_that_of_autograd(entry: Mapping[str, Any]) -> None:
    f = parse(entry["function"])
    layers, examples = stored_network(f)
    network = Trainable(layers, learned=True)
    _, found = step_gradients(network.layers, examples, LOSSES[entry["loss"]], learned=True)
    assert mean_loss(layers, examples, entry["loss"]) == pytest.approx(entry["value"], rel=1e-13)
    assert network.gradient(found) == pytest.approx(np.array(entry["gradient"]), rel=1e-10, abs=1e-14)


@pytest.mark.parametrize(
    "entry", AUTOGRAD["steps"], ids=lambda e: f"{e['function']}-{e['loss']}-{e['optimiser']}"
)
def test_the_optimisers_go_where_those_of_pytorch_go(entry: Mapping[str, Any]) -> None:
    layers, examples = stored_network(parse(entry["function"]))
    network = Trainable(layers, learned=True)
    optimiser = OPTIMISERS[entry["optimiser"]](entry["rate"])
    for _ in range(entry["steps"]):
        _, found = step_gradients(network.layers, examples, LOSSES[entry["loss"]], learned=True)
        assert network.subtract(optimiser.step(network.gradient(found)))
    assert network.vector == pytest.approx(np.array(entry["vector"]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_slope_of_a_loss_is_its_derivative(loss: str) -> None:
    outputs, h = np.array([-40.0, -1.5, -0.2, 0.0, 0.7, 3.0, 40.0]), 1e-6
    for target in (-1.0, 1.0):
        targets = np.full_like(outputs, target)
        value, slope = LOSSES[loss]
        difference = (value(outputs + h, targets) - value(outputs - h, targets)) / (2 * h)
        assert slope(outputs, targets) == pytest.approx(difference, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_same_settings_give_the_same_run_and_every_function_starts_from_the_same_weights(
    name: str,
) -> None:
    task = replace(SHORT, learned=bool(CATALOGUE[name].parameters()), seed=3)
    f = CATALOGUE[name]()
    snapshots, found = run(f, task)
    again, same = run(f, task)
    assert np.array_equal(vectors(snapshots), vectors(again), equal_nan=True)
    assert np.array_equal(found.outputs, same.outputs)
    start = task.network(Tanh())
    for layer, other in zip(snapshots[0].layers, start, strict=True):
        assert np.array_equal(layer.weights, other.weights)
        assert np.array_equal(layer.biases, other.biases)
    assert len(found.epochs) == len(snapshots) or found.diverged


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("data", DATASETS)
def test_training_lowers_the_loss_on_every_data_set(data: str, optimiser: str) -> None:
    rate = {"SGD": 0.1, "momentum": 0.02, "Adam": 0.01}[optimiser]
    for loss in losses(data):
        task = Task(data=data, loss=loss, optimiser=optimiser, rate=rate, epochs=60)
        _, found = run(Tanh(), task)
        assert not found.diverged
        assert found.losses[-1, 0] < 0.7 * found.losses[0, 0]
        if DATASETS[data].classes:
            assert found.accuracies[-1, 1] > 0.6
        else:
            assert np.isnan(found.accuracies).all()


@pytest.mark.parametrize("data", DATASETS)
@pytest.mark.parametrize("seed", range(10))
def test_a_data_set_is_fair_and_fills_the_picture(data: str, seed: int) -> None:
    task = Task(data=data, loss=losses(data)[0], seed=seed)
    x, y = task.examples()
    other, _ = task.examples(held_out=True)
    assert x.shape == (EXAMPLES, DATASETS[data].dimensions)
    assert not np.array_equal(x, other)
    assert np.abs(x).max() < WINDOW
    assert np.abs(x.mean(axis=0)).max() < 0.35
    assert 0.4 < x.std() < 1.4
    if DATASETS[data].classes:
        assert sorted(set(y)) == [-1, 1]
        assert y.sum() == 0
    assert np.array_equal(task.examples().inputs, x)
    noisy = replace(task, noise=0.3)
    assert (noisy.examples().inputs - x).std() == pytest.approx(
        0.25 if DATASETS[data].classes else 0, abs=0.06
    )


def test_classes_without_noise_do_not_overlap() -> None:
    for name, data in DATASETS.items():
        if data.classes:
            x, y = data.examples(EXAMPLES, 0.0, [0])
            apart = np.linalg.norm(x[y > 0][:, None] - x[y < 0], axis=2)
            assert apart.min() > 0.1, name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hidden": 5}, "hidden"),
        ({"units": 1}, "units"),
        ({"rate": 0.0}, "rate"),
        ({"rate": math.nan}, "rate"),
        ({"batch": 7}, "batch"),
        ({"epochs": 15}, "epochs"),
        ({"epochs": 1000}, "epochs"),
        ({"data": "swiss roll"}, "data"),
        ({"data": "sine", "loss": "logistic"}, "loss"),
        ({"optimiser": "LBFGS"}, "optimiser"),
        ({"scheme": "matched forward"}, "scheme"),
        ({"bias": -4}, "bias"),
        ({"noise": -0.1}, "noise"),
        ({"seed": -1}, "seed"),
    ],
    ids=str,
)
def test_a_task_that_makes_no_sense_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message} must"):
        replace(Task(), **change)


def test_a_run_shows_enough_but_not_too_many_epochs() -> None:
    for epochs in range(EPOCHS[0], EPOCHS[1] + 1, EPOCH_STEP):
        task = Task(epochs=epochs)
        assert epochs % task.stride == 0
        assert min(epochs, MOST_FRAMES / 2) * 0.8 <= epochs // task.stride <= MOST_FRAMES


def test_learned_parameters_are_one_for_each_hidden_layer_and_move() -> None:
    _, found = run(PReLU(), Task(learned=True, epochs=40))
    alphas = found.settings["alpha"]
    assert alphas.shape == (len(found.epochs), 2)
    assert np.all(alphas[0] == PReLU().alpha)
    assert np.abs(alphas[-1] - alphas[0]).min() > 0.01
    _, fixed = run(PReLU(), Task(epochs=40))
    assert np.all(fixed.settings["alpha"] == PReLU().alpha)


@pytest.mark.parametrize("name", [name for name, cls in CATALOGUE.items() if cls.parameters()])
def test_learned_parameters_stay_in_their_domain(name: str) -> None:
    # So fast that parameters would leave it.
    task = Task(learned=True, optimiser="SGD", rate=10.0, epochs=10, units=4)
    domains = {declared.name: declared.domain for declared in CATALOGUE[name].parameters()}
    for snapshot in train(CATALOGUE[name](), task):
        for layer in snapshot.layers[:-1]:
            for parameter, value in layer.f.settings().items():
                assert value in domains[parameter]


def test_learned_parameters_that_together_make_no_function_are_left_as_they_were() -> None:
    network = Trainable([Layer(np.ones((1, 1)), np.zeros(1), HardTanh())], learned=True)
    for bounds_after, accepted in (((0.5, 0.2), (-1.0, 1.0)), ((-0.5, 0.2), (-0.5, 0.2))):
        step = network.vector.copy()
        step[:2], step[2:] = 0.1, network.settings - bounds_after
        assert network.subtract(step)
        assert tuple(network.settings) == pytest.approx(accepted)
        assert network.layers[0].f == HardTanh(*network.settings.tolist())


@pytest.mark.parametrize(
    ("domain", "ends"),
    [("(0, inf)", (MARGIN, math.inf)), ("[0, 1]", (0, 1)), ("[0, 1)", (0, 1 - MARGIN))],
)
def test_open_ends_of_a_domain_are_kept_away_from(domain: str, ends: tuple[float, float]) -> None:
    assert bounds(Interval.parse(domain)) == ends


def test_divergence_ends_a_run_with_its_last_good_picture() -> None:
    task = Task(optimiser="SGD", rate=10.0, epochs=50, data="sine", loss="squared")
    _, found = run(ELU(), task)
    assert found.diverged
    assert 1 <= len(found.epochs) < 51
    for values in (found.losses, found.gradients, found.outputs):
        assert np.isfinite(values).all()
    assert found.row(50) == len(found.epochs) - 1
    assert found.rows(found.epochs).tolist() == [found.row(epoch) for epoch in found.epochs]
    assert found.rows(found.epochs + 0.9).tolist() == list(range(len(found.epochs)))


def test_a_loss_that_explodes_ends_a_run_though_every_number_is_finite() -> None:
    looks = [
        look(SHORT.network(ReLU()), SHORT)._replace(losses=(loss, loss)) for loss in (2e6, 1e6, 1e7, 1.0)
    ]
    found = record([0, 1, 2, 3], looks, SHORT)
    assert found.diverged
    assert found.losses[:, 0].tolist() == [2e6, 1e6]
    # Going up at first is no divergence, nor is a run that was stopped.
    assert not record([0, 1], looks[::-1][:1] * 2, SHORT, ended=False).diverged


def test_a_network_that_starts_out_of_bounds_still_has_a_first_picture() -> None:
    task = replace(SHORT, hidden=4, units=64, scheme="He")
    _, found = run(Exponential(), task)
    assert found.diverged
    assert found.epochs.tolist() == [0]


def test_dead_units_are_those_that_are_0_at_every_example() -> None:
    # No input is larger than 2.4, so that no unit of the first layer gets above its bias.
    task = replace(SHORT, bias=-3.0, units=8)
    layers = task.network(ReLU())
    layers[0] = layers[0]._replace(weights=layers[0].weights * 0.1)
    layers[0].weights[:, 0] = 10.0
    seen = look(layers, task)
    assert seen.dead[0].tolist() == [False] + [True] * 7
    assert not look(under(layers, ELU()), task).dead.any()


def test_a_dead_unit_of_the_first_layer_stays_dead() -> None:
    _, found = run(ReLU(), Task(bias=-2.0, rate=0.1, epochs=100))
    first = found.dead[:, 0]
    assert first.any()
    assert np.all(first[1:] >= first[:-1])


def test_the_same_weights_can_be_seen_under_another_function() -> None:
    layers = SHORT.network(ReLU())
    swapped = under(layers, Tanh())
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
    image = look(layers, SHORT).outputs.reshape(SIDE, SIDE)
    assert image.dtype == np.uint8
    assert np.all(image[:, 0] < 50)
    assert np.all(image[:, -1] > 200)


@pytest.mark.parametrize("seeds", [1, 10])
@pytest.mark.parametrize("batch", BATCHES)
def test_the_dearest_task_is_cut_to_its_budget(batch: int, seeds: int) -> None:
    functions = [cls() for cls in CATALOGUE.values() if len(cls.parameters()) == 3][:1] * 4
    task = Task(hidden=4, units=64, batch=batch, epochs=500, learned=True)
    short, kept = shortened(functions, task, seeds, 10.0)
    assert total(functions, short, kept) <= 10
    assert total(functions, replace(short, epochs=short.epochs + EPOCH_STEP), kept) > 10 or kept < seeds
    assert kept == seeds or short.epochs == EPOCHS[0]
    assert shortened(functions, SHORT, 1, 10.0) == (SHORT, 1)
