"""What design and review would otherwise have to look after: who imports whom, and how much stands where."""

from __future__ import annotations

import ast
import graphlib
import inspect
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import activations
from activations import CATALOGUE

ROOT = Path(__file__).parents[1]
LIBRARY = sorted(ROOT.glob("activations/**/*.py"))
PAGES = sorted(ROOT.glob("pages/*.py"))
SHARED = sorted(ROOT.glob("pages/shared/**/*.py"))
APP = [ROOT / "app.py", *PAGES, *SHARED]

# From an activation function to a picture, a text or a file: of use, and tested, without a running app.
WITHOUT_STREAMLIT = {
    "export",
    "figures",
    "framing",
    "lines",
    "maps",
    "snippets",
    "tiles",
    "words",
    "depth_figures",
    "depth_words",
    "gate_figures",
    "learn_content",
    "learn_figures",
    "learn_models",
    "learn_topic",
    "learn_words",
    "neuron_figures",
    "vector_figures",
    "vector_words",
    "train_budget",
    "train_figures",
    "train_record",
    "train_words",
}
# Figures are plain dicts; Plotly itself is needed only to hand one to Streamlit or, late, to write it to a file.
WITH_PLOTLY = {"export", "ready"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name_of)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere, ``a.b`` and ``a.b.c`` for ``from a.b import c``."""
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


@each(LIBRARY)
def test_the_library_imports_numpy_and_nothing_else(path: Path) -> None:
    assert packages(path) <= {"activations", "numpy"}


def test_modules_of_the_library_import_one_another_one_way() -> None:
    """Imports for types count too: a circle of them is one for the reader."""
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in LIBRARY}
    names = {path: name.removesuffix(".__init__") for path, name in names.items()}
    graph = {name: imports(path) & set(names.values()) - {name} for path, name in names.items()}
    # Raises CycleError, which names the circle.
    graphlib.TopologicalSorter(graph).prepare()


@each(APP)
def test_the_app_imports_what_requirements_txt_names_and_nothing_else(path: Path) -> None:
    assert packages(path) <= {"activations", "numpy", "pages", "plotly", "streamlit"}


@each([*PAGES, *SHARED])
def test_no_module_imports_a_page(path: Path) -> None:
    assert all(module.startswith("pages.shared") for module in imports(path) if module.startswith("pages."))


@each([path for path in SHARED if path.stem in WITHOUT_STREAMLIT])
def test_what_needs_no_running_app_imports_no_streamlit(path: Path) -> None:
    assert "streamlit" not in packages(path)
    shared = {module.split(".")[2] for module in imports(path) if module.startswith("pages.shared.")}
    assert shared <= WITHOUT_STREAMLIT


@each([path for path in APP if path.stem not in WITH_PLOTLY])
def test_only_the_export_of_a_figure_imports_plotly(path: Path) -> None:
    assert "plotly" not in packages(path)


def test_the_modules_named_in_this_file_exist() -> None:
    assert {path.stem for path in SHARED} >= WITHOUT_STREAMLIT | WITH_PLOTLY


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


def test_the_start_of_the_app_holds_page_configuration_and_navigation_only() -> None:
    assert lines(ROOT / "app.py") <= 30


@each(PAGES)
def test_a_page_asks_computes_and_shows_in_80_lines(path: Path) -> None:
    assert lines(path) <= 80


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@each(APP)
def test_whoever_keeps_something_in_the_session_says_why(path: Path) -> None:
    """A page is a function of its link, and what is in the session is not in the link."""
    with path.open("rb") as file:
        commented = {
            token.start[0] for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT
        }
    silent = [
        f"{name_of(path)}, line {line}"
        for line, docstring in writes_to_the_session(tree_of(path))
        if not commented & {line - 2, line - 1, line} and "session" not in docstring.lower()
    ]
    assert not silent, f"give the reason at {', '.join(silent)}"


def writes_to_the_session(tree: ast.AST, docstring: str = "") -> Iterator[tuple[int, str]]:
    """Yield the lines that change the session's state, each with the docstring of the function around it."""
    for node in ast.iter_child_nodes(tree):
        item = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
        method = isinstance(node, ast.Attribute) and node.attr in ("clear", "pop", "setdefault", "update")
        if (item or method) and getattr(node.value, "attr", "") == "session_state":
            yield node.lineno, docstring
        inner = ast.get_docstring(node) or "" if isinstance(node, ast.FunctionDef) else docstring
        yield from writes_to_the_session(node, inner)


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
