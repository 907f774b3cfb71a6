"""What a new visitor sees before Streamlit has loaded, and how it gives way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from pages import main
from tests.browser.conftest import SETTLED, Tab

FIRST = "#first-picture"
SCRIPT = (main.FOLDER / "front" / "first_picture.js").read_text("utf-8")
# How far what stands on the page has moved without anybody's doing, as browsers count it.
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# In which frames neither the first picture nor the chart was there, once one of them had been.
BLANK = """
window.blank = 0;
window.seen = false;
const look = () => {
    const there = document.querySelector('#first-picture svg, .js-plotly-plot .scatterlayer .trace, .gallery img');
    if (there) window.seen = true; else if (window.seen) window.blank += 1;
    requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/?f=ELU&alpha=0.5", (1440, 900)),
        ("/?f=ELU&alpha=0.5", (390, 844)),
        ("/compare", (1440, 900)),
        ("/catalogue", (390, 844)),
    ],
)
def test_the_picture_gives_way_without_a_blank_frame_and_without_a_jump(
    stranger: Callable[[], Tab], path: str, size: tuple[int, int]
) -> None:
    tab = stranger()
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    tab.page.add_init_script(SHIFTS + BLANK)
    tab.open(path)
    tab.page.wait_for_selector(FIRST, state="detached")
    assert tab.page.evaluate("window.seen")
    assert tab.page.evaluate("window.blank") == 0
    assert tab.page.evaluate("window.shifted") < 0.05
    assert tab.errors == []


def test_the_picture_stays_while_streamlit_draws_its_chart_once_more(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(
        '<div id="first-picture" data-until=".chart"></div><div id="root">'
        '<div data-testid="stApp" data-test-script-state="notRunning"><div class="chart"></div></div></div>'
    )
    page.add_script_tag(content=SCRIPT)
    for visibility in ("visible", "hidden"):
        page.evaluate(f"document.querySelector('.chart').style.visibility = '{visibility}'")
    page.wait_for_timeout(600)
    assert page.locator(FIRST).count() == 1
    page.evaluate("document.querySelector('.chart').style.visibility = 'visible'")
    page.wait_for_selector(FIRST, state="detached")
    page.close()


def test_the_picture_is_there_while_no_script_has_come(stranger: Callable[[], Tab]) -> None:
    tab = stranger()
    tab.page.route("**/*.js", lambda route: route.abort())
    tab.page.goto(tab.address + "/?f=ELU&alpha=0.5")
    picture = tab.page.locator(FIRST)
    assert "ELU α = 0.5" in (picture.get_attribute("aria-label") or "")
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] > 600
    assert box["y"] + box["height"] < 900
    assert tab.page.title() == "ELU · Explore · Activation Explorer"


def test_the_curve_of_the_picture_lies_where_that_of_the_chart_will(stranger: Callable[[], Tab]) -> None:
    places: list[Any] = []
    for first in (True, False):
        tab = stranger()
        if first:
            # The page runs, and its charts do not come.
            tab.page.route("**/PlotlyChart.*.js", lambda route: route.abort())
            tab.page.goto(tab.address + "/?f=ReLU")
            tab.page.wait_for_selector(".st-key-picture", state="attached")
            tab.page.wait_for_timeout(500)
            path = tab.page.locator(f"{FIRST} .first-wide path[stroke='#0072B2']").first
        else:
            tab.open("/?f=ReLU")
            path = tab.page.locator(".js-plotly-plot .scatterlayer .trace path.js-line").first
        places.append(path.bounding_box())
    for side in ("x", "width"):
        assert abs(places[0][side] - places[1][side]) < 12


def test_a_dark_visitor_sees_no_light_before_the_page(chromium: Browser, server: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(server)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate(f"getComputedStyle(document.querySelector('{FIRST}')).color")
    assert (ground, ink) == ("rgb(14, 17, 23)", "rgb(250, 250, 250)")
    context.close()


def test_a_page_that_has_no_chart_is_not_covered(stranger: Callable[[], Tab]) -> None:
    tab = stranger()
    tab.page.goto(tab.address + "/catalogue?q=nothing-has-this-name")
    tab.page.wait_for_function(SETTLED)
    tab.page.wait_for_selector(FIRST, state="detached", timeout=10_000)


def test_without_scripts_the_page_tells_all(chromium: Browser, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/f/gelu_new")
    text = page.locator("main").inner_text()
    for said in ("tanh", "Source", "torch.nn.functional.gelu", "Properties"):
        assert said in text
    context.close()


def test_scripts_are_fetched_once_and_compressed(stranger: Callable[[], Tab]) -> None:
    tab = stranger()
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    tab.open("/")
    tab.rest()
    assert sum(received) < 3_000_000
    assert [url for url in set(asked) if "/static/js/" in url and asked.count(url) > 1] == []
