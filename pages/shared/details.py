"""What stands below the chart of one function: formula, properties, numbers, code, kinks, export."""

from __future__ import annotations

import numpy as np
import streamlit as st

from activations import Activation
from pages.shared import controls, export, figures, links, snippets, words
from pages.shared.figures import View

SECTIONS = ("Formula", "Properties", "Numbers", "Code", "At the kink", "Link and export")
FIRST_INPUTS = "1, -10, 0, 15, -20"
IMAGE_FORMATS = ("png", "svg")
TITLES = {language.title: name for name, language in snippets.LANGUAGES.items()}
# What widgets hold that only the open section shows, and their defaults.
FOLDED = {"inputs": FIRST_INPUTS, "image": IMAGE_FORMATS[0], "language": next(iter(TITLES))}
BACKENDS = {
    "pytorch": "PyTorch",
    "jax": "JAX",
    "keras_jax": "Keras on JAX",
    "keras_torch": "Keras on PyTorch",
}


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for the sections below the chart."""
    return {
        "tab": links.one_of(SECTIONS),
        "inputs": links.text(500),
        "image": links.one_of(IMAGE_FORMATS),
        "language": links.one_of(list(TITLES)),
    }


def section(cls: type[Activation]) -> str | None:
    """Show the choice of what stands below the chart, and the formula; return the section that moves with a slider.

    One section, since each costs every change.
    """
    chosen: str = st.segmented_control(
        "About this function", SECTIONS, default=SECTIONS[0], required=True, key="tab", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    for key, default in FOLDED.items():
        links.keep(key, default)
    if chosen != SECTIONS[0]:
        return chosen
    formula(cls)
    return None


def show(chosen: str, f: Activation, view: View, probe: float, image: str) -> None:
    """Show one of the sections that change with the parameters."""
    match chosen:
        case "Properties":
            properties(f)
        case "Numbers":
            numbers(f)
        case "Code":
            code(f)
        case "At the kink":
            kinks(f)
        case _:
            take_away(f, view, probe, image)


def image_format() -> str:
    """Return the format in which the chart's camera saves."""
    return links.kept("image", FOLDED["image"])


def formula(cls: type[Activation]) -> None:
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


def properties(f: Activation) -> None:
    """Show the property card, in two columns."""
    rows = words.property_card(f)
    half = (len(rows) + 1) // 2
    with st.container(horizontal=True):
        for part in (rows[:half], rows[half:]):
            st.markdown(words.table((f"{f.title}", "at the current parameters"), part))


def numbers(f: Activation) -> None:
    """Show f, f′ and f″ at inputs that the person can edit."""
    typed = st.text_input(
        "Inputs x", FIRST_INPUTS, max_chars=500, key="inputs", bind="query-params", persist_state="page"
    )
    try:
        x = np.array(words.inputs(typed))
    except ValueError as error:
        st.error(links.plain(str(error)))
        return
    columns = [x, f(x), f.derivative(x), f.second_derivative(x)]
    rows = [[words.digits(float(value), 10) for value in row] for row in zip(*columns, strict=True)]
    st.markdown(words.table(("x", "f(x)", "f′(x)", "f″(x)"), rows))


def code(f: Activation) -> None:
    """Show code to paste in the chosen language."""
    chosen = st.segmented_control(
        "Language", list(TITLES), default=FOLDED["language"], required=True, key="language", bind="query-params",
        persist_state="page", label_visibility="collapsed",
    )  # fmt: skip
    snippet = snippets.snippet(f, TITLES[chosen])
    if snippet.note:
        (st.warning if snippet.differs else st.info)(snippet.note)
    if snippet.code:
        st.code(snippet.code, language="python")


def kinks(f: Activation) -> None:
    """Show what happens at the kinks: the one-sided limits, our convention, and what the frameworks return."""
    if not f.kinks():
        st.markdown(f"{f.title} is smooth: f, f′ and f″ are continuous everywhere.")
        return
    st.markdown(words.table(("x", "of", "from the left", "here", "from the right"), words.kink_rows(f)))
    st.caption(
        "“Here” is the value this page uses: for f′ what PyTorch does, most often that of the left or flat branch."
    )
    if f.kink_conventions:
        places = (f"f{'′' * convention.order}({convention.at})" for convention in f.kink_conventions)
        rows = [
            [
                title,
                *(words.symbols(getattr(convention, backend)) or "–" for convention in f.kink_conventions),
            ]
            for backend, title in BACKENDS.items()
        ]
        st.markdown("What automatic differentiation returns:")
        st.markdown(words.table(("framework", *places), rows))


def take_away(f: Activation, view: View, probe: float, image: str) -> None:
    """Offer the link, the way into a comparison, the numbers and the picture, which is saved as `image` so far."""
    st.markdown("This link shows exactly what you see:")
    # Which section is open is left out: it is this one, which nobody means to share.
    folded = links.written({key: links.kept(key, default) for key, default in FOLDED.items()}, FOLDED)
    st.code(links.address("", controls.query(f) | folded), language=None)
    links.page_link("compare", "Add to the comparison", {"add": repr(f)}, icon=":material/add_chart:")
    name = type(f).__name__.lower()
    with st.container(horizontal=True):
        st.download_button(
            "Numbers (CSV)", lambda: export.csv(f, view.low, view.high), f"{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Interactive picture (HTML)", lambda: export.html(figures.explore(f, view, probe), words.label(f)),
            f"{name}.html", "text/html", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    chosen = st.segmented_control(
        "The camera button above the chart saves", IMAGE_FORMATS, default=FOLDED["image"], required=True, key="image",
        bind="query-params", persist_state="page",
    )  # fmt: skip
    if chosen != image:
        # The chart stands outside of what runs when something here is changed.
        st.rerun()
