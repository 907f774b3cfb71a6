"""Which address is answered without a session, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.front.addresses import address_of, find_page, robots, sitemap, unknown_page
from pages.front.answers import A_DAY, ASK_AGAIN, Answer, pack, refuse, refuse_for_now, respond
from pages.front.assets import Compression
from pages.front.catalogue_data import catalogue_json
from pages.front.document import document, plain_document
from pages.front.images import RefusedError, curve_csv, picture
from pages.front.security import Protection
from pages.front.time_share import BUDGET
from pages.main import PAGES
from pages.shared.settings import HOME

# A server as a browser names it; anything else is not repeated.
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


def routes() -> list[BaseRoute]:
    """The routes of the front, under the folder that Streamlit was told of."""
    folder = "".join(f"/{part}" for part in str(st.get_option("server.baseUrlPath") or "").split("/") if part)
    shown = {f"{folder}/": HOME} | {f"{folder}/{page}": page for page in PAGES}
    return [
        *(Route(path, partial(_show_document, page, folder)) for path, page in shown.items()),
        Route(f"{folder}/f/{{name:path}}", _find_function),
        Route(f"{folder}/picture.svg", partial(_answer_with_file, partial(picture, "svg"))),
        Route(f"{folder}/picture.png", partial(_answer_with_file, partial(picture, "png"))),
        Route(f"{folder}/data.csv", partial(_answer_with_file, curve_csv)),
        Route(f"{folder}/activations.json", _show_catalogue),
        Route(f"{folder}/sitemap.xml", partial(_answer_with_text, sitemap, "application/xml", folder)),
        Route(f"{folder}/robots.txt", partial(_answer_with_text, robots, "text/plain", folder)),
    ]


class Addresses:
    """Answers what needs no session, and leaves all else to Streamlit.

    It stands before Streamlit's own middleware: with Starlette 1, that of Streamlit 1.61 never begins an answer that is
    compressed already.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.router = Router(routes=routes(), redirect_slashes=False, default=app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        await (self.router if asks else self.app)(scope, receive, send)


MIDDLEWARE = [Middleware(Protection), Middleware(Compression), Middleware(Addresses)]


async def _show_document(page: str, folder: str, request: Request) -> Response:
    if BUDGET.is_spent():
        return respond(request, plain_document(page), ASK_AGAIN)
    with BUDGET.spend():
        answer = document(page, request.url.query, _root(request, folder))
    return respond(request, answer, ASK_AGAIN)


async def _find_function(request: Request) -> Response:
    if BUDGET.is_spent():
        return refuse_for_now()
    name = request.path_params["name"]
    with BUDGET.spend():
        try:
            page, query = find_page(name)
        except ValueError as error:
            return respond(request, pack(unknown_page(name, str(error)), "text/html"), ASK_AGAIN, 404)
    levels = name.count("/")
    return Response(
        status_code=308,
        headers={"location": "../" * levels + address_of(page, query), "cache-control": A_DAY},
    )


async def _answer_with_file(make: Callable[[str], Answer], request: Request) -> Response:
    """Answer with a picture or a file that follows from the query."""
    if BUDGET.is_spent():
        return refuse_for_now()
    with BUDGET.spend():
        try:
            answer = make(request.url.query)
        except RefusedError as error:
            return refuse(str(error))
    return respond(request, answer, A_DAY)


async def _show_catalogue(request: Request) -> Response:
    with BUDGET.spend():
        answer = catalogue_json()
    return respond(request, answer, A_DAY)


async def _answer_with_text(
    write: Callable[[str], str], kind: str, folder: str, request: Request
) -> Response:
    return respond(request, pack(write(_root(request, folder)), kind), A_DAY)


def _root(request: Request, folder: str) -> str:
    """Where the app is served, nothing if the browser names no sensible host."""
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}{folder}" if HOST.fullmatch(host) else ""
