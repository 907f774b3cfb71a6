"""The curve follows the thumb before it is let go of, and what was painted then is what stays."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from activations import CATALOGUE, ELU, GELU
from tests.browser.conftest import Tab
from tests.browser.test_browser import VALUE, knob, thumb, waits_for
from tests.pages.test_figures import distances

# How the live preview may be seen from outside: every chart has been taken hold of, and the server knows.
ALIVE = """() => {
    const charts = [...(globalThis.activationExplorer?.charts ?? new Map()).values()].filter((chart) => chart.plot);
    return charts.length === document.querySelectorAll('.js-plotly-plot').length
        && charts.every((chart) => chart.present) && globalThis.activationExplorer.alive;
}"""
# What the server believes of a slider.
HELD = """(slider) => [...globalThis.activationExplorer.charts.values()]
    .filter((chart) => chart.plot && slider in (chart.present?.held ?? {}))
    .map((chart) => chart.present.held[slider])"""
# All that is drawn: for each chart the lines in pixels, the places of the marks, and the labels.
DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map((plot) => ({
    lines: [...plot.querySelectorAll('.scatterlayer .trace')].map((trace) =>
        [...trace.querySelectorAll('path.js-line')].map((path) => path.getAttribute('d')).join('')),
    marks: [...plot.querySelectorAll('.scatterlayer .points path')].map((path) => path.getAttribute('transform')),
    heights: [...plot.querySelectorAll('.scatterlayer .trace')].map((trace) =>
        plot._fullLayout['yaxis' + trace.closest('.subplot').getAttribute('class').match(/y(\\d*)/)[1]]._length),
    labels: [...plot.querySelectorAll('.scatterlayer .text text')].map((text) => text.textContent),
}))"""
# The lines of a chart in the units of its axes: for each trace a list of [x, y] for each unbroken piece.
PIECES = """(chart) => {
    const plot = document.querySelectorAll('.js-plotly-plot')[chart];
    if (!plot?._fullLayout) return [];
    const { xaxis, yaxis } = plot._fullLayout;
    return [...plot.querySelectorAll('.scatterlayer .trace')]
        .map((trace) => [...trace.querySelectorAll('path.js-line')].flatMap((path) =>
            (path.getAttribute('d') ?? '').split('M').filter(Boolean).map((piece) =>
                piece.split('L').map((pair) => pair.split(',').map(Number))
                    .map(([x, y]) => [xaxis.p2l(x), yaxis.p2l(y)]))))
        .filter((pieces) => pieces.length);
}"""
SCALE = "() => { const { yaxis } = document.querySelector('.js-plotly-plot')._fullLayout; return Math.abs(yaxis._m); }"
RANGES = """() => [...document.querySelectorAll('.js-plotly-plot')].map((plot) =>
    [plot._fullLayout.xaxis.range, plot._fullLayout.yaxis.range])"""
# Notes in every frame whether each chart is the same element as before and has its lines.
WATCH = """() => {
    const plots = [...document.querySelectorAll('.js-plotly-plot')];
    const lined = plots.filter((plot) => plot.querySelector('.scatterlayer path.js-line'));
    globalThis.blanks = [];
    globalThis.values = [];
    const look = () => {
        const present = [...document.querySelectorAll('.js-plotly-plot')];
        if (present.length !== plots.length || present.some((plot, index) => plot !== plots[index]))
            globalThis.blanks.push('another element');
        else if (lined.some((plot) => ![...plot.querySelectorAll('.scatterlayer path.js-line')]
            .some((path) => path.getAttribute('d')?.length > 10 && path.getBoundingClientRect().width > 20)))
            globalThis.blanks.push('no line');
        globalThis.values.push([...document.querySelectorAll('input[type=range]')].map(
            (input) => input.getAttribute('aria-valuetext')).join(' '));
        requestAnimationFrame(look);
    };
    look();
}"""
# What people read on a page.
READ = "[data-testid=stMain]"
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

Drawn = list[dict[str, Any]]


@dataclass
class Wire:
    """The connection of a tab to the server: counts messages, and can hold back those that the server sends."""

    page: Page
    out: int = 0
    received: list[bytes] = field(default_factory=list)
    holding: bool = False
    held: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route_web_socket(re.compile(r"/_stcore/stream"), self._join)

    def _join(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def outward(message: str | bytes) -> None:
            self.out += 1
            server.send(message)

        def inward(message: str | bytes) -> None:
            self.received.append(message if isinstance(message, bytes) else message.encode())
            if self.holding:
                self.held.append(lambda: route.send(message))
            else:
                route.send(message)

        route.on_message(outward)
        server.on_message(inward)

    def let_go(self) -> None:
        """Pass on what was held back."""
        self.holding = False
        for message in self.held:
            message()
        self.held.clear()


@pytest.fixture
def wire(tab: Tab) -> Wire:
    """The connection of the tab, which is not open yet."""
    tab.disposable = True
    return Wire(tab.page)


def opened(tab: Tab, path: str) -> Page:
    """Open a page, wait until its charts follow their sliders, and watch for blank frames from then on."""
    tab.open(path)
    tab.page.wait_for_function(ALIVE)
    tab.settle()
    tab.page.wait_for_timeout(300)
    tab.page.evaluate(WATCH)
    return tab.page


def value_of(page: Page, slider: str) -> float:
    """Where a thumb stands."""
    value: float = thumb(page, slider).evaluate(VALUE)
    return value


def answered(page: Page, slider: str) -> None:
    """Wait until the server's answer to the present place of a thumb is drawn."""
    value = value_of(page, slider)
    waits_for(page, lambda: set(page.evaluate(HELD, slider)) == {value}, f"The answer to {slider} = {value}")
    page.wait_for_timeout(400)


def numbers(path: str | None) -> np.ndarray:
    """The coordinates of a path or a translation, one pair a row, with nan before each new piece of a path."""
    broken = (path or "").replace("M", " nan,nan ")
    return np.array(re.findall(r"nan|-?\d+\.?\d*(?:e-?\d+)?", broken), dtype=float).reshape(-1, 2)


def readings(labels: list[str]) -> list[float]:
    """The numbers in the labels of the probe."""
    return [float(label.rpartition("= ")[2].replace("−", "-")) for label in labels if "= " in label]


def pixels_apart(before: Drawn, after: Drawn) -> float:
    """How far what is drawn has moved."""
    found = [0.0]
    for one, other in zip(before, after, strict=True):
        assert readings(one["labels"]) == pytest.approx(readings(other["labels"]), rel=1e-2, abs=1e-2)
        for mark, same in zip(one["marks"], other["marks"], strict=True):
            found.append(float(np.abs(numbers(mark) - numbers(same)).max(initial=0.0)))
        for line, same, height in zip(one["lines"], other["lines"], one["heights"], strict=True):
            first, second = numbers(line), numbers(same)
            if len(first) == len(second):
                found.append(float(np.nan_to_num(np.abs(first - second)).max(initial=0.0)))
            else:
                # Far off the chart Plotly leaves points out.
                found += [farthest(first, second, height), farthest(second, first, height)]
    return max(found)


def farthest(points: np.ndarray, line: np.ndarray, height: float) -> float:
    """How far those points that are on a chart of some height are at most from a line."""
    # Both ends of a jump have the same x; the dots there are compared as marks.
    alone = np.isnan(np.roll(points[:, 0], 1)) | np.isnan(np.roll(points[:, 0], -1))
    seen = points[(points[:, 1] >= 0) & (points[:, 1] <= height) & ~alone]
    if not len(seen):
        return 0.0
    x = np.maximum.accumulate(np.nan_to_num(line[:, 0], nan=-np.inf))
    return float(distances(seen[:, 0], seen[:, 1], x, line[:, 1]).max())


def pixels_off(page: Page, name: str, line: int = 0, order: int = 0, **settings: float) -> float:
    """How far the points of a line of the first chart are from a function, where they are on the chart."""
    f = CATALOGUE[name](**settings)
    ranges, lines = page.evaluate(RANGES), page.evaluate(PIECES, 0)
    if not ranges or not lines:
        # Another function has another chart.
        return math.inf
    # Points on a straight line may be left out.
    x, y = np.concatenate([dense(np.array(piece)) for piece in lines[line]]).T
    (left, right), (bottom, top) = ranges[0]
    seen = (x > left) & (x < right) & (y > bottom) & (y < top)
    for kink in f.kinks():
        seen &= np.abs(x - kink) > 1e-2
    assert seen.sum() > 20
    true = (f, f.derivative, f.second_derivative)[order](x[seen])
    return float(np.abs(y[seen] - true).max() * page.evaluate(SCALE))


def dense(piece: np.ndarray) -> np.ndarray:
    """The points of a line, and some between each two that are next to each other."""
    shares = np.linspace(0, 1, 20)[:, None, None]
    between = piece[:-1] + shares * (piece[1:] - piece[:-1])
    return np.concatenate([piece, between.reshape(-1, 2)])


def dragged(
    page: Page, slider: str, moves: Sequence[float], after: Callable[[], object] = lambda: None
) -> list[float]:
    """Take hold of a thumb, move it by so many pixels from where it was, one after the other; return its values."""
    thumb(page, slider).scroll_into_view_if_needed()
    x, y = knob(page, slider)
    page.mouse.move(x, y)
    page.mouse.down()
    values = []
    for move in moves:
        page.mouse.move(x + move, y)
        page.evaluate(FRAMES)
        values.append(value_of(page, slider))
        after()
    return values


# Which families a page has been brought, by slider, in elements that are new since MARK.
MARK = "() => document.querySelectorAll('.live-message').forEach((element) => (element.old = true))"
TOLD = """() => {
    const told = [];
    for (const element of document.querySelectorAll('.live-message')) {
        if (element.old) continue;
        const data = Uint8Array.from(atob(element.dataset.message), (letter) => letter.charCodeAt(0));
        const sizes = new DataView(data.buffer);
        for (let start = 0; start < data.length; start += 4 + sizes.getUint32(start, true)) {
            const header = data.subarray(start + 8, start + 8 + sizes.getUint32(start + 4, true));
            const { kind, slider } = JSON.parse(new TextDecoder().decode(header));
            if (kind === "family") told.push(slider);
        }
    }
    return told;
}"""


@pytest.mark.parametrize("slider", ["alpha", "x"])
def test_a_slider_that_has_moved_brings_only_what_it_changes_for_the_others(tab: Tab, slider: str) -> None:
    page = opened(tab, "/?f=PELU")
    page.evaluate(MARK)
    thumb(page, slider).press("ArrowRight")
    answered(page, slider)
    assert set(page.evaluate(TOLD)) == {"alpha", "beta", "x"} - {slider}


PATHS_OF_A_THUMB = [
    # page, slider, how many pixels the thumb is moved at a time; how well, test_painting.py tells of every function
    ("/?f=HardTanh", "alpha", 5),
    ("/?f=x*tanh(softplus(beta*x))", "beta", 7),
    ("/?f=PELU&show=f′&show=f″&show=shading&show=stacked", "beta", 5),
    ("/compare?arrange=side+by+side", "depth-plateau-left", 5),
    ("/compare?baseline=Swish", "slope-left-0", 5),
    ("/compare?tune=each+alone", "ELU-alpha", 5),
    # Its axis is 2000 wide.
    ("/vectors", "c", 5),
]


@pytest.mark.parametrize(("path", "slider", "step"), PATHS_OF_A_THUMB, ids=str)
def test_every_value_is_painted_before_release_without_a_word_to_the_server_and_stays(
    tab: Tab, wire: Wire, path: str, slider: str, step: int
) -> None:
    page = opened(tab, path)
    before, sent, ranges = page.evaluate(DRAWN), (wire.out, len(wire.received)), page.evaluate(RANGES)
    pictures: dict[float, str] = {}

    def note() -> None:
        value = value_of(page, slider)
        if value not in pictures:
            shown = [str(before), *pictures.values()]
            waits_for(page, lambda: str(page.evaluate(DRAWN)) not in shown, f"The curve at {value}", 3)
            pictures[value] = str(page.evaluate(DRAWN))

    values = dragged(page, slider, [step * i for i in range(1, 10)], note)
    assert len(pictures) == len(set(values)) >= 5
    assert (wire.out, len(wire.received)) == sent
    preview = page.evaluate(DRAWN)
    page.mouse.up()
    answered(page, slider)
    assert len(wire.received) > sent[1]
    assert value_of(page, slider) == values[-1]
    assert pixels_apart(preview, page.evaluate(DRAWN)) < 1
    assert page.evaluate(RANGES) == ranges
    assert page.evaluate("blanks") == []
    assert tab.errors == []


def test_keys_paint_the_true_curve_before_the_server_answers(tab: Tab, wire: Wire) -> None:
    name, slider = "SELU", "lambda"
    page = opened(tab, f"/?f={name}")
    wire.holding = True
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "PageUp", "PageUp", "ArrowLeft"):
        thumb(page, slider).press(key)
        page.evaluate(FRAMES)
    preview = page.evaluate(DRAWN)
    settings = {"lambda_": value_of(page, slider)}
    assert settings != CATALOGUE[name]().settings()
    assert pixels_off(page, name, 0, 0, **settings) < 1
    assert pixels_off(page, name, 1, 1, **settings) < 1
    wire.let_go()
    answered(page, slider)
    assert pixels_off(page, name, 0, 0, **settings) < 1
    assert pixels_apart(preview, page.evaluate(DRAWN)) < 1
    assert page.evaluate("blanks") == []
    assert tab.errors == []


def test_a_drag_that_starts_before_the_answer_goes_on_undisturbed(tab: Tab, wire: Wire) -> None:
    page = opened(tab, "/?f=ELU")
    wire.holding = True
    dragged(page, "alpha", [60, 120])
    page.mouse.up()
    waits_for(page, lambda: bool(wire.held), "The answer")
    page.evaluate("values.length = 0")
    dragged(page, "alpha", [-20, -40])
    held = value_of(page, "alpha")
    assert pixels_off(page, "ELU", alpha=held) < 1
    wire.let_go()
    page.wait_for_timeout(700)
    assert value_of(page, "alpha") == held
    assert pixels_off(page, "ELU", alpha=held) < 1
    settled = page.evaluate("values.slice(-20)")
    assert len(set(settled)) == 1, "The thumb jumped"
    page.mouse.up()
    answered(page, "alpha")
    assert value_of(page, "alpha") == held
    assert pixels_off(page, "ELU", alpha=held) < 1
    assert page.evaluate("blanks") == []


def test_another_slider_that_is_taken_before_the_answer_shows_no_curve_of_the_past(
    tab: Tab, wire: Wire
) -> None:
    page = opened(tab, "/?f=SELU")
    wire.holding = True
    dragged(page, "alpha", [40, -60])
    page.mouse.up()
    alpha = value_of(page, "alpha")
    waits_for(page, lambda: bool(wire.held), "The answer")
    before = pixels_off(page, "SELU", alpha=alpha)
    dragged(page, "lambda", [20, 40])
    # Curves for both new values are not here yet: that of the last release stands still.
    assert before < 1 and pixels_off(page, "SELU", alpha=alpha) < 1
    wire.let_go()
    scale = value_of(page, "lambda")
    waits_for(page, lambda: pixels_off(page, "SELU", alpha=alpha, lambda_=scale) < 1, "Both values")
    assert value_of(page, "lambda") == scale
    page.mouse.up()
    answered(page, "lambda")
    assert pixels_off(page, "SELU", alpha=alpha, lambda_=scale) < 1
    assert page.evaluate("blanks") == []


def choose_zoom(page: Page) -> None:
    """Choose that a drag zooms, where it moves the probe otherwise."""
    page.locator(".js-plotly-plot").first.hover()
    page.locator(".modebar-btn[data-val=zoom]").first.click()


def zoomed(page: Page) -> None:
    """Drag a rectangle on the first chart."""
    choose_zoom(page)
    area = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] * 0.9, steps=5)
    page.mouse.up()
    waits_for(page, lambda: page.evaluate(RANGES)[0][0][0] > -5, "The zoom")
    page.wait_for_timeout(400)


def test_the_zoom_is_kept_and_nothing_is_drawn_beyond_the_axes(tab: Tab) -> None:
    slider = "depth-plateau-left"
    page = opened(tab, "/compare")
    zoomed(page)
    ranges = page.evaluate(RANGES)
    preview = None
    for moves in ([30, 60], [-20, -40]):
        dragged(page, slider, moves)
        preview = page.evaluate(DRAWN)
        assert page.evaluate(RANGES) == ranges
        page.mouse.up()
        answered(page, slider)
        assert page.evaluate(RANGES) == ranges
        assert pixels_apart(preview, page.evaluate(DRAWN)) < 1
    # The part of the picture that a line may fill is the area between the axes.
    clipped = """() => [...document.querySelectorAll('.js-plotly-plot .scatterlayer path.js-line')].every((path) => {
        const name = path.closest('[clip-path]')?.getAttribute('clip-path').match(/#([^'")]+)/)[1];
        const box = name && document.getElementById(name).querySelector('rect');
        const { xaxis, yaxis } = path.closest('.js-plotly-plot')._fullLayout;
        return box && Math.abs(box.getAttribute('width') - xaxis._length) < 1
            && Math.abs(box.getAttribute('height') - yaxis._length) < 1;
    })"""
    assert page.evaluate(clipped)
    assert page.evaluate("blanks") == []
    assert tab.errors == []


# Where the names of curves stand on a chart, in its units: [name, x, y].
NAMED = """() => {
    const plot = document.querySelector('.js-plotly-plot');
    const { xaxis, yaxis } = plot._fullLayout;
    return plot._fullData.filter((trace) => trace.meta?.names).map((trace) => {
        const dot = plot.querySelector(`.trace${trace.uid} path.point`).getAttribute('transform');
        const [across, up] = dot.match(/-?[\\d.]+/g).map(Number);
        return [trace.meta.names, xaxis.p2c(across), yaxis.p2c(up)];
    });
}"""


def test_the_names_of_overlaid_curves_stay_on_them_while_dragged(tab: Tab, wire: Wire) -> None:
    page = opened(tab, "/compare?fs=ELU&fs=GELU")
    sent = wire.out

    def look() -> None:
        functions = {"ELU": ELU(alpha=value_of(page, "depth-plateau-left")), "GELU": GELU()}
        named = page.evaluate(NAMED)
        assert {name for name, _, _ in named} == set(functions)
        for name, x, y in named:
            assert y == pytest.approx(functions[name](x), abs=0.05), name

    look()
    dragged(page, "depth-plateau-left", [30, 80, -40], look)
    assert wire.out == sent
    page.mouse.up()
    answered(page, "depth-plateau-left")
    look()
    assert tab.errors == []


def test_the_probe_moves_its_marks_tangent_and_labels_which_agree_with_the_words(
    tab: Tab, wire: Wire
) -> None:
    page = opened(tab, "/?f=ELU&alpha=1.5")
    sent = wire.out
    f, scale = ELU(alpha=1.5), page.evaluate(SCALE)
    seen: list[float] = []

    def look() -> None:
        (chart,) = page.evaluate(DRAWN)
        x = value_of(page, "x")
        true = [f(x), f.derivative(x)]
        assert readings(chart["labels"]) == pytest.approx(true, rel=1e-4)
        places = [numbers(mark)[0] for mark in chart["marks"] if mark]
        (left, right), (_, top) = page.evaluate(RANGES)[0]
        width = page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.xaxis._length")
        wanted = [[(x - left) / (right - left) * width, (top - y) * scale] for y in (f(x), f.derivative(x))]
        assert all(min(np.abs(place - one).max() for place in places) < 1 for one in wanted)
        ends = np.array(page.evaluate(PIECES, 0)[2][0])
        tangent = f(x) + f.derivative(x) * (ends[:, 0] - x)
        assert np.abs(ends[:, 1] - tangent).max() * scale < 1
        seen.append(x)

    dragged(page, "x", [-60, -35, -10, 25, 75, 120], look)
    assert len(set(seen)) == 6 and wire.out == sent
    page.mouse.up()
    answered(page, "x")
    look()
    said = page.get_by_text(re.compile("^At x = ")).inner_text().replace("−", "-").partition("\n")[0]
    rounded = [float(number) for number in re.findall(r"= (-?[\d.]+)", said)][:3]
    assert rounded == pytest.approx([seen[-1], f(seen[-1]), f.derivative(seen[-1])], rel=1e-3)
    assert tab.errors == []


def test_a_jump_stays_a_gap_while_its_slider_is_dragged(tab: Tab) -> None:
    slider = "lambda"
    page = opened(tab, "/?f=HardShrink")
    (_, _), (bottom, top) = page.evaluate(RANGES)[0]

    def look() -> None:
        for line in page.evaluate(PIECES, 0)[:2]:
            for piece in map(np.array, line):
                steps = np.abs(np.diff(piece, axis=0))
                steep = (steps[:, 0] < 0.01) & (steps[:, 1] > 0.1)
                on_chart = (piece[1:, 1] > bottom) & (piece[1:, 1] < top)
                assert not np.any(steep & on_chart), f"a line joins a jump at {piece[1:][steep]}"

    dragged(page, slider, [-25, -10, 10, 25, 45, 70], look)
    preview = page.evaluate(DRAWN)
    page.mouse.up()
    answered(page, slider)
    look()
    assert pixels_apart(preview, page.evaluate(DRAWN)) < 1


# How the dots and markers of a chart look.
LOOKS = """() => [...document.querySelectorAll('.scatterlayer .points path')].map((path) => {
    const { fill, stroke, strokeWidth, opacity, display } = getComputedStyle(path);
    return [numbers(path.getAttribute('d')), fill, stroke, strokeWidth, opacity, display];
    function numbers(text) { return text.match(/-?[\\d.]+/g).map(Number).join(' '); }
})"""
# Counts how often Plotly is asked to draw.
PLOTLY = """() => {
    globalThis.drawings = 0;
    for (const name of ['animate', 'restyle', 'update', 'react', 'redraw']) {
        const own = Plotly[name];
        Plotly[name] = (...given) => { globalThis.drawings += 1; return own(...given); };
    }
}"""


def test_dots_of_a_jump_that_opens_and_markers_move_without_plotly_and_look_as_it_draws_them(
    tab: Tab,
) -> None:
    slider = "depth-plateau-left"
    page = opened(tab, "/compare?fs=ELU&fs=Swish")
    page.evaluate(PLOTLY)
    count = len(page.evaluate(LOOKS))
    dragged(page, slider, [20, 45, 0, 30])
    assert page.evaluate("drawings") == 0
    preview, drawn = page.evaluate(LOOKS), page.evaluate(DRAWN)
    # At α = 1 the slope of ELU does not jump.
    assert len(preview) > count
    page.mouse.up()
    answered(page, slider)
    assert page.evaluate("drawings") > 0
    assert page.evaluate(LOOKS) == preview
    assert pixels_apart(drawn, page.evaluate(DRAWN)) < 1
    dragged(page, slider, [-30])
    assert len(page.evaluate(LOOKS)) == count
    page.mouse.up()
    answered(page, slider)
    assert len(page.evaluate(LOOKS)) == count
    assert tab.errors == []


def test_theme_window_and_full_screen_show_the_present_and_not_the_first_state(tab: Tab) -> None:
    page = opened(tab, "/?f=ELU")
    dragged(page, "alpha", [40, 80])
    page.mouse.up()
    answered(page, "alpha")
    alpha = value_of(page, "alpha")

    def look(what: str) -> None:
        waits_for(page, lambda: pixels_off(page, "ELU", alpha=alpha) < 1, f"The present curve {what}", 3)
        page.wait_for_timeout(500)
        assert pixels_off(page, "ELU", alpha=alpha) < 1, what
        assert pixels_off(page, "ELU", 1, 1, alpha=alpha) < 1, what

    page.emulate_media(color_scheme="dark")
    look("in the dark")
    page.set_viewport_size({"width": 900, "height": 700})
    look("in a small window")
    page.locator(".js-plotly-plot").first.hover()
    page.get_by_role("button", name="Fullscreen").first.click()
    look("on the full screen")
    width = page.evaluate("document.querySelector('.js-plotly-plot').getBoundingClientRect().width")
    assert width > 800
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1440, "height": 900})
    look("back in the page")
    thumb(page, "alpha").press("ArrowLeft")
    answered(page, "alpha")
    alpha = value_of(page, "alpha")
    look("after a step")
    page.emulate_media(color_scheme="light")
    look("in the light")
    assert tab.errors == []


def test_a_change_of_function_range_or_switches_goes_on_following_the_slider(tab: Tab) -> None:
    page = opened(tab, "/?f=ELU&alpha=2")

    def follows(name: str, moves: list[float]) -> None:
        page.wait_for_function(ALIVE)
        page.wait_for_timeout(600)
        dragged(page, "alpha", moves)
        assert pixels_off(page, name, alpha=value_of(page, "alpha")) < 1, f"{name} in the drag"
        page.mouse.up()
        answered(page, "alpha")
        assert pixels_off(page, name, alpha=value_of(page, "alpha")) < 1, f"{name} after it"

    follows("ELU", [20, 40])
    page.get_by_role("combobox", name=re.compile("^Function")).fill("leaky")
    page.keyboard.press("Enter")
    waits_for(page, lambda: pixels_off(page, "LeakyReLU", alpha=0.01) < 1, "Leaky ReLU at its default")
    follows("LeakyReLU", [50, 100])
    page.get_by_role("button", name="curvature f″").click()
    waits_for(
        page,
        lambda: any(len(readings(chart["labels"])) == 3 for chart in page.evaluate(DRAWN)),
        "The second derivative",
    )
    follows("LeakyReLU", [-20, -30])
    page.get_by_role("button", name="Range and exact values").click()
    thumb(page, "range").press("PageDown")
    waits_for(page, lambda: any(x[0] < -6 for x, _ in page.evaluate(RANGES)), "The wider range")
    page.keyboard.press("Escape")
    follows("LeakyReLU", [20, 60])
    assert tab.errors == []


# Notes for every frame how many lines there are to see in the place of the chart, and where the chart ends.
SEEN = """() => {
    globalThis.seen = [];
    const look = () => {
        const place = document.querySelector('.st-key-chart');
        const lines = [...place?.querySelectorAll('.scatterlayer path.js-line') ?? []].filter((path) =>
            getComputedStyle(path).visibility === 'visible' && path.getBoundingClientRect().width > 20);
        globalThis.seen.push([lines.length, place?.getBoundingClientRect().bottom]);
        requestAnimationFrame(look);
    };
    look();
}"""


def test_a_chart_that_takes_the_place_of_another_leaves_no_frame_blank(tab: Tab) -> None:
    # So that nothing is scrolled to be clicked.
    tab.page.set_viewport_size({"width": 1440, "height": 1600})
    page = opened(tab, "/?f=ELU")
    before = len(page.evaluate(DRAWN)[0]["lines"])
    page.evaluate(SEEN)
    page.get_by_role("button", name="f″").first.click()
    waits_for(page, lambda: [len(chart["lines"]) > before for chart in page.evaluate(DRAWN)] == [True], "f″")
    page.wait_for_function(ALIVE)
    tab.rest()
    seen = page.evaluate("seen")
    assert all(lines for lines, _ in seen)
    assert len({bottom for _, bottom in seen}) == 1, "What is below has moved"
    # What stood in for the new chart is gone.
    assert page.locator(".stand-in").count() == 0
    dragged(page, "alpha", [20, 40])
    page.mouse.up()
    answered(page, "alpha")
    assert tab.errors == []


def test_leaving_the_page_and_coming_back_goes_on_following_the_slider(tab: Tab) -> None:
    page = opened(tab, "/?f=ELU")
    dragged(page, "alpha", [20, 40])
    page.mouse.up()
    answered(page, "alpha")
    for name, slider in (("Compare", "depth-plateau-left"), ("Explore", "alpha")):
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.locator(f".st-key-{slider}")).to_have_count(1)
        page.wait_for_function(ALIVE)
        tab.settle()
        page.wait_for_timeout(600)
        before, sent = page.evaluate(DRAWN), page.url
        dragged(page, slider, [20, 40])
        assert page.evaluate(DRAWN) != before and page.url == sent
        page.mouse.up()
        answered(page, slider)
    assert pixels_off(page, "ELU", alpha=value_of(page, "alpha")) < 1
    assert tab.errors == []


def test_hovering_reads_off_the_curve_that_is_shown(tab: Tab, wire: Wire) -> None:
    page = opened(tab, "/?f=ELU")
    wire.holding = True
    for _ in range(6):
        thumb(page, "alpha").press("PageUp")
    page.wait_for_timeout(600)
    f = ELU(alpha=value_of(page, "alpha"))
    area = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.4, steps=3)
    expect(page.locator(".hoverlayer .legendtext").first).to_be_visible()
    text = " ".join(page.locator(".hoverlayer text").all_text_contents()).replace("−", "-")
    x = float(re.findall(r"-?\d+\.?\d*", text)[0])
    read = {name: float(number) for name, number in re.findall(r"(f′?) : (-?\d+\.?\d*)", text)}
    assert read == pytest.approx({"f": f(x), "f′": f.derivative(x)}, abs=2e-3)
    wire.let_go()


def test_play_sweeps_the_slider_without_the_server_until_it_is_touched(tab: Tab, wire: Wire) -> None:
    page = opened(tab, "/?f=ELU")

    def play() -> int:
        sent = (wire.out, len(wire.received))
        page.evaluate("values.length = 0")
        page.locator(".st-key-play-alpha button >> visible=true").click()
        page.wait_for_timeout(1600)
        assert (wire.out, len(wire.received)) == sent
        distinct: int = page.evaluate("new Set(values).size")
        thumb(page, "alpha").press("ArrowRight")
        stopped = value_of(page, "alpha")
        page.wait_for_timeout(400)
        assert value_of(page, "alpha") == stopped
        answered(page, "alpha")
        assert pixels_off(page, "ELU", alpha=stopped) < 1
        return distinct

    assert play() >= 10
    # Who wishes for less motion is shown a few values.
    page.emulate_media(reduced_motion="reduce")
    assert 2 <= play() <= 4
    assert tab.errors == []


BROKEN = {
    "no Plotly on the page": "Object.defineProperty(window, 'Plotly', {get: () => undefined, set: () => {}});",
    "no script": """
        const create = URL.createObjectURL;
        URL.createObjectURL = (object) =>
            create.call(URL, /javascript/.test(object.type ?? '') ? new Blob(['export default () => {}'],
                {type: object.type}) : object);""",
}


@pytest.mark.parametrize("how", BROKEN)
def test_without_anything_to_hold_on_to_the_page_works_on_release(tab: Tab, how: str) -> None:
    page, lines, tab.disposable = tab.page, [], True
    page.on("console", lambda message: lines.append((message.type, message.text)))
    # Hurries up the clock by which the script gives up.
    page.add_init_script(BROKEN[how] + "const now = Date.now; Date.now = () => now() + 30 * (now() % 1e9);")
    tab.open("/?f=ELU")
    x, y = knob(page, "alpha")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    page.wait_for_url("**alpha=*")
    tab.settle()
    page.wait_for_timeout(500)
    (value,) = re.findall(r"alpha=([\d.]+)", page.url)
    waits_for(page, lambda: pixels_off(page, "ELU", alpha=float(value)) < 1, f"α = {value}")
    plain = [text for _, text in lines if "Live preview" in text]
    assert len(plain) == (0 if how == "no script" else 1), lines
    assert [text for kind, text in lines if kind == "error" and "_stcore" not in text] == []
    assert tab.errors == []
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0


def test_of_several_sliders_only_the_one_that_moves_is_sent_again(tab: Tab, wire: Wire) -> None:
    first, second = "ELU-alpha", "Swish-beta"
    page = opened(tab, "/compare?fs=ELU&fs=Swish&tune=each+alone")
    for slider in (first, second, first):
        wire.received.clear()
        thumb(page, slider).press("ArrowRight")
        answered(page, slider)
        messages = map(ForwardMsg.FromString, wire.received)
        elements = [message.delta.new_element for message in messages if message.HasField("delta")]
        sliders = [element.slider.id for element in elements if element.WhichOneof("type") == "slider"]
        assert [key.endswith(f"-{slider}") for key in sliders] == [True]
    assert tab.errors == []


SECTIONS = {
    "Properties": ("alpha", "x"),
    "Numbers": ("x", "beta"),
    "Code": ("beta", "x"),
}


def test_after_some_sliders_have_moved_every_section_reads_as_it_does_from_the_link(tab: Tab) -> None:
    page = opened(tab, "/?f=HardTanh")
    for section, sliders in SECTIONS.items():
        tab.section(section)
        page.wait_for_url(f"**tab={section.replace(' ', '+')}*")
        for slider in sliders:
            thumb(page, slider).press("ArrowLeft")
            answered(page, slider)
        tab.settle()
        moved = page.inner_text(READ)
        # As whoever comes by the link; the next section goes on from there.
        opened(tab, page.url.removeprefix(tab.address))
        waits_for(page, partial(reads, page, moved), moved, 10)
    assert tab.errors == []


def reads(page: Page, text: str) -> bool:
    return page.inner_text(READ) == text


@pytest.mark.parametrize(
    ("path", "sliders"),
    [
        ("/?f=ELU&tab=At+the+kink&alpha=1.05", ("x", "alpha")),
        ("/compare?fs=ELU&fs=Swish", ("depth-plateau-left", "sharpness-gate", "depth-plateau-left")),
    ],
)
def test_after_some_sliders_have_moved_a_page_reads_as_it_does_from_its_link(
    tab: Tab, path: str, sliders: Sequence[str]
) -> None:
    page = opened(tab, path)
    folded = page.get_by_text("What the curves do, in words")
    if folded.count():
        folded.click()
    for slider in sliders:
        thumb(page, slider).press("ArrowLeft")
        answered(page, slider)
    tab.settle()
    moved = page.inner_text(READ)
    opened(tab, page.url.removeprefix(tab.address))
    if folded.count():
        folded.click()
    waits_for(page, lambda: page.inner_text(READ) == moved, moved, 10)
    assert tab.errors == []


REPORTED = """async () => {
    const app = document.querySelector('[data-testid=stApp]');
    const wait = () => new Promise((done) => setTimeout(done, 300));
    const [explorer, told] = [globalThis.activationExplorer, []];
    globalThis.activationExplorerServer = { setStateValue: (name) => told.push([name, app.dataset.testScriptState]) };
    explorer.alive = false;
    app.dataset.testScriptState = 'running';
    explorer.report();
    await wait();
    app.dataset.testScriptState = 'notRunning';
    await wait();
    return told;
}"""


def test_a_run_that_is_under_way_is_not_cut_off_by_the_word_that_a_chart_can_be_painted(tab: Tab) -> None:
    """What it had still to draw would come to a place that is gone, and the page would be empty."""
    page, tab.disposable = opened(tab, "/"), True
    assert page.evaluate(REPORTED) == [["alive", "notRunning"]]
