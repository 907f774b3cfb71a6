"""A Streamlit server in a process of its own, and what it costs the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
from tests.deploy.proxy import nginx

APP = ROOT / "app.py"
HOST = "127.0.0.1"

# What everybody would write first.
PLAIN = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st

alpha = st.slider("alpha", 0.05, 5.0, 1.0, 0.05, key="alpha")
x = np.linspace(-6, 6, 500)
figure = go.Figure()
figure.add_trace(go.Scatter(x=x, y=np.where(x > 0, x, alpha * np.expm1(x)), name="f"))
figure.add_trace(go.Scatter(x=x, y=np.where(x > 0, 1, alpha * np.exp(x)), name="f'"))
st.plotly_chart(figure)
"""


@dataclass
class Server:
    """A running server."""

    pid: int
    port: int

    def cpu(self) -> float:
        """The processor time used so far by all its threads, in seconds."""
        # The clock of another process, as clock_getcpuclockid(3) makes its number.
        return time.clock_gettime((~self.pid << 3) | 2)

    def memory(self) -> float:
        """Its resident memory in MB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def settle(self, patience: float = 10.0) -> float:
        """Wait until it has nothing more to do, and return its processor time."""
        end = time.monotonic() + patience
        before = self.cpu()
        while time.monotonic() < end:
            time.sleep(0.02)
            now = self.cpu()
            if now - before < 3e-4:
                break
            before = now
        return self.cpu()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    script: Path, options: Sequence[str] = (), command: Sequence[str] = (), folder: Path | None = None
) -> Iterator[Server]:
    """Run a script on a free port, with the settings of its own folder or of another."""
    port = free_port()
    command = [
        *(command or (sys.executable, "-m", "streamlit")),
        "run",
        str(script),
        "--server.headless=true",
    ]
    command += [f"--server.address={HOST}", f"--server.port={port}", *options]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, cwd=folder or script.parent, stdout=log, stderr=log) as process,
    ):
        try:
            if not answers(f"http://{HOST}:{port}/_stcore/health", process):
                log.seek(0)
                raise RuntimeError(f"the server did not start:\n{log.read().decode()}")
            yield Server(process.pid, port)
        finally:
            process.terminate()


@contextmanager
def plain_app() -> Iterator[Path]:
    """Write the plain app into a folder of its own, with Streamlit's own settings."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "plain.py"
        script.write_text(PLAIN)
        yield script


def answers(address: str, process: subprocess.Popen[bytes], patience: float = 60.0) -> bool:
    """Wait until a server answers; return whether it did."""
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(address, timeout=2) as response:
                return bool(response.status == 200)
        except (URLError, OSError):
            time.sleep(0.05)
    return False


@contextmanager
def behind_nginx(servers: Sequence[Server], tabs: int | None = None) -> Iterator[int]:
    """Run nginx with the configuration in deploy/ before the servers, and yield its port."""
    with (
        tempfile.TemporaryDirectory() as folder,
        nginx(Path(folder), [server.port for server in servers], tabs) as port,
    ):
        yield port
