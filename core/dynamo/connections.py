"""Kept HTTP connections to one endpoint, without what a general client does."""

import os
import re
import select
import socket
import ssl
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)
from botocore.httpsession import get_cert_path

# The head of an answer as DynamoDB writes it.
_HEAD = re.compile(
    rb"HTTP/1\.1 ([2-5]\d\d) [^\r\n]*\r\n((?:[!-9;-~]+:[^\r\n]*\r\n)+)\r\n"
)


class Answer(NamedTuple):
    """What came back over the wire, as botocore's retries and events read it."""

    status_code: int
    headers: Mapping[str, str] | HTTPMessage
    content: bytes


class Head(NamedTuple):
    """How an answer begins that is told in as many bytes as it says."""

    status_code: int
    headers: Mapping[str, str]
    ends_at: int
    length: int


class _Begun(NamedTuple):
    """What http.client takes for a connection of which a reader is made already."""

    reader: BinaryIO

    def makefile(self, _: str) -> BinaryIO:
        """Return that reader."""
        return self.reader


class Endpoint:
    """Where requests are sent, who is trusted there, and for how long to wait."""

    def __init__(self, url: str, config: Any, verify: Any) -> None:
        parts = urlsplit(url)
        self.url = url
        self.host = parts.netloc
        self.name = parts.hostname or ""
        self.tls = None
        if parts.scheme == "https":
            self.tls = ssl.create_default_context(cafile=get_cert_path(verify))
        self.port = parts.port or (443 if self.tls else 80)
        self.config = config


class Connections:
    """Each is in the hands of one thread at a time; failures are botocore's errors."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._idle: deque[socket.socket] = deque()
        # Two processes on one connection would read each other's answers.
        os.register_at_fork(after_in_child=self._idle.clear)

    async def pause(self, seconds: float) -> None:
        """Do nothing, as long as that."""
        time.sleep(seconds)  # noqa: ASYNC251 - see ``exchange``

    async def exchange(self, request: bytes) -> Answer:
        """Return the answer to a request; a connection that failed is not kept.

        The thread waits: this and ``pause`` are coroutines only in form, so that what
        is between them is written once for threads and for the event loop.
        """
        connection = self._kept() or self._opened()
        whole = False
        try:
            connection.sendall(request)
            with connection.makefile("rb") as reader:
                answer, whole = _read_plain(reader) or _read_any(reader)
        except TimeoutError as late:
            url = self._endpoint.url
            raise ReadTimeoutError(endpoint_url=url, error=late) from late
        except (OSError, HTTPException) as cut:
            raise ConnectionClosedError(endpoint_url=self._endpoint.url) from cut
        finally:
            most = self._endpoint.config.max_pool_connections
            if whole and len(self._idle) < most:
                self._idle.append(connection)
            else:
                connection.close()
        return answer

    def _kept(self) -> socket.socket | None:
        """Return a connection that nobody uses and that is not closed over there."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:
                # Another thread took the last one.
                return None
            # Readable before anything was asked: closed, or out of step.
            readable = select.poll()
            readable.register(connection, select.POLLIN)
            if not readable.poll(0):
                return connection
            connection.close()
        return None

    def _opened(self) -> socket.socket:
        with unconnected_at(self._endpoint):
            where = (self._endpoint.name, self._endpoint.port)
            connection = socket.create_connection(
                where, self._endpoint.config.connect_timeout
            )
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls := self._endpoint.tls:
                connection = tls.wrap_socket(
                    connection, server_hostname=self._endpoint.name
                )
        connection.settimeout(self._endpoint.config.read_timeout)
        return connection


@contextmanager
def unconnected_at(endpoint: Endpoint) -> Iterator[None]:
    """Say in botocore's errors that the block reached nobody, or nobody trusted."""
    try:
        yield
    except ssl.SSLError as untrusted:
        raise SSLError(endpoint_url=endpoint.url, error=untrusted) from untrusted
    except OSError as away:
        raise EndpointConnectionError(endpoint_url=endpoint.url) from away


def plain_head(received: bytes) -> Head | None:
    """Return the head with which an answer begins, None where it is not as plain.

    After it the connection stays open. To read heads of every kind costs an eighth of
    a call.
    """
    head = _HEAD.match(received)
    if head is None:
        return None
    lines = head[2].decode("latin1").split("\r\n")[:-1]
    pairs = [line.split(":", 1) for line in lines]
    headers = {name.lower(): value.strip() for name, value in pairs}
    length = headers.get("content-length", "")
    stays = headers.get("connection", "keep-alive").lower() == "keep-alive"
    if not stays or not length.isdecimal() or "transfer-encoding" in headers:
        return None
    return Head(int(head[1]), headers, head.end(), int(length))


def _read_plain(reader: Any) -> tuple[Answer, bool] | None:
    """Return an answer that begins plainly, or None and leave it unread."""
    head = plain_head(reader.peek())
    if head is None:
        return None
    reader.read(head.ends_at)
    content = reader.read(head.length)
    if len(content) < head.length:
        raise IncompleteRead(content)
    return Answer(head.status_code, head.headers, content), True


def _read_any(reader: BinaryIO) -> tuple[Answer, bool]:
    """Return an answer, and whether another one may follow it."""
    response = HTTPResponse(_Begun(reader), method="POST")  # type: ignore[arg-type]
    response.begin()
    answer = Answer(response.status, response.headers, response.read())
    return answer, not response.will_close
