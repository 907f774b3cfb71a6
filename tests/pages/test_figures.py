"""Pictures and words are honest: no line where there is no curve, no axis that moves, no markup that breaks."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray

from activations import CATALOGUE, Activation, Interval, parse
from activations.sampling import Curve, abscissae, curves, order_of
from pages.catalogue import tiles
from pages.compare import figures as compare_figures
from pages.compare import words as compare_words
from pages.compare.naming import LETTER, LabelAnchor, box_of, place_names
from pages.explore import kink_words
from pages.explore import words as explore_words
from pages.explore.views import chosen_view
from pages.shared import curve_figures, figures, words
from pages.shared.framing import frame
from pages.shared.lines import MOST_LABELS, decade_axis
from tests.families import for_every, for_every_class

Array = NDArray[np.float64]

WIDTH, HEIGHT = 1300, 450
HALF_A_PIXEL = 0.5
# The range a page opens on, the widest, and one that ends at kinks of many functions.
RANGES = [(-6.0, 6.0), (-30.0, 30.0), (-3.0, 1.0)]
# Over the widest range curves may be off by as much as a hair line is wide, which is where their points end.
WIDEST = (-30.0, 30.0)


def settings(cls: type[Activation]) -> list[Activation]:
    """The class at its defaults and with every slider at either end."""
    ends = itertools.product(*(declared.typical for declared in cls.parameters()))
    return list({repr(f): f for f in (cls(), *(cls(*values) for values in ends))}.values())


FUNCTIONS = [f for cls in CATALOGUE.values() for f in settings(cls)]

every_class = for_every_class()
every_function = for_every(FUNCTIONS)


def view(cls: type[Activation], low: float = -6.0, high: float = 6.0, **more: Any) -> figures.View:
    """The view of a chart of f, f′ and f″ in one panel."""
    return figures.View(low, high, (0, 1, 2), (frame(cls, (0, 1, 2), low, high),), **more)


def lines(figure: figures.Figure, name: str) -> Iterator[figures.Trace]:
    """The traces of a figure that draw a line called `name`."""
    return (trace for trace in figure["data"] if trace.get("name") == name and trace["mode"] == "lines")


def in_pixels(points: Curve, low: float, high: float, bottom: float, top: float) -> tuple[Array, Array]:
    """Where a chart draws the points."""
    return (points.x - low) / (high - low) * WIDTH, (points.y - bottom) / (top - bottom) * HEIGHT


def distances(x: Array, y: Array, line_x: Array, line_y: Array) -> Array:
    """How far each of the points (x, y) lies from the polyline, which is ascending in x."""
    after = np.searchsorted(line_x, x, side="right")
    nearest = np.full(x.shape, np.inf)
    # The nearest piece of a steep line need not be the one above or below.
    for shift in range(-3, 4):
        end = np.clip(after + shift, 1, len(line_x) - 1)
        ax, ay, bx, by = line_x[end - 1], line_y[end - 1], line_x[end], line_y[end]
        with np.errstate(all="ignore"):
            along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
            along = np.clip(np.nan_to_num(along), 0, 1)
            nearest = np.fmin(nearest, np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return nearest


def jumps(f: Activation, order: int, x: Array) -> list[tuple[float, float, float]]:
    """(x, left limit, right limit) of every jump, found by bisection between neighbours in `x`."""
    function = order_of(f, order)
    left, right = x[:-1].copy(), x[1:].copy()
    # Where nothing is steep after the first halvings, there is no jump.
    for halvings in (20, 40):
        for _ in range(halvings):
            middle = (left + right) / 2
            low, at, high = function(left), function(middle), function(right)
            with np.errstate(invalid="ignore"):
                first = np.abs(at - low) > np.abs(high - at)
            left, right = np.where(first, left, middle), np.where(first, middle, right)
        low, high = function(left), function(right)
        with np.errstate(invalid="ignore"):
            steep = np.abs(high - low) > 1e-6 * (1 + np.abs(low))
        left, right, low, high = left[steep], right[steep], low[steep], high[steep]
        if not left.size:
            break
    return list(zip(right.tolist(), low.tolist(), high.tolist(), strict=True))


@every_function
def test_a_drawn_curve_is_nowhere_half_a_pixel_from_the_true_one(f: Activation) -> None:
    failures = []
    for (low, high), order in itertools.product(RANGES, (0, 1)):
        (points,) = curves(f, (order,), low, high)
        bottom, top = frame(type(f), (0, 1), low, high)
        near = [kink + side * np.geomspace(1e-9, 0.1, 60) for kink in f.kinks() for side in (-1, 1)]
        x = np.unique(np.concatenate([np.linspace(low, high, 9001), *near]))
        x = x[(x >= low) & (x <= high) & ~np.isin(x, f.kinks())]
        y = order_of(f, order)(x)
        seen = (y >= bottom) & (y <= top)
        truth = in_pixels(Curve(x[seen], y[seen], ()), low, high, bottom, top)
        error = distances(*truth, *in_pixels(points, low, high, bottom, top))
        allowed = 1 if (low, high) == WIDEST else HALF_A_PIXEL
        if np.any(error > allowed):
            where = x[seen][np.argmax(error)]
            failures.append(f"f{'′' * order} on [{low:g}, {high:g}]: {error.max():.2f} px at x = {where:.4f}")
    assert not failures


@every_function
def test_no_line_joins_the_two_ends_of_a_jump(f: Activation) -> None:
    failures = []
    for (low, high), order in itertools.product(RANGES, (0, 1, 2)):
        (points,) = curves(f, (order,), low, high)
        bottom, top = frame(type(f), (0, 1, 2), low, high)
        for x, left, right in jumps(f, order, np.linspace(low, high, 1503)):
            # At a pole, where the ends are out of sight, there is nothing to join.
            if (top - bottom) / HEIGHT < abs(right - left) and max(abs(left), abs(right)) < 1e9:
                drawn = points.y[np.abs(points.x - x) <= 1e-9 * (1 + abs(x))]
                joined = np.abs(np.diff(drawn)) > (top - bottom) / HEIGHT
                if not np.isnan(drawn).any() or joined.any():
                    failures.append(f"f{'′' * order} on [{low:g}, {high:g}] at x = {x:.6g}: {drawn}")
    assert not failures


@every_function
def test_kinks_are_points_of_the_curve_and_points_ascend(f: Activation) -> None:
    for low, high in RANGES:
        x = abscissae(f, low, high)
        assert np.all(np.diff(x) >= 0)
        assert (x[0], x[-1]) == (low, high)
        assert {kink for kink in f.kinks() if low < kink < high} <= set(x.tolist())


@pytest.mark.parametrize("order", [0, 1, 2])
@every_function
def test_dots_are_closed_where_the_value_is_and_open_where_only_a_limit_is(f: Activation, order: int) -> None:
    (points,) = curves(f, (order,), -6, 6)
    _, dots = figures.curve_traces(points, order, "f", figures.BLUE, 1)
    drawn = [
        (x, y, symbol == "circle")
        for x, y, symbol in zip(dots["x"], dots["y"], dots["marker"]["symbol"], strict=False)
        if not math.isnan(y)
    ]
    function: Callable[..., Any] = order_of(f, order)
    jumps = [jump for jump in points.jumps if not math.isnan(jump.left)]
    for jump in jumps:
        here = [(y, closed) for x, y, closed in drawn if x == jump.x]
        # The closed dot comes last, over the open one of the limit that it may equal.
        assert [closed for _, closed in here] == [False, False, True]
        assert [y for y, _ in here] == pytest.approx(
            [jump.left, jump.right, float(function(jump.x))], abs=1e-12
        )
    assert {x for x, _, _ in drawn} == {jump.x for jump in jumps}


def test_f_and_its_derivatives_look_everywhere_as_people_have_learned() -> None:
    looks = {"f": (figures.BLUE, "solid"), "f′": (figures.VERMILLION, "dash"), "f″": (figures.GREEN, "dot")}
    # Okabe and Ito's.
    assert [colour for colour, _ in looks.values()] == ["#0072B2", "#D55E00", "#009E73"]
    shown, f = view(CATALOGUE["ELU"]), CATALOGUE["ELU"]()
    for figure in (
        curve_figures.function_chart(f, shown, 0.7),
        compare_figures.tile(f, "a label", shown, None, 320),
    ):
        for name, look in looks.items():
            (line,) = lines(figure, name)
            assert (line["line"]["color"], line["line"]["dash"]) == look
            assert line["line"]["width"] >= 2


def test_a_chart_shows_where_0_is() -> None:
    axes = figures.layout(view(CATALOGUE["ELU"]))
    assert all(axes[name]["zeroline"] and axes[name]["zerolinewidth"] for name in ("xaxis", "yaxis"))


def test_a_step_has_an_open_and_a_closed_dot_and_the_sign_function_a_third() -> None:
    def dots(name: str) -> set[tuple[float, str]]:
        f = CATALOGUE[name]()
        (points,) = curves(f, (0,), -6, 6)
        _, trace = figures.curve_traces(points, 0, "f", figures.BLUE, 1)
        return set(zip(trace["y"], trace["marker"]["symbol"], strict=False))

    assert dots("Step") == {(0.0, "circle-open"), (1.0, "circle-open"), (0.0, "circle")}
    assert dots("Sign") == {(-1.0, "circle-open"), (0.0, "circle"), (1.0, "circle-open")}


@pytest.mark.parametrize("baseline", [None, CATALOGUE["ELU"]()])
def test_overlaid_curves_have_markers_side_by_side_at_fixed_places_and_a_name_each(
    baseline: Activation | None,
) -> None:
    shown = view(CATALOGUE["HardTanh"])
    chosen = [CATALOGUE[name]() for name in ("HardTanh", "Sigmoid", "Sine")]
    labels = ("one", "two", "three")
    spots = tuple(zip(labels, place_names(tuple(chosen), labels, shown, baseline), strict=True))
    traces = compare_figures.overlay(chosen, labels, shown, baseline, spots)["data"]
    # The legend says no more than which dash is which order.
    assert [trace["name"] for trace in traces if trace.get("showlegend", True)] == list(figures.NAMES)
    seen: list[float] = []
    for f, label in zip(chosen, labels, strict=True):
        for order, name in enumerate((label, f"{label} f′")):
            group = [trace for trace in traces if trace["legendgroup"] == name]
            (dotted,) = (trace for trace in group if trace["mode"] == "lines+markers")
            (read,) = (trace for trace in group if trace.get("hoverinfo") != "skip")
            assert read["mode"] == "lines"
            # No line joins two of them.
            assert np.isnan(dotted["x"][1::2]).all() and np.isnan(dotted["y"][1::2]).all()
            x, y = dotted["x"][::2], dotted["y"][::2]
            less = 0 if baseline is None else order_of(baseline, order)(x)
            assert y == pytest.approx(order_of(f, order)(x) - less)
            seen += list(x) if order == 0 else []
            named = [trace for trace in group if "text" in trace["mode"]]
            assert len(named) == (order == 0)
            for trace in named:
                # It stands on its own curve, and has its colour.
                at, height = trace["x"], trace["y"]
                less = 0 if baseline is None else order_of(baseline, order)(at)
                assert height == pytest.approx(order_of(f, order)(at) - less, abs=1e-2)
                assert trace["marker"]["color"] == read["line"]["color"]
    distances = np.diff(np.sort(seen))
    assert distances == pytest.approx(12 / len(seen)) and 0 not in seen


@pytest.mark.parametrize(("middle", "side"), [(0.5, "top"), (2.5, "bottom")])
def test_a_label_between_two_others_stands_where_there_is_more_room(middle: float, side: str) -> None:
    points = [(0.0, height, 1.0) for height in (3.0, middle, 0.0)]
    assert curve_figures.corners(points, -6.0, 6.0)[1].startswith(side)


def test_names_of_curves_do_not_cover_each_other() -> None:
    names = ("ReLU", "GELU", "Mish", "SELU", "Tanh", "Sigmoid", "Softplus")
    functions = tuple(CATALOGUE[name]() for name in names)
    shown = figures.View(-5.0, 5.0, (0,), ((-3.0, 3.0),))
    boxes = []
    for f, name, spot in zip(functions, names, place_names(functions, names, shown, None), strict=True):
        share = np.array([spot.share])
        boxes.append(box_of(share, (f(-5 + 10 * share) + 3) / 6, spot.corner, LETTER * len(name)))
    for one, other in itertools.combinations(boxes, 2):
        apart = one.right <= other.left or other.right <= one.left
        assert apart or one.top <= other.bottom + 0.01 or other.top <= one.bottom + 0.01


@every_function
def test_every_figure_can_be_written_as_json(f: Activation) -> None:
    shown = view(type(f), shading=True)
    for figure in (
        curve_figures.function_chart(f, shown, 1.0),
        compare_figures.tile(f, "a label", shown, None, 320),
        compare_figures.tile(f, "a label", shown, CATALOGUE["ELU"](), 320),
        compare_figures.overlay([f, CATALOGUE["ELU"]()], ["one", "two"], shown, None),
        compare_figures.overlay([f], ["one"], shown, None, [("one", LabelAnchor(0.5, "top left"))]),
    ):
        text = json.dumps(figure, default=lambda array: array.tolist())
        assert json.loads(text)["data"]


@every_class
def test_no_axis_moves_while_a_slider_does(cls: type[Activation]) -> None:
    shown = view(cls, shading=True)
    axes = [
        curve_figures.function_chart(f, shown, probe)["layout"]
        for f in settings(cls)
        for probe in (-6.0, 0.3, 6.0)
    ]
    assert all(axis == axes[0] for axis in axes)


@every_class
def test_the_frame_holds_the_curve_at_every_setting_or_is_as_high_as_wide(cls: type[Activation]) -> None:
    failures = []
    for low, high in RANGES:
        bottom, top = frame(cls, (0, 1), low, high)
        assert top - bottom >= 1
        limit = max(abs(low), abs(high), 1.0)
        for f, order in itertools.product(settings(cls), (0, 1)):
            y = order_of(f, order)(np.linspace(low, high, 601))
            y = y[np.isfinite(y)]
            # A peak between the samples of the frame may be cut by less than a tenth of the height.
            slack = (top - bottom) / 10
            if (y.max() > top + slack and top < limit) or (y.min() < bottom - slack and bottom > -limit):
                failures.append(f"{f!r}, f{'′' * order} in [{y.min():.4g}, {y.max():.4g}] on [{low}, {high}]")
                failures.append(f"the frame is {bottom:.4g} to {top:.4g}")
    assert not failures


@pytest.mark.parametrize("shown", [("f′", "stretched"), ("f′", "stacked")], ids=" ".join)
@every_class
def test_there_is_room_for_the_label_below_f_and_above_its_slope(
    cls: type[Activation], shown: tuple[str, ...]
) -> None:
    view = chosen_view(cls(), shown, *RANGES[0])
    axes = [value for key, value in figures.layout(view).items() if re.fullmatch("yaxis[2]?", key)]
    pixels = [
        (figures.layout(view)["height"] - 80) * (axis["domain"][1] - axis["domain"][0]) for axis in axes
    ]
    x = np.linspace(*RANGES[0], 601)
    for order, side in ((0, 0), (1, 1)):
        frame = view.frames[view.panel(order) - 1]
        inside = order_of(cls(), order)(x)
        inside = inside[(frame[0] < inside) & (inside < frame[1])]
        # Curves that are cut leave the picture, and the probe with them.
        if any(abs(limit) > 6 for limit in (inside.min(), inside.max())):
            continue
        room = np.abs(inside - frame[side]).min() / (frame[1] - frame[0]) * pixels[view.panel(order) - 1]
        assert room > 24, (order, room)


@every_function
def test_shading_marks_where_the_slope_is_small_and_where_it_is_zero(f: Activation) -> None:
    figure = curve_figures.function_chart(f, view(type(f), shading=True), 0.0)
    faint, strong = next(lines(figure, "|f′| < 0.1")), next(lines(figure, "f′ = 0"))
    kinds: list[tuple[figures.Trace, Callable[[Array], NDArray[np.bool_]]]] = [
        (faint, lambda slope: (slope > 0) & (slope < 0.1)),
        (strong, lambda slope: slope == 0),
    ]
    for area, marks in kinds:
        samples = np.asarray(area["x"], dtype=float)
        x = np.union1d(np.linspace(-6, 6, 2411), samples)
        wanted = marks(np.abs(f.derivative(x)))
        shaded = np.asarray(area["y"])[np.abs(samples[:, None] - x).argmin(axis=0)] == 1
        edges = x[np.flatnonzero(np.diff(wanted.astype(int)))]
        # An edge may be off by the distance of the samples, which is about two pixels.
        wrong = [place for place in x[shaded != wanted] if not np.any(np.abs(edges - place) < 0.025)]
        assert not wrong, f"{area['name']} at x = {wrong[0]:.4f}"


def test_both_kinds_of_shading_can_be_told_apart() -> None:
    assert figures.FAINT != figures.STRONG


@every_class
@pytest.mark.parametrize("x", [-6.0, -1.5, 0.7, 6.0])
def test_the_tangent_touches_the_curve_at_the_probe_with_its_slope(cls: type[Activation], x: float) -> None:
    f = cls()
    if not math.isfinite(f(x)):
        pytest.fail(f"{f!r} is not defined at {x} at its defaults")
    figure = curve_figures.function_chart(f, view(cls), x)
    tangent = next(lines(figure, "tangent"))
    (x0, x1), (y0, y1) = tangent["x"], tangent["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(float(f.derivative(x)), rel=1e-6, abs=1e-9)
    assert y0 + (y1 - y0) * (x - x0) / (x1 - x0) == pytest.approx(float(f(x)), rel=1e-6, abs=1e-9)


@every_class
def test_a_difference_from_itself_is_zero_and_breaks_where_the_curve_does(cls: type[Activation]) -> None:
    for points in view(cls).curves(cls(), cls()):
        assert np.all((points.y == 0) | np.isnan(points.y))


@every_class
def test_a_tile_is_well_formed_svg_with_both_curves_and_a_title(cls: type[Activation]) -> None:
    picture = ElementTree.fromstring(tiles.picture(cls))
    space = "{http://www.w3.org/2000/svg}"
    assert picture.tag == f"{space}svg"
    _axes, slope, value = picture.findall(f"{space}path")
    assert (slope.get("stroke"), value.get("stroke")) == (figures.VERMILLION, figures.BLUE)
    assert (slope.get("stroke-dasharray") != "none", value.get("stroke-dasharray")) == (True, "none")
    assert (picture.findtext(f"{space}title") or "").startswith(cls.title)
    curves = [path for path in picture.iter(f"{space}path") if path.get("fill") == "none"]
    assert [path.get("stroke") for path in curves] == [figures.VERMILLION, figures.BLUE]
    for path in curves:
        coordinates = [float(number) for number in re.findall(r"-?\d+\.?\d*", path.get("d", ""))]
        assert len(coordinates) > 80
        assert all(-1 <= x <= tiles.WIDTH + 1 for x in coordinates[::2])


def test_a_tile_of_a_step_has_a_gap() -> None:
    assert tiles.picture(CATALOGUE["Step"]).count("M") > tiles.picture(CATALOGUE["Tanh"]).count("M")


@every_function
def test_the_description_names_the_function_its_range_and_its_limits(f: Activation) -> None:
    card = f.properties()
    text = words.description(f, -6, 6)
    assert text.startswith(words.label(f))
    assert f"range is {words.interval(card.range)}" in text
    assert ("left" in text) == bool(card.saturates_left)
    assert ("right" in text) == bool(card.saturates_right)
    assert "nan" not in text and "inf" not in text and "None" not in text


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Step", "jumps at x = 0"),
        ("ReLU", "kink at x = 0"),
        ("ReLU", "never decreases"),
        ("ReLU6", "kink at x = 0"),
        ("Tanh", "increases everywhere"),
        ("Swish", "rises and falls"),
        ("Swish", "−0.2785 at x = −1.278"),
        ("Tanh", "(−1, 1)"),
    ],
)
def test_the_description_says_what_a_curve_does(name: str, part: str) -> None:
    assert part in words.description(CATALOGUE[name](), -6, 6)


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("ln(x)", "from −∞ to 1.792."),
        ("ln(x)", "It is not defined between x = −6 and 0."),
        ("sqrt(x)", "from 0 to 2.449."),
        ("arcsin(x)", "It is not defined between x = −6 and −1, between x = 1 and 6."),
        ("sqrt(x^2 - 1)", "It is not defined between x = −1 and 1."),
        ("1 / x", "It is not defined at x = 0."),
        ("1 / x", "f falls between its breaks"),
        ("-1 / x", "f rises between its breaks"),
        ("ln(x - 7)", "is not defined from x = −6 to 6."),
    ],
)
def test_the_description_says_where_a_formula_is_no_number(formula: str, part: str) -> None:
    text = words.description(parse(formula), -6, 6)
    assert part in text
    assert "undefined" not in text and text.count("not defined") == 1


@pytest.mark.parametrize("lowest", [-3.0, -6.0, -19.0, -70.0])
def test_labels_of_powers_of_ten_are_few_and_one_of_them_is_1(lowest: float) -> None:
    frame, ticks = decade_axis(np.array([lowest, 0.5]), (-80.0, 30.0))
    assert frame[0] < lowest and frame[1] > 0.5
    labels = [label for label in ticks["ticktext"] if label]
    assert 2 <= len(labels) <= MOST_LABELS and "1" in labels


@pytest.mark.parametrize("name", ["Tanh", "Sigmoid", "Swish"])
def test_the_description_of_a_smooth_function_has_no_kink_and_no_jump(name: str) -> None:
    text = words.description(CATALOGUE[name](), -6, 6)
    assert "kink" not in text and "jump" not in text


@pytest.mark.parametrize("cell", ["a|b", "|f′|", "sup |f′|", "||", "plain"])
def test_a_bar_in_a_cell_does_not_break_the_table(cell: str) -> None:
    header, rule, row = words.table(("one", "two"), [(cell, "x")]).splitlines()
    count = len(re.findall(r"(?<!\\)\|", header))
    assert count == len(re.findall(r"(?<!\\)\|", rule)) == len(re.findall(r"(?<!\\)\|", row)) == 3


@pytest.mark.parametrize("text", ["0,5", "1, 2,5", "-1,5e-3", "1,000"])
def test_a_comma_that_could_be_a_decimal_one_is_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match=r"could be one number or two: write .*\."):
        words.inputs(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1, -10, 0, 15, -20", [1, -10, 0, 15, -20]),
        ("1 2;3\n4", [1, 2, 3, 4]),
        ("−1, 5e-3", [-1, 5e-3]),
        ("1,2,3", [1, 2, 3]),
        ("0,5 −1,5", [0.5, -1.5]),
        ("0,5; 1", [0.5, 1]),
        ("1,-10", [1, -10]),
        ("[1.0, 2.0]", [1, 2]),
        ("(3)", [3]),
        ("−∞ ∞", [-math.inf, math.inf]),
        (" 7 ", [7]),
        ("inf, -inf", [math.inf, -math.inf]),
    ],
)
def test_inputs_are_read_with_any_usual_separator(text: str, numbers: list[float]) -> None:
    assert words.inputs(text) == numbers


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "between 1 and 50 numbers"),
        (" , ; ", "between 1 and 50 numbers"),
        ("1 " * 51, "there are 51"),
        ("one", "'one' is not a number"),
        ("1, two", "'two' is not a number"),
        ("<script>alert(1)</script>", "is not a number"),
        ("x" * 10_000, "is not a number"),
        ("[x](http://evil)", "is not a number"),
    ],
)
def test_inputs_that_are_no_numbers_get_a_short_sentence(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        words.inputs(text)
    assert part in str(caught.value)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-1.5, "−1.5"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
        (1e-7, "10⁻⁷"),
        (1e10, "10¹⁰"),
        (1e-10, "10⁻¹⁰"),
        (123456.0, "123456"),
    ],
)
def test_numbers_are_written_for_reading(value: float, text: str) -> None:
    assert words.digits(value) == text


def test_intervals_show_which_ends_are_attained() -> None:
    assert words.interval(Interval(-1, math.inf, True, False)) == "[−1, ∞)"


@every_function
def test_the_property_card_has_a_value_in_every_row(f: Activation) -> None:
    card = explore_words.property_card(f)
    assert len({name for name, _ in card}) == len(card) >= 12
    assert all(value and "nan" not in value and "None" not in value for _, value in card)


def test_the_property_card_says_each_thing_under_its_name() -> None:
    card = dict(explore_words.property_card(CATALOGUE["ReLU"]()))
    known = {
        "Range": "[0, ∞)",
        "Range of f′": "[0, 1]",
        "Monotonicity of f": "non-decreasing",
        "Smoothness": "continuous, with a kink",
        "Kinks at": "0",
        "Lipschitz constant, sup |f′|": "1",
        "Symmetry": "none",
        "Far left": "constant",
        "Far right": "no",
        "f(0) = 0": "yes",
        "Lowest point": "0 at x = 0",
        # 1/√(2π), √(1/2 − 1/(2π)) and 1/2.
        "Mean of f(z), z ~ N(0, 1)": "0.398942",
        "Standard deviation of f(z)": "0.583819",
        "Mean square of the slope, E f′(z)²": "0.5",
    }
    assert {name: card[name] for name in known} == known


def test_properties_of_several_functions_are_columns() -> None:
    columns = compare_words.property_columns([CATALOGUE["ReLU"](), CATALOGUE["ELU"](), CATALOGUE["Step"]()])
    assert columns["function"] == ["ReLU", "ELU α = 1", "Step α = 0"]
    assert columns["range"] == ["[0, ∞)", "(−1, ∞)", "[0, 1]"]
    assert columns["range of f′"] == ["[0, 1]", "(0, 1]", "[0, 0]"]
    assert columns["monotonic"] == ["non-decreasing", "increasing", "non-decreasing"]
    assert columns["far left"] == ["constant", "approaches a limit", "constant"]
    assert columns["far right"] == ["no", "no", "constant"]
    assert columns["sup |f′|"] == [1.0, 1.0, math.inf]
    assert columns["E f′(z)²"][::2] == pytest.approx([0.5, 0.0])
    assert columns["sd f(z)"][::2] == pytest.approx([math.sqrt(0.5 - 0.5 / math.pi), 0.5])
    assert columns["E f(z)"][::2] == pytest.approx([1 / math.sqrt(2 * math.pi), 0.5])


def test_kink_rows_have_the_limit_from_the_left_the_value_and_the_limit_from_the_right() -> None:
    assert kink_words.kink_rows(CATALOGUE["Step"]()) == [["0", "f", "0", "0", "1"]]
    elu = kink_words.kink_rows(parse("ELU(alpha=0.5)"))
    assert elu == [["0", "f′", "0.5", "0.5", "1"], ["0", "f″", "0.5", "0.5", "0"]]


@every_function
def test_kink_rows_tell_the_limits_on_both_sides(f: Activation) -> None:
    for row in kink_words.kink_rows(f):
        assert len(row) == 5
        assert row[2] != row[4] or row[3] != row[2]


def test_a_view_is_a_value() -> None:
    assert view(CATALOGUE["ELU"]) == view(CATALOGUE["ELU"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.632123, "−0.63212"),
        (5e-5, "0.00005"),
        (123456.0, "123460"),
        (-1e-7, "−10⁻⁷"),
        (3e22, "3·10²²"),
        (-0.0, "0"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
    ],
)
def test_a_reading_is_written_as_live_js_writes_it(value: float, text: str) -> None:
    """Else the label of the probe changes when the thumb is let go."""
    assert curve_figures.reading(value) == text
