"""Which address is answered without a session, and by whom."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pages.front.answers import ASK_AGAIN, respond
from pages.front.assets import Compression
from pages.front.budget import BUDGET
from pages.front.document import document, plain_document
from pages.front.security import Protection
from pages.main import PAGES
from pages.shared.settings import HOME

MIDDLEWARE = [Middleware(Protection), Middleware(Compression)]
# What a browser names as the server it wants to talk to; anything else is not repeated.
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


def routes() -> list[BaseRoute]:
    """The routes of the front, under the folder that Streamlit was told of."""
    folder = "".join(f"/{part}" for part in str(st.get_option("server.baseUrlPath") or "").split("/") if part)
    shown = {f"{folder}/": HOME} | {f"{folder}/{page}": page for page in PAGES}
    return [Route(path, partial(_show_document, page, folder)) for path, page in shown.items()]


async def _show_document(page: str, folder: str, request: Request) -> Response:
    if BUDGET.is_spent():
        return respond(request, plain_document(page), ASK_AGAIN)
    with BUDGET.spend():
        found = document(page, request.url.query, _root(request, folder))
    return respond(request, found, ASK_AGAIN)


def _root(request: Request, folder: str) -> str:
    """Where the app is served, nothing if what the browser says of it makes no sense."""
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}{folder}" if HOST.fullmatch(host) else ""
