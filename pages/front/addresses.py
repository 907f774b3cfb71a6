"""The address of each function, under any of its names, and the files that search engines ask for."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlencode

from activations import CATALOGUE, parse
from pages.explore.controls import FIRST_FUNCTION, function_choice
from pages.front.subjects import LONGEST_QUERY
from pages.main import PAGES
from pages.shared.entries import vector_page
from pages.shared.reading import Link
from pages.shared.settings import HOME
from pages.shared.sliders import EVERY_FAMILY, key_of
from pages.shared.titles import APP


def find_page(name: str) -> tuple[str, Link]:
    """The page of a function and the query that opens it there, by any name, call or formula that `parse` understands.

    Raises
    ------
    ValueError
        If there is no such function; the message names the nearest.
    """
    if len(name) > LONGEST_QUERY:
        raise ValueError("The name is too long")
    vectors = vector_page(name)
    if vectors is not None:
        return "vectors", vectors
    f = parse(name)
    query = {"f": [function_choice(EVERY_FAMILY).parse([name])]}
    for declared in f.parameters():
        value = getattr(f, declared.name)
        if value != declared.default:
            query[key_of(declared)] = [f"{value:.12g}"]
    return HOME, query


def address_of(page: str, query: Link) -> str:
    """The way to a page from one level below the root, wherever that is."""
    return f"../{'' if page == HOME else page}?{urlencode(query, doseq=True)}"


def unknown_page(name: str, sentence: str) -> str:
    """A page that says that there is no such function, and where the nearest are."""
    near = [known for known in CATALOGUE if re.search(rf"\b{re.escape(known)}\b", sentence)]
    ways = "".join(
        f'<li><a href="{escape(address_of(HOME, {"f": [known]}))}">{escape(CATALOGUE[known].title)}</a></li>'
        for known in near or [FIRST_FUNCTION]
    )
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(shown)} · {APP}</title></head>'
        f"<body><h1>There is no page for {escape(shown)}</h1><p>{escape(sentence)}.</p><ul>{ways}"
        f'<li><a href="../catalogue">All functions</a></li></ul></body></html>'
    )


def sitemap(root: str) -> str:
    """All pages, and all functions, for search engines."""
    pages = [f"{root}/{'' if page == HOME else page}" for page in PAGES]
    functions = [f"{root}/?{urlencode({'f': name})}" for name in CATALOGUE if name != FIRST_FUNCTION]
    rows = "".join(f"<url><loc>{escape(each)}</loc></url>" for each in (*pages, *functions))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    )


def robots(root: str) -> str:
    return f"User-agent: *\nDisallow: /_stcore/\nSitemap: {root}/sitemap.xml\n"
