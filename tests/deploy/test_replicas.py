"""Several replicas behind nginx: a page is a function of its link, so any replica can draw it."""

from __future__ import annotations

import base64
import gzip
import os
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.deploy import proxy

PATIENCE = 60_000
# What is drawn, as numbers: every curve and its points, to a thousandth of the height.
PICTURE = """() => {
    const chart = document.querySelector(".js-plotly-plot");
    const round = (values) => Array.from(values, (value) => Number.isFinite(value) ? Math.round(value * 100) : null);
    // Where the names of curves stand depends on how large the chart is.
    const curves = chart._fullData.filter((trace) => !trace.meta?.names);
    return curves.map((trace) => [trace.name, round(trace.x), round(trace.y)]);
}"""
# Streamlit says so at the root while a script runs.
IDLE = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning"
    && document.querySelector('[data-testid="stApp"]').dataset.testConnectionState === "CONNECTED" """


def settled(page: Page) -> None:
    page.wait_for_function(IDLE, timeout=PATIENCE)
    page.wait_for_selector(".js-plotly-plot .scatterlayer", timeout=PATIENCE)
    # A run may follow in which the live preview takes the chart over.
    page.wait_for_timeout(800)
    page.wait_for_function(IDLE, timeout=PATIENCE)


def press(page: Page, times: int) -> None:
    page.locator(".st-key-alpha input[type=range]").focus()
    for _ in range(times):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    settled(page)


def same(left: Any, right: Any) -> bool:
    """Compare two pictures, numbers to a hundredth of a unit."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, int) and isinstance(right, int):
        return abs(left - right) <= 1
    return bool(left == right)


def test_a_tab_survives_the_replica_that_served_it(
    mortal_school: proxy.School, in_chromium: Callable[[Callable[[Page], None]], None]
) -> None:
    in_chromium(partial(survives, mortal_school))


def survives(school: proxy.School, page: Page) -> None:
    page.goto(f"{school.address}/?f=ELU&alpha=1.5")
    settled(page)
    press(page, 4)
    assert "alpha=1.7" in page.url
    before = page.evaluate(PICTURE)

    served = set(school.served())
    assert len(served) == 1, "one tab, one replica"
    (first,) = served
    (second,) = set(school.replicas) - served
    school.replicas[first].kill()
    school.replicas[first].wait()
    page.wait_for_function(
        """() => document.querySelector('[data-testid="stApp"]').dataset.testConnectionState !== "CONNECTED" """,
        timeout=PATIENCE,
    )
    settled(page)
    assert school.served()[-1] == second
    assert "alpha=1.7" in page.url
    assert same(page.evaluate(PICTURE), before)

    # It is not the old picture that was left standing: the new replica answers.
    press(page, 1)
    assert "alpha=1.75" in page.url
    assert not same(page.evaluate(PICTURE), before)
    page.goto(f"{school.address}/?f=ELU&alpha=1.7")
    settled(page)
    assert same(page.evaluate(PICTURE), before)


def test_visitors_are_spread_over_the_replicas_and_stay(school: proxy.School) -> None:
    homes = []
    for _ in range(24):
        with urlopen(f"{school.address}/") as response:
            cookie = response.headers["Set-Cookie"].partition(";")[0]
        for _ in range(3):
            with urlopen(Request(f"{school.address}/_stcore/health", headers={"Cookie": cookie})) as response:
                assert "replica=" not in str(response.headers.get_all("Set-Cookie"))
        first, *rest = served(school, 4)
        assert set(rest) == {first}
        homes.append(first)
    assert set(homes) == set(school.replicas)


def test_nginx_keeps_scripts_in_a_folder_that_its_package_brings() -> None:
    if proxy.binary() is None:
        pytest.fail(proxy.WANTED, pytrace=False)
    # It makes one folder by itself, but no folders around it.
    assert Path(proxy.cache()).parent.is_dir()


@pytest.mark.parametrize("path", ["/_stcore/upload_file/a/b", "/_stcore/metrics"])
def test_what_nobody_needs_is_closed(school: proxy.School, path: str) -> None:
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{school.address}{path}")


def test_scripts_are_compressed_once(school: proxy.School) -> None:
    with urlopen(f"{school.address}/") as response:
        script = response.read().decode().partition('src="./')[2].partition('"')[0]
    bodies = []
    for _ in range(3):
        request = Request(f"{school.address}/{script}", headers={"Accept-Encoding": "gzip, br"})
        with urlopen(request) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            bodies.append(gzip.decompress(response.read()))
    with urlopen(f"{school.address}/{script}") as response:
        assert "Content-Encoding" not in response.headers
        bodies.append(response.read())
    assert len(set(bodies)) == 1
    time.sleep(0.1)
    lines = [line for line in school.log.read_text().splitlines() if script in line]
    # Twice from a replica: compressed, and as it is.
    assert [line.startswith("127") for line in lines] == [True, False, False, True]


def test_one_client_gets_no_more_tabs_than_allowed(
    replicas: dict[int, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    with proxy.nginx(tmp_path, list(replicas), tabs=3) as port:
        tabs = [websocket(port) for _ in range(5)]
        assert [status for status, _ in tabs] == [101, 101, 101, 429, 429]
        for _, connection in tabs:
            connection.close()
        time.sleep(1)
        status, connection = websocket(port)
        connection.close()
        assert status == 101


def websocket(port: int) -> tuple[int, socket.socket]:
    """Ask for a websocket, and return the status of the answer and the open connection."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    key = base64.b64encode(os.urandom(16)).decode()
    head = f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
    head += f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
    connection.sendall(f"{head}Sec-WebSocket-Protocol: streamlit\r\n\r\n".encode())
    return int(connection.recv(1024).split()[1]), connection


def served(school: proxy.School, count: int) -> list[int]:
    """The replicas of the last `count` requests, once nginx has logged them."""
    time.sleep(0.05)
    return school.served()[-count:]
