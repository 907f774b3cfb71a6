"""The lessons: complete, true, and from start to end as a learner takes them, with every answer."""

from __future__ import annotations

import itertools
import math
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOGUE, ELU, SELU, Swish, parse
from activations.networks.mean_field import moments, normalise
from activations.networks.network import forward
from activations.vector import Softmax, naive_softmax
from pages.compare.tuners import QUANTITIES
from pages.learn import controls as learn
from pages.learn import figures as learn_figures
from pages.learn import seeds as learn_seeds
from pages.learn import steps
from pages.shared.inspection_words import SNIPPETS
from pages.shared.lessons import content as learn_content
from pages.shared.lessons import models as learn_models
from pages.shared.lessons import pictures
from pages.shared.lessons import words as learn_words
from pages.shared.lessons.content import LETTERS, Band, Lesson, Option
from tests.pages.test_pages import (
    HOSTILE,
    assert_harmless,
    charts,
    complaints,
    opened,
    spelled,
    widgets,
    written,
)

LESSONS = {lesson.name: lesson for lesson in learn_content.lessons()}
FILES = sorted((learn_content.ROOT / learn_content.LANGUAGE).glob("[0-9]*.md"))
GLOSSARY = learn_content.glossary()


def each() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))


def answers(lesson: Lesson) -> list[str]:
    """Every letter, or for a prediction by slider a number within each band."""
    if lesson.prediction is None:
        return list(LETTERS[: len(lesson.options)])
    ends = [learn_content.scale(lesson.prediction).low, *(band.to for band in lesson.bands)]
    return [f"{(low + high) / 2:g}" for low, high in itertools.pairwise(ends)]


ANSWERS = [
    pytest.param(lesson, answer, id=f"{lesson.name}-{answer}")
    for lesson in LESSONS.values()
    for answer in answers(lesson)
]


def facts(lesson: Lesson, answer: str = "") -> Callable[[str], str]:
    return lambda name: learn_words.fact(name, lambda: learn_figures.topic_of(lesson, answer).facts())


def verdicts_of(lesson: Lesson) -> list[Option | Band]:
    return [*lesson.options, *lesson.bands]


def texts(lesson: Lesson) -> list[str]:
    """Every text of a lesson in which numbers may be filled in."""
    verdicts = [verdict.explanation for verdict in verdicts_of(lesson)]
    talks = [text for talk in lesson.discussion for text in (talk.question, talk.answer)]
    return [lesson.before, lesson.after, lesson.next.text, *verdicts, *talks]


def page(at: AppTest) -> str:
    """All that is written on the page."""
    alerts = [element.value for kind in (at.success, at.warning) for element in kind]
    return "\n".join([text for _, text in written(at)] + alerts)


def in_link(at: AppTest, key: str) -> list[str]:
    value = at.query_params[key]
    return [value] if isinstance(value, str) else list(value)


def traces(at: AppTest) -> list[str]:
    return [trace.get("name", "") for chart in charts(at) for trace in chart["data"]]


def test_the_lessons_are_in_their_order() -> None:
    assert [lesson.number for lesson in LESSONS.values()] == list(range(1, len(LESSONS) + 1))


@each()
def test_a_lesson_has_all_that_a_lesson_needs(lesson: Lesson) -> None:
    assert 2 <= lesson.minutes <= 3
    assert lesson.aim.startswith("You can say") and lesson.aim.endswith(".")
    assert lesson.question.endswith((".", "?"))
    verdicts = lesson.options or lesson.bands
    assert len(verdicts) == 4
    assert sum(verdict.right for verdict in verdicts) == 1
    assert all(len(verdict.explanation) > 15 for verdict in verdicts)
    assert len({verdict.explanation for verdict in verdicts}) == len(verdicts)
    assert all("](https://" in source for source in lesson.sources[:1])
    assert len(lesson.discussion) >= 2
    assert all(talk.question.endswith("?") and talk.answer.endswith(".") for talk in lesson.discussion)
    words = re.findall(r"[^\W\d]{2,}", f"{lesson.before} {lesson.after}")
    # At 150 words a minute there is time left for the prediction and the slider.
    assert len(words) / 150 < lesson.minutes


@each()
def test_every_number_in_a_text_can_be_computed_and_no_mark_is_left(lesson: Lesson) -> None:
    for text, answer in itertools.product(texts(lesson), answers(lesson)):
        shown = learn_content.fill_in(text, facts(lesson, answer))
        assert not re.search(r"\{\{|\[\[|\]\]", shown), shown
        # Markdown would take it for an entry of a numbered list.
        assert not re.search(r"^\d+[.)] ", shown, re.MULTILINE), shown


def test_the_right_answer_is_not_always_in_the_same_place() -> None:
    places = [
        [verdict.right for verdict in (other.options or other.bands)].index(True)
        for other in LESSONS.values()
    ]
    assert max(places.count(place) for place in range(4)) <= 3


def test_every_technical_word_is_explained_where_it_is_first_used() -> None:
    marked = [
        word for lesson in LESSONS.values() for word in learn_content.words_of(lesson.before, lesson.after)
    ]
    assert set(marked) == set(GLOSSARY)
    for word in GLOSSARY:
        first = next(lesson for lesson in LESSONS.values() if uses(lesson, word))
        assert word in learn_content.words_of(first.before, first.after), f"{word} in {first.name}"


def uses(lesson: Lesson, word: str) -> bool:
    """Whether a lesson uses a technical word, and not only as a part of another one."""
    text = f"{lesson.before} {lesson.after}"
    for other in set(GLOSSARY) - {word}:
        text = text.replace(f"[[{other}]]", "")
    return re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) is not None


@pytest.mark.parametrize(("lesson", "answer"), ANSWERS)
def test_a_lesson_can_be_taken_from_start_to_end(lesson: Lesson, answer: str) -> None:
    at = opened("learn", {"lesson": [lesson.name], "done": ["relu"]})
    assert_harmless(at)
    assert lesson.question in page(at)
    if lesson.prediction:
        at.slider(key=f"{lesson.name}-guess").set_value(float(answer)).run()
        at.button(key=f"answer-{answer}").click().run()
    else:
        at.button(key=f"answer-{answer}").click().run()
    assert_harmless(at)
    assert in_link(at, "answer") == [answer]
    assert sorted(in_link(at, "done")) == sorted({"relu", lesson.name})
    verdict = lesson.verdict(answer)
    (said,) = [element.value for element in (at.success if verdict.right else at.warning)]
    assert learn_content.fill_in(verdict.explanation, facts(lesson, answer)) in said
    assert not (at.warning if verdict.right else at.success)
    assert lesson.labels["yours"] in traces(at)
    shown = page(at)
    assert learn_content.fill_in(lesson.after, facts(lesson, answer)) in shown
    for source in lesson.sources:
        assert source in shown
    at.button(key="again").click().run()
    assert "answer" not in at.query_params
    assert lesson.question in page(at)


@each()
def test_in_class_view_a_right_answer_can_be_shown_after_a_show_of_hands(lesson: Lesson) -> None:
    assert lesson.verdict(steps.right_answer(lesson)).right
    assert "reveal" not in {button.key for button in opened("learn", {"lesson": [lesson.name]}).button}
    at = opened("learn", {"lesson": [lesson.name], "view": ["class"]})
    at.button(key="reveal").click().run()
    assert_harmless(at)
    assert len(at.success) == 1
    assert "reveal" not in {button.key for button in at.button}


@each()
def test_before_the_prediction_nothing_tells_the_answer(lesson: Lesson) -> None:
    at = opened("learn", {"lesson": [lesson.name]})
    # All that the browser is sent, shown or not.
    sent = str(at.main.proto) + "".join(str(node.proto) for node in at.main if hasattr(node, "proto"))
    for text in (lesson.after, *(verdict.explanation for verdict in verdicts_of(lesson))):
        for piece in re.split(r"\{\{.+?\}\}|\[\[|\]\]|\n|[|*$]", text):
            if len(piece) > 25:
                assert piece.strip() not in sent
    assert not at.success and not at.warning
    told = {
        text for key, text in lesson.labels.items() if key in ("truth", "line", "learned", "mean", "variance")
    }
    assert told.isdisjoint(traces(at))
    assert len(charts(at)) == (1 if lesson.prediction else 0)


def test_the_pictures_are_told_to_those_who_cannot_see_them() -> None:
    lesson = LESSONS["elu"]
    told = [
        learn_content.word("picture", letter=letter, **pictures.describe(lesson, letter))
        for letter in LETTERS[:4]
    ]
    assert told[0] == "Picture A: a curve from 0.0996 at x = −3 to 1 at x = 3; lowest 0.0996, highest 2"
    assert len(set(told)) == 4
    assert all(
        told[index] in pictures.picture(lesson, letter, told[index])
        for index, letter in enumerate(LETTERS[:4])
    )


def test_a_translation_is_one_more_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(learn_content.ROOT / learn_content.LANGUAGE, tmp_path / "xx")
    file = next((tmp_path / "xx").glob("5-*.md"))
    file.write_text(file.read_text("utf-8").replace(LESSONS["elu"].title, "Ein Titel"), "utf-8")
    monkeypatch.setattr(learn_content, "ROOT", tmp_path)
    translated = learn_content.lessons("xx")
    assert [lesson.name for lesson in translated] == list(LESSONS)
    assert translated[4].title == "Ein Titel"
    assert learn_content.word("right", "xx") and learn_content.glossary("xx") and learn_content.guide("xx")


@each()
def test_now_try_opens_a_page_that_understands_its_link(lesson: Lesson) -> None:
    query = {key: value if isinstance(value, list) else [value] for key, value in lesson.next.query.items()}
    at = opened(lesson.next.page, query)
    assert_harmless(at)
    assert not complaints(at)
    assert not at.error
    shown = widgets(at) | {slider.key: slider.value for slider in at.select_slider}
    for key, given in query.items():
        # On Compare a letter sets every quantity that bears it.
        values = [shown[key]] if key in shown else [shown[other] for other in QUANTITIES if other in shown]
        assert values
        for value in values:
            # Whoever writes a lesson may write 2.0.
            assert spelled(value) == [text.removesuffix(".0") for text in given], key


def test_the_lesson_on_dead_units_ends_with_the_code_that_finds_them() -> None:
    before, after = (opened("learn", {"lesson": ["dying"], **answer}) for answer in ({}, {"answer": ["D"]}))
    assert not before.code
    assert [block.value for block in after.code] == [code for code, _ in SNIPPETS.values()]
    assert not opened("learn", {"lesson": ["dying"], "answer": ["D"], "view": ["class"]}).code
    assert not opened("learn", {"lesson": ["elu"], "answer": ["A"]}).code


@each()
def test_the_slider_moves_the_chart_and_is_in_the_link(lesson: Lesson) -> None:
    answer = answers(lesson)[0]
    key = learn.slider_key(lesson)
    at = opened("learn", {"lesson": [lesson.name], "answer": [answer]})
    before = charts(at)
    slider = at.slider(key=key)
    end = slider.max if slider.value != slider.max else slider.min
    slider.set_value(end).run()
    assert_harmless(at)
    again = opened("learn", {"lesson": [lesson.name], "answer": [answer], key: [str(end)]})
    assert not complaints(again)
    assert charts(again) != before


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("lesson", "a Markdown link"),
        ("answer", "a script"),
        ("answer", "a repeated key"),
        ("done", "nothing"),
        ("done", "code quotes"),
        ("elu-x", "nan"),
        ("selu-x", "an Arabic digit"),
    ],
)
def test_a_bad_value_is_named_and_the_lesson_opens(key: str, name: str) -> None:
    link = {
        "lesson": ["selu"] if key == "selu-x" else ["elu"],
        "answer": ["0.1"] if key == "selu-x" else ["B"],
    }
    at = opened("learn", link | {key: HOSTILE[name]})
    assert_harmless(at)
    # No lesson done, said in as many words.
    assert bool(complaints(at)) != ((key, name) == ("done", "nothing"))


@pytest.mark.parametrize("answer", ["E", "b", "0.3", "AB"])
def test_a_letter_that_is_no_option_is_refused(answer: str) -> None:
    at = opened("learn", {"lesson": ["elu"], "answer": [answer]})
    assert complaints(at)
    assert LESSONS["elu"].question in page(at)


@pytest.mark.parametrize("answer", ["A", "0.04", "1.3"])
def test_a_number_that_the_slider_has_not_is_refused(answer: str) -> None:
    at = opened("learn", {"lesson": ["sigmoid"], "answer": [answer]})
    assert complaints(at)


def test_progress_is_in_the_link_and_lists_what_is_done() -> None:
    at = opened("learn", {"lesson": ["elu"], "done": ["bend", "relu"]})
    assert_harmless(at)
    said = f"2 of {len(LESSONS)} done"
    assert [node.type for node in at.main if said in str(node.proto)] == ["popover"]


def test_whoever_has_done_all_lessons_is_told() -> None:
    said = learn_content.word("finished", count=len(LESSONS))
    for names in (list(LESSONS), list(LESSONS)[1:]):
        at = opened("learn", {"lesson": ["softmax"], "answer": ["C"], "done": names})
        assert (said in page(at)) == (len(names) == len(LESSONS))


GOOD = FILES[0].read_text("utf-8") if FILES else ""


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ("minutes = 3", "minutes = '3'", "minutes"),
        ("minutes = 3", "minutes = true", "minutes"),
        ("minutes = 3", "", "minutes is missing"),
        ("minutes = 3", "minutes = 3\nhours = 1", "hours is not known"),
        ("right = true", "wright = true", "wright is not known"),
        ("figure =", "figure", "Expected"),
        ("+++\nTwo layers", "Two layers", "TOML, text and text"),
        ("[[options]]", "[[choices]]", "choices is not known"),
    ],
)
def test_a_mistake_in_a_file_is_named(before: str, after: str, part: str) -> None:
    assert before in GOOD
    with pytest.raises(ValueError, match=re.escape(part)):
        learn_content.read("1-bend", GOOD.replace(before, after))


@pytest.mark.parametrize("text", ["ReLU'(x)", "nothing", "NoSuchThing(0)", "", "__import__('os')", "mean"])
def test_what_cannot_be_computed_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        learn_words.fact(text, dict)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ReLU'(0-)", "0"),
        ("ReLU'(0+)", "1"),
        ("ELU(alpha=2.0)'(0-)", "2"),
        ("ELU(alpha=2.0)''(0+)", "0"),
        ("Sigmoid(0)", "0.5"),
        ("Sigmoid'(0)", "0.25"),
        ("Tanh(-1)", "−0.7616"),
        ("mean ReLU", "0.3989"),
        ("chord ReLU(0.01)", "0.5"),
        ("variance Identity", "1"),
        ("tiny", "1.235·10⁻⁷"),
        ("text", "as it is"),
    ],
)
def test_a_placeholder_is_computed(text: str, shown: str) -> None:
    assert learn_words.fact(text, lambda: {"tiny": 1.2346e-7, "text": "as it is"}) == shown


def straight(y: np.ndarray) -> bool:
    return bool(np.abs(np.diff(y, 2)).max() < 1e-12)


def output(name: str) -> np.ndarray:
    return learn_models.output(learn_models.network(parse(name)))


def test_the_output_of_a_network_without_a_bend_is_the_line_of_its_product() -> None:
    lesson = LESSONS["bend"]
    lines = [straight(output(option.shows)) for option in lesson.options]
    assert lines == [option.right for option in lesson.options]
    slope, intercept = learn_figures.collapse(learn_models.network(parse("Identity")))
    assert np.abs(output("Identity") - slope * learn_models.INPUTS - intercept).max() < 1e-14
    assert straight(output("LeakyReLU(alpha=1)"))
    assert np.array_equal(output("LeakyReLU(alpha=0)"), output("ReLU"))
    assert not straight(output("LeakyReLU(alpha=0.99)"))
    layers = learn_models.network(parse("Identity"))
    assert [layer.weights.shape for layer in layers] == [(1, 8), (8, 8), (8, 1)]


def test_two_layers_of_lines_are_the_line_of_their_product_times_4() -> None:
    layers = learn_models.network(parse("Identity"))
    x = np.linspace(-3, 3, 9)[:, None]
    for layer in layers:
        x = x @ layer.weights + layer.biases
        x = 2 * x + 1 if layer.f is not None else x
    slope, _ = learn_figures.collapse(layers)
    assert np.allclose(np.diff(x[:, 0]) / 0.75, 2 * 2 * slope)


def test_two_layers_of_squares_are_a_polynomial_of_degree_4() -> None:
    x = np.linspace(-1, 1, 9)[:, None]
    for layer in learn_models.network(parse("Identity")):
        x = x @ layer.weights + layer.biases
        x = x**2 if layer.f is not None else x
    assert np.abs(np.diff(x[:, 0], 4)).max() > 1e-3
    assert np.abs(np.diff(x[:, 0], 5)).max() < 1e-9


def test_the_corners_of_the_relu_network_are_counted() -> None:
    layers = learn_models.network(parse("ReLU"))
    signals = forward(layers, np.linspace(-3, 3, 240_001)[:, None])
    on = np.hstack([signal.before > 0 for signal in signals[:2]])
    switches = int(np.sum(np.any(on[1:] != on[:-1], axis=1)))
    assert facts(LESSONS["bend"])("corners") == str(learn_figures.count_corners(layers)) == str(switches)


def test_the_slope_of_relu_is_what_the_lesson_says() -> None:
    f = parse("ReLU")
    lesson = LESSONS["relu"]
    for option in lesson.options:
        both = {float(f.derivative(-1e-300)), float(f.derivative(1e-300))}
        assert option.right == (set(option.slopes) == both)
    (convention,) = f.kink_conventions
    assert convention.pytorch == convention.jax == "0"
    assert "what PyTorch and JAX return" in lesson.options[0].explanation
    assert facts(lesson)("chord ReLU(0.01)") == "0.5"
    x = np.linspace(-5, 5, 101)
    for slope in np.linspace(0, 1, 11):
        assert np.all(slope * x <= f(x))


def test_the_slope_of_the_sigmoid_is_in_the_right_band() -> None:
    lesson = LESSONS["sigmoid"]
    sigmoid, tanh = parse("Sigmoid"), parse("Tanh")
    x = np.linspace(-20, 20, 4001)
    assert sigmoid.derivative(x).max() == sigmoid.derivative(0.0) == 0.25
    assert lesson.verdict("0.25").right
    assert np.allclose(sigmoid.derivative(x), sigmoid(x) * (1 - sigmoid(x)))
    assert 0.25**10 < 1e-6
    assert np.allclose(tanh(x), 2 * sigmoid(2 * x) - 1)
    assert tanh.derivative(0.0) == 4 * sigmoid.derivative(0.0) == 1
    assert float(facts(lesson)("chord Sigmoid(1)")) < 0.25
    assert lesson.bands[0].to < 0.25


def test_relu_is_dead_and_the_others_are_as_described() -> None:
    lesson = LESSONS["dying"]
    runs = {option.shows: learn_models.descent(parse(option.shows)) for option in lesson.options}
    still = {name: bool(np.ptp(run.errors) == 0) for name, run in runs.items()}
    assert still == {option.shows: option.right for option in lesson.options}
    dead = runs["ReLU"]
    assert (dead.weight, dead.bias) == (1.0, -3.0)
    assert len(dead.errors) == 151 and "for 150 steps" in lesson.question
    z = learn_models.EXAMPLES * learn_models.WEIGHT + learn_models.BIAS
    assert (z.min(), z.max()) == (-5.0, -1.0)
    gelu = runs["GELU"]
    assert gelu.bias < -3.0 and gelu.errors[-1] > 0.8 * gelu.errors[0]
    f = parse("GELU")
    assert np.all(f.derivative(np.linspace(-5, -0.76, 200)) < 0) and f.derivative(-0.74) > 0
    slow = runs["LeakyReLU(alpha=0.1)"].errors
    assert np.abs(np.diff(slow))[:40].max() < 0.1 * np.abs(np.diff(slow)).max()
    revived = learn_models.descent(parse("PReLU(alpha=0)"), "alpha")
    assert revived.errors[-1] < 0.5 * revived.errors[0]
    done = np.maximum(learn_models.EXAMPLES, 0)
    assert np.array_equal(parse("ReLU")(1.0 * learn_models.EXAMPLES + 0.0), done)
    assert np.array_equal(parse("PReLU").parameter_derivative("alpha", [-3.0]), [-3.0])
    assert parse("LeakyReLU").settings() == {"alpha": 0.01} and "The usual 0.01" in lesson.after


def test_elu_has_a_kink_for_every_alpha_but_1() -> None:
    for alpha in (0.0, 0.5, 0.99, 1.0, 1.01, 2.0, 3.0):
        f = parse(f"ELU(alpha={alpha})")
        left, after = f.derivative(-1e-300), f.derivative(1e-300)
        assert (left, after) == (alpha, 1.0)
        celu = parse(f"CELU(alpha={alpha or 1})")
        assert celu.derivative(-1e-300) == celu.derivative(1e-300) == 1
        assert f(-1e9) == -alpha
    lesson = LESSONS["elu"]
    assert [option.right for option in lesson.options] == [
        option.shows == "ELU(alpha=2.0)" for option in lesson.options
    ]
    assert np.array_equal(parse("ELU(alpha=0)")([-1.0, 0.0, 2.0]), parse("ReLU")([-1.0, 0.0, 2.0]))


def test_selus_constants_solve_the_two_equations() -> None:
    lesson = LESSONS["selu"]
    elu, selu = ELU(alpha=1), SELU
    mean = moments(elu, 1.0).mean
    assert lesson.verdict(f"{mean}").right
    assert lesson.bands[1].to < mean and not lesson.verdict("0").right
    assert moments(parse("ReLU"), 1.0).mean > lesson.bands[2].to
    *_, before, last = normalise(selu(lambda_=1.0, alpha=1.0), learn_figures.NEWTON_STEPS)
    assert before != last
    for name, value in selu().settings().items():
        assert math.isclose(last.settings()[name], value, rel_tol=1e-14)
    found = moments(selu(), 1.0)
    assert abs(found.mean) < 1e-14 and abs(found.variance - 1) < 1e-14
    # The mean passes 0 at the same α, whatever λ is.
    for scale in (0.8, 1.0, 1.3):
        assert abs(moments(selu(lambda_=scale, alpha=selu().alpha), 1.0).mean) < 1e-14
    assert elu(-1e9) == -1


def test_swish_goes_from_a_line_to_relu() -> None:
    x = np.linspace(-8, 8, 1601)
    swish = Swish
    lesson = LESSONS["swish"]
    for option in lesson.options:
        assert option.right == bool(np.array_equal(parse(option.shows)(x), x / 2))
    assert lesson.options[-1].shows == "ReLU"
    gaps = [np.abs(swish(beta=beta)(x) - np.maximum(x, 0)).max() for beta in (1, 10, 100, 1000)]
    assert gaps == sorted(gaps, reverse=True) and gaps[-1] < 3e-4
    assert next(declared for declared in swish.parameters()).typical[1] == 10
    assert "At β = 10" in lesson.after
    one, four = swish(beta=1).properties().minimum, swish(beta=4).properties().minimum
    assert one is not None and four is not None
    assert math.isclose(one.x, 4 * four.x, rel_tol=1e-6)
    assert math.isclose(one.value, 4 * four.value, rel_tol=1e-6)
    gap = np.abs(parse("GELUTanh")(x) - parse("GELU")(x))
    assert gap.max() < 0.0005 and f"{gap.max():.4g}" == facts(lesson)("gap")
    assert abs(abs(x[gap.argmax()]) - float(facts(lesson)("gap x"))) < 0.05
    # What is called without a word about it is the default.
    assert CATALOGUE["GELU"].spellings["pytorch"].call == "torch.nn.functional.gelu(x)"
    assert CATALOGUE["GELUTanh"].spellings["jax"].call == "jax.nn.gelu(x)"


def test_softmax_does_not_see_a_constant_but_the_formula_as_written_does() -> None:
    lesson = LESSONS["softmax"]
    assert lesson.softmax is not None
    logits = np.array(lesson.softmax.logits)
    shifted = logits + lesson.softmax.constant
    assert np.array_equal(Softmax()(logits), Softmax()(shifted))
    for option in lesson.options:
        same = len(option.shares) == 3 and np.allclose(option.shares, Softmax()(logits), atol=5e-5)
        assert option.right == same
    assert np.isnan(naive_softmax(shifted)).all()
    limit = float(facts(lesson)("limit"))
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(limit - 0.1)) and np.isinf(np.exp(limit + 0.1))
    x = np.linspace(-30, 30, 121)
    pairs = np.stack([x, np.zeros_like(x)], axis=-1)
    assert np.allclose(Softmax()(pairs)[:, 0], parse("Sigmoid")(x), rtol=1e-14)
    assert Softmax(temperature=0.1)(logits)[0] > 0.9999
    assert np.ptp(Softmax(temperature=1000.0)(logits)) < 0.001
    assert np.allclose(Softmax(temperature=3.0)([5.0, 5.0, 5.0]), 1 / 3)


def test_seeds_disagree_on_the_lowest_loss_and_agree_on_what_is_worse() -> None:
    lesson = LESSONS["choosing"]
    bands = [band.to for band in lesson.bands]
    query = lesson.next.query
    task = learn_seeds.task(0)
    assert (task.data, task.noise, task.units) == (query["data"], float(query["noise"]), int(query["units"]))
    assert (task.rate, task.batch, task.epochs) == tuple(
        float(query[key]) for key in ("rate", "batch", "epochs")
    )
    assert int(query["values"]) == len(learn_seeds.VALUES)
    # Those that are shown, and fresh ones.
    for seeds in (learn_seeds.SEEDS, tuple(range(100, 110)), tuple(range(200, 210))):
        losses = learn_seeds.held_out_losses("LeakyReLU", "alpha", seeds)
        places = learn_seeds.lowest(losses)
        assert max(places) < bands[0] and len(set(places)) >= 3
        assert learn_seeds.told_apart(losses) == [0.6, 0.7, 0.8, 0.9, 1.0]
        assert np.all(np.median(losses[6:], axis=1) > np.median(losses[0]))
    assert bands[:2] == [0.55, 0.75]
    assert "from 0 to 0.5" in lesson.bands[0].explanation and "From 0.6 on" in lesson.bands[1].explanation
