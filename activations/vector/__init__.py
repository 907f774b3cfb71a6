"""Activation functions of several numbers at once: softmax and its kin, and the gates of gated linear units.

None of them is element-wise, so none is in the catalogue or has a curve over one x.

>>> from activations.vector import GLU, Softmax
>>> Softmax(temperature=2.0)([1.0, 1.0]).tolist()
[0.5, 0.5]
>>> float(GLU()(3.0, 0.0))
1.5
"""

from collections.abc import Mapping
from types import MappingProxyType

from activations.vector.function import VectorFunction
from activations.vector.gates import (
    GEGLU,
    GLU,
    Bilinear,
    FATReGLU,
    Gate,
    GEGLUQuick,
    GEGLUTanh,
    ReGLU,
    SquaredReGLU,
    SwiGLU,
    halves,
)
from activations.vector.limited_gates import DeepSeekGLU, GptOssGLU, SiTUGLU, StepGLU
from activations.vector.logits import Entmax, LogSoftmax, SinkSoftmax, Softmax, Sparsemax
from activations.vector.stability import bearable_constants, entropy, naive_softmax

FUNCTIONS: Mapping[str, type[VectorFunction]] = MappingProxyType(
    {cls.__name__: cls for cls in (Softmax, SinkSoftmax, Entmax, Sparsemax, LogSoftmax)}
)
GATES: Mapping[str, type[Gate]] = MappingProxyType(
    {
        cls.__name__: cls
        for cls in (
            *(SwiGLU, GptOssGLU, DeepSeekGLU, StepGLU, SiTUGLU, GEGLU, GEGLUTanh, GEGLUQuick),
            *(ReGLU, SquaredReGLU, FATReGLU, GLU, Bilinear),
        )
    }
)

__all__ = [
    "FUNCTIONS",
    "GATES",
    "GEGLU",
    "GLU",
    "Bilinear",
    "DeepSeekGLU",
    "Entmax",
    "FATReGLU",
    "GEGLUQuick",
    "GEGLUTanh",
    "Gate",
    "GptOssGLU",
    "LogSoftmax",
    "ReGLU",
    "SiTUGLU",
    "SinkSoftmax",
    "Softmax",
    "Sparsemax",
    "SquaredReGLU",
    "StepGLU",
    "SwiGLU",
    "VectorFunction",
    "bearable_constants",
    "entropy",
    "halves",
    "naive_softmax",
]
