"""Every page opens from every link: bare, full, hostile, and its own, which restores what it shows."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from activations import CATALOGUE, Activation, Interval, Parameter
from pages import main
from pages.compare.controls import DEFAULT
from pages.compare.tuners import key_of_quantity
from pages.explore import controls as details
from pages.explore.kink_words import is_kink_here
from pages.learn.controls import TypedNumber
from pages.shared import links
from pages.shared.entries import parse_entries
from pages.shared.sliders import key_of
from pages.shared.widgets.control import Control
from pages.shared.widgets.functions import FunctionChoice
from pages.shared.widgets.numbers import Range, Slider
from pages.shared.widgets.options import Choice, Several, Switch

APP = Path(main.__file__)
PAGES = sorted(main.PAGES)
HOME = "explore"

Link = Mapping[str, list[str]]

HOSTILE: dict[str, list[str]] = {
    "nan": ["nan"],
    "inf": ["inf"],
    "-inf": ["-inf"],
    "1e309": ["1e309"],
    "-1e308": ["-1e308"],
    "nothing": [""],
    "10,000 characters": ["x" * 10_000],
    "10,000 digits": ["1" * 10_000],
    "a script": ["<script>alert(1)</script>"],
    "an Arabic digit": ["١"],
    "full-width digits": ["１．５"],
    "an ideograph": ["例"],
    "a decimal comma": ["1,5"],
    "an underscore": ["1_0"],
    "a null character": ["\0"],
    "a newline": ["a\nb"],
    "a path": ["../../etc/passwd"],
    "a Markdown link": ["[x](http://evil)"],
    "a Markdown picture": ["![](http://evil/x.png)"],
    "code quotes": ["`` ` <b>evil</b>"],
    "a formula": ["$\\evil$ :material/bug_report: :red[evil]"],
    "an unknown name": ["NoSuchThing"],
    "a repeated key": ["1", "2", "3"],
    "the same twice": ["ELU", "ELU"],
}


def open_section(at: AppTest, title: str) -> None:
    """Open a section of Explore, and the range and exact values."""
    at.session_state["exact"] = True
    at.button_group(key="tab").set_value(title).run()


def opened(page: str, link: Link | None = None) -> AppTest:
    """The page as a browser shows it that opens the link in a new session."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    if page != HOME:
        at.switch_page(f"{page}/{page}.py")
    at.query_params = dict(link or {})
    return at.run()


def sections(at: AppTest, titles: Iterable[str] = details.SECTIONS) -> Iterator[None]:
    """Open, one after the other, what the page can fold away, and leave it as it was."""
    choice = [group for group in at.button_group if group.key == "tab"]
    if not choice:
        yield
        return
    before = choice[0].value
    at.session_state["exact"] = True
    for title in titles:
        # AppTest of Streamlit 1.61 loses what is empty of an address.
        at.query_params = dict(at.session_state["visit"].link)
        choice[0].set_value(title)
        at.run()
        yield
        (choice[0],) = (group for group in at.button_group if group.key == "tab")
    at.session_state["exact"] = False
    at.query_params = dict(at.session_state["visit"].link)
    choice[0].set_value(before)
    at.run()


class Whole(NamedTuple):
    """A page with all that it can fold away.

    Attributes
    ----------
    widgets : dict
        The value of every widget that has a key.
    words : list of tuple
        Everything that is words or formulas, by kind and in order, for each section.
    link : dict
        The query of the link that it offers to copy.
    """

    widgets: dict[str, Any]
    words: list[tuple[str, str]]
    link: dict[str, list[str]]


def whole(at: AppTest) -> Whole:
    """Open each section once, and return all that the page has."""
    shown, words, codes = visible(at), [], set()
    for _ in sections(at):
        shown = visible(at) | shown
        words += legible(at)
        codes |= {code.value for code in at.code}
    (link,) = (code for code in codes if re.fullmatch(r"(https?://[^/]*)?/\w*(\?\S*)?", code))
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return Whole({key: value for key, value in shown.items() if not key.startswith("exact")}, words, query)


def widgets(at: AppTest) -> dict[str, Any]:
    """The value of every widget that has a key and can be shown."""
    shown = visible(at)
    for _ in sections(at):
        shown = visible(at) | shown
    return {key: value for key, value in shown.items() if not key.startswith("exact")}


def visible(at: AppTest) -> dict[str, Any]:
    """The value of every widget on the page that has a key."""
    boxes = (at.selectbox, at.multiselect, at.number_input, at.text_input)
    kinds = (*boxes, at.slider, at.select_slider, at.toggle, at.button_group)
    return {widget.key: widget.value for kind in kinds for widget in kind if widget.key}


def written(at: AppTest) -> list[tuple[str, str]]:
    """Everything that is words or formulas, by kind and in order, for each section."""
    return [said for _ in sections(at) for said in legible(at)]


def legible(at: AppTest) -> list[tuple[str, str]]:
    """All words and formulas on the page, by kind and in order."""
    kinds = ("markdown", "caption", "latex", "code", "subheader", "error", "info")
    return [
        (kind, str(element.value))
        for kind in kinds
        for element in at.get(kind)
        if isinstance(element, Element)
    ]


def tables(at: AppTest) -> list[str]:
    """The data of every table that can be sorted."""
    return [table.value.to_csv() for table in at.dataframe]


def charts(at: AppTest) -> list[Any]:
    """The specification of every chart."""
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def complaints(at: AppTest) -> list[str]:
    """What the page says of values of the link that it did not understand."""
    return [warning.value for warning in at.warning if warning.value.startswith("The link says")]


def own_link(at: AppTest) -> dict[str, list[str]]:
    """The query of the link that the page offers to copy."""
    codes = {code.value for _ in sections(at, ["Link and export"]) for code in at.code}
    (link,) = (code for code in codes if re.fullmatch(r"(https?://[^/]*)?/\w*(\?\S*)?", code))
    return parse_qs(urlsplit(link).query, keep_blank_values=True)


def outside_code(text: str) -> str:
    """Markdown without its code spans."""
    return re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text, flags=re.DOTALL)


def assert_harmless(at: AppTest) -> None:
    """Assert that the page opens, and nothing of a hostile link is more than text on it."""
    assert not at.exception
    assert not [text for _, text in legible(at) if "Traceback" in text]
    for warning in at.warning:
        assert "evil" not in outside_code(warning.value)
    for kind, text in legible(at):
        if kind in ("markdown", "caption", "error", "info"):
            assert_plain(text)
        assert len(text) < 5_000 or kind == "code"


def assert_plain(markdown: str) -> None:
    """Assert that Markdown makes nothing of what a hostile link says."""
    shown = outside_code(markdown)
    assert not re.search(r"(?<!\\)\]\(http://evil", shown), f"a link: {shown}"
    assert not re.search(r"(?<!\\):red\[|(?<!\\):material|(?<!\\)\$\\evil", shown), shown


def setting(declared: Parameter, share: float = 1 / 3) -> float:
    """A value of a slider that is not its default."""
    low, high = declared.typical
    value = round(low + round(share * (high - low) / declared.step) * declared.step, 10)
    return value if value != declared.default else setting(declared, share + 0.2)


def text(value: float) -> str:
    """A number as Streamlit writes it into a link."""
    return str(int(value)) if value == int(value) else str(value)


def full_link(cls: type[Activation]) -> dict[str, list[str]]:
    """A link to Explore with every key set to something other than its default."""
    parameters = {key_of(declared): [text(setting(declared))] for declared in cls.parameters()}
    return {
        "f": [cls.__name__],
        **parameters,
        "family": [cls.family],
        "show": ["f″", "shading", "stacked"],
        "range": ["-4.5", "8"],
        "x": ["-1.25"],
        "inputs": ["2; −3 0.5"],
        "image": ["svg"],
        "tab": ["Code"],
        "language": ["JAX"],
    }


COMPARISON = {
    "fs": ["Tanh", "ELU", "ELU(alpha=0.3)", "Swish", "SoftShrink"],
    "arrange": ["side by side"],
    "show": ["f", "f″"],
    "baseline": ["Tanh"],
    "range": ["-5", "3.5"],
}
FULL = {
    "explore": {
        "exponential": full_link(CATALOGUE["SELU"]),
        "three parameters": full_link(CATALOGUE["APTx"]),
        "no parameters": full_link(CATALOGUE["GELU"]),
    },
    "compare": {
        "together": COMPARISON
        | {"tune": ["together"], "depth-plateau-left": ["1.5"], "sharpness-gate": ["2.5"]}
        | {"half-width-flat-middle": ["0.75"]},
        "each alone": COMPARISON
        | {"tune": ["each alone"], "ELU-alpha": ["2.5"], "ELU2-alpha": ["0.7"], "Swish-beta": ["2.5"]}
        | {"SoftShrink-lambda": ["0.75"]},
    },
    "catalogue": {"filtered": {"q": ["lu"], "family": ["Rectifiers"], "has": ["monotonic", "in PyTorch"]}},
}
FULL_LINKS = [
    pytest.param(page, link, id=f"{page}-{name}")
    for page, links in FULL.items()
    for name, link in links.items()
]
# Any text is a value of these; what it says is judged on the page.
FREE_TEXT = {"inputs": 500, "q": 60}
SHOWN_TEXTS = ("a Markdown picture", "a formula", "10,000 characters", "nothing", "the same twice")
WRITTEN_BY_HAND = ("fs",)
# Shown by a section below the chart of Explore only while it is open.
FOLDED = ("inputs", "language", "image")


def hostile(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a key and the name of a hostile value: one for each key, and a few for texts.

    What a link may say of a key is decided by its kind of control, which is tried with every value by itself; so is
    what is said of a text. On the page it meets those that are shown, cut, or mean that nothing is chosen.
    """
    names = list(HOSTILE)
    for turn, key in enumerate(keys):
        text = key in (*FREE_TEXT, *WRITTEN_BY_HAND)
        yield from ((key, name) for name in (SHOWN_TEXTS if text else [names[turn % len(names)]]))


def hostile_links() -> Iterator[Any]:
    """Yield page, key, full link and the bad value in it, for every key of every page."""
    for page, full in FULL.items():
        first = {key: link for link in reversed(full.values()) for key in link}
        for key, name in hostile(first):
            yield pytest.param(page, key, dict(first[key]), HOSTILE[name], id=f"{page}-{key}-{name}")


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    ("control", "good"),
    [
        (Slider("k", "", default=0.0, reach=(-6.0, 6.0), step=0.1), ["1.5"]),
        (Slider("k", "", default=0.0, reach=(-6.0, 6.0), domain=Interval.parse("(-inf, 9]")), ["-70"]),
        (Slider("k", "", default=0, reach=(0, 9), step=1), ["3"]),
        (Slider("k", "", default=0, reach=(0, 100), step=10, stepped=True), ["30"]),
        (Range("k", "", default=(-6.0, 6.0), reach=(-30.0, 30.0)), ["-6", "6"]),
        (Choice("k", "", default="ReLU", options=("ReLU", "ELU")), ["ELU"]),
        (FunctionChoice("k", "", default="ReLU", options=("ReLU", "ELU")), ["elu"]),
        (Several("k", "", default=(), options=("ReLU", "ELU")), ["ReLU", "ELU"]),
        (Switch("k", "", default=False), ["true"]),
        (TypedNumber("k", "", default="", reach=(-6.0, 6.0)), ["1.50"]),
    ],
    ids=[
        "number",
        "domain",
        "whole",
        "step",
        "interval",
        "one of",
        "function",
        "some of",
        "switch",
        "figures",
    ],
)
def test_a_link_is_refused_a_bad_value_and_told_what_is_needed(
    control: Control[Any], good: list[str], name: str
) -> None:
    assert control.spell(control.parse(good)) == (["ELU"] if good == ["elu"] else good)
    if isinstance(control, Several) and name == "nothing":
        assert control.parse(HOSTILE[name]) == ()
        return
    with pytest.raises(ValueError, match=r"is needed|are needed|can be chosen"):
        control.parse(HOSTILE[name])


@pytest.mark.parametrize(
    ("control", "given", "needed"),
    [
        (
            Range("k", "", default=(0.0, 1.0), reach=(-6.0, 6.0)),
            ["4", "-4"],
            "two ascending numbers from .6 to 6",
        ),
        (
            Range("k", "", default=(0.0, 1.0), reach=(-6.0, 6.0)),
            ["-6", "6.5"],
            "two ascending numbers from .6 to 6",
        ),
        (Slider("k", "", default=0.0, reach=(-6.0, 6.0)), ["6.01"], "one number from .6 to 6"),
        (Slider("k", "", default=0, reach=(0, 9), step=1), ["2.5"], "one whole number from 0 to 9"),
        (Slider("k", "", default=0, reach=(0, 100), step=10, stepped=True), ["35"], "one of 0, 10 … 100"),
        (Slider("k", "", default=0.0, domain=Interval.parse("(0, inf)")), ["0"], r"one number in \(0, ∞\)"),
        (Slider("k", "", default=0.0, domain=Interval.parse("(0, inf)")), ["2e6"], "at most 1000000 in size"),
        (Choice("k", "", default="a", options=("a", "b")), ["a", "b"], "one of a, b"),
        (
            Several("k", "", default=(), options=("a", "b")),
            ["a", "a"],
            "any of a, b can be chosen, each once",
        ),
    ],
)
def test_a_value_that_is_none_here_is_refused(control: Control[Any], given: list[str], needed: str) -> None:
    with pytest.raises(ValueError, match=needed):
        control.parse(given)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_link_says_is_shown_as_code_from_end_to_end(name: str) -> None:
    for text in HOSTILE[name]:
        assert outside_code(links.to_code(text)) == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_wrong_with_a_written_function_is_said_in_plain_text(name: str) -> None:
    entries, wrong = parse_entries(HOSTILE[name])
    assert len(entries) + len(wrong) == len(HOSTILE[name])
    for text, sentence in wrong:
        assert_plain(links.to_plain_text(text))
        assert_plain(links.to_plain_text(sentence))
        assert len(sentence) < 300


def test_every_page_has_full_links_here() -> None:
    # Those of the labs, of the lessons and for teachers stand in files of their own.
    assert sorted([*FULL, "depth", "learn", "neuron", "teachers", "train", "tune", "vectors"]) == PAGES


# How many charts a page opens with, and how many pictures.
SIGHTS = {
    "catalogue": (0, len(CATALOGUE)),
    "compare": (1, 0),
    "depth": (8, 0),
    "explore": (1, 0),
    "learn": (0, 4),
    "neuron": (2, 0),
    "teachers": (0, 16),
    "train": (8, 0),
    "tune": (7, 0),
    "vectors": (5, 0),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_its_bare_link_with_something_to_see(page: str) -> None:
    at = opened(page)
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    pictures = sum(html.proto.body.count("<img") for html in at.get("html")) + len(at.get("image"))
    assert (len(at.get("plotly_chart")), pictures) == SIGHTS[page]


@pytest.mark.parametrize(("page", "link"), FULL_LINKS)
def test_a_page_opens_from_a_full_link_as_the_link_says(page: str, link: Link) -> None:
    at = opened(page, link)
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    shown = widgets(at)
    for key, given in link.items():
        assert spelled(shown[key]) == given, key


def spelled(value: Any) -> list[str]:
    """The value of a widget as a link has it."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [
        text(item) if isinstance(item, float) else str(item).lower() if isinstance(item, bool) else str(item)
        for item in values
    ]


@pytest.mark.parametrize(("page", "key", "link", "value"), list(hostile_links()))
def test_a_bad_value_is_named_and_replaced_and_all_others_are_kept(
    page: str, key: str, link: dict[str, list[str]], value: list[str]
) -> None:
    at = opened(page, link | {key: value})
    assert_harmless(at)
    for _ in sections(at) if key in FOLDED else ():
        assert_harmless(at)
    shown = widgets(at)
    if key in WRITTEN_BY_HAND:
        named = [text for text in value if text]
        known = set(named) <= set(CATALOGUE)
        # What is wrong is said, and what to do if no function is left.
        assert (bool(at.error), bool(at.info)) == (not known, not named or not known)
    if key == "f" and page == "explore":
        # Parameters are those of the function that is shown instead.
        kept = {"show", "range", "x", "inputs", "image", "family", "tab", "language"}
    elif key == "fs":
        # The rest of the page waits for a function, and then is as the link says.
        shown = widgets(at.multiselect(key="fs").set_value(["Tanh"]).run())
        kept = {"range", "arrange", "show"}
    else:
        kept = set(link) - {key}
    for other in kept:
        assert spelled(shown[other]) == link[other], other
    if key in WRITTEN_BY_HAND or (key in FREE_TEXT and len(value) == 1 and len(value[0]) <= FREE_TEXT[key]):
        # The baseline may no longer be among the functions, nor one that has the parameter.
        about = ("baseline", "no function shown") if key == "fs" else ()
        assert not [said for said in complaints(at) if not any(part in said for part in about)]
        return
    if key in ("show", "has") and value == [""]:
        assert not complaints(at)
        assert shown[key] == []
        return
    assert len(complaints(at)) == 1
    assert complaints(at)[0].startswith(f"The link says {key} = `")
    assert len(complaints(at)[0]) < 400
    default = without(page, link, key)
    assert shown.get(key) == default.get(key)


_CACHE: dict[str, dict[str, Any]] = {}


def without(page: str, link: dict[str, list[str]], key: str) -> dict[str, Any]:
    """The widgets of a page whose link lacks one key."""
    rest = {other: value for other, value in link.items() if other != key}
    name = f"{page} {sorted(rest.items())}"
    if name not in _CACHE:
        _CACHE[name] = widgets(opened(page, rest))
    return _CACHE[name]


@pytest.mark.parametrize("page", PAGES)
def test_keys_a_page_does_not_know_are_named_and_change_nothing(page: str) -> None:
    unknown = {"nonsense": ["1"], "<script>": ["alert(1)"], "__class__": ["x"]}
    at = opened(page, unknown | {"embed_options": ["?"], "utm_source": ["mail"], "fbclid": ["1"]})
    assert_harmless(at)
    assert set(at.query_params) == {"embed_options"}
    assert widgets(at) == widgets(opened(page))
    named = [re.match(r"The link says `([^`]*)` = ", complaint) for complaint in complaints(at)]
    assert [match and match.group(1) for match in named] == list(unknown)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"f": ["Swish"], "alpha": ["2"]}, "The link says `alpha` = `2`; Swish has no alpha."),
        (
            {"f": ["GELU"], "approximate": ["tanh"]},
            "The link says `approximate` = `tanh`; this page has no such setting.",
        ),
        (
            {"f": ["ELU"], "alpha": ["-1"]},
            "The link says alpha = `-1`; one number in [0, ∞) is needed. Showing the default.",
        ),
        (
            {"f": ["ELU"], "alpha": ["1e7"]},
            "The link says alpha = `1e7`; a number of at most 1000000 in size is needed. Showing the default.",
        ),
        (
            {"f": ["PELU"], "beta": ["0"]},
            "The link says beta = `0`; one number in (0, ∞) is needed. Showing the default.",
        ),
    ],
)
def test_what_a_link_says_that_cannot_be_is_named_with_the_reason(link: Link, sentence: str) -> None:
    at = opened("explore", link)
    assert complaints(at) == [sentence]
    assert at.selectbox(key="f").value == link["f"][0]


@pytest.mark.parametrize("page", FULL)
def test_several_bad_values_get_a_sentence_each(page: str) -> None:
    keys = [key for key in next(iter(FULL[page].values())) if key not in (*FREE_TEXT, *WRITTEN_BY_HAND)]
    at = opened(page, {key: ["nonsense"] for key in keys})
    assert_harmless(at)
    named = sorted(complaint.split(" = ")[0].removeprefix("The link says ") for complaint in complaints(at))
    # A parameter that no function shown has is named as an unknown key is: as code.
    named = [key for key in named if not key.startswith("`")]
    reachable = [key for key in keys if key in widgets(opened(page))]
    assert named == sorted(reachable)


# A function for each set of parameters: another with the same differs in its curves, which the link does not hold.
SIGNATURES = {tuple(map(key_of, cls.parameters())): cls for cls in CATALOGUE.values()}


@pytest.mark.parametrize("cls", SIGNATURES.values(), ids=lambda cls: cls.__name__)
def test_the_link_of_explore_restores_a_function_of_each_signature(cls: type[Activation]) -> None:
    at = opened("explore", full_link(cls))
    assert_harmless(at)
    assert at.selectbox(key="f").value == cls.__name__
    first = whole(at)
    again = opened("explore", first.link)
    assert not complaints(again)
    other = whole(again)
    # The family only narrows the choice of functions, and the section that offers the link is not what is shared.
    aside = {"family": "", "tab": ""}
    assert other.widgets | aside == first.widgets | aside
    assert other.words == first.words
    assert charts(again) == charts(at)


@pytest.mark.parametrize("image", ["png", "svg"])
def test_the_camera_saves_in_the_format_of_the_link(image: str) -> None:
    (chart,) = opened("explore", {"image": [image]}).get("plotly_chart")
    assert json.loads(chart.proto.config)["toImageButtonOptions"]["format"] == image


@pytest.mark.parametrize("shown", [[""], ["f′"], ["tangent"], ["f′", "f″", "tangent", "shading", "stacked"]])
def test_the_link_of_explore_restores_what_is_drawn(shown: list[str]) -> None:
    at = opened("explore", {"show": shown})
    assert spelled(at.button_group(key="show").value) == [name for name in shown if name]
    again = opened("explore", own_link(at))
    assert again.button_group(key="show").value == at.button_group(key="show").value
    assert charts(again) == charts(at)


def test_what_is_set_by_hand_is_in_the_link() -> None:
    at = opened("explore")
    at.selectbox(key="f").select("PELU").run()
    at.slider(key="beta").set_value(2.5).run()
    open_section(at, "Numbers")
    at.slider(key="range").set_value((-3.0, 4.5)).run()
    at.slider(key="x").set_value(-2.25).run()
    at.text_input(key="inputs").set_value("3 4").run()
    open_section(at, "Formula")
    assert_harmless(at)
    first = whole(at)
    other = whole(opened("explore", first.link))
    assert other.widgets == first.widgets
    assert other.words == first.words


def test_the_exact_field_sets_the_slider_and_the_link_keeps_every_digit() -> None:
    at = opened("explore", {"f": ["ELU"]})
    open_section(at, "Formula")
    at.number_input(key="exact-alpha").set_value(0.123456789012).run()
    assert at.slider(key="alpha").value == 0.123456789012
    again = opened("explore", own_link(at))
    assert again.slider(key="alpha").value == 0.123456789012


def test_a_parameter_can_be_reset_to_its_default() -> None:
    at = opened("explore", {"f": ["SELU"], "alpha": ["0.5"]})
    open_section(at, "Formula")
    at.button(key="reset-alpha").click().run()
    declared = next(declared for declared in CATALOGUE["SELU"].parameters() if declared.name == "alpha")
    assert at.slider(key="alpha").value == declared.default
    assert "alpha" not in own_link(at)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ELU", "LeakyReLU"),
        ("LeakyReLU", "ELU"),
        ("SELU", "PReLU"),
        ("ClippedReLU", "LeakyReLU"),
        ("ELU", "GELU"),
    ],
)
def test_another_function_starts_at_its_own_defaults(before: str, after: str) -> None:
    first = {key_of(declared): [text(setting(declared))] for declared in CATALOGUE[before].parameters()}
    at = opened("explore", {"f": [before], **first})
    at.selectbox(key="f").select(after).run()
    # A browser takes the parameters of the function before out of its address; AppTest of Streamlit 1.62 does not.
    # ELU is what a link means that names no function.
    at.query_params = {} if after == "ELU" else {"f": [after]}
    assert_harmless(at)
    for declared in CATALOGUE[after].parameters():
        assert at.slider(key=key_of(declared)).value == declared.default
    assert own_link(at) == ({} if after == "ELU" else {"f": [after]})
    for declared in CATALOGUE[after].parameters():
        at.slider(key=key_of(declared)).set_value(setting(declared)).run()
        assert at.slider(key=key_of(declared)).value == setting(declared)
    restored = whole(at)
    assert whole(opened("explore", restored.link)).widgets == restored.widgets


def test_another_family_starts_at_the_defaults_of_a_function_of_it() -> None:
    at = opened("explore", {"f": ["ELU"], "alpha": ["2.5"]})
    at.selectbox(key="family").select("Rectifiers").run()
    assert_harmless(at)
    cls = CATALOGUE[str(at.selectbox(key="f").value)]
    assert cls.family == "Rectifiers"
    assert all(at.slider(key=key_of(declared)).value == declared.default for declared in cls.parameters())


def test_a_link_whose_family_lacks_its_function_shows_another_and_says_so() -> None:
    at = opened("explore", {"family": ["Rectifiers"], "f": ["Tanh"]})
    assert CATALOGUE[str(at.selectbox(key="f").value)].family == "Rectifiers"
    (complaint,) = complaints(at)
    assert complaint.startswith("The link says f = `Tanh`; one of ReLU, ")


@pytest.mark.parametrize("family", sorted({cls.family for cls in CATALOGUE.values()}))
def test_a_family_alone_opens_one_of_its_functions(family: str) -> None:
    at = opened("explore", {"family": [family]})
    assert_harmless(at)
    assert not complaints(at)
    assert CATALOGUE[str(at.selectbox(key="f").value)].family == family


@pytest.mark.parametrize(
    ("link", "key", "ends"),
    [
        ({"f": ["LeakyReLU"], "alpha": ["1.5"]}, "alpha", (0, 1.5)),
        ({"f": ["LeakyReLU"], "alpha": ["-0.2"]}, "alpha", (-0.2, 1)),
        ({"f": ["Swish"], "beta": ["50"]}, "beta", (0, 50)),
        ({"f": ["Snake"], "alpha": ["0.01"]}, "alpha", (0.01, 10)),
        ({"x": ["-100"]}, "x", (-100, 6)),
    ],
)
def test_a_slider_is_widened_to_a_value_of_the_domain(
    link: Link, key: str, ends: tuple[float, float]
) -> None:
    at = opened("explore", link)
    assert not complaints(at)
    slider = at.slider(key=key)
    assert spelled(slider.value) == link[key]
    assert (slider.min, slider.max) == ends
    assert own_link(at) == link
    field = opened("explore", {each: value for each, value in link.items() if each != key})
    open_section(field, "Formula")
    field.number_input(key=f"exact-{key}").set_value(float(link[key][0])).run()
    assert (field.slider(key=key).min, field.slider(key=key).max) == ends
    assert charts(field) == charts(at)


def test_an_emptied_field_keeps_the_value_it_had() -> None:
    at = opened("explore", {"alpha": ["0.5"]})
    open_section(at, "Formula")
    at.number_input(key="exact-alpha").set_value(None).run()
    assert at.slider(key="alpha").value == 0.5
    # In AppTest of Streamlit 1.61 the popover closes with each run.
    open_section(at, "Formula")
    assert at.number_input(key="exact-alpha").value == 0.5


@pytest.mark.parametrize(
    ("name", "values"),
    [("ReLU", ["1", "0", "0", "15", "0"]), ("LeakyReLU", ["1", "−0.1", "0", "15", "−0.2"])],
)
def test_the_numbers_table_has_the_values_of_the_lecture(name: str, values: list[str]) -> None:
    at = opened("explore", {"f": [name], "tab": ["Numbers"]})
    rows = [row for table in at.markdown for row in cells(table.value)]
    for x, value in zip(["1", "−10", "0", "15", "−20"], values, strict=True):
        assert [x, value] in [row[:2] for row in rows]


def cells(markdown: str) -> list[list[str]]:
    """The rows of a Markdown table."""
    return [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in markdown.splitlines()
        if line.startswith("|")
    ]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("one, two", "one"),
        ("", "between 1 and 50"),
        ("1 " * 60, "60"),
        ("<script>alert(1)</script>", "not a number"),
        ("[x](http://evil)", "not a number"),
        ("![](http://evil/x.png)", "not a number"),
        ("1e", "not a number"),
        ("1..2", "not a number"),
        ("例", "not a number"),
    ],
)
def test_nonsense_in_the_inputs_gets_one_sentence(typed: str, part: str) -> None:
    at = opened("explore", {"tab": ["Numbers"]})
    at.text_input(key="inputs").set_value(typed).run()
    assert_harmless(at)
    (error,) = at.error
    assert part in error.value
    assert error.value.endswith(".")


@pytest.mark.parametrize("typed", ["nan", "inf, -inf", "1e309", "1e308 -1e308", "0.1 " * 50])
def test_unusual_numbers_in_the_inputs_are_answered(typed: str) -> None:
    at = opened("explore", {"inputs": [typed], "tab": ["Numbers"]})
    assert_harmless(at)
    assert not at.error


@pytest.mark.parametrize("ends", [("-30", "30"), ("0", "0"), ("30", "30"), ("2", "2.5")])
def test_any_range_is_shown_with_the_probe_inside_it(ends: tuple[str, str]) -> None:
    at = opened("explore", {"range": list(ends)})
    assert_harmless(at)
    assert not complaints(at)
    probe = at.slider(key="x")
    assert probe.min <= probe.value <= probe.max
    first = whole(at)
    assert whole(opened("explore", first.link)).widgets == first.widgets


COMPARISONS: dict[str, Link] = {
    "one": {"fs": ["GELU"]},
    "a function at two settings": {"fs": ["ELU", "ELU(alpha=0.3)", "ELU(alpha=2)"]},
    "two of the same": {"fs": ["ELU(alpha=0.3)", "ELU(alpha=0.3)"]},
    "twelve": {"fs": list(CATALOGUE)[:12]},
    "other spellings": {"fs": ["elu(0.5)", "Leaky ReLU", "SELU(α=1)"]},
    "beyond a slider": {"fs": ["ELU(alpha=7)", "Sine(alpha=100)"]},
    "all tuned together": FULL["compare"]["together"],
    "each tuned alone": FULL["compare"]["each alone"],
    "the difference from one in the middle": {"fs": ["ReLU", "GELU", "SiLU"], "baseline": ["GELU"]},
    "the second derivative": {"show": ["f″"]},
    "nothing but f′, overlaid": {"show": ["f′"], "arrange": ["overlaid"]},
    "nothing drawn": {"show": [""]},
}


WAYS = list(itertools.product(["side by side", "overlaid"], ["together", "each alone"]))


# The default in every way, the others each in one.
@pytest.mark.parametrize(
    ("link", "arrange", "tune"),
    [
        *(pytest.param({}, *way, id=f"the default, {', '.join(way)}") for way in WAYS),
        *(
            pytest.param(link, *WAYS[turn % len(WAYS)], id=name)
            for turn, (name, link) in enumerate(COMPARISONS.items())
        ),
    ],
)
def test_the_link_of_compare_restores_the_comparison(link: Link, arrange: str, tune: str) -> None:
    at = opened("compare", {"arrange": [arrange], "tune": [tune], **link})
    assert_harmless(at)
    assert not complaints(at)
    again = opened("compare", own_link(at))
    assert not complaints(again)
    assert widgets(again) == widgets(at)
    assert written(again) == written(at)
    assert tables(again) == tables(at)
    assert charts(again) == charts(at)


@pytest.mark.parametrize("tune", ["together", "each alone"])
def test_sliders_of_a_comparison_are_in_the_link(tune: str) -> None:
    at = opened(
        "compare", {"fs": ["ELU", "ELU(alpha=0.3)", "ELU(alpha=7)", "Swish", "SoftShrink"], "tune": [tune]}
    )
    for key in [str(slider.key) for slider in at.slider if slider.key != "range"]:
        slider = at.slider(key=key)
        slider.set_value(slider.min + 0.75 * (slider.max - slider.min)).run()
    assert_harmless(at)
    again = opened("compare", own_link(at))
    assert not complaints(again)
    assert widgets(again) == widgets(at)
    assert tables(again) == tables(at)


def test_a_common_slider_drives_every_function_that_has_its_quantity_and_no_other() -> None:
    names = ["PReLU", "LeakyReLU", "ELU", "LeakyReLU(alpha=0.3)", "Tanh"]
    at = opened("compare", {"fs": names, "slope-left-0": ["0.75"]})
    assert list(at.dataframe[0].value["function"]) == [
        "PReLU α = 0.75",
        "Leaky ReLU α = 0.75",
        "ELU α = 1",
        "Leaky ReLU α = 0.3",
        "Tanh",
    ]


def test_a_letter_in_an_old_link_still_sets_all_that_bear_it() -> None:
    old = {"fs": ["ELU", "LeakyReLU", "Swish"], "alpha": ["0.75"], "lock": ["alpha"], "hide": ["alpha"]}
    at = opened("compare", old)
    assert not complaints(at)
    assert list(at.dataframe[0].value["function"])[:2] == ["ELU α = 0.75", "Leaky ReLU α = 0.75"]
    assert {slider.key for slider in at.slider if slider.disabled} == {"depth-plateau-left", "slope-left-0"}
    assert any(".st-key-slope-left-0" in str(html.proto) for html in at.get("html"))
    again = opened("compare", own_link(at))
    assert list(again.dataframe[0].value["function"]) == list(at.dataframe[0].value["function"])


def test_a_quantity_is_told_from_every_other_by_its_key() -> None:
    declared = [each for cls in CATALOGUE.values() for each in cls.parameters()]
    keys = {key_of_quantity(each): each.quantity for each in declared}
    assert all(keys[key_of_quantity(each)] == each.quantity for each in declared)
    for cls in CATALOGUE.values():
        # Else one slider would set two parameters of a function.
        assert len({key_of_quantity(each) for each in cls.parameters()}) == len(cls.parameters())


def test_the_chart_begins_where_the_functions_differ_unless_its_range_is_set() -> None:
    at = opened("compare", {"fs": ["HardTanh", "Tanh"]})
    narrow = at.slider(key="range").value
    at.multiselect(key="fs").set_value(["HardTanh", "Tanh", "Softsign"]).run()
    broad = at.slider(key="range").value
    assert broad[0] < narrow[0] and narrow[1] < broad[1]
    assert "range" not in at.query_params
    at.slider(key="range").set_value((-1.0, 1.5)).run()
    at.multiselect(key="fs").set_value(["HardTanh", "Tanh"]).run()
    assert at.slider(key="range").value == (-1.0, 1.5)


def test_a_function_that_cannot_follow_a_common_slider_says_what_it_needs() -> None:
    at = opened("compare", {"fs": ["ELU", "CELU"], "depth-plateau-left": ["0"]})
    assert list(at.dataframe[0].value["function"]) == ["ELU α = 0", "CELU α = 1"]
    assert any(
        "CELU needs α > 0, so it stays at α = 1." in unescape(html.proto.body) for html in at.get("html")
    )


def test_a_common_slider_leaves_the_constants_of_selu_alone() -> None:
    at = opened("compare", {"fs": ["SELU", "ELU"], "alpha": ["0.3"]})
    first, second = at.dataframe[0].value["function"]
    assert (first, second) == ("SELU λ = 1.051, α = 1.673", "ELU α = 0.3")
    alone = opened("compare", {"fs": ["SELU", "ELU"], "tune": ["each alone"], "SELU-alpha": ["0.3"]})
    assert next(iter(alone.dataframe[0].value["function"])) == "SELU λ = 1.051, α = 0.3"


def test_functions_can_be_tuned_each_alone() -> None:
    at = opened("compare", {"fs": ["ELU", "LeakyReLU"], "tune": ["each alone"]})
    at.slider(key="ELU-alpha").set_value(2.0).run()
    assert list(at.dataframe[0].value["function"]) == ["ELU α = 2", "Leaky ReLU α = 0.01"]


def test_compare_opens_on_four_functions() -> None:
    assert opened("compare").multiselect(key="fs").value == list(DEFAULT)


def test_a_function_whose_parameter_a_slider_sets_says_so_in_its_title_and_when_hovering() -> None:
    for arrange in ("side by side", "overlaid"):
        at = opened("compare", {"fs": ["ReLU", "ELU", "ELU(alpha=0.3)"], "arrange": [arrange]})
        layouts = [chart["layout"] for chart in charts(at)]
        legend = [trace.get("name") for chart in charts(at) for trace in chart["data"]]
        said = [layout["title"]["text"] for layout in layouts if "title" in layout] + legend
        for label in ("ReLU", "ELU(α)", "ELU α = 0.3"):
            assert any(text and text.startswith(label) for text in said), (arrange, label, said)


@pytest.mark.parametrize("count", [4, 7])
def test_charts_side_by_side_stand_in_the_order_chosen_on_a_phone_too(count: int) -> None:
    names = list(CATALOGUE)[:count]
    at = opened("compare", {"fs": names, "arrange": ["side by side"]})
    titles = [chart["layout"]["title"]["text"] for chart in charts(at)]
    assert [title.partition("(")[0] for title in titles] == names


@pytest.mark.parametrize("name", ["Mish", "GELUTanh", "AconC"])
def test_what_a_formula_abbreviates_stands_below_it(name: str) -> None:
    formula = opened("explore", {"f": [name], "tab": ["Formula"]}).latex[-1].value
    assert 0 < formula.count("[4pt]") == formula.count("[4pt] &")


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ("NoSuchThing", "no activation function"),
        ("LeakyRelU2", "LeakyReLU"),
        ("ELU(alpha=)", "must be a number"),
        ("ELU(alpha=-1)", "must lie in"),
        ("ELU(alpha=nan)", "must lie in"),
        ("ELU(beta=1)", "no parameter"),
        ("ELU(1, 2)", "no parameter"),
        ("ELU(alpha=1, alpha=2)", "twice"),
        ("ELU(", "A bracket ( is never closed"),
        ("__import__('os').system('true')", ""),
        ("<script>alert(1)</script>", ""),
        ("[x](http://evil)", ""),
        ("![](http://evil/x.png)", ""),
        ("x" * 10_000, "at most 400 characters"),
        ("例", "no activation function"),
    ],
)
@pytest.mark.parametrize("tune", ["together", "each alone"])
def test_a_wrong_entry_gets_a_sentence_and_the_others_are_drawn(entry: str, part: str, tune: str) -> None:
    at = opened("compare", {"fs": ["ELU", entry, "Tanh"], "tune": [tune], "arrange": ["side by side"]})
    assert_harmless(at)
    (error,) = at.error
    assert part in error.value
    assert error.value.endswith(".")
    assert len(error.value) < 300
    assert [name.split()[0] for name in at.dataframe[0].value["function"]] == ["ELU", "Tanh"]
    assert len(at.get("plotly_chart")) == 2


def test_more_functions_than_fit_do_not_break_the_page() -> None:
    at = opened("compare", {"fs": list(CATALOGUE)[:20]})
    assert_harmless(at)
    assert at.multiselect(key="fs").value == list(CATALOGUE)[:12]


def test_a_comparison_of_nothing_says_what_to_do() -> None:
    at = opened("compare", {"fs": [""]})
    assert_harmless(at)
    assert at.info


PAIRS = [pair for pair in itertools.permutations(FULL, 2) if "compare" in pair or "explore" in pair]


@pytest.mark.parametrize(("page", "most"), [("compare", 12), ("depth", 4), ("train", 4), ("neuron", 4)])
def test_of_too_many_functions_the_first_are_shown_and_that_is_said(page: str, most: int) -> None:
    at = opened(page, {"fs": list(CATALOGUE)[:50]})
    assert not at.exception
    assert at.multiselect(key="fs").value == list(CATALOGUE)[:most]
    assert at.query_params["fs"] == list(CATALOGUE)[:most]
    assert [warning.value for warning in at.warning] == [
        f"The link names 50 functions; the first {most} are shown."
    ]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_page_opens_the_same_from_another_page_as_by_itself(before: str, after: str) -> None:
    at = opened(before, next(iter(FULL[before].values())))
    # A browser asks for the new page without the query of the old one.
    at.query_params = {}
    at.switch_page(f"{after}/{after}.py").run()
    assert_harmless(at)
    assert widgets(at) == widgets(opened(after))


def test_class_view_stays_on_the_way_through_the_menu() -> None:
    at = opened("explore", {"view": ["class"], "f": ["GELU"]})
    # A browser asks for the new page without the query of the old one.
    at.query_params = {}
    at.switch_page("compare/compare.py").run()
    assert_harmless(at)
    assert at.session_state["visit"].link == {"view": ["class"]}
    assert not at.dataframe


@pytest.mark.parametrize(
    ("link", "header", "returned"),
    [
        ({"f": ["HardSigmoid"]}, "f′ at ±3", "| Keras on TensorFlow | 0 |"),
        ({"f": ["SoftShrink"], "lambda": ["0.7"]}, "f′ at ±λ = ±0.7", "| PyTorch | 0 |"),
        ({"f": ["HardTanh"], "beta": ["2"]}, "f′ at β = 2", "| Keras on TensorFlow | 1 | 1 |"),
        ({"f": ["SELU"]}, "f′ at 0", "| Keras on TensorFlow | λ = 1.0507 | 0 |"),
        ({"f": ["CELU"], "alpha": ["0.5"]}, "f′ at 0", "| Keras on TensorFlow | 2 | 1 / α = 2 |"),
        ({"f": ["CELU"], "alpha": ["0.5"]}, "f″ at 0", "| JAX | 1 | 1 / (4 · α) = 0.5 |"),
    ],
)
def test_kinks_have_the_numbers_of_the_present_parameters(link: Link, header: str, returned: str) -> None:
    at = opened("explore", {**link, "tab": ["Numbers"]})
    shown = " ".join(table.value for table in at.markdown)
    assert header in shown
    assert returned in shown
    assert "PyTorch 2.13.0" in " ".join(caption.value for caption in at.caption)


def test_what_frameworks_have_built_in_is_said_where_the_kinks_are_others() -> None:
    at = opened("explore", {"f": ["HardSigmoid"], "alpha": ["0.2"], "tab": ["Numbers"]})
    shown = " ".join(table.value for table in at.markdown)
    assert "| −2.5 | f′ |" in shown
    assert "α = 0.1667, β = 0.5 built in, with kinks at ±3" in shown
    assert "framework |" not in shown


def test_whoever_comes_by_another_name_is_told_what_it_is() -> None:
    def said(at: AppTest) -> list[str]:
        return [caption.value for caption in at.caption if caption.value.startswith("You came for")]

    at = opened("explore", {"f": ["gelu_pytorch_tanh"]})
    assert said(at) == ["You came for “gelu\\_pytorch\\_tanh”: here it is called GELU (tanh)."]
    # It stays as long as the function does.
    at.run()
    assert said(at)
    at.selectbox(key="f").set_value("ReLU").run()
    assert not said(at)
    box = at.selectbox(key="f")
    box.options.append("gelu_new")
    box.set_value("gelu_new").run()
    assert [toast.value for toast in at.toast] == ["“gelu\\_new” is called GELU (tanh) here."]
    for name in ("GELU (tanh)", "gelutanh", "x*tanh(x)", "no such function"):
        assert not said(opened("explore", {"f": [name]}))


def test_models_that_have_a_function_are_named_with_where_to_read_it() -> None:
    shown = " ".join(text.value for text in opened("explore", {"f": ["relu2"]}).markdown)
    assert "Used in [Nemotron-H](https://github.com/huggingface/transformers/blob/v5.24.0/" in shown


def test_the_catalogue_finds_what_transformers_has() -> None:
    shown = opened("catalogue", {"has": ["in Transformers"]})
    count = sum("transformers" in cls.spellings for cls in CATALOGUE.values())
    assert any(f'<span class="found">{count}</span>' in html.proto.body for html in shown.get("html"))


def test_an_earlier_link_to_the_kinks_opens_the_numbers() -> None:
    at = opened("explore", {"f": ["ReLU"], "tab": ["At the kink"]})
    assert not complaints(at)
    assert at.session_state["visit"].values["tab"] == "Numbers"
    assert "from the left" in " ".join(table.value for table in at.markdown)


@pytest.mark.parametrize("name", [name for name, cls in CATALOGUE.items() if cls.kink_conventions])
def test_frameworks_were_measured_at_kinks_of_the_defaults(name: str) -> None:
    f = CATALOGUE[name]()
    assert all(is_kink_here(f, convention.at) for convention in f.kink_conventions)


@pytest.mark.parametrize("entry", ["GELU()", "ELU(alpha=0.5)", "SELU(lambda_=1.5, alpha=0.5)"])
def test_add_puts_a_function_into_the_comparison_and_leaves_the_link(entry: str) -> None:
    at = opened("compare", {"add": [entry]})
    assert_harmless(at)
    assert at.multiselect(key="fs").value == [*DEFAULT, entry]
    assert "add" not in own_link(at)
    # A reload keeps it.
    assert at.query_params["fs"] == [*DEFAULT, entry]
    again = opened("compare", own_link(at))
    assert widgets(again) == widgets(at)


@pytest.mark.parametrize("arrange", ["side by side", "overlaid"])
@pytest.mark.parametrize("text", ["ELU(alpha=1e300)", "DyT(alpha=1e200)", "Sine(alpha=1e300)"])
def test_a_value_too_large_for_single_precision_is_drawn_without_a_warning(text: str, arrange: str) -> None:
    at = opened("compare", {"fs": [text, "ReLU"], "arrange": [arrange]})
    assert_harmless(at)
    assert not at.error
    assert at.get("plotly_chart")


@pytest.mark.parametrize("value", list(HOSTILE.values()), ids=list(HOSTILE))
def test_adding_nonsense_is_harmless(value: list[str]) -> None:
    at = opened("compare", {"add": value})
    assert_harmless(at)
    assert at.get("plotly_chart")


def offered(at: AppTest) -> dict[str, str]:
    """The links that the pictures of a page are, with what stands in them."""
    pages = " ".join(html.proto.body for html in at.get("html"))
    seen = re.findall(r'<a href="([^"]*)"(?![^>]* hidden>)[^>]*>(.*?)</a>', pages)
    return {unescape(href): inside for href, inside in seen}


def functions_of(links: Iterable[str]) -> set[str]:
    """The names of the functions that links to Explore open."""
    return {parse_qs(urlsplit(link).query)["f"][0] for link in links}


def test_the_catalogue_shows_all_functions_each_with_a_way_to_explore() -> None:
    at = opened("catalogue")
    links = offered(at)
    assert functions_of(links) == set(CATALOGUE)
    for (link, inside), cls in zip(links.items(), CATALOGUE.values(), strict=True):
        assert link == f"./?f={cls.__name__}"
        assert f'alt="{cls.title}: f and f′"' in inside and inside.endswith(cls.title)
    said = " ".join(html.proto.body for html in at.get("html"))
    assert f'<span class="found">{len(CATALOGUE)}</span> of {len(CATALOGUE)} functions' in said


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ({"q": ["gelu"]}, {"GELU", "GELUTanh", "QuickGELU", "ClippedGELU"}),
        ({"q": ["  ELISH "]}, {"ELiSH", "HardELiSH"}),
        ({"q": ["swish"], "has": ["in PyTorch"]}, {"HardSwish"}),
        ({"family": ["Shrinkage"], "has": ["smooth"]}, {"TanhShrink"}),
        (
            {"has": ["monotonic", "smooth", "bounded", "zero-centred", "in PyTorch"]},
            {"Tanh", "ArcTan", "Erf"},
        ),
        ({"q": ["no such function"]}, set()),
    ],
)
def test_the_catalogue_is_filtered_as_the_link_says(link: Link, names: set[str]) -> None:
    at = opened("catalogue", link)
    assert_harmless(at)
    assert not complaints(at)
    assert functions_of(offered(at)) == names
    assert bool(at.info) == (not names)


def test_the_catalogue_is_a_table_that_can_be_sorted_too() -> None:
    at = opened("catalogue", {"as": ["table"], "q": ["gelu"]})
    (table,) = (frame.value for frame in at.dataframe)
    assert list(table["function"]) == ["GELU", "GELU (tanh)", "Quick GELU", "Clipped GELU"]
    # Numbers, since text would be sorted by its letters.
    assert table["forward gain"][0] == pytest.approx(1.5335, abs=5e-5)
    assert table["least f"][0] == pytest.approx(-0.16997, abs=5e-6)


def test_a_link_of_the_catalogue_opens_that_function() -> None:
    for link in offered(opened("catalogue", {"q": ["mish"]})):
        query = parse_qs(urlsplit(link).query)
        assert opened("explore", query).selectbox(key="f").value == query["f"][0]
