"""The README and the page for contributors keep their word: examples run, and what they name is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import activations

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = README) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return [text for name, text in found if name == language]


COMMANDS = blocks("sh")
LAYOUT = [line.split()[0] for block in blocks("") for line in block.splitlines()]


def ran(block: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": __name__}
    exec(compile(block, "README.md", "exec"), names)
    return names


@pytest.mark.parametrize("block", blocks("python"))
def test_the_examples_run(block: str) -> None:
    ran(block)


def test_the_function_to_add_is_one_that_can_be_added() -> None:
    (block,) = (block for block in blocks("python", CONTRIBUTING) if "(Activation)" in block)
    f = ran(block)["Cubic"](alpha=0.5)
    assert f.family in {cls.family for cls in activations.CATALOGUE.values()}
    x, step = np.linspace(-2, 2, 9), 1e-6
    for function, derivative in ((f, f.derivative), (f.derivative, f.second_derivative)):
        slope = (function(x + step) - function(x - step)) / (2 * step)
        np.testing.assert_allclose(derivative(x), slope, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(f.parameter_derivative("alpha", x), f(x) / f.alpha)
    written = ast.unparse(ast.parse(f.expression, mode="eval"))
    np.testing.assert_allclose(eval(written, {"x": x, "alpha": 0.5}), f(x))
    assert np.isnan([f(np.nan), f.derivative(np.nan), f.second_derivative(np.nan)]).all()


def test_there_is_one_line_to_start_and_one_to_test() -> None:
    start, test = COMMANDS
    assert start.count("\n") == test.count("\n") == 1
    assert start.endswith("streamlit run app.py\n")
    assert test.endswith("python -m pytest\n")


def test_the_files_for_contributors_exist() -> None:
    named = set(re.findall(r"\b(?:tests|activations)/[\w./-]+", CONTRIBUTING))
    assert "tests/reference/formulas.py" in named
    assert [name for name in named if not (ROOT / name.rstrip("./")).exists()] == []


def test_the_files_it_names_exist() -> None:
    ends = (".json", ".png", ".py", ".txt", "/", "/run")
    named = {word for word in re.findall(r"[\w./-]+", README) if word.endswith(ends)} | set(LAYOUT)
    # What begins with a slash is an address.
    named = {word for word in named if not word.startswith((".venv/", "/"))}
    assert {
        "tests/requirements.txt",
        ".github/screenshot.png",
        "activations/functions/elementary.py",
    } <= named
    # Modules are also named without their folder.
    modules = {path.name for folder in ("activations", "pages") for path in (ROOT / folder).rglob("*.py")}
    assert {name for name in named if not (ROOT / name).exists()} - modules == set()


def test_the_tour_visits_every_page() -> None:
    titles = [path.stem.capitalize() for path in ROOT.glob("pages/*/*.py") if path.stem == path.parent.name]
    assert sorted(re.findall(r"^- \*\*(.+?)\*\*", README, re.MULTILINE)) == sorted(titles)


def test_the_readme_is_one_that_people_read() -> None:
    assert len(README.splitlines()) <= 130


@pytest.mark.parametrize("requirements", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_accounted_for(requirements: str) -> None:
    text = (ROOT / requirements).read_text(encoding="utf-8")
    packages = re.findall(r"^[\w-]+", text, re.MULTILINE)
    section = README.partition("## Packages")[2].partition("\n## ")[0].lower()
    assert [package for package in packages if package.lower() not in section] == []
