"""The page on vectors: from typed lists, in words, and in its charts at every setting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from activations.vector import (
    FUNCTIONS,
    GATES,
    DeepSeekGLU,
    FATReGLU,
    Gate,
    GptOssGLU,
    SinkSoftmax,
    SiTUGLU,
    Softmax,
    Sparsemax,
    StepGLU,
    SwiGLU,
    VectorFunction,
)
from pages.shared.figures import Moving
from pages.shared.live.ready import encode
from pages.vectors import figures as vector_figures
from pages.vectors import gate_figures, gate_words
from pages.vectors import words as vector_words
from pages.vectors.figures import Batch
from tests.pages.test_pages import assert_harmless, charts, complaints, opened, own_link, widgets, written
from tests.pages.test_train import pixels


def settings(logits: list[float], temperature: float = 1.0) -> Batch:
    return Batch(np.array([logits]), np.array([[temperature]]))


def test_the_page_opens_with_softmax_beside_sparsemax() -> None:
    at = opened("vectors")
    assert_harmless(at)
    assert not complaints(at)
    assert len(charts(at)) == 5
    shown = " ".join(text for _, text in written(at))
    for what in (
        "**Softmax** gives",
        "2 of 4 shares are exactly 0",
        "709.78 in float64",
        "88.72 in float32",
    ):
        assert what in shown


def test_there_is_a_slider_for_each_logit() -> None:
    at = opened("vectors", {"move": ["x4"]})
    for count in (2, 10, 3, 7):
        at.number_input(key="n").set_value(count).run()
        assert_harmless(at)
        assert len([slider for slider in at.slider if str(slider.key).startswith("x")]) == count
        assert not complaints(opened("vectors", own_link(at)))


def test_each_half_of_the_page_keeps_its_settings_while_the_other_is_shown() -> None:
    at = opened(
        "vectors", {"n": ["6"], "x6": ["2.5"], "T": ["0.35"], "show": ["1.5-entmax"], "of": ["Sparsemax"]}
    )
    first = own_link(at)
    for a in (-3.25, 1.5):
        at.button_group(key="about").set_value("Gates").run()
        assert_harmless(at)
        at.slider(key="a").set_value(a).run()
        second = own_link(at)
        assert second == {"about": ["Gates"], "a": [str(a)]}
        at.button_group(key="about").set_value("Softmax").run()
        assert_harmless(at)
        assert own_link(at) == first
    at.button_group(key="about").set_value("Gates").run()
    assert own_link(at) == second


def typed(text: str) -> AppTest:
    at = opened("vectors")
    return at.text_input(key="typed").set_value(text).run()


def test_a_list_can_be_pasted() -> None:
    at = typed("3; −1.25 0.5, 2e0 7 -9")
    assert_harmless(at)
    assert not at.error
    assert [slider.value for slider in at.slider if str(slider.key).startswith("x")] == [
        3,
        -1.25,
        0.5,
        2,
        7,
        -9,
    ]
    again = opened("vectors", own_link(at))
    assert widgets(again) == widgets(at)


def test_logits_that_share_the_largest_are_all_named() -> None:
    said = " ".join(text.value for text in typed("1; 1; 1; 0").markdown)
    assert "**Softmax** is undecided: x₁, x₂ and x₃ share the largest, 0.297 each" in said


def test_a_logit_of_minus_infinity_is_masked() -> None:
    at = typed("−∞; 1; 2")
    assert not at.error
    assert own_link(at)["mask"] == ["x1"]
    said = " ".join(text.value for text in at.markdown)
    assert "x₁ is masked with −∞" in said
    assert "1 of 3 shares is exactly 0" in said
    assert at.dataframe[1].value["Softmax"].tolist() == ["0", "0.268941", "0.731059"]
    assert at.text_input(key="typed").value == "-inf; 1; 2"
    assert widgets(opened("vectors", own_link(at))) == widgets(at)
    # What is pasted next is no longer masked.
    assert "mask" not in own_link(at.text_input(key="typed").set_value("3 1 2").run())


def test_one_logit_at_least_is_left() -> None:
    at = opened("vectors", {"n": ["2"], "mask": ["x1", "x2"]})
    assert_harmless(at)
    assert "one logit at least must not be masked" in " ".join(complaints(at))


@pytest.mark.parametrize(
    "text",
    [
        "[1.0, 2.0]",
        "(1.0, 2.0)",
        "tensor([1.0, 2.0])",
        "np.array([1.0, 2.0])",
        "array([1., 2.], dtype=float32)",
    ],
)
def test_a_list_can_be_pasted_as_programs_print_it(text: str) -> None:
    at = typed(text)
    assert not at.error
    assert own_link(at) == {"n": ["2"], "x1": ["1"], "x2": ["2"]}


def test_the_temperature_goes_up_to_100() -> None:
    at = opened("vectors", {"T": ["100"]})
    assert_harmless(at)
    assert not complaints(at)
    assert at.slider(key="T").value == 100
    assert charts(at)[3]["layout"]["xaxis"]["range"] == [0.1, 100]
    at.number_input(key="exact-T").set_value(42.0).run()
    assert own_link(at) == {"T": ["42"]}


def test_the_sink_has_a_slider_where_it_matters() -> None:
    at = opened("vectors")
    assert "s" not in [slider.key for slider in at.slider]
    at = opened("vectors", {"show": ["Softmax with a sink"], "s": ["3"]})
    assert at.slider(key="s").value == 3
    left = 1 - SinkSoftmax(sink=3.0)([1.5, 1.0, 0.2, -1.0]).sum()
    assert f"The sink takes {left:.3g}" in " ".join(text.value for text in at.markdown)
    assert opened("vectors", {"of": ["Softmax with a sink"]}).slider(key="s").value == 0


@pytest.mark.parametrize(("key", "shown"), [("show", "show"), ("of", "of")])
def test_an_earlier_link_to_softmin_gets_a_sentence(key: str, shown: str) -> None:
    at = opened("vectors", {key: ["Softmin"]})
    assert_harmless(at)
    assert "Softmin is the softmax of −x: turn the signs of the logits." in " ".join(complaints(at))
    assert shown not in own_link(at)


def test_of_a_list_far_from_0_the_common_part_becomes_the_constant() -> None:
    at = typed("801, 799.5, 800")
    assert [slider.value for slider in at.slider if str(slider.key).startswith("x")] == [1, -0.5, 0]
    assert at.slider(key="c").value == 800
    first = at.dataframe[0].value.iloc[:, 1].tolist()
    assert float(first[0]) == pytest.approx(Softmax()([801, 799.5, 800])[0], rel=1e-6)
    assert first[1:] == ["nan", "nan"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1", "2 to 10 logits are needed"),
        ("1 " * 11, "there are 11"),
        ("", "Type between 1 and 50 numbers"),
        ("1, x", "'x' is not a number"),
        ("1, nan", "must be finite"),
        ("-inf, -inf", "all but one may be −inf"),
        ("0, 21", "at most 20 apart; these lie 21 apart"),
        ("2000, 2001", "within ±1000; these lie around 2000"),
        ("<b>evil</b> [x](http://evil)", "is not a number"),
    ],
)
def test_a_list_that_makes_no_sense_gets_a_sentence_and_changes_nothing(text: str, message: str) -> None:
    at = typed(text)
    assert_harmless(at)
    (error,) = at.error
    assert message in error.value.replace("\\", "")
    # It can be mended, and need not be typed again.
    assert at.text_input(key="typed").value == text
    before = widgets(opened("vectors"))
    assert {key: value for key, value in widgets(at).items() if key != "typed"} == {
        key: value for key, value in before.items() if key != "typed"
    }


def test_a_number_field_sets_its_slider() -> None:
    at = opened("vectors")
    at.number_input(key="exact-x2").set_value(-0.123456789).run()
    assert at.slider(key="x2").value == -0.123456789
    assert opened("vectors", own_link(at)).slider(key="x2").value == -0.123456789


def test_a_constant_changes_no_share() -> None:
    at = opened("vectors")
    before = at.dataframe[1].value.to_csv(), charts(at)[0]
    at.slider(key="c").set_value(900.0).run()
    assert (at.dataframe[1].value.to_csv(), charts(at)[0]) == before
    assert at.dataframe[0].value.iloc[1:, 1].tolist() == ["nan", "nan"]


@pytest.mark.parametrize("count", [2, 4, 10])
def test_the_bars_have_the_heights_of_the_shares(count: int) -> None:
    x = np.linspace(-2, 1, count).tolist()
    shown = [Softmax, Sparsemax]
    figure = vector_figures.bar_chart(shown, settings(x, 0.7))
    for trace, cls in zip(figure["data"], shown, strict=False):
        assert trace["y"][1::5] == pytest.approx(cls(0.7)(x), rel=1e-12)
        assert trace["y"][2::5].tolist() == trace["y"][1::5].tolist()
        assert np.isnan(trace["y"][4::5]).all()
    encode(figure)


@pytest.mark.parametrize("cls", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_map_has_the_jacobian_with_outputs_from_the_top(cls: type[VectorFunction]) -> None:
    x = [1.0, 0.5, -1.0]
    figure = vector_figures.heat_map(cls, settings(x, 2.0))
    (trace,) = figure["data"]
    jacobian = cls(temperature=2.0).jacobian(x)
    for column, row, z in zip(trace["x"], trace["y"], trace["z"], strict=True):
        assert z == jacobian[int(row), int(column)]
    assert figure["layout"]["yaxis"]["range"][0] > figure["layout"]["yaxis"]["range"][1]
    encode(figure)


def test_the_numbers_of_the_map_can_be_read_on_all_of_its_colours() -> None:
    (trace,) = vector_figures.heat_map(Softmax, settings([1.0, 2.0]))["data"]
    assert trace["textfont"]["color"] == "black"
    places, colours = zip(*trace["colorscale"], strict=True)
    stops = np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours])
    mixed = np.array([np.interp(np.linspace(0, 1, 101), places, channel) for channel in stops.T])
    # The contrast of WCAG 2: of black, 0.05 is the denominator.
    linear = np.where(mixed <= 0.03928, mixed / 12.92, ((mixed + 0.055) / 1.055) ** 2.4)
    assert np.all((np.array([0.2126, 0.7152, 0.0722]) @ linear + 0.05) / 0.05 >= 4.5)


def test_curves_pass_through_the_dots() -> None:
    x, shown = [0.0, 0.5, -1.0], [Softmax, Sparsemax]
    for figure in (
        vector_figures.sweep(shown, 0, (-10.0, 10.0), settings(x)),
        vector_figures.entropy_chart(shown, (0.5, 1.5), settings(x)),
    ):
        for curve, dot in zip(figure["data"][:2], figure["data"][2:4], strict=True):
            assert np.interp(dot["x"][0], curve["x"], curve["y"]) == pytest.approx(dot["y"][0], abs=1e-3)


def test_every_row_of_a_family_is_the_figure_at_its_setting() -> None:
    shown, logits = [Softmax, Sparsemax], np.array([[0.0, 1.0, 2.0], [3.0, 1.0, 2.0]])
    rows = Batch(logits, np.array([[1.0], [0.3]]))
    moves: list[Callable[[Batch], Moving]] = [
        lambda s: vector_figures.bars(shown, s),
        lambda s: vector_figures.sweeps(shown, 1, (-10.0, 10.0), s),
        lambda s: vector_figures.entropies(shown, (0.1, 5.0), s),
        lambda s: vector_figures.cells(Sparsemax, s),
    ]
    for move in moves:
        both = move(rows)
        for index in range(2):
            alone = move(Batch(rows.logits[index : index + 1], rows.temperatures[index : index + 1]))
            for many, one in zip(both, alone, strict=True):
                for name in one:
                    np.testing.assert_allclose(many[name][index], one[name][0], rtol=1e-12, atol=1e-15)


# At their own parameters, and where a limit lies well inside of the map.
EVERY_GATE: list[Gate] = [
    *(cls() for cls in GATES.values()),
    *(cls(lambda_=2.0) for cls in (GptOssGLU, DeepSeekGLU, StepGLU, FATReGLU)),
    SiTUGLU(beta=1.0, gamma=3.0),
]


@pytest.mark.parametrize("gate", EVERY_GATE, ids=repr)
def test_the_maps_and_slices_of_a_gate_show_its_values(gate: Gate) -> None:
    for name, surface in gate_figures.surfaces(gate).items():
        figure = gate_figures.surface_map(gate, name, 1.0, -2.0)
        *_, dot = figure["data"]
        assert (dot["x"].tolist(), dot["y"].tolist()) == ([1.0], [-2.0])
        assert figure["layout"]["images"][0]["source"].startswith("data:image/png;base64,iVBOR")
        lines, notes = gate_figures.levels(gate, name, gate.reach, 0.5)
        heights = surface(lines["x"], lines["y"])
        heights = heights[np.isfinite(heights)] / 0.5
        assert heights == pytest.approx(np.round(heights), abs=5e-3), name
        assert len(heights) >= 2
        for level, x, y in notes:
            (height,) = surface(np.array([x]), np.array([y]))
            assert height == pytest.approx(level, abs=5e-3)
            assert max(abs(x), abs(y)) <= gate.reach
        encode(figure)
    for along in "ab":
        figure = gate_figures.slice_chart(gate, along, 1.0, -2.0)
        for curve, dot in zip(figure["data"][:2], figure["data"][2:], strict=True):
            assert np.interp(dot["x"][0], curve["x"], curve["y"]) == pytest.approx(dot["y"][0], abs=2e-3)


@pytest.mark.parametrize("gate", EVERY_GATE, ids=repr)
def test_levels_reach_across_the_limits(gate: Gate) -> None:
    line, *_ = gate_figures.surface_map(gate, "f", 1.0, 1.0)["data"]
    x, y = line["x"], line["y"]
    drawn = np.isfinite(x) & np.isfinite(y)
    for a in (x, y):
        for side in (-1, 1):
            # Something is drawn at each edge of the map to which the surface is not 0.
            at_edge = drawn & (side * a > 0.98 * gate.reach) & (np.abs(gate(x, y)) > 1e-9)
            edge = np.linspace(-gate.reach, gate.reach, 99)
            along = gate(side * gate.reach, edge) if a is x else gate(edge, side * gate.reach)
            step = np.min(np.abs(gate(x, y)[drawn & (np.abs(gate(x, y)) > 1e-9)]))
            assert np.any(at_edge) == (np.max(np.abs(along)) > step + 1e-6)


def test_the_difference_is_0_inside_the_limits_and_the_bug_outside() -> None:
    gate = DeepSeekGLU()
    surface = gate_figures.difference(gate)
    assert surface(np.array([9.0, 10.0]), np.array([9.0, -16.0])) == pytest.approx(0, abs=1e-12)
    assert surface(np.array([15.0]), np.array([12.0])) == pytest.approx(
        100 / (1 + np.exp(-10)) - 180, rel=1e-4
    )
    assert gate_figures.farthest(SwiGLU()) == 0
    (lines, *_) = gate_figures.difference_map(gate, 1.0, 1.0)["data"]
    assert set(lines["x"][np.isfinite(lines["x"])]) == {-16.0, -10.0, 10.0, 16.0}
    assert 10.0 in lines["y"]
    said = gate_words.difference(gate, (15.0, 12.0), gate_figures.farthest(gate))
    assert "Here it is −80" in said
    assert "no difference" in gate_words.difference(SwiGLU(), (1.0, 1.0), 0.0)


def test_each_model_has_a_row_with_its_parameters_and_its_source() -> None:
    table = gate_words.models_table().splitlines()[2:]
    assert len(table) == sum(len(cls.models) for cls in GATES.values())
    rows = {row.split(" | ")[0].strip("| "): row for row in table}
    assert "λ = 16" in rows["Step-3.7-Flash"]
    assert "α = 1.702, λ = 7" in rows["gpt-oss"]
    assert "β = 4, γ = 25" in rows["Kimi K3"]
    assert all("](https://" in row for row in table)


def test_a_gate_has_sliders_and_a_link_of_its_own() -> None:
    at = opened("vectors", {"about": ["Gates"], "gate": ["deepseek_v4"], "lambda": ["7"], "a": ["15"]})
    assert_harmless(at)
    assert not complaints(at)
    assert own_link(at) == {"about": ["Gates"], "gate": ["DeepSeek-V4"], "a": ["15"], "lambda": ["7"]}
    assert "min_val=-7.0" in " ".join(block.value for block in at.code)
    (complaint,) = complaints(opened("vectors", {"about": ["Gates"], "gate": ["GLU"], "lambda": ["7"]}))
    assert "GLU has no such parameter" in complaint
    at.button_group(key="gate").set_value("SwiGLU").run()
    assert_harmless(at)
    # What lay beyond the map of the other gate comes to its edge, and the limit is forgotten.
    assert own_link(at) == {"about": ["Gates"], "a": ["5"]}


def test_where_a_derivative_jumps_its_line_has_a_gap() -> None:
    for title, kinks in (("ReGLU", [0.0]), ("GEGLU", []), ("SwiGLU", []), ("StepGLU", [7.00634])):
        f, slope, *_ = gate_figures.slice_chart(GATES[title](), "b", 2.0, 1.0)["data"]
        assert not np.isnan(f["y"]).any()
        assert slope["x"][np.isnan(slope["y"])].tolist() == pytest.approx(kinks, abs=1e-4)
        assert np.nanmax(np.abs(np.diff(slope["y"]))) < 0.3, title
    f, *_ = gate_figures.slice_chart(FATReGLU(lambda_=1.0), "b", 2.0, 1.0)["data"]
    assert f["x"][np.isnan(f["y"])].tolist() == [1.0]
    _, slope, *_ = gate_figures.slice_chart(DeepSeekGLU(), "a", 2.0, 1.0)["data"]
    assert slope["x"][np.isnan(slope["y"])].tolist() == [-10.0, 10.0]


def test_the_picture_of_a_map_has_its_colours_from_the_bottom_up() -> None:
    above, below = pixels(gate_figures.picture(np.array([[-1.0, 0.0], [1.0, 0.5]])))
    colours = [bytes(pixel[:3]).hex() for pixel in (above[0], *below)]
    assert colours == ["0072b2", "d55e00", "f2f2f2"]


@pytest.mark.parametrize(
    ("step", "even"), [(0.3, 0.5), (1.0, 1.0), (5.000001, 10.0), (0.02, 0.02), (6.0, 10.0), (1.2, 2.0)]
)
def test_levels_are_round_numbers(step: float, even: float) -> None:
    assert gate_figures._even(step) == pytest.approx(even)


def test_what_is_said_of_shares_is_so() -> None:
    said = vector_words.summary(Sparsemax, settings([5.0, 1.0]))
    assert "the largest share, 1, to x₁" in said
    assert "1 of 2 shares is exactly 0" in said
    assert "as uncertain as 2 equal choices" in vector_words.summary(Softmax, settings([1.0, 1.0]))
    labels = {1e-9: "≈0", 0.0: "0", 0.0051: "0.01", 0.0419: "0.04", 0.125: "0.13", 0.5: "0.5", 1.0: "1"}
    assert {share: vector_figures.label_of(share) for share in labels} == labels


@pytest.mark.parametrize("cls", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_code_has_the_temperature_where_it_is_not_1(cls: type[VectorFunction]) -> None:
    whole, half = cls().settings(), cls(temperature=0.5).settings()
    assert "import numpy as np" in vector_words.code(cls, whole)["NumPy"]
    for title, code in vector_words.code(cls, half).items():
        assert title == "NumPy" or "x / 0.5" in code
        assert title == "NumPy" or " / " not in vector_words.code(cls, whole)[title]
