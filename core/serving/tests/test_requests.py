"""Requests that no browser would send."""

import json
from threading import Event
from typing import Any

import pytest

from core.serving.bridge import Bridge
from core.serving.limits import MOST_AHEAD
from core.serving.tests.clients import WITHIN, everything
from core.serving.tests.conftest import Serve

CHUNKED = (
    "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    "Transfer-Encoding: chunked\r\n"
)


class Echo:
    """Answers with what reached the application, once it may."""

    def __init__(self) -> None:
        self.asked = 0
        self.goes_on = Event()
        self.goes_on.set()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        """Answer one request."""
        self.asked += 1
        assert self.goes_on.wait(WITHIN)
        start("200 OK", [("Content-Type", "application/json")])
        headers = {k: v for k, v in environ.items() if k.startswith("HTTP_")}
        return [json.dumps(headers).encode()]


@pytest.fixture
def echo() -> Echo:
    return Echo()


def bridged(echo: Echo) -> Bridge:
    return Bridge(echo, threads=2, each=50)


def refused_with(answer: bytes) -> bytes:
    return answer.partition(b"\r\n")[0]


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
        f"{CHUNKED}Content-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nName: a\x00b\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET / HTTP/0.9\r\nHost: a\r\n\r\n",
        "GET / \r\nHost: a\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01",
    ],
)
def test_what_is_no_request_is_refused(serve: Serve, echo: Echo, head: str) -> None:
    with serve(bridged(echo)).send(head) as client:
        answer = everything(client)

    assert refused_with(answer) == b"HTTP/1.1 400 Bad Request"
    assert not echo.asked


def test_head_may_not_grow_without_end(serve: Serve, echo: Echo) -> None:
    begun = "GET / HTTP/1.1\r\nHost: a\r\nLong: "

    with serve(bridged(echo)).send(begun) as client, pytest.raises(ConnectionError):
        for _ in range(100_000):
            client.sendall(b"a" * 1024)

    assert not echo.asked


def test_long_head_is_no_hindrance(serve: Serve, echo: Echo) -> None:
    answer = serve(bridged(echo)).ask("GET", "/", Long="a" * 30_000)

    assert json.loads(answer.read())["HTTP_LONG"] == "a" * 30_000


def test_what_follows_a_body_does_not_pass_for_a_header(
    serve: Serve, echo: Echo
) -> None:
    sent = f"{CHUNKED}\r\n1\r\na\r\n0\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n"
    with serve(bridged(echo)).send(sent) as client:
        answer = everything(client)

    assert refused_with(answer) == b"HTTP/1.1 200 OK"
    assert b"10.0.0.1" not in answer


def test_nonsense_after_a_request_ends_the_connection_alone(
    serve: Serve, echo: Echo
) -> None:
    echo.goes_on.clear()
    clients = serve(bridged(echo))

    with clients.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n\x00\x00\r\n\r\n") as client:
        answer = everything(client)
    echo.goes_on.set()

    assert b"400" not in answer
    assert clients.ask("GET", "/").status == 200


def test_requests_are_answered_in_the_order_in_which_they_were_sent(
    serve: Serve, echo: Echo
) -> None:
    sent = [
        f"GET / HTTP/1.1\r\nHost: localhost\r\nName: {number}\r\n"
        f"Connection: {'close' if number == 4 else 'keep-alive'}\r\n\r\n"
        for number in range(5)
    ]
    with serve(bridged(echo)).send("".join(sent)) as client:
        answer = everything(client)

    places = [answer.index(b'"HTTP_NAME": "%d"' % number) for number in range(5)]
    assert places == sorted(places)


def test_too_many_requests_sent_ahead_end_the_connection(
    serve: Serve, echo: Echo
) -> None:
    echo.goes_on.clear()
    ahead = MOST_AHEAD + 2
    with serve(bridged(echo)).send(
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * ahead
    ) as client:
        answer = everything(client)
    echo.goes_on.set()

    assert not answer


def test_upgrade_to_what_is_not_spoken_here_is_ignored(
    serve: Serve, echo: Echo
) -> None:
    sent = (
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
    )
    last = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    with serve(bridged(echo)).send(sent) as client:
        answer = client.recv(4096)
        client.sendall(last)
        answer += everything(client)

    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 2
