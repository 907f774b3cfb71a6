"""The subject of a link: its title, its sentence and its charts, read by the controls of its own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs

import pages.catalogue.controls
import pages.compare.controls
import pages.depth.controls
import pages.explore.controls
import pages.learn.controls
import pages.train.controls
import pages.tune.controls
import pages.vectors.controls
from activations import Activation
from pages.compare import panels, tuners
from pages.explore.controls import SHOW, function_at
from pages.explore.views import chosen_view
from pages.front.words import describe_at_points, introduce
from pages.main import PAGES
from pages.shared import titles
from pages.shared.curve_figures import function_chart
from pages.shared.entries import parse_entries
from pages.shared.figures import Figure, View
from pages.shared.lessons import content
from pages.shared.reading import CLASSROOM, Link, Reading
from pages.shared.sliders import FAMILY, RANGE, key_of, widen
from pages.shared.words import label

# More than any link of ours has.
LONGEST_QUERY, MOST_KEYS = 8_000, 60
# Streamlit's own, of which its pages do not hear.
EMBEDDING = ("embed", "embed_options")


@dataclass(frozen=True)
class Subject:
    """The subject of a link.

    Attributes
    ----------
    page : str
        The name of the page.
    query : dict
        The shortest query that restores the page.
    named : tuple of str
        What is shown, as the title of the tab has it.
    settled : str
        The same with the values of the parameters, for a preview.
    about : str
        A sentence or two on it.
    core : tuple of str
        The keys of the query that say what is shown, and not how.
    charts : tuple
        What draws each of its charts.
    overlaid : bool
        Whether there is one, which fills the stage of the page.
    alternative : str
        What the charts show, for those who cannot see them.
    functions : tuple of Activation
        What is shown, at its settings.
    ends : tuple of float
        The range of x.
    complaints : tuple of str
        What the link says that cannot be.
    """

    page: str
    query: Link
    named: tuple[str, ...] = ()
    settled: str = ""
    about: str = ""
    core: tuple[str, ...] = ()
    charts: tuple[Callable[[], Figure], ...] = ()
    overlaid: bool = False
    alternative: str = ""
    functions: tuple[Activation, ...] = ()
    ends: tuple[float, float] = (0.0, 0.0)
    complaints: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title of the tab, as the page itself will set it."""
        return titles.tab_title(PAGES[self.page][0], ", ".join(self.named))

    @property
    def core_query(self) -> Link:
        """The query of the functions alone, however they are shown."""
        return {key: values for key, values in self.query.items() if key in self.core}


def read_link(query: str) -> Link:
    """The link that a query is; empty if it is longer than any of ours."""
    if len(query) > LONGEST_QUERY:
        return {}
    try:
        parameters = parse_qs(query, keep_blank_values=True, max_num_fields=MOST_KEYS)
    except ValueError:
        return {}
    return {key: values for key, values in parameters.items() if key.lower() not in EMBEDDING}


def read_subject(page: str, link: Link) -> Subject:
    """The subject of a link to a page, with defaults in place of values that cannot be."""
    state = Reading(link)
    state.add(*CLASSROOM)
    return READERS.get(page, _of_page)(page, state)


def _line(page: str) -> str:
    return titles.LINES[PAGES[page][0]]


def _of_page(page: str, state: Reading) -> Subject:
    """A page of which its name says enough."""
    return Subject(page, state.query(), about=_line(page))


def _of_explore(page: str, state: Reading) -> Subject:
    chosen = pages.explore.controls.declare(state)
    state.refuse_unknown(partial(pages.explore.controls.explain_unknown_key, state, chosen.cls))
    f, probe = function_at(chosen.cls, state), state[chosen.probe]
    low, high = widen(state[RANGE])
    view = chosen_view(f, state[SHOW], low, high)
    return Subject(
        page,
        state.query(without=("family", "tab", "language", "image", "inputs")),
        named=(chosen.cls.title,),
        settled=label(f),
        about=f"{introduce(f)} {_line(page)}",
        core=("f", *(key_of(declared) for declared in chosen.cls.parameters())),
        charts=(partial(function_chart, f, view, probe),),
        overlaid=True,
        alternative=describe_at_points(f, low, high),
        functions=(f,),
        ends=(low, high),
        complaints=tuple(state.complaints),
    )


def _of_compare(page: str, state: Reading) -> Subject:
    controls = pages.compare.controls
    comparison = controls.declare(state)
    state.refuse_unknown(
        partial(controls.explain_unknown_key, bool(comparison.entries) and not comparison.wrong)
    )
    options, (low, high) = controls.read_options(state, comparison.entries), widen(state[comparison.reach])
    functions, standing, _ = tuners.apply_sliders(comparison.entries, comparison.sliders, state)
    charts: tuple[Callable[[], Figure], ...] = ()
    if functions:
        view = partial(panels.common_view, functions, standing, options, low, high)
        charts = tuple(
            partial(_draw, panel, functions, view)
            for panel in panels.arrange(comparison.entries, options, comparison.sliders, low, high)
        )
    return Subject(
        page,
        state.query(),
        named=tuple(entry.text for entry in comparison.entries),
        settled=f"Compare {', '.join(map(label, functions))}",
        about=_line(page),
        core=("fs", *(slider.key for slider in comparison.sliders)),
        charts=charts,
        overlaid=options.overlaid,
        alternative=" ".join(describe_at_points(f, low, high) for f in functions),
        functions=functions,
        ends=(low, high),
        complaints=(*state.complaints, *(sentence for _, sentence in comparison.wrong)),
    )


def _draw(panel: panels.Panel, functions: tuple[Activation, ...], common_view: Callable[[], View]) -> Figure:
    return panel.draw(functions, common_view())


def _of_catalogue(page: str, state: Reading) -> Subject:
    controls = pages.catalogue.controls
    state.add(*controls.CONTROLS)
    matches = controls.find_classes(state[controls.QUERY], state[FAMILY], state[controls.HAS])
    alternative = f"{len(matches)} functions as small pictures of f and f′."
    # A table is no picture.
    functions = tuple(cls() for cls in matches) if state[controls.SHAPE] != controls.TABLE else ()
    return Subject(page, state.query(), about=_line(page), alternative=alternative, functions=functions)


def _of_tune(page: str, state: Reading) -> Subject:
    pages.tune.controls.declare(state)
    return _of_functions(page, state, (state[pages.tune.controls.FUNCTION],))


def _of_depth(page: str, state: Reading) -> Subject:
    state.add(*pages.depth.controls.CONTROLS)
    entries, _ = parse_entries(state[pages.depth.controls.FUNCTIONS])
    return _of_functions(page, state, tuple(entry.text for entry in entries))


def _of_train(page: str, state: Reading) -> Subject:
    pages.train.controls.declare(state)
    entries, _ = parse_entries(state[pages.train.controls.FUNCTIONS])
    return _of_functions(page, state, tuple(entry.text for entry in entries))


def _of_vectors(page: str, state: Reading) -> Subject:
    pages.vectors.controls.declare(state)
    return _of_functions(page, state, tuple(pages.vectors.controls.shown_titles(state)))


def _of_learn(page: str, state: Reading) -> Subject:
    lessons = content.lessons()
    choice = pages.learn.controls.lesson_choice(lessons)
    state.add(choice)
    lesson = next(lesson for lesson in lessons if lesson.name == state[choice])
    return _of_functions(page, state, (lesson.title,))


def _of_functions(page: str, state: Reading, names: tuple[str, ...]) -> Subject:
    return Subject(page, state.query(), names, ", ".join(names), _line(page))


READERS: dict[str, Callable[[str, Reading], Subject]] = {
    "explore": _of_explore,
    "compare": _of_compare,
    "catalogue": _of_catalogue,
    "tune": _of_tune,
    "depth": _of_depth,
    "train": _of_train,
    "vectors": _of_vectors,
    "learn": _of_learn,
}
