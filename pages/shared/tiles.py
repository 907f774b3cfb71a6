"""Small pictures of curves as SVG, for light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

from activations import Activation
from activations.evaluation import Array
from activations.sampling import curves
from pages.shared.figures import BLUE, VERMILLION

WIDTH, HEIGHT = 150, 112
LEGEND = "Solid blue is f, dashed orange f′; every picture spans x from −4 to 4 and y from −2 to 4."
DASHED = "5 3"


class Window(NamedTuple):
    """The part of the plane that a picture shows, and its size in pixels."""

    low: float
    high: float
    bottom: float
    top: float
    width: int = WIDTH
    height: int = HEIGHT

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return where points stand in the picture; those far outside are brought near, which keeps it small."""
        span = self.top - self.bottom
        near = np.clip(y, self.bottom - span, self.top + span)
        return (x - self.low) / (self.high - self.low) * self.width, (self.top - near) / span * self.height


class Line(NamedTuple):
    """A curve of a picture, with gaps where y is nan; `dash` as in SVG, empty for none."""

    x: Array
    y: Array
    colour: str = BLUE
    dash: str = "none"


CATALOGUED = Window(-4.0, 4.0, -2.0, 4.0)


@lru_cache(maxsize=256)
def tile(cls: type[Activation]) -> str:
    """Return the picture of a function as HTML."""
    source = quote(picture(cls), safe=" =:/,")
    text = escape(f"{cls.title}: f and f′")
    return f'<img src="data:image/svg+xml,{source}" alt="{text}" width="{WIDTH}" height="{HEIGHT}">'


def picture(cls: type[Activation]) -> str:
    """Return the SVG of f and f′ of a function at its default parameters."""
    f = cls()
    slope, value = curves(f, (1, 0), CATALOGUED.low, CATALOGUED.high)
    lines = [Line(slope.x, slope.y, VERMILLION, DASHED), Line(value.x, value.y)]
    return drawing(f"{cls.title}: f and f′", lines, CATALOGUED)


def drawing(title: str, lines: Sequence[Line], window: Window) -> str:
    """Return the SVG of curves with the axes of x and y."""
    (zero_x,), (zero_y,) = window.place(np.zeros(1), np.zeros(1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {window.width} {window.height}" '
        f'width="{window.width}" height="{window.height}"><title>{title}</title>'
        f'<path d="M0 {zero_y:.1f}H{window.width}M{zero_x:.1f} 0V{window.height}" stroke="#8A8A8A" stroke-width="1"/>'
        f"{''.join(_path(line, window) for line in lines)}</svg>"
    )


def _path(line: Line, window: Window) -> str:
    pieces, pen = [], "M"
    for px, py in zip(*window.place(line.x, line.y), strict=True):
        if np.isnan(py):
            pen = "M"
            continue
        pieces.append(f"{pen}{px:.1f} {py:.1f}")
        pen = "L"
    return (
        f'<path d="{"".join(pieces)}" fill="none" stroke="{line.colour}" stroke-width="2.5" '
        f'stroke-dasharray="{line.dash}"/>'
    )
