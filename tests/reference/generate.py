"""Recompute the reference values of the activation functions: correctly rounded from 700 digits.

    python tests/reference/generate.py                   rewrite elementwise.json, at its settings and points
    python tests/reference/generate.py --check           compare it instead, and list what differs
    python tests/reference/generate.py --held-out 2026   draw other settings and points into held_out.json
    python tests/reference/generate.py --typed 2026      draw settings far beyond the sliders into typed.json

Each entry holds one function at one setting: `x`, the value `f`, the derivatives `df` and `d2f` and, under
`dparams`, those by each parameter, all as correctly rounded doubles; infinities and nan are written as words.
At ±inf stand the limits, nan where there is none; a derivative by a parameter is not stated there, at a pole
and where two kinks coincide (null).
`kinks` gives f, f′, f″ from the left, from the right and as returned at the kink itself.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from formulas import FUNCTIONS, LEFT, RIGHT, Formula, Jet, Pieces, jet
from mpmath import mp, mpf

sys.path.append(str(Path(__file__).parents[2]))
from activations import CATALOGUE

HERE = Path(__file__).parent
STORED, HELD_OUT, TYPED = HERE / "elementwise.json", HERE / "held_out.json", HERE / "typed.json"

# The first only confirms the second, whose 722 digits tell 1e308² + 1 from 1e308², and its root from 1e308.
PRECISIONS = (200, 2400, 3600, 7200, 14400)

# Large enough to stand for infinity in sums and products, small against exp and exp∘exp of itself.
INFINITE_EXPONENT = 2**1100

# f, f′, f″ at +inf where they do not settle; the value of snake has a limit all the same.
NO_LIMIT = {
    "sine": (math.nan, math.nan, math.nan),
    "gcu": (math.nan, math.nan, math.nan),
    "snake": (math.inf, math.nan, math.nan),
    "snake_beta": (math.inf, math.nan, math.nan),
}

Entry = dict[str, Any]


def rounded(number: mpf) -> float:
    """The double nearest to `number`, subnormal or infinite where it must be."""
    if not mp.isfinite(number):
        return float(number)
    sign, mantissa, exponent, bits = number._mpf_
    if exponent + bits < -1080:
        return 0.0
    if exponent + bits > 1030:
        return -math.inf if sign else math.inf
    scale = 1 << abs(exponent)
    try:
        size = mantissa * scale / 1 if exponent > 0 else mantissa / scale
    except OverflowError:
        size = math.inf
    return float(-size if sign else size)


def settled(compute: Any) -> tuple[float, ...]:
    """The numbers that `compute` gives, at the precision where more precision changes no double."""
    before: tuple[float, ...] | None = None
    for bits in PRECISIONS:
        with mp.workprec(bits):
            now = tuple(rounded(number) for number in compute())
        if before is not None and all(map(same_double, before, now)):
            return now
        before = now
    raise ArithmeticError(f"not settled at {PRECISIONS[-1]} bits: {before}")


def same_double(a: float, b: float) -> bool:
    """Whether the doubles are equal, counting nan as equal to itself."""
    return a == b or (math.isnan(a) and math.isnan(b))


class Setting:
    """One function at one setting of its parameters."""

    def __init__(self, function: str, parameters: dict[str, Fraction]) -> None:
        self.function = function
        self.parameters = parameters

    def positions(self) -> list[mpf]:
        """Where the kinks are, in the order of the pieces."""
        return [jet(kink[0]).value for kink in self.pieces()[1::2]]  # type: ignore[index]

    def pieces(self, learned: str | None = None) -> Pieces:
        """The pieces with exact parameters, `learned` the one to differentiate by."""
        values = {
            name.replace("lambda", "lambda_"): Jet(
                mpf(value.numerator) / value.denominator, mpf(name == learned)
            )
            for name, value in self.parameters.items()
        }
        return FUNCTIONS[self.function](**values)

    def at(self, x: float) -> tuple[float, ...]:
        """f, f′ and f″, or their limits."""
        if math.isnan(x):
            return (math.nan,) * 3
        if math.isinf(x) and self.function in NO_LIMIT:
            value, *rest = NO_LIMIT[self.function]
            return (math.copysign(value, x), *rest)
        return settled(lambda: values(piece_at(self.pieces(), real(x))(Jet(real(x), mpf(1)))))

    def parameter_derivative(self, name: str, x: float) -> float | None:
        """∂f/∂parameter, which is not stated at ±inf, at a pole and where kinks coincide."""
        if math.isinf(x) or self.positions().count(x) > 1:
            return None
        if math.isnan(x):
            return x
        result = settled(lambda: [piece_at(self.pieces(name), mpf(x))(Jet(mpf(x))).slope])[0]
        return None if math.isnan(result) and math.isinf(self.at(x)[0]) else result

    def kinks(self) -> list[Entry]:
        """The kinks with both limits and the convention; kinks that coincide are one."""
        with mp.workprec(PRECISIONS[1]):
            positions = self.positions()
            found = []
            for position in sorted(set(positions)):
                x = rounded(position)
                first = positions.index(position)
                last = first + positions.count(position) - 1

                def limits(which: Any, position: mpf = position) -> list[float]:
                    return list(settled(lambda: values(which(Jet(+position, mpf(1))))))

                pieces = self.pieces()
                found.append(
                    {
                        "x": x,
                        "exact": bool(mpf(x) == position),
                        "left": limits(pieces[2 * first]),
                        "right": limits(pieces[2 * last + 2]),
                        "convention": limits(piece_at(pieces, position)),
                    }
                )
            return found


def real(x: float) -> mpf:
    """x, infinity as an astronomically large number."""
    return mp.ldexp(mp.sign(x), INFINITE_EXPONENT) if math.isinf(x) else mpf(x)


def values(result: Jet) -> tuple[mpf, mpf, mpf]:
    """f, f′, f″ of a jet."""
    return result.value, result.slope, result.curvature


def piece_at(pieces: Pieces, x: mpf) -> Formula:
    """The formula that holds at x."""
    formulas, kinks = pieces[0::2], pieces[1::2]
    for formula, (position, here) in zip(formulas, kinks, strict=False):  # type: ignore[misc]
        where = jet(position).value
        if x < where or (x == where and here == LEFT):
            return formula  # type: ignore[return-value]
        if x == where and here != RIGHT:
            return here  # type: ignore[return-value]
        if x == where:
            break
    else:
        return formulas[-1]  # type: ignore[return-value]
    return formulas[formulas.index(formula) + 1]  # type: ignore[return-value]


def computed(entry: Entry) -> Entry:
    """The entry with everything that can be computed computed anew."""
    exact = {name: Fraction(value) for name, value in entry["params"].items()}
    exact |= {name: Fraction(text) for name, text in entry["params_exact"].items()}
    setting = Setting(entry["function"], exact)
    points = [float(x) for x in entry["x"]]
    rows = [setting.at(x) for x in points]
    return {
        **{key: entry[key] for key in ("function", "params", "params_exact", "default")},
        "kinks": setting.kinks(),
        "x": points,
        **{key: [row[order] for row in rows] for order, key in enumerate(("f", "df", "d2f"))},
        "dparams": {name: [setting.parameter_derivative(name, x) for x in points] for name in exact},
    }


def in_words(tree: Any) -> Any:
    """The tree with infinities and nan as words, which JSON has no numbers for."""
    if isinstance(tree, dict):
        return {key: in_words(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [in_words(value) for value in tree]
    return repr(tree) if isinstance(tree, float) and not math.isfinite(tree) else tree


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number or word of the tree with the path to it."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from leaves(value, f"{path}[{index}]")
    else:
        yield path, tree


def differences(stored: Entry, new: Entry) -> list[str]:
    """Describe every leaf in which the entries differ; 0 and −0 are the same."""
    a, b = dict(leaves(stored)), dict(leaves(new))
    name = f"{stored['function']} {stored['params']}"
    return [
        f"{name} {path}: stored {a.get(path)!r}, computed {b.get(path)!r}"
        for path in dict.fromkeys([*a, *b])
        if path not in a or path not in b or a[path] != b[path]
    ]


def write(path: Path, entries: list[Entry]) -> None:
    """Write the entries, one a line."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


EDGES = (0.0, 1e-8, 1e-160, 1e3, 1e5, 1e150, 1e308, math.inf)


def drawn(seed: int) -> Iterator[Entry]:
    """Yield blank entries: three settings a function, each at points of its own."""
    chance = random.Random(seed)
    for function in FUNCTIONS:
        for params in drawn_settings(parameters_of(function), chance):
            exact = {name: Fraction(value) for name, value in params.items()}
            kinks = Setting(function, exact).kinks()
            positions = [kink["x"] for kink in kinks]
            points = [sign * x for x in EDGES for sign in (1, -1) if x or sign > 0]
            points += [math.nan, chance.uniform(-745, 745), chance.uniform(-745, 745)]
            points += [chance.uniform(-40, 40) for _ in range(16)]
            points += [chance.uniform(-6, 6) for _ in range(12)]
            points += [chance.choice((-1, 1)) * 10 ** chance.uniform(-7, 3) for _ in range(6)]
            points += [kink["x"] for kink in kinks if kink["exact"] and kink["x"] != 0]
            points += [x + shift * (1 + abs(x)) for x in positions for shift in (-1e-6, 1e-6)]
            yield {
                "function": function,
                "params": params,
                "params_exact": {},
                "default": False,
                "x": points,
            }


def parameters_of(function: str) -> dict[str, tuple[float, float]]:
    """The ends of each parameter's slider, by its name: where it pays to look."""
    (cls,) = (cls for name, cls in CATALOGUE.items() if name.lower() == function.replace("_", ""))
    return {declared.name.rstrip("_"): declared.typical for declared in cls.parameters()}


def drawn_settings(sliders: dict[str, tuple[float, float]], chance: random.Random) -> list[dict[str, float]]:
    """One setting of slider ends, the one of the opposite ends, and one in between."""
    ends = [chance.sample(both, 2) for both in sliders.values()]
    inside = [chance.uniform(*both) for both in sliders.values()]
    rows = [*zip(*ends, strict=True), tuple(inside)] if sliders else [()]
    return [dict(zip(sliders, map(float, row), strict=True)) for row in rows]


# Found by audits: settings at which more than rounding was lost.
HARD = {
    "aria2": {"alpha": 900.0, "beta": 2.0},
    "soft_exponential": {"alpha": 10.0},
    "scaled_tanh": {"alpha": 51267.43557926275, "beta": -1000000.0},
}
HARD_POINTS = (70.5, 0.00036342011179883325, -0.006, 0.002)


def typed(seed: int) -> Iterator[Entry]:
    """Yield blank entries: two settings from 1e-6 to 1e6 a function with parameters, at points on their scales."""
    chance = random.Random(seed)
    for function in FUNCTIONS:
        sliders = parameters_of(function)
        rows = [typed_setting(sliders, chance) for _ in range(2)] if sliders else []
        for params in [*rows, *filter(None, [HARD.get(function)])]:
            exact = {name: Fraction(value) for name, value in params.items()}
            sizes = [abs(value) for value in params.values()]
            scales = [1.0, *(size**power for size in sizes for power in (1, -1, -0.5))]
            scales += [1 / (first * second) for first, second in itertools.combinations(sizes, 2)]
            points = [chance.choice(scales) * chance.uniform(-6, 6) for _ in range(9)]
            points += [chance.choice(scales) * chance.uniform(-700, 700) for _ in range(5)]
            points += [chance.choice((-1, 1)) * 10 ** chance.uniform(-9, 9) for _ in range(4)]
            positions = [kink["x"] for kink in Setting(function, exact).kinks()]
            apart = [
                x for x in (*points, *HARD_POINTS) if all(abs(x - at) > 1e-6 * abs(at) for at in positions)
            ]
            yield {
                "function": function,
                "params": params,
                "params_exact": {},
                "default": False,
                "x": apart,
            }


def typed_setting(sliders: dict[str, tuple[float, float]], chance: random.Random) -> dict[str, float]:
    """A setting of any size, with the signs that the sliders have; where these end at 1, a share."""
    row = {}
    for name, (low, high) in sliders.items():
        size = 10 ** chance.uniform(-6, 0 if (low, high) == (0, 1) else 6)
        row[name] = -size if high <= 0 or (low < 0 and chance.random() < 0.5) else size
    return row


def main() -> None:
    """Run one of the jobs of the module's description."""
    summary, _, usage = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    job = parser.add_mutually_exclusive_group()
    job.add_argument("--check", action="store_true", help="compare elementwise.json, write nothing")
    job.add_argument("--held-out", type=int, metavar="SEED", help="write held_out.json")
    job.add_argument("--typed", type=int, metavar="SEED", help="write typed.json")
    chosen = parser.parse_args()
    if chosen.typed is not None:
        write(TYPED, [in_words(computed(entry)) for entry in typed(chosen.typed)])
        return
    if chosen.held_out is not None:
        write(HELD_OUT, [in_words(computed(entry)) for entry in drawn(chosen.held_out)])
        return
    stored = read(STORED)
    new = [in_words(computed(entry)) for entry in stored]
    if not chosen.check:
        write(STORED, new)
        return
    found = list(itertools.chain.from_iterable(map(differences, stored, new)))
    points = sum(len(entry["x"]) for entry in stored)
    print("\n".join(found) or f"{len(stored)} entries, {points} points: no difference")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
