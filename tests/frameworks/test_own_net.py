"""The code that looks into a net of one's own, run on nets whose dead units are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest
import torch

from pages.shared.inspection_words import SNIPPETS

EXAMPLES, INPUTS, UNITS, DEAD = 200, 3, 8, 3
ALPHA = 0.07
X = np.random.default_rng(0).normal(size=(EXAMPLES, INPUTS)).astype(np.float32)


@pytest.fixture(autouse=True)
def _single_precision() -> Iterator[None]:
    # As a person's own net has; other tests set 64 bits for all.
    before = torch.get_default_dtype(), keras.config.floatx(), keras.config.dtype_policy()
    torch.set_default_dtype(torch.float32)
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    yield
    torch.set_default_dtype(before[0])
    keras.config.set_floatx(before[1])
    keras.config.set_dtype_policy(before[2])


def weights() -> tuple[Any, Any]:
    """Of a layer whose first units get numbers below 0 only, and whose others see both sides of it."""
    w = np.random.default_rng(1).normal(size=(INPUTS, UNITS)).astype(np.float32)
    b = np.zeros(UNITS, np.float32)
    b[:DEAD] = -100.0
    return w, b


def function_of(framework: str) -> Callable[..., None]:
    names: dict[str, Any] = {}
    exec(SNIPPETS[framework][0], names)
    found: Callable[..., None] = names["look_into"]
    return found


def numbers(printed: str) -> list[dict[str, float]]:
    """What was printed, a row for each layer: shares, not percent."""
    rows = []
    for line in printed.strip().splitlines():
        dead, small, mean, deviation = re.search(  # type: ignore[union-attr]  # a line that differs fails the test
            r"dead ([\d.]+)%, \|f'\| < 0\.1 ([\d.]+)%, mean (-?[\d.]+), deviation ([\d.]+)", line
        ).groups()
        alphas = [float(alpha) for alpha in re.findall(r"\d\.\d{3}", line.partition("alpha ")[2])]
        rows.append(
            {"dead": float(dead) / 100, "small": float(small) / 100, "mean": float(mean),
             "deviation": float(deviation), **({"alpha": alphas[0]} if alphas else {})}
        )  # fmt: skip
    return rows


def test_pytorch(capsys: pytest.CaptureFixture[str]) -> None:
    w, b = weights()
    net = torch.nn.Sequential(
        torch.nn.Linear(INPUTS, UNITS),
        torch.nn.ReLU(inplace=True),
        torch.nn.Linear(UNITS, UNITS),
        torch.nn.PReLU(),
    )
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor(w.T))
        net[0].bias.copy_(torch.tensor(b))
        net[3].weight.fill_(ALPHA)
    before = net(torch.tensor(X))
    function_of("PyTorch")(net, torch.tensor(X))
    check(numbers(capsys.readouterr().out))
    # The net is as before: it trains, and no hook is left.
    assert net.training
    assert torch.equal(net(torch.tensor(X)), before)
    assert not capsys.readouterr().out


def test_pytorch_takes_the_channels_of_images_for_units(capsys: pytest.CaptureFixture[str]) -> None:
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU())
    with torch.no_grad():
        net[0].bias.copy_(torch.tensor([-100.0, 0.0, 0.0, 100.0]))
    function_of("PyTorch")(net, torch.tensor(X[:50, :1, None, None]).expand(-1, -1, 5, 5).contiguous())
    (row,) = numbers(capsys.readouterr().out)
    assert row["dead"] == 0.25


# Keras' own way from a tensor of PyTorch to NumPy.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_keras(capsys: pytest.CaptureFixture[str]) -> None:
    w, b = weights()
    model = keras.Sequential(
        [
            keras.layers.Input((INPUTS,)),
            keras.layers.Dense(UNITS, activation="relu"),
            keras.layers.Dense(UNITS),
            keras.layers.PReLU(),
            keras.layers.Dense(UNITS),
            keras.layers.Activation("sigmoid"),
        ]
    )
    model.layers[0].set_weights([w, b])
    model.layers[2].set_weights([np.full(UNITS, ALPHA)])
    model.layers[3].set_weights([np.zeros((UNITS, UNITS)), np.full(UNITS, 9.0)])
    before = keras.ops.convert_to_numpy(model(X))
    function_of("Keras")(model, X)
    *rows, last = numbers(capsys.readouterr().out)
    check(rows)
    # σ′(9) is 0.00012: none is dead, all learn slowly.
    assert last == {"dead": 0, "small": 1, "mean": 9, "deviation": 0}
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(model(X)), before)


def test_jax(capsys: pytest.CaptureFixture[str]) -> None:
    layers = [tuple(map(jnp.asarray, weights()))] + [
        (jnp.asarray(np.random.default_rng(2).normal(size=(UNITS, UNITS))), jnp.zeros(UNITS))
    ] * 2
    function_of("JAX")(layers, jax.nn.relu, X)
    first, _ = numbers(capsys.readouterr().out)
    function_of("JAX")(layers, lambda z, alpha: jnp.where(z > 0, z, alpha * z), X, [0.0, ALPHA])
    check(numbers(capsys.readouterr().out))
    assert first["dead"] == DEAD / UNITS


def check(rows: list[dict[str, float]]) -> None:
    """Of a layer of ReLU and one of PReLU."""
    w, b = weights()
    z = X @ w + b
    first, second = rows
    assert first["dead"] == DEAD / UNITS
    assert first["small"] == pytest.approx(np.mean(z <= 0), abs=0.01)
    assert first["mean"] == pytest.approx(z.mean(), abs=1e-3)
    assert first["deviation"] == pytest.approx(z.std(), rel=1e-3)
    assert second["dead"] == 0
    assert second["alpha"] == pytest.approx(ALPHA, abs=1e-3)
    # Left of 0 the slope is α.
    assert 0 < second["small"] < 1
