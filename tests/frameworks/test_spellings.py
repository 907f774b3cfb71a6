"""What the catalogue says of PyTorch, Keras, JAX and ONNX, tried on them.

Only these tests need the four, see requirements.txt beside this file. From the root of the repository:

    python -m pytest tests/frameworks
    KERAS_BACKEND=torch python -m pytest tests/frameworks
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import jax
import jax.scipy.special
import keras
import numpy as np
import onnx.checker
import onnx.defs
import onnx.parser
import pytest
import torch
from onnx.reference import ReferenceEvaluator

from activations import CATALOGUE, Activation, Parameter
from activations.core import MEASURED_ON, SYMBOLS, KinkConvention, Spelling
from activations.networks.gains import calculate_gain

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)

# Besides 0 no point is a kink, where a parameter of ONNX, rounded to 32 bits, could lie on the other side.
X = np.append(np.linspace(-6, 6, 240), 0.0)

# PyTorch's softplus is linear from βx = 20 on; ONNX models are run in 32 bits.
TOLERANCE = {"pytorch": 1e-9, "jax": 1e-12, "keras": 1e-9, "onnx": 2e-5}
# These Keras computes in 32 bits on JAX, as it takes the value of a step at 0 on PyTorch.
IN_32_BITS = {(name, "keras"): 2e-5 for name in ("ArcTan", "Asinh", "Sine", "Step", "Tanh")}

Choose = Callable[[Parameter], float]

# Column of a kink convention: framework whose call is differentiated.
MEASURED = {"pytorch": "pytorch", "jax": "jax", f"keras_{keras.backend.backend()}": "keras"}


def spelled(*frameworks: str) -> Iterator[Any]:
    """Yield class, framework and spelling of what some frameworks have."""
    for name, cls in CATALOGUE.items():
        for framework in frameworks:
            if framework in cls.spellings:
                yield pytest.param(cls, framework, cls.spellings[framework], id=f"{name}-{framework}")


IN_PYTHON = list(spelled("pytorch", "keras", "jax"))
IN_ONNX = list(spelled("onnx"))
SPELLED = [*IN_PYTHON, *IN_ONNX]
CONVENTIONS = [
    pytest.param(cls, convention, column, id=f"{name}-order-{convention.order}-at-{convention.at}-{column}")
    for name, cls in CATALOGUE.items()
    for convention in cls.kink_conventions
    for column in MEASURED
    if getattr(convention, column)
]


def default(declared: Parameter) -> float:
    return declared.default


def middle(declared: Parameter) -> float:
    return sum(declared.typical) / 2


def third(declared: Parameter) -> float:
    low, high = declared.typical
    return low + (high - low) / 3


def setting(cls: type[Activation], spelling: Spelling, choose: Choose) -> dict[str, float]:
    chosen = {declared.name: float(choose(declared)) for declared in cls.parameters()}
    return chosen | {name: float(value) for name, value in spelling.fixed.items()}


def placeholders(template: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", template))


def filled(template: str, values: dict[str, float]) -> str:
    return template.format(**{name: repr(value) for name, value in values.items()})


def run(code: str, **names: Any) -> Any:
    return eval(code, {"torch": torch, "jax": jax, "keras": keras} | names)


def on_pytorch(code: str) -> Any:
    x = torch.tensor(X)
    result = run(code, x=x)
    return as_array(result.eval()(x) if isinstance(result, torch.nn.Module) else result)


def on_keras(code: str) -> Any:
    x = keras.ops.convert_to_tensor(X, "float64")
    result = run(code, x=x)
    return as_array(result(x) if isinstance(result, keras.Layer) else result)


def on_jax(code: str) -> Any:
    return as_array(run(code, x=jax.numpy.asarray(X)))


def as_array(result: Any) -> Any:
    return result.detach().numpy() if isinstance(result, torch.Tensor) else np.asarray(result)


def on_onnx(statements: str) -> Any:
    header = f'<ir_version: {onnx.IR_VERSION}, opset_import: ["" : {onnx.defs.onnx_opset_version()}]>'
    model = onnx.parser.parse_model(f"{header} f (float[N] x) => (float[N] y) {{\n{statements}\n}}")
    onnx.checker.check_model(model, full_check=True)
    return ReferenceEvaluator(model).run(None, {"x": X.astype(np.float32)})[0]


RESULT = {"pytorch": on_pytorch, "keras": on_keras, "jax": on_jax, "onnx": on_onnx}


@pytest.mark.parametrize("choose", [default, middle, third])
@pytest.mark.parametrize(("cls", "framework", "spelling"), SPELLED)
def test_calls_and_modules_compute_the_function(
    cls: type[Activation], framework: str, spelling: Spelling, choose: Choose
) -> None:
    values = setting(cls, spelling, choose)
    expected = cls(**values)(X)
    tolerance = IN_32_BITS.get((cls.__name__, framework), TOLERANCE[framework])
    for template in filter(None, (spelling.call, spelling.module)):
        got = RESULT[framework](filled(template, values))
        np.testing.assert_allclose(got, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("cls", "framework", "spelling"), SPELLED)
def test_each_parameter_is_either_an_argument_or_fixed(
    cls: type[Activation], framework: str, spelling: Spelling
) -> None:
    names = sorted(declared.name for declared in cls.parameters())
    assert sorted([*placeholders(spelling.call), *spelling.fixed]) == names
    if spelling.module:
        assert placeholders(spelling.module) == placeholders(spelling.call)


@pytest.mark.parametrize(("cls", "framework", "spelling"), IN_PYTHON)
def test_the_declared_defaults_are_those_of_the_call_or_else_of_the_module(
    cls: type[Activation], framework: str, spelling: Spelling
) -> None:
    expected = defaults_of_arguments(spelling.module) | defaults_of_arguments(spelling.call)
    assert spelling.defaults == expected


def defaults_of_arguments(template: str) -> dict[str, float]:
    tree = ast.parse(re.sub(r"{(\w+)}", r"\1", template) or "None", mode="eval")
    found: dict[str, float] = {}
    for call in (part for part in ast.walk(tree) if isinstance(part, ast.Call)):
        for argument in call.keywords:
            assert argument.arg is not None
            for name in placeholders(template) & {
                getattr(part, "id", "") for part in ast.walk(argument.value)
            }:
                value = default_of_argument(run(ast.unparse(call.func)), argument.arg)
                if value == "Zeros":
                    found[name] = 0.0
                elif type(value) in (int, float):
                    found[name] = value
    return found


def default_of_argument(function: Callable[..., Any], name: str) -> Any:
    try:
        return inspect.signature(function).parameters[name].default
    except ValueError:
        # PyTorch's built-in functions have their signature in the first line of their documentation.
        written = re.search(rf"\b{name}=([^,)]+)", (inspect.getdoc(function) or "").partition("->")[0])
        return ast.literal_eval(written[1]) if written else None


@pytest.mark.parametrize(("cls", "framework", "spelling"), IN_ONNX)
def test_the_declared_defaults_are_those_of_the_onnx_operator(
    cls: type[Activation], framework: str, spelling: Spelling
) -> None:
    found: dict[str, set[float]] = {}
    for operator, attributes in re.findall(r"(\w+)\s*<([^>]*)>", spelling.call):
        for attribute, name in re.findall(r"(\w+)\s*=\s*{(\w+)}", attributes):
            if operator != "Constant":
                value = onnx.defs.get_schema(operator).attributes[attribute].default_value.f
                found.setdefault(name, set()).add(value)
    # Soft shrinkage gives λ to two attributes, whose defaults differ.
    expected = {name: values.pop() for name, values in found.items() if len(values) == 1}
    assert {name: np.float32(value) for name, value in spelling.defaults.items()} == expected


@pytest.mark.parametrize(("cls", "convention", "column"), CONVENTIONS)
def test_derivatives_at_kinks_are_as_noted(
    cls: type[Activation], convention: KinkConvention, column: str
) -> None:
    spelling = cls.spellings[MEASURED[column]]
    values: dict[str, Any] = setting(cls, spelling, third)
    code = filled(spelling.call, values)
    differentiate = derivative_on_jax if column in ("jax", "keras_jax") else derivative_on_torch
    for x in points(convention.at, values):
        got = differentiate(code, x, convention.order)
        # PyTorch's celu multiplies by the 32-bit reciprocal of alpha in its derivative.
        assert got == pytest.approx(eval(getattr(convention, column), {}, values), rel=1e-6, abs=1e-12)


def test_the_versions_are_those_that_were_measured() -> None:
    assert torch.__version__.partition("+")[0] == MEASURED_ON["PyTorch"]
    assert keras.__version__ == MEASURED_ON["Keras"]


def points(at: str, values: dict[str, Any]) -> list[float]:
    text = at.replace("\N{MINUS SIGN}", "-")
    for name, symbol in SYMBOLS.items():
        text = text.replace(symbol, name)
    magnitude = text.removeprefix("±")
    return [eval(sign + magnitude, {}, values) for sign in (("-", "+") if magnitude != text else ("",))]


def derivative_on_jax(code: str, x: float, order: int) -> float:
    function: Callable[[float], Any] = partial(evaluated, code)
    for _ in range(order):
        function = jax.grad(function)
    return float(function(float(x)))


def evaluated(code: str, x: float) -> Any:
    return run(code, x=x)


def derivative_on_torch(code: str, x: float, order: int) -> float:
    at = torch.tensor(float(x), requires_grad=True)
    result = run(code, x=at)
    for _ in range(order):
        if not result.requires_grad:
            return 0.0
        (result,) = torch.autograd.grad(result, at, create_graph=True, materialize_grads=True)
    return float(result.item())


@pytest.mark.parametrize("f", [cls() for cls in CATALOGUE.values() if cls.gain_name], ids=repr)
def test_the_gain_is_the_one_that_pytorch_calculates(f: Activation) -> None:
    slope = f.settings().get("alpha") if f.gain_name == "leaky_relu" else None
    assert calculate_gain(f) == pytest.approx(torch.nn.init.calculate_gain(f.gain_name, slope), rel=1e-12)
