"""Processor time of the server for a change of a parameter on Explore, and for a page view.

Run by hand:

    python tests/benchmarks/rerun_cost.py [--repeat 100] [--profile]

Beside it, measured in the same run and in turns, the plain app of `servers.py`: one slider and one chart. With
``--profile`` the functions that a change spends its time in follow.
"""

from __future__ import annotations

import argparse
import asyncio
import pstats
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

# In place of this file's own folder, so that `tests` and the app are found.
sys.path[0] = str(Path(__file__).parents[2])

from tests.benchmarks.servers import APP, HOST, Server, plain_app, running
from tests.benchmarks.student import Student

SLIDER = "alpha"
WARM_UP = 8
PROFILED = str(Path(__file__).with_name("profiled_server.py"))


async def view(server: Server) -> tuple[Student, float]:
    """Open the page, and return the student on it and the cost in ms."""
    before = server.settle()
    student = Student(HOST, server.port)
    await student.open()
    return student, 1e3 * (server.settle() - before)


async def views(servers: dict[str, Server], repeat: int) -> dict[str, list[float]]:
    """The costs of page views, the servers taking turns."""
    costs: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(repeat):
        for name, server in servers.items():
            student, cost = await view(server)
            costs[name].append(cost)
            await student.close()
    return costs


async def changes(servers: dict[str, Server], repeat: int) -> dict[str, list[float]]:
    """The costs of moving the slider, the servers taking turns."""
    students = {name: (await view(server))[0] for name, server in servers.items()}
    costs: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(repeat):
        for name, server in servers.items():
            before = server.settle()
            await students[name].change(SLIDER)
            costs[name].append(1e3 * (server.settle() - before))
    for student in students.values():
        await student.close()
    return costs


def report(title: str, costs: dict[str, list[float]]) -> None:
    """Print one line for each server."""
    for name, all_values in costs.items():
        values = all_values[WARM_UP:]
        low, middle, high = statistics.quantiles(values, n=10)[0], statistics.median(values), max(values)
        print(f"{title:22}{name:10}{middle:8.1f} ms {low:8.1f} {high:8.1f}   ({len(values)} times)")


async def profiled_changes(repeat: int, top: int) -> None:
    """Print what the changes of one student spend their time in."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "profile")
        with running(APP, command=[sys.executable, PROFILED, output]) as server:
            student, _ = await view(server)
            for _ in range(repeat + WARM_UP):
                await student.change(SLIDER)
            server.settle()
            await student.close()
        runs = int(Path(f"{output}.runs").read_text())
        # What Stats prints from has no type of its own.
        taken: dict[Any, Any] = vars(pstats.Stats(output))["stats"]
        entries = [
            (1e3 * total / runs, 1e3 * own / runs, calls / runs, f"{Path(file).name}:{line} {name}")
            for (file, line, name), (_, calls, own, total, _) in taken.items()
        ]
    print(f"\nProfile of {runs} runs of the script; the profiler itself about doubles the times.")
    print(f"{'ms a run':>10}{'itself':>10}{'calls':>10}")
    for total, own, calls, where in sorted(entries, reverse=True)[:top]:
        print(f"{total:10.2f}{own:10.3f}{calls:10.1f}  {where}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=100)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--top", type=int, default=60)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        plain = stack.enter_context(running(stack.enter_context(plain_app())))
        servers = {"plain app": plain, "Explore": stack.enter_context(running(APP))}
        print(f"{'server CPU of':22}{'':10}{'median':>8}    {'10 %':>8} {'most':>8}")
        report("a parameter's change", asyncio.run(changes(servers, arguments.repeat + WARM_UP)))
        report("a page view", asyncio.run(views(servers, arguments.repeat // 2 + WARM_UP)))
    if arguments.profile:
        asyncio.run(profiled_changes(arguments.repeat, arguments.top))


if __name__ == "__main__":
    main()
