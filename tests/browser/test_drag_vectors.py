"""Vectors in a browser: bars, map and lines follow a thumb before it is let go of."""

from __future__ import annotations

import numpy as np
import pytest

from activations.vector import GATES, Softmax, Sparsemax, bearable_constants
from pages.vectors.figures import label_of
from pages.vectors.logits import FIRST, START, TEMPERATURE
from tests.browser.conftest import Tab
from tests.browser.test_browser import soon
from tests.browser.test_drag import answered, dragged, opened, value_of

# The numbers in the cells of the map, as they are drawn.
CELLS = """() => [...document.querySelectorAll('.st-key-jacobian .heatmap-label text')]
    .map((text) => Number(text.textContent.replace('−', '-')))"""
LABELS = "() => [...document.querySelectorAll('.st-key-bars .scatterlayer .text text')].map((text) => text.textContent)"
# Pairs of numbers at bars that meet. The box of a number is higher than its digits by about a third.
MEETING = """() => {
    const boxes = [...document.querySelectorAll('.st-key-bars .scatterlayer .text text')].map((text) => {
        const { left, right, top, height } = text.getBoundingClientRect();
        return { left, right, top: top + height / 6, bottom: top + height * 5 / 6, text: text.textContent };
    });
    return boxes.flatMap((a, index) => boxes.slice(index + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map((b) => `${a.text} ${b.text}`));
}"""
# The ends of the band of the naive formula in float32, and what is written at them.
ENDS = """() => {
    const plot = document.querySelector('.st-key-constant .js-plotly-plot');
    const way = plot.querySelectorAll('.scatterlayer .trace')[2].querySelector('path.js-line').getAttribute('d');
    const texts = [...plot.querySelectorAll('.scatterlayer .text text')].map((text) => text.textContent);
    return [way.match(/[ML]-?[\\d.]+/g).map((x) => plot._fullLayout.xaxis.p2l(Number(x.slice(1)))), texts];
}"""
# The tops of the bars of the first function, as shares of the height of the axis.
TOPS = """() => {
    const plot = document.querySelector('.st-key-bars .js-plotly-plot');
    const { yaxis } = plot._fullLayout;
    return [...plot.querySelector('.scatterlayer .trace').querySelectorAll('path.js-line')]
        .flatMap((path) => path.getAttribute('d').split('M').filter(Boolean))
        .map((piece) => Math.max(...piece.split('L').map((pair) => yaxis.p2l(Number(pair.split(',')[1])))));
}"""
# Where the dot stands on each map over (a, b), and whether the colours are still there.
DOTS = """() => [...document.querySelectorAll('[class*=st-key-map-] .js-plotly-plot')].map((plot) => {
    const { xaxis, yaxis } = plot._fullLayout;
    const [x, y] = plot.querySelector('.scatterlayer .points path').getAttribute('transform').match(/[-.\\d]+/g);
    return [xaxis.p2l(Number(x)), yaxis.p2l(Number(y)), plot.querySelectorAll('image').length];
})"""


@pytest.mark.parametrize("slider", ["x2", "T"])
def test_bars_and_map_follow_the_thumb(tab: Tab, slider: str) -> None:
    page = opened(tab, "/vectors")
    logits, temperature = list(FIRST[:START]), TEMPERATURE.default

    def shown() -> None:
        nonlocal temperature
        if slider == "T":
            temperature = value_of(page, slider)
        else:
            logits[1] = value_of(page, slider)
        shares = Softmax(temperature)(logits)
        assert page.evaluate(TOPS) == pytest.approx(shares.tolist(), abs=0.01)
        labels = [label_of(p) for cls in (Softmax, Sparsemax) for p in cls(temperature)(logits).tolist()]
        differ = [pair for pair in zip(page.evaluate(LABELS), labels, strict=True) if pair[0] != pair[1]]
        # Between two values that were sent, the last digit may be another.
        assert len(differ) <= 4, differ

    def coloured() -> None:
        jacobian = Softmax(temperature).jacobian(logits).ravel()
        assert page.evaluate(CELLS) == pytest.approx(np.round(jacobian, 2).tolist(), abs=0.03)

    values = dragged(page, slider, [6, 25, 47, -20, -41], lambda: soon(page, shown))
    assert len(set(values)) == 5
    soon(page, coloured)
    page.mouse.up()
    answered(page, slider)
    soon(page, shown)
    soon(page, coloured)
    assert not tab.errors


def test_the_dot_moves_over_the_maps_of_a_gate(tab: Tab) -> None:
    page = opened(tab, "/vectors?about=Gates&gate=GLU")
    glu = GATES["GLU"]()

    def shown() -> None:
        a = value_of(page, "a")
        for x, y, layers in page.evaluate(DOTS):
            assert (x, y) == pytest.approx((a, -1.0), abs=0.05)
            assert layers
        texts = page.locator(".st-key-slice-b .scatterlayer .text text").all_text_contents()
        f = float(texts[0].removeprefix("f = ").replace("−", "-"))
        assert f == pytest.approx(glu(a, -1.0), abs=0.01)

    dragged(page, "a", [10, 33, 60, -70, -141], lambda: soon(page, shown))
    page.mouse.up()
    answered(page, "a")
    soon(page, shown)
    assert not tab.errors


def test_the_constant_moves_its_line_and_no_bar(tab: Tab) -> None:
    page = opened(tab, "/vectors")
    page.locator(".st-key-c").scroll_into_view_if_needed()
    before = page.evaluate(TOPS)
    where = """() => {
        const plot = document.querySelector('.st-key-constant .js-plotly-plot');
        const line = [...plot.querySelectorAll('.scatterlayer .trace')].at(-1).querySelector('path.js-line');
        return plot._fullLayout.xaxis.p2l(Number(line.getAttribute('d').match(/[-.\\d]+/)[0]));
    }"""

    def moved() -> None:
        assert page.evaluate(where) == pytest.approx(value_of(page, "c"), abs=2)
        assert page.evaluate(TOPS) == before

    dragged(page, "c", [20, 60, 90], lambda: soon(page, moved))
    page.mouse.up()
    answered(page, "c")
    soon(page, moved)
    assert not tab.errors


def test_how_large_a_constant_may_be_follows_the_temperature(tab: Tab) -> None:
    page = opened(tab, "/vectors?T=2")
    logits = list(FIRST[:START])

    def moved() -> None:
        bounds = bearable_constants(logits, value_of(page, "T"), np.float32)
        band, texts = page.evaluate(ENDS)
        assert band == pytest.approx(bounds, abs=2)
        written = [float(text.replace("−", "-")) for text in texts]
        assert all(np.min(np.abs(np.array(written) - bound)) < 1 for bound in bounds), (written, bounds)

    # The naive formula in float64 has room for its numbers beyond its band, then above its ends, then none.
    dragged(page, "T", [30, -90, -190, -300], lambda: soon(page, moved))
    page.mouse.up()
    answered(page, "T")
    soon(page, moved)
    assert not tab.errors


@pytest.mark.parametrize(
    "link",
    [
        "",
        "T=0.1",
        "x1=10&x2=-10&x3=9.9&x4=-9.9&T=5",
        "n=8&show=Softmax&T=5",
        # No larger on a phone.
        "view=class",
    ],
)
def test_numbers_at_bars_do_not_meet_on_a_phone(tab: Tab, link: str) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    page = tab.open(f"/vectors?{link}").page

    def apart() -> None:
        assert len(page.evaluate(LABELS)) == 8
        assert page.evaluate(MEETING) == []

    soon(page, apart)
