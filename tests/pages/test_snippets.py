"""Code to paste runs as it stands and computes what the page shows; its notes say what a framework lacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from activations import CATALOGUE, Activation
from activations.expression import spell_number
from activations.writing import LANGUAGES
from pages.explore import snippets
from tests.families import for_every_class, run_together

X = np.append(np.linspace(-6, 6, 240), 0.0)

FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras", "jax": "JAX", "onnx": "ONNX"}

every_class = for_every_class()


def middle(cls: type[Activation]) -> Activation:
    """The function with every slider halfway."""
    return cls(*(sum(declared.typical) / 2 for declared in cls.parameters()))


def third(cls: type[Activation]) -> Activation:
    """The function with every slider at a third, whose digits do not end."""
    return cls(*(low + (high - low) / 3 for low, high in (p.typical for p in cls.parameters())))


At = Callable[[type[Activation]], Activation]
every_setting = pytest.mark.parametrize(
    "at", [lambda cls: cls(), middle, third], ids=["default", "middle", "third"]
)


def run(code: str) -> dict[str, Any]:
    """Execute a snippet by itself, as somebody would who pastes it into an empty file."""
    names: dict[str, Any] = {}
    exec(compile(code, "snippet", "exec"), names)
    return names


@every_setting
@every_class
def test_the_python_snippet_computes_the_function(cls: type[Activation], at: At) -> None:
    f = at(cls)
    function = run(snippets.snippet(f, "python").code)[cls.__name__.lower()]
    # Where the function is not defined, Python's own arithmetic raises an error, as it should.
    x = X[~np.isnan(f(X))]
    np.testing.assert_allclose([function(at) for at in x.tolist()], f(x), rtol=1e-9, atol=1e-12)


@every_setting
@every_class
def test_the_numpy_snippet_computes_the_function(cls: type[Activation], at: At) -> None:
    f = at(cls)
    function = run(snippets.snippet(f, "numpy").code)[cls.__name__.lower()]
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(function(X), f(X), rtol=1e-9, atol=1e-12)
        assert np.shape(function(X.reshape(-1, 1))) == (X.size, 1)


@every_setting
@every_class
def test_python_and_numpy_survive_large_arguments_without_a_warning(cls: type[Activation], at: At) -> None:
    f = at(cls)
    x = np.array([-1000.0, -89.0, -50.0, -20.0, 20.0, 50.0, 89.0, 700.0])
    x = x[np.isfinite(f(x))]
    python = run(snippets.snippet(f, "python").code)[cls.__name__.lower()]
    numpy = run(snippets.snippet(f, "numpy").code)[cls.__name__.lower()]
    np.testing.assert_allclose([python(each) for each in x.tolist()], f(x), rtol=1e-9, atol=1e-12)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_allclose(numpy(x), f(x), rtol=1e-9, atol=1e-12)


@every_class
def test_the_snippet_takes_the_parameters_as_arguments_with_what_is_on_the_screen_as_defaults(
    cls: type[Activation],
) -> None:
    f = third(cls)
    for language in ("python", "numpy"):
        (definition,) = (
            node
            for node in ast.walk(ast.parse(snippets.write_formula(f, language)))
            if isinstance(node, ast.FunctionDef)
        )
        defaults = [ast.literal_eval(default) for default in definition.args.defaults]
        names = [argument.arg for argument in definition.args.args]
        assert names == ["x", *f.settings()]
        assert defaults == list(f.settings().values())


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "onnx"])
@every_class
def test_every_snippet_is_python_that_imports_all_it_names(cls: type[Activation], language: str) -> None:
    snippet = snippets.snippet(third(cls), language)
    tree = ast.parse(snippet.code)
    imported = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    used = {
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert used - {"x"} == imported


@every_class
def test_a_framework_that_lacks_the_function_is_said_to_lack_it(cls: type[Activation]) -> None:
    f = cls()
    for framework, title in FRAMEWORKS.items():
        snippet = snippets.snippet(f, framework)
        lacks = f"{title} has no {f.title}." in snippet.note
        assert lacks == (framework not in cls.spellings)
        if lacks:
            assert not snippet.differs
            assert snippet.code


SPELLED = [
    (cls, framework) for cls in CATALOGUE.values() for framework in FRAMEWORKS if framework in cls.spellings
]


@every_setting
@run_together("cls, framework", SPELLED, lambda case: case[1])
def test_the_framework_is_spelled_with_what_is_on_the_screen_and_another_default_is_warned_of(
    cls: type[Activation], framework: str, at: At
) -> None:
    f = at(cls)
    spelling = cls.spellings[framework]
    snippet = snippets.snippet(f, framework)
    if any(f.settings()[name] != value for name, value in spelling.fixed.items()):
        assert "built in" in snippet.note
        return
    differing = {name: value for name, value in spelling.defaults.items() if value != f.settings()[name]}
    assert snippet.differs == bool(differing)
    for name, value in differing.items():
        symbol = next(declared.symbol for declared in f.parameters() if declared.name == name)
        assert f"{symbol} = {value:.6g}" in snippet.note
    if framework != "onnx":
        written = [node.value for node in ast.walk(ast.parse(snippet.code)) if isinstance(node, ast.Constant)]
        asked = re.findall(r"{(\w+)}", spelling.call)
        # A call may take −α, which is a number under a minus sign.
        assert {abs(f.settings()[name]) for name in asked} <= {
            abs(n) for n in written if isinstance(n, int | float)
        }


@every_setting
@every_class
def test_onnx_is_well_formed_text_with_every_parameter_filled_in(cls: type[Activation], at: At) -> None:
    snippet = snippets.snippet(at(cls), "onnx")
    (text,) = (
        node.value
        for node in ast.walk(ast.parse(snippet.code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    model = re.fullmatch(
        r"\s*<([^>]*)>\s*\w+ \(float\[N\] x\) => \(float\[N\] y\) \{(.*)\}\s*", text, re.DOTALL
    )
    assert model
    header, body = model.groups()
    assert header.count("[") == header.count("]") == 1
    assert not set("{}") & set(re.sub(r"= ?(float|int\d*)? ?\{[^{}]*\}", "", body))
    statements = [line.strip() for line in body.splitlines() if line.strip()]
    assert statements[-1].startswith("y = ")
    defined = {"x"}
    for statement in statements:
        parts = re.fullmatch(r"(\w+) = (\w+) ?(<[^>]*>)? ?\(([\w, ]*)\)", statement)
        assert parts, statement
        name, operator, _attributes, arguments = parts.groups()
        assert set(arguments.replace(",", " ").split()) <= defined, statement
        assert operator[0].isupper()
        defined.add(name)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (-3.0, "-3"), (0.5, "0.5"), (1e300, "1e+300"), (1 / 3, "0.3333333333333333")],
)
def test_numbers_are_written_shortly_and_read_back_equal(value: float, text: str) -> None:
    assert spell_number(value) == text
    assert float(ast.literal_eval(text)) == value


@pytest.mark.parametrize(
    ("name", "framework", "part"),
    [
        ("LeakyReLU", "keras", "α = 0.2"),
        ("LeakyReLU", "jax", "α = 0.01"),
        ("LeakyReLU", "pytorch", "α = 0.01"),
        ("PReLU", "jax", "has no"),
        ("ELU", "onnx", "α = 1"),
    ],
)
def test_known_differences_between_frameworks_are_pointed_out(name: str, framework: str, part: str) -> None:
    f = CATALOGUE[name](*(declared.typical[1] for declared in CATALOGUE[name].parameters()))
    assert part in snippets.snippet(f, framework).note
