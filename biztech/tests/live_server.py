"""A really started server, and a browser that complains about what people would see."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

# The first draws pages alone, without the windows of a browser.
CHROMIUMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Pages of the browser's own, which it would load anew with every window.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
]
# Look for new entries of the wall several times a second.
IMPATIENT = {
    # It is told of no write of the tests' own process.
    "DIRECTORY_SECONDS": "0",
    "EVENTS_SECONDS": "0",
    "WALL_POLL_SECONDS": "0.3",
    "WALL_HEARTBEAT_SECONDS": "1",
}
STARTED_WITHIN = 30
# How long what a test waits for may take on a busy machine, in ms.
PATIENCE = 30_000

OpenPage = Callable[..., "Page"]

# Shared by the tests that follow each other with a server. Not for the whole run: while
# it runs, links and checkouts lead to it, and with a browser this thread counts as
# asynchronous.
_running = ExitStack()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that need a server: they share it while none is between."""
    for item in filter(_needs_server, items):
        item.add_marker(pytest.mark.other_process)
    items.sort(key=lambda item: not _needs_server(item))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Stop server and browser when tests follow that do not need them."""
    if nextitem is not None and not _needs_server(nextitem):
        _stop()


@pytest.fixture(scope="session")
def live(engine: str) -> Iterator[None]:
    """Stop server and browser at the end of the run, before the engine."""
    yield
    _stop()


@pytest.fixture
def browser(live: None) -> "Browser":
    """Return the system's Chromium; without one these tests are left out."""
    return _chromium()


@pytest.fixture
def server(live: None, engine: str) -> str:
    """Return the address of the project's own server over the tests' engine."""
    return _server(engine)


def _stop() -> None:
    _running.close()
    _chromium.cache_clear()
    _server.cache_clear()


def _needs_server(item: pytest.Item) -> bool:
    return "server" in getattr(item, "fixturenames", ())


@cache
def _chromium() -> "Browser":
    # Imported for those who use it: it takes as long as a hundred tests.
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    playwright = _running.enter_context(sync_playwright())
    chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
    _running.callback(chromium.close)
    return chromium


@cache
def _server(engine: str) -> str:
    return _running.enter_context(served(DYNAMODB_ENDPOINT=engine, **IMPATIENT))


@contextmanager
def served(**environment: str) -> Iterator[str]:
    """Run the project's own server, configured further; yield its address.

    What it wrote between the tests is removed when it has ended.
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    # After Django is set up, which happens after this module is loaded.
    from biztech.tests.wiping import empty_our_tables

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
        empty_our_tables()


@pytest.fixture
def open_page(browser: "Browser", server: str) -> Iterator[OpenPage]:
    """Open pages as wide as asked, of a signed-in exec or of a stranger.

    Whatever a page writes to the browser's console as an error fails the test; that the
    address itself was refused is for the test to say.
    """
    from biztech.dashboard.framework.tests.visitors import ben

    complaints: list[str] = []
    refused: set[str] = set()
    contexts = []

    def note_refusal(response: "Response") -> None:
        if response.request.is_navigation_request() and not response.ok:
            refused.add(response.url)

    def note_complaint(message: "ConsoleMessage") -> None:
        if message.type == "error" and message.location["url"] not in refused:
            complaints.append(message.text)

    def open_one(width: int = 1280, *, signed_in: bool = True) -> "Page":
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", note_refusal)
        page.on("console", note_complaint)
        if signed_in:
            cookie = ben().cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": server}]
            )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


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
