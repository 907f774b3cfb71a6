"""Numbers of fewer digits: what a machine that computes with them returns.

>>> import numpy as np
>>> BFLOAT16.round(np.array([1.0, 1.005, 3e38, 1e39, 1e-41])).tolist()
[1.0, 1.0078125, 3.00405527047391e+38, inf, 0.0]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activations.arithmetic import VALUES
from activations.differentiation import differentiate
from activations.evaluation import Array
from activations.expression import Call, Constant, Element, Node, evaluate, inline

Bits = NDArray[np.uint32]


@dataclass(frozen=True)
class Format:
    """A format of binary floating-point numbers, with subnormals, that rounds to nearest, ties to even.

    Attributes
    ----------
    name : str
        As frameworks call it.
    exponent, mantissa : int
        The bits of each, without the sign and the leading 1.
    has_infinities : bool
        Whether the highest exponent is that of infinities and nan; else only all ones are nan, as in E4M3.
    """

    name: str
    exponent: int
    mantissa: int
    has_infinities: bool = True

    @property
    def width(self) -> int:
        """How many bits a number has."""
        return 1 + self.exponent + self.mantissa

    @property
    def bias(self) -> int:
        """The stored exponent of the numbers from 1 to 2."""
        return int(2 ** (self.exponent - 1)) - 1

    @property
    def lowest_exponent(self) -> int:
        """The exponent of the smallest normal number."""
        return 1 - self.bias

    @property
    def largest(self) -> float:
        """The largest finite number."""
        highest = self.bias if self.has_infinities else self.bias + 1
        last = 1 if self.has_infinities else 2
        return float(2.0**highest * (2 - last * 2.0**-self.mantissa))

    def spacing(self, x: Array) -> Array:
        """The distance from a number to the next one of the format: one unit in the last place."""
        _, exponent = np.frexp(x)
        exponent = np.where(x == 0, self.lowest_exponent, exponent - 1)
        result: Array = np.ldexp(1.0, np.maximum(exponent, self.lowest_exponent) - self.mantissa)
        return result

    @np.errstate(all="ignore")
    def round(self, x: Array) -> Array:
        """The nearest number of the format to each double; a larger one becomes an infinity, or nan without."""
        spacing = self.spacing(np.where(np.isfinite(x), x, 0.0))
        rounded = np.rint(x / spacing) * spacing
        beyond = np.inf if self.has_infinities else np.nan
        result: Array = np.where(np.abs(rounded) > self.largest, np.copysign(beyond, x), rounded)
        return result

    def decode(self, bits: Bits) -> Array:
        """The numbers that patterns of bits stand for."""
        bits = np.asarray(bits, dtype=np.int64)
        negative = bits >> (self.width - 1) & 1
        stored = bits >> self.mantissa & (2**self.exponent - 1)
        fraction = bits & (2**self.mantissa - 1)
        whole = np.where(stored > 0, fraction + 2**self.mantissa, fraction)
        size = np.ldexp(whole.astype(np.float64), np.maximum(stored, 1) - self.bias - self.mantissa)
        highest = stored == 2**self.exponent - 1
        if self.has_infinities:
            size = np.where(highest, np.where(fraction == 0, np.inf, np.nan), size)
        else:
            size = np.where(highest & (fraction == 2**self.mantissa - 1), np.nan, size)
        result: Array = np.where(negative == 1, -size, size)
        return result

    @np.errstate(all="ignore")
    def encode(self, x: Array) -> Bits:
        """The patterns of bits of numbers, rounded to the format."""
        rounded = self.round(np.asarray(x, dtype=np.float64))
        size = np.abs(rounded)
        _, exponent = np.frexp(np.where(np.isfinite(size), size, 1.0))
        stored = np.maximum(exponent - 1, self.lowest_exponent) + self.bias
        units = np.ldexp(np.where(np.isfinite(size), size, 0.0), -(stored - self.bias - self.mantissa))
        whole = units.astype(np.int64)
        # Of a normal number the leading 1 is not stored: it carries into the exponent.
        pattern = np.where(whole < 2**self.mantissa, whole, whole + ((stored - 1) << self.mantissa))
        infinite = (2**self.exponent - 1) << self.mantissa
        quiet = infinite + (2 ** (self.mantissa - 1) if self.has_infinities else 2**self.mantissa - 1)
        pattern = np.where(np.isinf(rounded), infinite, np.where(np.isnan(rounded), quiet, pattern))
        sign = np.signbit(rounded).astype(np.int64) << (self.width - 1)
        result: Bits = (pattern + sign).astype(np.uint32)
        return result

    def finite(self) -> tuple[Bits, Array]:
        """Every finite number of the format in ascending order, and its bits; only for formats of up to 16 bits."""
        bits = np.arange(2**self.width, dtype=np.uint32)
        numbers = self.decode(bits)
        # −0 before 0.
        order = np.lexsort((~np.signbit(numbers), numbers))
        order = order[np.isfinite(numbers[order])]
        return bits[order], numbers[order]


FLOAT32 = Format("float32", 8, 23)
BFLOAT16 = Format("bfloat16", 8, 7)
FLOAT16 = Format("float16", 5, 10)
E4M3 = Format("float8 E4M3", 4, 3, has_infinities=False)
E5M2 = Format("float8 E5M2", 5, 2)
FORMATS: Mapping[str, Format] = {each.name: each for each in (FLOAT32, BFLOAT16, FLOAT16, E4M3, E5M2)}


@dataclass(frozen=True)
class Rounded:
    """The arithmetic of a machine that rounds after every step.

    Sums, products, quotients and roots are correctly rounded: a double has more than twice the digits (S. Figueroa,
    When is double rounding innocuous?, 1995). Other functions are rounded from doubles.

    Attributes
    ----------
    format : Format
        The format of every number.
    """

    format: Format

    def constant(self, value: float) -> Array:
        """Round a number of the formula."""
        return self.format.round(np.asarray(value))

    @np.errstate(all="ignore")
    def call(self, function: str, arguments: Sequence[Array]) -> Array:
        """Compute in doubles and round."""
        return self.format.round(np.asarray(VALUES[function](*arguments), dtype=np.float64))

    def use(self, _element: Element, _settings: Mapping[str, Array], _argument: Array) -> None:
        """Have every function written out."""


def compute(
    tree: Node, settings: Mapping[str, float], x: Array, inside: Format, outside: Format | None = None
) -> Array:
    """An expression as a machine computes it.

    Parameters
    ----------
    tree : Node
        The expression.
    settings : mapping
        The parameters.
    x : ndarray
        Where; rounded to the format first.
    inside : Format
        The format after every step.
    outside : Format, optional
        The format of x and of the result, if it is another one.
    """
    outside = outside or inside
    arithmetic = Rounded(inside)
    values = {name: arithmetic.constant(value) for name, value in settings.items()}
    result = evaluate(tree, arithmetic, {**values, "x": inside.round(outside.round(x))})
    return np.broadcast_to(outside.round(result), x.shape).copy()


def written_out(tree: Node, order: int) -> Node:
    """The expression of f or f′ without functions of the catalogue."""
    return differentiate(tree) if order else inline(tree)


# The textbook forms of functions that a stable formula calls by name.
_ONE = Constant(1.0)


def _in_textbooks(function: str, u: Node) -> Node | None:
    exponential = Call("exp", (u,))
    match function:
        case "expm1":
            return Call("-", (exponential, _ONE))
        case "log1p":
            return Call("log", (Call("+", (_ONE, u)),))
        case "softplus":
            return Call("log", (Call("+", (_ONE, exponential)),))
        case "sigmoid":
            return Call("/", (_ONE, Call("+", (_ONE, Call("exp", (Call("negative", (u,)),))))))
    return None


def textbook(node: Node) -> Node:
    """An expression with exp and log in place of the functions that keep their digits."""
    if not isinstance(node, Call):
        return node
    arguments = tuple(map(textbook, node.arguments))
    plain = _in_textbooks(node.function, arguments[0])
    return plain or Call(node.function, arguments)


def error_in_units(got: Array, true: Array, form: Format) -> Array:
    """The distance of computed numbers from the true ones, in units in the last place of the true ones."""
    with np.errstate(all="ignore"):
        result: Array = np.abs(got - true) / form.spacing(form.round(true))
    return result
