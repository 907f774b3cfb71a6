"""The rights of a page of this app in a browser: only those that the app itself needs."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.front import first_picture
from pages.front.assets import STATIC
from pages.shared import links

FRONT_HEADER = (links.FRONT.lower().encode(), b"1")
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def policy() -> str:
    """The Content-Security-Policy of every answer.

    Streamlit does not allow more: it styles elements one by one (``style-src 'unsafe-inline'``), and loads the script
    of a component from a text (``script-src blob:``). Other sites may frame a page, since teachers do.
    """
    inline = [*INLINE.findall((STATIC / "index.html").read_text("utf-8")), first_picture.script()]
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in inline)
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        ]
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Protection:
    """Adds to every answer the headers that limit its rights."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            # So the page knows that there are addresses of pictures: it also runs without this server.
            scope = {**scope, "headers": [*scope["headers"], FRONT_HEADER]}

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Content-Security-Policy"] = policy()
            await send(message)

        await self.app(scope, receive, send_protected if scope["type"] == "http" else send)
