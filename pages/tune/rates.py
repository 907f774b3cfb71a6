"""The second view of Tune: the parameter and the learning rate together."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared import classroom, links, settings, tasks
from pages.shared.compat import alternative
from pages.shared.figures import CONFIG
from pages.shared.live.ready import EncodedFigure
from pages.shared.settings import Settings
from pages.shared.widgets.numbers import Slider
from pages.shared.words import digits
from pages.tune import controls, rate_figures, runs, words
from pages.tune.results import MAP_RATES
from pages.tune.runs import SweepPlan

MAP = "rate-map"


def show(state: Settings, plan: SweepPlan, slider: Slider) -> None:
    """Train with each value and each learning rate, and show the median loss as a map, with a way to each run."""
    chosen, rate = int(state.show(slider)), state[tasks.RATE]
    rate_map = runs.run_rate_map(plan)
    if rate_map is None:
        return
    column = min(chosen, len(rate_map.values) - 1)
    # The rates at the ends of the slider lie outside of the map.
    figure = rate_figures.chart(rate_map, (column, tasks.RATES.index(rate) - tasks.RATES.index(MAP_RATES[0])))
    text = alternative(st.plotly_chart, words.map_verdict(rate_map))
    st.plotly_chart(
        EncodedFigure(classroom.enlarge(figure)),
        config=CONFIG,
        key=MAP,
        on_select=_choose,
        selection_mode="points",
        **text,
    )
    st.caption(words.MAP_LEGEND)
    links.page_link(
        "train", f"Watch {rate_map.symbol} = {digits(rate_map.values[column], 3)} train at a learning rate of {rate}",
        controls.query_of_train(state, plan.functions[column]), icon=":material/model_training:",
    )  # fmt: skip
    st.markdown(words.map_verdict(rate_map))
    classroom.stop_in_class_view()
    with st.expander("Numbers, value by value"):
        st.dataframe(words.map_columns(rate_map), hide_index=True)
    state.show_link()


def _choose() -> None:
    settings.set_values(settings_at(settings.widget_value(MAP)))


def settings_at(event: Mapping[str, Any] | None) -> dict[str, Any]:
    """The settings of the cell that was clicked; none if one was let go, or if they are locked."""
    points = event["selection"]["points"] if event else []
    if not points or any(map(settings.is_locked, ("value", tasks.RATE.key))):
        return {}
    return {"value": round(points[0]["x"]), tasks.RATE.key: MAP_RATES[round(points[0]["y"])]}
