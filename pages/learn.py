"""Learn: eight short lessons, each a prediction first and then what is so."""

from pages.shared import learn, learn_content, learn_figures, navigation, titles

state = navigation.enter("learn")
lessons = learn_content.lessons()
choice = learn.lesson_choice(lessons)
state.add(choice)
lesson = next(lesson for lesson in lessons if lesson.name == state[choice])
state.add(learn.answer_of(lesson), learn.done_lessons(lessons))
guess = learn.guess_slider(lesson)
state.add(*([guess] if guess else []), linked=False)
state.add(learn.lesson_slider(lesson), linked=bool(state["answer"]))
titles.name_tab("Learn", lesson.title)
state.finish()

learn.header(state, lesson, lessons)
topic = learn_figures.topic(lesson, state["answer"])
if topic.answer:
    learn.show(state, topic)
else:
    learn.ask(state, topic)
learn.onward(state, lesson, lessons)
