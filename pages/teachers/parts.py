"""The page for teachers: the lessons in class, as a plan, on paper and on a projector."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from urllib.parse import parse_qs

import streamlit as st

from pages.shared import codes, links, words
from pages.shared.compat import alternative
from pages.shared.lessons import pictures
from pages.shared.lessons.content import LETTERS, Band, Lesson, Option, fill_in, guide, scale, word
from pages.shared.lessons.words import fact
from pages.shared.settings import Settings
from pages.shared.widgets.options import Segments, Switch

PICTURE_WIDTH = 150
SHOWN_WIDTH = 760


def part_choice() -> Segments:
    names = guide()["parts"]
    return Segments("part", guide()["title"], default=names[0], options=tuple(names))


def solutions_switch() -> Switch:
    return Switch("solutions", guide()["solutions"], default=False)


def show_plan(lessons: tuple[Lesson, ...]) -> None:
    """Show the plan of a class, and all that is worth knowing of each lesson."""
    say = guide()
    st.markdown(f"{say['begin']}\n\n## {say['plan']}")
    for number, (minutes, text, lesson) in enumerate(say["rows"], 1):
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"phase-{number}"):
            _show_phase(int(minutes), text, lesson)
    st.caption(say["time_help"])
    st.markdown(f"{say['method']}\n\n{say['shorter']}\n\n## {say['lessons']}")
    for lesson in lessons:
        with st.container(border=True, key=f"whole-{lesson.name}"):
            _describe(lesson)


def _show_phase(minutes: int, text: str, lesson: str) -> None:
    """Show a row of the plan: the activity, the lesson for the projector and for phones, and a timer."""
    say = guide()
    label = escape(say["time"].format(minutes=minutes))
    st.markdown(f"**{say['phase'].format(minutes=minutes)}**", width="content")
    st.markdown(text, width="stretch")
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        if lesson:
            _show_lesson_links(lesson, minutes)
        st.html(f'<button class="phase" data-minutes="{minutes}">{label}</button>', width="content")


def _show_lesson_links(lesson: str, minutes: int) -> None:
    """Show the way to a lesson in class view, and its code for phones."""
    say = guide()
    shown: dict[str, str | list[str]] = {"lesson": lesson, "view": "class"}
    links.page_link("learn", say["class_view"], shown, icon=":material/present_to_all:")
    key = f"code-{lesson}-{minutes}"
    # Its content would cost every run some time, while nobody sees it.
    place = st.popover(say["code"], icon=":material/qr_code:", type="tertiary", on_change="rerun", key=key)
    if place.open:
        with place:
            st.markdown(say["code_text"])
            codes.show_qr_code(links.address("learn", {"lesson": lesson}))


def _describe(lesson: Lesson) -> None:
    say = guide()
    title = f"{lesson.number} · {lesson.title}"
    st.markdown(f"### {title} · {say['minutes'].format(minutes=lesson.minutes)}\n\n{lesson.aim}")
    with st.container(horizontal=True):
        links.page_link("learn", say["open"], {"lesson": lesson.name}, icon=":material/school:")
        shown: dict[str, str | list[str]] = {"lesson": lesson.name, "view": "class"}
        links.page_link("learn", say["class_view"], shown, icon=":material/present_to_all:")
    st.markdown(f"**{say['question']}.** {lesson.question}")
    _show_answers(lesson, solutions=True)
    for talk in lesson.discussion:
        st.markdown(f"**{say['discuss']}.** *{talk.question}* {_fill_in(talk.answer)}")


def _fill_in(text: str) -> str:
    return fill_in(text, fact)


def _show_answers(lesson: Lesson, solutions: bool) -> None:
    if pictures.choices_are_pictures(lesson):
        with st.container(horizontal=True):
            for letter in pictures.options(lesson):
                _show_picture(lesson, letter)
    rows: Iterable[tuple[str, str, Option | Band]]
    if lesson.prediction is None:
        rows = zip(LETTERS, (option.text for option in lesson.options), lesson.options, strict=False)
    else:
        ends = [scale(lesson.prediction).low, *(band.to for band in lesson.bands)]
        ranges = [
            guide()["of_number"].format(low=words.digits(low), high=words.digits(high))
            for low, high in pairwise(ends)
        ]
        rows = zip(ranges, [""] * len(ranges), lesson.bands, strict=True)
    if not solutions:
        return
    lines = []
    for name, text, verdict in rows:
        quoted = f" “{text}”" if text else ""
        explanation = _fill_in(verdict.explanation)
        lines.append(f"- **{name}{' ✓' if verdict.right else ''}**{quoted}: {explanation}")
    st.markdown("\n".join(lines))


def _show_picture(lesson: Lesson, letter: str) -> None:
    title = word("picture", letter=letter, **pictures.describe(lesson, letter))
    with st.container(width=PICTURE_WIDTH, gap="xxsmall"):
        picture = pictures.picture(lesson, letter, title)
        st.image(picture, width=PICTURE_WIDTH, **alternative(st.image, title))
        st.markdown(f"**{letter}**")


def show_sheet(state: Settings, lessons: tuple[Lesson, ...]) -> None:
    """Show the sheet to print: the questions, with room to write."""
    say = guide()
    st.caption(say["sheet_hint"])
    solutions = state.show(solutions_switch())
    with st.container(width=SHOWN_WIDTH):
        st.markdown(f"## {say['sheet']}\n\n{say['sheet_name']}")
        for lesson in lessons:
            with st.container(key=f"whole-{lesson.name}"):
                _show_task(lesson, solutions)


def _show_task(lesson: Lesson, solutions: bool) -> None:
    say = guide()
    before = _fill_in(lesson.before)
    st.markdown(f"### {lesson.number} · {lesson.title}\n\n{before}\n\n**{lesson.question}**")
    if lesson.prediction:
        title, sketch, reach = word("curve"), pictures.sketch(lesson), scale(lesson.prediction)
        st.image(sketch.draw(title), width=2 * PICTURE_WIDTH, **alternative(st.image, title))
        window = sketch.window
        numbers = [window.low, window.high, window.bottom, window.top, reach.low, reach.high]
        st.markdown(say["sheet_number"].format(*map(words.digits, numbers)))
    elif not pictures.choices_are_pictures(lesson):
        options = zip(LETTERS, lesson.options, strict=False)
        st.markdown("\u2003".join(f"☐ **{letter}** {option.text}" for letter, option in options))
    _show_answers(lesson, solutions)
    line = say["sheet_line"].replace("_", r"\_")
    if solutions:
        st.markdown(f"**{say['sheet_afterwards']}** {lesson.aim}")
    else:
        st.markdown(f"{say['sheet_reason']} {line}\n\n{say['sheet_afterwards']} {line}")


def show_links() -> None:
    """Show how to put a page on a projector and into other pages."""
    say = guide()
    st.markdown(f"## {say['show']}\n\n{say['show_text']}")
    for page, query, what in say["show_links"]:
        st.markdown(f"{what}:")
        st.code(links.address(page, parse_qs(query)), language=None)
    if links.has_pictures():
        st.markdown(f"## {say['slides']}\n\n{say['slides_text']}")
        for query, what in say["slides_links"]:
            st.markdown(f"{what}:")
            st.code(links.address("picture.png", parse_qs(query)), language=None)
    st.markdown(f"## {say['embed']}\n\n{say['embed_text']}")
    address = links.address("learn", parse_qs(say["embed_query"]))
    frame = f'<iframe src="{address}" width="100%" height="{say["embed_height"]}" style="border: 0"></iframe>'
    st.code(frame, language="html")
    st.markdown(say["embed_more"])
