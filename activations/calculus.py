"""An expression in doubles: f, f′, f″, ∂f/∂parameter, and where they are not continuous."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from activations.arithmetic import FLAT, Jet, Jets, Values, set_parameters
from activations.evaluation import Array
from activations.expression import Call, Constant, Node, Symbol, Use, evaluate, walk
from activations.properties import POLE, ROUNDING

# Where an expression is evaluated in place of ±∞, to see where it goes.
FAR = np.array([1e25, 1e50, 1e100])
# Kinks are looked for here, and no more than so many of each part are told.
_POSITIVE = np.concatenate(
    [np.geomspace(1e-9, 0.01, 60), np.linspace(0.02, 40, 1999), np.geomspace(41, 1e6, 200)]
)
SEARCHED = np.concatenate([-_POSITIVE[::-1], [0.0], _POSITIVE])
MOST_KINKS = 24
EPS = float(np.finfo(np.float64).eps)
Settings = Mapping[str, float]


def value(tree: Node, settings: Settings, x: Array) -> Array:
    """f(x) at settings of the parameters."""

    def compute(x: Array) -> Array:
        numbers = {name: np.asarray(setting) for name, setting in settings.items()}
        return evaluate(tree, Values(), {**numbers, "x": x})

    return _everywhere(compute, x)


def derivative(tree: Node, settings: Settings, x: Array, order: int = 1) -> Array:
    """f′(x), or f″(x) for `order` 2."""
    return _everywhere(lambda x: _defined(_jet(tree, settings, x, order), order, x), x)


def value_and_derivative(tree: Node, settings: Settings, x: Array) -> tuple[Array, Array]:
    """f(x) and f′(x) in one go."""
    if not np.isfinite(x).all():
        return value(tree, settings, x), derivative(tree, settings, x)
    jet = _jet(tree, settings, x, 1)
    return _filled(jet.value, x), _defined(jet, 1, x)


def parameter_derivative(tree: Node, settings: Settings, name: str, x: Array) -> Array:
    """∂f/∂parameter at x."""
    return _everywhere(lambda x: _defined(_jet(tree, settings, x, 0, name), 3, x), x)


def _jet(tree: Node, settings: Settings, x: Array, order: int, name: str = "") -> Jet:
    jets = Jets(order)
    numbers = {
        each: Jet(np.asarray(setting), effect=np.ones(()) if each == name else None)
        for each, setting in settings.items()
    }
    return evaluate(tree, jets, {**numbers, "x": jets.variable(x)})


def _defined(jet: Jet, part: int, x: Array) -> Array:
    """A part of a jet where f is defined; the rule for a logarithm's slope knows nothing of its domain."""
    result = _filled(jet[part], x)
    result[np.isnan(_filled(jet.value, x))] = np.nan
    return result


def _filled(part: Array | None, x: Array) -> Array:
    result = np.empty_like(x)
    result[...] = 0.0 if part is None else part
    return result


def _everywhere(compute: Callable[[Array], Array], x: Array) -> Array:
    """Compute at x; nan gives nan, and ±∞ the limit as far as it can be told."""
    result = _filled(compute(x), x)
    strange = ~np.isfinite(x)
    if strange.any():
        result[np.isnan(x)] = np.nan
        for end in (-math.inf, math.inf):
            at_end = x == end
            if at_end.any() and np.isnan(result[at_end]).any():
                result[at_end] = _limit(*_filled(compute(math.copysign(1.0, end) * FAR), FAR).tolist())
    return result


def _limit(near: float, far: float, farthest: float) -> float:
    if math.isnan(near + far + farthest) or math.isinf(farthest):
        return farthest
    if math.isclose(near, farthest, rel_tol=1e-9, abs_tol=1e-300):
        return farthest
    if farthest * far > 0 and abs(farthest) > abs(far) > abs(near):
        return math.copysign(math.inf, farthest)
    if abs(farthest) < abs(far) < abs(near):
        return 0.0 if abs(farthest) < 0.9 * abs(far) else farthest
    return math.nan


@np.errstate(all="ignore")
def find_kinks(tree: Node, settings: Settings) -> tuple[float, ...]:
    """Find the x where f, f′ or f″ is not continuous or not defined, in ascending order.

    They can only be where the argument of an absolute value, a sign, a maximum, a minimum, a condition, a logarithm
    or a root changes its sign, where a denominator does, and where a function that the expression uses has one.
    """
    places: set[float] = set()
    for switch in _switches(tree, settings):
        places.update(_zeros(switch, settings))
    if not places:
        return ()
    candidates = np.array(sorted(places))
    kinks = candidates[_break(tree, settings, candidates)].tolist()
    return tuple(sorted(sorted(kinks, key=abs)[:MOST_KINKS]))


def _break(tree: Node, settings: Settings, places: Array) -> NDArray[np.bool_]:
    """Whether f, f′ or f″ is not continuous or not defined at each of the places; see `measure_jump`."""
    gap = np.abs(places) * 4 * EPS
    gap = np.maximum(gap, 1e-300)
    x = (places + np.array([-2.0, -1.0, 0.0, 1.0, 2.0])[:, None] * gap).ravel()
    jet = _jet(tree, settings, x, 2)
    result = np.zeros(len(places), dtype=np.bool_)
    for order in (0, 1, 2):
        far_left, left, middle, right, far_right = _defined(jet, order, x).reshape(5, -1)
        moved = np.abs(far_right - right) + np.abs(left - far_left)
        allowed = 4 * moved + ROUNDING * np.maximum(np.abs(left), np.abs(right))
        undefined = ~np.isfinite(left + middle + right)
        pole = (left * right < 0) & (np.minimum(np.abs(left), np.abs(right)) > POLE)
        result |= undefined | pole | (np.abs(right - left) > allowed)
    return result


def _switches(tree: Node, settings: Settings) -> Iterator[Node]:
    """Yield the parts of a tree at whose zeros something changes."""
    for node in walk(tree):
        match node:
            case Call(function="abs" | "sign" | "sqrt" | "log", arguments=(argument,)):
                yield argument
            case Call(function="log1p", arguments=(argument,)):
                yield Call("+", (Constant(1.0), argument))
            case Call(function="arcsin" | "arccos", arguments=(argument,)):
                yield Call("-", (Constant(1.0), argument))
                yield Call("+", (Constant(1.0), argument))
            case Call(function="tan", arguments=(argument,)):
                yield Call("cos", (argument,))
            case Call(
                function="maximum" | "minimum" | "<" | "<=" | ">" | ">=" | "==" | "!=",
                arguments=(left, right),
            ):
                yield Call("-", (left, right))
            case Call(function="and" | "or" | "not", arguments=arguments):
                yield from (each for each in arguments if not _is_comparison(each))
            case Call(function="where", arguments=(condition, *_)) if not _is_comparison(condition):
                yield condition
            case Call(function="/", arguments=(_, denominator)):
                yield denominator
            case Call(function="**", arguments=(base, exponent)):
                if not (
                    isinstance(exponent, Constant) and exponent.value >= 0 and exponent.value.is_integer()
                ):
                    yield base
            case Use(element=element, argument=argument, settings=given):
                f = set_parameters(
                    element, {name: value(part, settings, np.zeros(1))[0] for name, part in given}
                )
                for kink in f.kinks() if f is not None else ():
                    yield Call("-", (argument, Constant(kink)))


def _is_comparison(node: Node) -> bool:
    return isinstance(node, Call) and node.function in FLAT


def _zeros(node: Node, settings: Settings) -> list[float]:
    """Find where a part of an expression is 0 or changes its sign."""
    if not any(isinstance(each, Symbol) and each.name == "x" for each in walk(node)):
        return []
    start = _jet(node, settings, np.zeros(1), 2)
    if start.curvature is None and start.slope is not None and np.isfinite(start.value).all():
        # A straight line.
        slope, height = start.slope.item(), start.value.item()
        return [-height / slope + 0.0] if slope and math.isfinite(height / slope) else []
    return list(_search(node, tuple(sorted(settings.items()))))


@lru_cache(maxsize=512)
def _search(node: Node, items: tuple[tuple[str, float], ...]) -> tuple[float, ...]:
    settings = dict(items)

    def sign(x: Array) -> Array:
        signs: Array = np.sign(np.nan_to_num(value(node, settings, x), nan=-1.0))
        return signs

    signs = sign(SEARCHED)
    touched = SEARCHED[(signs == 0) & (np.append(signs[1:], 1) != 0) & (np.append(1, signs[:-1]) != 0)]
    # From a run of zeros, or from undefined to defined.
    changes = np.flatnonzero((signs[1:] != signs[:-1]) & (signs[1:] * signs[:-1] <= 0))
    changes = changes[~np.isin(SEARCHED[changes], touched) & ~np.isin(SEARCHED[changes + 1], touched)]
    exact = _narrow(sign, SEARCHED[changes], SEARCHED[changes + 1], signs[changes])
    zeros = np.concatenate([touched, exact])
    # 0, and whole numbers, which bisection may miss by a rounding error.
    rounded = np.round(zeros, 12)
    zeros = np.where(sign(rounded) == 0, rounded, zeros)
    nearest = zeros[np.argsort(np.abs(zeros))][:MOST_KINKS]
    return tuple(np.unique(nearest).tolist())


def _narrow(sign: Callable[[Array], Array], left: Array, right: Array, before: Array) -> Array:
    """Find where a sign changes between two points each, by cutting every interval into many."""
    share = np.linspace(0.0, 1.0, 65)[:, None]
    for _ in range(9):
        x = left + share * (right - left)
        same = sign(x.ravel()).reshape(x.shape) == before
        # The last point of the run that begins at the left end.
        last = np.maximum(np.logical_and.accumulate(same).sum(axis=0) - 1, 0)
        columns = np.arange(len(left))
        left, right = x[last, columns], x[np.minimum(last + 1, 64), columns]
        if (np.abs(right - left) <= EPS * np.abs(left)).all():
            break
    return np.where(sign(left) == 0, left, right)
