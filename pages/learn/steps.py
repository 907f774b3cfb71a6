"""The steps of a lesson: a prediction, the truth, and the way onward."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Literal

import streamlit as st

from pages.learn.controls import guess_slider, lesson_slider, slider_key
from pages.learn.figures import NumberTopic, Topic
from pages.shared import classroom, figures, inspection, links, live, settings
from pages.shared.compat import alternative
from pages.shared.lessons import pictures, words
from pages.shared.lessons.content import (
    LETTERS,
    Band,
    Lesson,
    LessonSlider,
    Option,
    Scale,
    fill_in,
    glossary,
    scale,
    word,
    words_of,
)
from pages.shared.live.families import Family, stack
from pages.shared.live.ready import EncodedFigure
from pages.shared.settings import Settings
from pages.shared.sliders import show_playable


def show_header(state: Settings, lesson: Lesson, lessons: tuple[Lesson, ...]) -> None:
    """Show where one is among the lessons, the way to any other, and the aim of this one."""
    title = f"# {lesson.title}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if classroom.is_on():
            # In the one row that there is room for above a whole picture.
            st.markdown(title)
        else:
            st.caption(word("position", number=lesson.number, count=len(lessons), minutes=lesson.minutes))
        with st.popover(
            f"{word('all')} · {word('done_count', done=len(state['done']), count=len(lessons))}",
            icon=":material/list:",
            type="tertiary",
        ):
            for other in lessons:
                icon = ":material/check_circle:" if other.name in state["done"] else ":material/circle:"
                label = f"{other.number} · {other.title} · {word('minutes', minutes=other.minutes)}"
                _lesson_button(label, icon, other, f"all-{other.name}")
        if classroom.is_on() and not state["answer"]:
            # After a show of hands nobody's answer is to be chosen.
            _answer_button(word("reveal"), lesson, right_answer(lesson), "content", key="reveal")
    if not classroom.is_on():
        st.markdown(title)
    if not (classroom.is_on() and state["answer"]):
        st.markdown(f"**{word('aim')}** {lesson.aim}")


def _lesson_button(
    label: str, icon: str, lesson: Lesson, key: str, kind: Literal["secondary", "tertiary"] = "tertiary"
) -> None:
    # Not a link: one to the page it stands on opens the lesson, but leaves the address as it was.
    st.button(label, icon=icon, type=kind, key=key, on_click=_open_lesson, args=(lesson.name,))


def _open_lesson(name: str) -> None:
    # An answer goes with its lesson only.
    settings.set_values({"lesson": name, "answer": ""})


def explain(text: str, topic: Topic) -> None:
    """Show a text with its numbers, and its technical words to look up."""
    st.markdown(_fill_in(text, topic))
    if terms := words_of(text):
        with st.container(horizontal=True, gap="xsmall"):
            for term in terms:
                with st.popover(term, type="tertiary"):
                    st.markdown(f"**{term}**: {glossary()[term]}")


def _fill_in(text: str, topic: Topic) -> str:
    facts = cache(topic.facts)
    return fill_in(text, lambda name: words.fact(name, facts))


def ask(state: Settings, topic: Topic) -> None:
    """Show the question, and take the prediction; nothing here tells the answer."""
    lesson = topic.lesson
    # Four pictures have room beside each other on a projector if nothing else stands beside them.
    stacked = classroom.is_on() and pictures.choices_are_pictures(lesson)
    text, task = (st.container(), st.container()) if stacked else st.columns([5, 7], gap="large")
    with text:
        explain(lesson.before, topic)
    with task:
        st.markdown(f"## {word('predict')}: {lesson.question}")
        if lesson.prediction and isinstance(topic, NumberTopic):
            _ask_by_slider(state, topic, lesson.prediction)
        elif pictures.choices_are_pictures(lesson):
            _ask_by_picture(lesson)
        else:
            _ask_by_text(lesson)


def _ask_by_text(lesson: Lesson) -> None:
    for letter, option in zip(LETTERS, lesson.options, strict=False):
        _answer_button(f"**{letter}**\u2003{option.text}", lesson, letter)


def _ask_by_picture(lesson: Lesson) -> None:
    letters = LETTERS[: len(lesson.options)]
    for row in [letters] if classroom.is_on() else [letters[:2], letters[2:]]:
        # Rows that stay rows on a phone, where columns would stack.
        with st.container(horizontal=True):
            for letter in row:
                with st.container(gap="xxsmall"):
                    _picture(lesson, letter)
                    _answer_button(f"**{letter}**", lesson, letter)


def _picture(lesson: Lesson, letter: str) -> None:
    title = word("picture", letter=letter, **pictures.describe(lesson, letter))
    st.image(pictures.picture(lesson, letter, title), width="stretch", **alternative(st.image, title))


def _ask_by_slider(state: Settings, topic: NumberTopic, prediction: LessonSlider) -> None:
    lesson = topic.lesson
    slider = guess_slider(lesson, prediction)
    # On a projector there is no room for the button below the chart.
    above = (
        st.container(horizontal=True, vertical_alignment="bottom") if classroom.is_on() else st.container()
    )
    value = show_playable(state, above, slider)
    _show_live(
        f"{lesson.name}-posed",
        topic.chart_to_predict,
        value,
        slider.key,
        scale(prediction),
        (lesson.name,),
        lesson,
    )
    with above if classroom.is_on() else st.container():
        _answer_button(
            f"**{word('commit')}**", lesson, f"{value:g}", "content" if classroom.is_on() else "stretch"
        )


def right_answer(lesson: Lesson) -> str:
    """An answer that is right: a letter, or the middle of the right range."""
    if lesson.prediction is None:
        return next(letter for letter, option in zip(LETTERS, lesson.options, strict=False) if option.right)
    reach = scale(lesson.prediction)
    ends = [reach.low, *(band.to for band in lesson.bands)]
    low, high = next(pair for pair, band in zip(pairwise(ends), lesson.bands, strict=True) if band.right)
    return f"{reach.low + round(((low + high) / 2 - reach.low) / reach.step) * reach.step:g}"


def _answer_button(
    label: str,
    lesson: Lesson,
    answer: str,
    width: Literal["stretch", "content"] = "stretch",
    key: str = "",
) -> None:
    st.button(
        label,
        key=key or f"answer-{answer}",
        width=width,
        disabled=settings.is_locked("answer"),
        on_click=_take_answer,
        args=(lesson.name, answer),
    )


def _take_answer(name: str, answer: str) -> None:
    done = [other for other in settings.visit().values["done"] if other != name]
    settings.set_values({"lesson": name, "answer": answer, "done": (*done, name)})


def show(state: Settings, topic: Topic) -> None:
    """Show the prediction, the truth, and the reason; then a thing to try."""
    lesson, answer = topic.lesson, topic.answer
    verdict = lesson.verdict(answer)
    explanation = _fill_in(verdict.explanation, topic)
    choice = word("yours", choice=words.spell(float(answer)) if lesson.prediction else answer)
    with live.following("said"):
        _show_verdict(verdict, f"{choice} {explanation}")
    picture, text = st.columns([7, 5], gap="large")
    with picture:
        _show_charts(state, topic)
    with text:
        explain(lesson.after, topic)
        st.markdown(f"**{word('try')}.** {_fill_in(lesson.next.text, topic)}")
        links.page_link(
            lesson.next.page, lesson.next.label, dict(lesson.next.query), icon=":material/experiment:"
        )
        st.button(
            word("again"),
            key="again",
            icon=":material/replay:",
            type="tertiary",
            on_click=_open_lesson,
            args=(lesson.name,),
        )
        with st.expander(word("sources")):
            st.markdown("\n".join(f"- {source}" for source in lesson.sources))
    if lesson.inspects and not classroom.is_on():
        inspection.show()


def _show_verdict(verdict: Option | Band, text: str) -> None:
    if verdict.right:
        st.success(f"**{word('right')}** {text}", icon=":material/check:")
    else:
        st.warning(f"**{word('wrong')}** {text}", icon=":material/close:")


def _show_charts(state: Settings, topic: Topic) -> None:
    lesson = topic.lesson
    _show_still(f"{lesson.name}-still", topic.chart_above(), lesson)
    value = show_playable(state, st.container(), lesson_slider(lesson))
    _show_live(
        lesson.name,
        topic.chart_at,
        value,
        slider_key(lesson),
        scale(lesson.slider),
        (lesson.name, topic.answer),
        lesson,
    )
    _show_still(f"{lesson.name}-more", topic.chart_below(), lesson)


def _show_still(key: str, figure: figures.Figure | None, lesson: Lesson) -> None:
    if figure is not None:
        text = alternative(st.plotly_chart, word("chart", title=lesson.title))
        st.plotly_chart(EncodedFigure(classroom.enlarge(figure)), key=key, config=figures.CONFIG, **text)


def _show_live(
    chart: str,
    draw: Callable[[float], figures.Figure],
    value: float,
    key: str,
    reach: Scale,
    fixed: tuple[object, ...],
    lesson: Lesson,
) -> None:
    family = Family(
        key,
        reach.low,
        reach.high,
        reach.step,
        fixed,
        lambda values: stack([draw(each)["data"] for each in values.tolist()]),
    )
    live.chart(
        chart,
        draw,
        value,
        fixed=fixed,
        families=[family],
        held={key: value},
        config=figures.CONFIG,
        alt=word("chart", title=lesson.title),
    )


def show_way_onward(state: Settings, lesson: Lesson, lessons: tuple[Lesson, ...]) -> None:
    """Show the way to the lessons before and after, and where the progress is kept."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for other in lessons:
            label, key = f"{other.number} · {other.title}", f"go-{other.name}"
            if other.number == lesson.number - 1:
                _lesson_button(label, ":material/arrow_back:", other, key)
            elif other.number == lesson.number + 1:
                _lesson_button(label, ":material/arrow_forward:", other, key, "secondary")
    if len(state["done"]) == len(lessons):
        st.markdown(word("finished", count=len(lessons)))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(word("progress"))
        links.page_link("teachers", word("teachers"), {}, icon=":material/co_present:")
