"""Small pictures of f and f′, all on the same axes, as SVG."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from activations import Activation
from activations.sampling import abscissae, curve
from pages.shared.figures import BLUE, VERMILLION

WIDTH, HEIGHT = 150, 112
LOW, HIGH, BOTTOM, TOP = -4.0, 4.0, -2.0, 4.0
LEGEND = "Solid blue is f, dashed orange f′; every picture spans x from −4 to 4 and y from −2 to 4."


@lru_cache(maxsize=256)
def picture(cls: type[Activation]) -> str:
    """Return the SVG of a function at its default parameters; it suits a light and a dark page."""
    f = cls()
    x = abscissae(f, LOW, HIGH)
    zero_x, zero_y = _place(np.array([0.0]), np.array([0.0]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{cls.title}: f and f′</title>"
        f'<path d="M0 {zero_y[0]:.1f}H{WIDTH}M{zero_x[0]:.1f} 0V{HEIGHT}" stroke="#8A8A8A" stroke-width="1"/>'
        f"{_path(f, 1, x, VERMILLION, '5 3')}{_path(f, 0, x, BLUE, 'none')}</svg>"
    )


def _place(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return (x - LOW) / (HIGH - LOW) * WIDTH, (TOP - np.clip(y, -9, 9)) / (TOP - BOTTOM) * HEIGHT


def _path(f: Activation, order: int, x: np.ndarray, colour: str, dash: str) -> str:
    points = curve(f, order, x)
    pieces, pen = [], "M"
    for px, py in zip(*_place(points.x, points.y), strict=True):
        if np.isnan(py):
            pen = "M"
            continue
        pieces.append(f"{pen}{px:.1f} {py:.1f}")
        pen = "L"
    return f'<path d="{"".join(pieces)}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"/>'
