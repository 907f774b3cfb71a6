"""Answers to requests that need no session: compressed once, with the headers that let a browser keep them."""

from __future__ import annotations

import gzip
import hashlib
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from pages.front.assets import takes_gzip

# A browser may keep it, and asks each time whether it is still so.
ASK_AGAIN = "no-cache"
# Of gzip: a document takes 0.5 ms in place of 0.85 at the usual level, and is 3 % larger.
LEVEL = 4
# For an answer that follows from its address and the version of the app.
A_DAY = "public, max-age=86400"


class Answer(NamedTuple):
    """A body as it is and compressed, with its kind and its tag."""

    body: bytes
    small: bytes
    kind: str
    tag: str


def pack(content: str | bytes, kind: str) -> Answer:
    body = content.encode() if isinstance(content, str) else content
    # A picture in PNG is compressed by itself.
    small = b"" if kind == "image/png" else gzip.compress(body, LEVEL, mtime=0)
    # Weak: compressed or not, it says the same.
    return Answer(body, small, kind, f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')


def respond(request: Request, answer: Answer, caching: str, status: int = 200) -> Response:
    """The response to a request: short if the browser has the answer already, compressed if it can unpack it."""
    headers = {"cache-control": caching, "etag": answer.tag, "vary": "accept-encoding"}
    known = (tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(","))
    if status == 200 and answer.tag.removeprefix("W/") in known:
        return Response(status_code=304, headers=headers)
    small = bool(answer.small) and takes_gzip(request.headers)
    if small:
        headers["content-encoding"] = "gzip"
    return Response(answer.small if small else answer.body, status, headers, answer.kind)


def refuse(sentences: str) -> Response:
    """Say in plain text why an address is refused."""
    return Response(sentences, 400, {"cache-control": "no-store"}, "text/plain; charset=utf-8")


def refuse_for_now() -> Response:
    """Say that there is no time for it now."""
    return Response(
        "Busy. Please try again in a moment.", 503, {"retry-after": "2", "cache-control": "no-store"}
    )
