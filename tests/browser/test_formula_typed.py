"""A formula typed into the box of functions: what is one is drawn and dragged, what is none is said in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Tab

DRAWN = "() => document.querySelector('.js-plotly-plot .scatterlayer path.js-line').getAttribute('d')"
LEGITIMATE = {
    "x tanh(softplus(x))": "x·tanh(softplus(x))",
    "max(x, αx)": "max(x, α·x)",
    "1/x": "1 / x",
    "gelu_pytorch_tanh": "GELU (tanh)",
}
HOSTILE = {
    "<img src=x onerror=alert(1)>": "no =",
    "[x](http://example.org) * x": "round brackets",
    "x * tann(x)": "did you mean tan or tanh",
    ":red[x] + x": "sign :",
}


def enter(tab: Tab, text: str) -> None:
    box = tab.page.get_by_role("combobox", name=re.compile("^Function"))
    box.fill(text)
    box.press("Enter")
    tab.rest()


def test_what_is_a_formula_is_drawn_under_its_name_and_linked(tab: Tab) -> None:
    page = tab.open("/").page
    for text, title in LEGITIMATE.items():
        before = page.evaluate(DRAWN)
        enter(tab, text)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Explore · {title}")
        assert page.evaluate(DRAWN) != before
        assert page.locator("[data-testid=stAlert]").count() == 0
    assert tab.errors == []


def test_what_is_none_is_said_and_the_page_keeps_what_it_showed(tab: Tab) -> None:
    page = tab.open("/?f=x*sigmoid(beta*x)&beta=1.5").page
    drawn, address = page.evaluate(DRAWN), page.url
    for text, part in HOSTILE.items():
        enter(tab, text)
        alert = page.locator("[data-testid=stAlert]")
        expect(alert).to_contain_text(part)
        # Nothing of theirs but text.
        assert alert.locator("img, a, code, .katex, script, span[style*=color]").count() == 0
        assert page.evaluate(DRAWN) == drawn
        assert page.url == address
    assert tab.errors == []


def test_a_table_of_all_values_in_bfloat16_can_be_taken_away(tab: Tab, tmp_path: Path) -> None:
    page = tab.open("/?f=GELU&tab=Low precision").page
    expect(page.get_by_text(re.compile("f is exactly 0 from x = −3.1094 down"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("All bfloat16 values")).click()
    path = tmp_path / "table.csv"
    download.value.save_as(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 65281 and lines[0].startswith("x,f(x)")
    assert tab.errors == []
