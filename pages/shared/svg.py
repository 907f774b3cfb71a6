"""Small pictures of curves as SVG, for light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from activations.evaluation import Array
from pages.shared.figures import BLUE


class Window(NamedTuple):
    """The part of the plane that a picture shows, and its size in pixels."""

    low: float
    high: float
    bottom: float
    top: float
    width: int
    height: int

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """The places of points in the picture; those far outside are brought near, which keeps it small."""
        span = self.top - self.bottom
        near = np.clip(y, self.bottom - span, self.top + span)
        return (x - self.low) / (self.high - self.low) * self.width, (self.top - near) / span * self.height


class Polyline(NamedTuple):
    """A curve of a picture, with gaps where y is nan; `dash` as in SVG, empty for none."""

    x: Array
    y: Array
    colour: str = BLUE
    dash: str = "none"


def draw(title: str, lines: Sequence[Polyline], window: Window) -> str:
    """Draw curves, and the axes of x and y, as SVG."""
    (zero_x,), (zero_y,) = window.place(np.zeros(1), np.zeros(1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {window.width} {window.height}" '
        f'width="{window.width}" height="{window.height}"><title>{title}</title>'
        f'<path d="M0 {zero_y:.1f}H{window.width}M{zero_x:.1f} 0V{window.height}" stroke="#8A8A8A" stroke-width="1"/>'
        f"{''.join(_path(line, window) for line in lines)}</svg>"
    )


def _path(line: Polyline, window: Window) -> str:
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
