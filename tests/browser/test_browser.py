"""What a person sees and does, in a real browser."""

from __future__ import annotations

import csv
import io
import math
import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import numpy as np
import pytest
from playwright.sync_api import Browser, Dialog, Error, Locator, Page, Route, expect

from activations import CATALOGUE, ELU
from tests.browser.conftest import PATIENCE, Tab

PAGES = {
    "explore": "/",
    "compare": "/compare",
    "catalogue": "/catalogue",
    "depth": "/depth",
    "train": "/train",
    "vectors": "/vectors",
    "gates": "/vectors?about=Gates",
    "neuron": "/neuron",
    "learn": "/learn",
}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES = {"projector": (1440, 900), "laptop": (1024, 768), "phone": (390, 844)}

# The y values of every trace of every chart, as the browser holds them.
TRACES = """() => [...document.querySelectorAll('.js-plotly-plot')].map((plot) => plot.data.map((trace) => {
    const numbers = (array) => Array.from(array?._inputArray ?? array ?? [], (n) => Number.isFinite(n) ? n : null);
    return {name: trace.name ?? '', mode: trace.mode, x: numbers(trace.x), y: numbers(trace.y)};
}))"""
PATHS = """() => [...document.querySelectorAll('.js-plotly-plot .scatterlayer path.js-line')]
    .map((path) => path.getAttribute('d'))"""
# Text inside an element that hides what does not fit, among what people must be able to read.
CUT = """() => {
    const found = [];
    const roots = document.querySelectorAll(
        'button, label, a, [role=tab], [data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]');
    for (const root of roots) {
        for (const element of [root, ...root.querySelectorAll('*')]) {
            const style = getComputedStyle(element);
            const hides = ['hidden', 'clip'].includes(style.overflowX);
            const box = element.getBoundingClientRect();
            const text = (element.innerText ?? '').trim();
            if (!hides || !text || box.width < 4 || box.height < 4 || style.visibility === 'hidden') continue;
            if (element.closest('[data-testid=stIconMaterial], .katex-mathml, [aria-hidden=true] svg')) continue;
            if (element.scrollWidth > element.clientWidth + 1) found.push(`${element.tagName} “${text.slice(0, 60)}”`);
        }
    }
    return [...new Set(found)];
}"""
# Text of a chart that reaches out of the picture.
OUTSIDE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
    const frame = plot.getBoundingClientRect();
    return [...plot.querySelectorAll('.main-svg text')].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2
            || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
    }).map((text) => text.textContent);
})"""
# How near to the top the choice of sections has been since the page began.
HIGHEST = """highest = Infinity;
const look = () => {
    const sections = document.querySelector('.st-key-tab')?.getBoundingClientRect();
    if (sections?.height) highest = Math.min(highest, sections.top);
    requestAnimationFrame(look);
};
look();"""
PICTURES = "[...document.images].filter((image) => image.naturalWidth > 0).length"
SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map((element) => element.scrollWidth - element.clientWidth)"""
VALUE = "(input) => Number(input.getAttribute('aria-valuetext'))"


def thumb(page: Page, key: str) -> Locator:
    """The part of a slider that takes the keyboard."""
    return page.locator(f".st-key-{key} input[type=range]").first


def knob(page: Page, key: str) -> tuple[float, float]:
    """The middle of the thumb that the mouse takes hold of."""
    box = thumb(page, key).locator("xpath=../..").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def curve(page: Page, name: str = "f", chart: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The points of a line of a chart."""
    named = [each for each in page.evaluate(TRACES)[chart] if each["name"] == name]
    # The markers of a line come behind it.
    trace = [each for each in named if each["mode"].startswith("lines")][0]  # noqa: RUF015  # What is not there yet is an IndexError.
    x, y = (np.array([math.nan if n is None else n for n in trace[axis]]) for axis in "xy")
    return x, y


def waits_for(page: Page, condition: Callable[[], bool], what: str, seconds: float = PATIENCE / 1000) -> None:
    """Wait until the page shows something."""
    for _ in range(int(seconds * 20)):
        # While a page is loaded anew there is nothing to ask.
        with suppress(Error):
            if condition():
                return
        page.wait_for_timeout(50)
    pytest.fail(f"{what} within {seconds} s")


def soon(page: Page, check: Callable[[], object], seconds: float = 10) -> None:
    """Check what a page shows until it is so."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            page.wait_for_timeout(50)
        else:
            return


def comes_to(page: Page, look: str, wanted: object) -> None:
    """Wait until a look at the page finds what is wanted."""

    def found() -> None:
        assert page.evaluate(look) == wanted

    soon(page, found)


def shows(page: Page, name: str, tolerance: float = 1e-3, line: str = "f", **settings: float) -> bool:
    """Whether a line of the first chart shows a function at a setting."""
    f = CATALOGUE[name](**settings)
    try:
        x, y = curve(page, line)
    except (ValueError, IndexError):
        return False
    there = np.isfinite(y)
    return bool(there.any() and np.allclose(y[there], f(x[there]), rtol=tolerance, atol=tolerance))


def own_link(page: Page) -> str:
    """The link that the page offers to copy."""
    section = page.get_by_test_id("stButtonGroup").get_by_text("Link and export", exact=True)
    if section.count():
        section.click()
        expect(page.locator("[data-testid=stCode]").filter(has_text="http://localhost").first).to_be_visible()
    texts = page.locator("[data-testid=stCode]").all_text_contents()
    addresses = (text.strip() for text in texts if re.fullmatch(r"\s*http://localhost:\S+\s*", text))
    (link,) = (address for address in addresses if "/picture." not in address)
    return link


def alike(one: Page, other: Page) -> bool:
    """Whether two tabs show the same curves, as far as a screen can tell."""
    charts = [one.evaluate(TRACES), other.evaluate(TRACES)]
    named = [[[(trace["name"], trace["mode"]) for trace in chart] for chart in page] for page in charts]
    if named[0] != named[1]:
        return False
    arrays = [[trace[axis] for chart in page for trace in chart for axis in "xy"] for page in charts]
    return all(
        len(a) == len(b) and np.allclose(np.array(a, float), np.array(b, float), atol=2e-3, equal_nan=True)
        for a, b in zip(*arrays, strict=True)
    )


def turns(page: Page, scheme: Scheme) -> None:
    """Wait until the page is light or dark."""
    waits_for(page, lambda: (brightness(page) > 128) == (scheme == "light"), f"A {scheme} page")


def brightness(page: Page) -> float:
    """How light the page is, from 0 to 255."""
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return sum(map(int, re.findall(r"\d+", background)[:3])) / 3


def test_the_curve_follows_the_slider_before_it_is_released(tab: Tab) -> None:
    page = tab.open("/?f=ELU").page
    x, y = knob(page, "alpha")
    page.wait_for_timeout(1000)
    before = page.evaluate(PATHS)
    page.mouse.move(x, y)
    page.mouse.down()
    pictures = set()
    for step in range(1, 21):
        page.mouse.move(x + 8 * step, y)
        page.wait_for_timeout(30)
        pictures.add(page.evaluate(PATHS)[0])
    held = thumb(page, "alpha").evaluate(VALUE)
    assert held > 1.5
    assert "alpha" not in page.url
    assert page.evaluate(PATHS) != before
    assert len(pictures) >= 5
    page.mouse.up()
    page.wait_for_url("**alpha=*")
    waits_for(page, lambda: shows(page, "ELU", alpha=held), "The curve that was let go of")
    assert tab.errors == []


def test_the_axes_stay_while_the_slider_moves_and_so_does_the_zoom(tab: Tab) -> None:
    page = tab.open("/?f=ELU").page
    page.locator(".js-plotly-plot").first.hover()
    page.locator(".modebar-btn[data-val=zoom]").first.click()
    area = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] * 0.8, steps=5)
    page.mouse.up()
    ranges = (
        "() => { const { xaxis, yaxis } = document.querySelector('.js-plotly-plot').layout;"
        " return [xaxis.range, yaxis.range]; }"
    )
    waits_for(page, lambda: page.evaluate(ranges)[0][0] > -5, "The zoom")
    zoomed = page.evaluate(ranges)
    thumb(page, "alpha").press("ArrowRight")
    waits_for(page, lambda: shows(page, "ELU", alpha=1.05), "The next curve")
    page.wait_for_url("**alpha=1.05*")
    tab.settle()
    page.wait_for_timeout(300)
    assert np.allclose(page.evaluate(ranges), zoomed)


def test_arrow_keys_move_the_slider_and_the_curve(tab: Tab) -> None:
    page = tab.open("/?f=ELU").page
    slider = thumb(page, "alpha")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert slider.evaluate(VALUE) == 1.15
    waits_for(page, lambda: shows(page, "ELU", alpha=1.15), "The curve at 1.15")
    page.wait_for_url("**alpha=1.15*")
    page.keyboard.press("End")
    waits_for(page, lambda: shows(page, "ELU", alpha=3.0), "The curve at the end")


def test_a_function_is_found_and_chosen_with_the_keyboard_alone(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=2").page
    label = "document.activeElement.getAttribute('aria-label')"
    for _ in range(40):
        page.keyboard.press("Tab")
        if str(page.evaluate(label)).startswith("Function"):
            break
    else:
        pytest.fail("The Tab key does not reach the picker")
    page.keyboard.type("leaky")
    page.keyboard.press("Enter")
    page.wait_for_url("**f=LeakyReLU*")
    waits_for(page, lambda: shows(page, "LeakyReLU", alpha=0.01), "Leaky ReLU at its default")
    page.wait_for_url(re.compile(r"\?f=LeakyReLU$"))
    expect(thumb(page, "alpha")).to_have_attribute("aria-valuetext", "0.01")


def test_the_first_move_after_a_change_of_function_counts(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=2").page
    page.get_by_role("combobox", name=re.compile("^Function")).fill("leaky")
    page.keyboard.press("Enter")
    waits_for(page, lambda: shows(page, "LeakyReLU", alpha=0.01), "Leaky ReLU at its default")
    thumb(page, "alpha").press("End")
    waits_for(page, lambda: shows(page, "LeakyReLU", alpha=1.0), "Leaky ReLU at the end of its slider")
    page.wait_for_url(re.compile(r"\?f=LeakyReLU&alpha=1$"))
    tab.section("Link and export")
    expect(page.get_by_text("f=LeakyReLU&alpha=1").first).to_be_visible()


def test_the_probe_reads_the_function_off(tab: Tab) -> None:
    page = tab.open("/?f=ELU&x=2").page
    thumb(page, "x").press("End")
    expect(page.get_by_text("At x = 6: f = 6, f′ = 1 (the slope there)")).to_be_visible()
    page.wait_for_url("**x=6*")


def test_the_chart_stays_in_its_place_whatever_the_number_of_sliders(tab: Tab) -> None:
    tops = []
    for name in ("GELU", "ELU", "SELU", "APTx"):
        tab.open(f"/?f={name}")
        box = tab.page.locator(".js-plotly-plot").first.bounding_box()
        assert box is not None
        tops.append(round(box["y"]))
    assert len(set(tops)) == 1, tops


SHARED: dict[str, dict[str, Any]] = {
    "/": {
        "f": "PELU",
        "alpha": 2.5,
        "beta": 0.5,
        "show": ["f′", "f″", "shading"],
        "range": [-4, 7],
        "x": -1.5,
    },
    "/compare?alone": {"fs": ["ELU", "Swish"], "tune": "each alone", "Swish-beta": 3, "arrange": "overlaid"},
}


@pytest.mark.parametrize("case", SHARED)
def test_a_copied_link_shows_the_same_picture_to_somebody_else(
    tab: Tab, stranger: Callable[[], Tab], case: str
) -> None:
    path = case.partition("?")[0]
    page = tab.open(f"{path}?{urlencode(SHARED[case], doseq=True)}").page
    link = own_link(page)
    assert link.startswith(f"{tab.address}{path}")
    other = stranger()
    other.page.goto(link)
    other.settle()
    waits_for(page, lambda: alike(page, other.page), "The same picture")
    assert own_link(other.page) == link
    assert other.page.get_by_text("The link says").count() == 0
    assert other.errors == [] and other.abroad == []


def test_the_address_of_a_page_that_was_changed_by_hand_shows_the_same_to_somebody_else(
    tab: Tab, stranger: Callable[[], Tab]
) -> None:
    page = tab.open("/").page
    thumb(page, "alpha").press("PageUp")
    page.get_by_role("button", name="curvature f″").click()
    waits_for(page, lambda: "alpha=" in page.url and quote("f″") in page.url, "Both in the address")
    waits_for(page, lambda: "f″" in str(page.evaluate(TRACES)), "The second derivative")
    other = stranger()
    other.page.goto(page.url)
    other.settle()
    waits_for(page, lambda: alike(page, other.page), "The same picture")


def test_the_link_is_copied_with_one_click(tab: Tab) -> None:
    page = tab.open("/?f=SELU&alpha=0.5").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.section("Link and export")
    code = page.locator("[data-testid=stCode]").filter(has_text="http://localhost").first
    code.hover()
    code.get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()") == own_link(page)


def test_reload_keeps_what_was_set(tab: Tab) -> None:
    page = tab.open("/?f=ELU").page
    thumb(page, "alpha").press("End")
    page.wait_for_url("**alpha=3*")
    page.reload()
    tab.settle()
    waits_for(page, lambda: shows(page, "ELU", alpha=3.0), "The curve at 3")


@pytest.mark.parametrize(
    ("path", "button", "key", "before"),
    [
        ("/train?rate=0.03&seed=7&epochs=20", "Dying ReLU", "rate", 0.03),
        ("/vectors?T=2.5&x1=3", "Gates", "T", 2.5),
    ],
)
def test_a_click_that_changes_many_settings_is_one_step_which_back_undoes(
    tab: Tab, path: str, button: str, key: str, before: float
) -> None:
    page = tab.open(path).page
    tab.rest()
    link, steps = own_link(page), page.evaluate("history.length")
    page.get_by_test_id("stMain").get_by_text(button, exact=True).first.click()
    expect(page.get_by_test_id("stCode").last).not_to_have_text(link)
    tab.rest()
    after = page.url
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_url(f"**{path}")
    expect(page.get_by_test_id("stCode").last).to_have_text(link)
    assert thumb(page, key).evaluate(VALUE) == before
    page.go_forward()
    page.wait_for_url(after)
    tab.rest()
    assert own_link(page) != link
    assert tab.errors == []


def test_back_returns_from_a_picked_function_to_the_slider_as_it_was_left(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=2").page
    tab.rest()
    steps = page.evaluate("history.length")
    thumb(page, "alpha").press("ArrowRight")
    page.wait_for_url(re.compile(r"\?alpha=2.05$"))
    tab.rest()
    assert page.evaluate("history.length") == steps
    pick(page, "mish")
    page.wait_for_url(re.compile(r"\?f=Mish$"))
    tab.rest()
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_url(re.compile(r"\?alpha=2.05$"))
    waits_for(page, lambda: shows(page, "ELU", alpha=2.05), "ELU as it was left")
    expect(thumb(page, "alpha")).to_have_attribute("aria-valuetext", "2.05")


def pick(page: Page, typed: str) -> None:
    """Pick a function of Explore by typing."""
    page.get_by_role("combobox", name=re.compile("^Function")).fill(typed)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Leaky ReLU", "LeakyReLU"), ("smooth rect", "Softplus")],
)
def test_a_function_is_picked_by_any_of_its_names(tab: Tab, typed: str, shown: str) -> None:
    page = tab.open("/?f=Tanh").page
    pick(page, typed)
    page.wait_for_url(f"**?f={shown}")
    waits_for(page, lambda: shows(page, shown), shown)


@pytest.mark.parametrize(("path", "typed"), [("/", "softmax"), ("/compare", "swiglu")])
def test_a_function_of_several_numbers_leads_to_its_page(tab: Tab, path: str, typed: str) -> None:
    page = tab.open(path).page
    page.get_by_role("combobox", name=re.compile("^Function")).fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Open it on Vectors").click()
    page.wait_for_url("**/vectors*")
    tab.settle()
    assert tab.errors == []


@pytest.mark.parametrize(
    ("path", "typed", "added"), [("/compare", "relu", "ReLU"), ("/depth", "tanh", "Tanh")]
)
def test_enter_in_a_picker_adds_one_function(tab: Tab, path: str, typed: str, added: str) -> None:
    page = tab.open(f"{path}?fs=GELU").page
    page.get_by_role("combobox", name=re.compile("function", re.IGNORECASE)).first.fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}?fs=GELU&fs={added}")


def test_one_step_back_returns_to_each_page_as_it_was(tab: Tab) -> None:
    page = tab.open("/?alpha=2").page
    tab.rest()
    page.get_by_role("link", name="Compare", exact=True).first.click()
    page.wait_for_url("**/compare")
    tab.rest()
    thumb(page, "depth-plateau-left").press("End")
    page.wait_for_url("**/compare?depth-plateau-left=3")
    tab.rest()
    page.get_by_role("link", name="Catalogue", exact=True).first.click()
    page.wait_for_url("**/catalogue")
    tab.rest()
    page.locator("a[data-function=Mish]").click()
    waits_for(page, lambda: shows(page, "Mish"), "Mish")
    tab.rest()
    page.go_back()
    page.wait_for_url("**/catalogue")
    waits_for(page, lambda: page.evaluate(PICTURES) == len(CATALOGUE), "The catalogue again")
    for step, path, line, alpha in (
        (page.go_back, "/compare?depth-plateau-left=3", "ELU(α)", 3.0),
        (page.go_back, "/?alpha=2", "f", 2.0),
        (page.go_forward, "/compare?depth-plateau-left=3", "ELU(α)", 3.0),
    ):
        tab.rest()
        step()
        page.wait_for_url(f"**{path}")
        waits_for(page, partial(shows, page, "ELU", 0.02, line, alpha=alpha), f"{path} as it was")
    assert tab.errors == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/?f=ELU&alpha=2.5&range=-3&range=3&show=f″", "Compare"),
        ("/compare?fs=ELU&alpha=2&range=-3&range=3&show=f", "Explore"),
    ],
)
def test_the_menu_opens_a_page_as_by_itself(
    tab: Tab, stranger: Callable[[], Tab], before: str, after: str
) -> None:
    page = tab.open(before).page
    page.get_by_role("link", name=after, exact=True).first.click()
    other = stranger().open(PAGES[after.lower()])
    waits_for(page, lambda: alike(page, other.page), "The charts of the page by itself")
    assert [box.input_value() for box in page.get_by_role("combobox").all()] == [
        box.input_value() for box in other.page.get_by_role("combobox").all()
    ]
    assert page.url == other.page.url


def test_the_numbers_can_be_taken_away_as_csv(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=0.5&range=-2&range=3").page
    tab.section("Link and export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Numbers (CSV)").click()
    assert download.value.suggested_filename == "elu.csv"
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    assert rows[0] == ["x", "f", "f'", "f''"]
    values = np.array(rows[1:], dtype=float)
    f, x = ELU(alpha=0.5), values[:, 0]
    assert (x[0], x[-1], len(x)) == (-2.0, 3.0, 1001)
    assert np.array_equal(values, np.column_stack([x, f(x), f.derivative(x), f.second_derivative(x)]))


def test_the_picture_can_be_taken_away_and_opens_without_a_network(
    tab: Tab, chromium: Browser, tmp_path: Path
) -> None:
    page = tab.open("/?f=ELU&alpha=0.5").page
    tab.section("Link and export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Interactive picture (HTML)").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name == "elu.html"
    download.value.save_as(file)
    offline = chromium.new_context(offline=True)
    alone = Tab(offline.new_page(), "")
    alone.page.goto(file.as_uri())
    expect(alone.page.locator(".js-plotly-plot .scatterlayer path.js-line").first).to_be_visible()
    assert shows(alone.page, "ELU", alpha=0.5)
    expect(alone.page.get_by_text("ELU α = 0.5")).to_be_visible()
    assert alone.errors == [] and alone.abroad == []
    offline.close()


def test_the_camera_of_the_chart_saves_an_svg(tab: Tab) -> None:
    page = tab.open("/?f=SELU&image=svg").page
    page.locator(".js-plotly-plot").first.hover()
    with page.expect_download() as download:
        page.locator(".js-plotly-plot .modebar-btn[data-title^=Download]").first.click()
    assert download.value.suggested_filename == "SELU.svg"
    assert ElementTree.parse(download.value.path()).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_every_filter_of_the_catalogue_is_on_the_screen_of_a_phone(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    pills = tab.open("/catalogue").page.get_by_test_id("stButtonGroup").get_by_role("button")
    boxes = [pill.bounding_box() for pill in pills.all()]
    assert boxes
    assert all(box is not None and box["x"] + box["width"] <= 390 for box in boxes)


def test_scripts_that_load_late_move_nothing(stranger: Callable[[], Tab]) -> None:
    page = (tab := stranger()).page
    held: list[Route] = []
    # Playwright marks the function it is given, which a method of a list does not bear.
    page.route("**/BidiComponent*.js", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{tab.address}/compare")
    label = page.get_by_test_id("stWidgetLabel").first
    label.wait_for()
    waits_for(page, lambda: bool(held), "The scripts")
    before = label.bounding_box()
    for route in held:
        route.continue_()
    tab.settle()
    tab.rest()
    assert before == label.bounding_box()


def test_what_stands_below_the_chart_of_explore_begins_there(stranger: Callable[[], Tab]) -> None:
    page = (tab := stranger()).page
    page.add_init_script(HIGHEST)
    tab.open("/")
    assert page.evaluate("highest") > 600


def test_a_picture_of_the_catalogue_leads_to_its_function(tab: Tab) -> None:
    page = tab.open("/compare?fs=Tanh").page
    page.get_by_role("link", name="Catalogue", exact=True).first.click()
    page.get_by_role("link", name=re.compile("PReLU$")).click()
    page.wait_for_url("**f=PReLU*")
    waits_for(page, lambda: shows(page, "PReLU", alpha=0.25), "PReLU")
    # The session goes along, with the comparison in it.
    tab.section("Link and export")
    page.get_by_role("link", name="Add to the comparison").click()
    waits_for(page, lambda: shows(page, "Tanh", line="Tanh"), "The comparison")
    assert tab.errors == []


def test_the_catalogue_is_searched_by_typing(tab: Tab) -> None:
    page = tab.open("/catalogue").page
    seen = page.locator(".gallery a:visible")
    page.get_by_label("Search by any name").press_sequentially("softshrink")
    # Before the server hears of it.
    expect(seen).to_have_count(1)
    assert "q=" not in page.url
    page.keyboard.press("Enter")
    page.wait_for_url("**q=softshrink*")
    tab.rest()
    expect(seen).to_have_count(1)
    page.get_by_label("Search by any name").fill("")
    expect(seen).to_have_count(len(CATALOGUE))


def test_a_function_is_added_to_the_comparison_at_its_setting(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=2.5").page
    tab.section("Link and export")
    page.get_by_role("link", name="Add to the comparison").click()
    page.wait_for_url("**/compare*")
    waits_for(page, lambda: shows(page, "ELU", line="ELU(alpha=2.5)", alpha=2.5), "ELU as it was")
    assert tab.errors == []


def test_the_curves_of_a_comparison_follow_their_common_slider(tab: Tab) -> None:
    page = tab.open("/compare?fs=ELU&fs=CELU").page
    page.wait_for_timeout(1000)
    x, y = knob(page, "depth-plateau-left")
    before = page.evaluate(PATHS)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=10)
    waits_for(page, lambda: page.evaluate(PATHS) != before, "A curve that moves before the release")
    page.mouse.up()
    page.wait_for_url("**depth-plateau-left=*")
    value = thumb(page, "depth-plateau-left").evaluate(VALUE)
    waits_for(
        page, lambda: shows(page, "ELU", line="ELU(α)", alpha=value), "ELU at the value that was let go of"
    )
    assert tab.errors == []


LINK, PICTURE = "[x](http://evil.example)", "![](http://evil.example/x.png)"
SCRIPT, MARKUP = "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"
HOSTILE: dict[str, dict[str, Any]] = {
    "/": {"f": MARKUP, "alpha": PICTURE, "show": LINK, "inputs": LINK, "family": SCRIPT, "range": PICTURE},
    "/compare": {
        "fs": [LINK, PICTURE, MARKUP, SCRIPT, "ELU"],
        "arrange": MARKUP,
        "baseline": LINK,
        "add": LINK,
    },
}


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_link_runs_nothing_and_becomes_neither_a_link_nor_a_picture(tab: Tab, path: str) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    tab.page.on("dialog", dismiss)
    page = tab.open(f"{path}?{urlencode(HOSTILE[path], doseq=True)}").page
    expect(page.locator("[data-testid=stAlert]").first).to_be_visible()
    page.wait_for_timeout(200)
    assert dialogs == []
    assert page.locator("a[href*=evil], img[src*=evil], img[src='x']").count() == 0
    assert tab.abroad == []
    assert tab.errors == []
