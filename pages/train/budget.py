"""How long training takes, counted from the task and never by a clock: every machine cuts a run at the same place."""

from __future__ import annotations

from collections.abc import Sequence

from activations import Activation
from activations.networks.training import EXAMPLES, Task
from pages.train.snapshots import stride_of

# Seconds: of a step, of each layer in it, of each value that a function, the dearest of the catalogue, is evaluated
# at, and of each multiplication; measured with tests/benchmarks/training.py.
STEP_COST, LAYER_COST, VALUE_COST, PRODUCT_COST = 15e-6, 30e-6, 70e-9, 0.15e-9
# What each learned parameter adds to the cost of layers and values.
LEARNING_COST = 0.5


def estimate_seconds(f: Activation, task: Task, pictured: bool = True) -> float:
    """Estimate the seconds that a run takes at most: few functions of the catalogue are as slow."""
    products = sum(inputs * units for inputs, units in task.layers)
    values = task.hidden * task.units
    learning = 1 + LEARNING_COST * len(f.parameters()) * task.learned

    def cost(examples: int) -> float:
        layers = LAYER_COST * len(task.layers) + VALUE_COST * values * examples
        return STEP_COST + layers * learning + 6 * PRODUCT_COST * products * examples

    # An assessment costs about as much as a step with so many sets of examples.
    assessment = cost((3 if pictured else 2) * EXAMPLES)
    return (
        task.epochs * (EXAMPLES // task.batch) * cost(task.batch)
        + (task.epochs // stride_of(task) + 1) * assessment
    )


def estimate_total(functions: Sequence[Activation], task: Task, seeds: int) -> float:
    """Estimate the seconds of all functions' runs with so many seeds, of which the first is pictured."""
    return sum(
        estimate_seconds(f, task) + (seeds - 1) * estimate_seconds(f, task, pictured=False) for f in functions
    )
