"""The sweep that Tune gives for PyTorch, run on the page's own data: it must show what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from activations import CATALOGUE, Activation, parse
from activations.networks.sweep import Block, Run, split
from activations.networks.training import Task
from pages.tune.pytorch import write_sweep

SEEDS = 3


@pytest.fixture(autouse=True)
def _small_and_alone() -> Iterator[None]:
    # As a person's own net is; other tests set 64 bits for all. So small, it is slowed down by threads.
    before = torch.get_default_dtype(), torch.get_num_threads()
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(1)
    yield
    torch.set_default_dtype(before[0])
    torch.set_num_threads(before[1])


def losses_of_code(code: str, values: list[float], task: Task) -> Any:
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["values"] == values
    data = [torch.tensor(part).float() for each in (False, True) for part in task.examples(held_out=each)]
    return names["sweep"](values, range(SEEDS), *data)


def our_losses(functions: list[Activation], task: Task) -> Any:
    found = []
    # The data stay the same, as in the code; the weights and batches are those of each run.
    for block in split([Run(f, task) for f in functions]):
        *_, last = Block(block).train(task.epochs)
        found.append(last.held_out)
    return np.concatenate(found)


@pytest.mark.parametrize(
    ("text", "name", "values", "task"),
    [
        ("LeakyReLU(alpha={})", "alpha", [0.01, 1.0], Task(epochs=30)),
        ("Sine(alpha={})", "alpha", [0.1, 3.0],
         Task(data="sines", loss="squared", optimiser="momentum", scheme="LeCun", epochs=40)),
        ("x * sigmoid(beta * x); beta = {}", "beta", [0.0, 3.0], Task(epochs=30, scheme="Glorot", bias=0.25)),
    ],
)  # fmt: skip
def test_the_code_trains_as_the_page_does(text: str, name: str, values: list[float], task: Task) -> None:
    functions = [parse(text.format(value)) for value in values]
    theirs = losses_of_code(write_sweep(functions[0], name, values, task, SEEDS), values, task)
    assert theirs.shape == (len(values), SEEDS)
    medians, ours = theirs.median(dim=1).values.numpy(), our_losses(functions, task)
    # The same value is better, by far, and both medians are about the same.
    assert np.argsort(medians).tolist() == np.argsort(ours).tolist()
    assert max(medians) > 2 * min(medians)
    np.testing.assert_allclose(np.log10(medians), np.log10(ours), atol=0.8)


def test_the_medians_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    task = Task(epochs=1)
    code = write_sweep(parse("ELU"), "alpha", [0.5, 1.0], task, SEEDS)
    losses_of_code(code, [0.5, 1.0], task)
    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith("alpha = 0.5: median ") and second.startswith("alpha = 1: median ")


@pytest.mark.parametrize("cls", [cls for cls in CATALOGUE.values() if cls.parameters()])
def test_the_function_in_the_code_is_ours(cls: type[Activation]) -> None:
    for declared in cls.parameters():
        names: dict[str, Any] = {}
        exec(write_sweep(cls(), declared.name, [declared.default], Task(), SEEDS), names)
        x = torch.linspace(-3.1, 3.2, 40, dtype=torch.float64)
        theirs = names["f"](x, **{declared.name: declared.default})
        np.testing.assert_allclose(theirs.numpy(), cls()(x.numpy()), rtol=1e-6, atol=1e-6)
