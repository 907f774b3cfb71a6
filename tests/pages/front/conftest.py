"""The front without a server, and without Streamlit behind it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from pages.front import routes, time_share


@dataclass(frozen=True)
class Got:
    """What the server has answered."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


T = TypeVar("T")
Ask = Callable[..., Got]


@pytest.fixture(scope="session")
def app() -> Starlette:
    static = create_streamlit_static_assets_routes(base_url="")
    return Starlette(routes=[*routes.routes(), *static], middleware=routes.MIDDLEWARE)


@pytest.fixture
def ask(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """What asks for an address as a browser does."""
    # A test asks for more at once than a class does.
    monkeypatch.setattr(time_share.BUDGET, "most", 1e9)
    monkeypatch.setattr(time_share.BUDGET, "left", 1e9)

    def ask_app(address: str, method: str = "GET", **headers: str) -> Got:
        return run(get(app, address, method, **headers))

    return ask_app


def run(answer: Coroutine[Any, Any, T]) -> T:
    """Wait for an answer in a thread of its own: what drives the browsers may have a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answer).result()


async def get(app: ASGIApp, address: str, method: str = "GET", **headers: str) -> Got:
    """The answer of an app to a request."""
    headers = {"host": "school.example"} | headers
    path, _, query = address.partition("?")
    start: dict[str, Any] = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "https", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "server": ("school.example", 443),
        "client": ("127.0.0.1", 1), "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }  # fmt: skip
    await app(scope, receive, send)
    return Got(start["status"], Headers(raw=start["headers"]), b"".join(parts))
