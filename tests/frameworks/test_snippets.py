"""Code to paste that is composed of what a framework has, run on it; what it has itself is in test_spellings.py."""

from __future__ import annotations

from typing import Any

import jax
import keras
import numpy as np
import pytest
import torch

from activations import CATALOGUE, Activation
from pages.explore.snippets import snippet

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)

X = np.linspace(-6, 6, 241)
TENSORS = {"pytorch": torch.tensor, "keras": keras.ops.convert_to_tensor, "jax": jax.numpy.asarray}
COMPOSED = [
    pytest.param(cls, framework, id=f"{name}-{framework}")
    for name, cls in CATALOGUE.items()
    for framework in TENSORS
    if framework not in cls.spellings
]


def middle(cls: type[Activation]) -> Activation:
    return cls(*(sum(declared.typical) / 2 for declared in cls.parameters()))


@pytest.mark.parametrize(("cls", "framework"), COMPOSED)
def test_composed_code_computes_the_function(cls: type[Activation], framework: str) -> None:
    for f in {repr(f): f for f in (cls(), middle(cls))}.values():
        names: dict[str, Any] = {}
        exec(compile(snippet(f, framework).code, "snippet", "exec"), names)
        got = np.array(names[cls.__name__.lower()](TENSORS[framework](X)).tolist())
        # PyTorch's softplus is linear from 20 on, and Keras on JAX computes some functions in 32 bits.
        np.testing.assert_allclose(got, f(X), rtol=2e-5, atol=2e-6, err_msg=repr(f))
