"""Small pictures that lie behind a chart, as PNG."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def png_address(pixels: NDArray[np.uint8], palette: NDArray[np.uint8], opacities: bytes | None = None) -> str:
    """Encode rows of indices into a palette, from the top down, as a ``data:`` address."""
    picture = Image.frombytes("P", pixels.shape[::-1], pixels.tobytes())
    picture.putpalette(palette.tobytes())
    file = io.BytesIO()
    picture.save(file, "PNG", transparency=opacities)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
