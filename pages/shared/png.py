"""Small pictures that lie behind a chart, as PNG."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The kind of colour in the header of a file.
PALETTE = 3


def png_address(
    pixels: NDArray[np.uint8], palette: NDArray[np.uint8], opacities: NDArray[np.uint8] | None = None
) -> str:
    """Encode rows of indices into a palette, from the top down, as a ``data:`` address."""
    height, width = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, PALETTE, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", palette.tobytes())]
    if opacities is not None:
        chunks.append((b"tRNS", opacities.tobytes()))
    # Each row begins with the number of its filter, 0 for none.
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    file = SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return f"data:image/png;base64,{base64.b64encode(file).decode()}"
