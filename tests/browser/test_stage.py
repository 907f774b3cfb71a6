"""Explore under the hand: the chart, the values beside it, the first visit, a phone, and the bar on top."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Tab
from tests.browser.test_browser import shows, waits_for

READING = ".reading"
# Where the dots of the probe on f and on f′ are, in pixels of the window.
DOTS = """() => {
    const plot = document.querySelector('.js-plotly-plot');
    return plot._fullData.filter((trace) => trace.meta?.slider).map((trace) => {
        const dot = plot.querySelector(`.trace${trace.uid} path.point`).getBoundingClientRect();
        return [dot.x + dot.width / 2, dot.y + dot.height / 2];
    });
}"""
# Where a point of the chart is, in pixels of the window.
PLACE = """([x, y]) => {
    const plot = document.querySelector('.js-plotly-plot');
    const { xaxis, yaxis } = plot._fullLayout;
    const { left, top } = plot.getBoundingClientRect();
    return [left + xaxis._offset + xaxis.c2p(x), top + yaxis._offset + yaxis.c2p(y)];
}"""
UNITS = """() => {
    const { xaxis, yaxis } = document.querySelector('.js-plotly-plot')._fullLayout;
    return [xaxis.c2p(1) - xaxis.c2p(0), yaxis.c2p(0) - yaxis.c2p(1)];
}"""


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_click_on_the_chart_brings_the_probe_and_a_drag_takes_it_along(tab: Tab) -> None:
    page = tab.open("/?f=Tanh").page
    tab.rest()
    page.mouse.click(*page.evaluate(PLACE, [2, 1.5]))
    expect(page.locator(READING)).to_contain_text("At x = 2: f = 0.96403")
    tab.rest()
    assert query(page)["x"] == ["2"]
    (left, top), _ = page.evaluate(DOTS)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(*page.evaluate(PLACE, [0, 0]), steps=8)
    # The words follow before the button is released.
    expect(page.locator(READING)).to_contain_text("At x = 0: f = 0, f′ = 1")
    assert query(page)["x"] == ["2"]
    page.mouse.up()
    tab.rest()
    assert query(page)["x"] == ["0"]
    assert tab.errors == []


def test_a_unit_is_as_long_upwards_as_it_is_across(tab: Tab) -> None:
    for path in ("/?f=GCU", "/?f=ReLU&range=-30&range=30", "/?f=Sigmoid"):
        across, up = tab.open(path).page.evaluate(UNITS)
        assert abs(across / up - 1) < 0.01, path


def test_a_parameter_takes_a_known_value_by_a_click_and_any_other_by_typing(tab: Tab) -> None:
    page = tab.open("/?f=LeakyReLU").page
    page.get_by_role("button", name=re.compile("^0.2 Keras")).click()
    tab.rest()
    assert query(page)["alpha"] == ["0.2"]
    field = page.get_by_label("Value of α")
    expect(field).to_have_value("0.2")
    field.fill("−1,25")
    field.press("Enter")
    tab.rest()
    assert query(page)["alpha"] == ["-1.25"]
    expect(page.locator(".behind")).to_contain_text("the slope jumps from −1.25 to 1 at x = 0")
    field.fill("much")
    field.press("Enter")
    expect(page.get_by_test_id("stToast")).to_contain_text("much is not taken: one number")
    tab.rest()
    expect(field).to_have_value("−1.25")
    # The same again is refused again.
    field.fill("much")
    field.press("Enter")
    expect(field).to_have_value("−1.25")
    tab.rest()
    assert query(page)["alpha"] == ["-1.25"]
    assert tab.errors == []


def test_numbers_follow_the_thumb_and_sentences_are_dimmed_meanwhile(tab: Tab) -> None:
    page = tab.open("/").page
    tab.rest()
    page.locator(".st-key-alpha input[type=range]").focus()
    page.keyboard.down("ArrowRight")
    expect(page.get_by_label("Value of α")).to_have_value("1.05")
    expect(page.locator(READING)).to_contain_text("f = −0.66373")
    page.keyboard.up("ArrowRight")
    tab.rest()
    opacities = """() => ['.reading', '.behind'].map((name) => {
        let result = 1;
        for (let part = document.querySelector(name); part; part = part.parentElement)
            result *= Number(getComputedStyle(part).opacity);
        return result;
    })"""
    assert page.evaluate(opacities) == [1, 1]
    box = page.locator(".st-key-alpha input[type=range]").locator("xpath=../..").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=6)
    page.wait_for_function(f"() => ({opacities})()[1] < 0.5")
    assert page.evaluate(opacities)[0] == 1
    page.mouse.up()
    page.wait_for_function(f"() => ({opacities})()[1] === 1")


def test_play_goes_on_until_it_is_stopped(tab: Tab) -> None:
    page = tab.open("/").page
    tab.rest()
    button = page.locator(".st-key-play-alpha button").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    said = "document.querySelector('.st-key-alpha input').getAttribute('aria-valuetext')"
    # Longer than a sweep there and back.
    page.wait_for_timeout(6000)
    seen = {page.evaluate(said)}
    page.wait_for_timeout(300)
    assert seen != {page.evaluate(said)}
    button.click()
    expect(button).not_to_have_attribute("aria-pressed", "true")
    assert page.evaluate(said) == "1.00"
    assert query(page) == {}


def moves_by_itself(browser: Browser, address: str, visits: int = 1, **setting: str) -> list[bool]:
    """Whether a slider moves by itself on a first visit, and on later ones."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, **setting)  # type: ignore[arg-type]  # Words.
    found = []
    for _ in range(visits):
        page = context.new_page()
        page.add_init_script(
            "moved = new Set(); setInterval(() => moved.add(document.querySelector('.st-key-alpha input')"
            "?.getAttribute('aria-valuetext')), 50);"
        )
        tab = Tab(page, address)
        tab.open("")
        page.wait_for_timeout(3500)
        found.append(page.evaluate("[...moved].filter(Boolean).length") > 5)
        page.close()
    context.close()
    return found


def test_a_first_visit_is_shown_what_the_slider_does_and_no_other(server: str, chromium: Browser) -> None:
    assert moves_by_itself(chromium, f"{server}/", 2) == [True, False]


def test_nothing_moves_by_itself_where_less_motion_is_wished_for_or_the_link_sets_a_value(
    server: str, chromium: Browser
) -> None:
    assert moves_by_itself(chromium, f"{server}/", reduced_motion="reduce") == [False]
    assert moves_by_itself(chromium, f"{server}/?alpha=2") == [False]


def test_on_a_phone_the_slider_stays_in_reach_of_the_thumb(server: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    tab = Tab(page, server).open("/?f=ELU&alpha=2")
    chart = page.locator(".js-plotly-plot").bounding_box()
    assert chart is not None
    assert chart["width"] > 340
    assert 320 < chart["height"] < 360
    for _ in range(2):
        box = page.locator(".st-key-alpha .stSlider").bounding_box()
        play = page.locator(".st-key-play-alpha button:visible").bounding_box()
        assert box is not None
        assert play is not None
        assert box["y"] > 600
        assert box["y"] + box["height"] < 844
        assert play["y"] + play["height"] < 844
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, 500)")
        page.wait_for_timeout(200)
    assert tab.errors == []
    context.close()


def test_class_view_is_a_button_that_holds_from_page_to_page(tab: Tab) -> None:
    page = tab.open("/?alpha=2").page
    page.get_by_role("button", name="Class view").click()
    page.wait_for_url("**view=class*")
    tab.rest()
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_url("**/compare?*view=class*")
    page.get_by_role("button", name="Leave class view").click()
    expect(page.get_by_role("button", name="Class view", exact=True)).to_be_visible()
    tab.rest()
    assert "view" not in query(page)


def test_every_page_is_shared_from_the_bar(tab: Tab, tmp_path: Path) -> None:
    page = tab.open("/compare?fs=ELU&fs=Tanh").page
    tab.rest()
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("fs=ELU&fs=Tanh").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture (SVG)").click()
    download.value.save_as(tmp_path / "picture.svg")
    picture = (tmp_path / "picture.svg").read_text()
    assert "ELU, Tanh" in picture
    assert picture.count("js-line") >= 2
    with page.expect_download() as download:
        page.get_by_role("button", name="Numbers (CSV)").click()
    download.value.save_as(tmp_path / "numbers.csv")
    with (tmp_path / "numbers.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["curve"] for row in rows}
    assert all(float(row["x"]) >= -6 for row in rows if row["x"])
    assert tab.errors == []


def test_a_hasty_walk_through_the_menu_breaks_nothing(tab: Tab) -> None:
    page = tab.open("/?alpha=2").page
    for name in ("Compare", "Tune", "Explore", "Catalogue", "Vectors", "Compare", "Explore"):
        page.get_by_role("link", name=name, exact=True).first.click()
        path = "/" if name == "Explore" else f"/{name.lower()}"
        page.wait_for_url(re.compile(rf"//[^/]+{path}(\?|$)"))
    tab.settle()
    waits_for(page, lambda: shows(page, "ELU"), "The first page as it was")
    assert tab.errors == []


COVERED = """() => [...document.querySelectorAll('.js-plotly-plot')].filter((plot) => {
    const [name, legend] = ['.g-xtitle', '.legend'].map((part) => plot.querySelector(part).getBoundingClientRect());
    return legend.top < name.bottom && legend.left < name.right;
}).length"""


def test_four_charts_in_a_row_have_legends_that_cover_nothing(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 1280, "height": 800})
    functions = "&".join(f"fs={name}" for name in ("PReLU", "Swish", "ELU", "GELU"))
    page = tab.open(f"/compare?{functions}&arrange=side+by+side&show=f&show=f′&show=f″").page
    assert page.locator(".js-plotly-plot").count() == 4
    assert page.evaluate(COVERED) == 0


def test_overlaid_functions_stand_beside_their_sliders(tab: Tab) -> None:
    page = tab.open("/compare").page
    page.set_viewport_size({"width": 1440, "height": 900})
    tab.settle()
    chart = page.locator(".st-key-picture .js-plotly-plot").bounding_box()
    assert chart is not None
    assert chart["height"] >= 520
    for slider in page.locator(".st-key-parameters .stSlider").all():
        box = slider.bounding_box()
        assert box is not None
        assert box["x"] > chart["x"] + chart["width"]
        assert box["y"] + box["height"] < 900
    page.get_by_role("radio", name="side by side").click()
    expect(page.locator(".js-plotly-plot .main-svg").nth(9)).to_be_visible()
    tab.rest()
    charts = [each.bounding_box() for each in page.locator(".js-plotly-plot").all()]
    # Four in a row.
    assert len({box["y"] for box in charts if box is not None}) == 1
    assert len(charts) == 4
    assert tab.errors == []


# That the script of the page has ended and its buttons stand; a question in words has no picture.
RESTS = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid=stMain] [class*=st-key-go-] button')"""


def test_a_presenters_remote_goes_from_step_to_step_in_class_view_only(tab: Tab) -> None:
    page = tab.open("/learn?view=class").page

    def press(key: str, lesson: str, answer: str) -> None:
        page.wait_for_function(RESTS)
        page.keyboard.press(key)
        page.wait_for_function(
            """([lesson, answer]) => {
                const query = new URLSearchParams(location.search);
                return (query.get('lesson') ?? 'bend') === lesson && Boolean(query.get('answer')) === Boolean(answer);
            }""",
            arg=[lesson, answer],
        )

    press("PageDown", "bend", "right")
    expect(page.get_by_text("Right.", exact=True).first).to_be_visible()
    press("ArrowRight", "relu", "")
    press("PageDown", "relu", "right")
    # A slider has the arrow keys for itself.
    before = page.url
    thumb = page.locator(".st-key-relu-x input[type=range]")
    thumb.focus()
    value = thumb.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    expect(thumb).not_to_have_attribute("aria-valuetext", value or "")
    tab.rest()
    assert query(page)["answer"] == parse_qs(urlsplit(before).query)["answer"]
    press("PageUp", "relu", "")
    press("PageUp", "bend", "")
    tab.open("/learn")
    page.wait_for_function(RESTS)
    page.keyboard.press("PageDown")
    page.wait_for_function(RESTS)
    assert "answer" not in query(page)
    assert tab.errors == []


def test_a_timer_runs_without_the_server_and_stays_from_page_to_page(tab: Tab) -> None:
    page = tab.open("/teachers").page
    tab.rest()
    tab.disposable = True
    page.clock.install()
    page.get_by_role("button", name="Start 7:00").click()
    timer = page.get_by_role("timer")
    expect(timer).to_have_text("7:00")
    page.clock.run_for(61_000)
    expect(timer).to_have_text("5:59")
    page.clock.resume()
    page.get_by_role("link", name="Class view").first.click()
    page.wait_for_url("**/learn?*view=class*")
    expect(timer).to_be_visible()
    timer.click()
    expect(timer).to_have_count(0)
    assert tab.errors == []


def test_train_plays_its_epochs_once_when_it_opens(server: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "moved = new Set(); setInterval(() => moved.add(document.querySelector('.st-key-epoch input')"
        "?.getAttribute('aria-valuetext')), 50);"
    )
    tab = Tab(page, server).open("/train?fs=Tanh&epochs=40")
    # A busy machine draws few frames.
    page.wait_for_function("() => [...moved].some((epoch) => epoch && Number(epoch) < 10) && moved.size > 5")
    at_end = "() => document.querySelector('.st-key-epoch input').getAttribute('aria-valuetext') === '40'"
    page.wait_for_function(at_end)
    tab.rest()
    assert "epoch" not in query(page)
    # Nor again in this window.
    tab.open("/train?fs=Tanh&epochs=40")
    page.wait_for_timeout(1500)
    assert set(page.evaluate("[...moved].filter(Boolean)")) == {"40"}
    assert tab.errors == []
    context.close()
