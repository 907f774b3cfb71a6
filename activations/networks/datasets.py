"""Small data sets to train on: points of two classes in the plane, and curves of one variable."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from activations.evaluation import Array

# Inputs are about as large as those that initialisations assume: mean 0, mean square of the order of 1.
EDGE = 2.0
TURNS = 1.25
# Half the side of the part of the plane, or of the line, that is shown: somewhat more than examples fill.
WINDOW = 2.4
SIDE, POINTS = 40, 161


class Examples(NamedTuple):
    """Inputs, one example a row, and targets: −1 and 1 for classes, the height of the curve in a regression."""

    inputs: Array
    targets: Array


@dataclass(frozen=True)
class Dataset:
    """Where examples come from.

    Attributes
    ----------
    classes : bool
        Whether points of two classes are told apart; otherwise a curve is fitted.
    draw : callable
        From a generator and an even number of examples to examples without noise.
    """

    classes: bool
    draw: Callable[[np.random.Generator, int], Examples]

    @property
    def dimensions(self) -> int:
        """The number of inputs of an example."""
        return 2 if self.classes else 1

    def examples(self, count: int, noise: float, seed: list[int]) -> Examples:
        """Draw `count` examples; `noise` is the standard deviation added to points, or to the heights of a curve."""
        generator = np.random.default_rng(seed)
        inputs, targets = self.draw(generator, count)
        if self.classes:
            return Examples(inputs + noise * generator.standard_normal(inputs.shape), targets)
        return Examples(inputs, targets + noise * generator.standard_normal(targets.shape))


def _balanced_classes(count: int) -> Array:
    return np.repeat([1.0, -1.0], count // 2)


def _from_polar(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _circles(generator: np.random.Generator, count: int) -> Examples:
    targets = _balanced_classes(count)
    # Even over the areas of a disc and of the ring around it.
    inner, outer = np.where(targets > 0, 0.0, 1.1), np.where(targets > 0, 0.8, 1.8)
    radius = np.sqrt(generator.uniform(inner**2, outer**2))
    return Examples(_from_polar(radius, generator.uniform(0, 2 * math.pi, count)), targets)


def _moons(generator: np.random.Generator, count: int) -> Examples:
    targets = _balanced_classes(count)
    points = _from_polar(np.full(count, 1.2), generator.uniform(0, math.pi, count)) - [0.6, 0.3]
    return Examples(points * targets[:, None], targets)


def _xor(generator: np.random.Generator, count: int) -> Examples:
    targets = _balanced_classes(count)
    first = generator.choice([-1.0, 1.0], count)
    signs = np.stack([first, first * targets], axis=1)
    return Examples(signs * generator.uniform(0.15, 1.7, (count, 2)), targets)


def _spirals(generator: np.random.Generator, count: int) -> Examples:
    targets = _balanced_classes(count)
    # Even along the arms, which are longer the farther out.
    share = np.sqrt(generator.uniform(0.02, 1, count))
    return Examples(_from_polar(1.8 * share, 2 * math.pi * TURNS * share) * targets[:, None], targets)


def _sine(generator: np.random.Generator, count: int) -> Examples:
    x = generator.uniform(-EDGE, EDGE, count)
    return Examples(x[:, None], np.sin(math.pi * x))


def _sines(generator: np.random.Generator, count: int) -> Examples:
    x = generator.uniform(-EDGE, EDGE, count)
    return Examples(x[:, None], (np.sin(math.pi * x) + np.sin(4 * math.pi * x)) / 2)


def _step(generator: np.random.Generator, count: int) -> Examples:
    x = generator.uniform(-EDGE, EDGE, count)
    return Examples(x[:, None], np.where(x > 0, 1.0, -1.0))


DATASETS: Mapping[str, Dataset] = MappingProxyType(
    {
        "spirals": Dataset(True, _spirals),
        "moons": Dataset(True, _moons),
        "circles": Dataset(True, _circles),
        "XOR": Dataset(True, _xor),
        "sine": Dataset(False, _sine),
        "sines": Dataset(False, _sines),
        "step": Dataset(False, _step),
    }
)


@lru_cache(maxsize=2)
def window(dimensions: int) -> Array:
    """The inputs at which outputs are shown, one a row."""
    if dimensions == 1:
        return np.linspace(-WINDOW, WINDOW, POINTS)[:, None]
    centres = (np.arange(SIDE) + 0.5) / SIDE * 2 * WINDOW - WINDOW
    return np.stack([each.ravel() for each in np.meshgrid(centres, centres)], axis=1)
