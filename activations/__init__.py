"""Activation functions of neural networks: values, derivatives and properties, right to the last digits.

>>> from activations import ELU
>>> f = ELU(alpha=0.5)
>>> float(f(-1.0))
-0.31606027941427883
"""

from activations.catalogue import CATALOGUE, find, named
from activations.core import Activation, KinkConvention, Parameter, Reference, Spelling, parameter
from activations.formula import Formula
from activations.functions import *
from activations.interval import Interval
from activations.parsing import parse
from activations.properties import Properties

__all__ = [
    "CATALOGUE",
    "Activation",
    "Formula",
    "Interval",
    "KinkConvention",
    "Parameter",
    "Properties",
    "Reference",
    "Spelling",
    "find",
    "named",
    "parameter",
    "parse",
    *CATALOGUE,
]
