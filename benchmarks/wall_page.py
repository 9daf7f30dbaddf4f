"""The wall's picture against force-graph's own drawing of the same hall.

Both draw the same people and links in the system's Chromium while somebody taps every
half second, which keeps the layout moving. The peer is the vendored library with its
default circles and lines: no faces, no names, no warmth, no trails.
"""

import shutil
import statistics
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HALLS = ((500, 2000), (2000, 6000))
DRAWERS = ("ours", "force-graph")
ROUNDS = 3
SECONDS = 5
WARM_UP_MS = 3000
CHROMIUM = "chromium"


class Quiet(SimpleHTTPRequestHandler):
    """Serves the repository's files without a line for each."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


def measured(browser: Browser, address: str) -> tuple[float, float]:
    """Return frames a second, and the length of a slow frame in ms."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(address)
    page.wait_for_function("globalThis.measure !== undefined")
    page.wait_for_timeout(WARM_UP_MS)
    found = page.evaluate(f"measure({SECONDS})")
    page.close()
    return found["perSecond"], found["slow"]


def main() -> None:
    """Measure both in turn and print medians and their ratio."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/benchmarks/wall_page.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(CHROMIUM), args=["--no-sandbox"]
        )
        for people, links in HALLS:
            found: dict[str, list[tuple[float, float]]] = {name: [] for name in DRAWERS}
            for _ in range(ROUNDS):
                for name in DRAWERS:
                    asked = f"?drawer={name}&people={people}&links={links}"
                    found[name].append(measured(browser, base + asked))
            print(f"{people} people, {links} links")
            frames = {}
            for name, rounds in found.items():
                frames[name] = statistics.median(one for one, _ in rounds)
                slow = statistics.median(one for _, one in rounds)
                print(
                    f"  {name}: {frames[name]:.1f} frames/s, slow frame {slow:.0f} ms"
                )
            print(f"  ours / peer: {frames['ours'] / frames['force-graph']:.2f}")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
