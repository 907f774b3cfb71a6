"""Long runs are cut by an estimate that is the same on every machine."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from activations import CATALOGUE
from activations.networks.training import Task
from pages.shared.tasks import BATCHES, BUDGET, EPOCH_STEP, EPOCHS, shorten
from pages.train.budget import estimate_total
from pages.train.snapshots import MOST_SNAPSHOTS, stride_of

SHORT = Task(epochs=10)


@pytest.mark.parametrize("seeds", [1, 10])
@pytest.mark.parametrize("batch", BATCHES)
def test_the_dearest_task_is_cut_to_its_budget(batch: str, seeds: int) -> None:
    functions = [cls() for cls in CATALOGUE.values() if len(cls.parameters()) == 3][:1] * 4
    task = Task(hidden=4, units=64, batch=int(batch), epochs=500, learned=True)
    estimate = partial(estimate_total, functions)
    short, kept, _ = shorten(estimate, task, seeds)
    assert estimate_total(functions, short, kept) <= BUDGET
    assert (
        estimate_total(functions, replace(short, epochs=short.epochs + EPOCH_STEP), kept) > BUDGET
        or kept < seeds
    )
    assert kept == seeds or short.epochs == EPOCHS[0]
    assert shorten(estimate, SHORT, 1) == (SHORT, 1, "")


def test_a_run_shows_enough_but_not_too_many_epochs() -> None:
    for epochs in range(EPOCHS[0], EPOCHS[1] + 1, EPOCH_STEP):
        stride = stride_of(Task(epochs=epochs))
        assert epochs % stride == 0
        assert min(epochs, MOST_SNAPSHOTS / 2) * 0.8 <= epochs // stride <= MOST_SNAPSHOTS
