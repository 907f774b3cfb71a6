"""What stands below the chart of one function: formula, properties, numbers, code, kinks, export."""

from __future__ import annotations

import numpy as np
import streamlit as st

from activations import Activation
from pages.shared import controls, export, links, snippets, words
from pages.shared.figures import Figure

BACKENDS = {
    "pytorch": "PyTorch",
    "jax": "JAX",
    "keras_jax": "Keras on JAX",
    "keras_torch": "Keras on PyTorch",
}


def formula(f: Activation) -> None:
    """Show f(x) and f′(x) in LaTeX, other names, and the source."""
    value, derivative = st.columns(2)
    value.latex(rf"f(x) = {f.formula}")
    derivative.latex(rf"f'(x) = {f.derivative_formula}")
    for declared in f.parameters():
        st.markdown(
            f"**{declared.symbol}** = {words.digits(getattr(f, declared.name), 12)}: {declared.meaning} "
            f"(default {words.digits(declared.default, 12)}, defined on {words.interval(declared.domain)})"
        )
    if f.aliases:
        st.markdown(f"Also called {', '.join(f.aliases)}.")
    if f.reference:
        year = f", {f.reference.year}" if f.reference.year else ""
        st.markdown(f"Source: {f.reference.authors}{year}. [{f.reference.title}]({f.reference.url}).")
    for remark in f.remarks:
        st.markdown(f"- {remark}")


def properties(f: Activation) -> None:
    """Show the property card, in two columns."""
    rows = words.property_card(f)
    half = (len(rows) + 1) // 2
    for column, part in zip(st.columns(2), (rows[:half], rows[half:]), strict=True):
        column.markdown(words.table((f"{f.title}", "at the current parameters"), part))


def numbers(f: Activation) -> None:
    """Show f, f′ and f″ at inputs that the person can edit."""
    typed = st.text_input("Inputs x", controls.FIRST_INPUTS, max_chars=500, key="inputs", bind="query-params")
    try:
        x = np.array(words.inputs(typed))
    except ValueError as error:
        st.error(links.plain(str(error)))
        return
    columns = [x, f(x), f.derivative(x), f.second_derivative(x)]
    rows = [[words.digits(float(value), 10) for value in row] for row in zip(*columns, strict=True)]
    st.markdown(words.table(("x", "f(x)", "f′(x)", "f″(x)"), rows))


def code(f: Activation) -> None:
    """Show code to paste, one tab a language."""
    tabs = st.tabs([language.title for language in snippets.LANGUAGES.values()])
    for tab, language in zip(tabs, snippets.LANGUAGES, strict=True):
        snippet = snippets.snippet(f, language)
        with tab:
            if snippet.note:
                (st.warning if snippet.differs else st.info)(snippet.note)
            if snippet.code:
                st.code(snippet.code, language="python")


def kinks(f: Activation) -> None:
    """Show what happens at the kinks: the one-sided limits, our convention, and what the frameworks return."""
    if not f.kinks():
        st.markdown(f"{f.title} is smooth: f, f′ and f″ are continuous everywhere.")
        return
    st.markdown(words.table(("x", "", "from the left", "here", "from the right"), words.kink_rows(f)))
    st.caption("“Here” is the value this page uses: the left or flat branch, as PyTorch does for f′.")
    if f.kink_conventions:
        rows = [
            [f"f{'′' * convention.order}({convention.at})"]
            + [words.symbols(getattr(convention, backend)) or "–" for backend in BACKENDS]
            for convention in f.kink_conventions
        ]
        st.markdown(words.table(("what automatic differentiation returns", *BACKENDS.values()), rows))


def take_away(
    f: Activation, figure: Figure, low: float, high: float, query: dict[str, str | list[str]]
) -> None:
    """Offer the link, the way into a comparison, the numbers and the picture."""
    st.markdown("This link shows exactly what you see:")
    st.code(links.address("", query), language=None)
    links.page_link("compare", "Add to the comparison", {"add": repr(f)}, icon=":material/add_chart:")
    name = type(f).__name__.lower()
    with st.container(horizontal=True):
        st.download_button(
            "Numbers (CSV)", lambda: export.csv(f, low, high), f"{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Interactive picture (HTML)", lambda: export.html(figure, words.label(f)), f"{name}.html", "text/html",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    st.segmented_control(
        "The camera button above the chart saves", ["png", "svg"], default="png", required=True, key="image",
        bind="query-params",
    )  # fmt: skip
