"""Training runs are scrubbed in the browser: pictures, lines and units follow the thumb without the server."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.test_browser import thumb, waits_for
from tests.browser.test_drag import DRAWN, FRAMES, Wire, answered, dragged, opened, value_of, wire

__all__ = ["wire"]

# What lies behind the lines of each chart that has such a picture, and whether it can be shown.
PICTURES = """async () => Promise.all([...document.querySelectorAll('.js-plotly-plot .imagelayer image')].map(
    async (image) => {
        const source = image.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
        const loaded = Object.assign(new Image(), { src: source });
        await loaded.decode();
        return `${loaded.naturalWidth} ${source}`;
    }))"""
LINK = "/train?fs=ReLU&fs=Tanh&epochs=40&units=8"


def test_pictures_lines_and_units_follow_the_epoch_before_release_without_the_server(
    tab: Tab, wire: Wire
) -> None:
    page = opened(tab, LINK)
    sent = (wire.out, len(wire.received))
    seen: dict[float, str] = {}

    def note() -> None:
        value = value_of(page, "epoch")
        if value not in seen:
            shown = [*seen.values()]
            waits_for(page, lambda: str(page.evaluate(PICTURES)) not in shown, f"The pictures at {value}", 3)
            seen[value] = str(page.evaluate(PICTURES))

    values = dragged(page, "epoch", [-25 * step for step in range(1, 14)], note)
    assert len(seen) == len(set(values)) >= 5
    assert (wire.out, len(wire.received)) == sent
    page.evaluate(FRAMES)
    pictures, drawn = page.evaluate(PICTURES), page.evaluate(DRAWN)
    assert all(picture.startswith("40 data:image/png") for picture in pictures) and len(pictures) == 2
    page.mouse.up()
    answered(page, "epoch")
    waits_for(page, lambda: page.evaluate(PICTURES) == pictures, "The pictures of the release")
    # The words below say the epoch on which the thumb was let go of.
    words = page.get_by_text(f"epoch {values[-1]:.0f}", exact=True)
    waits_for(page, lambda: words.count() == 1, "The words of the release")
    assert [len(chart["lines"]) for chart in page.evaluate(DRAWN)] == [len(chart["lines"]) for chart in drawn]
    # Before it has learned anything, a network may see one class everywhere, and then there is no line.
    assert "another element" not in page.evaluate("blanks")
    tab.open(page.url.removeprefix(tab.address))
    waits_for(page, lambda: page.evaluate(PICTURES) == pictures, "The pictures of the link")
    assert tab.errors == []


def test_play_shows_the_run_from_its_beginning_and_ends_where_it_was(tab: Tab, wire: Wire) -> None:
    page = opened(tab, LINK)
    end, sent = page.evaluate(PICTURES), wire.out
    page.locator("[class*=st-key-play-epoch] button").first.click()
    waits_for(page, lambda: 0 < value_of(page, "epoch") < 20, "The first half")
    waits_for(page, lambda: 20 < value_of(page, "epoch") < 40, "The second half")
    waits_for(page, lambda: value_of(page, "epoch") == 40, "The end")
    waits_for(page, lambda: page.evaluate(PICTURES) == end, "The pictures of the end")
    assert wire.out == sent
    assert tab.errors == []


def test_keys_move_through_the_run(tab: Tab) -> None:
    page = opened(tab, LINK)
    before = page.evaluate(PICTURES)
    thumb(page, "epoch").press("ArrowLeft")
    answered(page, "epoch")
    assert value_of(page, "epoch") == 39
    waits_for(page, lambda: page.evaluate(PICTURES) != before, "The pictures of the epoch before")


def test_a_preset_is_shown_at_once_and_its_link_opens_it(tab: Tab) -> None:
    page = opened(tab, LINK)
    page.get_by_role("button", name="Dying ReLU").click()
    waits_for(page, lambda: page.get_by_text("ends with more dead units").count() == 1, "What it shows")
    waits_for(page, lambda: " in layer 1" in page.inner_text("body"), "The words")
    tab.settle()
    text = page.locator("[data-testid=stCode] code").last.inner_text()
    tab.open(text.removeprefix(tab.address))
    waits_for(page, lambda: page.get_by_text("ends with more dead units").count() == 1, "What the link shows")
    assert tab.errors == []


MARKED = "globalThis.activationExplorer.charts.get('losses').shown"


def test_the_value_of_a_parameter_stands_at_the_thumb_that_marks_it_in_the_chart(
    tab: Tab, wire: Wire
) -> None:
    page = opened(tab, "/tune?f=PReLU&from=-0.5&to=0.5&values=5&seeds=3&epochs=10&units=4")
    expect(thumb(page, "value")).to_have_attribute("aria-valuetext", "0")
    sent, seen = (wire.out, len(wire.received)), []

    def note() -> None:
        marked = page.evaluate(f"Object.values({MARKED} ?? {{}}).at(-1)?.x[0]")
        seen.append((thumb(page, "value").get_attribute("aria-valuetext"), marked))

    dragged(page, "value", [-500, 500], note)
    assert (wire.out, len(wire.received)) == sent
    assert seen == [("−0.5", -0.5), ("0.5", 0.5)]
    page.mouse.up()
    page.wait_for_url("**&value=4")
    waits_for(page, lambda: page.get_by_text("α = 0.5", exact=True).count() > 0, "The words of the release")
    assert tab.errors == []
