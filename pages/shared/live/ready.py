"""Figures that Streamlit sends as they are."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from plotly.basedatatypes import BaseFigure

from pages.shared.figures import Figure
from pages.shared.live.messages import to_float32


class EncodedFigure(BaseFigure):  # type: ignore[misc]  # Plotly ships no types.
    """A figure known to be valid, with its arrays encoded.

    ``st.plotly_chart`` builds a ``Figure`` from every dict to validate it, which takes longer than all else that a
    page does; of a ``BaseFigure`` it only asks for the dict.
    """

    def __init__(self, figure: Figure) -> None:
        # The constructor of BaseFigure is what takes the time.
        object.__setattr__(self, "_ready", encode(figure))

    def to_dict(self) -> Figure:
        """The figure as Plotly's script reads it."""
        ready: Figure = object.__getattribute__(self, "_ready")
        return ready


def encode(value: Any) -> Any:
    """A figure with its arrays as base64 of 32-bit floats, a quarter of their length as text."""
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, np.ndarray):
        return {"dtype": "f4", "bdata": base64.b64encode(to_float32(value)).decode()}
    return value
