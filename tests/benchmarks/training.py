"""Speed of a training step, against PyTorch and scikit-learn in the same run, and what the dearest runs take.

Run by hand, on a machine that does nothing else:

    python tests/benchmarks/training.py

A step is one batch of 64 examples through a 2-16-16-1 network with the logistic loss, there and back, and the step of
the optimiser, all on one thread. PyTorch runs eagerly in its usual float32; scikit-learn's MLPClassifier is timed over
`fit`, whose only extra work is the shuffling that ours does too. Either is left out if it is not installed. Rounds of
all three are interleaved; the medians are printed, and how often ours is faster. Then follow the longest runs that the
page on training allows, with the estimate they are bounded by.

Before that, many such runs at once, of LeakyReLU with several slopes and seeds and Adam: in blocks that share NumPy's
operations, in our own loop, in PyTorch's loop, in PyTorch with all runs in one `torch.func.vmap`, and in
scikit-learn's loop, which has ReLU in place of LeakyReLU. Printed are run-steps per second of processor time.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Before NumPy and PyTorch are loaded.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
# In place of this file's own folder, in which it would find itself under the name of the package.
sys.path[0] = str(Path(__file__).parents[2])

import numpy as np
from numpy.typing import NDArray

from activations import CATALOGUE, parse
from activations.networks.datasets import Examples
from activations.networks.sweep import Block, Run, split
from activations.networks.training import (
    EXAMPLES,
    LOSSES,
    OPTIMISERS,
    Task,
    Trainable,
    step_gradients,
    train,
)

try:
    from pages.train.budget import estimate_seconds
    from pages.train.record import assess
except ImportError:
    # An environment of PyTorch's need not have Streamlit.
    WITH_PAGES = False
else:
    WITH_PAGES = True
try:
    import torch
except ImportError:
    torch = None
try:
    from sklearn.neural_network import MLPClassifier
except ImportError:
    MLPClassifier = None

Array = NDArray[np.float64]
Steps = Callable[[], None]

ROUNDS, STEPS, BATCH, WIDTH = 15, 200, 64, 16
RATE = 0.01
EPOCHS_AT_ONCE, ROUNDS_AT_ONCE = 10, 3
# Ours, PyTorch's module and scikit-learn's word for it, which has only four.
FUNCTIONS: dict[str, tuple[str, str | None]] = {
    "ReLU": ("ReLU", "relu"),
    "Tanh": ("Tanh", "tanh"),
    "Sigmoid": ("Sigmoid", "logistic"),
    "SiLU": ("SiLU", None),
    "GELU": ("GELU", None),
    "ELU": ("ELU", None),
}


def ours(name: str, optimiser: str, x: Array, y: Array) -> Steps:
    """A function that takes steps of our network."""
    task = Task(units=WIDTH, hidden=2, batch=BATCH)
    network = Trainable(task.network(CATALOGUE[name]()), learned=False)
    stepping, loss = OPTIMISERS[optimiser](RATE), LOSSES["logistic"]
    batches = [
        Examples(x[start : start + BATCH], y[start : start + BATCH]) for start in range(0, len(x), BATCH)
    ]

    def steps() -> None:
        for index in range(STEPS):
            _, found = step_gradients(network.layers, batches[index % len(batches)], loss, False)
            network.subtract(stepping.step(network.gradient(found)))

    return steps


def pytorch(name: str, optimiser: str, x: Any, y: Any) -> Steps:
    """A function that takes steps of PyTorch's network."""
    torch.set_num_threads(1)
    f = getattr(torch.nn, FUNCTIONS[name][0])
    net = torch.nn.Sequential(
        torch.nn.Linear(2, WIDTH), f(), torch.nn.Linear(WIDTH, WIDTH), f(), torch.nn.Linear(WIDTH, 1)
    )
    stepping = {
        "SGD": lambda learned: torch.optim.SGD(learned, lr=RATE),
        "momentum": lambda learned: torch.optim.SGD(learned, lr=RATE, momentum=0.9),
        "Adam": lambda learned: torch.optim.Adam(learned, lr=RATE),
    }[optimiser](net.parameters())
    loss = torch.nn.BCEWithLogitsLoss()
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor((y + 1) / 2, dtype=torch.float32)[:, None]
    batches = list(zip(x.split(BATCH), y.split(BATCH), strict=True))

    def steps() -> None:
        for index in range(STEPS):
            inputs, targets = batches[index % len(batches)]
            stepping.zero_grad()
            loss(net(inputs), targets).backward()
            stepping.step()

    return steps


def scikit(name: str, optimiser: str, x: Array, y: Array, steps: int = STEPS) -> Steps:
    """A function that takes steps of scikit-learn's network."""
    net = MLPClassifier(
        (WIDTH, WIDTH), activation=FUNCTIONS[name][1], solver="adam" if optimiser == "Adam" else "sgd",
        alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, momentum=0.9 * (optimiser == "momentum"),
        nesterovs_momentum=False, max_iter=steps * BATCH // len(x), tol=0.0, n_iter_no_change=steps,
    )  # fmt: skip

    def fit() -> None:
        with warnings.catch_warnings():
            # That it has not converged.
            warnings.simplefilter("ignore")
            net.fit(x, y)

    return fit


def medians(name: str, optimiser: str, x: Array, y: Array) -> dict[str, float | None]:
    """The median time of a step in microseconds for each contender, None for one that is absent."""
    contenders = {
        "ours": ours(name, optimiser, x, y),
        "PyTorch": pytorch(name, optimiser, x, y) if torch else None,
        "scikit-learn": scikit(name, optimiser, x, y) if MLPClassifier and FUNCTIONS[name][1] else None,
    }
    times: dict[str, list[float]] = {label: [] for label in contenders}
    for index in range(ROUNDS + 1):
        for label, steps in contenders.items():
            if steps:
                started = time.perf_counter()
                steps()
                # The first round is for warming up.
                times[label] += [(time.perf_counter() - started) / STEPS * 1e6] * (index > 0)
    return {label: statistics.median(found) if found else None for label, found in times.items()}


def runs_at_once(values: int, seeds: int) -> dict[str, float | None]:
    """The run-steps per second of each contender."""
    slopes = np.linspace(0, 0.5, values).tolist()
    runs = [
        Run(parse(f"LeakyReLU(alpha={alpha})"), Task(batch=BATCH, epochs=EPOCHS_AT_ONCE, seed=seed))
        for alpha in slopes
        for seed in range(seeds)
    ]
    contenders: dict[str, Callable[[], object] | None] = {
        "at once": lambda: [list(Block(block).train(EPOCHS_AT_ONCE)) for block in split(runs)],
        "own loop": lambda: [list(train(*run, EPOCHS_AT_ONCE)) for run in runs],
        "PyTorch, loop": (lambda: pytorch_in_turn(runs)) if torch else None,
        "PyTorch, vmap": (lambda: pytorch_at_once(runs)) if torch else None,
        "scikit-learn, loop": (lambda: scikit_in_turn(runs)) if MLPClassifier else None,
    }
    times: dict[str, list[float]] = {label: [] for label in contenders}
    for index in range(ROUNDS_AT_ONCE + 1):
        for label, steps in contenders.items():
            if steps:
                started = time.process_time()
                steps()
                # The first round is for warming up.
                times[label] += [time.process_time() - started] * (index > 0)
    count = len(runs) * EPOCHS_AT_ONCE * (EXAMPLES // BATCH)
    return {label: count / statistics.median(found) if found else None for label, found in times.items()}


def pytorch_in_turn(runs: list[Run]) -> None:
    """Train one network of PyTorch after the other."""
    torch.set_num_threads(1)
    for run in runs:
        f = torch.nn.LeakyReLU
        slope = run.f.settings()["alpha"]
        net = torch.nn.Sequential(
            *(torch.nn.Linear(2, WIDTH), f(slope), torch.nn.Linear(WIDTH, WIDTH), f(slope)),
            torch.nn.Linear(WIDTH, 1),
        )
        stepping = torch.optim.Adam(net.parameters(), lr=RATE)
        loss = torch.nn.BCEWithLogitsLoss()
        inputs, targets = run.task.examples()
        x = torch.tensor(inputs, dtype=torch.float32)
        y = torch.tensor((targets + 1) / 2, dtype=torch.float32)[:, None]
        for _ in range(EPOCHS_AT_ONCE):
            order = torch.randperm(EXAMPLES)
            for batch in order.split(BATCH):
                stepping.zero_grad()
                loss(net(x[batch]), y[batch]).backward()
                stepping.step()


def scikit_in_turn(runs: list[Run]) -> None:
    """Train one network of scikit-learn after the other."""
    for run in runs:
        fit = scikit("ReLU", "Adam", *run.task.examples(), steps=EPOCHS_AT_ONCE * EXAMPLES // BATCH)
        fit()


def pytorch_at_once(runs: list[Run]) -> None:
    """Train all networks of PyTorch in one: their weights have a leading axis of runs."""
    torch.set_num_threads(1)
    count = len(runs)
    shapes = ((2, WIDTH), (WIDTH,), (WIDTH, WIDTH), (WIDTH,), (WIDTH, 1), (1,))
    weights = [torch.randn(count, *shape) / shape[0] ** 0.5 for shape in shapes]
    slopes = torch.tensor([run.f.settings()["alpha"] for run in runs])
    examples = [run.task.examples() for run in runs]
    x = torch.tensor(np.stack([each.inputs for each in examples]), dtype=torch.float32)
    y = torch.tensor(np.stack([(each.targets + 1) / 2 for each in examples]), dtype=torch.float32)

    def loss(parts: tuple[Any, ...], slope: Any, inputs: Any, targets: Any) -> Any:
        first, one, second, two, third, three = parts
        for weight, bias in ((first, one), (second, two)):
            before = inputs @ weight + bias
            inputs = torch.where(before > 0, before, slope * before)
        outputs = (inputs @ third + three)[:, 0]
        return torch.nn.functional.binary_cross_entropy_with_logits(outputs, targets)

    gradients = torch.func.vmap(torch.func.grad(loss))
    stepping = torch.optim.Adam(weights, lr=RATE)
    for _ in range(EPOCHS_AT_ONCE):
        order = torch.randperm(EXAMPLES)
        for batch in order.split(BATCH):
            found = gradients(tuple(weights), slopes, x[:, batch], y[:, batch])
            for weight, gradient in zip(weights, found, strict=True):
                weight.grad = gradient
            stepping.step()


def at_once() -> None:
    """Print the run-steps per second of many runs."""
    print("\n| runs | at once | own loop | PyTorch, loop | PyTorch, vmap | scikit-learn, loop |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for values, seeds in ((1, 1), (3, 5), (15, 10)):
        found = runs_at_once(values, seeds)
        cells = " | ".join(f"{speed:,.0f}" if speed else "–" for speed in found.values())
        print(f"| {values * seeds} | {cells} |", flush=True)


def longest() -> None:
    """Print what the longest run of some functions takes, beside its estimate."""
    print("\n| hidden × units, batch | function | seconds | estimate |\n| --- | --- | ---: | ---: |")
    for hidden, units, batch in ((2, 16, 32), (4, 64, 8), (4, 64, 256)):
        for name in ("ReLU", "GELU", "AconC", "Snake"):
            learned = bool(CATALOGUE[name].parameters())
            task = Task(hidden=hidden, units=units, batch=batch, epochs=60, learned=learned)
            started = time.perf_counter()
            for snapshot in train(CATALOGUE[name](), task):
                assess(snapshot.layers, task)
            taken = time.perf_counter() - started
            estimate = estimate_seconds(CATALOGUE[name](), task)
            print(f"| {hidden} × {units}, {batch} | {name} | {taken:.2f} | {estimate:.2f} |")


def main() -> None:
    """Print the tables."""
    x, y = Task().examples()
    x, y = np.tile(x, (5, 1)), np.tile(y, 5)
    print(f"NumPy {np.__version__}, PyTorch {getattr(torch, '__version__', 'absent')}, ", end="")
    print(f"scikit-learn {sys.modules['sklearn'].__version__ if MLPClassifier else 'absent'}")
    at_once()
    print("\n| function | optimiser | µs a step | steps/s | × PyTorch | × scikit-learn |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name in FUNCTIONS:
        for optimiser in OPTIMISERS:
            found = medians(name, optimiser, x, y)
            mine = found.pop("ours") or 0.0
            ratios = " | ".join(f"{other / mine:.1f}" if other else "–" for other in found.values())
            print(f"| {name} | {optimiser} | {mine:.0f} | {1e6 / mine:,.0f} | {ratios} |", flush=True)
    if WITH_PAGES:
        longest()


if __name__ == "__main__":
    main()
