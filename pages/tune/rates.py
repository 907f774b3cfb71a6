"""The second view of Tune: the parameter and the learning rate together."""

import streamlit as st

from pages.shared import classroom, links
from pages.shared.compat import alternative
from pages.shared.figures import CONFIG
from pages.shared.live.ready import Ready
from pages.shared.settings import Settings
from pages.tune import figures, runs, words
from pages.tune.runs import Plan


def show(state: Settings, plan: Plan) -> None:
    """Train with each value and each learning rate, and show the median loss as a map."""
    found = runs.run_rates(plan)
    if found is None:
        return
    text = alternative(st.plotly_chart, words.map_verdict(found))
    st.plotly_chart(Ready(classroom.enlarge(figures.rate_map(found))), config=CONFIG, key="rate-map", **text)
    st.markdown(words.map_verdict(found))
    classroom.stop_in_class_view()
    with st.expander("Numbers, value by value"):
        st.dataframe(words.map_columns(found), hide_index=True)
    st.markdown("This link shows exactly what you see:")
    st.code(links.address("tune", state.query()), language=None)
