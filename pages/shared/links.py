"""Links to the pages of this app, and text from a link on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.errors import StreamlitAPIException

FOLDER = Path(__file__).parents[1]
# A page is a folder with a script of the same name.
PAGES = frozenset(page.parent.name for page in FOLDER.glob("*/*.py") if page.stem == page.parent.name)
# The header that the server adds to the request of a session if it also answers without one.
FRONT = "X-Front"
LONGEST_CODE = 40


def has_pictures() -> bool:
    """Tell whether the server has pictures by address; Streamlit alone has none."""
    return FRONT in st.context.headers


def to_code(text: str) -> str:
    """`text` as an inline code span that is safe to show, shortened if it is long."""
    printable = "".join(
        character if character.isprintable() else "·" for character in text[: LONGEST_CODE + 1]
    )
    shown = printable if len(text) <= LONGEST_CODE else f"{printable[:LONGEST_CODE]}…"
    return f"`{shown.replace('`', 'ˋ') or ' '}`"


def to_plain_text(text: str) -> str:
    """`text` so that Markdown shows it as it is: no link, picture, formula or icon of theirs."""
    # A word joiner keeps an address from becoming a link by itself.
    text = re.sub(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", "\u2060", text)
    return re.sub(r"([\\`*_\[\]<$~!]|:(?=\w))", r"\\\1", text)


def address(path: str, query: Mapping[str, object]) -> str:
    """The full link to a page of this app with the given query."""
    parts = urlsplit(st.context.url or "")
    root = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    encoded = urlencode(query, doseq=True)
    return f"{root}{folder()}/{path}{'?' if encoded else ''}{encoded}"


def folder() -> str:
    """The folder of the site under which the app is served: nothing, or such as ``/maths/activations``.

    Streamlit knows it if it was told; behind a proxy that takes the folder off, only the browser's address has it,
    followed by the name of a page.
    """
    configured = str(st.get_option("server.baseUrlPath") or "").strip("/")
    parts = configured.split("/") if configured else urlsplit(st.context.url or "").path.strip("/").split("/")
    if not configured and parts[-1] in PAGES:
        parts.pop()
    return "".join(f"/{part}" for part in parts if part)


def script(page: str) -> str:
    return str(FOLDER / page / f"{page}.py")


def page_link(page: str, label: str, query: Mapping[str, str | list[str]], icon: str | None = None) -> None:
    try:
        st.page_link(script(page), label=label, icon=icon, query_params=query)
    except StreamlitAPIException:
        # A page run by itself has no navigation, hence nowhere to lead to.
        return
