"""What stands below the chart of one function: formula, properties, numbers, code, kinks, export."""

from __future__ import annotations

import numpy as np
import streamlit as st

from activations import Activation
from activations.parsing import spell
from activations.writing import LANGUAGES
from pages.explore import export, precision, relatives, snippets
from pages.explore.words import (
    is_kink_here,
    kink_places,
    kink_rows,
    property_card,
    weights_line,
    with_symbols,
)
from pages.shared import curve_figures, links, words
from pages.shared.figures import View
from pages.shared.settings import Settings
from pages.shared.widgets import Segments, Text

SECTIONS = (
    *("Formula", "Properties", "Relatives", "Numbers", "Code", "At the kink", "Low precision"),
    "Link and export",
)
TITLES = {language.title: name for name, language in LANGUAGES.items()}

TAB = Segments("tab", "About this function", default=SECTIONS[0], options=SECTIONS)
INPUTS = Text("inputs", "Inputs x", default="1, -10, 0, 15, -20", longest=500)
LANGUAGE = Segments("language", "Language", default=next(iter(TITLES)), options=tuple(TITLES))
IMAGE = Segments("image", "The camera button above the chart saves a", default="png", options=("png", "svg"))
CONTROLS = (TAB, INPUTS, LANGUAGE, IMAGE, *precision.CONTROLS)
BACKENDS = {
    "pytorch": "PyTorch",
    "jax": "JAX",
    "keras_jax": "Keras on JAX",
    "keras_torch": "Keras on PyTorch",
}


def choose_section(state: Settings, cls: type[Activation]) -> str | None:
    """Show the choice of what stands below the chart, and the formula; return the section that moves with a slider.

    One section, since each costs every change.
    """
    chosen = state.show(TAB, label_visibility="collapsed")
    if chosen != SECTIONS[0]:
        return chosen
    show_formula(cls)
    return None


def show(state: Settings, chosen: str, f: Activation, view: View, probe: float) -> None:
    """Show one of the sections that change with the parameters."""
    match chosen:
        case "Properties":
            show_properties(f)
        case "Relatives":
            st.markdown(relatives.describe(f))
        case "Low precision":
            precision.show(state, f, view)
        case "Numbers":
            show_numbers(state, f)
        case "Code":
            show_code(state, f)
        case "At the kink":
            show_kinks(f)
        case _:
            show_export(state, f, view, probe)


def show_formula(cls: type[Activation]) -> None:
    """Show f(x) and f′(x) in LaTeX, other names, and the source: the same for all values of the parameters."""
    # What a formula abbreviates stands below it, not below f(x).
    right, slope = (text.replace(r"\\[4pt] ", r"\\[4pt] &") for text in (cls.formula, cls.derivative_formula))
    rows = (rf"f(x) &= {right}", rf"f'(x) &= {slope}")
    st.latex(rf"\begin{{aligned}} {rows[0]} \\[12pt] {rows[1]} \end{{aligned}}", width="content")
    lines = [
        f"- **{declared.symbol}**: {declared.meaning} "
        f"(default {words.digits(declared.default, 12)}, defined on {words.interval(declared.domain)})"
        for declared in cls.parameters()
    ]
    if cls.aliases:
        lines.append(f"- Also called {', '.join(cls.aliases)}.")
    lines += [f"- {remark}" for remark in cls.remarks]
    if cls.reference:
        year = f", {cls.reference.year}" if cls.reference.year else ""
        lines.append(
            f"- Source: {cls.reference.authors}{year}. [{cls.reference.title}]({cls.reference.url})."
        )
    st.markdown("\n".join(lines))


def show_properties(f: Activation) -> None:
    """Show the property card, in two columns."""
    rows = property_card(f)
    half = (len(rows) + 1) // 2
    with st.container(horizontal=True):
        for part in (rows[:half], rows[half:]):
            st.markdown(words.table((f"{f.title}", "at the current parameters"), part))


def show_numbers(state: Settings, f: Activation) -> None:
    """Show f, f′ and f″ at inputs that the person can edit."""
    try:
        x = np.array(words.inputs(state.show(INPUTS)))
    except ValueError as error:
        st.error(links.to_plain_text(str(error)))
        return
    columns = [x, f(x), f.derivative(x), f.second_derivative(x)]
    rows = [[words.digits(float(value), 10) for value in row] for row in zip(*columns, strict=True)]
    st.markdown(words.table(("x", "f(x)", "f′(x)", "f″(x)"), rows))


def show_code(state: Settings, f: Activation) -> None:
    chosen = state.show(LANGUAGE, label_visibility="collapsed")
    snippet = snippets.snippet(f, TITLES[chosen])
    if snippet.note:
        (st.warning if snippet.differs else st.info)(snippet.note)
    if snippet.code:
        st.code(snippet.code, language="python")
    line = weights_line(f)
    if TITLES[chosen] == "pytorch" and line:
        st.markdown("Weights `w` of the layer behind it, of `n_in` inputs, that keep the size of the signal:")
        st.code(line, language="python")
        query: dict[str, str | list[str]] = {"fs": [spell(f)], "init": "matched forward"}
        links.page_link("depth", "See it through 30 layers", query, icon=":material/layers:")


def show_kinks(f: Activation) -> None:
    """Show what happens at the kinks: the one-sided limits, our convention, and what the frameworks return."""
    if not f.kinks():
        st.markdown(f"{f.title} is smooth: f, f′ and f″ are continuous everywhere.")
        return
    st.markdown(words.table(("x", "of", "from the left", "here", "from the right"), kink_rows(f)))
    st.caption(
        "“Here” is the value that this page uses. For f′ it is the one that PyTorch returns, most often that of the "
        "left or flat branch."
    )
    if f.kink_conventions:
        places = [
            f"f{'′' * convention.order} at {kink_places(f, convention.at)}"
            for convention in f.kink_conventions
        ]
        rows = [
            [
                title,
                *(with_symbols(f, getattr(convention, backend)) or "–" for convention in f.kink_conventions),
            ]
            for backend, title in BACKENDS.items()
        ]
        st.markdown("What automatic differentiation returns:")
        st.markdown(words.table(("framework", *places), rows))
        if not all(is_kink_here(f, convention.at) for convention in f.kink_conventions):
            usual = words.label(type(f)())
            st.caption(f"Measured at {usual}, the frameworks’ own setting. Other settings move the kinks.")


def show_export(state: Settings, f: Activation, view: View, probe: float) -> None:
    """Offer the link, the way into a comparison, the numbers and the picture."""
    st.markdown("This link shows exactly what you see:")
    # Which section is open is left out: it is this one, which nobody means to share.
    st.code(links.address("", state.query(without=("family", "tab"))), language=None)
    links.page_link("compare", "Add to the comparison", {"add": spell(f)}, icon=":material/add_chart:")
    name = type(f).__name__.lower()
    with st.container(horizontal=True):
        st.download_button(
            "Numbers (CSV)", lambda: export.write_csv(f, view.low, view.high), f"{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Interactive picture (HTML)", lambda: export.write_html(
                curve_figures.function_chart(f, view, probe), words.label(f)),
            f"{name}.html", "text/html", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    before = state[IMAGE]
    if state.show(IMAGE) != before:
        # The chart stands outside of what runs when something here is changed.
        st.rerun()
