"""Recompute the reference values of softmax, its kin and the gates: correctly rounded from 700 digits.

    python tests/reference/generate_vectors.py                   rewrite vector.json, at its settings and points
    python tests/reference/generate_vectors.py --check           compare it instead, and list what differs
    python tests/reference/generate_vectors.py --held-out 2026   draw other points into vector_held_out.json

An entry of a function of a vector holds one vector of logits `x`, the value `f` and the Jacobian `jac`, row i for ∂fᵢ;
one of a gate holds numbers `a` and `b`, the value and the derivatives `df_da` and `df_db`.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from formulas import FUNCTIONS, LEFT, RIGHT, ZERO, Jet, Pieces, jet, zero
from generate import Entry, differences, piece_at, read, settled, write
from mpmath import mp, mpf

HERE = Path(__file__).parent
STORED, HELD_OUT = HERE / "vector.json", HERE / "vector_held_out.json"

ONE = jet(1)

Vector = list[mpf]
Matrix = list[Vector]


def softmax(x: Vector) -> tuple[Vector, Matrix]:
    powers = [mp.exp(each) for each in x]
    p = [power / mp.fsum(powers) for power in powers]
    rest = [mp.fsum(p[:i] + p[i + 1 :]) for i in range(len(p))]
    return p, [[p[i] * (rest[i] if i == j else -p[j]) for j in range(len(p))] for i in range(len(p))]


def log_softmax(x: Vector) -> tuple[Vector, Matrix]:
    p, jacobian = softmax(x)
    return [mp.log(each) for each in p], [[d / p[i] for d in row] for i, row in enumerate(jacobian)]


def sink_softmax(x: Vector, sink: mpf = ZERO) -> tuple[Vector, Matrix]:
    p, jacobian = softmax([*x, sink])
    return p[:-1], [row[:-1] for row in jacobian[:-1]]


def entmax(x: Vector) -> tuple[Vector, Matrix]:
    """Try every size of the support, as in sparsemax: Σ(x/2 − τ)² = 1 is a quadratic equation for τ."""
    ordered = sorted((each / 2 for each in x), reverse=True)
    for size in range(1, len(x) + 1):
        inside = ordered[:size]
        mean = mp.fsum(inside) / size
        left = (1 - mp.fsum((each - mean) ** 2 for each in inside)) / size
        if left < 0:
            continue
        threshold = mean - mp.sqrt(left)
        if inside[-1] >= threshold and (size == len(x) or ordered[size] <= threshold):
            break
    root = [max(each / 2 - threshold, mpf(0)) for each in x]
    total = mp.fsum(root)
    rest = [mp.fsum(root[:i] + root[i + 1 :]) for i in range(len(x))]
    jacobian = [
        [root[i] * (rest[i] if i == j else -root[j]) / total for j in range(len(x))] for i in range(len(x))
    ]
    return [each**2 for each in root], jacobian


def sparsemax(x: Vector) -> tuple[Vector, Matrix]:
    """Try every size of the support: only the right one leaves its members, and no other, above 0."""
    ordered = sorted(x, reverse=True)
    for size in range(1, len(x) + 1):
        threshold = (mp.fsum(ordered[:size]) - 1) / size
        if ordered[size - 1] > threshold and (size == len(x) or ordered[size] <= threshold):
            break
    p = [max(each - threshold, mpf(0)) for each in x]
    jacobian = [
        [(int(i == j) - mpf(1) / size) if p[i] > 0 and p[j] > 0 else mpf(0) for j in range(len(x))]
        for i in range(len(x))
    ]
    return p, jacobian


VECTORS: dict[str, Callable[..., tuple[Vector, Matrix]]] = {
    "softmax": softmax,
    "log_softmax": log_softmax,
    "sink_softmax": sink_softmax,
    "sparsemax": sparsemax,
    "entmax": entmax,
}


def line() -> Pieces:
    return [lambda x: x]


def clamp(limit: Jet, plus: int = 0) -> Pieces:
    """Identity between −limit and limit, plus a constant; at the limits themselves it is flat."""
    return [
        lambda x: plus - limit + zero(x),
        (-limit, LEFT),
        lambda x: x + plus,
        (limit, RIGHT),
        lambda x: plus + limit + zero(x),
    ]


# The pieces of h and of g, from the parameters.
GATES: dict[str, Callable[..., tuple[Pieces, Pieces]]] = {
    "glu": lambda: (line(), FUNCTIONS["sigmoid"]()),
    "reglu": lambda: (line(), FUNCTIONS["relu"]()),
    "squared_reglu": lambda: (line(), FUNCTIONS["squared_relu"]()),
    "fat_reglu": lambda lambda_: (line(), FUNCTIONS["thresholded_relu"](lambda_)),
    "geglu": lambda: (line(), FUNCTIONS["gelu"]()),
    "geglu_tanh": lambda: (line(), FUNCTIONS["gelu_tanh"]()),
    "geglu_quick": lambda alpha: (line(), FUNCTIONS["quick_gelu"](alpha)),
    "swiglu": lambda beta=ONE: (line(), FUNCTIONS["swish"](beta)),
    "bilinear_glu": lambda: (line(), line()),
    "gpt_oss_glu": lambda alpha, lambda_: (clamp(lambda_, 1), FUNCTIONS["clamped_swish"](alpha, lambda_)),
    "deep_seek_glu": lambda lambda_: (clamp(lambda_), FUNCTIONS["clamped_swish"](ONE, lambda_)),
    "step_glu": lambda lambda_: (clamp(lambda_), FUNCTIONS["clipped_silu"](lambda_)),
    "situ_glu": lambda beta, gamma: (FUNCTIONS["scaled_tanh"](gamma, 1 / gamma), FUNCTIONS["situ"](beta)),
}
# At which parameters a gate that has some is computed.
SETTINGS: dict[str, tuple[dict[str, float], ...]] = {
    "fat_reglu": ({"lambda_": 0.03}, {"lambda_": 0.7}),
    "geglu_quick": ({"alpha": 1.702}, {"alpha": 0.3}),
    "swiglu": ({}, {"beta": 1.7}),
    "gpt_oss_glu": ({"alpha": 1.702, "lambda_": 7.0}, {"alpha": 0.6, "lambda_": 1.3}),
    "deep_seek_glu": ({"lambda_": 10.0}, {"lambda_": 0.9}),
    "step_glu": ({"lambda_": 7.0}, {"lambda_": 2.3}),
    "situ_glu": ({"beta": 4.0, "gamma": 25.0}, {"beta": 0.7, "gamma": 3.1}),
}


def computed(entry: Entry) -> Entry:
    """The entry with its values."""
    if entry["function"] in GATES:
        pairs = zip(entry["a"], entry["b"], strict=True)
        rows = [at_gate(entry["function"], entry["params"], *pair) for pair in pairs]
        return {
            **entry,
            **dict(zip(("f", "df_da", "df_db"), map(list, zip(*rows, strict=True)), strict=True)),
        }
    x = entry["x"]
    temperature = Fraction(entry["params"].get("temperature", 1))

    def numbers() -> list[mpf]:
        divisor = mpf(temperature.numerator) / temperature.denominator
        settings = {name: mpf(at) for name, at in entry["params"].items() if name != "temperature"}
        value, jacobian = VECTORS[entry["function"]]([mpf(each) / divisor for each in x], **settings)
        return [*value, *(d / divisor for row in jacobian for d in row)]

    flat = settled(numbers)
    rows = [list(flat[start : start + len(x)]) for start in range(0, len(flat), len(x))]
    return {**entry, "f": rows[0], "jac": rows[1:]}


def at_gate(function: str, params: Mapping[str, float], a: float, b: float) -> Sequence[float]:
    """h(a)·g(b) and its derivatives by a and by b."""

    def numbers() -> list[mpf]:
        pieces = GATES[function](**{name: jet(mpf(value)) for name, value in params.items()})
        h, g = (piece_at(each, mpf(x))(Jet(mpf(x), mpf(1))) for each, x in zip(pieces, (a, b), strict=True))
        return [h.value * g.value, h.slope * g.value, h.value * g.slope]

    found: Sequence[float] = settled(numbers)
    return found


def drawn(seed: int) -> Iterator[Entry]:
    """Yield blank entries at other points: vectors of 1 to 10 logits at several temperatures, and pairs."""
    chance = random.Random(seed)
    for function, spread, temperature in itertools.product(
        VECTORS, (0.1, 3.0, 40.0, 1e4), (None, 0.1, 0.35, 4.5)
    ):
        for size in (2, chance.randint(3, 9), 10):
            x = [chance.uniform(-spread, spread) for _ in range(size)]
            if size == 10:
                # Equal logits, one just below another, and all of them far from 0.
                x[1], x[2] = x[0], x[0] - 1e-9
                shift = chance.choice((-1e4, 1e4))
                x = [each + shift for each in x]
            params = {} if temperature is None else {"temperature": temperature}
            if function == "sink_softmax":
                params["sink"] = chance.choice((0.0, 1.7, -3.1, 35.0))
            yield {"function": function, "params": params, "x": x}
    for function, params in ((name, each) for name in GATES for each in SETTINGS.get(name, ({},))):
        scales = (1e-8, 1.0, 6.0, 30.0, 1e4)
        pairs = [
            (chance.uniform(-s, s), chance.uniform(-t, t)) for s in scales for t in scales for _ in "123"
        ]
        a, b = map(list, zip(*pairs, strict=True))
        yield {"function": function, "params": params, "a": a, "b": b}


def main() -> None:
    """Run one of the three jobs of the module's description."""
    summary, _, usage = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    job = parser.add_mutually_exclusive_group()
    job.add_argument("--check", action="store_true", help="compare vector.json, write nothing")
    job.add_argument("--held-out", type=int, metavar="SEED", help="write vector_held_out.json")
    chosen = parser.parse_args()
    if chosen.held_out is not None:
        write(HELD_OUT, [computed(entry) for entry in drawn(chosen.held_out)])
        return
    stored = read(STORED)
    new = [computed(entry) for entry in stored]
    if not chosen.check:
        write(STORED, new)
        return
    found = list(itertools.chain.from_iterable(map(differences, stored, new)))
    print("\n".join(found) or f"{len(stored)} entries: no difference")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
