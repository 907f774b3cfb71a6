"""The factor by which weights are drawn larger, so that a signal or a gradient keeps its size through a layer.

>>> from activations import GELU
>>> found = gains(GELU())
>>> round(found.forward, 4), round(found.backward, 4)
(1.5335, 1.4811)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from activations.core import Activation
from activations.quadrature import normal_moments

# What torch.nn.init.calculate_gain returns by the name of a nonlinearity, as documented at
# https://docs.pytorch.org/docs/stable/nn.init.html; tests/frameworks tries it.
_CALCULATED: Mapping[str, Callable[[Activation], float]] = {
    "linear": lambda _: 1.0,
    "sigmoid": lambda _: 1.0,
    "tanh": lambda _: 5 / 3,
    "relu": lambda _: math.sqrt(2),
    "leaky_relu": lambda f: math.sqrt(2 / (1 + f.settings()["alpha"] ** 2)),
    "selu": lambda _: 0.75,
}


class Gains(NamedTuple):
    """The gains of a function whose inputs are normal with variance 1; nan where a moment is 0 or cannot be told.

    Attributes
    ----------
    forward : float
        1/√E f(z)²: pre-activations keep their mean square.
    backward : float
        1/√E f′(z)²: gradients keep theirs.
    """

    forward: float
    backward: float


def gains(f: Activation) -> Gains:
    """Both gains of a function at its present parameters."""
    moments = normal_moments(f, 1.0)
    return Gains(
        *(
            1 / math.sqrt(part) if 0 < part < math.inf else math.nan
            for part in (moments.square, moments.slope)
        )
    )


def calculate_gain(f: Activation) -> float | None:
    """The gain that PyTorch's ``torch.nn.init.calculate_gain`` returns, None where it knows no such function.

    Examples
    --------
    >>> from activations import SiLU, Tanh
    >>> calculate_gain(Tanh()), calculate_gain(SiLU())
    (1.6666666666666667, None)
    """
    return _CALCULATED[f.gain_name](f) if f.gain_name else None
