"""QR codes of links, for phones that look at a projector."""

from __future__ import annotations

from html import escape

import segno
import streamlit as st

# Beyond that a code is too fine to be read off a wall.
LONGEST_CODED = 400


def show_qr_code(address: str) -> None:
    """Show the QR code of a link, or say that it is too long for one."""
    if len(address) > LONGEST_CODED:
        st.caption("This link is too long for a QR code that phones could read.")
        return
    picture = segno.make(address, micro=False).svg_data_uri(scale=8, dark="black", light="white")
    st.html(f'<img class="code" src="{escape(picture)}" alt="QR code of this link, for phones">')
