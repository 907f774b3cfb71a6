"""For teachers: a plan of a class, the lessons with all answers, a sheet to print, class view and embedding."""

from pages.shared import classroom, learn_content, navigation, teachers, titles

state = navigation.enter("teachers")
part = teachers.part_choice()
state.add(part, teachers.solutions_switch())
titles.show_heading("For teachers")
state.finish()
classroom.printable()
lessons = learn_content.lessons()
chosen = part.options.index(state.show(part, label_visibility="collapsed"))
if chosen == 0:
    teachers.plan(lessons)
elif chosen == 1:
    teachers.sheet(state, lessons)
else:
    teachers.show()
