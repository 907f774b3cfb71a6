"""Every page on every screen, in light and dark, and for those who hear it: each is loaded once for all of this."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from activations import CATALOGUE
from tests.browser.conftest import Tab
from tests.browser.test_access import finds_nothing
from tests.browser.test_browser import (
    CUT,
    OUTSIDE,
    PATHS,
    PICTURES,
    SIDEWAYS,
    SIZES,
    Scheme,
    comes_to,
    soon,
    turns,
    waits_for,
)

# What each page is called, in its heading and first in the title of its tab.
NAMED = {
    "/": ("Explore · ELU", "ELU · Explore"),
    "/compare": (
        "Compare · ReLU, PReLU, ELU, Swish",
        "ReLU, PReLU, ELU, Swish · Compare",
    ),
    "/catalogue": ("Catalogue", "Catalogue"),
    "/tune": ("Tune · LeakyReLU", "LeakyReLU · Tune"),
    "/depth": ("Depth · Sigmoid, Tanh, ReLU, SELU", "Sigmoid, Tanh, ReLU, SELU · Depth"),
    "/train": ("Train · ReLU, Tanh, SiLU, Sigmoid", "ReLU, Tanh, SiLU, Sigmoid · Train"),
    "/vectors": ("Vectors · Softmax, Sparsemax", "Softmax, Sparsemax · Vectors"),
    "/vectors?about=Gates": ("Vectors · SwiGLU", "SwiGLU · Vectors"),
    "/neuron": ("Neuron", "Neuron"),
    "/learn": ("Why bend at all?", "Why bend at all? · Learn"),
    "/learn?lesson=relu&answer=A": ("ReLU and its slope", "ReLU and its slope · Learn"),
    "/teachers": ("For teachers", "For teachers"),
}
# The names of all that is moved or pressed, as a screen reader has them.
NAMES = """() => [...document.querySelectorAll('[data-testid=stMain] :is(input, button)')]
    .filter((element) => element.checkVisibility())
    .map((element) => [...(element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
        .map((id) => document.getElementById(id)?.getAttribute('aria-label') ?? ''),
        element.getAttribute('aria-label') ?? element.innerText ?? ''].join(' '))"""
# Pages whose first sight are pictures, and how many they are.
PICTURED = {"/catalogue": len(CATALOGUE), "/learn": 4, "/teachers": 16}

# Text of a chart, or a caption, with less contrast than WCAG AA asks for, on the page or on a ground of its own, which
# may let anything from black to white through. What lies on the cells of a map is tested with the colours of the map.
PALE = """() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const light = (colour) => {
        const [r, g, b] = colour.map((n) => n / 255)
            .map((n) => (n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const page = numbers(getComputedStyle(document.querySelector('.stApp')).backgroundColor);
    const grounds = (text) => {
        const own = [...(text.closest('text')?.parentElement.children ?? [])].find((part) => part.matches('.bg'));
        const { fill, fillOpacity } = own ? getComputedStyle(own) : { fillOpacity: 0 };
        const share = Number(fillOpacity);
        return share ? [0, 255].map((n) => numbers(fill).map((each) => share * each + (1 - share) * n)) : [page];
    };
    const ink = (text) => {
        const style = getComputedStyle(text);
        let share = 1;
        for (let each = text; each; each = each.parentElement) share *= Number(getComputedStyle(each).opacity);
        return numbers(text.closest('svg') ? style.fill : style.color).map((n, i) => share * n + (1 - share) * page[i]);
    };
    return [...document.querySelectorAll('.main-svg text, .main-svg tspan, [data-testid=stCaptionContainer] p')]
        .filter((text) => !text.closest('.heatmaplayer') && text.textContent.trim())
        .filter((text) => {
            const own = light(ink(text));
            const contrasts = grounds(text).map(light).map((ground) => Math.max(own, ground) / Math.min(own, ground));
            return Math.min(...contrasts) < 4.5;
        }).map((text) => text.textContent);
}"""
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


# What a page opens with, which reaches no further down of the first view than this; a plan to read begins with words.
OPENING = {
    "/compare": "[class*=st-key-chart] .js-plotly-plot",
    "/depth": ":is(.st-key-gradient, .st-key-deviation) .js-plotly-plot",
    "/train": "[class*=st-key-network-] .js-plotly-plot",
    "/vectors": ".st-key-bars .js-plotly-plot",
    "/vectors?about=Gates": "[class*=st-key-map-f] .js-plotly-plot",
}
LOWEST = 800


@pytest.mark.parametrize("path", NAMED)
def test_a_page_on_every_screen_in_light_and_dark_and_for_those_who_hear_it(tab: Tab, path: str) -> None:
    page = tab.page
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="light")
    tab.open(path)
    heading, title = NAMED[path]
    expect(page.get_by_role("heading", level=1)).to_have_text([heading])
    expect(page).to_have_title(f"{title} · Activation Explorer")
    # Turned to dark on the phone and back to light on the projector.
    fits(page, path, "phone")
    is_dark_as_asked(page, path, "dark")
    fits(page, path, "laptop")
    is_dark_as_asked(page, path, "light")
    fits(page, path, "projector")
    finds_nothing(page)
    soon(page, partial(names_all, page))
    if path in OPENING:
        boxes = [chart.bounding_box() for chart in page.locator(OPENING[path]).all()]
        assert boxes
        assert all(box is not None and box["y"] + box["height"] < LOWEST for box in boxes)
    is_dark_as_asked(page, path, "dark")
    finds_nothing(page, "color-contrast")
    if path not in PICTURED:
        assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) == 1
    assert tab.errors == []
    assert tab.abroad == []


def fits(page: Page, path: str, size: str) -> None:
    """Check that a screen shows a picture at once, and that nothing on it is cut off or hangs over."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    picture = page.locator(".js-plotly-plot .main-svg, [data-testid=stMain] img").first
    expect(picture).to_be_attached()
    if path != "/teachers":
        box = picture.bounding_box()
        assert box is not None and box["y"] < height
    if path in PICTURED:
        waits_for(page, lambda: page.evaluate(PICTURES) == PICTURED[path], "All pictures")
    else:
        waits_for(page, lambda: len(page.evaluate(PATHS)) >= 2, "Curves")
        comes_to(page, OUTSIDE, [])
    for look, wanted in ((PALE, []), (CUT, []), (SIDEWAYS, [0, 0])):
        comes_to(page, look, wanted)


def is_dark_as_asked(page: Page, path: str, scheme: Scheme) -> None:
    """Turn a page light or dark, and check that its charts turn with it and all can be read."""
    page.emulate_media(color_scheme=scheme)
    turns(page, scheme)
    ground, ink = ("ground > 230", "ink < 60") if scheme == "light" else ("ground < 60", "ink > 200")
    charts = str(path not in PICTURED).lower()
    comes_to(
        page, f"{charts} === ({GROUNDS})().length > 0 && ({GROUNDS})().every((ground) => {ground})", True
    )
    comes_to(page, f"{charts} === ({INK})().length > 0 && ({INK})().every((ink) => {ink})", True)
    comes_to(page, PALE, [])


def names_all(page: Page) -> None:
    """Check that all that is moved or pressed has a name, said once."""
    names = page.evaluate(NAMES)
    assert [name for name in names if "*" in name or re.search(r"_\w+ icon|^\s*$", name)] == []
    assert [name for name in names if re.fullmatch(r"(.{4,}) \1", name.strip())] == []
