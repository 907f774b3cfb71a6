"""The part of Explore that follows the sliders: all of it is sent again, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from activations import Activation
from pages.explore import captions, sections
from pages.explore.controls import function_at
from pages.explore.function_families import explore_families
from pages.shared import curve_figures, live
from pages.shared.figures import View
from pages.shared.settings import Settings
from pages.shared.widgets.numbers import Slider


def show_changes(
    state: Settings,
    cls: type[Activation],
    sliders: Sequence[Slider],
    view: View,
    chart: live.Chart,
    reading: DeltaGenerator,
    section: str | None,
    about: DeltaGenerator,
) -> None:
    """Show the chart, the words beside it, and the section below, where the sliders stand now."""
    f, x = function_at(cls, state), state["x"]
    scales = {slider.key: slider.scale(state[slider]) for slider in sliders}
    chart.follow(
        lambda shown: curve_figures.function_chart(shown[0], view, shown[1]),
        (f, x),
        fixed=(cls, view),
        families=explore_families(f, view, x, scales),
        held={slider.key: state[slider] for slider in sliders},
    )
    live.send([chart], reading, captions.present_state(f, x, view))
    if section is not None:
        with about.container():
            sections.show(state, section, f, view, x)
