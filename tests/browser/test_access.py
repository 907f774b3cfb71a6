"""For everybody: screen readers, keyboard, touch, forced colours, paper and projectors, on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import numpy as np
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import ACQUAINTED, Tab, serving
from tests.browser.test_browser import (
    SIZES,
    comes_to,
    curve,
    knob,
    own_link,
    shows,
    soon,
    thumb,
    waits_for,
)
from tests.browser.test_drag import ALIVE, opened

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Rules of WCAG 2.2 at A and AA, and good practice.
VIOLATIONS = """async (rules) => {
    const options = { resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) };
    return (await axe.run(document, options)).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""
SAID = "document.querySelector('.st-key-follows-said').innerText"
DIMMED = "Number(getComputedStyle(document.querySelector('.st-key-follows-said')).opacity)"
STATUS = "document.querySelector('body > [role=status]').textContent"


def finds_nothing(page: Page, *rules: str) -> None:
    """Check that axe finds no violation, of all rules or of some."""
    page.evaluate(AXE)

    def checked() -> None:
        assert page.evaluate(VIOLATIONS, list(rules)) == []

    soon(page, checked)


def test_what_opens_on_a_page_has_no_violation_either(tab: Tab) -> None:
    page = tab.page
    page.emulate_media(color_scheme="dark")
    tab.open("/?f=PELU&show=f″&show=shading&show=stacked")
    finds_nothing(page)
    for section in ("Numbers", "Code", "Link and export"):
        tab.section(section)
        finds_nothing(page)
    page.get_by_text("Range and exact values").click()
    expect(page.get_by_label("Probe at x")).to_have_count(2)
    finds_nothing(page)


def test_sliders_and_play_buttons_are_called_what_they_set(tab: Tab) -> None:
    page = tab.open("/").page
    label = "α · depth of the plateau on the left: f(−∞) = −α"
    expect(page.get_by_role("slider", name=label, exact=True)).to_have_count(1)
    expect(page.get_by_role("button", name="Play α", exact=True).first).to_be_visible()
    # Still so after the label has changed.
    tab.open("/compare?fs=ELU")
    expect(
        page.get_by_role("slider", name="Depth of the plateau on the left · α of ELU", exact=True)
    ).to_have_count(1)


def test_a_result_is_read_out_when_the_thumb_is_let_go_of_and_not_on_the_way(tab: Tab) -> None:
    page = opened(tab, "/")
    tab.rest()
    assert page.evaluate(STATUS) == ""
    x, y = knob(page, "alpha")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 30):
        page.mouse.move(x + 10 * step, y)
        page.wait_for_timeout(40)
    assert page.evaluate(STATUS) == ""
    page.mouse.up()
    waits_for(page, lambda: page.evaluate(STATUS).startswith("At x = −1: f = "), "The new value")
    assert page.evaluate(STATUS).split() == page.evaluate(SAID).split()


def test_words_are_dimmed_while_they_are_not_those_of_the_curve(tab: Tab) -> None:
    slider = "epoch"
    page = opened(tab, "/train?fs=ReLU&epochs=20&units=4")
    before = page.evaluate(SAID)
    assert page.evaluate(DIMMED) == 1
    x, y = knob(page, slider)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y, steps=8)
    waits_for(page, lambda: page.evaluate(DIMMED) < 0.5, "Dimmed words")
    assert page.evaluate(SAID) == before
    page.mouse.up()
    waits_for(page, lambda: page.evaluate(DIMMED) == 1, "The words of the release")
    after = page.evaluate(SAID)
    assert after != before
    page.locator(f"[class*=st-key-play-{slider}] button").first.click()
    waits_for(page, lambda: page.evaluate(DIMMED) < 0.5, "Dimmed words")
    # Back where it was, they are right again.
    waits_for(page, lambda: page.evaluate(DIMMED) == 1 and page.evaluate(SAID) == after, "The end")


class Finger:
    """A finger on the screen of a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wire: CDPSession = page.context.new_cdp_session(page)

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Put the finger down, move it, and lift it."""
        steps = np.linspace(start, end, 13)
        kinds = ["touchStart", *["touchMove"] * 12]
        for kind, (x, y) in zip(kinds, steps.tolist(), strict=True):
            self._send(kind, [{"x": x, "y": y}])
            self.page.wait_for_timeout(16)
        self._send("touchEnd", [])
        self.page.wait_for_timeout(400)

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
TO_THE_TOP = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"
ZOOMED = """() => { const { xaxis, yaxis } = document.querySelector('.js-plotly-plot')._fullLayout;
    return [...xaxis.range, ...yaxis.range]; }"""
COVERED = """() => { const menu = document.querySelector('[data-testid=stSidebar]')?.getBoundingClientRect();
    return Boolean(menu && menu.right > 8 && menu.width > 8); }"""


def test_a_phone_is_scrolled_with_a_finger_anywhere_and_its_menu_closes(
    server: str, chromium: Browser
) -> None:
    width, height = SIZES["phone"]
    window = chromium.new_context(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    window.add_init_script(ACQUAINTED)
    page = window.new_page()
    tab = Tab(page, server).open("/")
    page.wait_for_function(ALIVE)
    finger = Finger(page)
    area = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert area is not None
    middle = (area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    ranges = page.evaluate(ZOOMED)
    finger.swipe((middle[0], middle[1] + 100), (middle[0], middle[1] - 150))
    assert page.evaluate(SCROLLED) > 100
    page.evaluate(TO_THE_TOP)
    finger.swipe((middle[0] - 80, middle[1]), (middle[0] + 80, middle[1] + 4))
    assert page.evaluate(ZOOMED) == ranges
    # A tap brings the probe.
    before = page.inner_text(".reading")
    page.touchscreen.tap(*middle)
    waits_for(page, lambda: page.inner_text(".reading") != before, "Other numbers")
    # A slider moves sideways, and where it is tapped; a swipe upwards, on the thumb or beside it, leaves it alone.
    for aside in (0, 120):
        page.evaluate(TO_THE_TOP)
        x, y = knob(page, "alpha")
        finger.swipe((x + aside, y), (x + aside + 5, y - 140))
        assert thumb(page, "alpha").get_attribute("aria-valuetext") == "1.00"
    page.evaluate(TO_THE_TOP)
    x, y = knob(page, "alpha")
    finger.swipe((x, y), (x + 100, y + 6))
    waits_for(page, lambda: float(str(thumb(page, "alpha").get_attribute("aria-valuetext"))) > 1.5, "A move")
    page.wait_for_url("**alpha=*")
    page.touchscreen.tap(x, y)
    waits_for(page, lambda: thumb(page, "alpha").get_attribute("aria-valuetext") == "1.00", "A tap")
    # The menu closes once a page is chosen, and nothing remembers that it was open.
    page.get_by_test_id("stExpandSidebarButton").click()
    comes_to(page, COVERED, True)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.wait_for_url("**/compare")
    comes_to(page, COVERED, False)
    page.get_by_test_id("stExpandSidebarButton").click()
    comes_to(page, COVERED, True)
    page.wait_for_timeout(600)
    page.reload()
    tab.settle()
    assert page.evaluate(COVERED) is False
    assert tab.errors == []
    window.close()


PAINTED = """() => [...document.querySelectorAll('.stSlider [role=group] > div')].flatMap((track) => {
    const parts = [track.children[0], track.querySelector(':scope > div:has(> div > input)')];
    return parts.map((part) => getComputedStyle(part).backgroundColor);
})"""


def test_sliders_and_choices_can_be_seen_in_forced_colours(tab: Tab) -> None:
    page = tab.page
    page.emulate_media(forced_colors="active")
    tab.open("/")
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    grounds = page.evaluate(PAINTED)
    assert len(grounds) == 4
    assert ground not in grounds
    chosen, other = (
        page.get_by_role("button", name=name, exact=True).evaluate("(e) => getComputedStyle(e).outlineStyle")
        for name in ("slope f′", "curvature f″")
    )
    assert (chosen, other) == ("solid", "none")


def test_the_focus_of_the_keyboard_is_seen_in_the_menu(tab: Tab) -> None:
    page = tab.open("/neuron").page
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.testid") == "stTopNavLink":
            break
    else:
        pytest.fail("The Tab key does not reach the menu")
    style = page.evaluate(
        "{ const s = getComputedStyle(document.activeElement); [s.outlineStyle, s.outlineWidth]; }"
    )
    assert style == ["solid", "2px"]


# --- Explore's chart

# For each label of the probe: its point, all points, its box, and whether a curve runs through it, in pixels.
LABELS = """() => {
    const plot = document.querySelector('.js-plotly-plot');
    const area = plot.querySelector('.nsewdrag').getBoundingClientRect();
    const { xaxis, yaxis } = plot._fullLayout;
    const labels = [...plot.querySelectorAll('.textpoint text')].filter((text) => text.textContent.includes('='));
    const boxes = labels.map((text) => {
        const box = text.getBoundingClientRect();
        return { text: text.textContent, left: box.left - area.left, right: box.right - area.left,
            top: box.top - area.top, bottom: box.bottom - area.top };
    });
    const points = [...plot.querySelectorAll('.points path')].map((path) => path.getAttribute('transform'))
        .filter(Boolean).map((place) => place.match(/[-\\d.]+/g).map(Number));
    const lines = [...plot.querySelectorAll('path.js-line')].filter((path) =>
        !/dashdot/.test(path.getAttribute('style'))).map((path) => {
            const length = path.getTotalLength();
            return Array.from({ length: 800 }, (_, i) => path.getPointAtLength(length * i / 799));
        });
    return boxes.map((box) => ({ ...box, points, struck: lines.some((line) => line.some(({ x, y }) =>
        x > box.left + 2 && x < box.right - 2 && y > box.top + 5 && y < box.bottom - 5)) }));
}"""


def stand_by_their_points(page: Page) -> None:
    """Check that each label is nearest to its own point, and that no curve runs through it."""
    labels = page.evaluate(LABELS)
    assert [label["text"].partition(" ")[0] for label in labels] == ["f", "f′"]
    for index, label in enumerate(labels):
        x = np.array([max(label["left"] - px, 0, px - label["right"]) for px, _ in label["points"][-2:]])
        y = np.array([max(label["top"] - py, 0, py - label["bottom"]) for _, py in label["points"][-2:]])
        assert int(np.argmin(np.hypot(x, y))) == index, labels
        assert not label["struck"], labels


def test_labels_stand_by_their_own_points_and_off_the_curves(tab: Tab) -> None:
    page = opened(tab, "/?f=Sigmoid&show=f′")
    stand_by_their_points(page)
    x, y = knob(page, "x")
    page.mouse.move(x, y)
    page.mouse.down()
    for place in (-120, 220):
        page.mouse.move(x + place, y, steps=5)
        page.wait_for_timeout(100)
        soon(page, lambda: stand_by_their_points(page), 3)
    page.mouse.up()
    page.wait_for_url("**x=*")
    tab.rest()
    stand_by_their_points(page)
    # The same as somebody sees who opens the link.
    before = page.evaluate(LABELS)
    page.reload()
    tab.settle()
    soon(page, lambda: stand_by_their_points(page))
    for one, other in zip(before, page.evaluate(LABELS), strict=True):
        assert abs(one["left"] - other["left"]) < 3
        assert abs(one["top"] - other["top"]) < 3


def test_a_switch_hides_the_point_with_its_line_and_nobody_zooms_out_to_stubs(tab: Tab) -> None:
    page = opened(tab, "/")
    assert len(page.evaluate(LABELS)) == 2
    page.get_by_role("button", name="slope f′").click()
    waits_for(page, lambda: [each["text"][:3] for each in page.evaluate(LABELS)] == ["f ="], "f alone")
    thumb(page, "alpha").press("ArrowRight")
    waits_for(page, lambda: shows(page, "ELU", alpha=1.05), "The next curve")
    assert [each["text"][:3] for each in page.evaluate(LABELS)] == ["f ="]
    page.locator(".js-plotly-plot").hover()
    for _ in range(3):
        page.locator(".modebar-btn[data-val=out]").first.click()
    page.wait_for_timeout(500)
    low, high, *_ = page.evaluate(ZOOMED)
    x, _ = curve(page)
    assert (low, high) == (x[0], x[-1]) == (-6, 6)


def test_the_camera_saves_in_the_format_that_was_chosen_last(tab: Tab) -> None:
    page = tab.open("/?f=SELU&tab=Link+and+export").page
    for image in ("svg", "png"):
        page.get_by_role("radio", name=image).click()
        comes_to(
            page, "document.querySelector('.js-plotly-plot')._context.toImageButtonOptions.format", image
        )
        page.locator(".js-plotly-plot").first.hover()
        with page.expect_download() as download:
            page.locator(".js-plotly-plot .modebar-btn[data-title^=Download]").first.click()
        assert download.value.suggested_filename == f"SELU.{image}"


def test_what_a_button_opens_has_room_for_its_content(tab: Tab) -> None:
    page = tab.open("/train").page
    page.get_by_test_id("stMain").get_by_role("button", name="More").click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body.locator("input").first).to_be_attached()

    def roomy() -> None:
        top, bottom, shown, content = body.evaluate(
            "(e) => { const { top, bottom } = e.getBoundingClientRect();"
            " return [top, bottom, e.clientHeight, e.scrollHeight]; }"
        )
        assert top >= 0
        assert bottom <= 900
        assert shown >= min(content, 0.69 * 900)

    soon(page, roomy)


def test_a_chart_is_printed_whole_and_black_on_white(tab: Tab) -> None:
    page = tab.page
    page.emulate_media(color_scheme="dark")
    tab.open("/train")
    page.wait_for_function("() => globalThis.activationExplorerScripts")
    page.evaluate(
        "globalThis.boxes = []; addEventListener('beforeprint', () => boxes.push(...[...document.querySelectorAll("
        "'.main-svg')].map((layer) => ['viewBox', 'width', 'height'].map((name) => layer.getAttribute(name)))))"
    )
    page.pdf(format="A4")
    boxes = page.evaluate("boxes")
    # With a view box of its own size a chart can shrink.
    assert boxes
    assert all(box == f"0 0 {width} {height}" for box, width, height in boxes)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    # As wide as a sheet within its margins.
    page.evaluate("document.querySelector('[data-testid=stMain]').style.width = '680px'")
    comes_to(
        page,
        "[...document.querySelectorAll('.js-plotly-plot .main-svg')]"
        ".every((layer) => layer.getBoundingClientRect().right <= 690)",
        True,
    )
    inks = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot .xtick text, .legendtext')]"
        ".map((text) => getComputedStyle(text).fill)"
    )
    assert set(inks) == {"rgb(0, 0, 0)"}


# --- What else a page must not do


def test_a_bar_of_progress_pushes_nothing_down(tab: Tab) -> None:
    page = tab.open("/train").page
    place = ".js-plotly-plot"
    top = page.locator(place).first.bounding_box()
    page.evaluate(
        "globalThis.tops = new Set(); globalThis.bars = 0; (function look() {"
        " const box = document.querySelector('.js-plotly-plot')?.getBoundingClientRect();"
        " if (box?.height) tops.add(Math.round(box.top));"
        " if (document.querySelector('.stProgress')) bars += 1; requestAnimationFrame(look); })()"
    )
    thumb(page, "units").press("End")
    waits_for(page, lambda: page.evaluate("bars") > 0, "A bar of progress")
    tab.rest()
    assert top is not None
    assert page.evaluate("[...tops]") == [round(top["y"])]


def test_round_data_are_round_however_broad_their_picture_is(tab: Tab) -> None:
    page = tab.open("/train?data=circles&fs=ReLU&fs=Tanh&epochs=20&units=4").page
    scales = (
        "[...document.querySelectorAll('[class*=st-key-network] .js-plotly-plot')].map((plot) =>"
        " Math.abs(plot._fullLayout.xaxis._m / plot._fullLayout.yaxis._m))"
    )
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        waits_for(page, lambda: np.allclose(page.evaluate(scales), 1, atol=0.01), "Equal units")


def test_under_a_folder_the_page_asked_for_first_is_found_and_links_keep_the_folder(
    tmp_path: Path, shared: Any
) -> None:
    with serving(tmp_path / "log", "/maths/activations") as address:
        tab = Tab(shared.new_page(), address)
        page = tab.open("/depth?layers=5").page
        thumb(page, "gain").press("ArrowRight")
        page.wait_for_url("**/depth?layers=5&gain=1.05")
        for path in ("/?f=SELU", "/compare?fs=ELU&fs=GELU"):
            page = tab.open(path).page
            page.wait_for_function(ALIVE)
            link = own_link(page)
            assert link.startswith(f"{address}{path.partition('?')[0]}"), link
            page.goto(link)
            tab.settle()
            assert own_link(page) == link
        page.get_by_role("link", name="Catalogue", exact=True).first.click()
        page.locator("a[data-function=Mish]").click()
        waits_for(page, lambda: shows(page, "Mish"), "Mish")
        assert page.url.startswith(address)
        assert tab.errors == []
        page.close()
