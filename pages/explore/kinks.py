"""The kinks of a function: limits, our convention, and the values of the frameworks."""

from __future__ import annotations

import streamlit as st

from activations import Activation
from pages.explore import kink_words
from pages.shared import words


def show(f: Activation) -> None:
    """Show the one-sided limits at each kink, and the values of automatic differentiation."""
    st.markdown("## At the kink")
    if not f.kinks():
        st.markdown(f"{f.title} is smooth: f, f′ and f″ are continuous everywhere.")
        return
    st.markdown(words.table(("x", "of", "from the left", "here", "from the right"), kink_words.kink_rows(f)))
    st.caption(
        "“Here” is the value that this page uses. For f′ it is the one that PyTorch returns, most often that of the "
        "left or flat branch."
    )
    if not f.kink_conventions:
        return
    if not all(kink_words.is_kink_here(f, convention.at) for convention in f.kink_conventions):
        st.markdown(kink_words.usual_setting(f))
        return
    st.markdown("What automatic differentiation returns:")
    st.markdown(words.table(("framework", *kink_words.framework_header(f)), kink_words.framework_rows(f)))
    st.caption(kink_words.VERSIONS)
