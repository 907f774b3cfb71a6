"""What a person sees comes back from the link, whatever happens to the server or the connection."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ROOT, Tab, answers
from tests.browser.test_browser import VALUE, shows, thumb, waits_for

STATE = "/?f=PELU&alpha=2.5&beta=1.5&x=-1.5&show=f′&show=tangent"
CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'


class Server:
    """The app in a process that can be killed and started again on the same port."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the app, and wait until it answers."""
        options = {"server.port": self.port, "server.headless": "true", "server.fileWatcherType": "none"}
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file)
        for _ in range(300):
            if answers(f"{self.address}/_stcore/health"):
                return
            time.sleep(0.1)
        pytest.fail(f"The app did not answer within 30 s:\n{self.log.read_text()}")

    def kill(self) -> None:
        """End the process without giving it time to say good-bye."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, which is running."""
    server = Server(tmp_path / "log")
    server.start()
    yield server
    server.kill()


def connected(page: Page, seconds: float = 40) -> None:
    """Wait until the tab has a session again."""
    page.wait_for_selector(CONNECTED, timeout=seconds * 1000)


def test_after_a_restart_of_the_server_the_picture_comes_back_and_the_sliders_work(
    mortal: Server, chromium: Browser
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    tab = Tab(context.new_page(), mortal.address)
    page = tab.open("/?f=ELU").page
    for key in ("PageUp", "ArrowRight"):
        thumb(page, "alpha").press(key)
    alpha = thumb(page, "alpha").evaluate(VALUE)
    waits_for(page, lambda: f"alpha={alpha:g}" in page.url, "The link")
    tab.settle()
    mortal.kill()
    # A person who goes on dragging meanwhile still sees the curve follow.
    page.wait_for_timeout(500)
    assert shows(page, "ELU", 0.02, alpha=alpha)
    mortal.start()
    connected(page)
    tab.settle()
    waits_for(page, lambda: shows(page, "ELU", 0.02, alpha=alpha), "The same curve")
    assert f"alpha={alpha:g}" in page.url
    assert thumb(page, "alpha").evaluate(VALUE) == alpha
    thumb(page, "alpha").press("PageUp")
    later = thumb(page, "alpha").evaluate(VALUE)
    assert later > alpha
    waits_for(page, lambda: f"alpha={later:g}" in page.url, "The next link")
    waits_for(page, lambda: shows(page, "ELU", 0.02, alpha=later), "The next curve")
    assert page.locator("[data-testid=stException]").count() == 0
    # Whoever reloads meanwhile gets the picture as soon as there is a server.
    page.reload()
    tab.settle()
    waits_for(page, lambda: shows(page, "ELU", alpha=later), "The curve after a reload")
    context.close()


def test_a_connection_that_was_lost_for_a_while_is_taken_up_where_it_was(tab: Tab) -> None:
    page, tab.disposable = tab.open(STATE).page, True
    page.context.set_offline(True)
    page.wait_for_timeout(1000)
    page.context.set_offline(False)
    page.wait_for_timeout(500)
    connected(page)
    tab.settle()
    waits_for(page, lambda: shows(page, "PELU", alpha=2.5, beta=1.5), "The same picture")
    thumb(page, "alpha").press("PageUp")
    alpha = thumb(page, "alpha").evaluate(VALUE)
    waits_for(page, lambda: f"alpha={alpha:g}" in page.url, "The link")
    waits_for(page, lambda: shows(page, "PELU", 0.02, alpha=alpha, beta=1.5), "The next curve")


def test_two_tabs_of_one_browser_have_states_of_their_own(tab: Tab) -> None:
    page = tab.open("/?f=ELU&alpha=2").page
    second = Tab(page.context.new_page(), tab.address)
    other = second.open("/?f=ELU&alpha=2").page
    thumb(other, "alpha").press("Home")
    low = thumb(other, "alpha").evaluate(VALUE)
    waits_for(other, lambda: shows(other, "ELU", 0.02, alpha=low), "The second tab")
    assert thumb(page, "alpha").evaluate(VALUE) == 2
    assert shows(page, "ELU", alpha=2.0)
    thumb(page, "alpha").press("ArrowRight")
    waits_for(page, lambda: shows(page, "ELU", 0.02, alpha=2.05), "The first tab")
    assert thumb(other, "alpha").evaluate(VALUE) == low
    other.close()
    assert tab.errors == second.errors == []


def test_back_from_an_address_that_was_typed_returns_to_what_the_slider_was_set_to(tab: Tab) -> None:
    page = tab.open("/?f=ELU").page
    thumb(page, "alpha").press("End")
    page.wait_for_url("**alpha=3*")
    tab.settle()
    tab.open("/catalogue")
    tab.rest()
    page.go_back()
    page.wait_for_url("**/?alpha=3")
    waits_for(page, lambda: shows(page, "ELU", 0.02, alpha=3.0), "The curve as it was left")
    assert thumb(page, "alpha").evaluate(VALUE) == 3
    assert tab.errors == []
