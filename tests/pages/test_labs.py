"""The labs open from every link: bare, full, hostile, and their own, which restores what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import streamlit as st

from pages.shared import progress
from tests.pages.test_pages import (
    HOSTILE,
    SHOWN_TEXTS,
    Link,
    assert_harmless,
    charts,
    complaints,
    hostile,
    opened,
    own_link,
    spelled,
    tables,
    widgets,
    written,
)


@dataclass(frozen=True)
class Lab:
    """A page, and links to it.

    Attributes
    ----------
    page : str
        Its name.
    full : mapping
        A link with every key set to something other than its default.
    links : mapping
        Further links, by what is in them.
    refused : mapping
        Values that make sense elsewhere and not here, by key.
    leaves : mapping
        What else changes when a key does.
    quick : mapping
        What of the full link to set otherwise, so that a run takes no time.
    """

    page: str
    full: Link
    links: Mapping[str, Link]
    refused: Mapping[str, list[str]]
    leaves: Mapping[str, set[str]] = field(default_factory=dict)
    quick: Link = field(default_factory=dict)


LABS = (
    Lab(
        "depth",
        full={
            "fs": ["GELU", "ELU(alpha=0.3)", "Step"],
            "init": ["matched forward"],
            "layers": ["12"],
            "gain": ["1.35"],
            "width": ["40"],
            "inputs": ["pixels"],
            "seed": ["7"],
            "layer": ["3"],
        },
        links={
            "bare": {},
            "one layer": {"layers": ["1"], "layer": ["0"]},
            "many small layers": {"layers": ["100"], "width": ["8"], "gain": ["4"]},
            "diverging": {
                "fs": ["Exponential", "SquaredReLU", "ReLU"],
                "init": ["He"],
                "layers": ["60"],
                "width": ["16"],
            },
            "all but one without a gain": {"fs": ["Sign", "Step", "Tanh"], "init": ["matched backward"]},
            "the same in two spellings": {"fs": ["ELU(alpha=0.3)", "elu(0.3)"], "layers": ["3"]},
        },
        refused={
            "layers": ["0", "101", "12.5"],
            "layer": ["31", "2.5"],
            "width": ["7", "100000"],
            "gain": ["0"],
            "seed": ["-1", "1.5"],
        },
        leaves={"layers": {"layer"}},
    ),
    Lab(
        "train",
        full={
            "fs": ["GELU", "ELU(alpha=0.3)"],
            "data": ["moons"],
            "noise": ["0.2"],
            "hidden": ["3"],
            "units": ["5"],
            "loss": ["squared"],
            "by": ["momentum"],
            "rate": ["0.03"],
            "batch": ["64"],
            "epochs": ["130"],
            "init": ["LeCun"],
            "bias": ["0.25"],
            "seed": ["7"],
            "learn": ["true"],
            "epoch": ["65"],
        },
        links={
            "bare": {},
            "a curve": {"data": ["sine"], "loss": ["squared"], "epochs": ["20"], "epoch": ["3"]},
            "several seeds": {"fs": ["ReLU", "Swish"], "ten": ["true"], "epochs": ["10"], "learn": ["true"]},
            "the weights of another": {"fs": ["ReLU", "Tanh", "PReLU"], "keep": ["true"], "epochs": ["20"]},
            "diverging": {
                "fs": ["SquaredReLU", "ReLU"],
                "data": ["step"],
                "loss": ["squared"],
                "by": ["SGD"],
                "rate": ["10"],
                "epochs": ["30"],
            },
            "the same in two spellings": {"fs": ["ELU(alpha=0.3)", "elu(0.3)"], "epochs": ["10"]},
        },
        refused={
            "hidden": ["0", "5"],
            "units": ["65", "2.5"],
            "rate": ["0.02"],
            "batch": ["7"],
            "epochs": ["15", "1000"],
            "epoch": ["3", "102"],
            "noise": ["0.6"],
            "bias": ["-4"],
            "seed": ["-1"],
            "by": ["adam"],
            "data": ["swiss roll"],
            "learn": ["yes"],
        },
        leaves={"epochs": {"epoch"}},
        quick={"units": ["2"], "hidden": ["1"], "epochs": ["10"], "epoch": ["0"], "learn": ["false"]},
    ),
    Lab(
        "tune",
        full={
            "f": ["APTx"],
            "vary": ["beta"],
            "from": ["0.5"],
            "to": ["1.5"],
            "scale": ["log"],
            "values": ["6"],
            "seeds": ["4"],
            "data": ["moons"],
            "noise": ["0.2"],
            "hidden": ["3"],
            "units": ["5"],
            "loss": ["squared"],
            "by": ["momentum"],
            "rate": ["0.03"],
            "batch": ["64"],
            "epochs": ["30"],
            "init": ["LeCun"],
            "bias": ["0.25"],
            "seed": ["7"],
            "learn": ["true"],
            "value": ["1"],
        },
        links={
            "bare": {},
            "a curve": {"data": ["sines"], "loss": ["squared"], "epochs": ["20"], "values": ["5"]},
            "a formula": {"f": ["x * sigmoid(beta * x)"], "epochs": ["10"], "values": ["5"], "seeds": ["3"]},
            "a map": {"rates": ["true"], "epochs": ["10"], "values": ["5"], "units": ["4"]},
            "backwards": {"from": ["0.3"], "to": ["0.1"], "epochs": ["10"], "values": ["5"]},
            "far out": {"to": ["1000000"], "epochs": ["10"], "values": ["5"], "seeds": ["3"]},
            "diverging": {
                "data": ["step"],
                "loss": ["squared"],
                "by": ["SGD"],
                "rate": ["10"],
                "epochs": ["10"],
                "values": ["5"],
                "seeds": ["3"],
            },
        },
        refused={
            "vary": ["omega"],
            "from": ["nothing"],
            "to": ["2 3"],
            "scale": ["cubic"],
            "values": ["4", "22"],
            "seeds": ["2", "21"],
            "rate": ["0.02"],
            "epochs": ["15"],
            "value": ["15", "-1"],
            "rates": ["often"],
        },
        leaves={
            "f": {"vary", "from", "to", "scale", "value"},
            "vary": {"from", "to", "scale", "value"},
            "values": {"value"},
            "from": {"value"},
            "to": {"value"},
        },
        quick={"units": ["2"], "hidden": ["1"], "epochs": ["10"], "learn": ["false"], "seeds": ["3"]},
    ),
    Lab(
        "vectors",
        full={
            "n": ["6"],
            "x2": ["-3.5"],
            "x6": ["4.25"],
            "mask": ["x3"],
            "T": ["0.35"],
            "s": ["1.5"],
            "show": ["Sparsemax", "Softmax with a sink"],
            "of": ["Log-softmax"],
            "move": ["x2"],
            "c": ["-250"],
        },
        links={
            "bare": {},
            "two logits": {"n": ["2"], "x1": ["10"], "x2": ["-10"]},
            "ten logits": {"n": ["10"], "x10": ["-7.5"], "T": ["5"], "move": ["x10"]},
            "far from 0": {"c": ["1000"], "T": ["0.1"]},
        },
        refused={
            "n": ["1", "11", "3.5"],
            "x1": ["10.5"],
            "T": ["0", "100.1"],
            "mask": ["x7", "1"],
            "s": ["11"],
            "c": ["1001"],
            "move": ["x5"],
            "of": ["softmax"],
        },
        leaves={"n": {"x6"}, "show": {"s"}},
    ),
    Lab(
        "vectors",
        full={
            "about": ["Gates"],
            "gate": ["gpt-oss"],
            "a": ["-3.25"],
            "b": ["1.5"],
            "alpha": ["1"],
            "lambda": ["9"],
        },
        links={
            "a gate at its corner": {"about": ["Gates"], "gate": ["Bilinear"], "a": ["5"], "b": ["-5"]},
        },
        refused={"a": ["16"], "b": ["-15.5"], "gate": ["SeGLU"], "about": ["gates"], "beta": ["0"]},
        leaves={"about": {"gate", "a", "b", "alpha", "lambda"}, "gate": {"alpha", "lambda"}},
    ),
    Lab(
        "neuron",
        full={"I": ["4.25"], "tau": ["21.5"], "ref": ["3.3"], "fs": ["GELU", "Softplus(beta=3)", "Step"]},
        links={
            "bare": {},
            "silent": {"I": ["2"], "ref": ["0"]},
            "as fast as it can": {"I": ["8"], "tau": ["5"], "ref": ["0"]},
            "nothing laid over it": {"fs": [""]},
        },
        refused={"I": ["8.1", "-1"], "tau": ["4.9"], "ref": ["11"]},
    ),
)
# Any text is an entry of this; what it says is judged on the page.
WRITTEN_BY_HAND = "fs"


def each(cases: Callable[[Lab], Mapping[str, tuple[Any, ...]]]) -> list[Any]:
    """Each lab with each of its cases, by name."""
    return [
        pytest.param(lab, *values, id=f"{lab.page}-{name}")
        for lab in LABS
        for name, values in cases(lab).items()
    ]


def shows(given: dict[str, Any], link: Link, keys: set[str]) -> bool:
    """Whether widgets show what a link says."""
    return all(spelled(given[key]) == [value for value in link[key] if value] for key in keys)


@pytest.mark.parametrize(
    ("lab", "link"),
    each(lambda lab: {name: (link,) for name, link in {"full": lab.full, **lab.links}.items()}),
)
def test_the_link_restores_what_is_shown(lab: Lab, link: Link) -> None:
    at = opened(lab.page, link)
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    shown = widgets(at)
    assert shows(shown, link, set(link))
    again = opened(lab.page, own_link(at))
    assert not complaints(again)
    assert widgets(again) == shown
    assert written(again) == written(at)
    assert tables(again) == tables(at)
    assert charts(again) == charts(at)


@pytest.mark.parametrize(
    ("lab", "key", "value"),
    each(
        lambda lab: {
            f"{key}-{name}": (key, HOSTILE[name])
            for key, name in hostile(key for key in lab.full if key != WRITTEN_BY_HAND)
        }
    ),
)
def test_a_bad_value_is_named_and_replaced_and_all_others_are_kept(
    lab: Lab, key: str, value: list[str]
) -> None:
    link = {**lab.full, **lab.quick}
    at = opened(lab.page, link | {key: value})
    assert_harmless(at)
    if key == "show" and value == [""]:
        assert at.info
        return
    (complaint,) = complaints(at)
    assert complaint.startswith(f"The link says {key} = ")
    assert shows(widgets(at), link, set(link) - {key} - lab.leaves.get(key, set()))


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: f"{lab.page}-{next(iter(lab.full))}")
def test_what_the_page_does_not_allow_is_named(lab: Lab) -> None:
    half = opened(lab.page, {key: value for key, value in lab.full.items() if key == "about"})
    declared = {control.key: control for control in half.session_state["visit"].linked}
    for key, values in lab.refused.items():
        for value in values:
            with pytest.raises(ValueError, match=r"needed|can be chosen"):
                declared[key].parse([value])
    # On the page, the first of each at once.
    link = {key: [values[0]] for key, values in lab.refused.items()}
    at = opened(lab.page, link)
    assert_harmless(at)
    named = {complaint.partition(";")[0] for complaint in complaints(at)}
    assert named == {f"The link says {key} = `{value}`" for key, (value,) in link.items()}
    assert widgets(at) == widgets(opened(lab.page))


QUICK: dict[str, Link] = {"depth": {"layers": ["3"]}, "train": {"epochs": ["10"]}, "neuron": {}}


@pytest.mark.parametrize("name", SHOWN_TEXTS)
@pytest.mark.parametrize("page", QUICK)
def test_a_wrong_function_gets_a_sentence_and_the_others_are_shown(page: str, name: str) -> None:
    at = opened(page, {"fs": ["Tanh", *HOSTILE[name][:2]], **QUICK[page]})
    assert_harmless(at)
    assert bool(at.error) == (name not in ("nothing", "the same twice"))
    assert any("Tanh" in text for _, text in written(at))


@pytest.mark.parametrize(("page", "key"), [("depth", "fs"), ("train", "fs"), ("vectors", "show")])
def test_nothing_chosen_says_what_to_do(page: str, key: str) -> None:
    at = opened(page, {key: [""]})
    assert_harmless(at)
    assert at.info
    assert not charts(at)


@pytest.mark.parametrize(
    ("page", "first"),
    [("train", "Training ReLU: epoch 0 of 10"), ("depth", "1 of 4: Sigmoid in 7 layers of 24 units …")],
    ids=["train", "depth"],
)
def test_long_work_shows_a_bar_and_can_be_stopped_and_goes_on(
    page: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    def tell(_share: float, text: str) -> Any:
        told.append(text)
        return st.empty()

    with monkeypatch.context() as patched:
        patched.setattr(progress, "PATIENCE", -1.0)
        patched.setattr(progress.Progress, "__exit__", lambda *_: False)
        patched.setattr(st, "progress", tell)
        at = opened(page, {"seed": ["4711"], "epochs": ["10"], "layers": ["7"], "width": ["24"]})
    assert told == [first]
    assert len(charts(at)) == 8
    # What a person does who has moved another control and then thinks better of it.
    at.number_input(key="seed").set_value(4712)
    at.button(key="stop").click().run()
    assert_harmless(at)
    assert any("Stopped" in info.value for info in at.info)
    assert not charts(at)
    at.button(key="go-on").click().run()
    assert not any("Stopped" in info.value for info in at.info)
    assert len(charts(at)) == 8
