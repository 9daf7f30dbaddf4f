"""A real Redis for tests, which can be killed and started again."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

REDIS = shutil.which("redis-server")
WITHIN = 30

needs_redis = pytest.mark.skipif(
    REDIS is None,
    reason="no redis-server on this machine (Debian: apt-get install redis-server)",
)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


class Redis:
    """A Redis of our own, in memory."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, empty, on the port that it has for good."""
        command = [str(REDIS), "--port", str(self.port), "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--save", ""],
            cwd=self._folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return
        pytest.fail("Redis did not start.")

    def kill(self) -> None:
        """End it at once; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=10)
            self._process = None

    def members(self) -> int:
        """Count the processes that listen to what others send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as wire:
            wire.sendall(b"ZCARD asgi:group:relay\r\n")
            return int(wire.recv(64).removeprefix(b":"))

    def wait_for_members(self, count: int) -> None:
        """Wait until so many processes listen."""
        deadline = time.monotonic() + WITHIN
        while self.members() < count:
            assert time.monotonic() < deadline, "nobody joined the relay's group"
            time.sleep(0.05)


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    """Run a Redis while the block does."""
    running = Redis(folder)
    running.start()
    try:
        yield running
    finally:
        running.kill()


def share(settings: Any, url: str) -> None:
    """Have this process use that Redis, as one that was started with its address."""
    settings.REDIS_URL = url
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [{"address": url, "socket_timeout": None}]},
        }
    }
