"""The activation functions, one class each, one module a family; modules in display order."""

from activations.functions.exponential_units import *
