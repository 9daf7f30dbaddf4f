"""A really started server, and a browser that complains about what people would see."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STARTED_WITHIN = 30
# How long what a test waits for may take on a busy machine, in ms.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
BEN = "ben@ubcbiztech.com"

OpenPage = Callable[..., Page]


# Not for the whole session: while it runs, this thread counts as asynchronous.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the system's Chromium; without one these tests are left out."""
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


# Not for the whole session: while it runs, links and checkouts lead to it.
@pytest.fixture(scope="module")
def server(engine: str) -> Iterator[str]:
    """Start the project's own server over the tests' engine; return its address."""
    with served(DYNAMODB_ENDPOINT=engine) as address:
        yield address


@contextmanager
def served(**environment: str) -> Iterator[str]:
    """Run the project's own server, configured further; yield its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORT": str(port), **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """Open pages as wide as asked, in light or dark, signed in by a one-time link.

    Whatever a page writes to the browser's console as an error fails the test; that the
    address itself was refused is for the test to say.
    """
    complaints: list[str] = []
    refused: set[str] = set()
    contexts = []

    def note_refusal(response: Response) -> None:
        if response.request.is_navigation_request() and not response.ok:
            refused.add(response.url)

    def note_complaint(message: ConsoleMessage) -> None:
        if message.type == "error" and message.location["url"] not in refused:
            complaints.append(message.text)

    def open_one(
        width: int = 1280, scheme: str = "light", *, signed_in: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", note_refusal)
        page.on("console", note_complaint)
        if signed_in:
            page.goto(_one_time_path())
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def _one_time_path() -> str:
    from biztech.identity.links import one_time_link

    return urlsplit(one_time_link(BEN)).path


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The server did not start (exit code {process.poll()}).")
