"""What Keras on TensorFlow returns at kinks: by hand, where TensorFlow is installed beside Keras.

pip install tensorflow-cpu keras pytest
KERAS_BACKEND=tensorflow python -m pytest -o addopts= tests/frameworks/by_hand/test_kinks_on_tensorflow.py
"""

from __future__ import annotations

import re
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from activations import CATALOGUE, Activation
from activations.core import MEASURED_ON, SYMBOLS, KinkConvention

CONVENTIONS = [
    pytest.param(cls, convention, id=f"{name}-order-{convention.order}-at-{convention.at}")
    for name, cls in CATALOGUE.items()
    for convention in cls.kink_conventions
    if convention.keras_tensorflow
]


def test_the_version_is_the_one_that_was_measured() -> None:
    assert tf.__version__ == MEASURED_ON["TensorFlow"]


# Halves, since Keras turns parameters into numbers of 32 bits, which must be the same place.
@pytest.mark.parametrize("shift", [0.0, 0.5])
@pytest.mark.parametrize(("cls", "convention"), CONVENTIONS)
def test_derivatives_at_kinks_are_as_noted(
    cls: type[Activation], convention: KinkConvention, shift: float
) -> None:
    spelling = cls.spellings["keras"]
    values = {declared.name: declared.default + shift for declared in cls.parameters()} | dict(spelling.fixed)
    code = spelling.call.format(**{name: repr(value) for name, value in values.items()})
    expected = eval(convention.keras_tensorflow, {}, values)
    for place in places(convention.at, values):
        x = tf.Variable(place, dtype=tf.float64)
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                y = eval(code, {"keras": keras, "x": x})
            slope = inner.gradient(y, x)
        got = slope if convention.order == 1 else outer.gradient(slope, x)
        assert float(got) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def places(at: str, values: dict[str, Any]) -> list[float]:
    text = at.replace("\N{MINUS SIGN}", "-")
    for name, symbol in SYMBOLS.items():
        text = re.sub(symbol, name, text)
    size = float(np.abs(eval(text.removeprefix("±"), {}, values))) if "±" in text else eval(text, {}, values)
    return [-size, size] if "±" in text else [float(size)]
