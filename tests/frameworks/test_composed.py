"""Code that is written out from an expression, run by the frameworks."""

from __future__ import annotations

import ast
from typing import Any

import jax
import jax.numpy
import keras
import numpy as np
import onnx.checker
import onnx.parser
import pytest
import torch
from onnx.reference import ReferenceEvaluator

from activations import CATALOGUE, Activation, parse
from pages.explore.snippets import snippet

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)

X = np.append(np.linspace(-4, 4, 80), 0.0)

FORMULAS = [
    parse(text)
    for text in (
        "x * tanh(softplus(x))",
        "max(0, x)^2 - min(αx, 1)",
        "where(x > 0, x, alpha*(exp(x) - 1))",
        "where(x < -1 or not x < 1, 0, x)",
        "(x > 0) + (x > 1)",
        "e^(-x²) + 2^x + |x|^1.5",
        "x Φ(x) + erfc(x)/2",
        "relu6(2x) + silu(x) mish(x) + elu(x, λ)",
        "sqrt(2) x + sinh(x/2) cosh(x) - tan(x/3)",
        "asin(x/9) + acos(x/9) + atan(x) + asinh(x)",
        "log1p(|x|) sign(x) + expm1(x) + sin(πx) cos(x) + ln(x² + 1)",
        "sqrt(β² + x²) - sqrt(β)",
        "x^β; β = 3",
    )
]


def text_of(f: Activation) -> str:
    return repr(f)


TENSORS = {"pytorch": torch.tensor, "jax": jax.numpy.asarray, "keras": keras.ops.convert_to_tensor}
# What people write, and of the catalogue what a framework lacks.
COMPOSED = [
    pytest.param(f, framework, id=f"{f!r}-{framework}")
    for framework in TENSORS
    for f in (*FORMULAS, *(cls() for cls in CATALOGUE.values() if framework not in cls.spellings))
]


@pytest.mark.parametrize(("f", "framework"), COMPOSED)
def test_what_is_composed_is_the_same_in_every_framework(f: Activation, framework: str) -> None:
    names: dict[str, Any] = {}
    exec(compile(snippet(f, framework).code, "snippet", "exec"), names)
    function = names.get("formula") or names[type(f).__name__.lower()]
    got = np.asarray(function(TENSORS[framework](X)))
    # Keras takes some of its functions from 32 bits.
    tolerance = 1e-6 if framework == "keras" else 1e-9
    np.testing.assert_allclose(got, f(X), rtol=tolerance, atol=tolerance)


WITHOUT_OPERATOR = [cls() for cls in CATALOGUE.values() if "onnx" not in cls.spellings]


@pytest.mark.parametrize("f", [*FORMULAS, *WITHOUT_OPERATOR], ids=text_of)
def test_onnx_computes_what_it_has_no_operator_for(f: Activation) -> None:
    code = snippet(f, "onnx").code
    (text,) = (
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    model = onnx.parser.parse_model(text)
    onnx.checker.check_model(model, full_check=True)
    with np.errstate(all="ignore"):
        got = ReferenceEvaluator(model).run(None, {"x": X.astype(np.float32)})[0]
    expected = f(X.astype(np.float32).astype(np.float64))
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=2e-5)


# Where exponentials of a branch that is not taken overflow in 32 bits.
FAR = np.array([0, 1e-30, -1e-30, 1, -1, 12, -12, 89, -89, 1000, -1000], dtype=np.float32)


@pytest.mark.parametrize("framework", ["pytorch", "jax"])
@pytest.mark.parametrize("cls", CATALOGUE.values(), ids=CATALOGUE)
def test_what_is_composed_has_gradients_in_32_bits(cls: type[Activation], framework: str) -> None:
    for share in (None, 1 / 3, 1.0):
        f = cls() if share is None else cls(*(low + share * (high - low) for low, high in typical(cls)))
        names: dict[str, Any] = {}
        code = snippet(f, framework).code
        if "def " not in code:
            continue
        exec(compile(code, "snippet", "exec"), names)
        function = names[cls.__name__.lower()]
        if framework == "pytorch":
            x = torch.tensor(FAR, requires_grad=True)
            value = function(x)
            slope = torch.autograd.grad(value.sum(), x)[0].numpy() if value.requires_grad else 0 * FAR
            got = value.detach().numpy()
        else:
            x = jax.numpy.asarray(FAR)
            got, slope = np.asarray(function(x)), np.asarray(jax.vmap(jax.grad(function))(x))
        exact = FAR.astype(np.float64)
        for ours, theirs in ((f(exact), got), (f.derivative(exact), slope)):
            there = np.isfinite(ours) & (np.abs(ours) < 3e38)
            assert np.isfinite(theirs[there]).all(), f"{f!r} at {FAR[there & ~np.isfinite(theirs)]}"


def typical(cls: type[Activation]) -> list[tuple[float, float]]:
    return [declared.typical for declared in cls.parameters()]
