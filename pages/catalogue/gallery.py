"""Functions as small pictures in rows, each a link into Explore.

A picture and a link for each function as elements of Streamlit's own take the browser twice as long to draw
as an empty page; here all are one element.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from activations import CATALOGUE, Activation
from pages.catalogue import tiles
from pages.shared import links, scripts

SCRIPT = Path(__file__).with_name("gallery.js")


def show(classes: Iterable[type[Activation]]) -> None:
    st.html(write(classes))


def write(classes: Iterable[type[Activation]]) -> str:
    """The pictures of some functions in rows, family by family, as HTML."""
    families: dict[str, list[str]] = {}
    for cls in classes:
        families.setdefault(cls.family, []).append(_cell(cls))
    return "".join(
        f'<h2 class="family-name">{escape(family)}</h2><div class="gallery">{"".join(cells)}</div>'
        for family, cells in families.items()
    )


def _cell(cls: type[Activation]) -> str:
    name, title = cls.__name__, escape(cls.title)
    # Up to the root of the app, wherever it is served.
    address = f"./?{urlencode({'f': name})}"
    return f'<a href="{address}" target="_self" data-function="{name}">{tiles.tile(cls)}<br>{title}</a>'


def open_clicked() -> None:
    """Open Explore on the function whose picture was clicked, if one was."""
    chosen = scripts.mount(SCRIPT, on_chosen_change=lambda: None).chosen
    if chosen in CATALOGUE:
        st.switch_page(links.script("explore"), query_params={"f": chosen})
