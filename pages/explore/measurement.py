"""A function as a machine of fewer digits returns it, at numbers that the machine has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from activations import Activation
from activations.evaluation import Array
from activations.rounding import Format, compute, error_in_units, textbook, written_out

# There is no sense in more than a chart has pixels.
POINTS = 4001


@dataclass(frozen=True)
class PrecisionMeasurement:
    """The values of a machine over a range of x.

    Attributes
    ----------
    x : ndarray
        Numbers of the format, ascending.
    true, got : ndarray
        f or f′ in doubles, and as the machine returns it.
    naive : ndarray or None
        What it returns for the textbook formula, where that is another one.
    form : Format
        The format.
    """

    x: Array
    true: Array
    got: Array
    naive: Array | None
    form: Format

    def errors(self, got: Array) -> Array:
        """The distance from the true values, in units in the last place."""
        return error_in_units(got, self.true, self.form)


def measure(
    f: Activation, form: Format, inside: Format, order: int, low: float, high: float
) -> PrecisionMeasurement:
    """Compute f or f′ at numbers of a format, as doubles and as a machine does."""
    x = np.unique(form.round(np.linspace(low, high, POINTS)))
    true = f.derivative(x) if order else f(x)
    tree = written_out(f.tree(), order)
    plain = textbook(tree)
    got = compute(tree, f.settings(), x, inside, form)
    naive = compute(plain, f.settings(), x, inside, form) if plain != tree else None
    return PrecisionMeasurement(x, true, got, naive, form)
