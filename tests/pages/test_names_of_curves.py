"""What the curves of a comparison are called."""

from __future__ import annotations

import pytest

from pages.compare.panels import curve_names, label_of
from pages.compare.tuners import ALONE, TOGETHER, build_tuners
from pages.shared.entries import parse_entries
from tests.pages.test_pages import opened

TEXTS = ("ELU", "ELU(alpha=0.3)", "max(x, αx); α = 0.1", "x*tanh(beta*x)", "x*sin(beta*x)")


def test_a_name_says_no_value_that_a_slider_moves() -> None:
    entries, _ = parse_entries(TEXTS)
    for tuning in (TOGETHER, ALONE):
        sliders = build_tuners(entries, tuning)
        names = curve_names(entries, sliders)
        moved = {index for slider in sliders for index, _ in slider.targets}
        assert [index for index, name in enumerate(names) if "=" in name] == [
            index for index, entry in enumerate(entries) if entry.is_pinned and index not in moved
        ]


def test_a_slider_of_one_function_says_its_name() -> None:
    entries, _ = parse_entries(TEXTS)
    sliders = build_tuners(entries, ALONE)
    names = curve_names(entries, sliders)
    assert len(set(names)) == len(names)
    for slider in sliders:
        assert slider.label.endswith(f" of {names[slider.targets[0][0]]}")


@pytest.mark.parametrize(
    ("tuning", "titles"),
    [
        (TOGETHER, ["ELU(α)", "ELU α = 0.3", "max(x, α·x)", "ELU in float16", "Leaky ReLU α = 0.2"]),
        (
            ALONE,
            [
                "ELU(α)",
                "ELU2(α) from α = 0.3",
                "max(x, α·x)",
                "ELU in float16",
                "LeakyReLU(α) from α = 0.2",
            ],
        ),
    ],
)
def test_the_title_of_a_chart_is_the_name_and_the_values_that_a_person_wrote(
    tuning: str, titles: list[str]
) -> None:
    entries, _ = parse_entries(["ELU", "ELU(alpha=0.3)", "max(x, αx)", "ELU in float16", "LeakyReLU(0.2)"])
    sliders = build_tuners(entries, tuning)
    assert [label_of(index, entry, sliders) for index, entry in enumerate(entries)] == titles


@pytest.mark.parametrize("text", ["x*tanh(", "Relux"])
def test_what_is_wrong_says_with_which_entry(text: str) -> None:
    (said,) = opened("compare", {"fs": ["ReLU", text]}).error
    assert text in said.value
