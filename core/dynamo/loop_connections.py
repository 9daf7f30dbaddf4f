"""Connections for the event loop, which goes on while their answers are awaited."""

import asyncio
import os
from collections import deque
from typing import cast

from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from core.dynamo.connections import Answer, Endpoint, plain_head, unconnected_at

# What else is asked at once waits for a thread.
_AT_ONCE = 64


class NeedsThread(Exception):
    """Asked on the event loop, this would keep it, or is too seldom to be met there."""


class _Connection(asyncio.Protocol):
    """A connection that one coroutine at a time asks something over."""

    transport: asyncio.Transport

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._loop = asyncio.get_running_loop()
        self._received = b""
        self._answer: asyncio.Future[Answer] | None = None

    @property
    def is_usable(self) -> bool:
        """Tell whether it is this loop's, in step, and not closed over there."""
        is_ours = self._loop is asyncio.get_running_loop()
        return is_ours and not self._received and not self.transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        """Return the answer to a request; nobody asks again after a failure."""
        self._answer = self._loop.create_future()
        seconds = self._endpoint.config.read_timeout
        patience = self._loop.call_later(seconds, self._give_up)
        try:
            self.transport.write(request)
            return await self._answer
        except BaseException:
            self.transport.abort()
            raise
        finally:
            patience.cancel()
            self._answer = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be ready to ask."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take in a part of an answer."""
        self._received += data
        if self._answer is None or self._answer.done():
            # Out of step: whose answer that is nobody knows.
            self.transport.abort()
            return
        head = plain_head(self._received)
        if head is None:
            if b"\r\n\r\n" in self._received:
                self._answer.set_exception(NeedsThread())
            return
        end = head.ends_at + head.length
        if len(self._received) >= end:
            content = self._received[head.ends_at : end]
            self._received = self._received[end:]
            self._answer.set_result(Answer(head.status_code, head.headers, content))

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        self._fail(ConnectionClosedError(endpoint_url=self._endpoint.url))

    def _give_up(self) -> None:
        self._fail(ReadTimeoutError(endpoint_url=self._endpoint.url))

    def _fail(self, fault: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(fault)


class LoopConnections:
    """What ``Connections`` are to threads: the same limits, the same errors."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._asking = 0
        self._idle: deque[_Connection] = deque()
        os.register_at_fork(after_in_child=self._idle.clear)

    async def pause(self, seconds: float) -> None:
        """Do nothing, as long as that."""
        await asyncio.sleep(seconds)

    async def exchange(self, request: bytes) -> Answer:
        """Return the answer to a request; a connection that failed is not kept.

        Raises ``NeedsThread`` for one too many at once, and for an answer that is not
        as DynamoDB writes it.
        """
        if self._asking >= _AT_ONCE:
            raise NeedsThread
        self._asking += 1
        try:
            connection = self._kept() or await self._opened()
            answer = await connection.ask(request)
        finally:
            self._asking -= 1
        self._idle.append(connection)
        return answer

    def _kept(self) -> _Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable:
                return connection
        return None

    async def _opened(self) -> _Connection:
        endpoint = self._endpoint
        with unconnected_at(endpoint):
            async with asyncio.timeout(endpoint.config.connect_timeout):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: _Connection(endpoint),
                    endpoint.name,
                    endpoint.port,
                    ssl=endpoint.tls,
                )
        return connection
