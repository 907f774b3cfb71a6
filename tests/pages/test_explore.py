"""The stage of Explore: the choice of a function, what its values mean, and where names stand on the chart."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOGUE, ELU, GELU, Activation, LeakyReLU, ReLU, Sigmoid, Snake, Tanh, parse
from activations.formula import formula_class
from pages.compare.figures import overlay
from pages.explore import captions
from pages.explore.controls import ONCE
from pages.explore.views import chosen_view
from pages.shared import curve_figures, figures, styles
from pages.shared.framing import FLATTEST, Frame, cut_to_height
from pages.shared.sliders import parameter_sliders
from tests.families import for_every_class
from tests.pages.test_journeys import type_into
from tests.pages.test_pages import charts, opened, own_link

every_class = for_every_class()


def test_a_favourite_is_one_click_away_whatever_family_is_chosen() -> None:
    at = opened("explore", {"family": ["Shrinkage"]})
    at.button_group(key="favourite").set_value("GELU").run()
    assert at.selectbox(key="f").value == "GELU"
    assert at.button_group(key="favourite").value == "GELU"
    assert own_link(at) == {"f": ["GELU"]}
    # A click on the one that is shown changes nothing.
    at.button_group(key="favourite").set_value(None).run()
    assert at.selectbox(key="f").value == "GELU"
    at.selectbox(key="f").set_value("HardTanh").run()
    assert at.button_group(key="favourite").value is None


def test_the_next_function_and_the_one_before_are_one_click_away() -> None:
    names = list(CATALOGUE)
    at = opened("explore", {"f": [names[-1]]})
    at.button(key="next").click().run()
    assert at.selectbox(key="f").value == names[0]
    at.button(key="previous").click().run()
    assert at.selectbox(key="f").value == names[-1]


def test_a_function_without_parameters_leads_to_relatives_with_some() -> None:
    at = opened("explore", {"f": ["ReLU"]})
    said = [each.value for each in at.markdown]
    assert "ReLU has nothing to set. Relatives that have:" in said
    labels = [link.proto.label for link in at.get("page_link")]
    assert {"Leaky ReLU", "PReLU"} <= set(labels)
    assert not any("nothing to set" in each.value for each in opened("explore").markdown)


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (
            ELU(),
            "With α = 1, the pieces meet without a corner; at most other values there is one; "
            "on the left f ends at −1, where no gradient is left.",
        ),
        (
            ELU(0.5),
            "With α = 0.5, the slope jumps from 0.5 to 1 at x = 0; on the left f ends at −0.5, "
            "where no gradient is left.",
        ),
        (LeakyReLU(0.2), "With α = 0.2, the slope jumps from 0.2 to 1 at x = 0."),
        (
            ReLU(),
            "The slope jumps from 0 to 1 at x = 0; on the left f ends at 0, where no gradient is left.",
        ),
        (
            Sigmoid(),
            "On the left f ends at 0, where no gradient is left; on the right f ends at 1, where no gradient is left.",
        ),
        (
            GELU(),
            "On the left f ends at 0, where no gradient is left; it is lowest at x = −0.752, with f = −0.17.",
        ),
        (Snake(), "With α = 1, its slope lies in [0, 2]."),
        (parse("ln(abs(x))"), "Its slope lies in (−∞, ∞)."),
    ],
    ids=repr,
)
def test_a_sentence_says_what_the_present_values_mean(f: Activation, sentence: str) -> None:
    assert captions.meaning(f) == sentence


def typed_on_explore(text: str) -> AppTest:
    at = opened("explore")
    type_into(at.selectbox(key="f"), text)
    return at.run()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("GELU in bfloat16", {"f": "GELU", "tab": "Low precision", "precision": "bfloat16"}),
        ("ELU(alpha=0.3) in float16", {"f": "ELU", "alpha": 0.3, "precision": "float16"}),
        ("silu in float16 from float32", {"f": "SiLU", "rounding": ONCE}),
        ("ELU(alpha=0.3)", {"f": "ELU", "alpha": 0.3}),
        ("αx²; α=2", {"f": "alpha * x**2", "alpha": 2.0}),
    ],
)
def test_what_is_typed_is_shown_with_its_parameters_and_its_format(
    typed: str, shown: dict[str, object]
) -> None:
    at = typed_on_explore(typed)
    assert not at.exception and not at.error
    visit = at.session_state["visit"]
    assert {key: visit.values[key] for key in shown} == shown


def test_a_question_ends_with_its_own_mark() -> None:
    at = typed_on_explore("ELU in int8")
    assert at.error[0].value.endswith("or ELU?")


@every_class
def test_every_parameter_can_be_set_to_its_default_and_to_nothing_outside_its_domain(
    cls: type[Activation],
) -> None:
    for slider, declared in zip(parameter_sliders(cls), cls.parameters(), strict=True):
        low, high = slider.reach
        shown = captions.scale(cls, declared, slider.key, low, high, declared.default, locked=False)
        offered = [float(number) for number in re.findall(r'data-set="([^"]+)"', shown)]
        assert declared.default in offered
        assert all(number in declared.domain for number in offered)
        # The same number twice, once as a 32-bit one, would puzzle.
        texts = re.findall(r">([^<>]+) <small>", shown)
        assert len(set(texts)) == len(texts)


def test_a_locked_parameter_is_locked_in_every_way() -> None:
    (declared,) = ELU.parameters()
    shown = captions.scale(ELU, declared, "alpha", 0.0, 3.0, 1.0, locked=True)
    assert shown.count(" disabled") == shown.count("<button") + shown.count("<input")


def test_parameters_stand_out_in_the_formula() -> None:
    assert captions.highlight_parameters(CATALOGUE["SELU"]).count(captions.PARAMETER) == 2
    # \alpha is in no other command of LaTeX, but a function of one's own has a formula that is written by the tree.
    own = formula_class("alpha * exp(x)")
    assert captions.highlight_parameters(own) == rf"\textcolor{{{captions.PARAMETER}}}{{\alpha}}\,e^{{x}}"


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ((-1.0, 2.0), (-1.0, 2.0)),
        ((-3.0, 6.5), (-3.0, 4.0)),
        ((-6.5, 1.0), (-6.0, 1.0)),
        ((-6.6, 6.6), (-3.5, 3.5)),
    ],
)
def test_a_chart_that_would_be_too_high_keeps_what_is_near_zero(frame: Frame, expected: Frame) -> None:
    assert cut_to_height(frame, 7.0) == expected


@every_class
def test_slope_1_looks_like_45_degrees_unless_the_chart_is_stretched(cls: type[Activation]) -> None:
    view = chosen_view(cls(), ("f′",), -6.0, 6.0)
    bottom, top = view.frames[0]
    assert top - bottom <= FLATTEST * 12 + 1e-9
    assert bottom <= 0 <= top
    assert figures.layout(view)["yaxis"]["scaleanchor"] == "x"
    stretched = chosen_view(cls(), ("f′", "stretched"), -6.0, 6.0)
    assert "scaleanchor" not in figures.layout(stretched)["yaxis"]


def test_slope_1_looks_like_45_degrees_on_a_phone() -> None:
    """A chart that Plotly drew first and shrank then would keep all of y that it had room for."""
    least = re.search(r"--height: clamp\((\d+)rem", styles.STAGE)
    assert least is not None
    view = chosen_view(CATALOGUE["ELU"](), ("f′",), -6.0, 6.0)
    for figure in (curve_figures.function_chart(CATALOGUE["ELU"](), view, 0.7), overlay([], [], view, None)):
        assert figure["layout"]["height"] <= 16 * int(least[1])


@every_class
def test_the_name_of_a_curve_stands_on_it_in_sight(cls: type[Activation]) -> None:
    f = cls()
    view = chosen_view(f, ("f′", "f″"), -6.0, 6.0)
    bottom, top = view.frames[0]
    for order, trace in zip(view.orders, curve_figures.name_traces(f, view), strict=True):
        (x,), (y,) = trace["x"], trace["y"]
        assert trace["text"] == [figures.NAMES[order]]
        assert -6 <= x <= 6
        assert bottom < y < top
        at = (f, f.derivative, f.second_derivative)[order](np.array([x]))
        assert np.isclose(at, y, atol=0.02), order


def test_names_replace_the_legend_but_not_in_panels() -> None:
    (together,) = charts(opened("explore"))
    assert [trace["text"] for trace in together["data"] if trace.get("meta", {}).get("names")] == [
        ["f"],
        ["f′"],
    ]
    assert together["layout"]["showlegend"] is False
    (apart,) = charts(opened("explore", {"show": ["f′", "stacked"]}))
    assert not [trace for trace in apart["data"] if "names" in trace.get("meta", {})]


def test_the_words_beside_the_chart_say_the_heights_of_the_curves_that_are_drawn() -> None:
    said = captions.present_state(Tanh(), 0.5, chosen_view(Tanh(), ("f″",), -6.0, 6.0))
    assert re.findall(r'data-reading="([^"]+)">([^<]+)<', said) == [("f", "0.46212"), ("f″", "−0.72686")]


def test_the_words_beside_the_chart_say_where_a_formula_is_no_number() -> None:
    said = captions.readings(parse("ln(x)"), -1.0, (0, 1))
    assert re.findall(r'data-reading="([^"]+)">([^<]+)<', said) == [("f", "undefined"), ("f′", "undefined")]
