"""One virtual student: Streamlit's websocket protocol as a browser speaks it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from pages.shared import live

# The component by which the live preview reports that it works.
REPORT = live.REPORT.stem
XSRF = "_streamlit_xsrf"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0"
# The message that a run has ended is shorter than this; while nothing is to be learnt, only such are read.
SHORT = 200


class Student:
    """A browser's tab without a picture: it opens a page, and moves a slider.

    Parameters
    ----------
    host, port : str, int
        The server, or the proxy before it.
    path : str
        The page, with its query.
    source : str
        The address the student has.
    """

    def __init__(self, host: str, port: int, path: str = "/", source: str = "127.0.0.1") -> None:
        self.host, self.port, self.source = host, port, (source, 0)
        self.path, _, self.query = path.partition("?")
        self.cookies: dict[str, str] = {}
        self.widgets: dict[str, WidgetState] = {}
        self.sliders: dict[str, Any] = {}
        self.fragments: dict[str, str] = {}
        self.cached: dict[str, ForwardMsg] = {}
        self.page = ""
        self.received = 0
        self.socket: ClientConnection

    async def open(self) -> None:
        """Load the page and its first picture, as a browser does, the live preview's report included."""
        for path in (self.path, "/_stcore/health", "/_stcore/host-config"):
            await self._get(path)
        # The session of an earlier connection would follow as a third entry.
        protocols = [Subprotocol("streamlit"), Subprotocol(self.cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN"))]
        self.socket = await connect(
            f"ws://{self.host}:{self.port}/_stcore/stream",
            origin=Origin(f"http://{self.host}:{self.port}"),
            subprotocols=protocols,
            additional_headers={"Cookie": self._cookie()},
            user_agent_header=AGENT,
            max_size=None,
            local_addr=self.source,
            open_timeout=60,
        )
        await self.run()
        for fragment in self._report_alive():
            await self.run(fragment)

    async def change(self, key: str) -> float:
        """Move the slider with this key to a new place, and return the seconds until the script has finished."""
        fragment = self._move(key)
        start = time.perf_counter()
        await self.run(fragment, learn=False)
        return time.perf_counter() - start

    async def flood(self, key: str, pause: float, end: float) -> None:
        """Move the slider on and on without waiting for an answer."""
        reading = asyncio.create_task(self._drain())
        while time.perf_counter() < end:
            await self.socket.send(self._request(self._move(key)))
            await asyncio.sleep(pause)
        reading.cancel()

    async def _drain(self) -> None:
        async for _ in self.socket:
            pass

    def _move(self, key: str) -> str:
        slider = self.sliders[key]
        state = self.widgets[slider.id].double_array_value
        places = round((slider.max - slider.min) / slider.step)
        value = state.data[0]
        while value == state.data[0]:
            value = round(slider.min + slider.step * random.randint(0, places), 9)
        state.data[0] = value
        return self.fragments.get(slider.id, "")

    def _request(self, fragment: str) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.widget_states.widgets.extend(self.widgets.values())
        state.page_script_hash = self.page
        if not self.page:
            state.page_name = self.path.strip("/")
        state.fragment_id = fragment
        state.cached_message_hashes.extend(self.cached)
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-US"
        state.context_info.url = f"http://{self.host}:{self.port}{self.path}"
        state.context_info.is_embedded = False
        state.context_info.color_scheme = "light"
        request: bytes = message.SerializeToString()
        return request

    async def run(self, fragment: str = "", learn: bool = True) -> None:
        """Ask for a run of the script, and read until it has finished."""
        await self.socket.send(self._request(fragment))
        while True:
            data = await self.socket.recv()
            self.received += len(data)
            if learn or len(data) < SHORT:
                message = ForwardMsg.FromString(data)
                kind = message.WhichOneof("type")
                if kind == "page_info_changed":
                    # A browser writes it into the address.
                    self.query = message.page_info_changed.query_string
                if kind == "script_finished":
                    status = message.script_finished
                    if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        continue
                    if status in (
                        ForwardMsg.FINISHED_SUCCESSFULLY,
                        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
                    ):
                        return
                    raise RuntimeError(f"script ended with status {status}")
                if learn:
                    self._learn(message, kind)

    async def close(self) -> None:
        """Close the tab."""
        await self.socket.close()

    def _learn(self, message: ForwardMsg, kind: str | None) -> None:
        if kind == "navigation":
            self.page = message.navigation.page_script_hash
        if message.metadata.cacheable:
            self.cached[message.hash] = message
        if kind == "ref_hash":
            message = self.cached[message.ref_hash]
        if kind not in ("delta", "ref_hash") or not message.HasField("delta"):
            return
        element = message.delta.new_element
        name = element.WhichOneof("type")
        if name == "exception":
            raise RuntimeError(element.exception.message)
        if name is None:
            return
        widget = getattr(element, name)
        for state in initial_state(name, widget):
            self.widgets.setdefault(state.id, state)
            self.fragments[state.id] = message.delta.fragment_id
        if name == "slider":
            self.sliders[widget.id.rpartition("-")[2]] = widget
        if name == "bidi_component" and widget.component_name == REPORT:
            self.widgets[widget.id] = WidgetState(id=widget.id, json_value="{}")
            self.fragments[widget.id] = message.delta.fragment_id

    def _report_alive(self) -> list[str]:
        waiting = [state for state in self.widgets.values() if state.json_value == "{}"]
        for state in waiting:
            state.json_value = '{"alive":true}'
        return [self.fragments[state.id] for state in waiting]

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def _get(self, path: str) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port, local_addr=self.source)
        request = f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nUser-Agent: {AGENT}\r\n"
        request += f"Cookie: {self._cookie()}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        head, _, _ = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        status, *lines = head.decode("latin-1").split("\r\n")
        if " 200" not in status:
            raise RuntimeError(f"{path}: {status or 'no answer'}")
        for line in lines:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookie, _, content = value.strip().partition(";")[0].partition("=")
                self.cookies[cookie] = content


def initial_state(name: str, widget: Any) -> Iterator[WidgetState]:
    """Yield the state that a browser reports for a widget nobody has touched."""
    state = WidgetState(id=getattr(widget, "id", ""))
    if name == "slider":
        state.double_array_value.data.extend(widget.value if widget.set_value else widget.default)
    elif name == "selectbox":
        state.string_value = widget.raw_value if widget.set_value else widget.options[widget.default]
    elif name == "number_input":
        state.double_value = widget.value if widget.set_value else widget.default
    elif name == "text_input":
        state.string_value = widget.value if widget.set_value else widget.default
    elif name == "checkbox":
        state.bool_value = widget.value if widget.set_value else widget.default
    elif name == "button_group":
        chosen = [widget.options[index].content for index in widget.default]
        state.string_array_value.data.extend(widget.raw_values if widget.set_value else chosen)
    else:
        return
    yield state
