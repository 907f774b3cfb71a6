"""What is sent to follow a slider is little, and is sent and computed once."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOGUE
from pages.shared.live.messages import pack_family
from tests.pages.test_pages import opened

# Of the functions that Compare opens on.
QUANTITIES = ["depth-plateau-left", "sharpness-gate", "slope-left-0"]


def header_of(message: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message[4 : 4 + int.from_bytes(message[:4], "little")])
    return found


def separated(joined: bytes) -> Iterator[bytes]:
    """Yield the messages of one element."""
    while joined:
        end = 4 + int.from_bytes(joined[:4], "little")
        yield joined[4:end]
        joined = joined[end:]


def sent(at: AppTest) -> dict[str, int]:
    """How many bytes each chart, and what follows its sliders, takes on the wire."""
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
        ("compare", "arrange=side+by+side", "slope-left-0", QUANTITIES),
        ("compare", "", "sharpness-gate", QUANTITIES),
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
    """The elements that bring messages."""
    return [element for element in at.get("html") if "live-message" in element.proto.body]


def families(at: AppTest) -> list[tuple[str, bytes]]:
    """The slider and the message of every family on a page."""
    bodies = [element.proto.body.partition('data-message="')[2].partition('"')[0] for element in carriers(at)]
    messages = [message for body in bodies for message in separated(base64.b64decode(body))]
    headers = [header_of(message) for message in messages]
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
    at = opened("compare", {"arrange": [arrange], "depth-plateau-left": ["0.85"]})
    computed = pack_family.cache_info().misses
    at.slider(key="depth-plateau-left").set_value(1.7).run()
    assert pack_family.cache_info().misses == computed
