"""The picture that stands in the document until the page itself has drawn it."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from pathlib import Path

import numpy as np

from activations import Activation
from pages.catalogue import gallery
from pages.compare.panels import columns_for
from pages.front import first_styles
from pages.front.canvases import SvgCanvas
from pages.front.plotting import Rectangle, plot
from pages.front.subjects import Subject
from pages.shared.figures import Figure

# As many as fill a first view.
MOST_TILES = 32
CHART = ".js-plotly-plot .scatterlayer .trace"
# The colours are those of the page, light or dark.
INK, GROUND = "currentColor", "var(--ground)"


@cache
def script() -> str:
    return Path(__file__).with_name("first_picture.js").read_text("utf-8")


def first_picture(subject: Subject) -> str:
    """The picture of a page as HTML with the script that takes it away; empty where a page begins otherwise."""
    match subject.page:
        case "explore" | "compare" if fills(subject):
            figure = subject.charts[0]()
            kinds = [_chart(figure, size, f'class="{kind}"') for kind, size in first_styles.CHARTS.items()]
            inner, until, place = "".join(kinds), CHART, ".st-key-picture"
        case "compare" if subject.charts:
            inner, until, place = _grid(subject), CHART, ".stPlotlyChart"
        case "catalogue" if subject.functions:
            inner, until, place = _gallery(tuple(map(type, subject.functions[:MOST_TILES]))), ".gallery", ""
        case _:
            return ""
    # The pictures of the catalogue each say what they show, and are links.
    said = f' role="img" aria-label="{escape(subject.alternative)}"' if subject.charts else ""
    return (
        f'<div id="first-picture" class="first-{subject.page}{" first-stage" if fills(subject) else ""}"{said} '
        f'data-until="{escape(until)}" data-place="{place}" data-fills="{"yes" if fills(subject) else ""}">'
        f"{inner}</div>"
        f"<script>{script()}</script>"
    )


def fills(subject: Subject) -> bool:
    """Tell whether one chart fills the place that the page keeps for it."""
    return len(subject.charts) == 1 and subject.overlaid


def _chart(figure: Figure, size: tuple[int, int], attributes: str, name: str = "") -> str:
    canvas = SvgCanvas(INK, GROUND, f"clip{name}-{size[0]}-")
    with np.errstate(all="ignore"):
        plot(figure, canvas, Rectangle(0, 0, *size))
    return canvas.finish_inner(*size, attributes)


def _grid(subject: Subject) -> str:
    columns = columns_for(len(subject.charts))
    width = first_styles.WIDTH // columns
    figures = [draw() for draw in subject.charts]
    cells = [
        _chart(figure, (width, figure["layout"]["height"]), "", str(index))
        for index, figure in enumerate(figures)
    ]
    return f'<div style="--columns: {columns}">{"".join(cells)}</div>'


@lru_cache(maxsize=8)
def _gallery(classes: tuple[type[Activation], ...]) -> str:
    return gallery.write(classes, classes)
