"""What softmax, its kin and the gates say of PyTorch, Keras, JAX and ONNX, tried on them; see test_spellings.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import onnx.parser
import pytest
import torch
from onnx.reference import ReferenceEvaluator

from activations.vector import FUNCTIONS, GATES, GLU, Gate, LogSoftmax, Sparsemax, VectorFunction, halves

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)

X = np.random.default_rng(0).uniform(-6, 6, (7, 4))
NAMES = {"torch": torch, "keras": keras, "jax": jax, "jnp": jnp}
TENSORS = {
    "pytorch": torch.tensor,
    "keras": keras.ops.convert_to_tensor,
    "jax": jnp.asarray,
    "numpy": np.asarray,
}

SPELLED = [
    pytest.param(cls, framework, id=f"{name}-{framework}")
    for name, cls in FUNCTIONS.items()
    for framework in cls.spellings
    if framework != "onnx"
]
IN_ONNX = [cls for cls in FUNCTIONS.values() if "onnx" in cls.spellings]


def array(tensor: Any) -> Any:
    return np.array(tensor.tolist())


@pytest.mark.parametrize("temperature", [1.0, 0.4])
@pytest.mark.parametrize(("cls", "framework"), SPELLED)
def test_a_function_is_spelled_as_declared(
    cls: type[VectorFunction], framework: str, temperature: float
) -> None:
    further = {"sink": -0.7} if "sink" in cls().settings() else {}
    f = cls(temperature=temperature, **further)
    call = cls.spellings[framework].call.format(**f.settings())
    got = eval(call, {**NAMES, "x": TENSORS[framework](X)})
    assert array(got) == pytest.approx(f(X), rel=1e-12)


@pytest.mark.parametrize("cls", IN_ONNX)
def test_a_function_is_spelled_as_declared_in_onnx(cls: type[VectorFunction]) -> None:
    spelling = cls.spellings["onnx"]
    model = onnx.parser.parse_model(
        f'<ir_version: 10, opset_import: ["" : 24]> f (double[M, N] x) => (double[M, N] y) {{ {spelling.call} }}'
    )
    (got,) = ReferenceEvaluator(model).run(None, {"x": X})
    assert got == pytest.approx(cls(**spelling.fixed)(X), rel=1e-12)


@pytest.mark.parametrize("framework", TENSORS)
@pytest.mark.parametrize("gate", [cls() for cls in GATES.values()], ids=list(GATES))
def test_a_gate_is_spelled_as_composed(gate: Gate, framework: str) -> None:
    # Inside all limits and beyond them.
    a, b = halves(5 * X)
    names: dict[str, Any] = {}
    exec(gate.code(framework), names)
    (composed,) = (value for name, value in names.items() if name == type(gate).__name__.lower())
    got = composed(TENSORS[framework](a), TENSORS[framework](b))
    assert array(got) == pytest.approx(gate(a, b), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("framework", "glu"),
    [("pytorch", torch.nn.functional.glu), ("keras", keras.activations.glu), ("jax", jax.nn.glu)],
)
def test_glu_halves_the_last_axis_and_gates_with_the_second_half(
    framework: str, glu: Callable[[Any], Any]
) -> None:
    got = array(glu(TENSORS[framework](X)))
    assert got == pytest.approx(GLU()(*halves(X)), rel=1e-12)


def test_frameworks_lose_the_log_probability_of_a_dominating_logit() -> None:
    x = np.array([50.0, 13.0, -1.0])
    assert LogSoftmax()(x)[0] == pytest.approx(-8.53e-17, rel=1e-3)
    assert float(torch.nn.functional.log_softmax(torch.tensor(x), dim=-1)[0]) == 0
    assert float(jax.nn.log_softmax(jnp.asarray(x))[0]) == 0


def test_the_sparsemax_of_keras_is_wrong_where_two_probabilities_are_not_0() -> None:
    x = np.array([2.58, 2.9])
    assert Sparsemax()(x) == pytest.approx([0.34, 0.66])
    assert (
        np.abs(array(keras.activations.sparsemax(keras.ops.convert_to_tensor(x))) - Sparsemax()(x)).max()
        > 0.3
    )
