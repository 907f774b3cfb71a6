"""Learn: eight short lessons, each a prediction first and then what is so."""

import streamlit as st

from pages.shared import learn, learn_content, learn_figures, links, navigation

heading = navigation.enter("learn")
lessons = learn_content.lessons()
links.heed(learn.checks(lessons))
lesson = learn.chosen(lessons)
links.heed(learn.lesson_checks(lesson))
links.complaints()

heading.tab("Learn", lesson.title)
learn.header(lesson, lessons)
topic = learn_figures.topic(lesson, st.query_params.get("answer", ""))
if topic.answer:
    learn.show(topic)
else:
    learn.ask(topic)
learn.onward(lesson, lessons)
