"""A picture shows the very curves of its link, and says what is wrong with an address."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image

from activations import CATALOGUE, ELU, Step, parse
from pages.front.plotting import SYMBOLS, ticks
from pages.shared.figures import SHAPES
from tests.pages.front.conftest import Ask
from tests.pages.test_pages import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def drawn(ask: Ask, **link: object) -> ET.Element:
    got = ask(f"/picture.svg?{urlencode(link, doseq=True)}")
    assert got.status == 200, got.text
    return ET.fromstring(got.text)


def curve(picture: ET.Element, colour: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The points of the longest line of a colour."""
    paths = [path.get("d", "") for path in picture.iter(f"{SVG}path") if path.get("stroke") == colour]
    numbers = re.findall(r"-?[\d.]+", max(paths, key=len))
    return np.array(numbers, dtype=float).reshape(-1, 2)


def test_the_curve_is_that_of_the_function_at_its_settings(ask: Ask) -> None:
    points = curve(drawn(ask, f="ELU", alpha=0.5, show=["stretched"]), "#0072B2")
    x = np.interp(points[:, 0], [points[0, 0], points[-1, 0]], [-6, 6])
    y = ELU(alpha=0.5)(x)
    # Heights in pixels are the values up to scale and shift.
    fit = np.polyfit(y, points[:, 1], 1)
    assert fit[0] < 0
    np.testing.assert_allclose(np.polyval(fit, y), points[:, 1], atol=0.3)


def test_a_unit_is_as_long_upwards_as_across(ask: Ask) -> None:
    points = curve(drawn(ask, f="ReLU", show=[""], width=700, height=600), "#0072B2")
    rising = points[points[:, 1] < points[:, 1].max() - 5]
    slope = np.diff(rising, axis=0)
    np.testing.assert_allclose(slope[:, 1], -slope[:, 0], atol=0.2)


def test_a_jump_is_a_gap_with_an_open_and_a_closed_dot(ask: Ask) -> None:
    picture = drawn(ask, f="Step", show=[""])
    lines = [path for path in picture.iter(f"{SVG}path") if path.get("stroke") == "#0072B2"]
    dots = [dot.get("fill") for dot in picture.iter(f"{SVG}circle")]
    assert len(lines) == 2
    assert dots.count("#FFFFFF") == 2
    assert "#0072B2" in dots
    assert Step().kinks() == (0.0,)


def test_several_functions_lie_over_each_other_in_their_own_colours(ask: Ask) -> None:
    picture = drawn(ask, fs=["ReLU", "GELU", "x * sigmoid(2x)"], show="f")
    colours = {path.get("stroke") for path in picture.iter(f"{SVG}path")}
    assert {"#0072B2", "#D55E00", "#009E73"} <= colours
    words = " ".join(text.text or "" for text in picture.iter(f"{SVG}text"))
    assert "GELU" in words


def test_every_function_has_a_picture(ask: Ask) -> None:
    for name in CATALOGUE:
        points = curve(drawn(ask, f=name), "#0072B2")
        assert len(points) > 1


def test_a_png_is_of_the_size_and_in_the_colours_that_are_asked_for(ask: Ask) -> None:
    for theme, light in (("light", True), ("dark", False)):
        got = ask(f"/picture.png?f=GELU&width=640&height=360&theme={theme}")
        image = Image.open(io.BytesIO(got.body))
        assert image.size == (640, 360)
        pixels = np.asarray(image.convert("RGB"), dtype=int)
        assert bool(pixels[2, 2].sum() > 600) is light
        blue = np.abs(pixels - (0x00, 0x72, 0xB2)).sum(axis=-1) < 60
        assert blue.sum() > 300


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("f=ELU&alpha=-1", "The link says alpha = `-1`; one number in [0, ∞) is needed."),
        ("f=ELU&alpha=1&wide=3", "The link says `wide` = `3`; this page has no such setting."),
        ("width=10", "The link says width = `10`; one whole number from 200 to 2400 is needed."),
        ("theme=pink", "The link says theme = `pink`; one of light, dark is needed."),
        ("fs=", "Choose a function, for example ReLU."),
        ("f=1%2F0", "is no number, or too large"),
    ],
)
def test_a_bad_address_gets_the_sentence_of_the_page(ask: Ask, query: str, sentence: str) -> None:
    for kind in ("svg", "png"):
        got = ask(f"/picture.{kind}?{query}")
        assert got.status == 400
        assert sentence in got.text
        assert got.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_value_draws_or_breaks_anything(ask: Ask, name: str) -> None:
    for key in ("f", "fs", "alpha", "range", "x", "show", "width", "theme"):
        for path in ("/picture.svg", "/data.csv"):
            got = ask(f"{path}?{urlencode({key: HOSTILE[name]}, doseq=True)}")
            assert got.status in (200, 400)
            if got.status == 200 and path == "/picture.svg":
                ET.fromstring(got.text)


def test_numbers_are_those_of_the_function_to_the_last_digit(ask: Ask) -> None:
    rows = ask("/data.csv?f=ELU&alpha=0.5&range=-2&range=2").text.split()
    numbers = np.array([row.split(",") for row in rows[1:]], dtype=float)
    f = parse("ELU(0.5)")
    assert (numbers[0, 0], numbers[-1, 0]) == (-2, 2)
    np.testing.assert_array_equal(numbers[:, 1], f(numbers[:, 0]))
    np.testing.assert_array_equal(numbers[:, 3], f.second_derivative(numbers[:, 0]))


@pytest.mark.parametrize("length", [30.0, 200.0, 340.0, 720.0, 2000.0])
@pytest.mark.parametrize("ends", [(-6.0, 6.0), (0.0, 1.0), (-0.001, 0.002), (-30.0, 30.0)])
def test_ticks_are_round_within_the_axis_and_neither_few_nor_many(
    ends: tuple[float, float], length: float
) -> None:
    found = ticks(*ends, length, 40)
    assert 2 <= len(found) <= 12
    assert ends[0] <= found[0] + 1e-9
    assert found[-1] <= ends[1] + 1e-9


def test_every_marker_of_a_comparison_can_be_drawn() -> None:
    assert {shape for shape in SHAPES if shape != "circle"} <= set(SYMBOLS)
