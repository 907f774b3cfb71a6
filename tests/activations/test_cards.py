"""Property cards at typed parameters of every size: against dense samples on every scale, and by find_power."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import (
    CATALOGUE,
    CELU,
    ISRLU,
    ISRU,
    PELU,
    XIELU,
    AconC,
    Activation,
    APTx,
    Aria2,
    ClippedReLU,
    Derf,
    DyT,
    ELUPlusOne,
    Gaussian,
    HardShrink,
    Identity,
    Interval,
    Laplace,
    NLReLU,
    PReLU,
    QuickGELU,
    ScaledTanh,
    Shrink,
    Sign,
    SiLU,
    Sine,
    SmeLU,
    SoftExponential,
    Softplus,
    SoftShrink,
    SparsePlus,
    Squareplus,
    Step,
    Swish,
    Tanh,
    Threshold,
    ThresholdedReLU,
)
from activations.properties import Point, beside
from pages.explore.words import property_card

Array = NDArray[np.float64]
EPS = 2.0**-52
SMALLEST_DIP = 1e-200
INF = math.inf
DIRECTIONS = {
    "increasing": (False, True),
    "non-decreasing": (False, True),
    "decreasing": (True, False),
    "non-increasing": (True, False),
    "constant": (False, False),
    None: (True, True),
}


def typed(cls: type[Activation], count: int) -> Iterator[Activation]:
    """Yield the class at parameters from 1e-6 to 1e6 of either sign, 0 and 1 among them, as far as they are allowed."""
    chance = random.Random(cls.__name__)
    while cls.parameters() and count:
        row = [chance.choice([10 ** chance.uniform(-6, 6)] * 5 + [0.0, 1.0]) for _ in cls.parameters()]
        signs = [chance.choice((-1, 1)) for _ in row]
        try:
            yield cls(*(sign * size for sign, size in zip(signs, row, strict=True)))
        except ValueError:
            continue
        count -= 1


def centres(f: Activation) -> list[float]:
    """Where a curve that is not centred at 0 rises, however abruptly."""
    match f:
        case Laplace():
            return [f.alpha]
        case Derf() if f.alpha:
            return [-f.beta / f.alpha]
    return []


def samples(f: Activation) -> Array:
    """x on each scale that the parameters set, and on all others coarsely; nothing within rounding of a kink."""
    sizes = [abs(value) for value in f.settings().values() if value]
    scales = {1.0, *(size**power for size in sizes for power in (-1, 1, -0.5, 0.5))}
    scales |= {first * second for first in scales for second in scales}
    geometric = np.geomspace(1e-15, 1e15, 700)
    around = [centre + side * geometric for centre in (0.0, *centres(f), *f.kinks()) for side in (-1, 1)]
    even = np.linspace(-40, 40, 801) + 0.00317
    x = np.unique(np.concatenate([*around, *(scale * even for scale in scales), f.kinks(), [0.0]]))
    for kink in f.kinks():
        x = x[(x == kink) | (np.abs(x - kink) > 16 * EPS * abs(kink))]
    defined: Array = x[~np.isnan(f(x))]
    return defined


def directions(x: Array, slopes: Array, next_slopes: Array) -> tuple[bool, bool]:
    """Whether the slopes show a fall and a rise, by more than the rounding of x explains."""
    with np.errstate(all="ignore"):
        noise = 64 * EPS * np.abs(x * next_slopes) + 1e-290
    return bool(np.any(slopes < -noise)), bool(np.any(slopes > noise))


def steps_at_kinks(f: Activation, g: Callable[[float], float]) -> list[float]:
    found = []
    for kink in f.kinks():
        left, right = float(g(beside(kink, -1))), float(g(beside(kink, 1)))
        found.append(
            right - left if abs(right - left) > 1e-9 * (abs(left) + abs(right)) + 1e-9 * abs(kink) else 0.0
        )
    return found


@pytest.mark.parametrize(
    "cls", [cls for cls in CATALOGUE.values() if cls.parameters()], ids=lambda cls: cls.__name__
)
def test_a_card_at_typed_parameters_agrees_with_dense_samples(cls: type[Activation]) -> None:
    for f in typed(cls, 4):
        x, card = samples(f), f.properties()
        y, slope, bend = f(x), f.derivative(x), f.second_derivative(x)
        falls, rises = directions(x, slope, bend)
        steps = steps_at_kinks(f, f)
        # The dip of a gate raised to a high power is 0 in doubles, and so is the slope on its way there.
        lost = card.monotonic is None and min(map(abs, card.range)) < SMALLEST_DIP
        falls |= min(steps, default=0) < 0 or lost
        assert (falls, rises or max(steps, default=0) > 0) == DIRECTIONS[card.monotonic], f
        for g, sampled, interval in ((f, y, card.range), (f.derivative, slope, card.derivative_range)):
            values = sampled[np.isfinite(sampled)]
            low, high = interval
            slack = 1e-11 * np.abs(values) + 1e-290
            assert np.all(values >= low - slack) and np.all(values <= high + slack), f
            # Each end is come near to, or is a limit.
            limits = [float(g(side * INF)) for side in (-1, 1)] + [
                float(g(beside(kink, side))) for kink in f.kinks() for side in (-1, 1)
            ]
            if type(f) is not SoftExponential and len(values):
                for end, reached in ((low, values.min()), (high, values.max())):
                    near = [at for at in (reached, *limits) if at == end or abs(at - end) <= 2e-3 * abs(end)]
                    assert near or abs(reached - end) < 1e-3 * (high - low), (f, end, reached)
        assert (card.saturates_left is None) == (not math.isfinite(f(-INF))), f
        assert (card.saturates_right is None) == (not math.isfinite(f(INF))), f
        if card.minimum is not None:
            assert f(card.minimum.x) == pytest.approx(card.minimum.value, rel=1e-12), f
            assert card.minimum.value == card.range.low, f
        if type(f) is not SoftExponential:
            finite = np.isfinite(y) & np.isfinite(f(-x))
            odd, even = (
                bool(np.all(np.abs(y + sign * f(-x))[finite] <= 1e-12 * np.abs(y[finite]) + 1e-300))
                for sign in (1, -1)
            )
            assert card.parity == ("odd" if odd else "even" if even else None), f


SIZES = [1e-6, 3.3e-3, 0.7, 41.0, 1e6]
# f(x) = height·g(x/width), each at a parameter p.
STRETCHED: dict[str, Callable[[float], tuple[Activation, Activation, float, float]]] = {
    "DyT": lambda p: (DyT(alpha=p), Tanh(), 1 / p, 1.0),
    "ScaledTanh": lambda p: (ScaledTanh(alpha=1 / p, beta=p), Tanh(), 1 / p, 1 / p),
    "Swish": lambda p: (Swish(beta=p), SiLU(), 1 / p, 1 / p),
    "Swish, mirrored": lambda p: (Swish(beta=-p), SiLU(), -1 / p, -1 / p),
    "QuickGELU": lambda p: (QuickGELU(alpha=p), SiLU(), 1 / p, 1 / p),
    "AconC": lambda p: (AconC(alpha=p, beta=1 / p, lambda_=0.0), SiLU(), 1.0, p),
    "APTx": lambda p: (APTx(beta=p), APTx(), 1 / p, 1 / p),
    "Aria2": lambda p: (Aria2(beta=p), Aria2(beta=1.0), 1 / p, 1 / p),
    "Gaussian": lambda p: (Gaussian(alpha=p * p), Gaussian(), 1 / p, 1.0),
    "Softplus": lambda p: (Softplus(beta=p), Softplus(), 1 / p, 1 / p),
    "Squareplus": lambda p: (Squareplus(beta=4 * p * p), Squareplus(), p, p),
    "SmeLU": lambda p: (SmeLU(beta=p), SparsePlus(), p, p),
    "CELU": lambda p: (CELU(alpha=p), CELU(), p, p),
    "PELU": lambda p: (PELU(alpha=2.0, beta=p), CELU(), p, 2.0),
    "ISRU": lambda p: (ISRU(alpha=p * p), ISRU(), 1 / p, 1 / p),
    "ISRLU": lambda p: (ISRLU(alpha=p * p), ISRLU(), 1 / p, 1 / p),
    "NLReLU": lambda p: (NLReLU(beta=p), NLReLU(), 1 / p, 1.0),
    "ThresholdedReLU": lambda p: (ThresholdedReLU(lambda_=p), ThresholdedReLU(), p, p),
    "SoftShrink": lambda p: (SoftShrink(lambda_=p), SoftShrink(lambda_=1.0), p, p),
    "HardShrink": lambda p: (HardShrink(lambda_=p), HardShrink(lambda_=1.0), p, p),
    "ClippedReLU": lambda p: (ClippedReLU(alpha=p), ClippedReLU(alpha=1.0), p, p),
}


@pytest.mark.parametrize("name", STRETCHED)
def test_the_card_of_a_stretched_function_is_that_of_the_other_one_stretched(name: str) -> None:
    for size in SIZES:
        f, base, width, height = STRETCHED[name](size)
        card, known = f.properties(), base.properties()

        def times(interval: Interval, factor: float) -> Interval:
            low, high = (factor * end if end else 0.0 for end in interval)
            closed = interval.low_closed, interval.high_closed
            return Interval(low, high, *closed) if factor > 0 else Interval(high, low, *closed[::-1])

        for got, true in (
            (card.range, times(known.range, height)),
            (card.derivative_range, times(known.derivative_range, height / width)),
        ):
            assert tuple(got) == pytest.approx(tuple(true), rel=1e-12), f
            assert (got.low_closed, got.high_closed) == (true.low_closed, true.high_closed), f
        assert card.lipschitz == pytest.approx(known.lipschitz * abs(height / width), rel=1e-12), f
        if width > 0 < height:
            for field in ("monotonic", "derivative_monotonic", "saturates_left", "saturates_right"):
                assert getattr(card, field) == getattr(known, field), (f, field)
            if known.minimum is not None:
                assert card.minimum == pytest.approx(
                    (known.minimum.x * width, known.minimum.value * height), rel=1e-7
                )
        for field in ("smoothness", "parity", "zero_at_zero", "convex"):
            assert getattr(card, field) == getattr(known, field), (f, field)


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (Step(), {"derivative_monotonic": "constant", "convex": False, "smoothness": -1}),
        (Sign(), {"derivative_monotonic": "constant", "convex": False, "smoothness": -1}),
        (Threshold(), {"derivative_monotonic": "non-decreasing", "convex": False}),
        (ThresholdedReLU(), {"derivative_monotonic": "non-decreasing", "convex": False}),
        (ThresholdedReLU(lambda_=1000.0), {"parity": None, "smoothness": -1}),
        (SoftShrink(lambda_=2e6), {"smoothness": 0, "monotonic": "non-decreasing", "parity": "odd"}),
        # 2α = λ: f″ does not jump, f‴ does; its lowest point is at ln(3/8).
        (XIELU(alpha=0.4, lambda_=0.8), {"smoothness": 2, "convex": True}),
        (
            XIELU(beta=-1e5),
            {"minimum": Point(62500.0, -3.125e9), "derivative_range": Interval(-100000.8, INF, False, False)},
        ),
        (
            PELU(1.0, 1e5),
            {"monotonic": "increasing", "derivative_monotonic": "non-decreasing", "lipschitz": 1e-5},
        ),
        (Gaussian(alpha=1e5), {"monotonic": None, "lipschitz": math.sqrt(2e5 / math.e)}),
        (Gaussian(alpha=5e-324), {"monotonic": None, "range": Interval(0.0, 1.0, False, True)}),
        (DyT(alpha=1000.0), {"convex": False, "lipschitz": 1000.0}),
        (Swish(beta=1e-4), {"monotonic": None, "range": Interval(-2784.6454276107380, INF, True, False)}),
        # The dip, 2^-100000 deep, is 0 in doubles, and there all the same.
        (Aria2(alpha=1e5), {"monotonic": None, "minimum": Point(-1e-5 * (1 - 1e-5), 0.0)}),
        (PReLU(alpha=-1e-9), {"monotonic": None, "minimum": Point(0.0, 0.0)}),
        (ELUPlusOne(), {"smoothness": 1, "parity": None}),
    ],
    ids=repr,
)
def test_what_was_wrong_on_a_card_is_right(f: Activation, expected: dict[str, object]) -> None:
    card = f.properties()
    for field, true in expected.items():
        got = getattr(card, field)
        if isinstance(true, Interval):
            assert tuple(got) == pytest.approx(tuple(true), rel=1e-12), field
            assert (got.low_closed, got.high_closed) == (true.low_closed, true.high_closed), field
        elif isinstance(true, float | tuple):
            np.testing.assert_allclose(got, true, rtol=1e-9, err_msg=field)
        else:
            assert got == true, field


@pytest.mark.parametrize(
    "f",
    [XIELU(0.0, 0.0, 1.0), SoftShrink(0.0), HardShrink(0.0), Shrink(0.0, 0.0)],
    ids=repr,
)
def test_a_straight_line_is_called_one(f: Activation) -> None:
    assert f.kinks() == ()
    assert f.properties() == Identity().properties()
    assert f.derivative(0.0) == 1


class Wave(Sine):
    """A wave that has not told what its moments are."""

    known_moments = Activation.known_moments  # type: ignore[assignment]  # what its base tells is to be forgotten


def test_a_moment_that_cannot_be_told_is_said_to_be_so() -> None:
    def moment(f: Activation) -> str:
        return dict(property_card(f))["Mean of f(z), z ~ N(0, 1)"]

    assert moment(Wave(alpha=1e9)) == "cannot be computed"
    assert moment(SoftExponential(alpha=-0.9)) == "undefined"
    assert moment(Softplus()) == "0.806059"
