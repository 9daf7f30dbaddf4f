"""A server in DynamoDB's place that answers what a test tells it to."""

import json
import ssl
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, NamedTuple

import pytest


class Step(NamedTuple):
    """What happens after one request was heard; an empty text answers nothing."""

    text: bytes
    wait: float = 0
    closes: bool = False


class Heard(NamedTuple):
    """One request, and the connection that it came over."""

    connection: int
    line: str
    headers: dict[str, str]
    body: bytes


HANG_UP = Step(b"", closes=True)


def said(body: Any, *, status: int = 200, **headers: str) -> bytes:
    """Return an answer as DynamoDB writes it; a text is taken as it is."""
    text = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    names = {
        "content-length": str(len(text)),
        "x-amz-crc32": str(zlib.crc32(text)),
        "x-amzn-requestid": "R1",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join([f"{name}: {value}\r\n" for name, value in names.items()])
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + text


def answer(body: Any, **how: Any) -> Step:
    """Answer with ``body``."""
    return Step(said(body, **how))


def refusal(code: str, *, status: int = 400, **members: Any) -> Step:
    """Refuse as DynamoDB does."""
    kind = f"com.amazonaws.dynamodb.v20120810#{code}"
    return answer({"__type": kind, "message": code, **members}, status=status)


def cancelled(*codes: str) -> Step:
    """Cancel a transaction for a reason for each of its parts."""
    reasons = [{"Code": code} for code in codes]
    return refusal("TransactionCanceledException", CancellationReasons=reasons)


class StandIn(ThreadingTCPServer):
    """Plays its script, one step for each request, and remembers what it heard."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        if tls:
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self.numbers = count()
        self.closed = threading.Event()
        self.script: deque[Step] = deque()
        self.heard: list[Heard] = []
        self.endpoint = f"http{'s' if tls else ''}://127.0.0.1:{self.server_address[1]}"

    def will(self, *steps: Step) -> None:
        """Do ``steps``, forgetting what was before."""
        self.script = deque(steps)
        self.heard = []

    def close_request(self, request: Any) -> None:
        """Close a connection, and say that this was done."""
        super().close_request(request)
        self.closed.set()

    def handle_error(self, *args: Any) -> None:
        """Say nothing: clients that leave are what tests are about."""


class _Conversation(StreamRequestHandler):
    server: StandIn

    def handle(self) -> None:
        number = next(self.server.numbers)
        while line := self.rfile.readline().decode().strip():
            headers = {}
            while head := self.rfile.readline().decode().strip():
                name, _, value = head.partition(":")
                headers[name.lower()] = value.strip()
            body = self.rfile.read(int(headers["content-length"]))
            self.server.heard.append(Heard(number, line, headers, body))
            step = self.server.script.popleft()
            # Tests take the time out of ``time.sleep``.
            threading.Event().wait(step.wait)
            self.wfile.write(step.text)
            if step.closes:
                return


@contextmanager
def standing_in(tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """Run a stand-in for as long as the block."""
    with StandIn(tls) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def one_stand_in() -> Iterator[StandIn]:
    """Run one for all tests: to make a client for each takes long."""
    with standing_in() as server:
        yield server


@pytest.fixture
def stand_in(
    one_stand_in: StandIn,
    settings: Any,
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StandIn]:
    """Answer in DynamoDB's place, and lose no time between tries."""
    one_stand_in.will()
    settings.DYNAMODB_ENDPOINT = one_stand_in.endpoint
    # Of the patches that tests share: two that end in another order leave one behind.
    monkeypatch.setattr("time.sleep", lambda _: None)
    yield one_stand_in
    settings.DYNAMODB_ENDPOINT = engine
