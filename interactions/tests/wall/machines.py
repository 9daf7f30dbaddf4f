"""Real machinery for tests: servers, what other processes do, browsers' sockets."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from biztech.tests.redis_server import WITHIN, free_port
from biztech.tests.wiping import empty_our_tables

ROOT = Path(__file__).resolve().parents[3]
# What a short-lived process does, given its arguments.
_ACT = """
import sys
import django
django.setup()
from core.clock import now_ms
from interactions.services import connect
from interactions.wall import controls
act, *arguments = sys.argv[1:]
if act == "tap":
    connect(*arguments, now=now_ms())
else:
    event, profile_id = arguments
    controls.hide(event, profile_id=profile_id, actor="a test", now=now_ms())
"""


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process of ours; the engine is the tests' own."""
    return {**os.environ, **more}


def act_elsewhere(redis_url: str, *arguments: str) -> None:
    """Do something in a process of its own, which ends at once."""
    subprocess.run(
        [sys.executable, "-c", _ACT, *arguments],
        cwd=ROOT,
        env=environment(REDIS_URL=redis_url),
        check=True,
        timeout=60,
    )


@contextmanager
def server(*arguments: str, **more: str) -> Iterator[str]:
    """Run a server; return the address of its websockets."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", *arguments],
        cwd=ROOT,
        env=environment(PORT=str(port), **more),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield f"ws://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        # What it wrote between the tests.
        empty_our_tables()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The server did not start (exit code {process.poll()}).")


class Browser:
    """A browser's socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def subscribe(self, event: str = "DEFAULT", **more: Any) -> dict[str, Any]:
        """Subscribe, and return the answer."""
        message = {"action": "subscribe", "eventId": event, **more}
        self.socket.send(json.dumps(message))
        return self.next("snapshot", "missed", "error")

    def next(self, *kinds: str) -> dict[str, Any]:
        """Return the next frame of some kinds; others than heartbeats fail."""
        while (frame := self.read())["type"] not in kinds:
            assert frame["type"] in ("heartbeat", "state"), frame
        return frame

    def read(self) -> dict[str, Any]:
        """Return the next frame."""
        frame: dict[str, Any] = json.loads(self.socket.recv(timeout=WITHIN))
        return frame

    def is_quiet(self) -> bool:
        """Tell whether the server sends no event before it answers a ping."""
        self.socket.send('{"action": "ping"}')
        while (frame := self.read())["type"] == "heartbeat":
            pass
        return frame == {"type": "pong"}


@contextmanager
def browser(
    address: str, path: str = "/ws/wall/", *, origin: str | None = None
) -> Iterator[Browser]:
    """Open a socket as a page of the server itself does, or as one of elsewhere."""
    own = address.replace("ws://", "http://")
    with connect(f"{address}{path}", origin=Origin(origin or own)) as socket:
        yield Browser(socket)
