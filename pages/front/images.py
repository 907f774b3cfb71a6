"""Any function at any setting as a picture, by its address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pages.compare.controls import ARRANGE, OVERLAID
from pages.explore.export import write_csv
from pages.front.answers import Answer, pack
from pages.front.canvases import PngCanvas, SvgCanvas
from pages.front.plotting import Rectangle, plot
from pages.front.subjects import Subject, read_link, read_subject
from pages.shared.reading import Reading
from pages.shared.settings import HOME
from pages.shared.widgets.numbers import Slider
from pages.shared.widgets.options import Choice

# As chat programs and social networks want it.
WIDTH = Slider("width", "Width", default=1200, reach=(200, 2400), step=1)
HEIGHT = Slider("height", "Height", default=630, reach=(150, 1600), step=1)
THEME = Choice("theme", "Theme", default="light", options=("light", "dark"))
SIZES = (WIDTH, HEIGHT, THEME)
INKS = {"light": ("#171614", "#FFFFFF"), "dark": ("#FAFAFA", "#0E1117")}
HEADING, HEADING_SIZE, EDGE = 46, 26, 10
LEAST_WITH_HEADING = 260
# Broader ones are drawn larger, type and all, since most are looked at smaller than they are.
USUAL_WIDTH = 760
MOST_KEPT = 128


class RefusedError(ValueError):
    """An address with values that cannot be; the message has the sentences of the page."""


@dataclass(frozen=True)
class PictureRequest:
    """The subject of a picture, its size and its theme."""

    subject: Subject
    width: int
    height: int
    theme: str


def read_picture(query: str) -> PictureRequest:
    """Read the address of a picture: that of a page, and the size.

    Raises
    ------
    RefusedError
        If something in it cannot be.
    """
    link = read_link(query)
    if query and not link:
        raise RefusedError("The address is too long.")
    sizes = Reading({key: link.pop(key) for key in [control.key for control in SIZES] if key in link})
    sizes.add(*SIZES)
    # In one picture the functions of a comparison lie over each other.
    subject = (
        read_subject("compare", {ARRANGE.key: [OVERLAID]} | link)
        if "fs" in link
        else read_subject(HOME, link)
    )
    complaints = [*sizes.complaints, *subject.complaints]
    if not subject.charts:
        complaints.append("Choose a function, for example ReLU.")
    if complaints:
        raise RefusedError(_joined(complaints))
    return PictureRequest(subject, int(sizes[WIDTH]), int(sizes[HEIGHT]), sizes[THEME])


def _joined(complaints: Sequence[str]) -> str:
    """The sentences of the page, which shows a default in place of such a value; here nothing is shown."""
    return "\n".join(each.removesuffix(" Showing the default.") for each in complaints)


@lru_cache(maxsize=MOST_KEPT)
def picture(kind: str, query: str) -> Answer:
    """The picture at an address, as ``svg`` or ``png``.

    Raises
    ------
    RefusedError
        If something in the address cannot be.
    """
    request = read_picture(query)
    ink, ground = INKS[request.theme]
    size = request.width, request.height
    unit = max(request.width / USUAL_WIDTH, 1.0)
    width, height = request.width / unit, request.height / unit
    canvas = SvgCanvas(ink, ground) if kind == "svg" else PngCanvas(ink, ground, *size, unit)
    head = HEADING if height >= LEAST_WITH_HEADING else 0
    if head:
        name = request.subject.settled
        most = (width - 2 * EDGE) / max(canvas.measure(name, HEADING_SIZE), 1)
        canvas.write(EDGE + 36, head - 18, name, HEADING_SIZE * min(most, 1), ink, "start", bold=True)
    count = len(request.subject.charts)
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    cell = (width - 2 * EDGE) / columns, (height - head - EDGE) / rows
    with np.errstate(all="ignore"):
        for index, draw in enumerate(request.subject.charts):
            row, column = divmod(index, columns)
            plot(draw(), canvas, Rectangle(EDGE + column * cell[0], head + row * cell[1], *cell))
    if isinstance(canvas, SvgCanvas):
        return pack(canvas.finish(*size, request.subject.alternative, unit), "image/svg+xml")
    return pack(canvas.finish(), "image/png")


@lru_cache(maxsize=MOST_KEPT)
def curve_csv(query: str) -> Answer:
    """x, f, f′ and f″ of one function as CSV, over the range of the link.

    Raises
    ------
    RefusedError
        If something in the address cannot be.
    """
    subject = read_subject(HOME, read_link(query))
    if subject.complaints:
        raise RefusedError(_joined(subject.complaints))
    (f,) = subject.functions
    with np.errstate(all="ignore"):
        return pack(write_csv(f, *subject.ends), "text/csv; charset=utf-8")
