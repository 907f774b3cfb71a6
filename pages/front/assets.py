"""Streamlit's scripts and styles, compressed once and kept, and which of them a page needs."""

from __future__ import annotations

import asyncio
import gzip
import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(st.__file__).parent / "static"
SCRIPTS = STATIC / "static" / "js"
# Fonts and pictures are compressed by themselves.
COMPRESSIBLE = (".js", ".css")
# The scripts that one needs before it can run: `import(...)` is fetched later, if at all.
IMPORT = re.compile(rb"""(?:\bfrom|\bimport)\s*["']\./([\w.-]+\.js)["']""")


class Compression:
    """Answers with scripts and styles that were compressed once; all else is the inner app's.

    What is kept is bounded: only what Streamlit itself calls immutable, which are its own files.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, asyncio.Task[Response | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _takes_compressed(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.kept:
            self.kept[path] = asyncio.ensure_future(self._compress(scope))
        # One visitor has it compressed, the others wait for it.
        response = await asyncio.shield(self.kept[path])
        if response is None:
            self.kept.pop(path, None)
            await self.app(scope, receive, send)
            return
        await response(scope, receive, send)

    async def _compress(self, scope: Scope) -> Response | None:
        """Ask the inner app for the whole file; nothing if it has no such file that never changes."""
        start, body = await _fetch(self.app, scope)
        headers = Headers(raw=start.get("headers", []))
        caching = headers.get("cache-control", "")
        if start.get("status") != 200 or "immutable" not in caching or "content-encoding" in headers:
            return None
        small = await run_in_threadpool(gzip.compress, body, 9, mtime=0)
        sent = {"cache-control": caching, "content-encoding": "gzip", "vary": "accept-encoding"}
        sent |= {name: headers[name] for name in ("content-type", "last-modified") if name in headers}
        return Response(small, headers=sent)


def _takes_compressed(scope: Scope) -> bool:
    """Tell whether a script or a style is asked for whole, by somebody who can unpack it."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    if "/static/" not in scope["path"] or not scope["path"].endswith(COMPRESSIBLE):
        return False
    headers = Headers(scope=scope)
    return takes_gzip(headers) and "range" not in headers


def takes_gzip(headers: Headers) -> bool:
    """Tell whether a browser can unpack gzip."""
    offers = (offer.partition(";") for offer in headers.get("accept-encoding", "").split(","))
    return any(
        name.strip() == "gzip" and not re.fullmatch(r"q=0(\.0*)?", rest.strip()) for name, _, rest in offers
    )


async def _fetch(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """Ask an app for a whole answer, uncompressed, whatever the first visitor asked for."""
    start: Message = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        # Nothing was sent, and nobody goes away before the end.
        never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await never

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    host = [(name, value) for name, value in scope["headers"] if name == b"host"]
    await app({**scope, "method": "GET", "headers": host}, receive, send)
    return start, b"".join(parts)


@cache
def scripts_of(*elements: str) -> tuple[str, ...]:
    """The names of the scripts that draw elements such as ``PlotlyChart``, with all that they import.

    An element that this version of Streamlit calls otherwise is left out: it is fetched when it is needed, as ever.
    """
    waiting = [path.name for element in elements for path in SCRIPTS.glob(f"{element}.*.js")]
    scripts: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in scripts and (SCRIPTS / name).is_file():
            scripts[name] = None
            waiting += _imports(name)
    return tuple(scripts)


@cache
def _imports(name: str) -> tuple[str, ...]:
    return tuple(other.decode() for other in IMPORT.findall((SCRIPTS / name).read_bytes()))
