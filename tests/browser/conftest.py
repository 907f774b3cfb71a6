"""A running app and a real Chromium for the tests of this folder."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WANTED = (
    "These tests need Chromium or Chrome: run “apt-get install chromium” "
    "or “python -m playwright install chromium”."
)
PATIENCE = 30_000  # milliseconds
CALM = 0.8  # seconds
# A browser counts at most 50 steps of a tab.
LONGEST_HISTORY = 20
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=PATIENCE)
# A page that is opened by its own address asks for these next to itself before it finds them at the root.
PROBE = re.compile(r"/\w+/_stcore/(health|host-config)$")

# A first visit to Explore plays a slider, and one to Train its epochs.
ACQUAINTED = """try {
    localStorage.setItem('activation-explorer-visited', '1');
    sessionStorage.setItem('activation-explorer-trained', '1');
} catch {}"""
SETTLED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const main = document.querySelector('[data-testid=stMainBlockContainer]');
    return app?.dataset.testScriptState === 'notRunning'
        && main?.querySelector('.js-plotly-plot, img, [data-testid=stAlert]')
        && !main.querySelector('[data-stale=true], [data-testid=stSkeleton]')
        && [...main.querySelectorAll('[data-testid=stPlotlyChart]')].every(
            (chart) => chart.querySelector('.js-plotly-plot .main-svg'));
}"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app on a free port, and return its address."""
    with serving(tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@contextmanager
def serving(log: Path, folder: str = "") -> Iterator[str]:
    """Start the app on a free port, under a folder if one is given, and return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"server.port": port, "server.headless": "true", "server.fileWatcherType": "none"}
    options |= {"server.baseUrlPath": folder} if folder else {}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
    with log.open("wb") as file, subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file) as process:
        address = f"http://localhost:{port}{folder}"
        try:
            for _ in range(300):
                if process.poll() is not None or answers(f"{address}/_stcore/health"):
                    break
                time.sleep(0.1)
            else:
                pytest.fail(f"The app did not answer within 30 s:\n{log.read_text()}")
            if process.returncode is not None:
                pytest.fail(f"The app did not start:\n{log.read_text()}")
            yield address
        finally:
            process.terminate()


def answers(address: str) -> bool:
    """Whether a server answers."""
    try:
        with urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives the browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start Debian's or the person's own Chromium or Chrome, or else Playwright's."""
    browser = launched(playwright.chromium.launch)
    if browser is None:
        pytest.fail(WANTED, pytrace=False)
    yield browser
    browser.close()


def launched(launch: Callable[..., Any]) -> Any:
    """What the first browser is that starts, or None."""
    # Other hosts are not found, as on a machine without a network. A script that is fetched in the background is
    # compiled anew in every tab, though the compiled one is in the cache: a third of what a new tab costs.
    arguments = [
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
        "--disable-features=BackgroundResourceFetch",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    found = [{"executable_path": path} for path in map(shutil.which, NAMES) if path]
    for choice in (*found, {}, {"channel": "chrome"}):
        try:
            return launch(args=arguments, **choice)
        except Error:
            continue
    return None


@dataclass
class Tab:
    """A tab of the browser, and what went wrong in it.

    Attributes
    ----------
    disposable : bool
        Whether a test has left something in it that another must not meet.
    """

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)
    heard: float = 0.0
    disposable: bool = False

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.listeners: dict[Any, Callable[[Any], None]] = {
            "console": self._console,
            "pageerror": self._error,
            "request": self._request,
            "websocket": self._listen,
        }
        for event, listener in self.listeners.items():
            self.page.on(event, listener)

    def forget(self) -> None:
        """Hear nothing more of the page."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)

    def _error(self, error: Error) -> None:
        self.errors.append(str(error))

    def _listen(self, socket: WebSocket) -> None:
        self._note(socket.url)
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda _: setattr(self, "heard", time.monotonic()))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(urlsplit(message.location["url"]).path):
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        self._note(request.url)

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "localhost":
            self.abroad.append(url)

    def open(self, path: str) -> Tab:
        """Open a page of the app, and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.settle()
        return self

    def section(self, title: str) -> None:
        """Open a section below the chart of Explore."""
        self.page.get_by_test_id("stButtonGroup").get_by_text(title, exact=True).click()
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and every chart is drawn."""
        self.page.wait_for_function(SETTLED)

    def rest(self) -> None:
        """Wait until nothing has gone to or come from the server for a while."""
        self.settle()
        while time.monotonic() - self.heard < CALM:
            self.page.wait_for_timeout(100)


@pytest.fixture(scope="session")
def shared(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser window whose tabs share a cache; each tab is a session of its own."""
    # A window without a folder is an incognito one, for which Chromium compiles every script again on every page.
    window = launched(
        partial(playwright.chromium.launch_persistent_context, tmp_path_factory.mktemp("browser"))
    )
    if window is None:
        pytest.fail(WANTED, pytrace=False)
    window.add_init_script(ACQUAINTED)
    yield window
    window.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test has failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def kept() -> dict[BrowserContext, Page]:
    """The tab of each window that is used again: a page that is loaded anew in it has its scripts compiled.

    That is two thirds of what a page costs.
    """
    return {}


@pytest.fixture
def tab(
    server: str, shared: BrowserContext, kept: dict[BrowserContext, Page], request: pytest.FixtureRequest
) -> Iterator[Tab]:
    """A tab of the size of a laptop's screen, in which nothing is open that counts."""
    yield from lend(kept, shared, server, request.node)


@pytest.fixture
def other_tab(
    server: str,
    other_window: BrowserContext,
    kept: dict[BrowserContext, Page],
    request: pytest.FixtureRequest,
) -> Iterator[Tab]:
    """A tab in the browser of somebody else."""
    yield from lend(kept, other_window, server, request.node)


def lend(
    kept: dict[BrowserContext, Page], window: BrowserContext, address: str, test: pytest.Item
) -> Iterator[Tab]:
    """Yield the tab of a window that is kept, or a new one, and keep it if it is as good as new."""
    page = kept.pop(window, None) or window.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    tab = Tab(page, address)
    yield tab
    tab.forget()
    if tab.disposable or test.stash[FAILED] or not has_short_history(page):
        page.close()
    else:
        kept[window] = page


def has_short_history(page: Page) -> bool:
    try:
        return bool(page.evaluate("history.length") <= LONGEST_HISTORY)
    except Error:
        # It is on its way to another page, or has crashed.
        return False


@pytest.fixture(scope="session")
def other_window(chromium: Browser) -> Iterator[BrowserContext]:
    """A window that shares nothing with others."""
    window = chromium.new_context()
    window.add_init_script(ACQUAINTED)
    yield window
    window.close()


@pytest.fixture
def stranger(server: str, chromium: Browser) -> Iterator[Callable[[], Tab]]:
    """A function that opens a tab in the browser of somebody who has never been here."""
    contexts = []

    def another() -> Tab:
        contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}))
        contexts[-1].add_init_script(ACQUAINTED)
        return Tab(contexts[-1].new_page(), server)

    yield another
    for context in contexts:
        context.close()
