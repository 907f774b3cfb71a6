"""What one takes away from a sweep: a run to watch, the file, the code, the numbers and the link."""

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


def show(state: Settings, declared: Parameter, found: Sweep, told: Sequence[Theory], row: int) -> None:
    """Show all this for the value in that row."""
    f = found.functions[row]
    with live.following("train"):
        links.page_link(
            "train", f"Watch {found.symbol} = {digits(found.values[row], 3)} train",
            controls.query_of_train(state, f), icon=":material/model_training:",
        )  # fmt: skip
    st.download_button(
        "All runs (CSV)", partial(results.csv, found), "tune.csv", "text/csv", icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip
    with st.expander(pytorch.TITLE, icon=":material/code:"):
        st.markdown(pytorch.legend(found.task))
        st.code(pytorch.write_sweep(f, declared.name, found.wanted, found.task, found.seeds))
    with st.expander("Numbers, value by value"):
        st.dataframe(words.columns(found, told), hide_index=True)
    with live.following("link"):
        state.show_link()
