"""The settings of .streamlit/config.toml, as a visitor who means no good meets them."""

from __future__ import annotations

import json
import socket
import subprocess
import tomllib
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web import bootstrap
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.deploy import proxy

SETTINGS = proxy.ROOT / ".streamlit" / "config.toml"
# Known to Streamlit 1.67, not to 1.62, which ignores it.
RECENT = {"server.maxCacheDataSize"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    number = proxy.free_port()
    with subprocess.Popen(
        proxy.command(number), cwd=proxy.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        proxy.wait_for(f"http://127.0.0.1:{number}/_stcore/health")
        yield number
        process.kill()


def tab(port: int, origin: str | None = None) -> ClientConnection:
    home = f"http://127.0.0.1:{port}"
    return connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(origin or home),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
    )


def names(table: dict[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from names(value, f"{prefix}{name}.")
        else:
            yield prefix + name


def test_streamlit_knows_every_setting() -> None:
    written = set(names(tomllib.loads(SETTINGS.read_text("utf-8"))))
    assert written - RECENT <= set(config.get_config_options())


def test_every_setting_has_its_reason() -> None:
    before = ""
    for line in SETTINGS.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            section = before.startswith("[theme")
            assert section or before.startswith("#"), line
        before = line


@pytest.mark.parametrize("size", [1, 1_000, 5_000_000])
def test_not_even_an_open_tab_can_upload(port: int, size: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}/_stcore/health") as response:
        token = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    with tab(port) as connection:
        message = BackMsg()
        message.rerun_script.query_string = ""
        connection.send(message.SerializeToString())
        session = ForwardMsg.FromString(connection.recv(timeout=20)).new_session.initialize.session_id
        assert session
        body = (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
            + bytes(size)
            + b"\r\n--b--\r\n"
        )
        head = f"PUT /_stcore/upload_file/{session}/x HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        head += f"Cookie: _streamlit_xsrf={token}\r\nX-Xsrftoken: {token}\r\n"
        head += "Content-Type: multipart/form-data; boundary=b\r\n"
        chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        for request in (
            f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body,
            f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunked,
        ):
            assert answer(port, request) == b"413"


def answer(port: int, request: bytes) -> bytes:
    """Send a request, of which the server may not want to hear the end, and return the status of its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        return connection.recv(1024).split()[1]


def test_a_page_of_another_site_gets_no_session(port: int) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        tab(port, "http://elsewhere.example")


def test_a_page_of_another_site_may_not_read(port: int) -> None:
    request = Request(
        f"http://127.0.0.1:{port}/_stcore/health", headers={"Origin": "http://elsewhere.example"}
    )
    with urlopen(request) as response:
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_message_too_large_ends_the_session(port: int) -> None:
    message = BackMsg()
    message.rerun_script.query_string = "x" * 2_000_000
    with tab(port) as connection:
        connection.send(message.SerializeToString())
        with pytest.raises(ConnectionClosed):
            deque(iter(lambda: connection.recv(timeout=20), None))


def test_the_browser_is_told_of_no_statistics(port: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}/_stcore/host-config") as response:
        assert not json.load(response).get("metricsUrl")
    assert config.get_option("browser.gatherUsageStats") is False


def test_nobody_who_starts_the_app_is_asked_for_an_address() -> None:
    assert config.get_option("server.showEmailPrompt") is False


def test_a_start_asks_no_other_host_for_the_address_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("streamlit.net_util.get_external_ip", lambda: asked.append("the address"))
    config.set_option("server.headless", True)
    bootstrap._print_url(is_running_hello=False)
    assert asked == []


@pytest.mark.parametrize("host", ["localhost", "192.168.1.5", "school.example"])
def test_the_page_may_be_opened_by_any_name_of_the_server(port: int, host: str) -> None:
    address = f"{host}:{port}"
    with connect(
        f"ws://{address}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port), timeout=20),
        origin=Origin(f"http://{address}"),
        subprotocols=[Subprotocol("streamlit")],
    ) as connection:
        message = BackMsg()
        message.rerun_script.query_string = ""
        connection.send(message.SerializeToString())
        assert ForwardMsg.FromString(connection.recv(timeout=20)).new_session.initialize.session_id


def test_a_session_is_told_that_the_server_has_pictures(port: int) -> None:
    message = BackMsg()
    message.rerun_script.query_string = urlencode({"f": "ELU", "tab": "Link and export"})
    with tab(port) as connection:
        connection.send(message.SerializeToString())
        texts: list[str] = []
        while not any("picture.svg" in text for text in texts):
            received = ForwardMsg.FromString(connection.recv(timeout=20))
            texts.append(str(received.delta))
            assert received.WhichOneof("type") != "script_finished", "the page shows no address of a picture"
