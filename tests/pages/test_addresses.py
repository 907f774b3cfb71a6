"""Links to the app, wherever it is served, and where the labels of a point stand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pages.shared import curve_figures, links


@pytest.mark.parametrize(
    ("told", "url", "link"),
    [
        ("", "https://school.example/", "https://school.example/compare?f=ELU"),
        ("", "https://school.example/neuron?I=2", "https://school.example/compare?f=ELU"),
        ("", "https://school.example/maths/af/", "https://school.example/maths/af/compare?f=ELU"),
        ("", "https://school.example/maths/af/learn?a=/b", "https://school.example/maths/af/compare?f=ELU"),
        # A folder that is called like a page is known only if Streamlit was told.
        ("learn", "https://school.example/learn/", "https://school.example/learn/compare?f=ELU"),
        ("/learn/", "https://school.example/learn/train", "https://school.example/learn/compare?f=ELU"),
        ("", "", "/compare?f=ELU"),
    ],
)
def test_a_link_keeps_the_folder_of_the_app_and_drops_the_page(
    monkeypatch: pytest.MonkeyPatch, told: str, url: str, link: str
) -> None:
    known = SimpleNamespace(context=SimpleNamespace(url=url), get_option=lambda _: told)
    monkeypatch.setattr(links, "st", known)
    assert links.address("compare", {"f": "ELU"}) == link


@pytest.mark.parametrize(
    ("points", "corners"),
    [
        # Sigmoid at −1: f above f′, both rising.
        ([(-1.0, 0.27, 0.2), (-1.0, 0.2, 0.1)], ["top left", "bottom right"]),
        # ELU at −1: f′ above f.
        ([(-1.0, -0.63, 0.4), (-1.0, 0.37, 0.4)], ["bottom right", "top left"]),
        # A curve that falls is free on the other sides.
        ([(1.0, 0.7, 0.2), (1.0, 0.2, -0.1)], ["top left", "bottom left"]),
        ([(0.0, 1.0, -1.0)], ["top right"]),
        # At the edges there is room on one side only.
        ([(-6.0, 0.0, 0.1)], ["top right"]),
        ([(6.0, 0.0, -0.1)], ["top left"]),
        # One between two others is on the far side of its nearer neighbour's label.
        ([(0.0, 1.0, 1.0), (0.0, 0.9, 1.0), (0.0, -1.0, 1.0)], ["top left", "bottom right", "bottom right"]),
    ],
)
def test_each_label_is_above_or_below_its_own_point_and_beside_its_curve(
    points: list[tuple[float, float, float]], corners: list[str]
) -> None:
    assert curve_figures.corners(points, -6.0, 6.0) == corners
