"""The rules of the house: who imports whom, and how much stands where."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import activations
from activations import CATALOGUE
from pages.main import PAGES
from tests.families import Decorator, run_together

ROOT = Path(__file__).parents[1]
LIBRARY = sorted(ROOT.glob("activations/**/*.py"))
SHARED = sorted(ROOT.glob("pages/shared/**/*.py"))
# Beside main.py: it shows what the rooms show, to those who have no session.
FRONT = sorted(ROOT.glob("pages/front/*.py"))
ROOMS = sorted(path for path in ROOT.glob("pages/*/*.py") if path.parent.name not in ("shared", "front"))
APP = [ROOT / "app.py", ROOT / "pages/main.py", ROOT / "pages/bar.py", *FRONT, *ROOMS, *SHARED]
TESTS = sorted(ROOT.glob("tests/**/*.py"))
# Figures are plain dicts; Plotly itself is needed only to hand one to Streamlit or, late, to write it to a file.
WITH_PLOTLY = ("pages/explore/export.py", "pages/shared/live/ready.py")
# By design each room may have these.
PARTS_OF_ROOMS = ("controls.py", "runs.py", "figures.py", "words.py")
# What no link can hold: which figure a browser has mounted, and what keeps link and widgets in step.
WITH_SESSION = ("pages/shared/settings.py", "pages/shared/live/__init__.py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> Decorator:
    return run_together("path", paths, lambda path: path.relative_to(ROOT).parts[0])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """The modules that a file imports anywhere, ``a.b`` and ``a.b.c`` for ``from a.b import c``."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}, line {node.lineno}: a relative import"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def packages(path: Path) -> set[str]:
    return {module.partition(".")[0] for module in imports(path)} - sys.stdlib_module_names


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Modules that import one another in a circle, or an empty list."""
    done: set[str] = set()

    def walk(module: str, trail: list[str]) -> Iterator[list[str]]:
        if module in trail:
            yield trail[trail.index(module) :]
        elif module not in done:
            for imported in sorted(graph.get(module, ())):
                yield from walk(imported, [*trail, module])
            done.add(module)

    return next((found for module in sorted(graph) for found in walk(module, [])), [])


@pytest.mark.parametrize("paths", [LIBRARY, APP], ids=["activations", "pages"])
def test_imports_make_no_circle(paths: list[Path]) -> None:
    modules = {module_of(path): path for path in paths}
    graph = {
        module: {known for known in imports(path) if known in modules and known != module}
        for module, path in modules.items()
    }
    # A package gathers what stands in it; whoever imports a part of it runs the package first.
    parts = {
        module: {known for known in graph[module] if not module.startswith(f"{known}.")} for module in graph
    }
    assert circle(parts) == []


@each(LIBRARY)
def test_the_library_imports_numpy_and_nothing_else(path: Path) -> None:
    assert packages(path) <= {"activations", "numpy"}


@each([path for path in APP if path not in FRONT])
def test_the_pages_import_what_runs_in_a_browser_too(path: Path) -> None:
    # segno is Python and nothing else; Pillow is there too, as Streamlit needs it.
    assert packages(path) <= {"PIL", "activations", "numpy", "pages", "plotly", "segno", "streamlit"}


@each(FRONT)
def test_the_front_imports_what_streamlit_itself_needs_and_nothing_else(path: Path) -> None:
    assert packages(path) <= {"PIL", "activations", "numpy", "pages", "starlette", "streamlit"}


@each([path for path in APP if path not in FRONT and path.name != "app.py"])
def test_only_the_server_imports_the_front(path: Path) -> None:
    assert [module for module in imports(path) if module.startswith("pages.front")] == []


@each([*ROOMS, *SHARED])
def test_no_room_imports_another_and_the_shared_ones_import_none(path: Path) -> None:
    allowed = {"shared", path.relative_to(ROOT).parts[1]}
    rooms = {module.split(".")[1] for module in imports(path) if module.startswith("pages.")}
    assert rooms <= allowed


def test_a_page_is_a_folder_with_a_script_of_its_name() -> None:
    assert [name for name in PAGES if not (ROOT / "pages" / name / f"{name}.py").is_file()] == []
    assert sorted(path.name for path in ROOT.glob("pages/*.py")) == ["bar.py", "main.py"]


def rooms_that_need(module: str, graph: dict[str, set[str]]) -> set[str]:
    """The rooms that import a module, by themselves or through others of the shared ones."""
    found, waiting, seen = set(), [module], {module}
    while waiting:
        wanted = waiting.pop()
        for user in [user for user, known in graph.items() if wanted in known and user not in seen]:
            seen.add(user)
            if user.startswith("pages.shared"):
                waiting.append(user)
            else:
                found.add(user.split(".")[1])
    return found


def test_what_is_shared_is_used_by_two_rooms_at_least() -> None:
    graph = {module_of(path): imports(path) for path in APP}
    lonely = {module_of(path): rooms_that_need(module_of(path), graph) for path in SHARED}
    assert {module: rooms for module, rooms in lonely.items() if len(rooms) < 2} == {}


@each([path for path in APP if path.stem.endswith(("figures", "words"))])
def test_figures_and_words_know_nothing_of_streamlit(path: Path) -> None:
    assert "streamlit" not in packages(path)


@each([path for path in ROOMS if path.stem == "controls"])
def test_controls_compute_nothing(path: Path) -> None:
    assert "numpy" not in packages(path)


@each([path for path in APP if name_of(path) not in WITH_PLOTLY])
def test_only_the_export_of_a_figure_imports_plotly(path: Path) -> None:
    assert "plotly" not in packages(path)


@each([path for path in APP if name_of(path) not in WITH_SESSION])
def test_what_is_set_lives_in_the_link_and_not_in_the_session(path: Path) -> None:
    assert "session_state" not in path.read_text(encoding="utf-8")


@each([path for path in APP if not path.stem.endswith("styles")])
def test_all_rules_of_style_stand_in_modules_of_their_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|unsafe_allow_html", text)


@each(APP)
def test_no_page_treats_one_activation_function_differently(path: Path) -> None:
    names = {*CATALOGUE, *(cls.title for cls in CATALOGUE.values())}
    imported = {module.removeprefix("activations.") for module in imports(path)} & set(CATALOGUE)
    compared = {
        constant.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.Compare, ast.match_case))
        for constant in ast.walk(node.pattern if isinstance(node, ast.match_case) else node)
        if isinstance(constant, ast.Constant) and constant.value in names
    }
    assert (imported, compared) == (set(), set())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_computes_and_shows_in_70_lines(page: str) -> None:
    assert len((ROOT / "pages" / page / f"{page}.py").read_text(encoding="utf-8").splitlines()) <= 70


def test_the_key_of_a_control_is_declared_once_on_each_page() -> None:
    keys = [
        (path.parent.name, call.args[0].value)
        for path in ROOMS
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id
        in ("Choice", "Segments", "GateChoice", "SelectSlider", "Several", "Switch", "Text", "Functions")
        and isinstance(call.args[0], ast.Constant)
    ]
    # A prediction is a letter or a number; either is declared.
    assert [key for key in keys if keys.count(key) > 1] == []


@pytest.mark.parametrize("name", sorted(set(activations.__all__) - {"CATALOGUE"}))
def test_every_public_name_of_the_library_is_documented(name: str) -> None:
    public = getattr(activations, name)
    text = public.__doc__ or ""
    # A dataclass without a docstring is given its own signature as one.
    assert text
    assert not text.startswith(f"{name}(")
    if inspect.isclass(public):
        members = {
            known: member
            for known, member in inspect.getmembers(public)
            if not known.startswith("_") and (inspect.isroutine(member) or isinstance(member, property))
        }
        assert [known for known, member in members.items() if not inspect.getdoc(member)] == []


@each([*LIBRARY, *APP, *TESTS])
def test_a_docstring_says_more_than_that_something_is_returned(path: Path) -> None:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    texts = [
        ast.get_docstring(node) or "" for node in ast.walk(tree_of(path)) if isinstance(node, documented)
    ]
    assert [text for text in texts if text.startswith("Return")] == []


def test_no_two_classes_share_a_name() -> None:
    names = [
        node.name
        for path in (*LIBRARY, *APP)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name in names if names.count(name) > 1] == []


def test_a_file_name_stands_once_but_for_the_parts_that_rooms_have() -> None:
    names = [path.name for path in APP if path.name not in ("__init__.py", *PARTS_OF_ROOMS)]
    assert [name for name in sorted(set(names)) if names.count(name) > 1] == []


@each(APP)
def test_a_module_has_one_name_wherever_it_is_used(path: Path) -> None:
    renamed = [
        alias.asname
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in ("activations", "pages")
        for alias in node.names
        if alias.asname
    ]
    assert renamed == []
