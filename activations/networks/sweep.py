"""Training many small networks at once, which differ in function, learning rate and seed: one run a row.

A small network spends its time in the calls of NumPy and not in their work, so that ten runs in one array take
little longer than one. Each run comes out as by `train`, up to rounding: the same data, weights and batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from activations.core import Activation
from activations.evaluation import Array
from activations.networks.datasets import Examples
from activations.networks.network import Layer
from activations.networks.training import EXAMPLES, LOSSES, OPTIMISERS, Task, bounds

# Numbers in one layer of all runs of a block. With fewer the calls cost more than their work; with more, what a step
# needs leaves the cache of a core.
BLOCK_SIZE = 2**14
MOST_RUNS = 24


class Run(NamedTuple):
    """One run: a function, and the task on which it is trained."""

    f: Activation
    task: Task


class Slice(NamedTuple):
    """Runs of a block, one after the other, that have their function in common."""

    start: int
    stop: int
    f: Activation


class BlockAssessment(NamedTuple):
    """The losses of the runs of a block after so many epochs.

    Attributes
    ----------
    epoch : int
        How many.
    losses, held_out : ndarray
        The mean loss of each run, nan if its numbers are no longer finite.
    accuracies : ndarray
        The share of held-out examples that are told apart rightly.
    """

    epoch: int
    losses: Array
    held_out: Array
    accuracies: Array


def split(runs: Sequence[Run]) -> list[Sequence[Run]]:
    """Runs in blocks that fit the cache, in their order; the runs of a function stay together if they can."""
    blocks: list[list[Run]] = []
    for _, group in groupby(runs, lambda run: run.f):
        same = list(group)
        most = max(1, min(MOST_RUNS, BLOCK_SIZE // (same[0].task.batch * same[0].task.units)))
        # In equal parts: a few left over would cost as much as a block.
        size = -(-len(same) // -(-len(same) // most))
        for start in range(0, len(same), size):
            part = same[start : start + size]
            if blocks and len(blocks[-1]) + len(part) <= most:
                blocks[-1] += part
            else:
                blocks.append(part)
    return list(blocks)


class Block:
    """Runs that are trained together; their tasks differ in rate and seed alone.

    Attributes
    ----------
    vector : ndarray
        All weights and biases, one run a row.
    functions : list
        For each hidden layer, the function of each run.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.task = task = runs[0].task
        if any(replace(run.task, seed=task.seed, rate=task.rate) != task for run in runs):
            raise ValueError("the tasks of runs that are trained together may differ in rate and seed alone")
        networks = [run.task.network(run.f) for run in runs]
        self.vector = np.array(
            [np.concatenate([part for each in net for part in (each.weights.ravel(), each.biases)])
             for net in networks]
        )  # fmt: skip
        self.gradient = np.empty_like(self.vector)
        self.weights, self.biases = self._views(self.vector)
        self.weight_slopes, self.bias_slopes = self._views(self.gradient)
        self.functions = [[run.f for run in runs] for _ in range(task.hidden)]
        self.names = [list(run.f.settings()) if task.learned else [] for run in runs]
        # A parameter is one more number of the run, at its end; a run with fewer has some that never move.
        most = max(map(len, self.names))
        self.settings = np.zeros((len(runs), task.hidden, most))
        for row, (run, names) in enumerate(zip(runs, self.names, strict=True)):
            self.settings[row, :, : len(names)] = [getattr(run.f, name) for name in names]
        self.setting_slopes = np.zeros_like(self.settings)
        optimiser, rates = OPTIMISERS[task.optimiser], np.array([[run.task.rate] for run in runs])
        self.optimiser, self.setting_optimiser = optimiser(rates), optimiser(rates)
        self.train_on = _stack([run.task.examples() for run in runs])
        self.held_out = _stack([run.task.examples(held_out=True) for run in runs])
        self.orders = [np.random.default_rng([run.task.seed, 4]) for run in runs]
        self.buffers: dict[int, list[tuple[Array, Array, Array]]] = {}

    def _views(self, vector: Array) -> tuple[list[Array], list[Array]]:
        """The parts of a vector that are weights and biases, layer by layer: one run a row."""
        weights, biases, start = [], [], 0
        for inputs, units in self.task.layers:
            middle, end = start + inputs * units, start + (inputs + 1) * units
            weights.append(vector[:, start:middle].reshape(-1, inputs, units))
            biases.append(vector[:, None, middle:end])
            start = end
        return weights, biases

    def _slices(self, layer: int) -> list[Slice]:
        """The runs that can be evaluated with one call of the function, in a hidden layer."""
        slices, start = [], 0
        for f, group in groupby(self.functions[layer]):
            stop = start + len(list(group))
            slices.append(Slice(start, stop, f))
            start = stop
        return slices

    def _forward(self, inputs: Array) -> list[tuple[Array, Array, Array]]:
        """Pre-activations, activations and slopes of each layer; they are overwritten by the next call."""
        count = inputs.shape[1]
        if count not in self.buffers:
            shapes = [(len(self.runs), count, units) for _, units in self.task.layers]
            self.buffers[count] = [(np.empty(shape), np.empty(shape), np.empty(shape)) for shape in shapes]
        signals = self.buffers[count]
        for layer, (before, after, slope) in enumerate(signals):
            np.matmul(inputs, self.weights[layer], out=before)
            np.add(before, self.biases[layer], out=before)
            if layer < self.task.hidden:
                for start, stop, f in self._slices(layer):
                    after[start:stop], slope[start:stop] = f.value_and_derivative(before[start:stop])
            inputs = after
        return signals

    def _outputs(self, inputs: Array) -> Array:
        """The output of each run at each of its inputs, of which so many go through at once as in a step."""
        results = np.empty(inputs.shape[:2])
        for start in range(0, inputs.shape[1], self.task.batch):
            part = slice(start, start + self.task.batch)
            signal = inputs[:, part]
            for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
                signal = np.matmul(signal, weights)
                signal += biases
                if layer < self.task.hidden:
                    for first, last, f in self._slices(layer):
                        signal[first:last] = f(signal[first:last])
            results[:, part] = signal[:, :, 0]
        return results

    def _backward(self, examples: Examples, signals: list[tuple[Array, Array, Array]]) -> None:
        """Fill the gradient with that of the mean loss of the examples."""
        loss, count = LOSSES[self.task.loss], examples.targets.shape[1]
        flow = (loss.slope(signals[-1][0][:, :, 0], examples.targets) / count)[:, :, None]
        ones = np.ones((1, count))
        for layer in range(self.task.hidden, -1, -1):
            inputs = signals[layer - 1][1] if layer else examples.inputs
            if layer < self.task.hidden:
                if self.settings.size:
                    self._find_setting_slopes(layer, signals[layer][0], flow)
                np.multiply(flow, signals[layer][2], out=flow)
            np.matmul(inputs.transpose(0, 2, 1), flow, out=self.weight_slopes[layer])
            # A product adds up columns sooner than a sum does.
            np.matmul(ones, flow, out=self.bias_slopes[layer])
            if layer:
                flow = np.matmul(flow, self.weights[layer].transpose(0, 2, 1))

    def _find_setting_slopes(self, layer: int, before: Array, flow: Array) -> None:
        for row, names in enumerate(self.names):
            for column, name in enumerate(names):
                slope = self.functions[layer][row].parameter_derivative(name, before[row])
                self.setting_slopes[row, layer, column] = np.sum(flow[row] * slope)

    def _step(self) -> None:
        self.vector -= self.optimiser.step(self.gradient)
        if not self.settings.size:
            return
        rows = len(self.runs)
        self.settings -= self.setting_optimiser.step(self.setting_slopes.reshape(rows, -1)).reshape(
            self.settings.shape
        )
        for row, names in enumerate(self.names):
            if not np.isfinite(self.settings[row]).all():
                # Its weights go the same way: the run has diverged.
                self.vector[row] = np.nan
                self.settings[row] = np.nan
                continue
            limits = [bounds(declared.domain) for declared in self.runs[row].f.parameters()]
            for layer in range(self.task.hidden):
                own = self.settings[row, layer, : len(names)]
                own[:] = np.clip(own, *np.array(limits).reshape(-1, 2).T)
                try:
                    self.functions[layer][row] = type(self.runs[row].f)(*own.tolist())
                except ValueError:
                    own[:] = [getattr(self.functions[layer][row], name) for name in names]

    # Not around a loop that yields; see `train`.
    @np.errstate(all="ignore")
    def train_epoch(self) -> None:
        """Take one step for each batch."""
        shuffled = np.array([order.permutation(EXAMPLES) for order in self.orders])
        inputs = np.take_along_axis(self.train_on.inputs, shuffled[:, :, None], axis=1)
        targets = np.take_along_axis(self.train_on.targets, shuffled, axis=1)
        for start in range(0, EXAMPLES, self.task.batch):
            batch = Examples(*(each[:, start : start + self.task.batch] for each in (inputs, targets)))
            self._backward(batch, self._forward(batch.inputs))
            self._step()

    @np.errstate(all="ignore")
    def assess(self, epoch: int) -> BlockAssessment:
        """Compute the losses of the networks as they are now."""
        loss, losses = LOSSES[self.task.loss], []
        for examples in (self.train_on, self.held_out):
            results = self._outputs(examples.inputs)
            losses.append(loss.value(results, examples.targets).mean(axis=1))
        right = np.mean((results > 0) == (examples.targets > 0), axis=1)
        finite = np.isfinite(self.vector).all(axis=1)
        return BlockAssessment(epoch, *(np.where(finite, each, np.nan) for each in (*losses, right)))

    def layers(self, row: int) -> list[Layer]:
        """A copy of the network of one run."""
        functions: list[Activation | None] = [*(each[row] for each in self.functions), None]
        return [
            Layer(weights[row].copy(), biases[row, 0].copy(), f)
            for weights, biases, f in zip(self.weights, self.biases, functions, strict=True)
        ]

    def train(self, stride: int = 1) -> Iterator[BlockAssessment]:
        """Assess before the first epoch and after every `stride` epochs.

        Examples
        --------
        >>> from activations import ELU
        >>> runs = [Run(ELU(alpha), Task(epochs=4, seed=seed)) for alpha in (0.5, 1.0) for seed in (0, 1)]
        >>> [(each.epoch, each.held_out.shape) for each in Block(runs).train(stride=2)]
        [(0, (4,)), (2, (4,)), (4, (4,))]
        """
        yield self.assess(0)
        for epoch in range(1, self.task.epochs + 1):
            self.train_epoch()
            if epoch % stride == 0:
                yield self.assess(epoch)


def _stack(examples: Sequence[Examples]) -> Examples:
    return Examples(*(np.stack(each) for each in zip(*examples, strict=True)))
