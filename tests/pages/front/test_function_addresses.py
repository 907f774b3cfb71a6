"""Each function has an address under any of its names; scripts come compressed; the catalogue is data."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from starlette.types import Receive, Scope, Send

from activations import CATALOGUE, parse
from pages.front.assets import SCRIPTS, Compression
from pages.front.subjects import read_subject
from pages.front.time_share import Budget
from pages.main import PAGES
from tests.families import run_together
from tests.pages.front.conftest import Ask, get, run


def target(ask: Ask, name: str) -> tuple[str, dict[str, list[str]]]:
    """The path and the query to which a name leads."""
    place = f"/f/{quote(name)}"
    got = ask(place)
    assert got.status == 308, got.text
    parts = urlsplit(urljoin(f"https://school.example{place}", got.headers["location"]))
    return parts.path, parse_qs(parts.query)


@run_together("name", CATALOGUE, lambda name: CATALOGUE[name].family)
def test_every_name_of_a_function_leads_to_it(ask: Ask, name: str) -> None:
    cls = CATALOGUE[name]
    for known in (name, cls.title, *cls.aliases, *cls.framework_names):
        path, query = target(ask, known)
        (f,) = read_subject("explore", query).functions
        assert (path, f) == ("/", parse(known))


@pytest.mark.parametrize(
    "text",
    ["ELU(alpha=0.5)", "Leaky ReLU(0.2)", "x * sigmoid(2x)", "x/(1+abs(x))", "max(x, αx); α = 0.1"],
)
def test_settings_and_formulas_have_addresses_too(ask: Ask, text: str) -> None:
    path, query = target(ask, text)
    (f,) = read_subject("explore", query).functions
    assert (path, f) == ("/", parse(text))


def test_a_function_of_several_numbers_leads_to_its_page(ask: Ask) -> None:
    assert target(ask, "softmax(x)") == ("/vectors", {"of": ["Softmax"]})
    # Not one of its approximations, whose names begin alike.
    assert target(ask, "geglu")[1]["gate"] == ["GEGLU"]
    assert target(ask, "GEGLU (tanh)")[1]["gate"] == ["GEGLU (tanh)"]


@pytest.mark.parametrize(
    "name", ["relux", "<script>alert(1)</script>", "", "x" * 10_000, "\0", "../../etc/passwd"]
)
def test_an_unknown_name_gets_a_page_that_leads_on(ask: Ask, name: str) -> None:
    got = ask(f"/f/{quote(name)}")
    assert got.status == 404
    assert "<script" not in got.text
    assert 'href="../?f=' in got.text
    assert len(got.text) < 2_000


def test_the_nearest_function_is_named(ask: Ask) -> None:
    assert 'href="../?f=ReLU"' in ask("/f/relux").text


def test_search_engines_are_told_of_every_page_and_function(ask: Ask) -> None:
    text = ask("/sitemap.xml").text
    assert "<loc>https://school.example/?f=GELU</loc>" in text
    assert [page for page in PAGES if page != "explore" and f"/{page}</loc>" not in text] == []
    assert "Sitemap: https://school.example/sitemap.xml" in ask("/robots.txt").text


def test_a_script_is_compressed_and_the_same_when_unpacked(ask: Ask) -> None:
    script = max(SCRIPTS.glob("index.*.js"), key=lambda path: path.stat().st_size)
    plain = ask(f"/static/js/{script.name}")
    small = ask(f"/static/js/{script.name}", accept_encoding="gzip, br")
    assert gzip.decompress(small.body) == plain.body == script.read_bytes()
    assert len(small.body) < len(plain.body) / 2
    assert small.headers["cache-control"] == plain.headers["cache-control"]
    assert "immutable" in small.headers["cache-control"]
    assert "accept-encoding" in small.headers["vary"].lower()


@pytest.mark.parametrize("offer", ["", "br", "gzip;q=0", "identity"])
def test_who_cannot_unpack_gets_it_as_it_is(ask: Ask, offer: str) -> None:
    script = next(SCRIPTS.glob("index.*.js"))
    assert "content-encoding" not in ask(f"/static/js/{script.name}", accept_encoding=offer).headers


def test_a_part_of_a_script_is_a_part_of_what_it_is_and_not_of_what_it_was_packed_into(ask: Ask) -> None:
    script = next(SCRIPTS.glob("index.*.js"))
    got = ask(f"/static/js/{script.name}", accept_encoding="gzip", range="bytes=0-9")
    assert (got.status, got.body) == (206, script.read_bytes()[:10])


@pytest.mark.parametrize(
    "path", ["/static/../../app.py", "/static/js/%2e%2e/%2e%2e/%2e%2e/app.py", "//etc/passwd.js"]
)
def test_nothing_else_on_the_disk_is_served(ask: Ask, path: str) -> None:
    got = ask(path, accept_encoding="gzip")
    assert got.status == 400 or "<title>" in got.text
    assert "The server" not in got.text


def test_what_is_not_there_is_not_kept() -> None:
    async def nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    compression = Compression(nothing)
    for number in range(20):
        assert run(get(compression, f"/static/js/{number}.js", accept_encoding="gzip")).status == 404
    assert compression.kept == {}


def test_every_answer_says_what_a_browser_may_do_with_it(ask: Ask) -> None:
    for address in ("/", "/picture.svg", "/f/relux", "/static/css/none.css", "/activations.json"):
        headers = ask(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


def test_the_head_of_an_answer_can_be_had_alone(ask: Ask) -> None:
    for address in ("/", "/picture.svg", "/f/gelu", "/data.csv"):
        head, whole = ask(address, "HEAD"), ask(address)
        assert (head.status, head.headers) == (whole.status, whole.headers)


def test_nothing_is_changed_by_an_address(ask: Ask) -> None:
    assert ask("/picture.svg", "POST").status == 405


def test_the_catalogue_as_data_says_what_the_classes_declare(ask: Ask) -> None:
    data = json.loads(ask("/activations.json").text)
    assert data["version"] == 1
    assert list(data["functions"]) == list(CATALOGUE)
    shapes = {frozenset(each) for each in data["functions"].values()}
    assert len(shapes) == 1
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    assert [key for key in next(iter(shapes)) if f"`{key}`" not in readme] == []
    elu = data["functions"]["ELU"]
    (alpha,) = elu["parameters"]
    assert (alpha["name"], alpha["symbol"], alpha["default"]) == ("alpha", "α", 1.0)
    assert alpha["domain"] == {"low": 0.0, "high": None, "low_closed": True, "high_closed": False}
    assert elu["properties"]["range"]["low"] == -1.0
    assert math.isclose(elu["gains"]["forward"], 1.2452, rel_tol=1e-4)
    assert elu["spellings"]["pytorch"]["call"] == CATALOGUE["ELU"].spellings["pytorch"].call
    assert elu["properties"]["kinks"] == [0.0]


def test_a_share_of_the_time_is_all_that_is_spent() -> None:
    now = [0.0]
    budget = Budget(share=0.25, most=2.0, clock=lambda: now[0])
    worked = 0.0
    for _ in range(1000):
        if budget.is_spent():
            now[0] += 0.01
            continue
        with budget.spend():
            now[0] += 0.1
        worked += 0.1
    assert worked <= 2.0 + 0.1 + 0.25 * now[0]
    assert worked >= 0.2 * now[0]
