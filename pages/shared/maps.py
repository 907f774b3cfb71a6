"""What a network makes of its inputs: which class it sees where, or the curve that it has fitted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activations.networks.datasets import WINDOW, Examples, window
from pages.shared import figures
from pages.shared.figures import BLUE, STRONG, VERMILLION, Trace
from pages.shared.png import png_address

# Of the palette; the browser smooths what lies between the points of the grid.
LEVELS = 64
# The surest colour still lets the page and the examples shine through.
STRONGEST = 0.62
CLASSES = {-1: VERMILLION, 1: BLUE}
# The numbers of the two traces between the classes, one over the other, and of that of the curve.
BETWEEN, CURVE = (2, 3), 1


def picture(shares: NDArray[np.uint8]) -> str:
    """Draw a square grid of shares of class 1 in 255ths, from the bottom left, as the address of a PNG.

    It is the more transparent the less sure the network is, so that it suits a light page and a dark one.
    """
    side = round(len(shares) ** 0.5)
    return png_address(shares.reshape(side, side)[::-1] // (256 // LEVELS), *_palette())


@cache
def _palette() -> tuple[NDArray[np.uint8], bytes]:
    sureness = (np.arange(LEVELS) + 0.5) / LEVELS * 2 - 1
    ends = np.array([list(bytes.fromhex(CLASSES[sign][1:])) for sign in (-1, 1)], dtype=np.uint8)
    colours = ends[(sureness > 0).astype(int)]
    return colours, np.rint(255 * STRONGEST * np.abs(sureness) ** 0.8).astype(np.uint8).tobytes()


def traces(examples: Examples, colour: str) -> list[Trace]:
    """The examples, then the lines between their classes, which are still empty, or the curve in its colour."""
    if examples.inputs.shape[1] == 1:
        return [
            {"mode": "markers", "x": examples.inputs[:, 0], "y": examples.targets,
             "marker": {"symbol": "circle-open", "size": 5, "color": STRONG}},
            {"mode": "lines", "x": window(1)[:, 0], "line": {"width": 3.5, "color": colour, "simplify": False}},
        ]  # fmt: skip
    points: list[Trace] = [
        {"mode": "markers", "x": examples.inputs[chosen, 0], "y": examples.inputs[chosen, 1],
         "marker": {"symbol": symbol, "size": size, "color": CLASSES[sign], "line": {"width": 0.7, "color": "white"}}}
        for sign, symbol, size in ((1, "circle", 5.5), (-1, "diamond", 6))
        for chosen in [examples.targets == sign]
    ]  # fmt: skip
    # Dark on light, so that it can be seen on any ground.
    grounds = ((5, "rgba(255, 255, 255, 0.85)"), (2, "black"))
    lines = ({"width": width, "color": ground, "simplify": False} for width, ground in grounds)
    return [*points, *({"mode": "lines", "line": line} for line in lines)]


def layout(pictures: Sequence[str]) -> dict[str, Any]:
    """Axes over the window, with the map behind them; without a map they are those of a curve."""
    quiet = {"zeroline": False, "showgrid": False, "nticks": 5}
    # What is round in the data is round in the picture, however broad it is drawn.
    square = {"constrain": "domain", "constraintoward": "left"} if pictures else {}
    equal = {"scaleanchor": "x", "constrain": "domain", "constraintoward": "top"} if pictures else {}
    return {
        "images": [
            {"source": source, "xref": "x", "yref": "y", "x": -WINDOW, "y": WINDOW, "sizex": 2 * WINDOW,
             "sizey": 2 * WINDOW, "sizing": "stretch", "layer": "below"}
            for source in pictures
        ],
        "xaxis": figures.axis("", (-WINDOW, WINDOW), **quiet, **square),
        "yaxis": figures.axis("", (-WINDOW, WINDOW) if pictures else (-2.2, 2.2), **quiet, **equal),
    }  # fmt: skip


def boundaries(shares: NDArray[np.uint8], reach: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """The lines where either class has half a share, for several grids: x and y, a row for each grid.

    Each square of four neighbours has a segment between the edges that are crossed, two if all four are; nan parts
    the segments, and fills the rows of grids with fewer.
    """
    count, side = len(shares), round(shares.shape[1] ** 0.5)
    values = shares.reshape(count, side, side) - 127.5
    corners = [values[:, :-1, :-1], values[:, :-1, 1:], values[:, 1:, 1:], values[:, 1:, :-1]]
    crossings = []
    for start in range(4):
        one, other = corners[start], corners[(start + 1) % 4]
        crossed = (one > 0) != (other > 0)
        share = np.where(crossed, one / np.where(crossed, one - other, 1.0), np.nan)
        # Around the square: along the bottom, up the right side, back along the top, down the left side.
        x = (share, np.ones_like(share), 1 - share, np.zeros_like(share))[start]
        y = (np.zeros_like(share), share, np.ones_like(share), 1 - share)[start]
        crossings.append((np.where(crossed, x, np.nan), np.where(crossed, y, np.nan)))
    x, y = (np.stack([pair[axis] for pair in crossings], axis=-1) for axis in (0, 1))
    x += np.arange(side - 1)[:, None]
    y += np.arange(side - 1)[:, None, None]
    # Crossed edges first: a square has none, two or four of them.
    order = np.argsort(np.isnan(x), axis=-1, kind="stable")
    x, y = (np.take_along_axis(each, order, axis=-1).reshape(count, -1, 2) for each in (x, y))
    has_segment = ~np.isnan(x[:, :, 0])
    rows = np.full((2, count, max(1, int(has_segment.sum(axis=1).max())), 3), np.nan)
    for index in range(count):
        for axis, each in enumerate((x, y)):
            segments = each[index][has_segment[index]]
            rows[axis, index, : len(segments), :2] = ((segments + 0.5) / side * 2 - 1) * reach
    return rows[0].reshape(count, -1), rows[1].reshape(count, -1)
