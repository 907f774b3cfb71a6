"""Replicas of the app as the systemd unit starts them, and Debian's nginx before them, all in the foreground."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
UNIT = ROOT / "deploy" / "activation-explorer@.service"
WANTED = "These tests need nginx: run “apt-get install nginx”."

# What Debian's own nginx.conf says around a site, with all paths below the prefix.
AROUND = """
worker_processes 1;
pid nginx.pid;
error_log error.log;
{user}
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
    log_format served '$upstream_addr $status $request_uri';
    access_log access.log served;
    include site.conf;
}}
"""


def binary() -> str | None:
    """Where nginx is; /usr/sbin is not on everybody's path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cache() -> str:
    """The folder in which the repository's configuration has nginx keep scripts."""
    found = re.search(r"^proxy_cache_path (\S+)", CONFIGURATION.read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


def site(listen: int, ports: Sequence[int], tabs: int | None = None) -> str:
    """The repository's configuration with other ports, and perhaps another limit of tabs."""
    text = CONFIGURATION.read_text("utf-8")
    text, listens = re.subn(r"listen 80;", f"listen 127.0.0.1:{listen};", text)
    server = re.compile(r"^ *server 127\.0\.0\.1:\d+(.*);\n", re.MULTILINE)
    options = server.findall(text)
    replicas = "".join(f"    server 127.0.0.1:{port}{options[0]};\n" for port in ports)
    text = server.sub("", text, count=len(options) - 1)
    text = server.sub(replicas, text)
    text = text.replace(cache(), "cache")
    if tabs is not None:
        text = re.sub(r"limit_conn( +)tabs \d+;", f"limit_conn tabs {tabs};", text)
    assert (listens, len(options)) == (1, 2)
    return text


@contextmanager
def nginx(folder: Path, ports: Sequence[int], tabs: int | None = None) -> Iterator[int]:
    """Run nginx before the servers on these ports, with its files in `folder`; yield the port it listens on."""
    program = binary()
    if program is None:
        raise FileNotFoundError(WANTED)
    listen = free_port()
    (folder / "site.conf").write_text(site(listen, ports, tabs), "utf-8")
    # Root's worker would become somebody who may not write here.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user), "utf-8")
    command = [program, "-p", f"{folder}/", "-c", "nginx.conf", "-e", "error.log", "-g", "daemon off;"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            for _ in range(100):
                with socket.socket() as client:
                    if process.poll() is not None or client.connect_ex(("127.0.0.1", listen)) == 0:
                        break
                time.sleep(0.05)
            if process.poll() is not None:
                raise RuntimeError(f"nginx did not start: {process.stderr.read() if process.stderr else ''}")
            yield listen
        finally:
            process.terminate()
            process.wait(10)


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
        """The ports of the replicas that drew pages so far, in order; one that failed is left out."""
        found = re.findall(r"127\.0\.0\.1:(\d+) \d+ /(?!static/)", self.log.read_text())
        return [int(port) for port in found]


def command(port: int) -> list[str]:
    """The command of the systemd unit, with this interpreter."""
    line = re.search(r"^ExecStart=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert line
    _, *rest = shlex.split(line[1].replace("%i", str(port)))
    return [sys.executable, *rest]


def wait_for(address: str) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"No answer from {address}.")
