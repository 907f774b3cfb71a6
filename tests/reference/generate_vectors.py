"""Recompute the reference values of softmax, its kin and the gates: correctly rounded from 700 digits.

    python tests/reference/generate_vectors.py                   rewrite vector.json, at its settings and points
    python tests/reference/generate_vectors.py --check           compare it instead, and list what differs
    python tests/reference/generate_vectors.py --held-out 2026   draw other points into vector_held_out.json

An entry of softmax, log_softmax, softmin or sparsemax holds one vector of logits `x`, the value `f` and the Jacobian
`jac`, row i for ∂fᵢ; one of a gate holds numbers `a` and `b`, the value and the derivatives `df_da` and `df_db`.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from formulas import FUNCTIONS, Jet
from generate import Entry, differences, piece_at, read, settled, write
from mpmath import mp, mpf

HERE = Path(__file__).parent
STORED, HELD_OUT = HERE / "vector.json", HERE / "vector_held_out.json"

# Of the paper, in doubles.
SELU = {"lambda_": 1.0507009873554805, "alpha": 1.6732632423543772}

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


def softmin(x: Vector) -> tuple[Vector, Matrix]:
    p, jacobian = softmax([-each for each in x])
    return p, [[-d for d in row] for row in jacobian]


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


VECTORS: dict[str, Callable[[Vector], tuple[Vector, Matrix]]] = {
    "softmax": softmax,
    "log_softmax": log_softmax,
    "softmin": softmin,
    "sparsemax": sparsemax,
}
GATES = {
    "glu": "sigmoid",
    "reglu": "relu",
    "geglu": "gelu",
    "geglu_tanh": "gelu_tanh",
    "swiglu": "silu",
    "bilinear_glu": "identity",
    "seglu": "selu",
}


def computed(entry: Entry) -> Entry:
    """Return the entry with its values."""
    if entry["function"] in GATES:
        rows = [at_gate(entry["function"], *pair) for pair in zip(entry["a"], entry["b"], strict=True)]
        return {
            **entry,
            **dict(zip(("f", "df_da", "df_db"), map(list, zip(*rows, strict=True)), strict=True)),
        }
    x = entry["x"]
    temperature = Fraction(entry["params"].get("temperature", 1))

    def numbers() -> list[mpf]:
        divisor = mpf(temperature.numerator) / temperature.denominator
        value, jacobian = VECTORS[entry["function"]]([mpf(each) / divisor for each in x])
        return [*value, *(d / divisor for row in jacobian for d in row)]

    flat = settled(numbers)
    rows = [list(flat[start : start + len(x)]) for start in range(0, len(flat), len(x))]
    return {**entry, "f": rows[0], "jac": rows[1:]}


def at_gate(function: str, a: float, b: float) -> Sequence[float]:
    """Return a·g(b) and its derivatives by a and by b."""

    def numbers() -> list[mpf]:
        name = GATES[function]
        settings = SELU if name == "selu" else {}
        pieces = FUNCTIONS[name](**{key: mpf(value) for key, value in settings.items()})
        g = piece_at(pieces, mpf(b))(Jet(mpf(b), mpf(1)))
        return [mpf(a) * g.value, g.value, mpf(a) * g.slope]

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
            yield {"function": function, "params": params, "x": x}
    for function in GATES:
        scales = (1e-8, 1.0, 6.0, 30.0, 1e4)
        pairs = [
            (chance.uniform(-s, s), chance.uniform(-t, t)) for s in scales for t in scales for _ in "123"
        ]
        a, b = map(list, zip(*pairs, strict=True))
        yield {"function": function, "params": {}, "a": a, "b": b}


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
