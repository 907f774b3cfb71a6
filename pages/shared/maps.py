"""Which class a network sees where, as a small picture and as the line between the classes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages.shared.figures import BLUE, VERMILLION
from pages.shared.png import png_address

# Of the palette; the browser smooths what lies between the points of the grid.
LEVELS = 64
# The surest colour still lets the page and the examples shine through.
STRONGEST = 0.62
CLASSES = {-1: VERMILLION, 1: BLUE}


def picture(shares: NDArray[np.uint8]) -> str:
    """Draw a square grid of shares of class 1 in 255ths, from the bottom left, as the address of a PNG.

    It is the more transparent the less sure the network is, so that it suits a light page and a dark one.
    """
    side = round(len(shares) ** 0.5)
    return png_address(shares.reshape(side, side)[::-1] // (256 // LEVELS), *_palette())


@cache
def _palette() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    sureness = (np.arange(LEVELS) + 0.5) / LEVELS * 2 - 1
    ends = np.array([list(bytes.fromhex(CLASSES[sign][1:])) for sign in (-1, 1)], dtype=np.uint8)
    colours = ends[(sureness > 0).astype(int)]
    return colours, np.rint(255 * STRONGEST * np.abs(sureness) ** 0.8).astype(np.uint8)


def boundaries(shares: NDArray[np.uint8], window: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """The lines where either class has half a share, for several grids: x and y, a row for each grid.

    Each square of four neighbours has a segment between the edges that are crossed, two if all four are; nan parts
    the segments, and fills the rows of grids with fewer.
    """
    count, side = len(shares), round(shares.shape[1] ** 0.5)
    values = shares.reshape(count, side, side) - 127.5
    corners = [values[:, :-1, :-1], values[:, :-1, 1:], values[:, 1:, 1:], values[:, 1:, :-1]]
    found = []
    for start in range(4):
        one, other = corners[start], corners[(start + 1) % 4]
        crossed = (one > 0) != (other > 0)
        share = np.where(crossed, one / np.where(crossed, one - other, 1.0), np.nan)
        # Around the square: along the bottom, up the right side, back along the top, down the left side.
        x = (share, np.ones_like(share), 1 - share, np.zeros_like(share))[start]
        y = (np.zeros_like(share), share, np.ones_like(share), 1 - share)[start]
        found.append((np.where(crossed, x, np.nan), np.where(crossed, y, np.nan)))
    x, y = (np.stack([pair[axis] for pair in found], axis=-1) for axis in (0, 1))
    x += np.arange(side - 1)[:, None]
    y += np.arange(side - 1)[:, None, None]
    # Crossed edges first: a square has none, two or four of them.
    order = np.argsort(np.isnan(x), axis=-1, kind="stable")
    x, y = (np.take_along_axis(each, order, axis=-1).reshape(count, -1, 2) for each in (x, y))
    there = ~np.isnan(x[:, :, 0])
    rows = np.full((2, count, max(1, int(there.sum(axis=1).max())), 3), np.nan)
    for index in range(count):
        for axis, each in enumerate((x, y)):
            segments = each[index][there[index]]
            rows[axis, index, : len(segments), :2] = ((segments + 0.5) / side * 2 - 1) * window
    return rows[0].reshape(count, -1), rows[1].reshape(count, -1)
