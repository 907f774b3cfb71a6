"""Learn: nine short lessons, each a prediction first and then the truth."""

from pathlib import Path

from pages.learn import controls, figures, steps
from pages.shared import classroom, scripts, titles
from pages.shared.lessons import content

SCRIPT = Path(__file__).with_name("steps.js")

state = classroom.enter("learn")
lessons = content.lessons()
choice = controls.lesson_choice(lessons)
state.add(choice)
lesson = next(lesson for lesson in lessons if lesson.name == state[choice])
state.add(controls.answer_of(lesson), controls.done_lessons(lessons))
if lesson.prediction:
    state.add(controls.guess_slider(lesson, lesson.prediction), linked=False)
state.add(controls.lesson_slider(lesson), linked=bool(state["answer"]))
titles.name_tab("Learn", lesson.title)
state.finish()

steps.show_header(state, lesson, lessons)
topic = figures.topic_of(lesson, state["answer"])
if topic.answer:
    steps.show(state, topic)
else:
    steps.ask(state, topic)
steps.show_way_onward(state, lesson, lessons)
# Without it the buttons do the same.
scripts.mount(SCRIPT)
