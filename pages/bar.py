"""The right end of the bar on top of every page: the page to take away or to pass on, and class view."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from pages.shared import classroom, codes, links, scripts, settings
from pages.shared.reading import VIEW

SCRIPT = Path(__file__).with_name("share.js")
# The actions of share.js, and their names for people.
ACTIONS = {"png": "Picture (PNG)", "svg": "Picture (SVG)", "csv": "Numbers (CSV)", "print": "Print"}
FRAME = '<iframe src="{address}" width="100%" height="700" style="border: 0" title="{title}"></iframe>'


def show() -> None:
    """Show the bar; it comes last, once all values of the page are known."""
    with st.container(horizontal=True, key="bar"):
        _show_class_view()
        # Its content would cost every run some time, while nobody sees it.
        place = st.popover("Share", icon=":material/share:", on_change="rerun", key="share-page")
    if place.open:
        with place:
            _show_share()


def _show_class_view() -> None:
    on = classroom.is_on()
    st.button(
        "Leave class view" if on else "Class view",
        icon=":material/co_present:",
        key="class-view",
        help="Large type and fewer words, for a projector. It stays on from page to page.",
        on_click=settings.set_values,
        args=({VIEW.key: "page" if on else "class"},),
    )


def _show_share() -> None:
    visit = settings.visit()
    path = "" if visit.page == settings.HOME else visit.page
    query = settings.query(visit.linked)
    st.markdown("This link shows exactly what you see:")
    st.code(links.address(path, query), language=None, wrap_lines=True)
    codes.show_qr_code(links.address(path, query))
    buttons = "".join(
        f'<button data-share="{action}">{escape(name)}</button>' for action, name in ACTIONS.items()
    )
    st.html(f'<div class="share-actions">{buttons}</div>')
    st.markdown("To show it within a page of your own:")
    frame = FRAME.format(
        address=links.address(path, query | {"embed": ["true"]}), title="Activation Explorer"
    )
    st.code(frame, language="html", wrap_lines=True)
    scripts.mount(SCRIPT)
