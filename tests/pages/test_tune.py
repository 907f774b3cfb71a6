"""The page on a whole range of values: what is computed, what is said of it, and whether its presets are true."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from activations import CATALOGUE, Activation, parse
from activations.evaluation import Array
from activations.networks.paired import compare
from activations.networks.sweep import Block, Run, split
from activations.networks.training import Task, train
from pages.shared import settings
from pages.shared.live.ready import encode
from pages.shared.presets import Preset
from pages.shared.tasks import task_of
from pages.train.record import assess
from pages.tune import figures, growing, rate_figures, rates, results, runs, sweep_charts, words
from pages.tune.controls import PRESETS
from pages.tune.results import ASSESSMENTS, MAP_RATES, MAP_SEEDS, Outcome, RateMap, Sweep
from tests.pages.test_pages import (
    assert_harmless,
    complaints,
    opened,
    own_link,
    widgets,
    written,
)
from tests.pages.test_pages import (
    charts as drawn,
)

# Others than those that are shown.
FRESH = range(100, 110)


def swept(losses: Array, values: tuple[float, ...] = (0.5, 1.0, 2.0)) -> Sweep:
    """A sweep of ELU that ends with these held-out losses, a row for each value."""
    course = np.linspace(1, 0, ASSESSMENTS + 1)
    rows = tuple(
        tuple(
            Outcome(
                1 + course,
                loss + course,
                0.9,
                np.ones((2, 1)),
                3,
                np.full(3, 0.1),
                np.zeros(1600, dtype=np.float32),
            )
            for loss in row
        )
        for row in losses.tolist()
    )
    return Sweep(Task(), "α", values, tuple(parse(f"ELU(alpha={value})") for value in values), rows)


def ended(f: Activation, preset: Preset) -> tuple[Array, Array]:
    """The losses of a function in the task of a preset, on training and held-out examples of fresh seeds."""
    task = task_of(preset.settings)
    seen = []
    for block in split([Run(f, replace(task, seed=seed)) for seed in FRESH]):
        *_, last = Block(block).train(task.epochs)
        seen.append((last.losses, last.held_out))
    losses, held_out = zip(*seen, strict=True)
    return np.concatenate(losses), np.concatenate(held_out)


def test_the_page_opens_with_a_sweep_and_says_what_can_be_told() -> None:
    at = opened("tune")
    assert_harmless(at)
    assert not complaints(at)
    assert len(drawn(at)) == 7
    said = " ".join(text for _, text in written(at))
    assert "it says nothing about yours" in said
    assert "sign-flip test" in said
    assert "10 of 10 seeds" in said


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"f": ["x**2"]}, "A formula needs a letter"),
        ({"from": ["0.5"], "to": ["0.5"]}, "two different ends"),
        ({"from": ["-1"], "scale": ["log"], "values": ["5"], "epochs": ["10"]}, "begins above 0"),
        ({"f": ["HardTanh"], "to": ["5"], "values": ["5"], "epochs": ["10"]}, "make no function"),
        ({"units": ["64"], "hidden": ["4"], "values": ["5"], "epochs": ["500"]}, "Shortened to"),
    ],
    ids=["no letter", "one value", "no logarithm", "bounds", "cut"],
)
def test_what_cannot_be_done_is_said(link: dict[str, list[str]], sentence: str) -> None:
    at = opened("tune", link)
    assert_harmless(at)
    assert not complaints(at)
    assert any(sentence in said.value for said in (*at.info, *at.warning))


@pytest.mark.parametrize(
    ("ends", "count", "logarithmic", "default", "expected"),
    [
        ((0.0, 1.0), 5, False, 0.01, (0.01, 0.25, 0.5, 0.75, 1.0)),
        ((0.0, 1.0), 5, False, 2.0, (0.0, 0.25, 0.5, 0.75, 1.0)),
        ((0.1, 10.0), 5, True, 1.0, (0.1, 0.316, 1.0, 3.16, 10.0)),
        ((0.12345, 0.12346), 5, False, 1.0, (0.12345, 0.123, 0.12346)),
        ((3.0, 3.0), 5, False, 1.0, (3.0,)),
    ],
)
def test_the_default_is_one_of_the_values_if_it_lies_among_them(
    ends: tuple[float, float], count: int, logarithmic: bool, default: float, expected: tuple[float, ...]
) -> None:
    found = runs.grid(*ends, count, logarithmic, default)
    assert found == tuple(sorted(expected))


def test_an_effect_is_named_and_luck_is_not() -> None:
    luck = np.exp(np.random.default_rng(3).normal(0, 1, 10))
    noise = np.exp(np.random.default_rng(4).normal(0, 0.02, (3, 10)))
    clear = swept(luck * noise * np.array([[3.0], [1.0], [1.0]]))
    said = words.verdict(clear, 1.0)
    assert "**Worse than the default 1**: α = 0.5." in said
    assert "**Not told apart from the default 1**: α = 2." in said
    assert "in 10 of 10 seeds, by a factor of 3" in words.summary(
        clear, 1.0, 0, results.theory(clear.functions[0], "He")
    )
    same = swept(luck * noise)
    assert "From 0.5 to 2, no α is told apart from the default 1 in 10 seeds" in words.verdict(same, 1.0)
    assert "hardly matters" in words.verdict(same, 1.0)
    assert "**not told apart**" in words.summary(same, 1.0, 0, results.theory(same.functions[0], "He"))
    for text in (said, words.verdict(same, 1.0), words.METHOD):
        assert "best" not in text


def test_too_few_seeds_are_said_to_be_too_few() -> None:
    assert "3 seeds are too few" in words.verdict(swept(np.array([[9.0] * 3, [1.0] * 3, [1.0] * 3])), 1.0)


def test_what_was_not_reached_stands_at_the_last_value_that_was() -> None:
    found = swept(np.array([[1.0, 2.0], [3.0, 4.0]]), (0.5, 1.0))
    assert sweep_charts.losses(found, False, {}).at(7)["data"][-1]["x"].tolist() == [1.0, 1.0]


def test_runs_that_diverged_are_counted_and_drawn_at_the_upper_edge() -> None:
    found = swept(np.array([[np.nan, np.nan, 2.0], [1.0, 1.0, 1.0], [np.nan] * 3]))
    assert "5 of 9 runs diverged" in words.verdict(found, 1.0)
    figure = sweep_charts.losses(found, False, {}).figure
    (crosses,) = (trace for trace in figure["data"] if trace.get("name") == "diverged")
    assert crosses["text"] == ["2", "3"]
    assert crosses["y"].tolist() == [figure["layout"]["yaxis"]["range"][1]] * 2
    assert "There is no pair" in words.summary(found, 1.0, 2, results.theory(found.functions[2], "He"))
    encode(figure)


def test_what_is_shown_while_training_stands_where_the_chart_will_have_it() -> None:
    whole = swept(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, np.nan]]))
    part = replace(whole, functions=whole.functions[:1], outcomes=whole.outcomes[:1])
    drawn = [growing.draw(figures.losses(each, False, {})) for each in (part, whole)]
    # Each run, each median, and where a run has diverged.
    first, all_of_them = (re.findall(r"left: ([\d.]+)%; top: ([\d.]+)%", html) for html in drawn)
    assert (len(first), len(all_of_them)) == (2 + 1, 5 + 3 + 1)
    assert {left for left, _ in first} == {min((left for left, _ in all_of_them), key=float)}
    assert all(0 <= float(place) <= 100 for dot in all_of_them for place in dot)


def test_a_cell_of_the_map_leads_to_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "is_locked", lambda _: False)
    chosen = rates.settings_at({"selection": {"points": [{"x": 3.0, "y": 4.0}]}})
    assert chosen == {"value": 3, "rate": MAP_RATES[4]}
    assert rates.settings_at({"selection": {"points": []}}) == rates.settings_at(None) == {}
    link = {"rates": ["true"], "values": ["5"], "epochs": ["10"], "value": ["3"], "rate": [MAP_RATES[4]]}
    at = opened("tune", link)
    assert_harmless(at)
    (way,) = (link.proto for link in at.get("page_link") if "at a learning rate of" in link.proto.label)
    assert way.label == f"Watch α = 0.75 train at a learning rate of {MAP_RATES[4]}"
    assert "alpha%3D0.75" in way.query_string and f"rate={MAP_RATES[4]}" in way.query_string


def test_runs_are_shown_as_they_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Sweep] = []
    monkeypatch.setattr(runs, "BETWEEN", -1.0)
    monkeypatch.setattr(growing, "show", lambda _place, _logarithmic, so_far: shown.append(so_far))
    at = opened("tune", {"f": ["ELU"], "to": ["2.125"], "values": ["7"], "epochs": ["10"], "seed": ["77"]})
    assert_harmless(at)
    counts = [len(each.outcomes) for each in shown]
    assert counts == sorted(counts) and 0 < counts[0] < counts[-1] < 7
    assert all(each.wanted == shown[0].wanted and len(each.wanted) == 7 for each in shown)


def test_the_mark_the_courses_and_the_network_are_those_of_the_chosen_value() -> None:
    found = swept(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    for logarithmic in (False, True):
        marked = sweep_charts.losses(found, logarithmic, {}).at(2)["data"][-1]["x"]
        assert marked.tolist() == [np.log10(2.0) if logarithmic else 2.0] * 2
    courses = sweep_charts.courses(found).at(1)["data"]
    assert 10 ** courses[1]["y"][-1] == pytest.approx(np.sqrt(12))
    told = [results.theory(f, "He") for f in found.functions]
    encode(sweep_charts.theory(found, told, False).at(1))


def test_the_frameworks_defaults_are_marked() -> None:
    f = CATALOGUE["LeakyReLU"]()
    found = replace(swept(np.ones((3, 3)), (0.0, 0.2, 1.0)), functions=(f, f, f))
    marks = words.mark_names(f.parameters()[0], found, [])
    assert set(marks) == {0.01, 0.2}
    assert "Keras" in marks[0.2]


def test_where_a_learned_parameter_ends_is_marked_with_its_spread() -> None:
    found = swept(np.ones((3, 3)))
    assert results.learned_spread(found, "alpha") is None
    rows = tuple(
        tuple(run._replace(learned=np.full((2, 1), 1 + 0.1 * seed)) for seed, run in enumerate(row))
        for row in found.outcomes
    )
    learned = replace(found, task=Task(learned=True), outcomes=rows)
    spread = results.learned_spread(learned, "alpha")
    assert spread is not None and spread == pytest.approx((1.0, 1.1, 1.2))
    marks = words.mark_names(CATALOGUE["ELU"].parameters()[0], learned, [])
    assert [name for value, name in marks.items() if value == spread[1]] == ["learned, median"]
    (area,) = figures.losses(learned, True, marks, spread)["layout"]["shapes"]
    assert (area["x0"], area["x1"]) == pytest.approx((0.0, np.log10(1.2)))


def test_names_of_two_values_next_to_each_other_do_not_cover_each_other() -> None:
    found = swept(np.ones((3, 2)))
    low, _, high = found.values
    for between, sides in ((0.01, ["right", "left"]), (0.5, ["left", "left"])):
        marks = {low: "default", low + between * (high - low): "χ = 1"}
        named = figures.losses(found, False, marks)["layout"]["annotations"]
        assert [label["xanchor"] for label in named] == sides


def test_the_critical_value_is_where_the_gradient_keeps_its_size() -> None:
    found = swept(np.ones((4, 2)), (0.5, 0.9, 1.3, 1.7))
    told = [results.Theory(1.0, 1.0, chi) for chi in (0.5, 0.8, 1.25, 2.0)]
    (value,) = results.critical_values(found, told)
    # Half-way between the logarithms of 0.8 and 1.25.
    assert value == pytest.approx(1.1)
    assert words.mark_names(CATALOGUE["ELU"].parameters()[0], found, told)[value] == "χ = 1"
    lost = [results.Theory(1.0, 1.0, chi) for chi in (0.5, np.nan, 1.25, 2.0)]
    assert results.critical_values(found, lost) == []
    # He's weights keep a gradient through ReLU as it is; where all values do, there is no place to mark.
    leaky = [results.theory(parse(f"LeakyReLU(alpha={alpha})"), "He") for alpha in found.values]
    relu = results.theory(parse("LeakyReLU(alpha=0)"), "He")
    assert results.critical_values(found, [relu, *leaky[1:]]) == [0.5]
    assert results.critical_values(found, [relu] * 4) == []


def test_dead_units_and_gradients_are_those_of_the_same_run_on_train() -> None:
    task = Task(rate=0.3, bias=-0.5, epochs=10)
    (outcome,) = runs.train_block([Run(parse("ReLU"), task)], lambda _: None)
    *_, last = train(parse("ReLU"), task)
    seen = assess(last.layers, task)
    assert outcome.dead == seen.dead.sum() > 0
    np.testing.assert_allclose(outcome.gradients, seen.gradients, rtol=1e-6)


def test_the_charts_below_follow_the_value() -> None:
    found = swept(np.array([[1.0, np.nan], [3.0, 4.0], [5.0, 6.0]]))
    told = [results.theory(f, "He") for f in found.functions]
    charts = {chart.key: chart for chart in sweep_charts.charts_below(found, told, False)}
    assert charts["accuracies"].at(1)["data"][-1]["x"].tolist() == [1.0, 1.0]
    assert charts["dead"].figure["data"][1]["y"].tolist() == [3] * 5
    assert 10 ** charts["gradients"].at(2)["data"][1]["y"] == pytest.approx([0.1] * 3)
    for chart in charts.values():
        encode(chart.at(2))
    curve = replace(found, task=Task(data="sine", loss="squared"))
    assert "accuracies" not in {chart.key for chart in sweep_charts.charts_below(curve, told, False)}


def test_the_file_has_a_line_for_each_run() -> None:
    lines = results.csv(swept(np.array([[1.0, np.nan], [3.0, 4.0], [5.0, 6.0]]))).splitlines()
    assert lines[0].startswith("α,seed,epochs")
    assert len(lines) == 7
    assert [line.endswith("true") for line in lines] == [False, False, True, False, False, False, False]


def test_the_map_marks_cells_where_most_runs_diverged_and_names_the_lowest() -> None:
    losses = np.arange(1.0, 1 + 2 * len(MAP_RATES) * MAP_SEEDS).reshape(2, len(MAP_RATES), MAP_SEEDS)
    losses[1, 0, :2] = np.nan
    found = RateMap("α", (0.1, 2.0), losses)
    shades, crosses, frame, cells = rate_figures.chart(found, (1, 2))["data"]
    assert (min(frame["x"]), max(frame["x"]), min(frame["y"]), max(frame["y"])) == (0.5, 1.5, 1.5, 2.5)
    # A click on a cell tells which it is.
    assert list(zip(cells["x"], cells["y"], strict=True)) == list(zip(shades["x"], shades["y"], strict=True))
    assert np.isnan(shades["z"]).sum() == 1
    assert (crosses["x"].tolist(), crosses["y"].tolist()) == ([1], [0])
    # At 2 the lowest is hardly lower than any other.
    assert f"at a learning rate of {MAP_RATES[0]} at α = 0.1. " in words.map_verdict(found)
    assert "2 of 54 runs diverged" in words.map_verdict(found)
    encode(rate_figures.chart(found, (0, 0)))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_press_and_a_link_and_says_what_it_shows(name: str) -> None:
    at = opened(
        "tune", {"f": ["Swish"], "data": ["moons"], "units": ["4"], "epochs": ["10"], "values": ["5"]}
    )
    assert PRESETS[name].text not in [info.value for info in at.info]
    at.button(key=f"preset-{name}").click().run()
    assert_harmless(at)
    assert PRESETS[name].text in [info.value for info in at.info]
    again = opened("tune", own_link(at))
    assert widgets(again) == widgets(at)


def test_what_is_said_of_the_leaky_slope_is_so() -> None:
    preset = PRESETS["Leaky slope"]
    losses: dict[float, Any] = {
        alpha: ended(parse(f"LeakyReLU(alpha={alpha})"), preset)[1] for alpha in (0.01, 0.1, 0.2, 0.5, 1.0)
    }
    for alpha in (0.1, 0.2):
        assert not compare(losses[alpha], losses[0.01]).is_told_apart
    steep = compare(losses[0.5], losses[0.01])
    assert steep.low > 3
    assert steep.better <= 1
    assert losses[1.0].min() > 0.4


def test_what_is_said_of_the_frequency_of_a_sine_is_so() -> None:
    preset = PRESETS["Frequency of a sine"]
    slow, right, fast = (ended(parse(f"Sine(alpha={alpha})"), preset) for alpha in (0.1, 3.0, 10.0))
    assert slow[0].min() > 0.1
    assert right[1].max() < 0.02
    assert (fast[1] / fast[0]).min() > 3


def test_what_is_said_of_swish_is_so() -> None:
    preset = PRESETS["Swish between line and ReLU"]
    losses = {beta: ended(parse(f"Swish(beta={beta})"), preset)[1] for beta in (0, 1, 4, 10)}
    assert losses[0].min() > 0.4
    assert np.median(losses[1]) < 0.02
    assert max(np.median(losses[4]), np.median(losses[10])) < 0.01


def test_what_is_said_of_elu_is_so() -> None:
    for alpha in (0, 0.5, 1, 2, 3):
        assert ended(parse(f"ELU(alpha={alpha})"), PRESETS["ELU, does it matter?"])[1].max() < 0.1


def test_what_is_said_of_the_bound_of_hard_tanh_is_so() -> None:
    preset = PRESETS["How wide a HardTanh"]
    losses = {beta: ended(parse(f"HardTanh(beta={beta})"), preset)[1] for beta in (-0.5, 0, 0.5, 1, 4, 6)}
    narrow = compare(losses[-0.5], losses[1])
    assert narrow.better == 0 and narrow.ratio > 10
    middles = [float(np.median(losses[beta])) for beta in (0, 0.5, 1)]
    spreads = [losses[beta].max() / losses[beta].min() for beta in (0, 0.5, 1)]
    assert max(middles) / min(middles) < min(spreads)
    for beta in (4, 6):
        wide = compare(losses[beta], losses[1])
        assert wide.better <= 3 and wide.is_told_apart
        assert wide.ratio < losses[beta].max() / losses[beta].min()


def test_what_is_said_of_the_gain_of_a_deep_net_is_so() -> None:
    preset = PRESETS["Gain of a deep tanh net"]
    losses = {alpha: ended(parse(f"DyT(alpha={alpha})"), preset)[1] for alpha in (0.1, 1, 2.15, 3.16, 10)}
    assert losses[0.1] == pytest.approx(np.full(len(FRESH), np.log(2)), abs=2e-3)
    assert losses[10].min() > 0.3
    for alpha in (2.15, 3.16):
        better = compare(losses[alpha], losses[1])
        assert better.is_told_apart and better.ratio < 0.5
    told = [results.theory(parse(f"DyT(alpha={alpha})"), "LeCun").settled for alpha in (0.5, 0.9, 1.1, 2)]
    assert told[0] < told[1] < 1 < told[2] < told[3]


def test_a_function_without_parameters_is_not_taken_for_another_whose_name_has_its_name() -> None:
    at = opened("tune", {"f": ["Swish"], "epochs": ["10"], "values": ["5"], "seeds": ["3"]})
    box = at.selectbox(key="f")
    box.options.append("relu")
    box.set_value("relu").run()
    assert at.selectbox(key="f").value == "Swish"
    assert [error.value for error in at.error] == [
        "relu is neither a function with a parameter nor a formula."
    ]
