"""People click through each page in any order: nothing breaks, and the address restores what the page shows."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from activations import CATALOGUE
from pages.shared import progress
from pages.shared.sliders import key_of
from pages.shared.widgets.functions import function_class
from tests.pages.test_pages import HOSTILE, PAGES, charts, legible, opened, tables, visible

# Steps of a journey and journeys of a page; by hand, JOURNEYS=50 goes a long way.
STEPS, JOURNEYS = 12, int(os.environ.get("JOURNEYS", "10"))
# Values that no link holds: a prediction not yet made, and fields that say what a slider says.
UNLINKED = ("exact", "typed", "none", "stop")
WRITTEN = [
    "relu",
    "Leaky ReLU",
    "ELU(alpha=0.3)",
    "SELU",
    "PReLU(-0.5)",
    "softmax",
    "SwiGLU",
    "x * sigmoid(beta x)",
    "max(x, αx); α = 0.1",
    "1/x",
    "GELU in bfloat16",
    "x * tann(x)",
    "no such thing",
    "",
]
LINKS: dict[str, list[dict[str, list[str]]]] = {
    "explore": [
        {"f": ["PReLU"], "alpha": ["-0.5"]},
        {"f": ["ELU"], "alpha": ["3"]},
        {"f": ["LeakyReLU"], "alpha": ["1.5"]},
        {"f": ["Swish"], "beta": ["50"]},
        {"f": ["Snake"], "alpha": ["0.01"], "x": ["-100"]},
        {"f": ["relu"], "alpha": ["1"]},
        {"f": ["x*sigmoid(beta*x)"], "beta": ["1.5"]},
        {"f": ["where(x > 0, x, αx)"], "alpha": ["-5"], "tab": ["Low precision"]},
        {"f": ["ln(x) + tann(x)"]},
        {"family": ["Rectifiers"]},
    ],
    "compare": [
        {"fs": ["ELU"], "alpha": ["3"]},
        {"fs": ["SELU", "ReLU"], "tune": ["each alone"], "SELU-alpha": ["0.3"]},
        {"add": ["GELU()"]},
    ],
    "depth": [{"layers": ["3"], "layer": ["2"]}, {"fs": ["tanh"], "gain": ["2.5"]}],
    "train": [{"data": ["sine"], "epochs": ["20"]}, {"fs": ["ReLU"], "epochs": ["10"], "epoch": ["5"]}],
    "tune": [
        {"values": ["5"], "seeds": ["3"], "epochs": ["10"], "units": ["4"]},
        {
            "f": ["Swish"],
            "data": ["sines"],
            "values": ["5"],
            "seeds": ["3"],
            "epochs": ["10"],
            "value": ["2"],
        },
    ],
    "vectors": [{"n": ["3"], "x3": ["9"]}, {"about": ["Gates"], "gate": ["GLU"], "a": ["-3"]}],
    "neuron": [{"I": ["0"], "fs": [""]}],
    "learn": [{"lesson": ["softmax"]}, {"done": ["nonlinearity"]}],
    "teachers": [{"solutions": ["true"]}],
    "catalogue": [{"q": ["elu"], "has": ["smooth"]}],
}


def shown(at: AppTest) -> dict[str, Any]:
    """All that a page shows, but for what it says of the link it was opened with."""
    values = {
        key: value
        for key, value in visible(at).items()
        if not key.startswith(UNLINKED) and not key.endswith("-guess")
    }
    words = legible(at)
    if "typed" in visible(at):
        # What is wrong with a list of logits is said once, to whoever typed it.
        words = [(kind, text) for kind, text in words if kind != "error"]
    # A prediction that is not made yet, and the curve drawn for it, are nobody else's business.
    guessing = any(key.endswith("-guess") for key in visible(at))
    drawn = [] if guessing else charts(at)
    return {"widgets": values, "words": words, "tables": tables(at), "charts": drawn}


class Journey(RuleBasedStateMachine):
    """A person on one page."""

    page: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.at = opened(self.page)
        self.keep_address()
        self.visited: list[dict[str, Any]] = []

    @initialize(data=st.data())
    def arrive(self, data: st.DataObject) -> None:
        """Come by one of the links, or without one."""
        self.at = opened(self.page, data.draw(st.sampled_from([{}, *LINKS[self.page]])))
        self.keep_address()

    def run(self) -> None:
        """Run the page after a click."""
        self.at.run()
        assert not self.at.exception, [error.message for error in self.at.exception]
        self.keep_address()

    def keep_address(self) -> None:
        """Keep what the page has written into the address: AppTest of Streamlit 1.61 loses what is empty."""
        self.at.query_params = dict(self.at.session_state["visit"].link)

    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        """Touch any control that is on the screen."""
        moves = list(self.moves())
        if not moves:
            return
        self.visited.append(dict(self.at.query_params))
        name, values, act = data.draw(st.sampled_from(moves))
        value = data.draw(values)
        before = visible(self.at)
        act(value)
        self.run()
        after = visible(self.at)
        # Who goes on writing at a formula keeps what its letters stand for.
        edited = name == "f" and {before["f"], after["f"]}.isdisjoint(CATALOGUE)
        if self.page == "explore" and name in ("f", "family") and after["f"] != before["f"] and not edited:
            self.assert_defaults()

    def assert_defaults(self) -> None:
        """Assert that a function that was just picked stands at its defaults."""
        values = visible(self.at)
        cls = function_class(values["f"])
        assert {key_of(declared): declared.default for declared in cls.parameters()} == {
            key_of(declared): values[key_of(declared)] for declared in cls.parameters()
        }

    def moves(self) -> Any:
        """Yield each control of the page by name, with its values and what sets it."""
        at = self.at
        for slider in at.slider:
            if not slider.disabled and slider.key:
                numbers = slider_values(slider)
                yield slider.key, numbers, slider.set_value
        for box in at.selectbox:
            if box.key == "f":
                yield box.key, st.sampled_from([*box.options, *WRITTEN]), partial(type_into, box)
                continue
            yield box.key, st.sampled_from(box.options), box.set_value
        for several in at.multiselect:
            texts = st.sampled_from([*list(CATALOGUE), *WRITTEN])
            yield several.key, st.lists(texts, max_size=4, unique=True), several.set_value
        for group in at.button_group:
            options = list(group.options)
            multi = isinstance(group.value, list)
            values = st.lists(st.sampled_from(options), unique=True) if multi else st.sampled_from(options)
            yield group.key, values, group.set_value
        for switch in at.toggle:
            yield switch.key, st.booleans(), switch.set_value
        for rungs in at.select_slider:
            by_number = isinstance(rungs.value, int)
            stops = range(len(rungs.options)) if by_number else rungs.options
            yield rungs.key, st.sampled_from(stops), rungs.set_value
        for number in at.number_input:
            within = st.floats(number.min, number.max, allow_nan=False).map(number_kind(number.step))
            yield number.key, st.none() | within, number.set_value
        for text in at.text_input:
            yield text.key, st.sampled_from(["1, 2", "0,5", "elu", "softmax", "<b>", ""]), text.set_value
        for button in at.button:
            if not button.disabled and not (button.key or "").startswith(("play", "stop", "go-on")):
                yield f"button {button.key}", st.none(), lambda _, button=button: button.click()

    @rule(data=st.data())
    def open_a_link(self, data: st.DataObject) -> None:
        """Open another link to the page, such as one from a colleague."""
        self.at.query_params = dict(data.draw(st.sampled_from(LINKS[self.page])))
        self.run()

    @rule(data=st.data())
    def open_a_bad_link(self, data: st.DataObject) -> None:
        """Open a link in which one value is nonsense."""
        keys = sorted(self.at.query_params) or ["f"]
        bad = {data.draw(st.sampled_from(keys)): HOSTILE[data.draw(st.sampled_from(sorted(HOSTILE)))]}
        self.at.query_params = {**self.at.query_params, **bad}
        self.run()

    @rule()
    def go_back(self) -> None:
        """Press the browser's Back."""
        if self.visited:
            before = self.visited.pop()
            self.at.query_params = dict(before)
            with patch("pages.shared.compat.is_history_navigation", lambda: True):
                self.run()
            assert self.at.query_params == before

    @rule(data=st.data())
    def go_elsewhere_and_come_back(self, data: st.DataObject) -> None:
        """Look at another page, and return by Back."""
        here = dict(self.at.query_params)
        other = data.draw(st.sampled_from(["catalogue", "neuron", "explore", "vectors"]))
        for page, link in ((other, {}), (self.page, here)):
            self.at.query_params = link
            self.at.switch_page(f"{page}/{page}.py")
            self.run()

    @invariant()
    def the_address_restores_what_is_shown(self) -> None:
        """Assert that a stranger who opens the address sees the same."""
        assert not self.at.exception
        again = opened(self.page, dict(self.at.query_params))
        assert not again.exception
        assert shown(again) == shown(self.at)
        assert again.session_state["visit"].link == self.at.query_params


def type_into(box: Selectbox[Any], text: str) -> None:
    """Type a text that need not be an option, and press Enter."""
    if text not in box.options:
        box.options.append(text)
    box.set_value(text)


def slider_values(slider: Any) -> Any:
    """The values at which a slider, of one or of two thumbs, can stand."""
    steps = round((slider.max - slider.min) / slider.step)
    one = st.integers(0, steps).map(lambda step: min(slider.min + step * slider.step, slider.max))
    if isinstance(slider.value, (list, tuple)):
        return st.lists(one, min_size=2, max_size=2).map(lambda ends: tuple(sorted(ends)))
    return one


def number_kind(step: float) -> Callable[[float], float]:
    """What makes a number one that a field of that step takes."""
    return round if isinstance(step, int) else (lambda value: round(value, 3))


@pytest.mark.parametrize("page", PAGES)
def test_any_sequence_of_clicks_leaves_a_page_that_its_address_restores(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Work that a busy machine stops half-way goes on from there in the next session.
    monkeypatch.setattr(progress, "LONGEST", 600.0)
    # Shorter runs go through the same code.
    monkeypatch.setattr("pages.shared.tasks.BUDGET", 0.3)
    machine = type(f"Journey{page.title()}", (Journey,), {"page": page})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=JOURNEYS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            # A page takes a tenth of a second: whoever mends a journey shortens it by hand.
            phases=[Phase.generate],
            derandomize="JOURNEYS" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    ("link", "picks"),
    [
        ({"alpha": ["1.05"]}, ["ReLU", "LeakyReLU"]),
        ({"f": ["PReLU"], "alpha": ["-0.5"]}, ["GELU", "CELU"]),
        ({"f": ["ELU"], "alpha": ["1.25"]}, ["GELU", "SELU"]),
        ({"f": ["ELU"], "alpha": ["0.95"]}, ["ClippedReLU", "SQNL"]),
        ({"f": ["SELU"]}, ["PReLU", "HardTanh"]),
        ({"f": ["CELU"]}, ["LeakyReLU", "ReLU", "SELU"]),
        ({"alpha": ["1.5"]}, ["SELU"]),
    ],
    ids=lambda case: "-".join(case) if isinstance(case, list) else None,
)
def test_a_function_picked_after_another_stands_at_its_defaults(
    link: dict[str, list[str]], picks: list[str]
) -> None:
    at = opened("explore", link)
    for name in picks:
        at.selectbox(key="f").set_value(name).run()
        assert not at.exception
        for declared in CATALOGUE[name].parameters():
            assert at.slider(key=key_of(declared)).value == declared.default
    assert at.session_state["visit"].link == {"f": [picks[-1]]}


@pytest.mark.parametrize(("back", "alpha"), [(False, 2.0), (True, 1.0)], ids=["a click", "Back"])
def test_a_click_that_comes_with_the_address_of_before_counts_and_back_undoes(
    back: bool, alpha: float
) -> None:
    at = opened("explore", {"f": ["ELU"], "x": ["2"]})
    before = dict(at.session_state["visit"].link)
    at.slider(key="alpha").set_value(2.0).run()
    # What the browser sends with a click that is faster than the address which the server has just written.
    at.query_params = before
    with patch("pages.shared.compat.is_history_navigation", lambda: back):
        at.slider(key="x").set_value(3.0 if not back else 2.0).run()
    assert at.slider(key="alpha").value == alpha
    assert at.slider(key="x").value == (2.0 if back else 3.0)


def test_a_common_slider_that_went_with_its_function_starts_anew_with_another() -> None:
    at = opened("compare", {"fs": ["ELU"], "depth-plateau-left": ["3"]})
    for texts in (["ELU", "ReLU"], ["ReLU"], ["ReLU", "CELU"]):
        at.multiselect(key="fs").set_value(texts).run()
        assert not at.exception
    assert at.slider(key="depth-plateau-left").value == CATALOGUE["CELU"]().alpha  # type: ignore[attr-defined]
    assert "depth-plateau-left" not in at.query_params
