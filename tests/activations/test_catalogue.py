"""The catalogue, the way from text to a function, and what wrong input is told."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import activations
from activations import (
    CATALOGUE,
    ELU,
    GELU,
    PELU,
    SELU,
    XIELU,
    Activation,
    ClampedReLU,
    ClippedGELU,
    GELUTanh,
    HardMish,
    HardSigmoid,
    Identity,
    Interval,
    Laplace,
    LeakyReLU,
    LogCosh,
    ParametricSoftplus,
    QuickGELU,
    ReLU,
    ReLU6,
    ScaledTanh,
    Sign,
    SnakeBeta,
    Softplus,
    SqrtSoftplus,
    Square,
    SquaredReLU,
    Swish,
    ThresholdedReLU,
    find,
    named,
    parse,
)
from activations.vector import FUNCTIONS, GATES
from tests.families import for_every_class

every_class = for_every_class()


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CATALOGUE["ELU"] = ReLU  # type: ignore[index]


def test_titles_are_unique() -> None:
    titles = [cls.title for cls in CATALOGUE.values()]
    assert len(set(titles)) == len(titles)


def test_no_alias_names_two_functions() -> None:
    owners: dict[str, set[str]] = {}
    known = {name: [cls.title, *cls.aliases, *cls.framework_names] for name, cls in CATALOGUE.items()}
    known |= {name: [cls.title] for name, cls in FUNCTIONS.items()}
    known |= {name: [cls.title] for name, cls in GATES.items()}
    for name, others in known.items():
        for alias in (name, *others):
            owners.setdefault(_plain(alias), set()).add(name)
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


@every_class
def test_a_further_name_is_none_that_is_understood_anyway(cls: type[Activation]) -> None:
    known = [_plain(cls.title), *map(_plain, cls.aliases), *map(_plain, cls.framework_names)]
    assert len(set(known)) == len(known)
    assert _plain(cls.__name__) not in map(_plain, cls.framework_names)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


@every_class
def test_a_model_is_named_once_and_has_a_source(cls: type[Activation]) -> None:
    assert len({model.name for model in cls.models}) == len(cls.models)
    assert all(model.url.startswith("https://") for model in cls.models)


@every_class
def test_remarks_are_sentences_that_write_numbers_as_print_does(cls: type[Activation]) -> None:
    for remark in cls.remarks:
        assert remark.endswith(".")
        assert not re.search(r"\de[-+]?\d|(?<!\w)-\d", remark)


def test_the_functions_of_a_family_stand_together() -> None:
    families = [cls.family for cls in CATALOGUE.values()]
    changes = sum(a != b for a, b in pairwise(families))
    assert changes == len(set(families)) - 1


def test_the_public_names_are_complete() -> None:
    assert len(set(activations.__all__)) == len(activations.__all__)
    assert set(CATALOGUE) < set(activations.__all__)
    assert {"CATALOGUE", "parse", "find", "named", "Activation", "Parameter", "Properties"} < set(
        activations.__all__
    )


def test_a_function_is_written_with_its_parameters() -> None:
    assert repr(ELU(alpha=0.5)) == "ELU(alpha=0.5)"
    assert repr(ELU(2)) == "ELU(alpha=2.0)"
    assert repr(ReLU()) == "ReLU()"
    half: Any = np.float32(0.5)
    two: Any = np.int64(2)
    assert ELU(alpha=half) == ELU(alpha=0.5)
    assert ELU(alpha=two).settings() == {"alpha": 2.0}
    assert type(ELU(alpha=np.float64(0.5)).alpha) is float


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("ELU", ELU()),
        ("ELU()", ELU()),
        ("ELU( )", ELU()),
        ("ELU(alpha=0.5)", ELU(alpha=0.5)),
        ("ELU(0.5)", ELU(alpha=0.5)),
        ("elu(α=0.5)", ELU(alpha=0.5)),
        ("  eLu  ( alpha = .5 )  ", ELU(alpha=0.5)),
        ("ELU(alpha=5e-1)", ELU(alpha=0.5)),
        ("SELU(lambda=2)", SELU(lambda_=2)),
        ("SELU(λ=2)", SELU(lambda_=2)),
        ("SELU(lambda_=2)", SELU(lambda_=2)),
        ("SELU(alpha=1, λ=2)", SELU(lambda_=2, alpha=1)),
        ("PELU(2, 3)", PELU(alpha=2, beta=3)),
        ("PELU(2, beta=3)", PELU(alpha=2, beta=3)),
        ("pelu(beta=3)", PELU(beta=3)),
        ("leaky_relu(0.2)", LeakyReLU(alpha=0.2)),
        ("LEAKYRELU(alpha=0.2)", LeakyReLU(alpha=0.2)),
    ],
)
def test_text_is_read_as_a_function(text: str, function: Activation) -> None:
    assert parse(text) == function


@every_class
def test_a_name_is_found_in_any_case(cls: type[Activation]) -> None:
    for text in (cls.__name__, cls.__name__.lower(), cls.__name__.upper(), f" {cls.__name__} "):
        assert named(text) is cls
        assert parse(text) == cls()


@every_class
def test_every_name_is_understood_however_it_is_spelled(cls: type[Activation]) -> None:
    """A pattern for names once refused "Leaky ReLU", "GELU (tanh)" and "ELU + 1" before any comparison."""
    arguments = ", ".join(f"{name}={value!r}" for name, value in cls().settings().items())
    for name in (cls.__name__, cls.title, *cls.aliases, *cls.framework_names):
        spellings = {
            name,
            f"  {name.upper()} " if name.isascii() else f"  {name} ",
            re.sub(r"[\s-]", "_", name.lower()),
            re.sub(r"[\s_-]", "", name),
            re.sub(r"[\s_-]", "\N{NON-BREAKING HYPHEN}", name),
        }
        for spelling in spellings:
            assert find(spelling) is cls
            assert parse(spelling) == cls()
            assert parse(f"{spelling}({arguments})") == cls()
            assert parse(f"{spelling} ( {arguments} ) ") == cls()


@pytest.mark.parametrize(
    ("name", "function"),
    [
        # The functions of Transformers' ACT2FN that are in the catalogue.
        ("gelu", GELU()),
        ("gelu_python", GELU()),
        ("gelu_new", GELUTanh()),
        ("gelu_fast", GELUTanh()),
        ("gelu_accurate", GELUTanh()),
        ("gelu_pytorch_tanh", GELUTanh()),
        ("gelu_python_tanh", GELUTanh()),
        ("quick_gelu", QuickGELU(alpha=1.702)),
        ("relu2", SquaredReLU()),
        ("relu6", ReLU6()),
        ("leaky_relu", LeakyReLU(alpha=0.01)),
        ("linear", Identity()),
        ("swish", Swish(beta=1.0)),
        ("xielu", XIELU()),
        # Others.
        ("gelu_approx", GELUTanh()),
        ("gelu_fast_approx", QuickGELU(alpha=1.702)),
        ("gelu_quick", QuickGELU(alpha=1.702)),
        ("gelu_erf", GELU()),
        ("sgn", Sign()),
        ("sigmoid_hard(0.2, 0.5)", HardSigmoid(alpha=0.2, beta=0.5)),
        ("soft_relu", Softplus(beta=1.0)),
        ("trelu", ThresholdedReLU(lambda_=1.0)),
        # Core ML clamps a leaky ReLU.
        ("clamped_relu(0.1, 4)", ClampedReLU(alpha=0.1, beta=4.0)),
        ("softplus_parametric(2, 0.5)", ParametricSoftplus(alpha=2.0, beta=0.5)),
        # oneDNN.
        ("square", Square()),
        ("hardσ", HardSigmoid(alpha=1 / 6, beta=0.5)),
        # Transformers.
        ("gelu_10", ClippedGELU(lambda_=10.0)),
        ("laplace", Laplace(alpha=0.707107, beta=0.282095)),
        ("sqrtsoftplus", SqrtSoftplus()),
        # timm.
        ("hard_mish", HardMish()),
        # NNlib.
        ("logcosh", LogCosh()),
        # Its sigmoid is that of 2u, exactly the form with tanh, and not Quick GELU.
        ("gelu_sigmoid", GELUTanh()),
        ("thresholdrelu", ThresholdedReLU(lambda_=1.0)),
        # BigVGAN.
        ("SnakeBeta(2, 0.5)", SnakeBeta(alpha=2.0, beta=0.5)),
        # sparseml; Gemma 2, whose cap is 30.
        ("FATReLU(0.1)", ThresholdedReLU(lambda_=0.1)),
        ("logit soft-capping(30, 0.03333)", ScaledTanh(alpha=30.0, beta=0.03333)),
    ],
)
def test_the_names_of_frameworks_are_understood(name: str, function: Activation) -> None:
    assert parse(name) == function


@pytest.mark.parametrize(
    "text", ["softmax", "log softmax", "Log-Softmax", "SWIGLU", "GEGLU (tanh)", "softmax(2)"]
)
def test_who_asks_for_a_function_of_several_numbers_is_told_where_it_is(text: str) -> None:
    with pytest.raises(
        ValueError, match=r" is a function of several numbers: see activations\.vector$"
    ) as caught:
        parse(text)
    assert _plain(str(caught.value).partition(" is ")[0]) == _plain(text.removesuffix("(2)"))


# Where ours is another one than any framework's: ReLU6 with a movable end, and Quick GELU, which ONNX calls Swish.
OWN_DEFAULT = {("ClippedReLU", "alpha"): 6.0, ("QuickGELU", "alpha"): 1.702}
# What no framework has, and no property of the curve tells.
OF_THE_PAPER = {
    "Threshold": {"lambda_": 1.0, "beta": 0.0},
    "SmeLU": {"beta": 1.0},
    "NLReLU": {"beta": 1.0},
    "AconC": {"alpha": 1.0, "beta": 1.0, "lambda_": 0.0},
    "Sine": {"alpha": 1.0},
    "Snake": {"alpha": 1.0},
    "Step": {"alpha": 0.0},
}


@every_class
def test_a_default_is_one_that_a_framework_has_or_the_paper(cls: type[Activation]) -> None:
    """What the frameworks' own defaults are is measured in tests/frameworks."""
    for declared in cls.parameters():
        known = [{**spelling.defaults, **spelling.fixed} for spelling in cls.spellings.values()]
        stated = {each[declared.name] for each in known if declared.name in each}
        own = OWN_DEFAULT.get((cls.__name__, declared.name))
        if stated:
            assert (declared.default == own) if own is not None else (declared.default in stated), (
                declared.name
            )
    expected = OF_THE_PAPER.get(cls.__name__)
    assert expected is None or cls().settings() == expected


def test_only_what_makes_a_function_what_it_is_is_declared_constant() -> None:
    constants = {(cls, each.name) for cls in CATALOGUE.values() for each in cls.parameters() if each.constant}
    assert constants == {(SELU, "lambda_"), (SELU, "alpha"), (QuickGELU, "alpha")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ELU(alpha=-1)", "ELU: alpha must lie in [0, inf), got -1.0"),
        ("ELU(alpha=nan)", "ELU: alpha must lie in [0, inf), got nan"),
        ("ELU(alpha=inf)", "ELU: alpha must lie in [0, inf), got inf"),
        ("ELU(alpha=1e999)", "ELU: alpha must lie in [0, inf), got inf"),
        ("ELU(alpha=half)", "ELU: alpha must be a number, got 'half'"),
        ("ELU(alpha=)", "ELU: alpha must be a number, got ''"),
        ("ELU(alpha=True)", "ELU: alpha must be a number, got 'True'"),
        ("ELU(alpha=1j)", "ELU: alpha must be a number, got '1j'"),
        ("SELU(lambda=x)", "SELU: lambda must be a number, got 'x'"),
        ("ELU(alpha=1, alpha=2)", "ELU: alpha is given twice"),
        ("ELU(alpha=1, α=2)", "ELU: alpha is given twice"),
        ("ELU(1, alpha=2)", "ELU: alpha is given twice"),
        ("SELU(λ=1, lambda=1)", "SELU: lambda is given twice"),
        ("ELU(beta=1)", "ELU: no parameter 'beta'; it has alpha"),
        ("ELU(1, 2)", "ELU: no parameter '2'; it has alpha"),
        ("SELU(gamma=1)", "SELU: no parameter 'gamma'; it has lambda, alpha"),
        ("ReLU(1)", "ReLU: no parameter '1'; it has no parameters"),
        ("ReLU(alpha=1)", "ReLU: no parameter 'alpha'; it has no parameters"),
        ("", "Write a function like ELU(alpha=0.5), or a formula like x * sigmoid(x)"),
        ("ELU(alpha=1", "A bracket ( is never closed"),
        ("1+1", "A formula has an x in it, such as x * sigmoid(x)"),
        ("6ELU", "ELU is a function: write ELU(x) (at character 2)"),
        ("ELU;ReLU", "ELU is a function: write ELU(x) (at character 1)"),
        ("e" * 10_000, "A function is written in at most 400 characters, got 10000"),
    ],
)
def test_wrong_text_is_told_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "ELU(alpha=__import__('os'))",
        "ELU(alpha=1)(2)",
        "ELU(alpha=(1))",
        "ELU(,)",
        "ELU(1,)",
        "ELU(=1)",
        "ELU(alpha==1)",
        "ELU(alpha)",
        "ELU\0",
        "ELU(\n)ReLU",
        "(" * 200,
        "ELU" + "(" * 197,
        "a" * 200,
        "ELU(" + "," * 195 + ")",
        "Activation",
        "object",
        "__class__",
        "None",
        "😀",
    ],
    ids=ascii,
)
def test_hostile_text_is_a_value_error_of_few_words(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("RELUU", "ReLU"),
        ("mis", "Mish"),
        ("swich", "Swish"),
        ("leakyrelu1", "LeakyReLU"),
        ("GELUTan", "GELUTanh"),
        ("sigmiod", "Sigmoid"),
    ],
)
def test_an_unknown_name_is_told_the_nearest_ones(name: str, near: str) -> None:
    for read in (named, parse):
        with pytest.raises(ValueError) as caught:
            read(name)
        told, _, hint = str(caught.value).partition("; ")
        assert told == f"There is no activation function {name!r}"
        assert hint.startswith("did you mean ")
        assert near in hint.removeprefix("did you mean ").removesuffix("?").split(" or ")


def test_a_name_like_no_other_is_told_some_that_exist() -> None:
    with pytest.raises(ValueError) as caught:
        named("qqqqqqq")
    first = ", ".join(list(CATALOGUE)[:5])
    assert str(caught.value) == f"There is no activation function 'qqqqqqq'; there are {first} …"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1, "ELU: alpha must lie in [0, inf), got -1"),
        (-1.0, "ELU: alpha must lie in [0, inf), got -1.0"),
        (-5e-324, "ELU: alpha must lie in [0, inf), got -5e-324"),
        (np.float64(-1), "ELU: alpha must lie in [0, inf), got -1.0"),
        (np.int64(-1), "ELU: alpha must lie in [0, inf), got -1"),
        (math.nan, "ELU: alpha must lie in [0, inf), got nan"),
        (math.inf, "ELU: alpha must lie in [0, inf), got inf"),
        (-math.inf, "ELU: alpha must lie in [0, inf), got -inf"),
        ("1", "ELU: alpha must be a number, got '1'"),
        ("", "ELU: alpha must be a number, got ''"),
        (True, "ELU: alpha must be a number, got True"),
        (np.True_, "ELU: alpha must be a number, got np.True_"),
        (None, "ELU: alpha must be a number, got None"),
        (1j, "ELU: alpha must be a number, got 1j"),
        (np.complex128(1j), "ELU: alpha must be a number, got np.complex128(1j)"),
        ([1.0], "ELU: alpha must be a number, got [1.0]"),
        (np.array([1.0]), "ELU: alpha must be a number, got array([1.])"),
        (Fraction(1, 2), "ELU: alpha must be a number, got Fraction(1, 2)"),
    ],
    ids=repr,
)
@pytest.mark.filterwarnings("error")
def test_a_wrong_parameter_is_told_what_is_wrong(value: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        ELU(alpha=value)
    assert str(caught.value) == message


def test_a_number_too_large_for_a_double_is_outside_of_every_domain() -> None:
    with pytest.raises(ValueError, match=r"^ELU: alpha must lie in \[0, inf\), got 1000"):
        ELU(alpha=10**400)


@every_class
def test_a_parameter_outside_its_domain_is_refused_by_name(cls: type[Activation]) -> None:
    for declared in cls.parameters():
        low, high = declared.domain
        beyond = [math.nan, math.inf, -math.inf]
        beyond += [math.nextafter(low, -math.inf), math.nextafter(high, math.inf)]
        beyond += [low] * (not declared.domain.low_closed) + [high] * (not declared.domain.high_closed)
        for value in beyond:
            with pytest.raises(ValueError) as caught:
                cls(**{declared.name: value})
            name = declared.name.rstrip("_")
            assert str(caught.value) == f"{cls.__name__}: {name} must lie in {declared.domain}, got {value!r}"


@every_class
def test_a_parameter_at_a_closed_end_of_its_domain_is_accepted(cls: type[Activation]) -> None:
    for declared in cls.parameters():
        low, high = declared.domain
        for end, closed in ((low, declared.domain.low_closed), (high, declared.domain.high_closed)):
            if closed:
                assert getattr(cls(**{declared.name: end}), declared.name) == end


@every_class
def test_a_derivative_by_a_parameter_that_is_not_there_is_refused(cls: type[Activation]) -> None:
    names = [declared.name.rstrip("_") for declared in cls.parameters()]
    has = f"it has {', '.join(names)}" if names else "it has none"
    for wrong in {"alpha", "beta", "gamma", "lambda", "value", "", "__class__"} - set(names):
        with pytest.raises(ValueError) as caught:
            cls().parameter_derivative(wrong, 1.0)
        assert str(caught.value) == f"{cls.__name__}: no parameter {wrong!r}; {has}"


def test_a_parameter_called_lambda_answers_to_both_of_its_names() -> None:
    f = SELU()
    assert f.parameter_derivative("lambda", -1.0) == f.parameter_derivative("lambda_", -1.0)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("[0, inf)", [0, 1e308], [-5e-324, math.inf, math.nan]),
        ("(0, inf)", [5e-324], [0, -1, math.inf]),
        ("(-inf, inf)", [-1e308, 0, 1e308], [math.inf, -math.inf, math.nan]),
        ("(-1, 1]", [-0.5, 1], [-1, 1.5]),
    ],
)
def test_an_interval_holds_its_closed_ends_only(text: str, inside: list[float], outside: list[float]) -> None:
    interval = Interval.parse(text)
    assert str(interval) == text
    assert all(value in interval for value in inside)
    assert not any(value in interval for value in outside)


@pytest.mark.parametrize("text", ["", "0, 1", "[0, 1", "[0; 1]", "[a, b]", "[0, 1, 2]"])
def test_what_is_no_interval_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        Interval.parse(text)
