"""For teachers: a plan of a class, the lessons with all answers, a sheet to print, class view and embedding."""

from pages.shared import classroom, learn_content, links, navigation, teachers

navigation.enter("teachers").show("For teachers")
links.heed(teachers.checks())
links.complaints()
classroom.printable()
lessons = learn_content.lessons()
part = teachers.part()
if part == 0:
    teachers.plan(lessons)
elif part == 1:
    teachers.sheet(lessons)
else:
    teachers.show()
