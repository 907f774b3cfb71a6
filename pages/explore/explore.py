"""Explore: one function, its parameters, its derivative."""

from functools import partial

from pages.explore import controls, function_layout, sections, views
from pages.explore.controls import IMAGE, SHOW, function_at
from pages.explore.function_changes import show_changes
from pages.shared import classroom, figures, live, titles
from pages.shared.sliders import RANGE, Sliders, widen

state = classroom.enter("explore")
chosen = controls.declare(state)
cls, parameters, probe = chosen.cls, chosen.parameters, chosen.probe
titles.show_heading("Explore", [cls.title], seen=False)
state.finish(partial(controls.explain_unknown_key, state, cls))

function_layout.show_choice(state, chosen)
places = function_layout.lay_out(state, chosen)
section = None if classroom.is_on() else sections.choose_section(state, cls)
about = live.reserve_place("about")

sliders = Sliders(state, places.reading, about) if section else Sliders(state, places.reading)
controls.show_parameters(sliders, places.parameters, cls, parameters)
view = views.chosen_view(function_at(cls, state), state[SHOW], *widen(state[RANGE]))
chart = live.Chart("chart")
sliders.update_page = partial(
    show_changes, state, cls, [*parameters, probe], view, chart, places.reading, section, about
)
sliders.show(places.probe, probe)
chart.show(
    places.picture,
    figures.CONFIG | views.camera(cls.__name__, state[IMAGE]),
    f"{cls.title} and its derivatives; the text below says what the curves do.",
    height="stretch",
)
live.send_ahead([chart])
controls.listen(parameters)
controls.show_exact_values(state, places.exact, cls, probe)
