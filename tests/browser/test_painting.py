"""What is painted at every value of a slider is what the server would draw there: the script itself, in bulk."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from activations import CATALOGUE, Activation
from activations.sampling import Curve
from pages import main
from pages.compare.comparison_families import compare_families
from pages.compare.controls import DEFAULT
from pages.compare.panels import Panel
from pages.compare.tuners import TOGETHER, Tuner, build_tuners, start_of
from pages.explore.function_families import MarksFamily, explore_families, first_mark
from pages.shared import curve_figures, figures, live
from pages.shared.entries import parse_entries
from pages.shared.framing import frame, join
from pages.shared.live.families import Family, Track
from pages.shared.live.messages import pack, pack_family
from pages.shared.widgets.numbers import decimals
from tests.pages.test_figures import HALF_A_PIXEL, HEIGHT, WIDTH, distances, in_pixels

Array = NDArray[np.float64]
# The x and y of each trace by its index.
Arrays = dict[int, dict[str, Array]]

SOURCE = "".join(part.read_text("utf-8") for part in main.SCRIPTS[0])
LOAD = """async (source) => {
    const script = new Blob([`${source}\\nexport { LiveChart, unpack };`], { type: "text/javascript" });
    globalThis.live = await import(URL.createObjectURL(script));
}"""
# Lets a chart of the script follow a thumb, and returns what it would paint at each value: the lengths of the arrays
# of each trace, and all numbers.
PAINT = """([messages, slider, values]) => {
    const { LiveChart, unpack } = globalThis.live;
    const chart = new LiveChart("chart");
    chart.schedule = () => {};
    for (const text of messages) chart.accept(unpack(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))));
    let [stands, painted] = [0, null];
    chart.thumb = (key) => (key === slider ? stands : chart.present.held[key]);
    chart.paint = (_plot, _signature, state) => (painted = state);
    return values.map((value) => {
        [stands, painted] = [value, null];
        chart.show(chart.present, null);
        if (!painted) return null;
        const traces = Object.entries(painted).map(([trace, { x, y }]) => [Number(trace), x, y]);
        const bytes = traces.flatMap(([, x, y]) => [x, y]).map((part) => new Uint8Array(part.buffer));
        let letters = "";
        for (const part of bytes) {
            for (let at = 0; at < part.length; at += 8192) {
                letters += String.fromCharCode(...part.subarray(at, at + 8192));
            }
        }
        return [traces.map(([trace, x, y]) => [trace, x.length, y.length]), btoa(letters)];
    });
}"""

VIEWS: dict[str, dict[str, Any]] = {
    "as a page opens": {},
    "everything on a wide range": {"orders": (0, 1, 2), "low": -30.0, "high": 30.0, "shading": True},
    "stacked": {"stacked": True, "low": -3.0, "high": 1.0},
}
PARAMETRIC = [name for name, cls in CATALOGUE.items() if cls.parameters()]


@pytest.fixture(scope="session")
def script(chromium: Browser) -> Iterator[Page]:
    """An empty tab in which the script is loaded."""
    page = chromium.new_page()
    page.evaluate(LOAD, SOURCE)
    yield page
    page.close()


def present(held: figures.Figure, families: Sequence[Family], values: Mapping[str, float]) -> bytes:
    """The message of what a chart shows while its thumbs stand at their values."""
    tracks = [
        Track(index, name, np.asarray(trace[name], dtype=float)[None])
        for index, trace in enumerate(held["data"])
        for name in "xy"
    ]
    header = {
        "kind": "present",
        "held": dict(values),
        "fresh": False,
        "rounding": {family.slider: 10.0 ** -decimals(family.step) for family in families},
        "families": {
            slider: [family.token for family in families if family.slider == slider] for slider in values
        },
    }
    return pack(header, tracks, live.frames_of(held))


def paint(script: Page, messages: Sequence[bytes], slider: str, values: Sequence[float]) -> list[Arrays]:
    """What the script paints where a thumb stands at each value, the others where the server thinks."""
    texts = [base64.b64encode(message).decode() for message in messages]
    painted = []
    for found in script.evaluate(PAINT, [texts, slider, list(values)]):
        assert found is not None, f"{slider}: nothing is painted"
        lengths, data = found
        numbers = np.frombuffer(base64.b64decode(data), "<f4").astype(float)
        ends = np.cumsum([length for _, *both in lengths for length in both])
        parts = iter(np.split(numbers, ends[:-1]))
        painted.append({trace: {"x": next(parts), "y": next(parts)} for trace, *_ in lengths})
    return painted


def worst(got: Arrays, true: figures.Figure, view: figures.View) -> tuple[float, str]:
    """How many pixels the painted figure is off, and in which trace; gaps and dots must be the same."""
    found = [(0.0, "")]
    for index, trace in enumerate(true["data"]):
        bottom, top = true["layout"]["yaxis" + trace.get("yaxis", "y")[1:]]["range"]
        to_pixels = partial(in_pixels, low=view.low, high=view.high, bottom=bottom, top=top)
        one, other = points_of(got[index]), points_of(trace)
        name = f"{trace.get('name')} ({trace['mode']})"
        # The edges of a shaded area are only as exact as its samples, two pixels apart. A marker along a line may
        # stand a hundredth of a pixel aside, which is more upwards on a steep wave.
        slack = 5 if "fill" in trace else 2 if "markers" in trace["mode"] else 0
        if "lines" not in trace["mode"]:
            found.append((dots_apart(to_pixels(one), to_pixels(other)), name))
            continue
        gap, other_gap = np.isnan(one.y), np.isnan(other.y)
        if gap.sum() != other_gap.sum():
            found.append((np.inf, name))
        for points, line in ((one, other), (other, one)):
            seen = (points.y >= bottom) & (points.y <= top)
            (x, y), (line_x, line_y) = to_pixels(points), to_pixels(line)
            apart = distances(x[seen], y[seen], line_x, line_y)
            if np.array_equal(gap, other_gap):
                # Where many kinks meet, the nearest piece may be many points away.
                apart = np.fmin(apart, np.hypot(x - line_x, y - line_y)[seen])
            distance = float(np.nan_to_num(apart, posinf=1e6).max(initial=0.0))
            found.append((distance if distance > slack else 0.0, name))
    return max(found)


def points_of(trace: Mapping[str, Any]) -> Curve:
    """The points of a trace; like Plotly, without those that have no partner in the other array."""
    x, y = (np.asarray(trace[name], dtype=float) for name in "xy")
    count = min(len(x), len(y))
    if count == 2:
        # Of the tangent only the part on the chart counts, not its ends.
        dense = np.linspace(x[0], x[1], 301)
        return Curve(dense, np.interp(dense, x, y), ())
    return Curve(x[:count], y[:count], ())


def dots_apart(one: tuple[Array, Array], other: tuple[Array, Array]) -> float:
    """How far the dots of one picture on the chart are at most from the nearest one of the other."""
    found = [0.0]
    for (x, y), (other_x, other_y) in ((one, other), (other, one)):
        seen = (y >= 1) & (y <= HEIGHT - 1)
        apart = np.hypot(x[seen, None] - other_x, y[seen, None] - other_y)
        found.append(float(np.nan_to_num(apart, nan=np.inf).min(axis=1, initial=np.inf).max(initial=0.0)))
    return max(found)


def stops(low: float, high: float, step: float, f: Activation | None = None) -> list[float]:
    """Values of a slider: some spread over it, and those next to the kinks of `f`."""
    grid = low + step * np.arange(round((high - low) / step) + 1)
    chosen = set(grid[np.linspace(0, len(grid) - 1, 12).astype(int)].tolist()) | {high}
    if f is not None:
        chosen |= {
            value for value in grid.tolist() if any(abs(value - kink) < 4 * step for kink in f.kinks())
        }
    return sorted(min(value, high) for value in chosen)


def explore_view(
    cls: type[Activation],
    orders: tuple[int, ...] = (0, 1),
    low: float = -6.0,
    high: float = 6.0,
    stacked: bool = False,
    shading: bool = False,
) -> figures.View:
    """The view of Explore with some switches on."""
    panels = [(order,) for order in orders] if stacked else [orders]
    return figures.View(low, high, orders, tuple(frame(cls, panel, low, high) for panel in panels), shading)


def told_apart(values: Sequence[float], held: float, step: float) -> list[float]:
    """The values that the text of a thumb, which is all that the script sees, tells from the one held."""
    return [value for value in values if value == held or abs(value - held) > 0.501 * 10.0 ** -decimals(step)]


def field_of(slider: str) -> str:
    """The name of the parameter that a slider sets."""
    return {"lambda": "lambda_"}.get(slider, slider)


# Panels are the same for every function.
SEEN = [(name, which) for name in CATALOGUE for which in VIEWS if which != "stacked"]
SEEN += [(name, "stacked") for name in ("ELU", "HardTanh", "Sine", "HardShrink", "SoftExponential", "APTx")]


@pytest.mark.parametrize(("name", "which"), SEEN)
def test_every_value_of_every_slider_of_explore_is_painted_to_half_a_pixel(
    script: Page, name: str, which: str
) -> None:
    f, probe = CATALOGUE[name](), 0.7
    view = explore_view(CATALOGUE[name], **VIEWS[which])
    held = curve_figures.function_chart(f, view, probe)
    families = explore_families(f, view, probe)
    values = {family.slider: getattr(f, field_of(family.slider), probe) for family in families}
    frames = live.frames_of(held)
    messages = [
        present(held, families, values),
        *(pack_family("chart", family, frames) for family in families),
    ]
    failures = []
    for slider, family in {family.slider: family for family in families}.items():
        every = stops(family.low, family.high, family.step, f if slider == "x" else None)
        chosen = told_apart(every, values[slider], family.step)
        for value, got in zip(chosen, paint(script, messages, slider, chosen), strict=True):
            g, x = (f, value) if slider == "x" else (replace(f, **{field_of(slider): value}), probe)
            distance, where = worst(got, curve_figures.function_chart(g, view, x), view)
            if distance > HALF_A_PIXEL:
                failures.append(f"{slider} = {value:g}: {distance:.2f} px, {where}")
    assert not failures


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_present_is_painted_to_a_twentieth_of_a_pixel(script: Page, name: str) -> None:
    for options in VIEWS.values():
        view = explore_view(CATALOGUE[name], **options)
        held = curve_figures.function_chart(CATALOGUE[name](), view, 0.7)
        (got,) = paint(script, [present(held, [], {})], "", [0.0])
        for index, (trace, (bottom, top)) in enumerate(zip(held["data"], live.frames_of(held), strict=True)):
            for attribute, pixel in (("x", (view.high - view.low) / WIDTH), ("y", (top - bottom) / HEIGHT)):
                one, true = got[index][attribute], np.asarray(trace[attribute], dtype=float)
                assert np.array_equal(np.isnan(one), np.isnan(true))
                seen = (true >= bottom) & (true <= top) if attribute == "y" else np.isfinite(true)
                assert np.abs(one - true)[seen].max(initial=0.0) < pixel / 20
                if attribute == "y":
                    # What is above the chart stays above it, and likewise below.
                    assert np.all(one[true > top] > top - pixel / 20)
                    assert np.all(one[true < bottom] < bottom + pixel / 20)


@pytest.mark.parametrize("name", PARAMETRIC)
def test_marks_are_right_to_the_digits_of_their_labels(script: Page, name: str) -> None:
    f, view = CATALOGUE[name](), explore_view(CATALOGUE[name])
    held = curve_figures.function_chart(f, view, 0.7)
    first = first_mark(view)
    frames = live.frames_of(held)
    for family in explore_families(f, view, 0.7):
        if not isinstance(family, MarksFamily):
            continue
        field = field_of(family.slider)
        values = told_apart(family.stops().tolist(), getattr(f, field), family.step)
        messages = [
            present(held, [family], {family.slider: getattr(f, field)}),
            pack_family("chart", family, frames),
        ]
        for value, got in zip(values, paint(script, messages, family.slider, values), strict=True):
            true = curve_figures.probe_traces(replace(f, **{field: value}), view, 0.7)
            for index, trace in enumerate(true):
                assert got[first + index]["y"] == pytest.approx(trace["y"], rel=1e-6, abs=1e-9, nan_ok=True)


COMPARISONS = {
    "the opening four": (DEFAULT, None),
    "less ELU": (DEFAULT, 2),
    "jumps that move": (("HardShrink", "SoftShrink", "HardTanh", "ELU(alpha=0.3)"), None),
    "less a jump that moves": (("HardShrink", "ELU", "Swish"), 0),
    "waves": (("Sine", "Snake", "ELU"), None),
    "waves less a jump that moves": (("Sine", "Snake", "HardShrink"), 2),
    "less a wave": (("ReLU", "Sine", "Snake", "ELU"), 1),
    "twelve": (
        (
            "ReLU",
            "LeakyReLU",
            "ELU",
            "CELU",
            "SELU",
            "Swish",
            "GELU",
            "Mish",
            "Snake",
            "PReLU",
            "Tanh",
            "HardTanh",
        ),
        None,
    ),
}


# Pixels, where a wave is a part of a difference: the points of its curve stand where they suit the difference, and the
# fastest wave has a period of 25 pixels. Seen while the thumb moves; what stands still is exact.
LOOSER = {"waves less a jump that moves": 0.75, "less a wave": 2.5}


def comparison(texts: Sequence[str]) -> tuple[tuple[Activation, ...], list[Tuner], figures.View]:
    """The functions of a comparison, its common sliders, and its view."""
    entries, _ = parse_entries(texts)
    sliders = build_tuners(entries, TOGETHER)
    functions = start_of([entry.function for entry in entries], sliders)
    joint = join([frame(type(f), (0, 1), -6.0, 6.0) for f in functions])
    return functions, sliders, figures.View(-6.0, 6.0, (0, 1), (joint,))


@pytest.mark.parametrize("arrange", ["side by side", "overlaid"])
@pytest.mark.parametrize("which", COMPARISONS)
def test_compare_paints_within_half_a_pixel_at_every_value_of_every_common_slider(
    script: Page, which: str, arrange: str
) -> None:
    texts, baseline = COMPARISONS[which]
    functions, sliders, view = comparison(texts)
    everything = tuple(range(len(texts)))
    charts = [Panel("chart", everything, tuple(texts), baseline, True)]
    if arrange == "side by side":
        charts = [Panel(f"chart-{text}", (i,), (text,), baseline, False) for i, text in enumerate(texts)]
    failures = []
    for chart in charts:
        moving = [slider for slider in sliders if chart.functions_moved_by(slider)]
        draw = partial(chart.draw, view=view)
        held = draw(functions)
        families = compare_families(functions, moving, chart, view)
        messages = [present(held, families, {slider.key: slider.value for slider in moving})]
        messages += [pack_family(chart.key, family, live.frames_of(held)) for family in families]
        for slider, family in zip(moving, families, strict=True):
            values = told_apart(stops(family.low, family.high, family.step)[::4], slider.value, family.step)
            for value, got in zip(values, paint(script, messages, slider.key, values), strict=True):
                distance, where = worst(got, draw(slider.apply(functions, value)), view)
                if distance > LOOSER.get(which, HALF_A_PIXEL):
                    failures.append(f"{chart.key}, {slider.key} = {value:g}: {distance:.2f} px, {where}")
    assert not failures
