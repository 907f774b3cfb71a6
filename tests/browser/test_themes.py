"""Light and dark: .ci/run also tries these with the oldest Streamlit that is supported."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Tab
from tests.browser.test_browser import PAGES, SCHEMES, comes_to, turns

# How light the page is behind each chart, and how light what is written on it: of 255, the least and the most.
GROUNDS = """() => [...document.querySelectorAll('.js-plotly-plot .main-svg')].flatMap((layer) => {
    const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const [r, g, b, share = 1] = numbers(getComputedStyle(layer).backgroundColor);
    return share ? [Math.round((r + g + b) / 3)] : [];
})"""
INK = """() => [...document.querySelectorAll('.js-plotly-plot .xtick text')].map((text) => {
    const [r, g, b] = getComputedStyle(text).fill.match(/[\\d.]+/g).map(Number);
    return Math.round((r + g + b) / 3);
})"""
CHARTS = {name: path for name, path in PAGES.items() if name not in ("catalogue", "learn")}
CHARTS |= {"lesson": "/learn?lesson=elu&answer=A"}


@pytest.mark.parametrize("path", CHARTS.values(), ids=list(CHARTS))
def test_a_chart_is_as_dark_as_its_page(tab: Tab, path: str) -> None:
    page = tab.page
    page.emulate_media(color_scheme="dark")
    tab.open(path)
    for scheme in reversed(SCHEMES):
        page.emulate_media(color_scheme=scheme)
        turns(page, scheme)
        light = scheme == "light"
        ground, ink = ("ground > 230", "ink < 60") if light else ("ground < 60", "ink > 200")
        comes_to(page, f"({GROUNDS})().length > 0 && ({GROUNDS})().every((ground) => {ground})", True)
        comes_to(page, f"({INK})().length > 0 && ({INK})().every((ink) => {ink})", True)
