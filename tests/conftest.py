"""What holds for all tests."""

import os
from pathlib import Path

import pytest

# A real browser against a real server depends on what else the machine does: a second failure counts.
REAL = [Path(__file__).parent / folder for folder in ("browser", "deploy")]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: what waits for a browser leaves its core to another."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try what needs a browser and a server once more if it fails; the summary tells."""
    for item in items:
        if item.path.parent in REAL:
            item.add_marker(pytest.mark.flaky(reruns=1))
