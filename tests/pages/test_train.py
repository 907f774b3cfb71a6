"""The page on training: in words, in its charts at every epoch, and whether its presets are true."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
import streamlit as st
from PIL import Image

from activations import CATALOGUE, parse
from activations.networks.training import Task, losses, train
from pages.shared import maps, progress, tasks
from pages.shared.inspection_words import SNIPPETS
from pages.shared.live.ready import encode
from pages.train import figures as train_figures
from pages.train import training_charts as train_charts
from pages.train import words as train_words
from pages.train.controls import FUNCTIONS, PRESETS, SEEDS
from pages.train.figures import TrainingResult, count_dead_units
from pages.train.record import Record, assess, record
from pages.train.snapshots import stride_of
from tests.families import run_together
from tests.pages.test_pages import (
    assert_harmless,
    charts,
    complaints,
    opened,
    own_link,
    tables,
    widgets,
    written,
)

SHORT = Task(epochs=10, units=4)


def ran(text: str, task: Task) -> Record:
    snapshots = list(train(parse(text), task, stride_of(task)))
    looks = [assess(snapshot.layers, task) for snapshot in snapshots]
    return record([snapshot.epoch for snapshot in snapshots], looks, task)


def test_the_page_opens_with_four_functions_and_says_what_became_of_each() -> None:
    at = opened("train")
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    assert len(charts(at)) == 8
    shown = " ".join(text for _, text in written(at))
    for name in FUNCTIONS.default:
        assert re.search(rf"\| \*\*{CATALOGUE[name].title}\*\* \| (partly |not )?learned \|", shown)
    assert [block.value for block in at.code[:-1]] == [code for code, _ in SNIPPETS.values()]
    rows = re.findall(r"learned \|[^\n]*", shown)
    assert len(set(rows)) == len(rows) == 4


def test_a_loss_that_does_not_suit_the_data_is_named() -> None:
    at = opened("train", {"data": ["sine"], "loss": ["logistic"], "epochs": ["10"]})
    assert_harmless(at)
    (complaint,) = complaints(at)
    assert "one of squared is needed" in complaint


def test_controls_that_change_what_others_allow_leave_no_error() -> None:
    at = opened("train", {"fs": ["ReLU"], "epochs": ["50"], "epoch": ["25"]})
    for key, value in (("epochs", 20), ("epochs", 130)):
        at.slider(key=key).set_value(value).run()
        assert_harmless(at)
        assert at.slider(key="epoch").value == value
    for data in ("sine", "circles"):
        at.selectbox(key="data").set_value(data).run()
        assert_harmless(at)
        assert at.selectbox(key="loss").value in losses(data)
        assert not complaints(opened("train", own_link(at)))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_press_and_a_link_and_says_what_it_shows(name: str) -> None:
    at = opened("train", {"data": ["moons"], "units": ["4"], "epochs": ["10"], "fs": ["Tanh"]})
    assert PRESETS[name].text not in [info.value for info in at.info]
    at.button(key=f"preset-{name}").click().run()
    assert_harmless(at)
    assert PRESETS[name].text in [info.value for info in at.info]
    again = opened("train", own_link(at))
    assert widgets(again) == widgets(at)
    assert PRESETS[name].text in [info.value for info in again.info]


def test_the_address_has_what_was_chosen_before_it_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who leaves meanwhile comes back to it."""
    at = opened("train", {"data": ["moons"], "units": ["4"], "epochs": ["10"], "fs": ["Tanh"]})
    addresses = []
    monkeypatch.setattr(
        progress.Progress, "raise_if_stopped", lambda *_: addresses.append(st.query_params.to_dict())
    )
    at.slider(key="units").set_value(5).run()
    assert addresses[0] == at.query_params | {"units": "5"}
    assert {address["units"] for address in addresses} == {"5"}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_said_of_dying_relu_is_so(seed: int) -> None:
    task = Task(rate=0.3, bias=-0.5, epochs=60, seed=seed)
    dying = count_dead_units(ran("ReLU", task))
    assert dying[-1] > dying[0]
    for text in ("LeakyReLU", "ELU"):
        other = ran(text, task)
        assert not other.diverged
        assert not other.dead.any()
        assert other.gradients[-1, 0] > 0


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_said_of_a_learned_alpha_is_so(seed: int) -> None:
    learned = ran("PReLU", Task(learned=True, seed=seed))
    assert learned.settings["alpha"][0].tolist() == [0.25, 0.25]
    assert learned.settings["alpha"][-1, 1] < -0.5
    assert learned.losses[-1, 0] < ran("PReLU", Task(seed=seed)).losses[-1, 0]


def test_a_run_that_was_stopped_goes_on_where_it_was_and_ends_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = {"fs": ["ReLU"], "epochs": ["10"], "units": ["4"], "seed": ["4711"]}
    monkeypatch.setattr(progress, "LONGEST", -1.0)
    at = opened("train", link)
    for epoch in range(10):
        assert any("Stopped after" in info.value for info in at.info)
        assert any(f"stopped at epoch {epoch} |" in text for _, text in written(at))
        at.button(key="go-on").click().run()
        assert_harmless(at)
    assert not at.info
    st.cache_data.clear()
    monkeypatch.undo()
    whole = opened("train", link)
    assert not whole.info
    assert written(whole) == written(at)
    assert tables(whole) == tables(at)
    assert charts(whole) == charts(at)


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0 %"), (0.504, "50 %"), (0.994, "99 %"), (0.996, "over 99 %"), (1.0, "100 %")]
)
def test_all_is_said_of_all_only(share: float, text: str) -> None:
    assert train_words.percent(share) == text


def test_dead_units_are_counted_in_their_layer() -> None:
    dead = np.array([[False, True, False], [True, True, False]])
    assert train_words.describe_dead_units(dead) == "1 of 3 in layer 1 and 2 of 3 in layer 2"
    assert train_words.describe_dead_units(dead & False) == "none"
    assert train_words.describe_dead_units(dead[[0, 0]] & [[False], [True]]) == "1 of 3 in layer 2"


def test_what_is_cut_is_said() -> None:
    task = Task(epochs=500)
    assert tasks.describe_cut(task, task, 10, 10) == ""
    assert "100 of 500 epochs" in tasks.describe_cut(task, replace(task, epochs=100), 1, 1)
    text = tasks.describe_cut(task, replace(task, epochs=10), 10, 3)
    assert "10 of 500 epochs and 3 of 10 seeds" in text


@run_together(
    "name, data",
    zip(CATALOGUE, cycle(["spirals", "step"]), strict=False),
    lambda case: CATALOGUE[case[0]].family,
)
def test_every_function_has_charts_and_words_without_a_number_that_is_none(name: str, data: str) -> None:
    task = replace(SHORT, data=data, loss=losses(data)[0], learned=True)
    runs = [TrainingResult(name, tuple(ran(name, replace(task, seed=seed)) for seed in (0, 1)))]
    for chart in (*train_charts.networks(runs, task), *train_charts.curves(runs, task)):
        for epoch in (0, 10):
            figure = chart.at(epoch)
            for axis in ("xaxis", "yaxis"):
                low, high = figure["layout"][axis]["range"]
                assert -1e3 < low < high < 1e3
            assert not any(np.isinf(trace[axis]).any() for trace in figure["data"] for axis in "xy")
            encode(figure)
    outcome = train_words.outcomes(runs, task, 10)
    said = (outcome, *train_words.remarks(runs[0], task), train_words.summarise_seeds(runs[0], task, 10))
    for text in said:
        assert "nan" not in text
        assert "undefined" not in text
    assert ("**diverged**" in outcome) == runs[0].record.diverged


def test_lines_marks_and_units_are_those_of_the_chosen_epoch() -> None:
    task = replace(SHORT, units=16, bias=-0.5, optimiser="Adam", rate=0.3)
    run = TrainingResult("ReLU", (ran("ReLU", task),))
    (network,) = train_charts.networks([run], task)
    loss, _, dead, gradients = train_charts.curves([run], task)
    for row, epoch in enumerate(train_figures.epochs_of(task).astype(int).tolist()):
        assert loss.at(epoch)["data"][-1]["x"].tolist() == [epoch, epoch]
        assert dead.at(epoch)["data"][-1]["x"].tolist() == [epoch, epoch]
        shown = 10 ** gradients.at(epoch)["data"][0]["y"]
        assert shown == pytest.approx(run.record.gradients[row])
        active, crosses = (trace["y"] for trace in network.at(epoch)["data"][-2:])
        assert np.isnan(active).sum() == (~np.isnan(crosses)).sum() == run.record.dead[row].sum()
        source = network.at(epoch)["layout"]["images"][0]["source"]
        assert source == maps.picture(run.record.outputs[row])


def pixels(address: str) -> np.ndarray:
    """Red, green, blue and opacity of each pixel, in rows from top to bottom."""
    file = io.BytesIO(base64.b64decode(address.removeprefix("data:image/png;base64,")))
    return np.asarray(Image.open(file).convert("RGBA"))


def test_a_picture_has_the_first_row_at_the_bottom_and_is_clear_where_nothing_is_sure() -> None:
    above, below = pixels(maps.picture(np.array([[0, 255], [127, 128]], dtype=np.uint8).ravel()))
    assert below[:, 3].min() == below[:, 3].max() > 140
    assert above[:, 3].max() < 10
    assert [bytes(colour[:3]).hex().upper() for colour in below] == [
        maps.CLASSES[sign].removeprefix("#") for sign in (-1, 1)
    ]


def test_the_line_between_the_classes_is_where_half_is_reached() -> None:
    side, window = 40, 2.0
    centres = (np.arange(side) + 0.5) / side * 2 * window - window
    x, y = np.meshgrid(centres, centres)
    grids = [
        np.clip(127.5 + 80 * (np.hypot(x, y) - 1.2), 0, 255),
        np.full_like(x, 3.0),
        127.5 + 40 * (x - 0.5 * y),
    ]
    shares = np.array([np.rint(grid).astype(np.uint8).ravel() for grid in grids])
    across, up = maps.boundaries(shares, window)
    assert np.array_equal(np.isnan(across), np.isnan(up))
    circle, nothing, straight = (~np.isnan(row) for row in across)
    assert np.hypot(across[0], up[0])[circle] == pytest.approx(1.2, abs=0.02)
    # All the way around.
    angles = np.sort(np.arctan2(up[0][circle], across[0][circle]))
    assert np.diff(angles).max() < 0.2
    assert not nothing.any()
    assert across[2][straight] == pytest.approx(0.5 * up[2][straight], abs=0.02)


def test_a_saddle_has_two_lines() -> None:
    across, _ = maps.boundaries(np.array([[0, 255, 255, 0]], dtype=np.uint8), 1.0)
    assert (~np.isnan(across)).sum() == 4
