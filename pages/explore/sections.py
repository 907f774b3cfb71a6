"""The sections below the chart of one function: formula, properties, numbers, code, kinks, export."""

from __future__ import annotations

import numpy as np
import streamlit as st

from activations import Activation
from activations.catalogue import find_names, simplify
from activations.parsing import spell
from pages.explore import export, kinks, precision, relatives, snippets
from pages.explore.captions import highlight_parameters
from pages.explore.controls import FORMULA, IMAGE, INPUTS, LANGUAGE, TAB, TITLES
from pages.explore.words import property_card, weights_line
from pages.shared import curve_figures, links, words
from pages.shared.figures import View
from pages.shared.settings import Settings


def choose_section(state: Settings, cls: type[Activation]) -> str | None:
    """Show the choice of a section, and the formula; return the section if it moves with a slider.

    One section, since each costs every change.
    """
    explain_name(state, cls)
    chosen = state.show(TAB, label_visibility="collapsed")
    if chosen != FORMULA:
        return chosen
    show_formula(cls)
    return None


def explain_name(state: Settings, cls: type[Activation]) -> None:
    """Say which function a name of the link is, as long as that function is shown."""
    scratch = state.visit.scratch
    if (texts := (state.from_link or {}).get("f")) and "f" not in state.refused:
        scratch["named"] = cls, texts[0]
    named, name = scratch.get("named", (None, ""))
    if named is cls and is_other_name(name, cls):
        st.caption(f"You came for “{links.to_plain_text(name)}”: here it is called {cls.title}.")


def is_other_name(text: str, cls: type[Activation]) -> bool:
    """Tell whether a text is a name of a function of the catalogue, and neither its class's nor its title."""
    known = simplify(text)
    return find_names().get(known) == cls.__name__ and known not in map(simplify, (cls.__name__, cls.title))


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
            kinks.show(f)
        case "Code":
            show_code(state, f)
        case _:
            show_export(state, f, view, probe)


def show_short_formula(cls: type[Activation]) -> None:
    """Show f(x) alone, its parameters in a colour of their own."""
    st.latex(f"f(x) = {highlight_parameters(cls)}", width="content")


def show_formula(cls: type[Activation]) -> None:
    """Show f(x) and f′(x) in LaTeX, other names, and the source: the same for all values of the parameters."""
    # The abbreviations of a formula stand below it, not below f(x).
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
    if cls.models:
        lines.append(f"- Used in {', '.join(f'[{model.name}]({model.url})' for model in cls.models)}.")
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


def show_export(state: Settings, f: Activation, view: View, probe: float) -> None:
    """Offer the link, the way into a comparison, the numbers and the picture."""
    # Which section is open is left out: it is this one, which nobody means to share.
    state.show_link(without=("family", "tab"))
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
    if links.has_pictures():
        shown = state.query(without=("family", "tab", "image", "language", "inputs"))
        address = links.address("picture.svg", shown)
        st.markdown("The picture by its address (`picture.png` is one of pixels), and as Markdown to paste:")
        st.code(address, language=None)
        st.code(export.write_markdown(f, address, links.address("", shown)), language="markdown")
    before = state[IMAGE]
    if state.show(IMAGE) != before:
        # The chart stands outside of the fragment that runs when something here is changed.
        st.rerun()
