"""Time until the Catalogue's pictures are on the screen, as a multiple of an empty page's.

Run by hand:

    python tests/benchmarks/first_paint.py [--repeat 15]

A copy of the app gets one page more, which holds one line of text. It and the Catalogue are opened in turns in one
browser, whose cache has Streamlit's scripts, each time by a new session. Times are from the start of the navigation
to the second frame in which

- first: the line of text, or one picture, is there;
- screen: every picture of the first screen is there;
- whole: the script has run and all is there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

# In place of this file's own folder, so that `tests` and the app are found.
sys.path[0] = str(Path(__file__).parents[2])

from tests.benchmarks.servers import HOST, ROOT, running

SIZES = {"1440 × 900": (1440, 900), "390 × 844": (390, 844)}
PICTURES, TEXT = "img", "p"

EMPTY = """
import streamlit as st

from pages.shared import classroom

classroom.enter("empty").finish()
st.write("Empty")
"""
WATCH = """
window.moments = {};
const settled = (name, frames) => requestAnimationFrame(() => {
    if (frames) settled(name, frames - 1); else moments[name] = performance.now();
});
const look = () => {
    const main = document.querySelector('[data-testid=stMainBlockContainer]');
    const wanted = [...(main?.querySelectorAll('SELECTOR') ?? [])].filter((one) => one.checkVisibility());
    const drawn = wanted.filter((one) => one.complete ?? true);
    const near = (one) => one.getBoundingClientRect().top < innerHeight;
    const ran = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning';
    if (drawn.length && !('first' in moments)) { moments.first = null; settled('first', 1); }
    // A screen is full once something lies below it, or nothing more will come.
    const full = ran || wanted.some((one) => !near(one));
    if (drawn.length && full && wanted.filter(near).every((one) => drawn.includes(one)) && !('screen' in moments)) {
        moments.screen = null; settled('screen', 1);
    }
    if (ran && drawn.length && drawn.length === wanted.length) settled('whole', 1); else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def copy_with_an_empty_page(folder: Path) -> Path:
    """Copy the app, add the page, and return the script."""
    for name in ("activations", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "pages" / "empty").mkdir()
    (folder / "pages" / "empty" / "empty.py").write_text(EMPTY)
    script = folder / "pages" / "main.py"
    start = "PAGES = {\n"
    added = script.read_text(encoding="utf-8").replace(
        start, f'{start}    "empty": ("Empty", ":material/check:"),\n'
    )
    script.write_text(added, encoding="utf-8")
    shutil.copy(ROOT / "app.py", folder)
    return folder / "app.py"


def moments(context: BrowserContext, address: str, size: tuple[int, int], selector: str) -> dict[str, float]:
    """Open a page in a new tab, and return when what was drawn."""
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(WATCH.replace("SELECTOR", selector))
    page.goto(address)
    page.wait_for_function("() => moments.whole && moments.screen && moments.first", timeout=60_000)
    found: dict[str, float] = page.evaluate("moments")
    page.close()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=15)
    arguments = parser.parse_args()
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        options = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        with running(copy_with_an_empty_page(Path(folder))) as server:
            browser = playwright.chromium.launch(executable_path=path, args=options)
            pages = {
                name: (f"http://{HOST}:{server.port}/{name}", selector)
                for name, selector in (("empty", TEXT), ("catalogue", PICTURES))
            }
            print("| window | | empty, ms | catalogue, ms | ratio | median of the pairs |")
            print("| --- | --- | ---: | ---: | ---: | ---: |")
            for label, size in SIZES.items():
                context = browser.new_context()
                times: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
                # The first two rounds fill the caches.
                for turn in range(arguments.repeat + 2):
                    for name, (address, selector) in pages.items():
                        measured = moments(context, address, size, selector)
                        if turn > 1:
                            times[name].append(measured)
                context.close()
                for what in ("first", "screen", "whole"):
                    empty, ours = ([row[what] for row in times[name]] for name in pages)
                    pairs = [one / other for one, other in zip(ours, empty, strict=True)]
                    one, other = statistics.median(empty), statistics.median(ours)
                    print(
                        f"| {label} | {what} | {one:.0f} | {other:.0f} | {other / one:.2f} "
                        f"| {statistics.median(pairs):.2f} |"
                    )
            browser.close()


if __name__ == "__main__":
    main()
