"""A small picture of each function, for the gallery."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import quote

from activations import Activation
from activations.sampling import curves
from pages.shared.figures import VERMILLION
from pages.shared.svg import Polyline, Window, draw

WIDTH, HEIGHT = 150, 112
LEGEND = "Solid blue is f, dashed orange is f′. Every picture shows x from −4 to 4 and y from −2 to 4."
DASHED = "5 3"
WINDOW = Window(-4.0, 4.0, -2.0, 4.0, WIDTH, HEIGHT)


@lru_cache(maxsize=256)
def tile(cls: type[Activation]) -> str:
    """The picture of a function as HTML."""
    source = quote(picture(cls), safe=" =:/,")
    text = escape(f"{cls.title}: f and f′")
    return f'<img src="data:image/svg+xml,{source}" alt="{text}" width="{WIDTH}" height="{HEIGHT}">'


def picture(cls: type[Activation]) -> str:
    """Draw f and f′ of a function at its default parameters as SVG."""
    f = cls()
    slope, value = curves(f, (1, 0), WINDOW.low, WINDOW.high)
    lines = [Polyline(slope.x, slope.y, VERMILLION, DASHED), Polyline(value.x, value.y)]
    return draw(f"{cls.title}: f and f′", lines, WINDOW)
