"""Results of a sweep to take away: a run to watch, the file, the code, the numbers and the link."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from activations import Parameter
from pages.shared import links, live
from pages.shared.settings import Settings
from pages.shared.words import digits
from pages.tune import controls, pytorch, results, words
from pages.tune.results import Sweep, Theory


def show(state: Settings, declared: Parameter, sweep: Sweep, theories: Sequence[Theory], row: int) -> None:
    """Show all this for the value in that row."""
    f = sweep.functions[row]
    with live.following("train"):
        links.page_link(
            "train", f"Watch {sweep.symbol} = {digits(sweep.values[row], 3)} train",
            controls.query_of_train(state, f), icon=":material/model_training:",
        )  # fmt: skip
    st.download_button(
        "All runs (CSV)", partial(results.csv, sweep), "tune.csv", "text/csv", icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip
    with st.expander(pytorch.TITLE, icon=":material/code:"):
        st.markdown(pytorch.legend(sweep.task))
        st.code(pytorch.write_sweep(f, declared.name, sweep.wanted, sweep.task, sweep.seeds))
    with st.expander("Numbers, value by value"):
        st.dataframe(words.columns(sweep, theories), hide_index=True)
    with live.following("link"):
        state.show_link()
