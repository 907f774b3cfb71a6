"""Adding a function touches one file: every law holds for a class that is nothing but its declaration."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TREE = (
    "activations",
    "pages",
    "tests",
    ".streamlit",
    "app.py",
    "pyproject.toml",
    "requirements.txt",
    "README.md",
)
DECLARED = '''

class Cubic(Activation):
    """Cube of the input, scaled."""

    title, family = "Cubic", "Elementary"
    expression, formula = "alpha * x**3", r"\\alpha\\,x^3"
    alpha: float = parameter(default=0.1, domain="(0, inf)", typical=(0.1, 2), step=0.1, meaning="steepness")


class Bend(Activation):
    """Line that bends at 0."""

    title, family = "Bend", "Elementary"
    expression, formula = "where(x > 0, x, k * x)", r"\\begin{cases} x & x > 0 \\\\ k\\,x & x \\le 0 \\end{cases}"
    k: float = parameter(
        symbol="κ", default=0.3, domain="[0, inf)", typical=(0.1, 2), step=0.1, meaning="slope left of 0"
    )
'''
# Laws, and what pages make of a class.
CHECKED = (
    *("tests/activations", "tests/pages/test_snippets.py", "tests/pages/test_figures.py"),
    *("tests/pages/test_pages.py", "tests/pages/test_train.py"),
)


def test_a_class_of_six_lines_passes_every_law(tmp_path: Path) -> None:
    for name in TREE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, tmp_path / name)
    with (tmp_path / "activations/functions/elementary.py").open("a", encoding="utf-8") as file:
        file.write(DECLARED)
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="]
    # The classes stand among those of their family.
    command += [*CHECKED, "-k", "Elementary"]
    result = run(command, tmp_path)
    assert result.returncode == 0, result.stdout[-4000:]
    tried = "from tests.activations.test_laws import FUNCTIONS; print({type(f).__name__ for f in FUNCTIONS})"
    assert {"Cubic", "Bend"} <= ast.literal_eval(run(["-c", tried], tmp_path).stdout)


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Let Python run in a folder."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
