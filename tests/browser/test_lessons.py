"""The lessons as a learner takes them, on a phone and on a projector; paper; and other pages that hold one."""

from __future__ import annotations

import json
import re
from functools import partial

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from pages.learn import controls as learn
from pages.shared.lessons import content as learn_content
from pages.shared.lessons.pictures import choices_are_pictures
from tests.browser.conftest import Tab
from tests.browser.test_browser import (
    CUT,
    OUTSIDE,
    PATHS,
    PICTURES,
    SIDEWAYS,
    SIZES,
    Scheme,
    comes_to,
    knob,
    thumb,
    waits_for,
)

# A lesson may also have a chart that stands still.
FOLLOWED = """() => {
    const charts = [...(globalThis.activationExplorer?.charts.values() ?? [])].filter((chart) => chart.plot);
    return charts.length && charts.every((chart) => chart.present) && activationExplorer.alive;
}"""
LESSONS = learn_content.lessons()
INTERFACE = learn_content.word
PARTS = learn_content.guide()["parts"]


def fits(tab: Tab) -> None:
    """Wait until nothing of the page is cut off or hangs over."""
    for look, wanted in ((SIDEWAYS, [0, 0]), (CUT, []), (OUTSIDE, [])):
        comes_to(tab.page, look, wanted)


def predict(page: Page, lesson: learn_content.Lesson) -> None:
    """Give an answer as a learner does."""
    if lesson.prediction:
        thumb(page, f"{lesson.name}-guess").press("ArrowRight")
        page.get_by_role("button", name=INTERFACE("commit")).click()
    else:
        page.get_by_role("button", name=re.compile(r"^A\b")).click()


def is_seen(page: Page, what: str, rows: int, count: int = 0) -> None:
    """Wait until some parts of a page, or the first of them, stand whole on a screen of so many rows."""
    lowest = f"Math.max(...[...document.querySelectorAll({json.dumps(what)})].slice(0, {count or 99})"
    lowest += ".map((part) => part.getBoundingClientRect().bottom))"
    waits_for(page, lambda: 100 < page.evaluate(lowest) <= rows, f"{what} on a screen of {rows} rows")
    assert page.locator(what).count() >= count


def fits_a_projector(tab: Tab, what: str, count: int, needed: str = "") -> None:
    """Check that a projector shows the whole picture, and one of 720 rows what is needed."""
    page = tab.page
    width, height = SIZES["projector"]
    page.set_viewport_size({"width": width, "height": height})
    if what:
        is_seen(page, what, height, count)
    fits(tab)
    if needed:
        page.set_viewport_size({"width": 1280, "height": 720})
        is_seen(page, needed, 720)
        comes_to(page, SIDEWAYS, [0, 0])


def is_at_rest(page: Page, key: str) -> bool:
    """Whether a thumb stands still."""
    before = knob(page, key)
    page.wait_for_timeout(300)
    return knob(page, key) == before


def follows_its_slider(page: Page, lesson: learn_content.Lesson) -> None:
    """Check that the chart of a lesson follows its slider before it is released."""
    key = learn.slider_key(lesson)
    page.wait_for_function(FOLLOWED)
    before = page.evaluate(PATHS)
    # Another size of the window may have left it below the bar on top.
    thumb(page, key).evaluate("(input) => input.scrollIntoView({ block: 'center' })")
    # What is above it may still be growing.
    waits_for(page, partial(is_at_rest, page, key), "A slider at rest")
    x, y = knob(page, key)
    page.mouse.move(x, y)
    page.mouse.down()
    # Towards the middle, wherever the slider starts.
    low, high, value = thumb(page, key).evaluate("({min, max, value}) => [min, max, value].map(Number)")
    direction = 1 if value < (low + high) / 2 else -1
    for step in range(1, 11):
        page.mouse.move(x + direction * 10 * step, y)
        page.wait_for_timeout(20)
    waits_for(page, lambda: page.evaluate(PATHS) != before, "Another curve")
    assert f"{key}=" not in page.url
    page.mouse.up()
    page.wait_for_url(f"**{key}=*")


@pytest.mark.parametrize(
    ("size", "scheme", "link"), [("phone", "light", "/learn"), ("projector", "dark", "/learn?view=class")]
)
def test_all_lessons_can_be_taken_from_start_to_end(tab: Tab, size: str, scheme: Scheme, link: str) -> None:
    page = tab.page
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    tab.open(link)
    for lesson in LESSONS:
        expect(page.get_by_role("heading", name=lesson.title, exact=True)).to_be_visible()
        pictured = bool(lesson.options and lesson.options[0].shows)
        if pictured:
            waits_for(page, lambda: page.evaluate(PICTURES) == 4, "Four pictures")
        if size == "phone":
            fits(tab)
        else:
            picture = (
                (".stMain img", 4) if pictured else (".js-plotly-plot", 1) if lesson.prediction else ("", 0)
            )
            fits_a_projector(tab, *picture, "[class*=st-key-answer-], .xtick")
        predict(page, lesson)
        page.wait_for_url("**answer=*")
        tab.settle()
        waits_for(page, lambda: len(page.evaluate(PATHS)) >= 2, "Curves")
        if size == "phone":
            fits(tab)
        else:
            fits_a_projector(tab, ".js-plotly-plot", 1)
            follows_its_slider(page, lesson)
        assert f"done={lesson.name}" in page.url
        if lesson is not LESSONS[-1]:
            following = LESSONS[lesson.number]
            page.get_by_role("button", name=f"{following.number} · {following.title}").click()
    assert [page.url.count(f"done={lesson.name}") for lesson in LESSONS] == [1] * len(LESSONS)
    assert tab.errors == []
    assert tab.abroad == []


def test_the_sheet_prints_black_on_white_with_nothing_cut_off(tab: Tab) -> None:
    page = tab.page
    page.emulate_media(color_scheme="dark")
    tab.open(f"/teachers?part={PARTS[1]}")
    count = sum(
        len(lesson.options) if choices_are_pictures(lesson) else bool(lesson.prediction) for lesson in LESSONS
    )
    waits_for(page, lambda: page.evaluate(PICTURES) == count, "All pictures")
    page.emulate_media(media="print", color_scheme="dark")
    # Two thirds of an A4 sheet within its margins, at 96 dots to the inch.
    page.set_viewport_size({"width": 680, "height": 1009})
    comes_to(page, SIDEWAYS, [0, 0])
    comes_to(page, CUT, [])
    expect(page.get_by_role("radio", name=PARTS[0])).not_to_be_visible()
    colours = page.evaluate(
        "['html', 'body', '.stApp'].map((name) => getComputedStyle(document.querySelector(name)).backgroundColor)"
    )
    assert colours == ["rgb(255, 255, 255)"] * 3
    ink = page.evaluate(
        "[...document.querySelectorAll('.stMain p, .stMain h2, .stMain h5')]"
        ".map((element) => getComputedStyle(element).color)"
    )
    assert set(ink) == {"rgb(0, 0, 0)"}
    sheets = len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))
    assert 3 <= sheets <= 5


def test_class_view_is_larger_and_stays_on(tab: Tab) -> None:
    page = tab.open("/learn?lesson=elu").page
    size = "parseFloat(getComputedStyle(document.querySelector('.stMain p')).fontSize)"
    usual = page.evaluate(size)
    tab.open("/learn?lesson=elu&view=class")
    assert np.isclose(page.evaluate(size), 1.4 * usual, rtol=0.01)
    fits(tab)
    page.get_by_role("button", name=f"6 · {LESSONS[5].title}").click()
    page.wait_for_url("**lesson=selu*")
    assert "view=class" in page.url
    tab.settle()
    assert np.isclose(page.evaluate(size), 1.4 * usual, rtol=0.01)


def test_back_undoes_one_step_and_shows_no_answer_to_another_question(tab: Tab) -> None:
    page = tab.page
    page.goto(f"{tab.address}/learn?lesson=relu")

    def at(title: str, answered: bool) -> None:
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(page.get_by_test_id("stAlert")).to_have_count(int(answered))
        # The address is written at the end of a run, and only then is there a step to undo.
        waits_for(page, lambda: ("answer=" in page.url) == answered, "The address")

    first, second = LESSONS[1].title, LESSONS[2].title
    at(first, False)
    page.get_by_role("button", name=re.compile(r"^B\b")).click()
    at(first, True)
    page.get_by_role("button", name=f"3 · {second}").click()
    at(second, False)
    page.get_by_role("button", name=INTERFACE("commit")).click()
    at(second, True)
    for title, answered in ((second, False), (first, True), (first, False)):
        page.go_back()
        at(title, answered)
    for title, answered in ((first, True), (second, False), (second, True)):
        page.go_forward()
        at(title, answered)
    page.reload()
    at(second, True)
    assert tab.errors == []


# What of each page a projector shows whole, how many of them, and what a class needs besides on one of 720 rows, where
# the whole picture may be too much.
PROJECTED = {
    "/?": (".js-plotly-plot", 1, ".st-key-alpha, .js-plotly-plot .xtick"),
    "/?f=APTx&show=f′&show=f″&show=stacked&": (".js-plotly-plot", 1, ".st-key-gamma, .js-plotly-plot .xtick"),
    "/compare?": (".js-plotly-plot", 1, ".st-key-sharpness-gate, .js-plotly-plot .xtick"),
    "/compare?arrange=side+by+side&": (
        ".js-plotly-plot",
        4,
        ".st-key-slope-left-0 .stSlider [role=group] > div, .js-plotly-plot .xtick",
    ),
    "/depth?": (".js-plotly-plot", 2, ".st-key-gain, .st-key-layer .stSlider [role=group] > div"),
    "/train?": (".js-plotly-plot", 4, ".st-key-epoch, [class*=st-key-network] .js-plotly-plot"),
    "/vectors?": (".js-plotly-plot", 1, ".st-key-T, .st-key-x4, .st-key-bars .xtick"),
    "/vectors?about=Gates&": (".js-plotly-plot", 3, "[class*=st-key-map-f] .xtick"),
    "/neuron?": (".js-plotly-plot", 2, ".st-key-I, .js-plotly-plot .xtick"),
}


@pytest.mark.parametrize("path", PROJECTED)
def test_in_class_view_a_projector_shows_the_whole_picture_and_a_phone_all_of_the_page(
    tab: Tab, path: str
) -> None:
    tab.open(f"{path}view=class")
    fits_a_projector(tab, *PROJECTED[path])
    width, height = SIZES["phone"]
    tab.page.set_viewport_size({"width": width, "height": height})
    comes_to(tab.page, SIDEWAYS, [0, 0])
    assert tab.errors == []


def test_a_locked_slider_does_not_move(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=2&lock=alpha&view=class").page
    expect(thumb(page, "alpha")).to_be_disabled()
    expect(thumb(page, "alpha")).to_have_attribute("aria-valuetext", "2.00")


def test_a_lesson_can_be_embedded_in_another_page(tab: Tab) -> None:
    page = tab.page.context.new_page()
    page.set_content(
        f'<iframe src="{tab.address}/learn?embed=true&lesson=elu" width="100%" height="900"></iframe>'
    )
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name=LESSONS[4].title)).to_be_visible()
    expect(frame.get_by_role("link", name="Explore", exact=True)).to_have_count(0)
    frame.get_by_role("button", name=re.compile(r"^B\b")).click()
    expect(frame.locator(".js-plotly-plot .scatterlayer path.js-line").first).to_be_visible()
    page.close()


@pytest.mark.parametrize("part", PARTS[1:])
def test_the_other_parts_of_the_page_for_teachers_fit_the_screen(tab: Tab, part: str) -> None:
    page = tab.page
    page.goto(f"{tab.address}/teachers?part={part}")
    expect(page.get_by_role("radio", name=part)).to_be_visible()
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        fits(tab)
    assert tab.errors == []
    assert tab.abroad == []
