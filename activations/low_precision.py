"""An activation function as a machine of fewer digits returns it, as a function of its own.

>>> from activations import GELU
>>> from activations.rounding import BFLOAT16
>>> f = in_low_precision(GELU(), BFLOAT16, BFLOAT16)
>>> f.title, float(f(-3.5)), float(f(-1.0))
('GELU in bfloat16', -0.0, -0.158203125)
"""

from __future__ import annotations

import math
import re
from dataclasses import field, fields
from functools import lru_cache
from typing import ClassVar

from activations.core import Activation
from activations.evaluation import Array
from activations.expression import Node
from activations.interval import Interval
from activations.quadrature import Moments
from activations.rounding import FLOAT32, FORMATS, Format, compute, written_out

# How the formats and the two ways of rounding are written.
_SPELLED = {name.replace(" ", "_").lower(): form for name, form in FORMATS.items()}
_TEXT = re.compile(
    rf"(?P<function>.+?)\s+in\s+(?P<format>{'|'.join(_SPELLED)})(?P<inside>\s+from\s+float32)?\s*",
    re.IGNORECASE,
)


class LowPrecision(Activation):
    """A function computed with numbers of fewer digits.

    Notes
    -----
    The value is that of the function's expression, rounded after every step, or computed in float32 and rounded once.
    The derivatives are those of the exact function's expression, computed in the same way.
    """

    family = "In low precision"
    measured_on: ClassVar[Interval | None] = Interval(-30.0, 30.0)
    original: ClassVar[type[Activation]]
    form: ClassVar[Format]
    inside: ClassVar[Format]

    @classmethod
    def tree(cls) -> Node:
        """The expression of the exact function."""
        return cls.original.tree()

    def _value(self, x: Array) -> Array:
        return compute(written_out(self.tree(), 0), self.settings(), x, self.inside, self.form)

    def _derivative(self, x: Array) -> Array:
        return compute(written_out(self.tree(), 1), self.settings(), x, self.inside, self.form)

    def _second_derivative(self, x: Array) -> Array:
        return self.exact()._second_derivative(x)

    def exact(self) -> Activation:
        """The function itself."""
        return self.original(**self.settings())

    def kinks(self) -> tuple[float, ...]:
        """Those of the exact function; the steps of the format are none."""
        return self.exact().kinks()

    def known_moments(self, _variance: float, /) -> Moments:
        """Unknown: no quadrature tells the mean of ten thousand steps."""
        return Moments(*[math.nan] * 4)

    def __repr__(self) -> str:
        return f"{self.exact()!r} in {spell(self.form, self.inside)}"


def spell(form: Format, inside: Format) -> str:
    """A way of rounding as `read_low_precision` reads it."""
    name = form.name.replace(" ", "_")
    return name if inside is form else f"{name} from float32"


@lru_cache(maxsize=256)
def low_precision_class(original: type[Activation], form: Format, inside: Format) -> type[LowPrecision]:
    """The class of a function in a format, with the parameters of the function."""
    name = spell(form, inside).replace("_", " ")
    facts = {
        "title": f"{original.title} in {name}",
        "formula": original.formula,
        "expression": original.expression,
        "derivative_formula": original.derivative_formula,
        "original": original,
        "form": form,
        "inside": inside,
    }
    declared = {each.name: each for each in fields(original)}
    own = {name: field(default=each.default, metadata=each.metadata) for name, each in declared.items()}
    annotations = {"__module__": __name__, "__doc__": None, "__annotations__": dict.fromkeys(own, float)}
    return type("LowPrecision", (LowPrecision,), {**own, **facts, **annotations})


def read_low_precision(text: str) -> tuple[str, Format, Format] | None:
    """Take a text such as ``"GELU in bfloat16"`` or ``"GELU in float16 from float32"`` apart, if it is one.

    Examples
    --------
    >>> function, form, inside = read_low_precision("GELU in bfloat16 from float32")
    >>> function, form.name, inside.name
    ('GELU', 'bfloat16', 'float32')
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    form = _SPELLED[match["format"].lower()]
    return match["function"], form, FLOAT32 if match["inside"] else form


def in_low_precision(f: Activation, form: Format, inside: Format) -> Activation:
    """A function, at its present parameters, in a format."""
    return low_precision_class(type(f), form, inside)(**f.settings())
