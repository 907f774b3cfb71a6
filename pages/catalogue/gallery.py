"""Functions as small pictures in rows, each a link into Explore.

A picture and a link for each function as elements of Streamlit's own take the browser twice as long to draw
as an empty page; here all are one element.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from activations import CATALOGUE, Activation
from pages.catalogue import tiles
from pages.catalogue.controls import searched_names
from pages.shared import links, scripts

SCRIPT = Path(__file__).with_name("gallery.js")


def show(classes: Iterable[type[Activation]], matches: Collection[type[Activation]]) -> None:
    """Show the pictures of functions in rows, family by family; gallery.js finds others among them while one types."""
    st.html(write(classes, matches))


def write(classes: Iterable[type[Activation]], matches: Collection[type[Activation]]) -> str:
    """The pictures of functions as HTML, of which those that are not found are hidden."""
    families: dict[str, list[type[Activation]]] = {}
    for cls in classes:
        families.setdefault(cls.family, []).append(cls)
    return "".join(_family(family, members, matches) for family, members in families.items())


def _family(family: str, members: Sequence[type[Activation]], matches: Collection[type[Activation]]) -> str:
    off = "" if any(cls in matches for cls in members) else " hidden"
    cells = "".join(_cell(cls, cls in matches) for cls in members)
    return f'<section{off}><h2 class="family-name">{escape(family)}</h2><div class="gallery">{cells}</div></section>'


def _cell(cls: type[Activation], seen: bool) -> str:
    name, title = cls.__name__, escape(cls.title)
    # Up to the root of the app, wherever it is served.
    address = f"./?{urlencode({'f': name})}"
    names, off = escape(searched_names(cls)), "" if seen else " hidden"
    return (
        f'<a href="{address}" target="_self" data-function="{name}" data-names="{names}"{off}>'
        f"{tiles.tile(cls)}<br>{title}</a>"
    )


def open_clicked() -> None:
    """Open Explore on the function whose picture was clicked, if one was."""
    chosen = scripts.mount(SCRIPT, on_chosen_change=lambda: None).chosen
    if chosen in CATALOGUE:
        st.switch_page(links.script("explore"), query_params={"f": chosen})
