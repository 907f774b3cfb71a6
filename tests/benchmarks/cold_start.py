"""Time from the start of the process to the first chart in Chromium.

Run by hand:

    python tests/benchmarks/cold_start.py [--repeat 7]

The app and the plain app of `servers.py`, in turns, each with a new server and a new browser context. The files of
Streamlit's own pages are warm on the disk for both.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# In place of this file's own folder, so that `tests` and the app are found.
sys.path[0] = str(Path(__file__).parents[2])

from tests.benchmarks.servers import APP, HOST, plain_app, running

DRAWN = ".js-plotly-plot .scatterlayer .trace path"


def cold_start(script: Path, browser: Browser) -> tuple[float, float]:
    """The seconds until the server answers and until the chart is drawn."""
    start = time.perf_counter()
    with running(script) as server:
        answered = time.perf_counter() - start
        page = browser.new_page()
        page.goto(f"http://{HOST}:{server.port}/")
        page.wait_for_selector(DRAWN, state="attached", timeout=120_000)
        drawn = time.perf_counter() - start
        page.close()
    return answered, drawn


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=7)
    arguments = parser.parse_args()
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with plain_app() as plain, sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=options)
        scripts = {"app": APP, "plain app": plain}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in scripts}
        # The first round fills the caches of the disk.
        for turn in range(arguments.repeat + 1):
            for name, script in scripts.items():
                measured = cold_start(script, browser)
                if turn:
                    times[name].append(measured)
        browser.close()
    print(f"{'':12}{'answers':>10}{'first chart':>14}   (medians of {arguments.repeat})")
    medians = {}
    for name, values in times.items():
        answered, medians[name] = (statistics.median(column) for column in zip(*values, strict=True))
        print(f"{name:12}{answered:8.2f} s{medians[name]:12.2f} s")
    ratios = [ours[1] / theirs[1] for ours, theirs in zip(times["app"], times["plain app"], strict=True)]
    print(
        f"first chart, app : plain app = {medians['app'] / medians['plain app']:.2f}, "
        f"median of the pairs {statistics.median(ratios):.2f}"
    )


if __name__ == "__main__":
    main()
