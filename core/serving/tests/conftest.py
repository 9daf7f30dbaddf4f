"""A server in a thread of the tests: the real one, over the tests' engine."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.serving.server import server
from core.serving.tests.clients import Clients

Serve = Callable[..., Clients]


@pytest.fixture
def serve(engine: str) -> Iterator[Serve]:
    """Return a way to serve an application, ours unless another is given."""
    running: list[Any] = []

    def start(application: Any = None) -> Clients:
        context = _running(application)
        running.append(context)
        return Clients(context.__enter__())

    yield start
    for context in running:
        context.__exit__(None, None, None)


@contextmanager
def _running(application: Any) -> Iterator[int]:
    started = server()
    if application is not None:
        started.config.app = application
    started.config.port = 0
    thread = threading.Thread(target=started.run)
    thread.start()
    while not started.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield started.servers[0].sockets[0].getsockname()[1]
    started.should_exit = started.force_exit = True
    thread.join(timeout=30)
