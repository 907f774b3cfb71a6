"""Surfaces for figures: SVG, and the pixels of a PNG."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import chain, pairwise

from PIL import Image, ImageDraw, ImageFont

from pages.front.assets import STATIC
from pages.front.plotting import Points, Rectangle

# Rough: of Source Sans, in the size of its type.
LETTER = 0.5
# Drawn so many times as large, and then made smaller, so that lines are smooth.
FINER = 2
RGBA = re.compile(r"rgba\((\d+), (\d+), (\d+), ([\d.]+)\)")
Colour = tuple[int, int, int, int]


class SvgCanvas:
    def __init__(self, ink: str, ground: str, clips: str = "clip") -> None:
        self.ink, self.ground, self.clips = ink, ground, clips
        self.parts: list[str] = []
        self.count = 0

    def clip(self, box: Rectangle | None) -> None:
        if box is None:
            self.parts.append("</g>")
            return
        name = f"{self.clips}{self.count}"
        self.count += 1
        self.parts.append(
            f'<clipPath id="{name}"><rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" '
            f'height="{box.height:.1f}"/></clipPath><g clip-path="url(#{name})">'
        )

    def line(self, points: Points, colour: str, width: float, dash: Sequence[float] = ()) -> None:
        dashed = f' stroke-dasharray="{" ".join(f"{each:g}" for each in dash)}"' if dash else ""
        self.parts.append(
            f'<path d="M{_joined(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
        )

    def shape(self, points: Points, fill: str) -> None:
        self.parts.append(f'<path d="M{_joined(points)}Z" fill="{fill}"/>')

    def disc(self, x: float, y: float, radius: float, fill: str, colour: str, width: float) -> None:
        edge = f' stroke="{colour}" stroke-width="{width:g}"' if width else ""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}"{edge}/>')

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        anchor: str = "middle",
        bold: bool = False,
    ) -> None:
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>'
            f"{escape(text)}</text>"
        )

    def measure(self, text: str, size: float) -> float:
        return LETTER * size * len(text)

    def finish(self, width: int, height: int, title: str, unit: float = 1.0) -> str:
        inner = f"{width / unit:g}", f"{height / unit:g}"
        ground = f'<rect width="{inner[0]}" height="{inner[1]}" fill="{self.ground}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {inner[0]} {inner[1]}" '
            f'width="{width}" height="{height}" '
            f'role="img" font-family="Source Sans, Source Sans 3, Source Sans Pro, sans-serif">'
            f"<title>{escape(title)}</title>{ground}{''.join(self.parts)}</svg>"
        )

    def finish_inner(self, width: int, height: int, attributes: str) -> str:
        """The picture as a part of a document, which has its text elsewhere."""
        return (
            f'<svg viewBox="0 0 {width} {height}" {attributes} aria-hidden="true">{"".join(self.parts)}</svg>'
        )


def _joined(points: Points) -> str:
    # All at once, since most of the time of a picture goes into writing numbers.
    return "L".join(["%.1f %.1f"] * len(points)) % tuple(chain.from_iterable(points))


class PngCanvas:
    """Draws pixels, so many for each unit of length."""

    def __init__(self, ink: str, ground: str, width: int, height: int, unit: float = 1.0) -> None:
        self.ink, self.ground = ink, ground
        self.unit, self.scale = unit, unit * FINER
        self.image = Image.new("RGB", (width * FINER, height * FINER), ground)
        self.texts: list[tuple[float, float, str, float, str, str, bool]] = []
        self.box: Rectangle | None = None
        self.whole = self.image

    def clip(self, box: Rectangle | None) -> None:
        if box is None:
            if self.box is not None:
                self.whole.paste(self.image, self._pixel(self.box.left, self.box.top))
            self.image, self.box = self.whole, None
            return
        self.box = box
        self.image = self.whole.crop((*self._pixel(box.left, box.top), *self._pixel(box.right, box.bottom)))

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        return round(x * self.scale), round(y * self.scale)

    def _move(self, points: Points) -> Points:
        left, top = self._pixel(self.box.left, self.box.top) if self.box else (0, 0)
        return [(x * self.scale - left, y * self.scale - top) for x, y in points]

    def line(self, points: Points, colour: str, width: float, dash: Sequence[float] = ()) -> None:
        draw = ImageDraw.Draw(self.image, "RGBA")
        thick = max(round(width * self.scale), 1)
        for piece in _dashed(points, dash) if dash else [points]:
            draw.line(self._move(piece), _colour(colour), thick, "curve")

    def shape(self, points: Points, fill: str) -> None:
        ImageDraw.Draw(self.image, "RGBA").polygon(self._move(points), _colour(fill))

    def disc(self, x: float, y: float, radius: float, fill: str, colour: str, width: float) -> None:
        draw = ImageDraw.Draw(self.image, "RGBA")
        ((cx, cy),) = self._move([(x, y)])
        outer = (radius + width / 2) * self.scale
        inner = (radius - width / 2) * self.scale
        for r, shade in ((outer, colour), (inner, fill)) if width else ((radius * self.scale, fill),):
            draw.ellipse((cx - r, cy - r, cx + r, cy + r), _colour(shade))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        anchor: str = "middle",
        bold: bool = False,
    ) -> None:
        # Written last and not made smaller, so that letters are sharp.
        self.texts.append((x, y, text, size, colour, anchor, bold))

    def measure(self, text: str, size: float) -> float:
        return float(font(round(size * self.unit), False).getlength(text)) / self.unit

    def finish(self) -> bytes:
        small = self.image.reduce(FINER)
        draw = ImageDraw.Draw(small)
        for x, y, text, size, colour, anchor, bold in self.texts:
            face = font(round(size * self.unit), bold)
            length = face.getlength(text)
            left = x * self.unit - {"start": 0.0, "middle": length / 2, "end": length}[anchor]
            left = min(max(left, 2.0), small.width - length - 2.0)
            draw.text(
                (left, y * self.unit),
                text,
                _colour(colour)[:3],
                face,
                "ls",
                stroke_width=2,
                stroke_fill=self.ground,
            )
        file = io.BytesIO()
        small.save(file, "PNG", compress_level=6)
        return file.getvalue()


@lru_cache(maxsize=64)
def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The type of the page, from Streamlit's own file."""
    (file,) = (STATIC / "static" / "media").glob("SourceSansVF-Upright*.woff2")
    face = ImageFont.truetype(str(file), size)
    face.set_variation_by_axes([700 if bold else 400])
    return face


@lru_cache(maxsize=256)
def _colour(text: str) -> Colour:
    match = RGBA.fullmatch(text)
    if match:
        red, green, blue = (int(match[group]) for group in (1, 2, 3))
        return red, green, blue, round(255 * float(match[4]))
    if text == "white":
        return 255, 255, 255, 255
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16), 255


def _dashed(points: Points, dash: Sequence[float]) -> list[Points]:
    """The dashes of a line, each as a line of its own."""
    result: list[Points] = []
    index, left = 0, dash[0]
    piece: Points = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        done = 0.0
        while length - done > left:
            done += left
            place = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if index % 2 == 0:
                result.append([*piece, place])
            piece, index = [place], index + 1
            left = dash[index % len(dash)]
        left -= length - done
        if index % 2 == 0:
            piece.append((x1, y1))
    if index % 2 == 0 and len(piece) > 1:
        result.append(piece)
    return result
