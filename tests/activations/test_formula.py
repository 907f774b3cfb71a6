"""Formulas of a person's own: the ways people type them, what they come to, and what is refused."""

from __future__ import annotations

import math
import pickle
import time
from itertools import product

import numpy as np
import pytest

from activations import CATALOGUE, ELU, Activation, Formula, ReLU, SiLU, parse
from activations.formula import LONGEST_FORMULA
from tests.families import run_together

X = np.array([-2.5, -1.0, -0.25, 0.5, 1.0, 3.0])
SIGMOID = 1 / (1 + np.exp(-X))

# What people type, and what it comes to at X, where every letter is 1.
TYPED = {
    "x * tanh(softplus(x))": X * np.tanh(np.log1p(np.exp(X))),
    "max(x, alpha*x)": X,
    "max(x, 0)": np.maximum(X, 0),
    "max(0, x)^2": np.maximum(X, 0) ** 2,
    "where(x > 0, x, alpha*(exp(x) - 1))": np.where(X > 0, X, np.expm1(X)),
    "if(x > 0, x, 0)": np.maximum(X, 0),
    "x if x > 0 else 0.1x": np.where(X > 0, X, 0.1 * X),
    "x if (x > 0) else e^x - 1": np.where(X > 0, X, np.expm1(X)),
    "x * sigmoid(beta * x)": X * SIGMOID,
    "xσ(βx)": X * SIGMOID,
    "x·σ(x)": X * SIGMOID,
    "x / (1 + e^-x)": X * SIGMOID,
    "x/(1+exp(-x))": X * SIGMOID,
    "f(x) = x/(1+e^(-x))": X * SIGMOID,
    "y = 2x + 1": 2 * X + 1,
    "relu(x) + 1": np.maximum(X, 0) + 1,
    "silu(x) * x": X * X * SIGMOID,
    "SiLU(x)x": X * X * SIGMOID,
    "leaky_relu(x, 0.1) * 2": 2 * np.where(X > 0, X, 0.1 * X),
    "LeakyReLU(x, alpha=0.1) * 2": 2 * np.where(X > 0, X, 0.1 * X),
    "elu(-x, α)": np.where(X < 0, -X, np.expm1(-X)),
    "swish(x, beta=2λ)": X / (1 + np.exp(-2 * X)),
    "2x^2 - 3x + 1": 2 * X**2 - 3 * X + 1,
    "x² + x³": X**2 + X**3,
    "x⁻²": X**-2.0,
    "x**2": X**2,
    "-x^2": -(X**2),
    "2^x": 2**X,
    "2^-x": 2.0**-X,
    "2e^x": 2 * np.exp(X),
    "2e3x": 2000 * X,
    "1e-3x": 0.001 * X,
    ".5x": 0.5 * X,
    "e^(-x²)": np.exp(-(X**2)),
    "exp(-αx^2)": np.exp(-(X**2)),
    "|x|": np.abs(X),
    "x|x|": X * np.abs(X),
    "ln|x|": np.log(np.abs(X)),
    "relu|x| + tanh|x - 1|x": np.abs(X) + np.tanh(np.abs(X - 1)) * X,
    "|x||x|": X**2,
    "||x| - 1|": np.abs(np.abs(X) - 1),
    "x/(1+|x|)": X / (1 + np.abs(X)),
    "abs(x)": np.abs(X),
    "√(x² + 1)": np.sqrt(X**2 + 1),
    "sqrt(x^2 + 1) - 1": np.sqrt(X**2 + 1) - 1,
    "ln(1 + e^x)": np.log1p(np.exp(X)),
    "log(1 + exp(x))": np.log1p(np.exp(X)),
    "log1p(|x|) sign(x)": np.log1p(np.abs(X)) * np.sign(X),
    "sin(πx)/π": np.sin(np.pi * X) / np.pi,
    "sin(pi*x)": np.sin(np.pi * X),
    "x + sin(x)^2": X + np.sin(X) ** 2,
    "x cos(x)": X * np.cos(X),
    "tanh(x)": np.tanh(X),
    "atan(x)": np.arctan(X),
    "asinh(x)": np.arcsinh(X),
    "0.5x(1 + tanh(0.79788456(x + 0.044715x^3)))": 0.5 * X * (1 + np.tanh(0.79788456 * (X + 0.044715 * X**3))),
    "x(1 + erf(x/√(2)))/2": X * (1 + np.vectorize(math.erf)(X / math.sqrt(2))) / 2,
    "x Φ(x)": X * (1 + np.vectorize(math.erf)(X / math.sqrt(2))) / 2,
    "min(max(x, -1), 1)": np.clip(X, -1, 1),
    "(x > 0) * x": np.maximum(X, 0),
    "x (−1 ≤ x ≤ 1)": X * (np.abs(X) <= 1),
    "where(x < -1 or x > 1, 0, x)": X * (np.abs(X) <= 1),
    "where(not x > 0, 0, x)": np.maximum(X, 0),
    "max(x, 0) − max(−x, 0)/4": np.where(X > 0, X, X / 4),
    "gelu(x) - x*Φ(x)": 0 * X,
    "λ·max(x, 0) + γ·min(x, 0)": X,
    "lambda * x": X,
    "x × 3 ÷ 2": 1.5 * X,
    "x - -x": 2 * X,
    "2(x + 1)(x - 1)": 2 * (X**2 - 1),
    "heaviside(x)": (X > 0) * 1.0,
    "logistic(x) * x": X * SIGMOID,
    "mish(x)/2 + hard_swish(x)/2": (
        X * np.tanh(np.log1p(np.exp(X))) / 2 + X * np.clip(X + 3, 0, 6) / 12
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_a_formula_is_read_as_people_mean_it(text: str) -> None:
    f = parse(text)
    np.testing.assert_allclose(f(X), TYPED[text], rtol=1e-12, atol=1e-12)
    # What is shown and linked reads back as the same.
    assert parse(repr(f)) == f
    if isinstance(f, Formula):
        assert type(parse(f.expression)) is type(f)
        assert "…" in f.title or type(parse(f.title)) is type(f)
        assert pickle.loads(pickle.dumps(f)) == f


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("relu(x)", ReLU()),
        ("elu(x, 0.5)", ELU(alpha=0.5)),
        ("SiLU(x)", SiLU()),
        ("ELU(x, alpha=2)", ELU(alpha=2)),
    ],
)
def test_a_function_of_the_catalogue_applied_to_x_is_that_function(text: str, function: Activation) -> None:
    assert parse(text) == function


def test_letters_are_parameters() -> None:
    f = parse("α max(x, 0) + λ min(x, 0); α = 2, λ = 0.5")
    assert f == Formula("alpha * max(x, 0) + lambda * min(x, 0)", alpha=2, lambda_=0.5)
    assert [(each.symbol, each.typical) for each in f.parameters()] == [
        ("α", (-2.0, 2.0)),
        ("λ", (-2.0, 2.0)),
    ]
    assert f([-2.0, 3.0]).tolist() == [-1.0, 6.0]
    assert f.parameter_derivative("lambda", [-2.0, 3.0]).tolist() == [-2.0, 0.0]
    assert Formula("αx", alpha=-30).settings() == {"alpha": -30.0}


@pytest.mark.parametrize("text", [text for text in TYPED if "gelu(x) -" not in text])
def test_derivatives_of_a_formula_are_those_of_the_function(text: str) -> None:
    f = parse(text)
    if isinstance(f, Formula):
        # At 1, max(x, αx) is at a corner of its own.
        f = type(f)(**{declared.name: 1.25 for declared in f.parameters()})
    step = 1e-5
    x = np.array([kink for kink in X if all(abs(kink - each) > 2 * step for each in f.kinks())])
    slope = (f(x + step) - f(x - step)) / (2 * step)
    np.testing.assert_allclose(f.derivative(x), slope, rtol=1e-6, atol=1e-8)
    curvature = (f.derivative(x + step) - f.derivative(x - step)) / (2 * step)
    np.testing.assert_allclose(f.second_derivative(x), curvature, rtol=1e-6, atol=1e-7)
    for declared in f.parameters() if isinstance(f, Formula) else ():
        near = [type(f)(**{**f.settings(), declared.name: 1.25 + side * step})(x) for side in (-1, 1)]
        by_parameter = (near[1] - near[0]) / (2 * step)
        np.testing.assert_allclose(
            f.parameter_derivative(declared.name, x), by_parameter, rtol=1e-6, atol=1e-8
        )


@pytest.mark.parametrize(
    ("text", "kinks"),
    [
        ("|x|", (0.0,)),
        ("|x|^3", ()),
        ("max(x, αx); α = 0.1", (0.0,)),
        ("max(x, αx); α = 1", ()),
        ("min(max(αx, -1), 1); α = 2", (-0.5, 0.5)),
        ("||x| - 1|", (-1.0, 0.0, 1.0)),
        ("where(x > 1, x, x^2)", (1.0,)),
        ("where(x > 0, x^3, -x^3)", ()),
        ("(x > 0.3)", (0.3,)),
        ("where(x*x > 4, x, 0)", (-2.0, 2.0)),
        ("relu6(2x - 1)", (0.5, 3.5)),
        ("1/x", (0.0,)),
        ("1/(x² - 1)", (-1.0, 1.0)),
        ("sqrt(x - 3)", (3.0,)),
        ("ln(x)", (0.0,)),
        ("x·sigmoid(x)", ()),
        ("tan(x/10)", (-5 * math.pi, 5 * math.pi)),
        ("sign(e^x - 2)", (math.log(2),)),
    ],
)
def test_kinks_jumps_and_poles_are_found(text: str, kinks: tuple[float, ...]) -> None:
    found = [kink for kink in parse(text).kinks() if abs(kink) < 30]
    np.testing.assert_allclose(found, kinks, rtol=1e-15, atol=0)


def test_where_a_formula_is_not_defined_it_is_nan_and_nothing_warns() -> None:
    f = parse("ln(x) + sqrt(2 - x)")
    assert np.isnan(f([-1.0, 3.0, math.nan])).all() and np.isnan(f.derivative([-1.0, 3.0, math.nan])).all()
    assert np.isfinite(f([0.5, 1.5])).all()
    card = f.properties()
    assert math.isnan(card.gaussian_mean) and card.range.high < 1.12


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("x * sigmoid(x)", 0.0, math.inf),
        ("tanh(x)", -1.0, 1.0),
        ("x - softplus(x)", -math.inf, 0.0),
        ("x/(1+|x|)", -1.0, 1.0),
        ("sqrt(x^2 + 1) - x", math.inf, 0.0),
        ("sin(x)", math.nan, math.nan),
        ("1/x", 0.0, 0.0),
    ],
)
def test_the_ends_of_the_line_are_limits(text: str, left: float, right: float) -> None:
    np.testing.assert_array_equal(Formula(text)([-math.inf, math.inf]), [left, right])


def test_properties_are_measured_where_a_chart_can_be() -> None:
    card = Formula("x * tanh(softplus(x))").properties()
    assert (card.range.low, card.range.high) == pytest.approx((-0.30884341301725, 30.0))
    assert card.saturates_left == "soft" and card.saturates_right is None
    assert Formula("|x|").properties().parity == "even"
    pole = Formula("1/x").properties()
    assert (str(pole.range), pole.smoothness, pole.monotonic) == ("(-inf, inf)", -1, None)


def hostile() -> list[str]:
    """Texts that no formula is."""
    attributes = ["__class__", "__mro__", "real", "T", "__dict__", "dtype", "func_globals", "_"]
    words = [
        "eval",
        "exec",
        "open",
        "print",
        "getattr",
        "globals",
        "compile",
        "input",
        "type",
        "dir",
        "vars",
        "os",
    ]
    bodies = [
        "x",
        "'x'",
        "x.real",
        "[x]",
        "{x}",
        "x, x",
        "*x",
        "**x",
        "x for x in x",
        "lambda: x",
        "x := 1",
        "...",
    ]
    texts = [f"x.{name}" for name in attributes] + [f"sin(x).{name}()" for name in attributes]
    texts += [f"{word}({body})" for word, body in product(words, bodies[:8])]
    texts += [f"sin({body})" for body in bodies if body != "x"]
    texts += [
        "__import__('os').system('true')", "().__class__.__bases__[0]", "x if", "x else x", "import os",
        "x; import os", "def f(x): return x", "lambda x: x", "[x for x in (1, 2)]", "{x: x}", "{x}", "(x for x in x)",
        "x[0]", "x[:]", "x = x", "x += 1", "x == ", "x <> 1", "x is x", "x in x", "x and", "not", "x @ x", "x % 2",
        "x // 2", "x << 2", "x & 1", "~x", "x | 1", "x ^", "^x", "**x", "x ** ", "await x", "yield x", "f'{x}'",
        '"x"', "b'x'", "`x`", "x`", "'", '"', "\\", "x\\", "x\\n", "x #", "# x", "$x$", "\\frac{x}{2}",
        "<script>alert(x)</script>", "<b>x</b>", "x<img src=x>", "&lt;x", "javascript:x", "[x](http://a.b)",
        "![x](x)", "x:red[x]", ":material/x:", "x\0", "x\x07", "x\u202e", "х", "ｘ", "𝑥", "x̂", "xʹ", "ⅹ", "x😀",
        "☃(x)", "ﬁ(x)", "éx", "日x", "x‐1x‑", "x''", "1j*x", "x + 1j", "True * x", "None + x", "x + Ellipsis",
        "nan * x", "inf * x", "1e400 * x", "10**7 * x * 1e7", "9**9**9 * x", "x**1e6", "x**101", "2**10**10 * x",
        "x**(50*3)", "1/0 * x", "x + 0/0", "log(0)*x", "sqrt(-1)*x", "exp(1000) * x", "-" * 120 + "x",
        "sin(" * 50 + "x" + ")" * 50, "x+" * 149 + "x", "x*" * 100 + "x", "|" * 80 + "x" + "|" * 80, "x" + "²" * 200,
        "((x)", "x)", "(", ")", "()", "x()", "x(1)(", "|", "|x", "||", "x,", ",x", "sin(x, x)", "max(x)",
        "max(x, x, x)", "where(x)", "where(x > 0, x)", "min()", "elu(x, x)", "elu(x, 1, 2)", "elu(x, beta=1)",
        "elu(x, alpha=1, alpha=2)", "max(x, key=x)", "sin(x=1)", "sin(*x)", "sin(**x)", "elu(alpha=x)", "x relu",
        "relu x", "sin x", "softmaxx(x)", "foo(x)", "y", "xy", "a*x", "theta * x", "δx", "ωx", "x_1", "x1", "x.", ".",
        "..", "1..2 x", "1.2.3x", "0x10 * x", "1_0 x", "2 3 x", "5", "pi", "alpha", "α + β", "sigmoid(1)", " ", "\t",
        "\n", "x\nx", "x" * 301, "1" * 301, "x + " + "1" * 400, "x ? 1 : 0", "x => x", "x -> x", "x <= ", "< x",
        "x/0", "x/-0.0", "x / (2 - 2)", "alpha / 0 * x", "celu(x, 0) + x", "x * elu(x, -1)",
        "x! ", "x°", "x€", "d/dx", "∫x", "∑x", "x′", "∞x", "x ± 1", "x ≈ 1",
    ]  # fmt: skip
    # What happens to be one after all.
    return [text for text in dict.fromkeys(texts) if text not in ("x\nx", "#", "x and x")]


@run_together("text", hostile(), lambda _: "hostile")
def test_what_is_no_formula_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(text)
    message = str(caught.value)
    assert 10 < len(message) <= 220 and "\n" not in message and "Traceback" not in message
    assert not any(word in message for word in ("SyntaxError", "invalid syntax", "ast.", "node", "/work"))
    started = time.process_time()
    with pytest.raises(ValueError):
        parse(text)
    assert time.process_time() - started < 0.05


def test_every_name_of_the_catalogue_can_stand_in_a_formula() -> None:
    """So that whoever knows a function can build on it."""
    for name, cls in CATALOGUE.items():
        f = Formula(f"{name}(x) + x")
        np.testing.assert_array_equal(f(X), cls()(X) + X, err_msg=name)
        np.testing.assert_allclose(f.derivative(X), cls().derivative(X) + 1, rtol=1e-15, err_msg=name)


def test_the_longest_formula_is_as_long_as_it_says() -> None:
    text = "x" + " " * (LONGEST_FORMULA - 2) + "²"
    assert parse(text) == Formula("x^2")
    with pytest.raises(ValueError, match=f"^A formula has at most {LONGEST_FORMULA} characters, got 301$"):
        parse(f"{text} ")


@pytest.mark.parametrize("text", ["x / (0 * alpha)", "celu(x, 0 * beta)"])
def test_a_divisor_that_is_0_only_when_its_letters_are_known_is_read(text: str) -> None:
    assert np.isnan(parse(text)(0.0))
