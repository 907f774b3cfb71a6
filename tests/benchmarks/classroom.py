"""A class at its sliders: how long a change takes when N students work at once.

Run by hand:

    python tests/benchmarks/classroom.py [1 30 100 300] [--replicas 2] [--seconds 30]

Each student opens Explore, then moves a parameter about every 1.5 s, but not before the last change is answered,
over the websocket protocol that browsers speak. The same class then works on the plain app of `servers.py`. With
``--replicas``, as many servers stand behind nginx with the configuration in deploy/. Server and students are
processes of their own, all on this machine.

With ``--flood``, somebody at another address opens as many tabs meanwhile, each of which moves its slider 50 times
a second; ``--tabs`` sets how many nginx allows one address.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException

# In place of this file's own folder, so that `tests` and the app are found.
sys.path[0] = str(Path(__file__).parents[2])

from tests.benchmarks.servers import APP, HOST, Server, behind_nginx, plain_app, running
from tests.benchmarks.student import Student

SLIDER = "alpha"
INTERVAL = 1.5
PATIENCE = 60.0
# Seconds in which a class arrives, at most.
ARRIVAL = 20.0
ARRIVALS_PER_SECOND = 15.0
HEADER = ("students", "median", "p95", "p99", "page", "changes", "errors", "CPU/change", "CPU", "MB/session")


async def lesson(port: int, students: int, seconds: float, path: str, flood: int) -> None:
    """Let students work; print the times of their changes and page views, and the errors."""
    changes: list[float] = []
    pages: list[float] = []
    errors: list[str] = []
    everybody: list[Student] = []

    async def arrive(number: int, delay: float) -> None:
        await asyncio.sleep(delay)
        # A school has one address; visitors from anywhere have one each.
        source = f"127.1.{number // 250}.{number % 250 + 1}" if flood else HOST
        student = Student(HOST, port, path, source)
        start = time.perf_counter()
        try:
            await asyncio.wait_for(student.open(), PATIENCE)
            pages.append(time.perf_counter() - start)
            everybody.append(student)
        except Exception as error:  # noqa: BLE001
            errors.append(f"page: {type(error).__name__} {error}")

    async def work(student: Student, end: float) -> None:
        due = time.perf_counter() + random.uniform(0, INTERVAL)
        while due < end:
            await asyncio.sleep(due - time.perf_counter())
            try:
                changes.append(await asyncio.wait_for(student.change(SLIDER), PATIENCE))
            except Exception as error:  # noqa: BLE001
                errors.append(f"change: {type(error).__name__} {error}")
                return
            due = max(time.perf_counter(), due + INTERVAL * random.uniform(0.8, 1.2))

    refused = 0

    async def disturb(end: float) -> None:
        nonlocal refused
        student = Student(HOST, port, path, source="127.0.0.2")
        try:
            await asyncio.wait_for(student.open(), PATIENCE)
            await student.flood(SLIDER, 0.02, end)
            await student.close()
        except (OSError, RuntimeError, WebSocketException):
            refused += 1

    over = min(ARRIVAL, students / ARRIVALS_PER_SECOND)
    await asyncio.gather(*(arrive(number, random.uniform(0, over)) for number in range(students)))
    # The server is measured between these two lines.
    print("ready", flush=True)
    sys.stdin.readline()
    start, busy = time.perf_counter(), time.process_time()
    disturbing = [asyncio.create_task(disturb(start + seconds)) for _ in range(flood)]
    await asyncio.gather(*(work(student, start + seconds) for student in everybody))
    took, busy = time.perf_counter() - start, time.process_time() - busy
    result = {"changes": changes, "pages": pages, "errors": errors, "took": took, "busy": busy / took}
    await asyncio.gather(*disturbing, return_exceptions=True)
    print(json.dumps(result | {"refused": refused}), flush=True)
    sys.stdin.readline()
    await asyncio.gather(*(student.close() for student in everybody), return_exceptions=True)


def measure(
    servers: Sequence[Server], port: int, arguments: argparse.Namespace, students: int
) -> dict[str, Any]:
    """Let a class work in a process of its own, and return the row of the table."""
    # The first sessions import and compute what all others share.
    for server in servers:
        attend([server], server.port, 1, 3.0, arguments.path, 0)
    return attend(servers, port, students, arguments.seconds, arguments.path, arguments.flood)


def attend(
    servers: Sequence[Server], port: int, students: int, seconds: float, path: str, flood: int
) -> dict[str, Any]:
    """Start the students' process, and measure the servers beside it."""
    command = [sys.executable, __file__, "--port", str(port), str(students), "--seconds", str(seconds)]
    command += ["--path", path, "--flood", str(flood)]
    memory = sum(server.memory() for server in servers)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        grown = sum(server.memory() for server in servers) - memory
        cpu = sum(server.cpu() for server in servers)
        process.stdin.write("start\n")
        process.stdin.flush()
        line = process.stdout.readline()
        cpu = sum(server.cpu() for server in servers) - cpu
        result: dict[str, Any] = json.loads(line)
        process.stdin.write("end\n")
    return result | {"cpu": cpu, "memory": grown / students, "students": students}


def row(result: dict[str, Any]) -> str:
    """One line of the table."""
    times = sorted(result["changes"]) or [float("nan")]
    median, p95, p99 = (times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95, 0.99))
    cells = [
        str(result["students"]),
        *(f"{1e3 * value:.0f} ms" for value in (median, p95, p99)),
        f"{statistics.median(result['pages'] or [float('nan')]):.2f} s",
        str(len(result["changes"])),
        str(len(result["errors"])),
        f"{1e3 * result['cpu'] / len(times):.1f} ms",
        f"{100 * result['cpu'] / result['took']:.0f} %",
        f"{result['memory']:.2f}",
    ]
    return "".join(f"{cell:>12}" for cell in cells) + f"   (students' own CPU {100 * result['busy']:.0f} %)"


@contextmanager
def classroom(script: Path, replicas: int, tabs: int | None) -> Iterator[tuple[list[Server], int]]:
    """Start the servers, and nginx before them if there are several; yield them and the port to go to."""
    with ExitStack() as stack:
        servers = [stack.enter_context(running(script)) for _ in range(max(1, replicas))]
        port = stack.enter_context(behind_nginx(servers, tabs)) if replicas else servers[0].port
        yield servers, port


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("students", type=int, nargs="*", default=[1, 30, 100, 300])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--replicas", type=int, default=0, help="behind nginx; 0: one server without nginx")
    parser.add_argument("--app", choices=["Explore", "plain app", "both"], default="both")
    parser.add_argument("--path", default="/")
    parser.add_argument("--flood", type=int, default=0)
    parser.add_argument("--tabs", type=int)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.port:
        asyncio.run(
            lesson(arguments.port, arguments.students[0], arguments.seconds, arguments.path, arguments.flood)
        )
        return
    with plain_app() as plain:
        for name, script in (("Explore", APP), ("plain app", plain)):
            if arguments.app not in (name, "both"):
                continue
            print(f"\n{name}, {arguments.replicas or 1} process(es)")
            print("".join(f"{cell:>12}" for cell in HEADER))
            for students in arguments.students:
                with classroom(script, arguments.replicas, arguments.tabs) as (servers, port):
                    result = measure(servers, port, arguments, students)
                print(row(result), flush=True)
                for error in sorted(set(result["errors"]))[:3]:
                    print(f"    {error}")
                if arguments.flood:
                    print(f"    {result['refused']} of {arguments.flood} disturbing tabs were refused")


if __name__ == "__main__":
    main()
