"""Logits by sliders, numbers or a pasted list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from activations.vector import FUNCTIONS, Softmax, Sparsemax, VectorFunction
from pages.shared import classroom, links, vector_figures, vector_words
from pages.shared.controls import playable_slider
from pages.shared.vector_figures import Settings
from pages.shared.vector_words import PROBABILITIES

FEWEST, MOST, START = 2, 10, 4
REACH, STEP = 10.0, 0.1
FIRST = (1.5, 1.0, 0.2, -1.0, 0.5, -0.5, 1.5, 0.0, -2.0, 3.0)
COLDEST, HOTTEST, TEMPERATURE, TEMPERATURE_STEP = 0.1, 5.0, 1.0, 0.05
# Of a constant added to all logits.
FARTHEST = 1000.0
# A slider so narrow that ten fit in a row, and three on a phone.
FULL_ROW, NARROW = 5, 108
SHOWN = [Softmax.title, Sparsemax.title]
BY_TITLE = {cls.title: cls for cls in FUNCTIONS.values()}


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for the logits, and for what is made of them."""
    return {
        "n": links.whole(FEWEST, MOST),
        **{key: links.number(-REACH, REACH) for key in keys(count_of_link())},
        "T": links.number(COLDEST, HOTTEST),
        "show": links.some_of([cls.title for cls in PROBABILITIES]),
    }


def count_of_link() -> int:
    """Return how many logits the link asks for."""
    given = st.query_params.get_all("n")
    return int(float(given[0])) if given and links.whole(FEWEST, MOST)(given) is None else START


def keys(count: int) -> list[str]:
    """Return the keys of the sliders of so many logits."""
    return [f"x{index + 1}" for index in range(count)]


@dataclass(frozen=True)
class Chosen:
    """What the sliders say.

    Attributes
    ----------
    logits : tuple of float
        The vector.
    temperature : float
        By which it is divided.
    shown : tuple of str
        Titles of the functions with bars.
    """

    logits: tuple[float, ...]
    temperature: float
    shown: tuple[str, ...]

    def settings(self) -> Settings:
        """Return the one setting as rows."""
        return Settings(np.array([self.logits]), np.array([[self.temperature]]))

    def along(self, slider: str, values: NDArray[np.float64]) -> Settings:
        """Return a row for each value of one slider, the others held."""
        logits = np.repeat(np.array([self.logits]), len(values), axis=0)
        temperatures = np.full((len(values), 1), self.temperature)
        if slider == "T":
            temperatures[:, 0] = values
        else:
            logits[:, int(slider[1:]) - 1] = values
        return Settings(logits, temperatures)

    def held(self) -> dict[str, float]:
        """Return the value of each slider by its key."""
        return dict(zip(keys(len(self.logits)), self.logits, strict=True)) | {"T": self.temperature}

    def classes(self) -> list[type[VectorFunction]]:
        """Return the functions with bars."""
        return [BY_TITLE[title] for title in self.shown]


def ask(fields: DeltaGenerator, below: DeltaGenerator) -> Chosen:
    """Show what sets the logits, and return it.

    Parameters
    ----------
    fields, below : container
        For the number fields, and for the choice of functions.
    """
    # Sliders that fill the row while they are few, and two in a row on a phone; how many is asked below them.
    row = st.container(horizontal=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = int(st.number_input("Logits", FEWEST, MOST, START, width=NARROW, **classroom.bound("n")))
        temperature = playable_slider(
            st.container(),
            "**T** · temperature: low sharpens, high evens out",
            (COLDEST, HOTTEST, TEMPERATURE, TEMPERATURE_STEP),
            "T",
        )
    with row:
        logits = [
            st.slider(
                f"**{vector_figures.logit_name(index)}**",
                -REACH,
                REACH,
                FIRST[index],
                STEP,
                format="%.1f",
                **classroom.bound(key),
                width="stretch" if count <= FULL_ROW else NARROW,
            )
            for index, key in enumerate(keys(count))
        ]
    with fields, st.popover("Type or paste", icon=":material/keyboard:", key="type"):
        _typed(logits)
    shown = below.pills(
        "Functions",
        [cls.title for cls in PROBABILITIES],
        selection_mode="multi",
        default=SHOWN,
        **classroom.bound("show"),
    )
    ordered = [cls.title for cls in PROBABILITIES if cls.title in shown]
    return Chosen(tuple(logits), temperature, tuple(ordered))


def _typed(logits: list[float]) -> None:
    # The field shows what the sliders say. One without a key would take it as its default, but what is typed must
    # set the sliders before they are shown, in a callback, which reads a field by its key from the session.
    st.session_state["typed"] = ", ".join(f"{value:.12g}" for value in logits)
    st.text_input(
        "Numbers, separated by commas or blanks",
        key="typed",
        on_change=_take,
        help="2 to 10 numbers.",
        disabled=any(map(classroom.locked, ("n", "c", *keys(MOST)))),
    )
    # Found out by the callback, which comes before the page and has no place on it to say so.
    refused = st.session_state.pop("refused", "")
    if refused:
        st.error(links.plain(refused))
    st.caption(
        "What they have in common beyond ±10 becomes the constant further down, since it changes nothing."
    )
    for key, value in zip(keys(len(logits)), logits, strict=True):
        # As above.
        st.session_state[f"exact-{key}"] = value
        st.number_input(
            f"**{vector_figures.logit_name(int(key[1:]) - 1)}**",
            -REACH,
            REACH,
            step=STEP,
            format="%.12g",
            key=f"exact-{key}",
            on_change=_copy,
            args=(key,),
            disabled=classroom.locked(key),
        )


def _take() -> None:
    """Set the sliders from the typed list; a bound widget is set from elsewhere only through the session."""
    try:
        logits, constant = vector_words.logits(st.session_state["typed"], MOST, REACH, FARTHEST)
    except ValueError as error:
        st.session_state["refused"] = str(error)
        return
    st.session_state["n"] = len(logits)
    st.session_state["c"] = constant
    for key, value in zip(keys(len(logits)), logits, strict=True):
        st.session_state[key] = value


def _copy(key: str) -> None:
    """Set a slider from its number field, through the session."""
    st.session_state[key] = float(st.session_state[f"exact-{key}"])


def defaults() -> dict[str, object]:
    """Return what the link need not say, by key: the values at the start."""
    count = int(links.kept("n", START))
    return {"n": START, **dict(zip(keys(count), FIRST, strict=False)), "T": TEMPERATURE, "show": SHOWN}
