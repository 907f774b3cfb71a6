"""A page in plain HTML, for browsers without scripts and for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from activations import CATALOGUE, Activation
from activations.differentiation import differentiate
from activations.expression import write
from activations.writing import LANGUAGES
from pages.explore.snippets import snippet
from pages.explore.words import property_card
from pages.front import first_styles
from pages.front.subjects import Subject
from pages.main import PAGES
from pages.shared import styles
from pages.shared.words import digits, interval, label


def describe(subject: Subject) -> str:
    """The page as text: its functions if there are such, and the way to all others."""
    head = f"<h1>{escape(subject.settled or PAGES[subject.page][0])}</h1><p>{escape(subject.about)}</p>"
    functions = "".join(_describe_class(type(f)) for f in subject.functions[:1])
    if subject.page == "catalogue":
        functions = _list(
            f'<a href="./?{urlencode({"f": name})}">{escape(cls.title)}</a>: {escape(cls.gist)}'
            for name, cls in CATALOGUE.items()
        )
    ways = _list(
        f'<a href="./{"" if page == "explore" else page}">{escape(title)}</a>'
        for page, (title, _) in PAGES.items()
    )
    # The picture over the page waits for scripts to take it away.
    needed = "<p>The sliders and charts of this page need JavaScript.</p>"
    return f"{styles.element(first_styles.WITHOUT_SCRIPTS)}<main>{head}{needed}{functions}{ways}</main>"


@lru_cache(maxsize=128)
def _describe_class(cls: type[Activation]) -> str:
    """A function at its defaults: formula, derivative, properties, names, code and source."""
    f = cls()
    parts = [
        _section("Formula", f"<pre>f(x) = {escape(cls.expression)}\nf'(x) = {escape(slope(cls))}</pre>"),
        _list(
            f"{escape(each.symbol)}: {escape(each.meaning)} (default {digits(each.default, 12)}, "
            f"defined on {interval(each.domain)})"
            for each in cls.parameters()
        ),
        _section(
            f"Properties of {label(f)}",
            "<table>"
            + "".join(
                f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
                for name, value in property_card(f)
            )
            + "</table>",
        ),
    ]
    names = (*cls.aliases, *cls.framework_names)
    if names:
        parts.append(_section("Also called", f"<p>{escape(', '.join(names))}</p>"))
    for language in ("numpy", "pytorch"):
        code = snippet(f, language).code
        parts.append(_section(LANGUAGES[language].title, f"<pre>{escape(code)}</pre>") if code else "")
    if cls.reference:
        source = cls.reference
        year = f", {source.year}" if source.year else ""
        text = f'{escape(source.authors)}{year}. <a href="{escape(source.url)}">{escape(source.title)}</a>.'
        parts.append(_section("Source", f"<p>{text}</p>"))
    return "".join(parts)


def slope(cls: type[Activation]) -> str:
    """f′(x) as an expression, from the expression of f."""
    return write(differentiate(cls.tree()))


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}"


def _list(items: Iterable[str]) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""
