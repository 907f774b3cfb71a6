"""For teachers: a plan of a class, the lessons with all answers, a sheet to print, class view and embedding."""

from pathlib import Path

from pages.shared import classroom, scripts, styles, titles
from pages.shared.lessons import content
from pages.teachers import parts

SCRIPT = Path(__file__).with_name("timer.js")

state = classroom.enter("teachers")
part = parts.part_choice()
state.add(part, parts.solutions_switch())
titles.show_heading("For teachers")
state.finish()
# A part that is kept on one sheet, if it fits, has a key that begins with "whole-".
styles.show(styles.FOR_PAPER)
lessons = content.lessons()
chosen = part.options.index(state.show(part, label_visibility="collapsed"))
if chosen == 0:
    parts.show_plan(lessons)
    scripts.mount(SCRIPT)
elif chosen == 1:
    parts.show_sheet(state, lessons)
else:
    parts.show_links()
