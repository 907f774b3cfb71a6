"""How well charts follow a slider that is dragged: paints a second, gaps, and what goes over the wire.

Run by hand, on a machine that does nothing else, with Chromium installed:

    python tests/benchmarks/live.py

Two seconds of a drag at 60 moves a second, on Explore and Compare, and beside them a plain app of the same run:
st.slider, go.Figure and st.plotly_chart.

- frames/s: animation frames of the browser meanwhile: below 60 the machine is too busy for the other numbers;
- paints/s: changes of the drawn curve, as seen in each of these frames;
- seen: the share of the distinct values of the slider that appeared as a curve of their own before the next one;
- of shown: the same of those at which the thumb itself stood in some frame: of two moves within one frame, nobody sees
  the first;
- gap: the longest time between two paints during the drag, not counting while the value stood still;
- wire: bytes sent and received during the drag;
- lag: median time from a pointer move that changes the value to the frame in which its curve is drawn; for an app
  that does not follow, from the release;
- page, change: bytes received when the page opens, and for one change of the slider;
- CPU: time of the server for one change.

Then the bytes and the computing time of what follows the sliders of every function, beside plain f and f′ at
all values of the slider. By itself, without Chromium:

    python tests/benchmarks/live.py families
"""

from __future__ import annotations

import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
# In place of this file's own folder, in which it would find itself under the name of the package.
sys.path[0] = str(ROOT)

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, WebSocket, sync_playwright

from activations import CATALOGUE, Activation
from activations.sampling import abscissae
from pages.explore.function_families import explore_families
from pages.shared import curve_figures, figures, live
from pages.shared.framing import frame
from pages.shared.live.families import Family
from pages.shared.live.messages import pack_family
from tests.browser.conftest import launched

TWELVE = (
    *("LeakyReLU", "PReLU", "ELU", "CELU", "SELU", "PELU"),
    *("ISRU", "ISRLU", "DyT", "QuickGELU", "Gaussian", "XIELU"),
)  # fmt: skip
CASES = {
    "Explore, ELU α": ("/?f=ELU", "alpha"),
    "Explore, HardTanh α": ("/?f=HardTanh&range=-12&range=12", "alpha"),
    "Explore, Sine α": ("/?f=Sine", "alpha"),
    "Explore, ELU probe": ("/?f=ELU", "x"),
    "Compare, 4 functions": ("/compare?arrange=side+by+side", "depth-plateau-left"),
    "Compare, 4 overlaid": ("/compare", "depth-plateau-left"),
    "Compare, 12 × (f, f′)": (
        "/compare?" + urlencode({"fs": TWELVE, "arrange": "side by side"}, doseq=True),
        "depth-plateau-left",
    ),
    "Compare, 12 overlaid": ("/compare?" + urlencode({"fs": TWELVE}, doseq=True), "depth-plateau-left"),
}
PLAIN = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st

from activations import ELU

st.set_page_config(layout="wide")
alpha = st.slider("α", 0.0, 3.0, 1.0, 0.05, key="alpha") or 1e-9
x = np.linspace(-6, 6, 601)
f = ELU(alpha=alpha)
figure = go.Figure([go.Scatter(x=x, y=f(x), name="f"), go.Scatter(x=x, y=f.derivative(x), name="f′")])
figure.update_yaxes(range=[-3.2, 6.4])
st.plotly_chart(figure, key="chart")
"""
ALIVE = """() => {
    const charts = [...(globalThis.activationExplorer?.charts ?? new Map()).values()].filter((chart) => chart.plot);
    return charts.length === document.querySelectorAll('.js-plotly-plot').length
        && charts.every((chart) => chart.present) && globalThis.activationExplorer.alive;
}"""
SECONDS, RATE = 2.0, 60
CURVES = ".js-plotly-plot .scatterlayer path.js-line"
# In every animation frame: the time, what the slider says, and a short mark of all that is drawn. The pointer's
# moves are noted when they arrive.
RECORD = """(slider) => {
    const input = document.querySelector(`.st-key-${slider} input[type=range]`);
    const mark = (text) => {
        let sum = 0;
        for (let index = 0; index < text.length; index += 7) sum = (sum * 31 + text.charCodeAt(index)) | 0;
        return sum;
    };
    globalThis.frames = []; globalThis.changes = [];
    const note = () => {
        const value = input.getAttribute('aria-valuetext');
        // It is also written when it stays the same.
        if (value !== changes.at(-1)?.[1]) changes.push([performance.now(), value]);
    };
    new MutationObserver(note)
        .observe(input, { attributes: true, attributeFilter: ['aria-valuetext'] });
    // A message is delivered after everything that runs before the frame is drawn.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        let drawn = 0;
        for (const path of document.querySelectorAll('.js-plotly-plot .scatterlayer path'))
            drawn = (drawn * 33 + mark((path.getAttribute('d') ?? '') + (path.getAttribute('transform') ?? ''))) | 0;
        frames.push([performance.now(), input.getAttribute('aria-valuetext'), drawn]);
    };
    const look = () => { port2.postMessage(0); requestAnimationFrame(look); };
    look();
}"""

# Moves the pointer there and back from within the page: moves sent from outside come unevenly.
DRAG = """([x, y, reach, seconds, rate]) => new Promise((done) => {
    const start = performance.now();
    let count = 0;
    const timer = setInterval(() => {
        const elapsed = (performance.now() - start) / 1000;
        if (elapsed >= seconds) { clearInterval(timer); done(elapsed); return; }
        if (Math.floor(elapsed * rate) === count) return;
        count = Math.floor(elapsed * rate);
        const clientX = x + reach * (1 - Math.abs(1 - 2 * elapsed / seconds));
        window.dispatchEvent(new PointerEvent('pointermove', {
            pointerId: 1, pointerType: 'mouse', bubbles: true, buttons: 1, clientX, clientY: y }));
    }, 1);
})"""


class Server:
    """An app in a process of its own."""

    def __init__(self, script: Path | str, follows: bool) -> None:
        self.follows = follows
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://localhost:{port}"
        options = [
            "--server.port",
            str(port),
            "--server.headless",
            "true",
            "--server.fileWatcherType",
            "none",
        ]
        command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(300):
            try:
                with urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The app did not start.")

    def cpu(self) -> float:
        """The CPU seconds that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(browser: Browser, server: Server, path: str, slider: str) -> dict[str, str]:
    """Drag a slider for two seconds, and return what the table shows."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    wire: list[tuple[float, int]] = []

    def listen(route: WebSocket) -> None:
        route.on("framesent", lambda frame: wire.append((time.perf_counter(), len(frame))))
        route.on("framereceived", lambda frame: wire.append((time.perf_counter(), len(frame))))

    page.on("websocket", listen)
    page.goto(server.address + path)
    page.wait_for_selector(CURVES)
    if server.follows:
        page.wait_for_function(ALIVE, timeout=60_000)
    page.wait_for_timeout(3000)
    opened = sum(size for _, size in wire)
    thumb = page.locator(f".st-key-{slider} input[type=range]").first
    track = page.locator(f".st-key-{slider} [data-testid=stSlider]").bounding_box()
    knob = thumb.locator("xpath=../..").bounding_box()
    assert track is not None
    assert knob is not None
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    # To whichever end is farther, and back again.
    right, left = track["x"] + track["width"] - x, x - track["x"]
    reach = min(300, right - 10) if right > left else -min(300, left - 10)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD, slider)
    start = time.perf_counter()
    took = page.evaluate(DRAG, [x, y, reach, SECONDS, RATE])
    end = time.perf_counter()
    frames, changes = page.evaluate("[frames, changes]")
    # Then a little to the side, and let go of it: what one change costs.
    page.mouse.move(x + reach / 3, y)
    page.wait_for_timeout(300)
    during = sum(size for moment, size in wire if start < moment <= end)
    cpu, count = server.cpu(), len(wire)
    drawn = page.evaluate("frames.at(-1)[2]")
    released = page.evaluate("performance.now()")
    page.mouse.up()
    page.wait_for_timeout(1500)
    cost, change = server.cpu() - cpu, sum(size for _, size in wire[count:])
    later = page.evaluate("frames")
    page.close()

    paints = [(moment, value, mark) for (moment, value, mark), before in zip(frames[1:], frames, strict=False)
              if mark != before[2]]  # fmt: skip
    times = [moment for moment, _, _ in paints]
    values, seen = {value for _, value in changes}, {value for _, value, _ in paints}
    shown = values & {value for _, value, _ in frames}
    lags: list[float] = []
    for moment, value in changes:
        after = [time for time, shown, _ in paints if time >= moment and shown == value]
        lags += [min(after) - moment] if after else []
    gaps = [
        after - max(before, min((moment for moment, _ in changes if moment > before), default=after))
        for before, after in itertools.pairwise(times)
    ]
    if not gaps:
        lags = [moment - released for moment, _, mark in later if moment > released and mark != drawn][:1]
    return {
        "frames/s": f"{len(frames) / took:.0f}",
        "paints/s": f"{len(paints) / took:.0f}",
        "seen": f"{len(seen & values) / max(1, len(values)):.0%} of {len(values)}",
        "of shown": f"{len(seen & shown) / max(1, len(shown)):.0%} of {len(shown)}",
        "gap": f"{max(gaps):.0f} ms" if gaps else "–",
        "wire": f"{during} B",
        "lag": f"{statistics.median(lags):.0f} ms" if lags else "–",
        "page": f"{opened / 1000:.0f} kB",
        "change": f"{change / 1000:.0f} kB",
        "CPU": f"{cost * 1000:.0f} ms",
    }


def families() -> None:
    """Print the bytes and the computing time of what follows each slider of every function."""
    rows = [row for cls in CATALOGUE.values() for row in sliders(cls)]
    rows.sort(key=lambda row: -row["ms"])
    sizes, times = ([row[name] for row in rows] for name in ("kB", "ms"))
    ratio = statistics.median(row["ratio"] for row in rows if row["ratio"] is not None)
    print(
        f"\nWhat follows {len(rows)} sliders: median {statistics.median(sizes):.1f} kB, largest {max(sizes):.1f} kB;"
    )
    print(
        f"median {statistics.median(times):.1f} ms of CPU, for parameters {ratio:.2f} times the plain curves."
    )
    print("The slowest ten:")
    print(
        "\n| function | slider | kB | values sent | of | ms | plain curves |\n| --- | --- |" + " ---: |" * 5
    )
    for row in rows[:10]:
        ratio = "–" if row["ratio"] is None else f"{row['ratio']:.2f} ×"
        cells = [
            row["name"],
            row["slider"],
            f"{row['kB']:.1f}",
            row["sent"],
            row["of"],
            f"{row['ms']:.1f}",
            ratio,
        ]
        print(f"| {' | '.join(map(str, cells))} |")


def sliders(cls: type[Activation]) -> Iterator[dict[str, Any]]:
    """Yield what it takes to follow each slider of a function, beside plain f and f′ at all its values."""
    f, view = cls(), figures.View(-6.0, 6.0, (0, 1), (frame(cls, (0, 1), -6.0, 6.0),))
    figure = curve_figures.function_chart(f, view, -1.0)
    x = abscissae(f, view.low, view.high)
    for slider, group in itertools.groupby(explore_families(f, view, -1.0), lambda each: each.slider):
        together = list(group)
        messages = follow(together, figure)
        took = cpu(partial(follow, together, figure))
        headers = [json.loads(message[4 : 4 + int.from_bytes(message[:4], "little")]) for message in messages]
        values, ratio = headers[0]["values"], None
        if slider != "x":
            name = next(each.name for each in cls.parameters() if each.name.rstrip("_") == slider)

            ratio = took / cpu(partial(plain, f, name, together[0].stops().tolist(), x))
        yield {
            "name": cls.__name__,
            "slider": slider,
            "kB": sum(map(len, messages)) / 1000,
            "sent": len(values),
            "of": len(together[0].stops()),
            "ms": took * 1000,
            "ratio": ratio,
        }


def follow(families: list[Family], figure: figures.Figure) -> list[bytes]:
    """The messages of some families, computed anew."""
    pack_family.cache_clear()
    return [pack_family("chart", family, live.frames_of(figure)) for family in families]


def plain(f: Activation, name: str, values: list[float], x: NDArray[np.float64]) -> None:
    """Compute f and f′ at every value of a parameter."""
    for value in values:
        g = replace(f, **{name: value})
        g(x), g.derivative(x)


def cpu(work: Callable[[], Any]) -> float:
    """The seconds of CPU that something takes: the median of seven runs."""
    times = []
    for _ in range(7):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain = Path(folder) / "plain.py"
        plain.write_text(PLAIN, "utf-8")
        browser = launched(playwright.chromium.launch)
        if browser is None:
            raise SystemExit("Chromium or Chrome is needed.")
        servers = [Server(plain, follows=False), Server("app.py", follows=True)]
        rows = {"plain app, ELU α": (servers[0], "/", "alpha")}
        rows |= {name: (servers[1], *case) for name, case in CASES.items()}
        try:
            for index, (name, (server, path, slider)) in enumerate(rows.items()):
                result = measured(browser, server, path, slider)
                if index == 0:
                    print(f"| | {' | '.join(result)} |\n| --- |{' ---: |' * len(result)}")
                print(f"| {name} | {' | '.join(result.values())} |", flush=True)
        finally:
            browser.close()
            for server in servers:
                server.process.terminate()
    families()


if __name__ == "__main__":
    families() if sys.argv[1:] == ["families"] else main()
