"""Time of a value and a derivative, against plain NumPy, PyTorch and a bare copy.

Run by hand, on a machine that does nothing else:

    python tests/benchmarks/activations.py

Every row is `value_and_derivative` of one function at one number of float64 points, drawn from a normal distribution
of standard deviation 3. Below 1 means faster than

- textbook: both formulas as they are printed, in NumPy, without a thought for accuracy or the cache;
- PyTorch: forward and backward pass on one thread (left out if PyTorch is not installed);
- copy: np.copyto of the points, once;
- formula: the same function as a formula of a person's own, whose derivative comes from the rules of calculus;
- exp: np.exp of the points into an array that is there already, once: the floor of all that needs an exponential.

The last column is the largest relative error of the textbook's value or derivative between 1e-12 and 700 on either
side: where it is above about 1e-13, the textbook is faster because it is wrong.
"""

import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# In place of this file's own folder, in which it would find itself under the name of the package.
sys.path[0] = str(Path(__file__).parents[2])

import numpy as np
from numpy.typing import NDArray

from activations import (
    ELU,
    GELU,
    SELU,
    Activation,
    Formula,
    LeakyReLU,
    Mish,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
)
from activations.expression import write

try:
    import torch
except ImportError:
    torch = None

Array = NDArray[np.float64]

SIZES = (500, 20_000, 1_000_000)
ROUNDS = 41
# Of one measurement; shorter calls are repeated until they fill it.
SECONDS = 2e-3

PROBES = np.concatenate([sign * np.geomspace(1e-12, 700, 400) for sign in (-1, 1)])

ALPHA, LAMBDA = 1.6732632423543772, 1.0507009873554805


def sigmoid(x: Array) -> Array:
    shares: Array = 1 / (1 + np.exp(-x))
    return shares


def silu_derivative(x: Array) -> Array:
    s = sigmoid(x)
    return s * (1 + x * (1 - s))


def mish_derivative(x: Array) -> Array:
    t = np.tanh(np.log(1 + np.exp(x)))
    slope: Array = t + x * (1 - t**2) * sigmoid(x)
    return slope


def sigmoid_derivative(x: Array) -> Array:
    s = sigmoid(x)
    return s * (1 - s)


# NumPy has no erf.
erf = np.vectorize(math.erf, otypes=[float])

TEXTBOOK: dict[type[Activation], tuple[Callable[[Array], Any], Callable[[Array], Any]]] = {
    ReLU: (lambda x: np.maximum(x, 0), lambda x: np.where(x > 0, 1.0, 0.0)),
    LeakyReLU: (lambda x: np.where(x > 0, x, 0.01 * x), lambda x: np.where(x > 0, 1.0, 0.01)),
    ELU: (lambda x: np.where(x > 0, x, np.exp(x) - 1), lambda x: np.where(x > 0, 1.0, np.exp(x))),
    SELU: (
        lambda x: LAMBDA * np.where(x > 0, x, ALPHA * (np.exp(x) - 1)),
        lambda x: LAMBDA * np.where(x > 0, 1.0, ALPHA * np.exp(x)),
    ),
    SiLU: (lambda x: x * sigmoid(x), silu_derivative),
    GELU: (
        lambda x: x * (1 + erf(x / math.sqrt(2))) / 2,
        lambda x: (1 + erf(x / math.sqrt(2))) / 2 + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi),
    ),
    Mish: (lambda x: x * np.tanh(np.log(1 + np.exp(x))), mish_derivative),
    Softplus: (lambda x: np.log(1 + np.exp(x)), sigmoid),
    Tanh: (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    Sigmoid: (sigmoid, sigmoid_derivative),
}


def contenders(cls: type[Activation], x: Array) -> dict[str, Callable[[], Any]]:
    """What is timed, ours first."""
    f, (value, derivative), there = cls(), TEXTBOOK[cls], np.empty_like(x)
    formula = Formula(write(cls.tree()), **f.settings())
    result: dict[str, Callable[[], Any]] = {
        "ours": lambda: f.value_and_derivative(x),
        "formula": lambda: formula.value_and_derivative(x),
        "textbook": lambda: (value(x), derivative(x)),
        "copy": lambda: np.copyto(there, x),
        "exp": lambda: np.exp(x, out=there),
    }
    if torch:
        name = {"LeakyReLU": "leaky_relu"}.get(cls.__name__, cls.__name__.lower())
        function = getattr(torch.nn.functional, name, None) or getattr(torch, name)
        leaf, ones = torch.tensor(x, requires_grad=True), torch.ones(x.size, dtype=torch.float64)

        def forward_and_backward() -> Any:
            y = function(leaf)
            return y.detach(), torch.autograd.grad(y, leaf, ones)[0]

        result["PyTorch"] = forward_and_backward
    return result


def timed(call: Callable[[], Any], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def medians(calls: dict[str, Callable[[], Any]]) -> tuple[float, dict[str, float]]:
    """The median time of our call, and the median over all rounds of its ratio to each other one."""
    counts = {
        name: max(1, round(SECONDS / min(timed(call, 1) for _ in range(3)))) for name, call in calls.items()
    }
    rounds = [{name: timed(call, counts[name]) for name, call in calls.items()} for _ in range(ROUNDS)]
    others = [name for name in calls if name != "ours"]
    ratios = {name: statistics.median(row["ours"] / row[name] for row in rounds) for name in others}
    return statistics.median(row["ours"] for row in rounds), ratios


def textbook_error(cls: type[Activation]) -> float:
    """The largest relative error, where there is something to be relative to."""
    errors: list[float] = []
    for textbook, true in zip(TEXTBOOK[cls], cls().value_and_derivative(PROBES), strict=True):
        there = np.abs(true) > 1e-300
        errors.append(float(np.max(np.abs(textbook(PROBES) - true)[there] / np.abs(true[there]))))
    return max(errors)


def main() -> None:
    print(f"NumPy {np.__version__}, {f'PyTorch {torch.__version__}' if torch else 'no PyTorch'}\n")
    if torch:
        torch.set_num_threads(1)
    columns = ["textbook", "formula", *(["PyTorch"] if torch else []), "copy", "exp"]
    print(
        "| function | points | µs | " + " | ".join(f"/ {name}" for name in columns) + " | textbook's error |"
    )
    print("| --- |" + " ---: |" * (len(columns) + 3))
    random = np.random.default_rng(0)
    with np.errstate(all="ignore"):
        for cls in TEXTBOOK:
            wrong = textbook_error(cls)
            for size in SIZES:
                x = random.normal(0, 3, size)
                calls = contenders(cls, x)
                for name in calls.keys() - {"copy", "exp"}:
                    for one, other in zip(calls["ours"](), calls[name](), strict=True):
                        np.testing.assert_allclose(
                            np.asarray(other), one, 1e-6, 1e-9, err_msg=f"{cls} {name}"
                        )
                seconds, ratios = medians(calls)
                cells = [cls.__name__, f"{size:,}", f"{seconds * 1e6:,.1f}"]
                cells += [f"{ratios[name]:.2f}" for name in columns]
                print(f"| {' | '.join(cells)} | {wrong:.0e} |", flush=True)


if __name__ == "__main__":
    main()
