"""The page for teachers, and class view: the plan adds up, each link on it opens, nothing unneeded is shown."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.lessons import content as learn_content
from tests.pages.test_pages import HOSTILE, assert_harmless, complaints, opened, written

GUIDE = learn_content.guide()
PARTS = GUIDE["parts"]
LESSONS = learn_content.lessons()


def shown(at: AppTest) -> str:
    return "\n".join(text for _, text in written(at))


def address(text: str) -> tuple[str, dict[str, list[str]]]:
    """The page and the query of a link."""
    parts = urlsplit(text)
    return parts.path.strip("/") or "explore", parse_qs(parts.query)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_by_its_link(part: str) -> None:
    at = opened("teachers", {"part": [part]})
    assert_harmless(at)
    assert not complaints(at)
    assert at.button_group(key="part").value == part


def test_the_plan_fills_45_minutes() -> None:
    assert sum(int(minutes) for minutes, _, _ in GUIDE["rows"]) == 45
    at = opened("teachers")
    assert all(what in shown(at) for _, what, _ in GUIDE["rows"])


def test_each_phase_shows_the_lesson_that_it_is_about() -> None:
    at = opened("teachers")
    names = {lesson.name: lesson.number for lesson in LESSONS}
    for _, what, name in GUIDE["rows"]:
        named = re.findall(r"[Ll]essons? (\d)", what)
        assert named[:1] == ([str(names[name])] if name else []), what
    ways = [link.proto.query_string for link in at.get("page_link")]
    wanted = [f"lesson={name}&view=class" for _, _, name in GUIDE["rows"] if name]
    # Below the plan stand the ways to all lessons.
    assert [way for way in ways if "view=class" in way][: len(wanted)] == wanted
    # Each is timed, without the server.
    pages = " ".join(html.proto.body for html in at.get("html"))
    assert re.findall(r'data-minutes="(\d+)"', pages) == [minutes for minutes, _, _ in GUIDE["rows"]]


def test_a_phase_has_a_code_for_phones_which_is_drawn_once_it_is_asked_for() -> None:
    at = opened("teachers")
    assert codes_drawn(at) == 0
    at.session_state["code-bend-4"] = True
    at.run()
    assert not at.exception
    assert codes_drawn(at) == 1


def codes_drawn(at: AppTest) -> int:
    return sum("QR code" in html.proto.body for html in at.get("html"))


def test_the_plan_has_time_for_each_lesson() -> None:
    for minutes, what, _ in GUIDE["rows"]:
        numbers = re.findall(r"\*\*[Ll]essons? (\d)(?: to \d)?\*\*", what)
        assert all(int(minutes) > 2 * LESSONS[int(number) - 1].minutes - 2 for number in numbers)


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])
def test_a_teacher_finds_everything_about_a_lesson(lesson: learn_content.Lesson) -> None:
    text = shown(opened("teachers"))
    assert lesson.title in text and lesson.aim in text and lesson.question in text
    for verdict in lesson.options or lesson.bands:
        assert re.split(r"\{\{", verdict.explanation)[0] in text
    for talk in lesson.discussion:
        assert talk.question in text and re.split(r"\{\{", talk.answer)[0] in text


@pytest.mark.parametrize("solutions", ["true", "false"])
def test_the_sheet_has_all_questions_and_solutions_only_if_asked(solutions: str) -> None:
    at = opened("teachers", {"part": [PARTS[1]], "solutions": [solutions]})
    assert_harmless(at)
    text = shown(at)
    for lesson in LESSONS:
        assert lesson.question in text
        for verdict in lesson.options or lesson.bands:
            explanation = re.split(r"\{\{", verdict.explanation)[0]
            assert (explanation in text) == (solutions == "true")
        assert (lesson.aim in text) == (solutions == "true")
    pictures = [lesson for lesson in LESSONS if lesson.options and lesson.options[0].shows]
    curves = [lesson for lesson in LESSONS if lesson.prediction]
    assert len(at.get("image")) == 4 * len(pictures) + len(curves)


def test_every_link_for_the_projector_opens_in_class_view() -> None:
    at = opened("teachers", {"part": [PARTS[2]]})
    links = [code.value for code in at.code if "iframe" not in code.value]
    assert len(links) == len(GUIDE["show_links"])
    for link in links:
        page, query = address(link)
        there = opened(page, query)
        assert_harmless(there)
        assert not complaints(there)
        assert query["view"] == ["class"]
        assert "font-size" in str([html.proto for html in there.get("html")])


def test_the_code_to_embed_holds_a_link_that_opens() -> None:
    at = opened("teachers", {"part": [PARTS[2]]})
    (frame,) = (code.value for code in at.code if "iframe" in code.value)
    page, query = address(re.findall('src="(.*?)"', frame)[0])
    assert query["embed"] == ["true"]
    there = opened(page, query)
    assert_harmless(there)
    assert not complaints(there)


@pytest.mark.parametrize("page", ["compare", "depth", "explore", "neuron", "train", "vectors"])
def test_class_view_shows_less_and_larger(page: str) -> None:
    usual, projected = opened(page), opened(page, {"view": ["class"]})
    assert_harmless(projected)
    assert len(shown(projected)) < len(shown(usual))
    (plain, *_), (large, *_) = (
        [chart.proto.spec for chart in at.get("plotly_chart")] for at in (usual, projected)
    )
    sizes = [max(map(float, re.findall(r'"size": ?(\d+\.?\d*)', spec))) for spec in (plain, large)]
    assert sizes[1] > 1.3 * sizes[0]


def test_the_link_says_what_is_locked() -> None:
    at = opened("explore", {"f": ["SELU"], "view": ["class"], "lock": ["alpha"], "alpha": ["0.5"]})
    assert at.slider(key="alpha").disabled and not at.slider(key="lambda").disabled
    assert at.slider(key="alpha").value == 0.5
    assert not at.selectbox(key="f").disabled
    at = opened("explore", {"lock": ["f", "family", "x"], "f": ["SELU"]})
    assert at.selectbox(key="f").disabled and at.selectbox(key="family").disabled
    assert at.slider(key="x").disabled and at.selectbox(key="f").value == "SELU"
    at = opened("learn", {"lesson": ["elu"], "lock": ["answer", "nonsense"]})
    assert at.button(key="answer-A").disabled
    assert_harmless(at)


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("explore", ["f", "family", "alpha", "x", "show", "range"]),
        ("compare", ["fs", "arrange", "tune", "show", "baseline", "range", "slope-left-0", "sharpness-gate"]),
        ("catalogue", ["q", "family", "has"]),
        ("depth", ["fs", "init", "layers", "gain", "width", "inputs", "seed", "layer"]),
        ("train", ["fs", "data", "by", "rate", "hidden", "units", "epochs", "seed", "learn", "epoch"]),
        ("vectors", ["about", "x1", "x4", "n", "T", "show", "of", "move", "c", "exact-x1", "typed"]),
        ("neuron", ["I", "tau", "ref", "fs"]),
    ],
)
def test_every_control_can_be_locked(page: str, keys: list[str]) -> None:
    def locked(link: dict[str, list[str]]) -> set[str]:
        at = opened(page, link)
        kinds = (
            "selectbox",
            "multiselect",
            "slider",
            "select_slider",
            "number_input",
            "text_input",
            "toggle",
        )
        shown = [widget for kind in (*kinds, "button_group") for widget in getattr(at, kind)]
        if page == "explore":
            at.session_state["exact"] = True
            shown += at.run().slider
        return {widget.key for widget in shown if widget.key in keys and widget.disabled}

    assert locked({"lock": keys}) == set(keys)
    assert locked({}) == set()


def test_the_link_says_what_is_hidden_and_can_say_nothing_else() -> None:
    at = opened("compare", {"hide": ["range", "ELU-alpha"], "range": ["-6", "6"]})
    names = ".st-key-range, .st-key-play-range, .st-key-ELU-alpha, .st-key-play-ELU-alpha"
    assert any(names in str(html.proto) for html in at.get("html"))
    assert at.slider(key="range").value == (-6, 6)
    at = opened("compare", {"hide": ["x} body {display: none", "range"]})
    assert complaints(at)
    assert not [html for html in at.get("html") if "x} body" in str(html.proto)]


def test_class_view_stays_on_from_lesson_to_lesson() -> None:
    at = opened("learn", {"lesson": ["elu"], "view": ["class"], "answer": ["B"]})
    at.button(key="go-selu").click().run()
    assert_harmless(at)
    assert at.query_params["lesson"] in ("selu", ["selu"])
    assert at.query_params["view"] in ("class", ["class"])
    assert "answer" not in at.query_params


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("part", "a formula"),
        ("solutions", "a null character"),
        ("view", "a Markdown picture"),
        ("lock", "a script"),
        ("hide", "a path"),
        ("hide", "an unknown name"),
    ],
)
def test_a_bad_value_is_harmless(key: str, name: str) -> None:
    at = opened("teachers", {key: HOSTILE[name]})
    assert_harmless(at)
    # A name that no control has locks and hides nothing.
    assert bool(complaints(at)) == (name != "an unknown name")
