"""Clients that send or read slowly cost others nothing, and end."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event, Semaphore
from typing import Any

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from core.serving import connections, limits
from core.serving.bridge import Bridge
from core.serving.limits import BodyLimit
from core.serving.places import Places
from core.serving.tests.clients import WITHIN, Clients, everything
from core.serving.tests.conftest import Serve

MANY = 50
THREADS = 2
SHORT = 0.5
ORIGIN = Origin("http://localhost:3000")
BEGUN = "GET /health/live HTTP/1.1\r\nHost: local"


def get(path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"


class LargeAnswers:
    """Answers more than a network takes by itself, and notes who is done."""

    def __init__(self) -> None:
        self.closed = Event()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        """Answer a stream without end at ``/endless``, and a word elsewhere."""
        start("200 OK", [("Content-Type", "text/plain")])
        try:
            while environ["PATH_INFO"] == "/endless":
                yield b"large" * 20_000
            yield b"small"
        finally:
            self.closed.set()


class BusyAnswers:
    """Answers when it is told to go on."""

    def __init__(self) -> None:
        self.began = Semaphore(0)
        self.goes_on = Event()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        """Wait, then answer."""
        self.began.release()
        assert self.goes_on.wait(WITHIN)
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"done"]


def bridged(application: Any, *, each: int = MANY) -> Bridge:
    """Serve with fewer threads than there are slow clients."""
    return Bridge(application, threads=THREADS, each=each)


def is_served(clients: Clients) -> bool:
    health = clients.ask("GET", "/health/live")
    form = clients.ask("POST", "/payments", b"[]", Content_Type="application/json")
    return (health.status, form.status) == (200, 400)


def test_bodies_that_do_not_end_leave_others_served(serve: Serve) -> None:
    clients = serve()

    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(clients.begin("/payments"))
        served = is_served(clients)

    assert served


def test_answers_that_nobody_reads_leave_others_served(serve: Serve) -> None:
    clients = serve(bridged(LargeAnswers()))

    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(clients.send(get("/endless")))
        served = [clients.ask("GET", "/small").read() for _ in range(3)]

    assert served == [b"small"] * 3


def test_client_that_sends_on_after_being_told_to_close_is_cut_off_quietly(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limits, "PATIENCE", SHORT)
    busy = BusyAnswers()
    clients = serve(bridged(busy))

    with ExitStack() as held:
        for _ in range(THREADS):
            held.enter_context(clients.send(get("/long")))
            assert busy.began.acquire(timeout=WITHIN)
        client = held.enter_context(clients.send(get("/users/check/zz")))
        assert client.recv(4096).startswith(b"HTTP/1.1 503 ")
        client.sendall(get("/users/check/zz").encode())
        everything(client)
        busy.goes_on.set()

    assert not [line for line in caplog.records if line.levelname == "ERROR"]


def test_request_for_which_no_thread_is_free_is_told_to_come_back(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PATIENCE", SHORT)
    busy = BusyAnswers()
    clients = serve(bridged(busy))

    with ExitStack() as held:
        for _ in range(THREADS):
            held.enter_context(clients.send(get("/long")))
            assert busy.began.acquire(timeout=WITHIN)
        refused = clients.ask("GET", "/users/check/zz")
        monkeypatch.setattr(limits, "PATIENCE", WITHIN)
        busy.goes_on.set()
        served = clients.ask("GET", "/users/check/zz")

    assert (refused.status, refused.getheader("Retry-After")) == (503, "5")
    assert json.loads(refused.read()) == {"message": "The server is busy."}
    assert served.status == 200


def test_answer_that_nobody_reads_ends(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "STALL_SECONDS", SHORT)
    large = LargeAnswers()
    clients = serve(bridged(large))

    with clients.send(get("/endless")):
        assert large.closed.wait(WITHIN)


def test_answer_whose_reader_leaves_ends(serve: Serve) -> None:
    large = LargeAnswers()
    clients = serve(bridged(large))

    clients.send(get("/endless")).close()

    assert large.closed.wait(WITHIN)


def test_address_that_reads_too_little_is_told_to_come_back(serve: Serve) -> None:
    clients = serve(bridged(LargeAnswers(), each=1))

    with clients.send(get("/endless")) as unread:
        unread.recv(1)
        refused = clients.ask("GET", "/endless")

    assert refused.status == 429
    assert refused.getheader("Retry-After") == "5"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/payments", b'{"message": "The body did not arrive within 1 seconds."}'),
        (
            "/membership/",
            b"The body did not arrive within 1 seconds. Go back and send it again.\n",
        ),
    ],
)
def test_body_that_does_not_end_is_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, path: str, text: bytes
) -> None:
    for kind in ("API", "FORM"):
        monkeypatch.setattr(limits, kind, BodyLimit(1000, seconds=1))
    clients = serve()

    with clients.begin(path) as client:
        answer = everything(client)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.endswith(text)


def test_client_that_leaves_in_the_middle_of_its_body_is_forgotten(
    serve: Serve,
) -> None:
    clients = serve(bridged(LargeAnswers(), each=1))

    clients.begin("/").close()

    while (answer := clients.ask("POST", "/", b"{}")).status == 429:
        assert answer.read()
    assert answer.read() == b"small"


@pytest.mark.parametrize("sent", ["", BEGUN, get("/health/live") + BEGUN])
def test_head_that_does_not_end_is_cut_off(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", SHORT)
    clients = serve()

    with clients.send(sent) as client:
        answer = everything(client)

    assert answer.count(b"HTTP/1.1 200 ") == sent.count("\r\n\r\n")


def test_head_that_trickles_is_cut_off(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", SHORT)
    clients = serve()

    with clients.send(get("/health/live")) as client, pytest.raises(ConnectionError):
        for _ in range(WITHIN * 50):
            client.send(b"G")
            time.sleep(0.02)


def test_websocket_outlasts_the_time_for_a_head(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", SHORT)
    clients = serve()

    with connect(f"ws://localhost:{clients.port}/ws/wall/", origin=ORIGIN) as screen:
        with pytest.raises(TimeoutError):
            screen.recv(timeout=3 * SHORT)
        screen.send('{"action": "ping"}')
        answer = screen.recv(timeout=WITHIN)

    assert json.loads(answer) == {"type": "pong"}


def test_connections_beyond_the_limit_of_an_address_are_sent_away(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections.Connection, "_places", Places(each=1, most=10))
    clients = serve()

    with clients.send(BEGUN) as first, clients.send("") as second:
        sent_away = everything(second)
        first.sendall(b"host\r\n\r\n")
        answered = first.recv(1000)

    assert sent_away.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nRetry-After: 5\r\n" in sent_away
    assert answered.startswith(b"HTTP/1.1 200 ")
