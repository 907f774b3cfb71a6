"""Recompute what PyTorch's autograd and optimisers make of a small network, for the tests of training.

    python tests/reference/generate_autograd.py           rewrite autograd.json, on the weights and inputs in it
    python tests/reference/generate_autograd.py --check   compare it instead, and list what differs

Needs PyTorch (tests/frameworks/requirements.txt). The network has two hidden layers and one output. A parameter that
can be learned is one number for each hidden layer. Gradients are those of the mean loss; after `steps` steps of an
optimiser on all examples at once stands the vector of weights and biases, layer by layer, and then parameters.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

STORED = Path(__file__).parent / "autograd.json"
WIDTHS, EXAMPLES = (2, 6, 5, 1), 7

# Each with the value that its parameter starts from, if it has one.
FUNCTIONS: dict[str, tuple[Callable[..., Tensor], float | None]] = {
    "ReLU()": (lambda x, _: functional.relu(x), None),
    "Tanh()": (lambda x, _: torch.tanh(x), None),
    "Sigmoid()": (lambda x, _: torch.sigmoid(x), None),
    "GELU()": (lambda x, _: functional.gelu(x), None),
    "SiLU()": (lambda x, _: functional.silu(x), None),
    "PReLU(alpha=0.25)": (functional.prelu, 0.25),
    "ELU(alpha=0.5)": (lambda x, a: torch.where(x > 0, x, a * torch.expm1(x)), 0.5),
    "Swish(beta=1.5)": (lambda x, b: x * torch.sigmoid(b * x), 1.5),
}
LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "logistic": lambda z, y: functional.binary_cross_entropy_with_logits(z, (y + 1) / 2),
    "squared": functional.mse_loss,
}
OPTIMISERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": lambda learned: torch.optim.SGD(learned, lr=0.1),
    "momentum": lambda learned: torch.optim.SGD(learned, lr=0.1, momentum=0.9),
    "Adam": lambda learned: torch.optim.Adam(learned, lr=0.01),
}
RATES = {"SGD": 0.1, "momentum": 0.1, "Adam": 0.01}
STEPS = 6

Content = dict[str, Any]


def drawn() -> Content:
    """Weights and examples, short enough to be read."""
    chance = random.Random(1)

    def numbers(*shape: int, scale: float = 1.0) -> Any:
        if not shape:
            return round(chance.gauss(0, scale), 3)
        return [numbers(*shape[1:], scale=scale) for _ in range(shape[0])]

    pairs = list(pairwise(WIDTHS))
    return {
        "weights": [numbers(inputs, units, scale=math.sqrt(2 / inputs)) for inputs, units in pairs],
        "biases": [numbers(units, scale=0.3) for _, units in pairs],
        "inputs": numbers(EXAMPLES, WIDTHS[0]),
        "targets": [chance.choice((-1.0, 1.0)) for _ in range(EXAMPLES)],
    }


class Network:
    """The stored network in PyTorch."""

    def __init__(self, content: Content, function: str) -> None:
        self.f, setting = FUNCTIONS[function]
        self.weights, self.biases = (
            [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in content[name]]
            for name in ("weights", "biases")
        )
        learned = [] if setting is None else [setting] * (len(self.weights) - 1)
        self.parameters = [
            torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in learned
        ]
        self.inputs, self.targets = (
            torch.tensor(content[name], dtype=torch.float64) for name in ("inputs", "targets")
        )

    def vector(self) -> list[Tensor]:
        """Everything that is learned, in the order in which it is stored."""
        layers = [part for pair in zip(self.weights, self.biases, strict=True) for part in pair]
        return [*layers, *self.parameters]

    def loss(self, name: str) -> Tensor:
        """The mean loss of the examples."""
        x = self.inputs
        for index, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = x @ weights + biases
            if index < len(self.weights) - 1:
                x = self.f(x, self.parameters[index] if self.parameters else None)
        return LOSSES[name](x[:, 0], self.targets)


def flat(parts: list[Any]) -> list[float]:
    """The numbers of some tensors one after the other."""
    numbers: list[float] = torch.cat([part.detach().ravel() for part in parts]).tolist()
    return numbers


def gradient(content: Content, function: str, loss: str) -> Content:
    """The loss and its gradient."""
    network = Network(content, function)
    value = network.loss(loss)
    value.backward()
    found = flat([part.grad for part in network.vector()])
    return {"function": function, "loss": loss, "value": value.item(), "gradient": found}


def stepped(content: Content, function: str, loss: str, optimiser: str) -> Content:
    """The network after some steps."""
    network = Network(content, function)
    stepping = OPTIMISERS[optimiser](network.vector())
    for _ in range(STEPS):
        stepping.zero_grad()
        network.loss(loss).backward()
        stepping.step()
    about = {"function": function, "loss": loss, "optimiser": optimiser, "rate": RATES[optimiser]}
    return {**about, "steps": STEPS, "vector": flat(network.vector())}


def computed(content: Content) -> Content:
    """The content with everything that PyTorch computes computed anew."""
    return {
        **{key: content[key] for key in ("weights", "biases", "inputs", "targets")},
        "gradients": [gradient(content, function, loss) for function in FUNCTIONS for loss in LOSSES],
        "steps": [
            stepped(content, function, loss, optimiser)
            for function, loss in (("Tanh()", "logistic"), ("PReLU(alpha=0.25)", "squared"))
            for optimiser in OPTIMISERS
        ],
    }


def differences(stored: Content, new: Content) -> list[str]:
    """Describe every entry in which numbers differ by more than rounding does between versions of PyTorch."""
    found = []
    for kind, key in (("gradients", "gradient"), ("steps", "vector")):
        for old, now in zip(stored[kind], new[kind], strict=True):
            if any(
                not math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-14)
                for a, b in zip(old[key], now[key], strict=True)
            ):
                found.append(f"{kind}: {old['function']}, {old['loss']} {old.get('optimiser', '')}")
    return found


def main() -> None:
    """Run one of the two jobs of the module's description."""
    summary, _, usage = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare autograd.json, write nothing")
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else drawn()
    new = computed(stored)
    if not parser.parse_args().check:
        lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in new.items())
        STORED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
        return
    found = differences(stored, new)
    print("\n".join(found) or f"{len(new['gradients'])} gradients, {len(new['steps'])} runs: no difference")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
