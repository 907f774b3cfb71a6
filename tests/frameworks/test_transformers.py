"""What the catalogue says of Transformers: its names, its functions, and the gates of its models."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
import transformers
from transformers.activations import ACT2CLS, ACT2FN
from transformers.models.deepseek_v4.modeling_deepseek_v4 import DeepseekV4Experts
from transformers.models.gpt_oss.modeling_gpt_oss import GptOssExperts
from transformers.models.hy_v4_vl.modeling_hy_v4_vl import HYV4VLExperts
from transformers.models.minimax_m3_vl.modeling_minimax_m3_vl import MiniMaxM3VLExperts
from transformers.models.step3p7.modeling_step3p7 import Step3p7Experts

from activations import CATALOGUE, Activation, parse
from activations.core import TRANSFORMERS
from activations.vector import DeepSeekGLU, Gate, GptOssGLU, StepGLU
from pages.explore.snippets import snippet

X = np.append(np.linspace(-12, 12, 240), 0.0)
IN_TRANSFORMERS = [cls for cls in CATALOGUE.values() if "transformers" in cls.spellings]
# xIELU holds its parameters in bfloat16, and Fast GELU rounds √(2/π) to ten digits.
TOLERANCE = {"xielu": 1e-2, "gelu_fast": 1e-8}


def values(module: Any, x: Any) -> Any:
    with torch.no_grad():
        return module(torch.tensor(x, dtype=torch.float64)).to(torch.float64).numpy()


def test_the_version_is_the_one_whose_models_are_linked() -> None:
    assert f"/v{transformers.__version__}/" in TRANSFORMERS


@pytest.mark.parametrize("name", list(ACT2CLS))
def test_every_name_is_understood_as_the_function_it_names(name: str) -> None:
    tolerance = TOLERANCE.get(name, 1e-9)
    module = ACT2FN[name].to(torch.float64) if name == "prelu" else ACT2FN[name]
    np.testing.assert_allclose(values(module, X), parse(name)(X), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("cls", IN_TRANSFORMERS)
def test_a_function_is_spelled_as_declared(cls: type[Activation]) -> None:
    spelling = cls.spellings["transformers"]
    assert set(spelling.fixed) == {declared.name for declared in cls.parameters()}
    torch.set_default_dtype(torch.float64)
    got = eval(spelling.call, {"ACT2FN": ACT2FN, "x": torch.tensor(X)})
    tolerance = 1e-2 if "xielu" in spelling.call else 1e-9
    expected = cls(**spelling.fixed)(X)
    np.testing.assert_allclose(got.detach().numpy(), expected, rtol=tolerance, atol=tolerance)


def test_what_is_not_said_to_be_there_is_not() -> None:
    known = {type(parse(name)) for name in ACT2CLS}
    assert known == set(IN_TRANSFORMERS)


@pytest.mark.parametrize("cls", list(CATALOGUE.values()), ids=list(CATALOGUE))
def test_the_snippet_computes_the_function(cls: type[Activation]) -> None:
    torch.set_default_dtype(torch.float64)
    f = cls(**cls.spellings["transformers"].fixed) if "transformers" in cls.spellings else cls()
    names: dict[str, Any] = {"x": torch.tensor(X)}
    exec(snippet(f, "transformers").code, names)
    got = names["y"] if "y" in names else names[cls.__name__.lower()](names["x"])
    tolerance = 1e-2 if cls.__name__ == "XIELU" else 1e-9
    expected = f(X)
    inside = np.isfinite(expected)
    np.testing.assert_allclose(got.detach().numpy()[inside], expected[inside], rtol=tolerance, atol=tolerance)


SILU = torch.nn.functional.silu


@pytest.mark.parametrize(
    ("experts", "held", "gate", "interleaved"),
    [
        (GptOssExperts, {"alpha": 1.702, "limit": 7.0}, GptOssGLU(), True),
        (MiniMaxM3VLExperts, {"swiglu_alpha": 1.702, "swiglu_limit": 7.0}, GptOssGLU(), False),
        (DeepseekV4Experts, {"limit": 10.0, "act_fn": SILU}, DeepSeekGLU(), False),
        (HYV4VLExperts, {"swiglu_limit": 10.0}, DeepSeekGLU(), False),
        (Step3p7Experts, {"limit": 7.0, "act_fn": SILU}, StepGLU(), False),
        (Step3p7Experts, {"limit": 16.0, "act_fn": SILU}, StepGLU(lambda_=16.0), False),
    ],
)
def test_a_model_has_the_gate_it_is_said_to_have(
    experts: Any, held: dict[str, Any], gate: Gate, interleaved: bool
) -> None:
    """Gate and limits as the model's own code computes them, and which half is the gate."""
    b, a = np.random.default_rng(0).uniform(-30, 30, (2, 1000))
    both = np.stack([b, a], axis=-1).ravel() if interleaved else np.concatenate([b, a])
    got = experts._apply_gate(SimpleNamespace(**held), torch.tensor(both))
    np.testing.assert_allclose(got.numpy(), gate(a, b), rtol=1e-12, atol=1e-12)
