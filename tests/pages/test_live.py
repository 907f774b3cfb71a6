"""What is sent to follow a slider draws, at every value of the slider, what the server would draw there."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from activations import CATALOGUE, Activation, parse
from activations.sampling import Curve
from pages.compare.controls import DEFAULT, START, Tuner
from pages.compare.panels import Panel
from pages.compare.retuning import compare_families
from pages.explore.dragging import MarksFamily, explore_families
from pages.shared import curve_figures, figures, live
from pages.shared.framing import frame, join
from pages.shared.live.messages import MISSING, pack, pack_family
from pages.shared.live.stretch import Table
from tests.pages.test_figures import HALF_A_PIXEL, HEIGHT, WIDTH, distances, in_pixels
from tests.pages.test_pages import opened

Array = NDArray[np.float64]
Arrays = dict[int, dict[str, Array]]

every_class = pytest.mark.parametrize("cls", list(CATALOGUE.values()), ids=list(CATALOGUE))


def unpacked(message: bytes) -> tuple[dict[str, Any], dict[tuple[int, str], Array]]:
    """Return the header of a message and its arrays by trace and attribute, read as live.js reads them."""
    start = 4 + int.from_bytes(message[:4], "little")
    assert start % 4 == 0
    header = json.loads(message[4:start])
    rows = {}
    header["begin"] = start
    for track in header["tracks"]:
        assert track["start"] % 4 == 0
        count = header["even"][2] if track.get("every") else len(header.get("values", "1"))
        if track.get("bits"):
            length = count * math.ceil(track["n"] / 8)
            pack_family = np.frombuffer(message, np.uint8, length, start + track["start"]).reshape(count, -1)
            raw = np.unpackbits(pack_family, axis=1, count=track["n"], bitorder="little").astype(float)
        else:
            kind = "<u2" if "low" in track else "<f4"
            raw = np.frombuffer(message, kind, count * track["n"], start + track["start"]).astype(float)
        if "low" in track:
            fractions = np.where(raw == MISSING, np.nan, raw / (MISSING - 1))
            raw = track["low"] + fractions * (track["high"] - track["low"])
        rows[track["trace"], track["attribute"]] = raw.reshape(count, track["n"])
    return header, rows


def separated(joined: bytes) -> Iterator[bytes]:
    """Yield the messages of one element."""
    while joined:
        end = 4 + int.from_bytes(joined[:4], "little")
        yield joined[4:end]
        joined = joined[end:]


def painted(messages: Sequence[bytes], value: float, held: figures.Figure) -> Arrays:
    """Return the x and y of every trace that live.js paints where the thumb of their slider stands at `value`."""
    result = {i: {name: np.array(trace[name]) for name in "xy"} for i, trace in enumerate(held["data"])}
    for message in messages:
        paint(result, message, value)
    return result


def paint(result: Arrays, message: bytes, value: float) -> None:
    """Put what one message holds for a value into the arrays of all traces."""
    header, rows = unpacked(message)
    every = {(track["trace"], track["attribute"]) for track in header["tracks"] if track.get("every")}
    for (trace, attribute), track in rows.items():
        values = np.linspace(*header["even"]) if (trace, attribute) in every else header["values"]
        position = float(np.interp(value, values, range(len(values))))
        if abs(round(position) - position) < 1e-6:
            position = round(position)
        before = int(position)
        share = position - before
        first, second = track[before], track[min(before + 1, len(track) - 1)]
        mixed = first + share * (second - first)
        nearest = first if share < 0.5 else second
        result[trace][attribute] = np.where(np.isnan(mixed), nearest, mixed)
    put_back = {trace for trace, attribute in rows if attribute == "y"}
    for stretch in header["stretches"]:
        curve = result[stretch["trace"]]
        begin = header["begin"] + stretch["start"]
        table = Table(
            stretch["low"],
            stretch["high"],
            stretch["bend"],
            np.frombuffer(message, "<f4", stretch["n"], begin).astype(float),
        )
        share = value / stretch["highest"]
        rest = curve["y"] if stretch["trace"] in put_back else 0.0
        curve["y"] = rest + share ** stretch["power"] * np.interp(
            share * curve["x"], table.places(), table.heights
        )
        put_back.add(stretch["trace"])


def worst(got: Arrays, true: figures.Figure, view: figures.View) -> tuple[float, str]:
    """Return how many pixels the painted figure is off, and in which trace; gaps and dots must be the same."""
    found = [(0.0, "")]
    for index, trace in enumerate(true["data"]):
        bottom, top = true["layout"]["yaxis" + trace["yaxis"][1:]]["range"]
        to_pixels = partial(in_pixels, low=view.low, high=view.high, bottom=bottom, top=top)
        one, other = points_of(got[index]), points_of(trace)
        name = f"{trace.get('name')} ({trace['mode']})"
        # The edges of a shaded area are only as exact as its samples, two pixels apart.
        slack = 5 if "fill" in trace else 0
        if "lines" not in trace["mode"]:
            found.append((dots_apart(to_pixels(one), to_pixels(other)), name))
            continue
        gaps = [np.isnan(points.y) for points in (one, other)]
        if gaps[0].sum() != gaps[1].sum():
            found.append((np.inf, name))
        for points, line in ((one, other), (other, one)):
            seen = (points.y >= bottom) & (points.y <= top)
            (x, y), (line_x, line_y) = to_pixels(points), to_pixels(line)
            apart = distances(x[seen], y[seen], line_x, line_y)
            if np.array_equal(*gaps):
                # Where many kinks meet, the nearest piece may be many points away.
                apart = np.fmin(apart, np.hypot(x - line_x, y - line_y)[seen])
            distance = float(np.nan_to_num(apart, posinf=1e6).max(initial=0.0))
            found.append((distance if distance > slack else 0.0, name))
    return max(found)


def points_of(trace: figures.Trace) -> Curve:
    """Return the points of a trace; like Plotly, without those that have no partner in the other array."""
    x, y = (np.asarray(trace[name], dtype=float) for name in "xy")
    count = min(len(x), len(y))
    if count == 2:
        # Of the tangent only the part on the chart counts, not its ends.
        dense = np.linspace(*x, 301)
        return Curve(dense, np.interp(dense, x, y), ())
    return Curve(x[:count], y[:count], ())


def dots_apart(one: tuple[Array, Array], other: tuple[Array, Array]) -> float:
    """Return how far the dots of one picture on the chart are at most from the nearest one of the other."""
    found = [0.0]
    for (x, y), (other_x, other_y) in ((one, other), (other, one)):
        seen = (y >= 1) & (y <= HEIGHT - 1)
        apart = np.hypot(x[seen, None] - other_x, y[seen, None] - other_y)
        found.append(float(np.nan_to_num(apart, nan=np.inf).min(axis=1, initial=np.inf).max(initial=0.0)))
    return max(found)


def stops(low: float, high: float, step: float, f: Activation | None = None) -> list[float]:
    """Return values of a slider: some spread over it, and those next to the kinks of `f`."""
    grid = low + step * np.arange(round((high - low) / step) + 1)
    chosen = set(grid[np.linspace(0, len(grid) - 1, 24).astype(int)].tolist()) | {high}
    if f is not None:
        chosen |= {
            value for value in grid.tolist() if any(abs(value - kink) < 4 * step for kink in f.kinks())
        }
    return sorted(min(value, high) for value in chosen)


VIEWS = {
    "as a page opens": {},
    "everything on a wide range": {"orders": (0, 1, 2), "low": -30.0, "high": 30.0, "shading": True},
    "stacked": {"stacked": True, "low": -3.0, "high": 1.0},
}


def explore_view(
    cls: type[Activation],
    orders: tuple[int, ...] = (0, 1),
    low: float = -6.0,
    high: float = 6.0,
    stacked: bool = False,
    shading: bool = False,
) -> figures.View:
    """Return the view of Explore with some switches on."""
    panels = [(order,) for order in orders] if stacked else [orders]
    return figures.View(low, high, orders, tuple(frame(cls, panel, low, high) for panel in panels), shading)


@pytest.mark.parametrize("which", VIEWS)
@every_class
def test_a_message_says_where_each_point_is_to_a_twentieth_of_a_pixel(
    cls: type[Activation], which: str
) -> None:
    view = explore_view(cls, **VIEWS[which])
    figure = curve_figures.function_chart(cls(), view, 0.7)
    tracks = [
        live.Track(index, name, np.asarray(trace[name], dtype=float)[None])
        for index, trace in enumerate(figure["data"])
        for name in "xy"
    ]
    _, rows = unpacked(pack({}, tracks, live.frames_of(figure)))
    for track in tracks:
        bottom, top = live.frames_of(figure)[track.trace]
        got, true = rows[track.trace, track.attribute], track.rows
        assert np.array_equal(np.isnan(got), np.isnan(true))
        pixel = (top - bottom) / HEIGHT if track.attribute == "y" else (view.high - view.low) / WIDTH
        seen = (true >= bottom) & (true <= top) if track.attribute == "y" else np.isfinite(true)
        assert np.abs(got - true)[seen].max(initial=0.0) < pixel / 20
        # What is above the chart stays above it, and likewise below.
        if track.attribute == "y":
            assert np.all(got[true > top] > top - pixel / 20) and np.all(
                got[true < bottom] < bottom + pixel / 20
            )


def off(families: Sequence[live.Family], f: Activation, view: figures.View, probe: float) -> list[str]:
    """Return where what is painted for one slider differs from what the server draws, and by how much."""
    held = curve_figures.function_chart(f, view, probe)
    messages = [pack_family("chart", family, live.frames_of(held)) for family in families]
    family = families[0]
    name = {"lambda": "lambda_"}.get(family.slider, family.slider)
    failures = []
    for value in stops(family.low, family.high, family.step, f if name == "x" else None):
        g, x = (f, value) if name == "x" else (replace(f, **{name: value}), probe)
        distance, where = worst(
            painted(messages, value, held), curve_figures.function_chart(g, view, x), view
        )
        if distance > HALF_A_PIXEL:
            failures.append(f"{family.slider} = {value:g}: {distance:.2f} px, {where}")
    return failures


PARAMETRIC = [name for name, cls in CATALOGUE.items() if cls.parameters()]


@pytest.mark.parametrize("which", VIEWS)
@pytest.mark.parametrize("name", PARAMETRIC)
def test_every_value_of_a_parameter_is_painted_to_half_a_pixel(name: str, which: str) -> None:
    f, view = CATALOGUE[name](), explore_view(CATALOGUE[name], **VIEWS[which])
    *families, _ = explore_families(f, view, 0.7)
    sliders = {
        family.slider: [each for each in families if each.slider == family.slider] for family in families
    }
    assert not [failure for parts in sliders.values() for failure in off(parts, f, view, 0.7)]


@pytest.mark.parametrize("name", PARAMETRIC)
def test_marks_are_right_to_the_digits_of_their_labels(name: str) -> None:
    f, view = CATALOGUE[name](), explore_view(CATALOGUE[name])
    held = curve_figures.function_chart(f, view, 0.7)
    first = curve_figures.curve_count(view)
    for family in explore_families(f, view, 0.7):
        if not isinstance(family, MarksFamily):
            continue
        message = pack_family("chart", family, live.frames_of(held))
        parameter = {"lambda": "lambda_"}.get(family.slider, family.slider)
        for value in family.stops().tolist():
            true = curve_figures.probe_traces(replace(f, **{parameter: value}), view, 0.7)
            got = painted([message], value, held)
            for index, trace in enumerate(true):
                assert got[first + index]["y"] == pytest.approx(trace["y"], rel=1e-6, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("which", VIEWS)
@every_class
def test_every_place_of_the_probe_is_painted_to_half_a_pixel(cls: type[Activation], which: str) -> None:
    view = explore_view(cls, **VIEWS[which])
    *_, family = explore_families(cls(), view, 0.7)
    assert not off([family], cls(), view, 0.7)


COMPARISONS = {
    "the opening four": (DEFAULT, None),
    "less ELU": (DEFAULT, 2),
    "jumps that move": (["HardShrink", "SoftShrink", "HardTanh", "ELU(alpha=0.3)"], None),
    "less a jump that moves": (["HardShrink", "ELU", "Swish"], 0),
    "waves": (["Sine", "Snake", "ELU"], None),
    "waves less a jump that moves": (["Sine", "Snake", "HardShrink"], 2),
    "less a wave": (["ReLU", "Sine", "Snake", "ELU"], 1),
    "twelve": (["ReLU", "LeakyReLU", "ELU", "CELU", "SELU", "Swish", "GELU", "Mish", "Snake", "PReLU", "Tanh",
                "HardTanh"], None),
}  # fmt: skip


def comparison(
    texts: list[str], baseline: int | None
) -> tuple[tuple[Activation, ...], list[Tuner], figures.View]:
    """Return the functions of a comparison, its common sliders, and its view."""
    functions = tuple(map(parse, texts))
    targets: dict[str, list[tuple[int, Any]]] = {}
    for index, f in enumerate(functions):
        for declared in () if "(" in texts[index] else f.parameters():
            targets.setdefault(declared.name.rstrip("_"), []).append((index, declared))
    sliders = []
    for key, targeted in sorted(targets.items()):
        low, high = (f([p.typical[i] for _, p in targeted]) for i, f in enumerate((min, max)))
        aims = tuple((index, declared.name) for index, declared in targeted)
        sliders.append(Tuner(key, low, high, 0.05, START[key], START[key], aims))
    for slider in sliders:
        functions = slider.apply(functions, slider.value)
    joint = join([frame(type(f), (0, 1), -6.0, 6.0) for f in functions])
    return functions, sliders, figures.View(-6.0, 6.0, (0, 1), (joint,))


@pytest.mark.parametrize("arrange", ["side by side", "overlaid"])
@pytest.mark.parametrize("which", COMPARISONS)
def test_compare_paints_within_half_a_pixel_at_every_value_of_every_common_slider(
    which: str, arrange: str
) -> None:
    texts, baseline = COMPARISONS[which]
    functions, sliders, view = comparison(texts, baseline)
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
        for slider, family in zip(moving, families, strict=True):
            message = pack_family(chart.key, family, live.frames_of(held))
            for value in stops(family.low, family.high, family.step)[::3]:
                true = draw(slider.apply(functions, value))
                distance, where = worst(painted([message], value, held), true, view)
                if distance > HALF_A_PIXEL:
                    failures.append(f"{chart.key}, {slider.key} = {value:g}: {distance:.2f} px, {where}")
    assert not failures


def sent(at: AppTest) -> dict[str, int]:
    """Return how many bytes each chart, and what follows its sliders, takes on the wire."""
    messages = {f"live {index}": element.proto.ByteSize() for index, element in enumerate(carriers(at))}
    return messages | {f"chart {i}": c.proto.ByteSize() for i, c in enumerate(at.get("plotly_chart"))}


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_function_takes_at_most_150_kilobytes(name: str) -> None:
    assert sum(sent(opened("explore", {"f": [name]})).values()) <= 150_000


def test_compare_opens_with_at_most_600_kilobytes() -> None:
    assert sum(sent(opened("compare")).values()) <= 600_000


@pytest.mark.parametrize(
    ("page", "link", "slider", "reused"),
    [
        ("explore", "f=ELU", "alpha", ["alpha"] * 2),
        ("explore", "f=PELU", "beta", ["beta"] * 2),
        ("explore", "f=SELU", "lambda", ["lambda"] * 2),
        ("explore", "f=Sine", "x", ["alpha", "x"]),
        ("compare", "", "alpha", ["alpha"] * 2 + ["beta"]),
        ("compare", "arrange=overlaid", "beta", ["alpha", "beta"]),
        ("compare", "fs=ELU&fs=Swish&tune=each+alone", "ELU-alpha", ["ELU-alpha", "Swish-beta"]),
    ],
)
def test_what_follows_a_slider_is_sent_once_however_often_that_slider_moves(
    page: str, link: str, slider: str, reused: list[str]
) -> None:
    at = opened(page, parse_qs(link))
    before = families(at)
    declared = at.slider(key=slider)
    for share in (0.2, 0.7):
        value = declared.min + round(share * (declared.max - declared.min) / declared.step) * declared.step
        at.slider(key=slider).set_value(value).run()
        after = families(at)
        assert sorted(name for name, data in after if (name, data) in before) == sorted(reused)


def carriers(at: AppTest) -> list[Any]:
    """Return the elements that bring messages."""
    return [element for element in at.get("html") if "live-message" in element.proto.body]


def families(at: AppTest) -> list[tuple[str, bytes]]:
    """Return the slider and the message of every family on a page."""
    bodies = [element.proto.body.partition('data-message="')[2].partition('"')[0] for element in carriers(at)]
    messages = [message for body in bodies for message in separated(base64.b64decode(body))]
    headers = [unpacked(message)[0] for message in messages]
    pairs = zip(headers, messages, strict=True)
    return [(header["slider"], message) for header, message in pairs if header["kind"] == "family"]


@pytest.mark.parametrize("slider", ["alpha", "x"])
def test_a_family_is_computed_once_for_all_positions_of_its_slider(slider: str) -> None:
    at = opened("explore", {"f": ["ELU"], "alpha": ["1.15"], "x": ["0.33"]})
    computed = pack_family.cache_info().misses
    at.slider(key=slider).set_value(2.0).run()
    others = len(families(at)) - 1
    assert pack_family.cache_info().misses - computed <= others


@pytest.mark.parametrize("arrange", ["side by side", "overlaid"])
def test_nothing_is_computed_for_functions_that_a_slider_of_compare_does_not_move(arrange: str) -> None:
    at = opened("compare", {"arrange": [arrange], "alpha": ["0.85"]})
    computed = pack_family.cache_info().misses
    at.slider(key="alpha").set_value(1.7).run()
    assert pack_family.cache_info().misses == computed
