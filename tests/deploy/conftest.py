"""Replicas of the app behind nginx, and a real Chromium."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import proxy
import pytest
from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
UNIT = proxy.ROOT / "deploy" / "activation-explorer@.service"


@dataclass
class School:
    """What stands behind one address."""

    port: int
    replicas: dict[int, subprocess.Popen[bytes]]
    log: Path

    @property
    def address(self) -> str:
        """The address that people type."""
        return f"http://127.0.0.1:{self.port}"

    def served(self) -> list[int]:
        """Return the ports of the replicas that drew pages so far, in order; one that failed is left out."""
        found = re.findall(r"127\.0\.0\.1:(\d+) \d+ /(?!static/)", self.log.read_text())
        return [int(port) for port in found]


def command(port: int) -> list[str]:
    """Return the command of the systemd unit, with this interpreter."""
    line = re.search(r"^ExecStart=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert line
    _, *rest = shlex.split(line[1].replace("%i", str(port)))
    return [sys.executable, *rest]


@pytest.fixture
def replicas() -> Iterator[dict[int, subprocess.Popen[bytes]]]:
    """Start two replicas."""
    started: dict[int, subprocess.Popen[bytes]] = {}
    try:
        for _ in range(2):
            port = proxy.free_port()
            started[port] = subprocess.Popen(
                command(port), cwd=proxy.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        for port in started:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield started
    finally:
        for process in started.values():
            process.kill()
            process.wait()


@pytest.fixture
def school(replicas: dict[int, subprocess.Popen[bytes]], tmp_path: Path) -> Iterator[School]:
    """Start nginx before two replicas."""
    if proxy.binary() is None:
        pytest.fail(proxy.WANTED, pytrace=False)
    with proxy.nginx(tmp_path, list(replicas)) as port:
        yield School(port, replicas, tmp_path / "access.log")


def wait_for(address: str) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"No answer from {address}.")


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Start a browser."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        for path in (*map(shutil.which, NAMES), None):
            try:
                browser = playwright.chromium.launch(executable_path=path, args=arguments)
            except Error:
                continue
            yield browser
            browser.close()
            return
    pytest.fail("These tests need Chromium: run “apt-get install chromium”.", pytrace=False)
