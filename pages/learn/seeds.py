"""One small network, trained with several slopes and from several seeds: an example of choosing a value."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from activations import find
from activations.evaluation import Array
from activations.networks.paired import LEVEL, compare, correct
from activations.networks.sweep import Block, Run, split
from activations.networks.training import Task

VALUES = np.linspace(0, 1, 11).round(1)
SEEDS = tuple(range(10))


def task(seed: int) -> Task:
    """A task with so much noise, and so few steps, that luck has its say."""
    return Task(data="moons", noise=0.25, units=8, rate=0.1, batch=64, epochs=20, seed=seed)


@cache
def held_out_losses(function: str, parameter: str, seeds: tuple[int, ...] = SEEDS) -> Array:
    """The held-out loss at the end, a row for each value of a parameter and a column for each seed."""
    functions = [find(function)(**{parameter: value}) for value in VALUES.tolist()]
    runs = [Run(f, task(seed)) for f in functions for seed in seeds]
    losses = []
    for block in split(runs):
        trained = Block(block)
        *_, last = trained.train(trained.task.epochs)
        losses.append(last.held_out)
    return np.concatenate(losses).reshape(len(VALUES), len(seeds))


def lowest(losses: Array) -> list[float]:
    """The value with which each seed has its lowest loss."""
    places: list[float] = VALUES[np.argmin(losses, axis=0)].tolist()
    return places


def told_apart(losses: Array) -> list[float]:
    """The values that are told apart from the first, by a test for all of them together."""
    chances: Iterable[float] = correct([compare(row, losses[0]).chance for row in losses[1:]])
    return [value for value, chance in zip(VALUES[1:].tolist(), chances, strict=True) if chance < LEVEL]
