"""What can be set on Compare: which functions, how they are shown, and the sliders that tune them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.compare.differences import find_differences
from pages.compare.tuners import (
    QUANTITIES,
    TOGETHER,
    TUNINGS,
    Tuner,
    build_tuners,
    give_letters_to_quantities,
    start_of,
)
from pages.shared.entries import Entry, parse_entries
from pages.shared.reading import NO_SUCH_SETTING, Reading
from pages.shared.sliders import PARAMETERS, RANGE
from pages.shared.widgets.functions import Functions
from pages.shared.widgets.numbers import Range
from pages.shared.widgets.options import Choice, Segments, Several

DEFAULT = ("ReLU", "PReLU", "ELU", "Swish")
MOST = 12
OVERLAID = "overlaid"
SHOWN = {"f": 0, "f′": 1, "f″": 2}
NO_BASELINE = "nothing"
FUNCTIONS = Functions(
    "fs",
    "Functions (type to search, or write ELU(alpha=0.3) or a formula such as x·tanh(x))",
    default=DEFAULT,
    most=MOST,
)
ARRANGE = Segments("arrange", "Arrange", default=OVERLAID, options=(OVERLAID, "side by side"))
TUNE = Segments("tune", "Tune", default=TOGETHER, options=TUNINGS)
SHOW = Several(
    "show",
    "Show",
    default=("f", "f′"),
    options=tuple(SHOWN),
    labels=("f", "slope f′", "curvature f″"),
)


def add_from_link(state: Reading, built: Sequence[str]) -> None:
    """Put a function that the link asks to add behind those of the comparison that was built before."""
    added = state.take_from_link("add")
    if added:
        before = state.take_from_link(FUNCTIONS.key) or built
        others = [text for text in before if text != added[-1]]
        state.override_link({FUNCTIONS.key: (*others, added[-1])[-MOST:]})


@dataclass(frozen=True)
class Options:
    """How the comparison is shown: `baseline` is the index of the function to subtract, or None."""

    overlaid: bool
    tune: str
    orders: tuple[int, ...]
    baseline: int | None


def explain_unknown_key(complete: bool, key: str) -> str:
    """Explain a key of the link that no control on the page has.

    Parameters
    ----------
    complete : bool
        Whether all functions of the link are shown; else nothing more need be said of their parameters.
    key : str
        The key.
    """
    if key.rpartition("-")[2] not in PARAMETERS and key not in QUANTITIES:
        return NO_SUCH_SETTING
    return "no function shown has a slider of that name" if complete else ""


@dataclass(frozen=True)
class ComparisonControls:
    """The functions of a comparison, the wrong texts with their errors, and the controls that depend on both."""

    entries: list[Entry]
    wrong: list[tuple[str, str]]
    reach: RangeOfDifferences
    baseline: Choice
    sliders: list[Tuner]


def declare(
    state: Reading, built: Sequence[str] = DEFAULT, usual: tuple[float, float] | None = None
) -> ComparisonControls:
    """Declare all controls of the page.

    Parameters
    ----------
    state : Reading
        The controls.
    built : sequence of str
        The functions of the comparison that was built before, to which a link may add one.
    usual : tuple of float or None
        The range of x at which that comparison began.
    """
    add_from_link(state, built)
    state.add(FUNCTIONS, ARRANGE, TUNE, SHOW)
    entries, wrong = parse_entries(state[FUNCTIONS])
    baseline = baseline_choice(entries)
    sliders = build_tuners(entries, state[TUNE])
    if state[TUNE] == TOGETHER:
        give_letters_to_quantities(state, sliders)
    reach = range_of_differences(entries, sliders, usual)
    state.add(reach, baseline, *(slider.control for slider in sliders))
    return ComparisonControls(entries, wrong, reach, baseline, sliders)


@dataclass(frozen=True)
class RangeOfDifferences(Range):
    """The range of x, which goes where the functions differ, unless somebody has set it.

    Attributes
    ----------
    usual : tuple of float or None
        Where it began with the functions of before.
    """

    usual: tuple[float, float] | None = None

    def adopt(self, value: tuple[float, float]) -> tuple[float, float]:
        return self.default if value == self.usual else value


def range_of_differences(
    entries: Sequence[Entry], sliders: Sequence[Tuner], usual: tuple[float, float] | None
) -> RangeOfDifferences:
    """The choice of the range of x: where the functions differ, as the sliders stand to begin with."""
    ends = find_differences(start_of([entry.function for entry in entries], sliders))
    return RangeOfDifferences(
        RANGE.key,
        RANGE.label,
        default=ends,
        owner=f"{ends}",
        reach=RANGE.reach,
        step=RANGE.step,
        help="To begin with, the chart shows where these functions differ: beyond it they go on as at its ends.",
        usual=usual,
    )


class BaselineChoice(Choice):
    """The choice of a function to take away from all that are shown."""

    def parse(self, texts: list[str]) -> str:
        if self.options == (NO_BASELINE,):
            # That no function is shown is said already.
            return NO_BASELINE
        if len(texts) == 1 and texts[0] in self.options:
            return texts[0]
        raise ValueError(f"{NO_BASELINE} or one of the functions shown is needed")


def baseline_choice(entries: Sequence[Entry]) -> BaselineChoice:
    names = (NO_BASELINE, *(entry.key for entry in entries))
    return BaselineChoice("baseline", "Difference from", default=NO_BASELINE, options=names)


def read_options(state: Reading, entries: Sequence[Entry]) -> Options:
    orders = tuple(SHOWN[name] for name in SHOWN if name in state[SHOW]) or (0,)
    keys = [entry.key for entry in entries]
    baseline = keys.index(state["baseline"]) if state["baseline"] in keys else None
    return Options(state[ARRANGE] == OVERLAID, state[TUNE], orders, baseline)
