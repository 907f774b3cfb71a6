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
    # The first move after it counts.
    thumb(page, "alpha").press("End")
    waits_for(page, lambda: shows(page, "LeakyReLU", alpha=1.0), "Leaky ReLU at the end of its slider")
    page.wait_for_url(re.compile(r"\?f=LeakyReLU&alpha=1$"))
    tab.section("Link and export")
    expect(page.get_by_text("f=LeakyReLU&alpha=1").first).to_be_visible()


def test_the_chart_stays_in_its_place_whatever_the_number_of_sliders(tab: Tab) -> None:
    tops = []
    for name in ("GELU", "ELU", "SELU", "APTx"):
        tab.open(f"/?f={name}")
        box = tab.page.locator(".js-plotly-plot").first.bounding_box()
        assert box is not None
        tops.append(round(box["y"]))
    assert len(set(tops)) == 1, tops


def test_a_copied_link_shows_the_same_picture_to_somebody_else(tab: Tab, other_tab: Tab) -> None:
    setting = {"fs": ["ELU", "Swish"], "tune": "each alone", "Swish-beta": 3, "arrange": "side by side"}
    page = tab.open(f"/compare?{urlencode(setting, doseq=True)}").page
    link = own_link(page)
    assert link.startswith(f"{tab.address}/compare")
    other_tab.page.goto(link)
    other_tab.settle()
    waits_for(page, lambda: alike(page, other_tab.page), "The same picture")
    assert own_link(other_tab.page) == link
    assert other_tab.page.get_by_text("The link says").count() == 0
    assert other_tab.errors == [] and other_tab.abroad == []


def test_the_address_of_a_page_that_was_changed_by_hand_shows_the_same_to_somebody_else(
    tab: Tab, other_tab: Tab
) -> None:
    page = tab.open("/").page
    thumb(page, "alpha").press("PageUp")
    page.get_by_role("button", name="curvature f″").click()
    waits_for(page, lambda: "alpha=" in page.url and quote("f″") in page.url, "Both in the address")
    waits_for(page, lambda: "f″" in str(page.evaluate(TRACES)), "The second derivative")
    other_tab.page.goto(page.url)
    other_tab.settle()
    waits_for(page, lambda: alike(page, other_tab.page), "The same picture")


def test_a_click_that_changes_many_settings_is_one_step_which_back_undoes(tab: Tab) -> None:
    path = "/train?rate=0.03&seed=7&epochs=20"
    page = tab.open(path).page
    tab.rest()
    link, steps = own_link(page), page.evaluate("history.length")
    page.get_by_test_id("stMain").get_by_text("Dying ReLU", exact=True).first.click()
    expect(page.get_by_test_id("stCode").last).not_to_have_text(link)
    tab.rest()
    after = page.url
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_url(f"**{path}")
    expect(page.get_by_test_id("stCode").last).to_have_text(link)
    assert thumb(page, "rate").evaluate(VALUE) == 0.03
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


def test_a_function_is_picked_by_any_of_its_names(tab: Tab) -> None:
    page = tab.open("/?f=Tanh").page
    for typed, shown in (("Leaky ReLU", "LeakyReLU"), ("smooth rect", "Softplus")):
        pick(page, typed)
        page.wait_for_url(f"**?f={shown}")
        waits_for(page, partial(shows, page, shown), shown)


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


def test_enter_in_a_picker_adds_one_function(tab: Tab) -> None:
    page = tab.open("/depth?fs=GELU").page
    page.get_by_role("combobox", name=re.compile("function", re.IGNORECASE)).first.fill("tanh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/depth?fs=GELU&fs=Tanh")


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


def test_the_menu_opens_a_page_as_by_itself(tab: Tab, other_tab: Tab) -> None:
    before, after = "/?f=ELU&alpha=2.5&range=-3&range=3&show=f″", "Compare"
    page = tab.open(before).page
    page.get_by_role("link", name=after, exact=True).first.click()
    other_tab.open(PAGES[after.lower()])
    waits_for(page, lambda: alike(page, other_tab.page), "The charts of the page by itself")
    assert [box.input_value() for box in page.get_by_role("combobox").all()] == [
        box.input_value() for box in other_tab.page.get_by_role("combobox").all()
    ]
    assert page.url == other_tab.page.url


def test_link_numbers_and_picture_can_be_taken_away(tab: Tab, chromium: Browser, tmp_path: Path) -> None:
    page = tab.open("/?f=ELU&alpha=0.5&range=-2&range=3&tab=Link+and+export").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    code = page.locator("[data-testid=stCode]").filter(has_text="http://localhost").first
    code.hover()
    code.get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()") == own_link(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Numbers (CSV)").click()
    assert download.value.suggested_filename == "elu.csv"
    holds_the_numbers_of_elu(Path(download.value.path()))
    with page.expect_download() as download:
        page.get_by_role("button", name="Interactive picture (HTML)").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name == "elu.html"
    download.value.save_as(file)
    opens_without_a_network(chromium, file)


def holds_the_numbers_of_elu(file: Path) -> None:
    """Check a table of ELU at α = 0.5 from −2 to 3."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"))))
    assert rows[0] == ["x", "f", "f'", "f''"]
    values = np.array(rows[1:], dtype=float)
    f, x = ELU(alpha=0.5), values[:, 0]
    assert (x[0], x[-1], len(x)) == (-2.0, 3.0, 1001)
    assert np.array_equal(values, np.column_stack([x, f(x), f.derivative(x), f.second_derivative(x)]))


def opens_without_a_network(chromium: Browser, file: Path) -> None:
    """Check that a picture of ELU at α = 0.5 needs nothing but its file."""
    offline = chromium.new_context(offline=True)
    alone = Tab(offline.new_page(), "")
    alone.page.goto(file.as_uri())
    expect(alone.page.locator(".js-plotly-plot .scatterlayer path.js-line").first).to_be_visible()
    assert shows(alone.page, "ELU", alpha=0.5)
    expect(alone.page.get_by_text("ELU α = 0.5")).to_be_visible()
    assert alone.errors == [] and alone.abroad == []
    offline.close()


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


def test_a_picture_of_the_catalogue_leads_to_its_function_and_on_to_the_comparison(tab: Tab) -> None:
    page = tab.open("/compare?fs=Tanh").page
    page.get_by_role("link", name="Catalogue", exact=True).first.click()
    page.get_by_role("link", name=re.compile("PReLU$")).click()
    page.wait_for_url("**f=PReLU*")
    waits_for(page, lambda: shows(page, "PReLU", alpha=0.25), "PReLU")
    thumb(page, "alpha").press("ArrowRight")
    page.wait_for_url("**alpha=0.26*")
    # The session goes along, with the comparison in it.
    tab.section("Link and export")
    page.get_by_role("link", name="Add to the comparison").click()
    waits_for(page, lambda: shows(page, "Tanh", line="Tanh"), "The comparison")
    assert shows(page, "PReLU", line="PReLU α = 0.26", alpha=0.26)
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

    tab.disposable = True
    tab.page.on("dialog", dismiss)
    page = tab.open(f"{path}?{urlencode(HOSTILE[path], doseq=True)}").page
    expect(page.locator("[data-testid=stAlert]").first).to_be_visible()
    page.wait_for_timeout(200)
    assert dialogs == []
    assert page.locator("a[href*=evil], img[src*=evil], img[src='x']").count() == 0
    assert tab.abroad == []
    assert tab.errors == []
