"""How long a session waits while strangers ask for addresses that nobody has asked for before.

Run by hand:

    python tests/benchmarks/flood.py [--rate 1000] [--seconds 20]

Random pictures, documents and names at a rate, over connections that are kept; meanwhile the health of the server is
asked for ten times a second, which waits for the same loop as the messages of sessions do. Memory is
the server's.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

# In place of this file's own folder, so that `tests` and the app are found.
sys.path[0] = str(Path(__file__).parents[2])

from tests.benchmarks.servers import APP, HOST, Server, running

CONNECTIONS = 20


def random_address() -> str:
    f = random.choice(["ELU", "GELU", "Swish", "x*sigmoid({0}x)", "tanh({0}x)", "x^2/({0}+x^2)"])
    number = random.uniform(0.1, 5)
    kind = random.choice(["/picture.svg?f=", "/picture.png?f=", "/?f=", "/f/", "/data.csv?f="])
    more = "" if kind == "/f/" else f"&x={number:.9f}"
    return (
        (kind + f.format(f"{number:.6f}*") + more).replace("+", "%2B").replace("^", "%5E").replace("*", "%2A")
    )


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> int:
    """The status of an answer, which is read to its end."""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].split("\r\n")[0] or 0)
    await reader.readexactly(length)
    return int(head.split()[1])


async def flood(port: int, rate: float, end: float, counts: Counter[int]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    while time.perf_counter() < end:
        start = time.perf_counter()
        counts[await ask(reader, writer, random_address())] += 1
        await asyncio.sleep(max(0.0, CONNECTIONS / rate - (time.perf_counter() - start)))
    writer.close()


async def watch(port: int, end: float, waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    while time.perf_counter() < end:
        start = time.perf_counter()
        await ask(reader, writer, "/_stcore/health")
        waits.append(time.perf_counter() - start)
        await asyncio.sleep(0.1)
    writer.close()


async def measure(server: Server, rate: float, seconds: float) -> None:
    for label, wanted in (("calm", 0.0), ("flood", rate)):
        waits: list[float] = []
        counts: Counter[int] = Counter()
        before, end = server.memory(), time.perf_counter() + seconds
        floods = [flood(server.port, wanted, end, counts) for _ in range(CONNECTIONS if wanted else 0)]
        await asyncio.gather(watch(server.port, end, waits), *floods)
        ranked = sorted(waits)
        late = 1000 * ranked[int(0.95 * len(ranked))]
        print(
            f"{label}: {sum(counts.values()) / seconds:.0f} requests a second {dict(counts)}; "
            f"health waits {1000 * statistics.median(waits):.1f} ms, "
            f"95 % {late:.1f} ms, at most {1000 * ranked[-1]:.0f} ms; "
            f"memory {before:.0f} → {server.memory():.0f} MB"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    with running(APP) as server:
        asyncio.run(measure(server, arguments.rate, arguments.seconds))


if __name__ == "__main__":
    main()
