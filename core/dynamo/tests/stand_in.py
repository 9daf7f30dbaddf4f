"""A server in DynamoDB's place that answers what a test tells it to."""

import datetime as dt
import ipaddress
import json
import ssl
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)


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


AMIRA = "amira@student.ubc.ca"
FOUND = {"Item": {"id": {"S": AMIRA}}}
GET: dict[str, Any] = {"TableName": "biztechUsers", "Key": {"id": {"S": AMIRA}}}
PASSING = [
    pytest.param(HANG_UP, id="hangs up"),
    pytest.param(Step(b"SSH-2.0\r\n", closes=True), id="is no web server"),
    pytest.param(refusal("InternalServerError", status=500), id="500"),
    pytest.param(answer("<html>", status=503), id="503 of a proxy"),
    pytest.param(refusal("ThrottlingException"), id="throttles"),
    pytest.param(refusal("ProvisionedThroughputExceededException"), id="capacity"),
]
DAMAGED = [
    pytest.param(answer(FOUND, x_amz_crc32="1"), id="checksum"),
    pytest.param(Step(said(FOUND)[:-3], closes=True), id="cut short"),
]


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


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[StandIn, Path]]:
    """Run a server with a certificate for 127.0.0.1 that only one file vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stand-in")])
    now = dt.datetime.now(dt.UTC)
    host = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    vouching = tmp_path / "vouching.pem"
    vouching.write_bytes(certificate.public_bytes(Encoding.PEM))
    private = tmp_path / "key.pem"
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(vouching, private)
    with standing_in(tls) as server:
        yield server, vouching


def lasting(name: str, time_left: dt.timedelta) -> dict[str, str]:
    """Return credentials as AWS hands them to a machine."""
    end = dt.datetime.now(dt.UTC) + time_left
    return {
        "access_key": name,
        "secret_key": "secret",
        "token": f"token of {name}",
        "expiry_time": end.isoformat(),
    }
