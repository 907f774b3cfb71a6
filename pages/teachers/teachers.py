"""For teachers: a plan of a class, the lessons with all answers, a sheet to print, class view and embedding."""

from pages.shared import classroom, navigation, titles
from pages.shared.lessons import content
from pages.teachers import parts

state = navigation.enter("teachers")
part = parts.part_choice()
state.add(part, parts.solutions_switch())
titles.show_heading("For teachers")
state.finish()
classroom.make_printable()
lessons = content.lessons()
chosen = part.options.index(state.show(part, label_visibility="collapsed"))
if chosen == 0:
    parts.show_plan(lessons)
elif chosen == 1:
    parts.show_sheet(state, lessons)
else:
    parts.show_links()
