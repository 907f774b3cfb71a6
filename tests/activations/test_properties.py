"""The property cards: each function's default against what is known of it, every setting against many points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from activations import (
    CATALOGUE,
    ELU,
    ISRLU,
    SELU,
    SQNL,
    XIELU,
    Abs,
    AconC,
    Activation,
    ELiSH,
    Exponential,
    GoLU,
    HardSigmoid,
    HardSwish,
    HardTanh,
    Identity,
    Interval,
    LeakyReLU,
    Mish,
    PhiCDF,
    ReLU,
    Shrink,
    Sigmoid,
    SiLU,
    Sine,
    Snake,
    SoftExponential,
    Step,
    Swish,
    Threshold,
    parse,
)
from activations.properties import gaussian_moments
from activations.sampling import typical_settings
from tests.families import for_every_class

INF, PI = math.inf, math.pi
RISES, NEVER_FALLS = "increasing", "non-decreasing"
# Of x·σ(x): the lowest value, −W(1/e), and the largest slope.
LOW, STEEP = -0.27846454276107380, 1.0998393201289
DEPTH = 1.0507009873554805 * 1.6732632423543772

# Each function at its defaults: lower and upper end of its range, how it runs, how many continuous derivatives it has,
# parity, saturation on the left and on the right, and sup |f′|. What has no closed form is from mpmath's findroot.
KNOWN = {
    "Identity": ("(", -INF, INF, ")", RISES, INF, "odd", None, None, 1),
    "Abs": ("[", 0, INF, ")", None, 0, "even", None, None, 1),
    "Sign": ("[", -1, 1, "]", NEVER_FALLS, -1, "odd", "hard", "hard", INF),
    "Step": ("[", 0, 1, "]", NEVER_FALLS, -1, None, "hard", "hard", INF),
    "Exponential": ("(", 0, INF, ")", RISES, INF, None, "soft", None, INF),
    "ReLU": ("[", 0, INF, ")", NEVER_FALLS, 0, None, "hard", None, 1),
    "ReLU6": ("[", 0, 6, "]", NEVER_FALLS, 0, None, "hard", "hard", 1),
    "ClippedReLU": ("[", 0, 6, "]", NEVER_FALLS, 0, None, "hard", "hard", 1),
    "LeakyReLU": ("(", -INF, INF, ")", RISES, 0, None, None, None, 1),
    "PReLU": ("(", -INF, INF, ")", RISES, 0, None, None, None, 1),
    "RReLU": ("(", -INF, INF, ")", RISES, 0, None, None, None, 1),
    "Threshold": ("[", 0, INF, ")", NEVER_FALLS, -1, None, "hard", None, INF),
    "ThresholdedReLU": ("[", 0, INF, ")", NEVER_FALLS, -1, None, "hard", None, INF),
    "ELU": ("(", -1, INF, ")", RISES, 1, None, "soft", None, 1),
    "SELU": ("(", -DEPTH, INF, ")", RISES, 0, None, "soft", None, DEPTH),
    "CELU": ("(", -1, INF, ")", RISES, 1, None, "soft", None, 1),
    "PELU": ("(", -1, INF, ")", RISES, 1, None, "soft", None, 1),
    "ELUPlusOne": ("(", 0, INF, ")", RISES, 1, None, "soft", None, 1),
    "XIELU": ("[", -0.5 - 0.3 * math.log(0.375), INF, ")", None, 1, None, None, None, INF),
    "ISRLU": ("(", -1, INF, ")", RISES, 2, None, "soft", None, 1),
    "ELiSH": ("[", math.sqrt(8) - 3, INF, ")", None, 1, None, "soft", None, STEEP),
    "HardELiSH": ("[", -0.099673151528743, INF, ")", None, 0, None, "hard", None, 1.5),
    "SoftExponential": ("(", -1.5, INF, ")", RISES, INF, None, "soft", None, INF),
    "Softplus": ("(", 0, INF, ")", RISES, INF, None, "soft", None, 1),
    "Squareplus": ("(", 0, INF, ")", RISES, INF, None, "soft", None, 1),
    "SparsePlus": ("[", 0, INF, ")", NEVER_FALLS, 1, None, "hard", None, 1),
    "SmeLU": ("[", 0, INF, ")", NEVER_FALLS, 1, None, "hard", None, 1),
    "SquaredReLU": ("[", 0, INF, ")", NEVER_FALLS, 1, None, "hard", None, INF),
    "StarReLU": ("[", -0.4472, INF, ")", NEVER_FALLS, 1, None, "hard", None, INF),
    "NLReLU": ("[", 0, INF, ")", NEVER_FALLS, 0, None, "hard", None, 1),
    "BentIdentity": ("(", -INF, INF, ")", RISES, INF, None, None, None, 1.5),
    "SiLU": ("[", LOW, INF, ")", None, INF, None, "soft", None, STEEP),
    "Swish": ("[", LOW, INF, ")", None, INF, None, "soft", None, STEEP),
    "ESwish": ("[", 1.5 * LOW, INF, ")", None, INF, None, "soft", None, 1.5 * STEEP),
    "QuickGELU": ("[", LOW / 1.702, INF, ")", None, INF, None, "soft", None, STEEP),
    "AconC": ("[", LOW, INF, ")", None, INF, None, "soft", None, STEEP),
    "APTx": ("[", LOW / 2, INF, ")", None, INF, None, "soft", None, STEEP),
    "Aria2": ("[", -0.069977641319701, INF, ")", None, INF, None, "soft", None, 1.1411471904163),
    "HardSwish": ("[", -0.375, INF, ")", None, 0, None, "hard", None, 1.5),
    "GELU": ("[", -0.1699712074799, INF, ")", None, INF, None, "soft", None, 1.1289041451852),
    "GELUTanh": ("[", -0.17004075057125, INF, ")", None, INF, None, "soft", None, 1.1289930686588),
    "Mish": ("[", -0.30884341301725, INF, ")", None, INF, None, "soft", None, 1.0884981612517),
    "Serf": ("[", -0.34843745875961, INF, ")", None, INF, None, "soft", None, 1.086125444151),
    "TanhExp": ("[", -0.35328577784821, INF, ")", None, INF, None, "soft", None, 1.0619753087179),
    "Logish": ("[", -0.25276881678944, INF, ")", None, INF, None, "soft", None, 0.74631118041274),
    "Smish": ("[", -0.24999366366013, INF, ")", None, INF, None, "soft", None, 0.63688422288123),
    "GoLU": ("[", -0.097260131227639, INF, ")", None, INF, None, "soft", None, 1.1133972752757),
    "LiSHT": ("[", 0, INF, ")", None, INF, "even", None, None, 1.1996786402577),
    "Sigmoid": ("(", 0, 1, ")", RISES, INF, None, "soft", "soft", 1 / 4),
    "HardSigmoid": ("[", 0, 1, "]", NEVER_FALLS, 0, None, "hard", "hard", 1 / 6),
    "SparseSigmoid": ("[", 0, 1, "]", NEVER_FALLS, 0, None, "hard", "hard", 1 / 2),
    "LogSigmoid": ("(", -INF, 0, ")", RISES, INF, None, None, "soft", 1),
    "Elliott": ("(", 0, 1, ")", RISES, 1, None, "soft", "soft", 1 / 2),
    "PhiCDF": ("(", 0, 1, ")", RISES, INF, None, "soft", "soft", 1 / math.sqrt(2 * PI)),
    "CLogLog": ("(", 0, 1, ")", RISES, INF, None, "soft", "soft", 1 / math.e),
    "Tanh": ("(", -1, 1, ")", RISES, INF, "odd", "soft", "soft", 1),
    "HardTanh": ("[", -1, 1, "]", NEVER_FALLS, 0, "odd", "hard", "hard", 1),
    "ScaledTanh": ("(", -1.7159, 1.7159, ")", RISES, INF, "odd", "soft", "soft", 1.7159 * 2 / 3),
    "DyT": ("(", -1, 1, ")", RISES, INF, "odd", "soft", "soft", 1 / 2),
    "SQNL": ("[", -1, 1, "]", NEVER_FALLS, 1, "odd", "hard", "hard", 1),
    "Softsign": ("(", -1, 1, ")", RISES, 1, "odd", "soft", "soft", 1),
    "ISRU": ("(", -1, 1, ")", RISES, INF, "odd", "soft", "soft", 1),
    "ArcTan": ("(", -PI / 2, PI / 2, ")", RISES, INF, "odd", "soft", "soft", 1),
    "Erf": ("(", -1, 1, ")", RISES, INF, "odd", "soft", "soft", 2 / math.sqrt(PI)),
    "Asinh": ("(", -INF, INF, ")", RISES, INF, "odd", None, None, 1),
    "SymLog": ("(", -INF, INF, ")", RISES, 1, "odd", None, None, 1),
    "SoftShrink": ("(", -INF, INF, ")", NEVER_FALLS, 0, "odd", None, None, 1),
    "HardShrink": ("(", -INF, INF, ")", NEVER_FALLS, -1, "odd", None, None, INF),
    "Shrink": ("(", -INF, INF, ")", NEVER_FALLS, -1, "odd", None, None, INF),
    "TanhShrink": ("(", -INF, INF, ")", RISES, INF, "odd", None, None, 1),
    "Sine": ("[", -1, 1, "]", None, INF, "odd", None, None, 1),
    "GCU": ("(", -INF, INF, ")", None, INF, "odd", None, None, INF),
    "Snake": ("(", -INF, INF, ")", RISES, INF, None, None, None, 2),
    "LogCosh": ("[", 0, INF, ")", None, INF, "even", None, None, 1),
    "SqrtSoftplus": ("(", 0, INF, ")", RISES, INF, None, "soft", None, 0.31908634316947574),
    "SiTU": ("[", -0.26976899547249181, 4, ")", None, INF, None, "soft", "soft", 0.92638976866549984),
    "ClampedSwish": (
        "[",
        LOW / 1.702,
        7 / (1 + math.exp(-1.702 * 7)),
        "]",
        None,
        0,
        None,
        "soft",
        "hard",
        STEEP,
    ),
    "ClippedSiLU": ("[", LOW, 7, "]", None, 0, None, "soft", "hard", STEEP),
    "ClippedGELU": ("[", -0.1699712074799, 10, "]", None, 0, None, "soft", "hard", 1.1289041451852),
    "Laplace": ("(", 0, 1, ")", RISES, INF, None, "soft", "soft", 1 / (0.282095 * math.sqrt(2 * PI))),
    "HardMish": ("[", -0.5, INF, ")", None, 0, None, "hard", None, 1),
    "SnakeBeta": ("(", -INF, INF, ")", RISES, INF, None, None, None, 2),
    "Derf": ("(", -1, 1, ")", RISES, INF, "odd", "soft", "soft", 1 / math.sqrt(PI)),
    "Gaussian": ("(", 0, 1, "]", None, INF, "even", "soft", "soft", math.sqrt(2 / math.e)),
}
CONVEX = {
    *(
        "Identity",
        "Abs",
        "Exponential",
        "ReLU",
        "LeakyReLU",
        "PReLU",
        "RReLU",
        "ELU",
        "CELU",
        "PELU",
        "ELUPlusOne",
    ),
    *("XIELU", "ISRLU", "SoftExponential", "Softplus", "Squareplus", "SparsePlus", "SmeLU", "SquaredReLU"),
    *("StarReLU", "BentIdentity", "LogCosh"),
}

every_name = pytest.mark.parametrize("name", KNOWN)
every_class = for_every_class()

FAR = np.geomspace(6, 1e6, 400)
POINTS = np.unique(np.concatenate([-FAR, np.linspace(-6, 6, 4801), FAR]))


@every_name
def test_the_card_of_a_default_says_what_is_known(name: str) -> None:
    opening, low, high, closing, monotonic, smoothness, parity, left, right, lipschitz = KNOWN[name]
    card = CATALOGUE[name]().properties()
    assert tuple(card.range) == pytest.approx((low, high), rel=1e-12, abs=1e-12)
    assert (card.range.low_closed, card.range.high_closed) == (opening == "[", closing == "]")
    assert (card.monotonic, card.smoothness, card.parity) == (monotonic, smoothness, parity)
    assert (card.saturates_left, card.saturates_right) == (left, right)
    assert card.lipschitz == pytest.approx(lipschitz, rel=1e-12)
    assert card.convex == (name in CONVEX)
    assert card.bounded == (math.isfinite(low) and math.isfinite(high))
    assert card.differentiable == (smoothness >= 1)
    assert (card.minimum is None) == (opening == "(")


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (ReLU(), 0),
        (Abs(), 0),
        (HardTanh(), -1),
        (HardSigmoid(), -3),
        (SQNL(), -2),
        (HardSwish(), -1.5),
        (Sine(), -PI / 2),
        (SiLU(), LOW - 1),
        (ELiSH(), math.log(math.sqrt(2) - 1)),
        (XIELU(), math.log(0.375)),
        (GoLU(), -0.56714329040978387),
        (Mish(), -1.1924312145155),
    ],
    ids=repr,
)
def test_the_lowest_point_is_the_one_nearest_to_0(f: Activation, x: float) -> None:
    lowest = f.properties().minimum
    assert lowest is not None
    assert lowest.x == pytest.approx(x, rel=1e-7)


def inside(values: np.ndarray, interval: Interval) -> bool:
    low, high = interval
    slack = 1e-12 * (1 + np.abs(values))
    return bool(np.all(values >= low - slack) and np.all(values <= high + slack))


def runs(values: np.ndarray) -> tuple[bool, bool]:
    """Whether the values fall and whether they rise, by more than rounding."""
    steps = np.diff(values)
    return bool(steps.min() < -1e-12), bool(steps.max() > 1e-12)


DIRECTIONS = {
    "increasing": (False, True),
    "non-decreasing": (False, True),
    "decreasing": (True, False),
    "non-increasing": (True, False),
    "constant": (False, False),
    None: (True, True),
}


@every_class
def test_a_card_agrees_with_the_function_at_many_points(cls: type[Activation]) -> None:
    for f in (cls(*setting) for setting in typical_settings(cls, 3)):
        x = np.unique(np.concatenate([POINTS, f.kinks()]))
        x = x[np.isfinite(f(x))]
        y, slope, card = f(x), f.derivative(x), f.properties()
        label = repr(f)
        assert inside(y, card.range), label
        assert inside(slope, card.derivative_range), label
        if card.smoothness >= 0:
            assert inside(np.abs(slope), Interval(0, card.lipschitz)), label
            assert inside(np.abs(np.diff(y) / np.diff(x)) * (1 - 1e-6), Interval(0, card.lipschitz)), label
        assert card.zero_at_zero == (f(0.0) == 0), label
        assert runs(y) == DIRECTIONS[card.monotonic], label
        assert runs(slope[~np.isin(x, f.kinks())]) == DIRECTIONS[card.derivative_monotonic], label
        if card.minimum is not None:
            assert f(card.minimum.x) == pytest.approx(card.minimum.value, rel=1e-12, abs=1e-12), label
            assert card.minimum.value == card.range.low, label
        for side, saturation in ((-1, card.saturates_left), (1, card.saturates_right)):
            beyond = f(side * np.array([1e5, 2e5, 1e6, INF]))
            assert math.isfinite(beyond[-1]) == (saturation is not None), label
            if saturation == "hard":
                assert len(set(beyond.tolist())) == 1, label
        mirror = {"odd": -f(-x), "even": f(-x)}
        kinds = [kind for kind, other in mirror.items() if np.allclose(y, other, rtol=1e-12, atol=1e-300)]
        assert card.parity == (kinds[0] if kinds else None), label


@pytest.mark.parametrize(
    ("f", "monotonic", "smoothness"),
    [
        (ELU(alpha=0.5), "increasing", 0),
        (ELU(alpha=1.0), "increasing", 1),
        (ELU(alpha=0.0), "non-decreasing", 0),
        (LeakyReLU(alpha=0.0), "non-decreasing", 0),
        (LeakyReLU(alpha=1.0), "increasing", INF),
        (LeakyReLU(alpha=-0.5), None, 0),
        (LeakyReLU(alpha=-1e-4), None, 0),
        (Threshold(lambda_=1.0, beta=1.0), "non-decreasing", 0),
        (Threshold(lambda_=1.0, beta=3.0), None, -1),
        (Shrink(lambda_=0.5, beta=0.5), "non-decreasing", 0),
        (Shrink(lambda_=0.5, beta=0.6), None, -1),
        (HardTanh(alpha=0.0, beta=0.0), "constant", INF),
        (AconC(alpha=-1.0, lambda_=-1.0), "decreasing", INF),
        (Swish(beta=0.0), "increasing", INF),
        (ISRLU(alpha=0.0), "increasing", INF),
        (SoftExponential(alpha=0.0), "increasing", INF),
        (Sine(alpha=0.0), "constant", INF),
        (Sine(alpha=1e-9), None, INF),
        (Snake(alpha=1e-9), "increasing", INF),
    ],
    ids=repr,
)
def test_a_card_changes_with_the_parameters(f: Activation, monotonic: str | None, smoothness: float) -> None:
    card = f.properties()
    assert (card.monotonic, card.smoothness) == (monotonic, smoothness)


@pytest.mark.parametrize(
    ("f", "mean", "variance", "gain"),
    [
        (Identity(), 0, 1, 1),
        (ReLU(), 1 / math.sqrt(2 * PI), 1 / 2 - 1 / (2 * PI), 1 / 2),
        (LeakyReLU(alpha=-1.0), math.sqrt(2 / PI), 1 - 2 / PI, 1),
        (Abs(), math.sqrt(2 / PI), 1 - 2 / PI, 1),
        (Step(), 1 / 2, 1 / 4, 0),
        (Exponential(), math.exp(1 / 2), math.exp(2) - math.e, math.exp(2)),
        (Sine(), 0, (1 - math.exp(-2)) / 2, (1 + math.exp(-2)) / 2),
        # Φ(z) is uniform on (0, 1).
        (PhiCDF(), 1 / 2, 1 / 12, 1 / (2 * PI * math.sqrt(3))),
        (SELU(), 0, 1, None),
        (Sigmoid(), 1 / 2, None, None),
    ],
    ids=repr,
)
def test_the_moments_under_a_normal_input_are_exact(
    f: Activation, mean: float, variance: float | None, gain: float | None
) -> None:
    found = gaussian_moments(f)
    card = f.properties()
    assert found == (card.gaussian_mean, card.gaussian_std, card.gaussian_gain)
    assert found[0] == pytest.approx(mean, rel=1e-12, abs=1e-14)
    assert variance is None or found[1] ** 2 == pytest.approx(variance, rel=1e-12)
    assert gain is None or found[2] == pytest.approx(gain, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "slopes", "values"),
    [
        # The slope is ln(x) + 1.
        ("x*ln(x)", "(-inf, 4.4012]", "[-0.367879, 102.036]"),
        ("(x - 1)*ln(x - 1)", "(-inf, 4.3673]", "[-0.367879, 97.6516]"),
        # There is no value at 0, and the limit is 1.
        ("sin(x)/x", "[-0.436182, 0.436182]", "[-0.217234, 1)"),
    ],
)
def test_limits_where_a_formula_has_no_value_bound_its_range(text: str, slopes: str, values: str) -> None:
    card = parse(text).properties()
    assert (str(card.derivative_range), str(card.range)) == (slopes, values)
