"""The document of a page says what its link shows, whatever the link says."""

from __future__ import annotations

import base64
import hashlib
import random
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from activations import CATALOGUE, ELU
from pages.front.subjects import read_link, read_subject
from pages.main import PAGES
from tests.pages.front.conftest import Ask
from tests.pages.test_journeys import LINKS
from tests.pages.test_pages import HOSTILE

KEYS = sorted(
    {key for page in LINKS.values() for link in page for key in link} | {"show", "range", "view", "embed"}
)


class Elements(HTMLParser):
    """All elements of a document, with their attributes, and their text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def meta(self) -> dict[str, str]:
        return {
            attributes.get("property") or attributes.get("name", ""): attributes["content"]
            for tag, attributes in self.found
            if tag == "meta" and "content" in attributes
        }


def tags(text: str) -> set[str]:
    """All that a browser could take for the beginning of an element."""
    return set(re.findall(r"<[^\s>/]*", text))


def title(text: str) -> str:
    found = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert found
    return unescape(found[1])


def test_the_preview_tells_function_settings_and_picture(ask: Ask) -> None:
    text = ask("/?f=ELU&alpha=0.5&show=f%E2%80%B2").text
    told = Elements(text).meta()
    assert title(text) == "ELU · Explore · Activation Explorer"
    assert told["og:title"] == told["twitter:title"] == "ELU α = 0.5 · Activation Explorer"
    assert ELU.gist in told["description"]
    assert told["og:image"].startswith("https://school.example/picture.png?")
    assert ask(told["og:image"].removeprefix("https://school.example")).headers["content-type"] == "image/png"
    assert "f(0) = 0 with slope 0.5" in told["og:image:alt"]


def test_the_canonical_address_says_what_is_shown_and_not_how(ask: Ask) -> None:
    text = ask("/?f=GELU&show=f%E2%80%B2&range=-3&range=3&utm_source=mail").text
    assert '<link rel="canonical" href="https://school.example/?f=GELU">' in text


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_link_gets_the_default_and_is_nowhere_in_the_document(ask: Ask, page: str) -> None:
    path = "/" if page == "explore" else f"/{page}"
    allowed = tags(ask("/").text) | tags(ask(path).text)
    # What a link says of its functions is in the document; all else only sets the picture.
    links = [
        dict.fromkeys(keys, texts) for keys in (KEYS, ["f"], ["fs"], ["family"]) for texts in HOSTILE.values()
    ]
    links += [{key: HOSTILE[name]} for key in KEYS for name in ("a script", "10,000 digits", "nan")]
    for link in links if page in ("explore", "compare") else links[: len(HOSTILE)]:
        got = ask(f"{path}?{urlencode(link, doseq=True)}")
        assert got.status == 200
        assert len(got.text) < 200_000
        assert "<script>alert" not in got.text
        assert tags(got.text) <= allowed, link


def test_random_links_never_break_the_document(ask: Ask) -> None:
    chance = random.Random(15)
    signs = "<>\"'&;=/\\`$%{}[]()*+-.,0123456789abcxαβ\u202e\0\n é′"
    usual = tags(ask("/").text)
    for _ in range(200):
        value = "".join(chance.choices(signs, k=chance.randint(0, 60)))
        got = ask(f"/?{urlencode({chance.choice(KEYS): value})}")
        assert got.status == 200
        assert tags(got.text) <= usual


def test_a_formula_in_the_title_is_text(ask: Ask) -> None:
    text = ask(f"/?{urlencode({'f': 'where(x < 0, x, 0)'})}").text
    assert "<title>where(x &lt; 0, x, 0) · Explore · " in text


def test_a_link_longer_than_any_of_ours_is_not_read() -> None:
    assert read_link("f=Tanh") == {"f": ["Tanh"]}
    assert read_link(f"f=Tanh&q={'x' * 9_000}") == {}
    assert read_link(f"f=Tanh{'&q=1' * 100}") == {}


def test_what_the_browser_calls_the_server_cannot_write_into_the_document(ask: Ask) -> None:
    assert "evil" not in ask("/", host='x"><b>evil').text


def test_the_same_link_gets_the_same_document_and_a_known_one_is_not_sent_again(ask: Ask) -> None:
    first, again = ask("/?f=GELU"), ask("/?f=GELU")
    assert first.body == again.body
    assert ask("/?f=GELU", if_none_match=first.headers["etag"]).status == 304
    assert ask("/?f=SiLU", if_none_match=first.headers["etag"]).status == 200


def test_a_browser_without_scripts_reads_formula_derivative_and_source(ask: Ask) -> None:
    (text,) = re.findall(r"<noscript>(.*?)</noscript>", ask("/?f=ELU").text, re.DOTALL)
    said = unescape(text)
    assert "f(x) = where(x > 0, x, alpha * expm1(x))" in said
    assert "f'(x) = where(x > 0, 1, alpha * exp(x))" in said
    assert ELU.reference
    assert ELU.reference.url in said
    assert "torch.nn.functional.elu" in said


def test_the_catalogue_leads_a_browser_without_scripts_to_every_function(ask: Ask) -> None:
    text = ask("/catalogue").text
    assert [name for name in CATALOGUE if f'href="./?f={name}"' not in text] == []


def test_scripts_that_the_page_needs_are_named_before_they_are_asked_for(ask: Ask) -> None:
    names = re.findall(r'modulepreload" crossorigin href="\./(static/js/[^"]+)"', ask("/").text)
    assert any("PlotlyChart" in name for name in names)
    assert len(names) == len(set(names))
    assert [name for name in names if ask(f"/{name}").status != 200] == []


@pytest.mark.parametrize("page", LINKS)
def test_a_link_is_read_as_the_page_reads_it(page: str) -> None:
    for link in LINKS[page]:
        assert read_link(urlencode(link, doseq=True)) == link
        assert read_subject(page, link).page == page


@pytest.mark.parametrize("path", ["/", "/compare", "/catalogue"])
def test_the_browser_may_run_the_scripts_in_the_document_and_no_others(ask: Ask, path: str) -> None:
    got = ask(path)
    scripts = re.findall(r"<script>(.*?)</script>", got.text, re.DOTALL)
    allowed = re.findall(r"'sha256-([^']+)'", got.headers["content-security-policy"])
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    assert sorted(hashes) == sorted(allowed)


@pytest.mark.parametrize("path", ["/?f=ELU&alpha=0.5", "/compare", "/catalogue"])
def test_the_picture_of_the_link_is_in_the_document(ask: Ask, path: str) -> None:
    text = ask(path).text
    assert text.count('id="first-picture"') == 1
    after = text.partition('id="first-picture"')[2]
    assert "<svg" in after or "data:image/svg+xml" in after
    assert ask("/tune").text.count('id="first-picture"') == 0


def test_when_there_is_no_time_the_document_comes_all_the_same(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.front.routes.BUDGET.left", -10.0)
    assert ask("/?f=GELU").status == 200
    assert ask("/picture.svg?f=GELU").status == 503
