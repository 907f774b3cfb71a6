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
    Activation,
    HardTanh,
    Interval,
    PReLU,
    Tanh,
    parse,
)
from activations.networks import training
from activations.networks.datasets import DATASETS, Examples
from activations.networks.network import Layer, outputs
from activations.networks.training import (
    EXAMPLES,
    LOSSES,
    MARGIN,
    OPTIMISERS,
    Snapshot,
    Task,
    Trainable,
    bounds,
    losses,
    step_gradients,
    train,
)
from tests.families import run_together

AUTOGRAD = json.loads((Path(__file__).parents[2] / "reference" / "autograd.json").read_text(encoding="utf-8"))
SHORT = Task(epochs=10)

Array = NDArray[np.float64]


@pytest.fixture(autouse=True)
def _numpy_never_warns() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def stored_network(f: Activation) -> tuple[list[Layer], Examples]:
    """The network and the examples that PyTorch was given."""
    functions = (f, f, None)
    layers = [
        Layer(np.array(weights), np.array(biases), function)
        for weights, biases, function in zip(AUTOGRAD["weights"], AUTOGRAD["biases"], functions, strict=True)
    ]
    return layers, Examples(np.array(AUTOGRAD["inputs"]), np.array(AUTOGRAD["targets"]))


def mean_loss(layers: list[Layer], examples: Examples, loss: str) -> float:
    signals, _ = step_gradients(layers, examples, LOSSES[loss], False)
    return float(np.mean(LOSSES[loss].value(signals[-1].after[:, 0], examples.targets)))


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
    got, h = np.array([-40.0, -1.5, -0.2, 0.0, 0.7, 3.0, 40.0]), 1e-6
    for target in (-1.0, 1.0):
        targets = np.full_like(got, target)
        value, slope, _ = LOSSES[loss]
        difference = (value(got + h, targets) - value(got - h, targets)) / (2 * h)
        assert slope(got, targets) == pytest.approx(difference, rel=1e-6, abs=1e-8)


@run_together("name", CATALOGUE, lambda name: CATALOGUE[name].family)
def test_the_same_settings_give_the_same_run_and_every_function_starts_from_the_same_weights(
    name: str,
) -> None:
    task = replace(SHORT, learned=bool(CATALOGUE[name].parameters()), seed=3)
    f = CATALOGUE[name]()
    snapshots, again = (list(train(f, task)) for _ in range(2))
    assert np.array_equal(vectors(snapshots), vectors(again), equal_nan=True)
    start = task.network(Tanh())
    for layer, other in zip(snapshots[0].layers, start, strict=True):
        assert np.array_equal(layer.weights, other.weights)
        assert np.array_equal(layer.biases, other.biases)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("data", DATASETS)
def test_training_lowers_the_loss_on_every_data_set(data: str, optimiser: str) -> None:
    rate = {"SGD": 0.1, "momentum": 0.02, "Adam": 0.01}[optimiser]
    for loss in losses(data):
        task = Task(data=data, loss=loss, optimiser=optimiser, rate=rate, epochs=60)
        first, *_, last = (snapshot.layers for snapshot in train(Tanh(), task))
        assert mean_loss(last, task.examples(), loss) < 0.7 * mean_loss(first, task.examples(), loss)
        if DATASETS[data].classes:
            x, y = task.examples(held_out=True)
            assert np.mean((outputs(last, x)[:, 0] > 0) == (y > 0)) > 0.6


@pytest.mark.parametrize("data", DATASETS)
@pytest.mark.parametrize("seed", range(10))
def test_a_data_set_is_fair_and_of_the_size_that_initialisations_assume(data: str, seed: int) -> None:
    task = Task(data=data, loss=losses(data)[0], seed=seed)
    x, y = task.examples()
    other, _ = task.examples(held_out=True)
    assert x.shape == (EXAMPLES, DATASETS[data].dimensions)
    assert not np.array_equal(x, other)
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
        ({"hidden": 0}, "hidden"),
        ({"units": 0}, "units"),
        ({"rate": 0.0}, "rate"),
        ({"rate": math.nan}, "rate"),
        ({"batch": 257}, "batch"),
        ({"epochs": 0}, "epochs"),
        ({"data": "swiss roll"}, "data"),
        ({"data": "sine", "loss": "logistic"}, "loss"),
        ({"optimiser": "LBFGS"}, "optimiser"),
        ({"scheme": "matched forward"}, "scheme"),
        ({"bias": math.inf}, "bias"),
        ({"noise": -0.1}, "noise"),
        ({"seed": -1}, "seed"),
    ],
    ids=str,
)
def test_a_task_that_makes_no_sense_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message} must"):
        replace(Task(), **change)


def test_every_example_is_in_one_batch_of_each_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[Examples] = []

    def watched(layers: Any, examples: Examples, *rest: Any) -> Any:
        batches.append(examples)
        return step_gradients(layers, examples, *rest)

    monkeypatch.setattr(training, "step_gradients", watched)
    task = replace(SHORT, batch=64)
    list(train(Tanh(), task))
    epochs = [batches[start : start + EXAMPLES // 64] for start in range(0, len(batches), EXAMPLES // 64)]
    assert len(epochs) == task.epochs
    orders = [np.concatenate([batch.inputs for batch in epoch]) for epoch in epochs]
    assert all(len(batch.inputs) == 64 for epoch in epochs for batch in epoch)
    assert all(np.array_equal(np.sort(order, axis=0), np.sort(orders[0], axis=0)) for order in orders)
    # Each time in another order.
    assert not np.array_equal(orders[0], orders[1])


def test_learned_parameters_are_one_for_each_hidden_layer_and_move() -> None:
    def alphas(task: Task) -> Array:
        networks = [snapshot.layers for snapshot in train(PReLU(), task)]
        return np.array(
            [[layer.f.settings()["alpha"] for layer in layers[:-1] if layer.f] for layers in networks]
        )

    learned = alphas(Task(learned=True, epochs=40))
    assert learned.shape[1] == 2
    assert np.all(learned[0] == PReLU().alpha)
    assert np.abs(learned[-1] - learned[0]).min() > 0.01
    assert np.all(alphas(Task(epochs=40)) == PReLU().alpha)


@pytest.mark.parametrize("name", [name for name, cls in CATALOGUE.items() if cls.parameters()])
def test_learned_parameters_stay_in_their_domain(name: str) -> None:
    # So fast that parameters would leave it.
    task = Task(learned=True, optimiser="SGD", rate=10.0, epochs=10, units=4)
    domains = {declared.name: declared.domain for declared in CATALOGUE[name].parameters()}
    for snapshot in train(CATALOGUE[name](), task):
        for f in (layer.f for layer in snapshot.layers if layer.f):
            for parameter, value in f.settings().items():
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
