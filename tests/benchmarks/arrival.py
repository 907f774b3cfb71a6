"""What a new visitor waits for, on a line of 10 Mbit/s and 40 ms and on a fast one.

Run by hand:

    python tests/benchmarks/arrival.py [--repeat 5]

The app with its front, the same pages without it (``streamlit run pages/main.py``), and the plain app of `servers.py`,
in turns, each in a fresh browser. Times are from the start of the navigation.

- picture: something is drawn in the place of the chart, by the document or by the page;
- curve: Streamlit's own chart has a curve;
- slider: the script has run, and a slider can be moved;
- wire: what all of this took, in MB; requests.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

# In place of this file's own folder, so that `tests` and the app are found.
sys.path[0] = str(Path(__file__).parents[2])

from tests.benchmarks.servers import APP, HOST, ROOT, plain_app, running

LINES = {"fast": None, "10 Mbit/s, 40 ms": (10e6 / 8, 40)}
WATCH = """
window.moments = {};
const note = (name) => { moments[name] ??= performance.now(); };
const look = () => {
    const curve = document.querySelector('.js-plotly-plot .scatterlayer .trace path');
    if (document.querySelector('#first-picture svg') || curve) note('picture');
    if (curve) note('curve');
    const ran = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning';
    if (curve && ran && document.querySelector('.stSlider input')) note('slider');
    requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def arrive(playwright: Playwright, port: int, line: tuple[float, float] | None) -> dict[str, float]:
    """Open the page in a fresh browser, and return when there was what, and what it took."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    browser = playwright.chromium.launch(executable_path=path, args=options)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    if line:
        speed, delay = line
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": delay, "downloadThroughput": speed, "uploadThroughput": speed},
        )
    page.add_init_script(WATCH)
    page.goto(f"http://{HOST}:{port}/", wait_until="commit")
    page.wait_for_function("() => moments.slider", timeout=120_000)
    page.wait_for_timeout(1500)
    found: dict[str, float] = page.evaluate("moments")
    browser.close()
    return {name: time / 1000 for name, time in found.items()} | {
        "wire": sum(received) / 1e6,
        "requests": float(len(received)),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    print("| line | | picture, s | curve, s | slider, s | wire, MB | requests |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with plain_app() as plain, sync_playwright() as playwright:
        scripts = {"with front": APP, "without": ROOT / "pages" / "main.py", "plain app": plain}
        for label, line in LINES.items():
            rows: dict[str, list[dict[str, float]]] = {name: [] for name in scripts}
            for name, script in scripts.items():
                folder = ROOT if name == "without" else None
                with running(script, folder=folder) as server:
                    # One visitor before, so that the server itself is warm.
                    for turn in range(arguments.repeat + 1):
                        found = arrive(playwright, server.port, line)
                        if turn:
                            rows[name].append(found)
            for name, values in rows.items():
                medians = {key: statistics.median(row[key] for row in values) for key in values[0]}
                print(
                    f"| {label} | {name} | {medians['picture']:.2f} | {medians['curve']:.2f} "
                    f"| {medians['slider']:.2f} | {medians['wire']:.2f} | {medians['requests']:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
