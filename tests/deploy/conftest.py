"""Replicas of the app behind nginx, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from tests.deploy import proxy

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def running() -> Iterator[dict[int, subprocess.Popen[bytes]]]:
    """Start two replicas."""
    started: dict[int, subprocess.Popen[bytes]] = {}
    try:
        for _ in range(2):
            port = proxy.free_port()
            started[port] = subprocess.Popen(
                proxy.command(port), cwd=proxy.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        for port in started:
            proxy.wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield started
    finally:
        for process in started.values():
            process.kill()
            process.wait()


@contextmanager
def behind_nginx(replicas: dict[int, subprocess.Popen[bytes]], folder: Path) -> Iterator[proxy.School]:
    """Start nginx before replicas."""
    if proxy.binary() is None:
        pytest.fail(proxy.WANTED, pytrace=False)
    with proxy.nginx(folder, list(replicas)) as port:
        yield proxy.School(port, replicas, folder / "access.log")


@pytest.fixture(scope="session")
def replicas() -> Iterator[dict[int, subprocess.Popen[bytes]]]:
    """Two replicas, which nobody may end."""
    with running() as started:
        yield started


@pytest.fixture
def school(replicas: dict[int, subprocess.Popen[bytes]], tmp_path: Path) -> Iterator[proxy.School]:
    """An nginx before the two replicas."""
    with behind_nginx(replicas, tmp_path) as found:
        yield found


@pytest.fixture
def mortal_school(tmp_path: Path) -> Iterator[proxy.School]:
    """An nginx before two replicas of its own, which can be ended."""
    with running() as started, behind_nginx(started, tmp_path) as found:
        yield found


@pytest.fixture
def in_chromium() -> Callable[[Callable[[Page], None]], None]:
    """How to do something in a tab of a browser."""

    def run(work: Callable[[Page], None]) -> None:
        # In a thread of its own: Playwright allows one of its kind in each, and other tests keep theirs open.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(in_tab, work).result()

    return run


def in_tab(work: Callable[[Page], None]) -> None:
    """Start a browser, and do something in a tab of it."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        for path in (*map(shutil.which, NAMES), None):
            try:
                browser = playwright.chromium.launch(executable_path=path, args=arguments)
            except Error:
                continue
            work(browser.new_page())
            browser.close()
            return
    pytest.fail("These tests need Chromium: run “apt-get install chromium”.", pytrace=False)
