"""Many runs at once: each as if it were alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from activations import CATALOGUE, parse
from activations.networks.datasets import DATASETS
from activations.networks.network import outputs
from activations.networks.sweep import MOST_RUNS, Block, Run, split
from activations.networks.training import LOSSES, OPTIMISERS, Task, losses, train

SHORT = Task(epochs=5, units=6, batch=64)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("data", DATASETS)
def test_a_run_in_a_block_is_the_run_alone(data: str, optimiser: str) -> None:
    task = replace(SHORT, data=data, loss=losses(data)[0], optimiser=optimiser)
    runs = [
        Run(parse(text), replace(task, seed=seed, rate=rate))
        for text in ("ELU(alpha=0.3)", "ELU(alpha=2)", "x * sigmoid(2*x)")
        for seed, rate in ((0, 0.01), (7, 0.003))
    ]
    block = Block(runs)
    seen = list(block.train())
    for row, run in enumerate(runs):
        *_, alone = train(run.f, run.task)
        for mine, layer in zip(block.layers(row), alone.layers, strict=True):
            np.testing.assert_allclose(mine.weights, layer.weights, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(mine.biases, layer.biases, rtol=1e-9, atol=1e-12)
        inputs, targets = run.task.examples(held_out=True)
        result = outputs(alone.layers, inputs)[:, 0]
        loss = float(np.mean(LOSSES[task.loss].value(result, targets)))
        assert seen[-1].held_out[row] == pytest.approx(loss, rel=1e-9)
        assert seen[-1].accuracies[row] == np.mean((result > 0) == (targets > 0))


@pytest.mark.parametrize("name", ["PReLU", "HardTanh", "SELU", "Snake"])
def test_parameters_are_learned_as_by_a_run_alone(name: str) -> None:
    task = replace(SHORT, learned=True)
    runs = [Run(CATALOGUE[name](), replace(task, seed=seed)) for seed in (0, 1)] + [Run(parse("ReLU"), task)]
    block = Block(runs)
    list(block.train())
    for row, run in enumerate(runs):
        *_, alone = train(run.f, run.task)
        for mine, layer in zip(block.layers(row)[:-1], alone.layers[:-1], strict=True):
            assert mine.f is not None
            assert layer.f is not None
            assert mine.f.settings() == pytest.approx(layer.f.settings(), rel=1e-9)


def test_a_run_that_diverges_is_marked_and_leaves_the_others_alone() -> None:
    task = replace(SHORT, data="sine", loss="squared", optimiser="SGD", batch=8, epochs=20)
    runs = [Run(parse("x / 2 + abs(x)"), replace(task, rate=rate)) for rate in (1e-4, 100.0)]
    *_, last = Block(runs).train()
    assert np.isfinite(last.held_out[0])
    assert np.isnan([last.held_out[1], last.losses[1], last.accuracies[1]]).all()
    *_, alone = Block(runs[:1]).train()
    assert last.held_out[0] == pytest.approx(float(alone.held_out[0]), rel=1e-12)


@pytest.mark.parametrize(("seeds", "batch", "sizes"), [(10, 32, [20, 10]), (3, 64, [9]), (20, 64, [10] * 6)])
def test_blocks_keep_the_order_and_fit_the_cache(seeds: int, batch: int, sizes: list[int]) -> None:
    runs = [
        Run(parse(f"ELU(alpha={alpha})"), Task(batch=batch, seed=seed))
        for alpha in (1, 2, 3)
        for seed in range(seeds)
    ]
    blocks = split(runs)
    assert [run for block in blocks for run in block] == runs
    assert [len(block) for block in blocks] == sizes
    assert max(sizes) <= MOST_RUNS


@pytest.mark.parametrize("change", [{"units": 4}, {"epochs": 3}, {"data": "moons"}], ids=str)
def test_tasks_that_differ_in_more_than_rate_and_seed_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="rate and seed"):
        Block([Run(parse("ReLU"), SHORT), Run(parse("ReLU"), replace(SHORT, **change))])
